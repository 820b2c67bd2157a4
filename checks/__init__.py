"""The engine: what is graded and how. Knows nothing of the service around it."""
