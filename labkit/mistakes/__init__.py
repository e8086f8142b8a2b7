"""What went wrong in a learner's program, in words that help."""
