"""What the labs on `/predict` are given, and how their checks ask the learner's service.

The three labs are rungs of one ladder, so that their checks stand on the same stand-ins and the
same requests. `given` is what a learner's program imports; the rest is for checks.
"""
