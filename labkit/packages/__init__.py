"""What labs name besides the standard library and the platform, in the page."""
