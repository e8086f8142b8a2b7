"""A run leaves Python as it was."""
