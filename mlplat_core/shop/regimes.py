"""Which three changes of the world are planted, from when on, and how strong is each?

* The **fraud burst**: within 36 hours a ring attacks as often as otherwise in weeks.
* The **slow drift**: thieves turn, day by day, from expensive baskets to testing cards with cheap
  ones, and prices rise.
* The **wave of new users**: an advertising campaign brings people about whom nothing is known.
"""

from __future__ import annotations

from mlplat_core.shop.timeline import DAYS, HOUR, day

BURST = day(131) + 18 * HOUR
"""When the burst begins."""
BURST_HOURS = 36
BURST_SHARE = 15
"""Percent of all attacks that belong to the burst."""

DRIFT = day(40)
"""When the drift begins; it goes on to the end."""

WAVE = day(112)
"""When the wave begins."""
WAVE_DAYS = 32

_PER_MILLE = 1_000


def drift(moment: int) -> int:
    """How far the drift has come, in per mille: 0 before it begins, 1,000 at the end.

    Example:
        >>> drift(day(0)), drift(DRIFT), drift(day(95)), drift(day(DAYS))
        (0, 0, 500, 1000)
    """
    return max(0, (moment - DRIFT) * _PER_MILLE // (day(DAYS) - DRIFT))


def testing_share(moment: int) -> int:
    """How many of 1,000 takeovers are there to test a card: from 100 to 800 with the drift.

    Example:
        >>> testing_share(day(0)), testing_share(day(DAYS))
        (100, 800)
    """
    return 100 + drift(moment) * 7 // 10


def price_level(moment: int) -> int:
    """What 1,000 cents of the first day cost now: up to 1,200.

    Example:
        >>> price_level(day(0)), price_level(day(DAYS))
        (1000, 1200)
    """
    return 1_000 + drift(moment) // 5
