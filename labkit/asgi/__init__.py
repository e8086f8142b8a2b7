"""Asks an ASGI app without a server, without threads, and alike in CPython and in the page."""
