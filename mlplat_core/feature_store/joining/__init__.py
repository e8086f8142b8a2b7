"""How are the rows of a view searched for the one that answers at a moment?"""
