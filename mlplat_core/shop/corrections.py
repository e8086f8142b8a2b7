"""How often had an account or a device been charged back, as far as was known at each moment?

A charge-back belongs to the day of its payment, but it arrives weeks later. So each row that was
written in between was true to what was known and is wrong now: it is written again, with the same
event time, a higher count and the later created time. The wrong row stays in the log.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TypeAlias

from mlplat_core.shop.timeline import DAY

WINDOW = 180 * DAY
"""So long a charge-back counts, by the day of its payment."""

Arrival: TypeAlias = tuple[int, int]
"""When a payment was made, and when the platform learned that it was charged back."""


def known_counts(
    event: int, created: int, arrivals: Sequence[Arrival]
) -> Iterator[tuple[int, int]]:
    """The times at which a row is written, and the count that it says each time.

    Args:
        event: the row's event time.
        created: when it is first written.
        arrivals: the charge-backs of its key, in order of arrival.

    Example:
        >>> list(known_counts(50, 51, [(20, 40), (30, 90), (60, 70), (40, 95), (45, 95)]))
        [(51, 1), (90, 2), (95, 4)]
    """
    # By when each count was reached; of several that arrive at one moment only the last is written.
    counts = {created: 0}
    for count, arrived in enumerate(_arrived(event, arrivals), 1):
        counts[max(created, arrived)] = count
    yield from counts.items()


def _arrived(event: int, arrivals: Iterable[Arrival]) -> Iterator[int]:
    """When those arrived that count for a row of this event time, in order."""
    for made, arrived in arrivals:
        if event - WINDOW <= made <= event:
            yield arrived


def by_arrival(arrivals: Iterable[tuple[str, Arrival]]) -> dict[str, list[Arrival]]:
    """The charge-backs of each key, in order of arrival.

    Example:
        >>> by_arrival([("u1", (20, 90)), ("u2", (10, 70)), ("u1", (30, 60))])
        {'u1': [(30, 60), (20, 90)], 'u2': [(10, 70)]}
    """
    found: dict[str, list[Arrival]] = {}
    for key, arrival in arrivals:
        found.setdefault(key, []).append(arrival)
    for known in found.values():
        known.sort(key=lambda arrival: arrival[1])
    return found
