"""What the editor may suggest, without running any of the program."""
