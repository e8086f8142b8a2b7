"""How do rows get into the log and into the online store, and which are refused?"""
