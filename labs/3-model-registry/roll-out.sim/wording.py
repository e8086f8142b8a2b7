"""How are euros, hours and shares written?"""

from fractions import Fraction
from math import floor

MINUS = "\N{MINUS SIGN}"


def euros(amount):
    """Whole euros, halves away from zero, and a minus sign that is one."""
    rounded = floor(abs(amount) + Fraction(1, 2))
    return f"{MINUS if amount < 0 and rounded else ''}{rounded:,}"


def hours(number):
    """Hours without a decimal that is zero."""
    tenths = floor(number * 10 + Fraction(1, 2))
    return f"{tenths // 10:,}.{tenths % 10}".removesuffix(".0")


def in_hours(number):
    return "1 hour" if hours(number) == "1" else f"{hours(number)} hours"


def in_percent(share):
    return f"{float(100 * share):g}"


def share_text(share):
    return f"{in_percent(share)} %"
