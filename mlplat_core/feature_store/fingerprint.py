"""By which short text can two processes tell that they mean the same definition?"""

from __future__ import annotations


def fingerprint(*content: object) -> str:
    """The SHA-256 of texts, numbers, None and tuples of these, as 64 hexadecimal digits.

    Equal in every process, on every machine and for every version of Python.
    """
    import hashlib  # here, as most programs never ask and importing it takes a millisecond

    # The quotes of ascii() keep names apart, and its text is the same on every Python.
    return hashlib.sha256(ascii(content).encode()).hexdigest()
