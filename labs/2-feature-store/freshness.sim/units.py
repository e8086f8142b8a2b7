"""Times and numbers as people say them."""

from bursts import HOUR, MINUTE


def clock(second):
    return f"{second // HOUR:02}:{second % HOUR // MINUTE:02}"


def duration(seconds):
    if seconds < MINUTE:
        return f"{seconds} s"
    if seconds < 2 * HOUR:
        return f"{seconds // MINUTE} min"
    return f"{seconds // HOUR} h"


def rounded(number):
    """Three digits are more than the formula is worth."""
    unit = 10 ** max(0, len(str(round(number))) - 3)
    return f"{round(number / unit) * unit:,}"
