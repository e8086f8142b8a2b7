"""Which features are computed when they are asked for, and is their function still the same?"""
