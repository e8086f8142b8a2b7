"""How does what was built here go on to the systems that production runs on?"""
