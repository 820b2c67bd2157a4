"""What is measured about the grader: how exact it is beside other tools, how fast, and whether its reports repeat."""
