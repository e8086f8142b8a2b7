"""How long does Python take to start in a page, for this course and for stock Pyodide?"""
