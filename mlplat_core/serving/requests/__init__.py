"""What does a caller say, and is it said rightly?"""
