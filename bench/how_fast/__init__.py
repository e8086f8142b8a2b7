"""The page "How fast is it?": measured, kept as data, and written from that data."""
