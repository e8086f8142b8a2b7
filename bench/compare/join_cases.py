"""What is every system asked about the point-in-time join?

Times are hours after a fixed moment, so that a case reads as a time line.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from bench.compare.outcomes import Found, say_rows
from mlplat_core import Entity, FeatureView, Field

THEME = "Point-in-time join"
Row = dict[str, Any]

_ENTITIES = {name: Entity(name.removesuffix("_id"), [name]) for name in ("user_id", "shop_id")}
_LIMIT = timedelta(hours=2)
_MICROSECOND = timedelta(microseconds=1)
_ISSUES = "https://github.com/feast-dev/feast/issues"
_RETRIEVAL = "https://docs.feast.dev/getting-started/concepts/feature-retrieval"
_AS_KNOWN = "https://github.com/feast-dev/feast/pull/6617"


@dataclass(frozen=True, slots=True)
class Table:
    """A feature view of one feature, and its observations in append order.

    Attributes:
        rows: the observations, at least one.
        ttl: of the view, None for no limit.
        name: of the view.
        feature: what its feature is called.
    """

    rows: Sequence[Row]
    ttl: timedelta | None = None
    name: str = "stats"
    feature: str = "v"

    def view(self) -> FeatureView:
        """The definition of the view."""
        keys = [entity for name, entity in _ENTITIES.items() if name in self.rows[0]]
        return FeatureView(self.name, keys, [Field(self.feature, float)], self.ttl)


@dataclass(frozen=True, slots=True)
class JoinCase:
    """One row of the page.

    Attributes:
        text: what it is about.
        tables: the views that are asked for.
        asked: the entity rows.
        as_known: whether a row counts only once it was known; None leaves that to the system.
        describe: says what came back for so many entity rows.
        source: where the behaviour is discussed.
    """

    text: str
    tables: Sequence[Table]
    asked: Sequence[Row]
    as_known: bool | None = None
    describe: Callable[[Found, int], str] = say_rows
    source: str = ""

    @property
    def features(self) -> list[str]:
        """What is asked for."""
        return [f"{table.name}:{table.feature}" for table in self.tables]


def at(hours: float) -> datetime:
    """The moment so many hours after the start of the time line."""
    return datetime(2026, 3, 1, tzinfo=UTC) + timedelta(hours=hours)


def seen(hours: float, value: float | None, known: float | None = None, **other: str) -> Row:
    """An observation, known at once if nothing else is said."""
    return {
        **(other or {"user_id": "u1"}),
        "event_timestamp": at(hours),
        "created_timestamp": at(hours if known is None else known),
        "v": value,
    }


def ask(moment: float | datetime, **keys: str | None) -> Row:
    """An entity row."""
    when = moment if isinstance(moment, datetime) else at(moment)
    return {**(keys or {"user_id": "u1"}), "event_timestamp": when}


def _renamed(rows: Sequence[Row], feature: str) -> list[Row]:
    return [{feature if name == "v" else name: row[name] for name in row} for row in rows]


_LATE = [Table([seen(1, 7.0), seen(3, 8.0, known=6)])]
_AGED = [Table([seen(1, 1.0)], _LIMIT)]
_USERS, _VERSIONS = 200, 8


def _corrected_often() -> list[Row]:
    """Observations of one event each, in random order, of which the one created last is right."""
    rows = [
        seen(1, float(version), known=2 + version, user_id=f"u{user}")
        for user in range(_USERS)
        for version in range(_VERSIONS)
    ]
    random.Random(5).shuffle(rows)
    return rows


def _say_corrections(found: Found, asked: int) -> str:
    if len(found) < asked:
        return say_rows(found, asked)
    right = {(float(_VERSIONS - 1),)}
    return "all the newest" if set(found.values()) == right else "some older ones"


CASES = (
    JoinCase(
        "A row of the label's own moment (2.0) after an earlier one (1.0)",
        [Table([seen(4, 1.0), seen(5, 2.0)])],
        [ask(5)],
        source=_RETRIEVAL,
    ),
    JoinCase(
        "A row one microsecond after the label (2.0) and an earlier one (1.0)",
        [Table([seen(4, 1.0), seen(5, 2.0)])],
        [ask(at(5) - _MICROSECOND)],
        source=_RETRIEVAL,
    ),
    JoinCase("A row exactly as old as the ttl (1.0)", _AGED, [ask(3)], source=_RETRIEVAL),
    JoinCase(
        "A row one microsecond older than the ttl; a second label has a value (1.0)",
        _AGED,
        [ask(at(3) + _MICROSECOND), ask(2)],
    ),
    JoinCase("No ttl, a row 50 years old (1.0)", [Table([seen(0, 1.0)])], [ask(24 * 365 * 50)]),
    JoinCase(
        "A ttl of zero, a row 50 years old (1.0)",
        [Table([seen(0, 1.0)], timedelta(0))],
        [ask(24 * 365 * 50)],
    ),
    JoinCase(
        "One event time: a row created early (10.0), one created late (20.0)",
        [Table([seen(1, 20.0, known=3), seen(1, 10.0, known=2)])],
        [ask(5)],
        source=f"{_ISSUES}/3360",
    ),
    JoinCase(
        f"The same with {_VERSIONS} rows each for {_USERS} users",
        [Table(_corrected_often())],
        [ask(20, user_id=f"u{user}") for user in range(_USERS)],
        describe=_say_corrections,
        source=f"{_ISSUES}/3360",
    ),
    JoinCase(
        "An older event (30.0) created after the newer one (40.0)",
        [Table([seen(1, 30.0, known=4), seen(2, 40.0, known=3)])],
        [ask(5)],
    ),
    JoinCase(
        "A row (7.0), and a newer one not known yet at the label (8.0)",
        _LATE,
        [ask(5)],
        source=_AS_KNOWN,
    ),
    JoinCase(
        "The same, asking for what was known then", _LATE, [ask(5)], as_known=True, source=_AS_KNOWN
    ),
    JoinCase("The same, asking in hindsight", _LATE, [ask(5)], as_known=False, source=_AS_KNOWN),
    JoinCase(
        "Nothing known yet at the label, asking for what was known then",
        [Table([seen(1, 7.0, known=8)])],
        [ask(5)],
        as_known=True,
        source=_AS_KNOWN,
    ),
    JoinCase(
        "Two labels with the same key and moment",
        [Table([seen(1, 1.0)])],
        [ask(5), ask(5)],
        source=f"{_ISSUES}/6787",
    ),
    JoinCase("Every row has expired", _AGED, [ask(9)]),
    JoinCase("Every row is in the future", [Table([seen(9, 1.0)])], [ask(5)]),
    JoinCase("A key without any row", [Table([seen(1, 1.0)])], [ask(5, user_id="u2")]),
    JoinCase("A value (1.0), then a null", [Table([seen(1, 1.0), seen(2, None)])], [ask(5)]),
    JoinCase(
        "A null key; a second label has a value (1.0)",
        [Table([seen(1, 1.0)])],
        [ask(5, user_id=None), ask(5)],
    ),
    JoinCase(
        'Keys of two columns, "1" and "11" (1.0), "11" and "1" (2.0)',
        [Table([seen(1, 1.0, user_id="1", shop_id="11"), seen(1, 2.0, user_id="11", shop_id="1")])],
        [ask(5, user_id="1", shop_id="11"), ask(5, user_id="11", shop_id="1")],
    ),
    JoinCase(
        "A label of 05:00 without a time zone; at 05:00 UTC it is 2.0",
        [Table([seen(4, 1.0), seen(5, 2.0), seen(6, 3.0)])],
        [ask(at(5).replace(tzinfo=None))],
    ),
    JoinCase(
        "Two views, the first one expired, the second not (2.0)",
        [
            Table(_renamed([seen(1, 1.0)], "x"), _LIMIT, name="first", feature="x"),
            Table([seen(1, 2.0)], name="second"),
        ],
        [ask(5)],
    ),
    JoinCase(
        "Two views with a feature of the same name",
        [Table([seen(1, 1.0)], name="first"), Table([seen(1, 2.0)], name="second")],
        [ask(5)],
    ),
    JoinCase(
        "Labels in no order of time",
        [Table([seen(hours, float(hours)) for hours in (1, 2, 3)])],
        [ask(3), ask(1), ask(2)],
    ),
)
