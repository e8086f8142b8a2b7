"""What went wrong in a learner's program, in words that help."""

LEARNER_FILE = "<your code>"
"""The name of the learner's program in tracebacks."""
