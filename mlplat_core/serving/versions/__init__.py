"""Which version of the model answers, which may try, and which only listens?"""
