"""``grader bench``: what one attempt costs on this machine, beside what people do today."""
