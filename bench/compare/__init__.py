"""What do real systems do in each edge case? Each module runs one of them and says what it saw."""
