"""Does the model still see what it was trained on? Skew, drift and nulls, measured."""
