"""Every edge of the point-in-time join, written by hand with the answers that the contract gives.

Times are hours after a fixed moment. Each edge is about one key, its name, so that many of them fit
into one table and one call of a real system.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from point_in_time_cases import MICROSECOND, at, row
from point_in_time_scan import Answer, Row

PRESENT, NULL = "PRESENT", (None, "NULL_VALUE")
UNKNOWN, NOT_YET, EXPIRED = (None, "NOT_FOUND"), (None, "NOT_YET"), (None, "OUTSIDE_MAX_AGE")


@dataclass(frozen=True, slots=True)
class Edge:
    """One key: what was observed of it, what is asked and what the answer is.

    Attributes:
        name: what the edge is, and the key.
        rows: event time, value and created time (the event's if not given) of each observation.
        expected: the answer at each moment asked about.
        ttl: hours, None for no limit.
        as_known: whether a row counts only once it was known.
    """

    name: str
    rows: Sequence[tuple[float, float | None] | tuple[float, float | None, float | None]]
    expected: Sequence[tuple[datetime, Answer]]
    ttl: int | None = None
    as_known: bool = True

    @property
    def observed(self) -> list[Row]:
        """The rows, in append order."""
        return [
            row(event, value, known[0] if known else event, user=self.name)
            for event, value, *known in self.rows
        ]

    @property
    def asked(self) -> list[Row]:
        """The entity rows."""
        return [{"user_id": self.name, "event_timestamp": moment} for moment, _ in self.expected]


def value(number: float) -> Answer:
    """The answer that is a value."""
    return number, PRESENT


_LATE = ((1, 7.0, 1), (3, 8.0, 6))
_CORRECTED = ((1, 10.0, 2), (1, 20.0, 3), (1, 15.0, 2.5))

EDGES = (
    Edge("a row of the same instant counts", [(5, 2.0)], [(at(5), value(2.0))]),
    Edge(
        "a row one microsecond later is from the future",
        [(4, 1.0), (5, 2.0)],
        [(at(5) - MICROSECOND, value(1.0)), (at(4) - MICROSECOND, NOT_YET)],
    ),
    Edge("only a future row", [(9, 1.0)], [(at(5), NOT_YET)], ttl=2),
    Edge("a key never seen", [], [(at(5), UNKNOWN)]),
    Edge("a key never seen, with a ttl", [], [(at(5), UNKNOWN)], ttl=2),
    Edge(
        "as old as the ttl is valid, a microsecond more is not",
        [(1, 1.0)],
        [(at(3) - MICROSECOND, value(1.0)), (at(3), value(1.0)), (at(3) + MICROSECOND, EXPIRED)],
        ttl=2,
    ),
    Edge("expired, and a future row", [(1, 1.0), (9, 2.0)], [(at(5), EXPIRED)], ttl=2),
    Edge("no ttl is no limit", [(0, 1.0)], [(at(24 * 365 * 50), value(1.0))]),
    Edge(
        "the age counts from each entity row",
        [(1, 1.0)],
        [(at(2), value(1.0)), (at(9), EXPIRED), (at(2.5), value(1.0))],
        ttl=2,
    ),
    Edge("later created wins", _CORRECTED, [(at(5), value(20.0))]),
    Edge("later created wins, in reverse order", _CORRECTED[::-1], [(at(5), value(20.0))]),
    Edge("the correction known by then", _CORRECTED, [(at(2.75), value(15.0))]),
    Edge("in hindsight", _CORRECTED, [(at(2.75), value(20.0))], as_known=False),
    Edge(
        "a newer event beats a later created",
        [(1, 30.0, 4), (2, 40.0, 3)],
        [(at(5), value(40.0)), (at(3.5), value(40.0))],
    ),
    Edge(
        "a late row counts from its created time on",
        _LATE,
        [
            (at(5), value(7.0)),
            (at(6) - MICROSECOND, value(7.0)),
            (at(6), value(8.0)),
        ],
    ),
    Edge("a late row in hindsight", _LATE, [(at(5), value(8.0))], as_known=False),
    Edge("all rows late", [(1, 7.0, 8), (2, 8.0, 9)], [(at(5), NOT_YET)]),
    Edge("all rows late, with a ttl", [(1, 7.0, 8)], [(at(2), NOT_YET), (at(9), EXPIRED)], ttl=2),
    Edge(
        "what was known has expired, the newer came late",
        [(1, 7.0, 1), (5, 8.0, 9)],
        [(at(6), EXPIRED)],
        ttl=2,
    ),
    Edge(
        "created null was never known",
        [(1, 7.0, 1), (2, 8.0, None)],
        [(at(5), value(7.0))],
    ),
    Edge("only created null", [(2, 8.0, None)], [(at(5), NOT_YET)]),
    Edge(
        "created null in hindsight",
        [(1, 7.0, 1), (2, 8.0, None)],
        [(at(5), value(8.0))],
        as_known=False,
    ),
    Edge(
        "created null yields on a tie",
        [(1, 10.0, 2), (1, 20.0, None)],
        [(at(5), value(10.0))],
        as_known=False,
    ),
    Edge("the newest is null", [(1, 1.0), (2, None)], [(at(1), value(1.0)), (at(5), NULL)]),
    Edge("the newest is null, with a ttl", [(4, 1.0), (5, None)], [(at(6), NULL)], ttl=2),
    Edge("a null that was corrected", [(1, None, 1), (1, 1.0, 2)], [(at(5), value(1.0))]),
    Edge("a value corrected to null", [(1, 1.0, 1), (1, None, 2)], [(at(5), NULL)]),
    Edge("zero is a value", [(1, 1.0), (2, 0.0)], [(at(5), value(0.0))]),
    Edge(
        "repeated entity rows stay",
        [(1, 1.0)],
        [(at(5), value(1.0)), (at(5), value(1.0)), (at(5), value(1.0))],
    ),
    Edge(
        "repeated entity rows without an answer stay",
        [(1, 1.0)],
        [(at(5), EXPIRED), (at(5), EXPIRED)],
        ttl=2,
    ),
)


def limit(hours: int | None) -> timedelta | None:
    """A ttl for a view."""
    return None if hours is None else timedelta(hours=hours)
