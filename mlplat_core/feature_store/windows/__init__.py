"""What do the events of a window add up to, at any moment?"""
