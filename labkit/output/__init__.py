"""What a program prints and shows on its way to the page."""
