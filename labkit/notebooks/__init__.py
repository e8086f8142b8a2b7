"""Pages that are notebooks: read, run afresh, and shown with what they have stored."""
