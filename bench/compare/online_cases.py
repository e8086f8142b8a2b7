"""What is every online store put through?

A case is a short script that any store can play. Hours are counted from now, as a real store reads
the clock of its machine.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Protocol

from bench.compare.observation import Observation
from bench.compare.outcomes import attempt, say_read

THEME = "Online store"
Row = dict[str, Any]
User = str | int | None
Written = tuple[float, float | None, User]
"""Hour, value and user of a row."""

_ISSUES = "https://github.com/feast-dev/feast/issues"
_EXPIRED, _LAST_WRITE = f"{_ISSUES}/6821", f"{_ISSUES}/5163"
_LATE, _FUTURE_END = f"{_ISSUES}/4133", f"{_ISSUES}/4222"


class OnlineSystem(Protocol):
    """A store with a view of one feature whose ttl is an hour."""

    def write(self, rows: Sequence[Row]) -> None:
        """Write the rows to the online store in one call, in this order."""

    def append(self, rows: Sequence[Row]) -> None:
        """Add rows to what materialisation reads."""

    def materialize(self, start: datetime | None, end: datetime) -> None:
        """Bring the rows from start to end online, or those since the last end."""

    def read(self, users: Sequence[User]) -> list[tuple[Any, str]]:
        """The value and status of each user, now."""


class Player:
    """A store and the hours of a script.

    Args:
        system: the store.
        now: what the hours are counted from.
    """

    def __init__(self, system: OnlineSystem, now: datetime) -> None:
        self._system, self._now = system, now

    def write(self, *rows: Written) -> None:
        """Write rows of hour, value and user online, in one call."""
        self._system.write([self._row(*row) for row in rows])

    def append(self, *rows: Written) -> None:
        """Add rows to what materialisation reads."""
        self._system.append([self._row(*row) for row in rows])

    def materialize(self, start: float | None, end: float) -> None:
        """Bring rows online; a start of None means since the last end."""
        self._system.materialize(None if start is None else self._at(start), self._at(end))

    def read(self, *users: User) -> str:
        """What is served to the users now."""
        return say_read(self._system.read(users))

    def _at(self, hours: float) -> datetime:
        return self._now + timedelta(hours=hours)

    def _row(self, hours: float, value: float | None, user: User) -> Row:
        moment = self._at(hours)
        stamps = {"event_timestamp": moment, "created_timestamp": min(moment, self._now)}
        return {"user_id": user, **stamps, "v": value}


@dataclass(frozen=True, slots=True)
class OnlineCase:
    """One row of the page.

    Attributes:
        text: what it is about.
        play: the script; returns what was served.
        source: where the behaviour is discussed.
    """

    text: str
    play: Callable[[Player], str]
    source: str = ""


def observe_system(
    name: str, now: datetime, start: Callable[[], OnlineSystem]
) -> list[Observation]:
    """What a system does in every case, each time started afresh."""
    return [
        Observation(
            THEME,
            case.text,
            name,
            attempt(lambda case=case: case.play(Player(start(), now))),
            case.source,
        )
        for case in CASES
    ]


def _write_and_read(*writes: Sequence[Written]) -> Callable[[Player], str]:
    """Some writes, one after the other; then what u1 is served."""

    def play(player: Player) -> str:
        for rows in writes:
            player.write(*rows)
        return player.read("u1")

    return play


def _read(*users: User) -> Callable[[Player], str]:
    """What users are served of whom u1 has 1.0 and u2 has 2.0."""

    def play(player: Player) -> str:
        player.write((-0.5, 1.0, "u1"), (-0.5, 2.0, "u2"))
        return player.read(*users)

    return play


def _other_type(player: Player) -> str:
    player.write((-0.5, 1.0, 1))
    return player.read("1")


def _both_ends(player: Player) -> str:
    player.append((-0.75, 1.0, "u1"), (-0.25, 2.0, "u2"))
    player.materialize(-0.75, -0.25)
    return player.read("u1", "u2")


def _late_row(player: Player) -> str:
    player.materialize(None, -0.5)
    player.append((-0.75, 1.0, "u1"))
    player.materialize(None, 0)
    return player.read("u1")


def _future_end(player: Player) -> str:
    player.materialize(None, 48)
    player.append((-0.25, 1.0, "u1"))
    player.materialize(None, 0)
    return player.read("u1")


def _start_after_end(player: Player) -> str:
    player.materialize(-0.25, -0.5)
    return player.read("u1")


CASES = (
    OnlineCase("A fresh value (1.0)", _write_and_read([(-0.5, 1.0, "u1")])),
    OnlineCase(
        "A value (1.0) ten hours old, the ttl is one hour",
        _write_and_read([(-10, 1.0, "u1")]),
        _EXPIRED,
    ),
    OnlineCase(
        "An older event (1.0) written after a newer one (2.0)",
        _write_and_read([(-0.2, 2.0, "u1")], [(-0.5, 1.0, "u1")]),
        _LAST_WRITE,
    ),
    OnlineCase(
        "The same within one write",
        _write_and_read([(-0.2, 2.0, "u1"), (-0.5, 1.0, "u1")]),
        _LAST_WRITE,
    ),
    OnlineCase(
        "A null value",
        # A second user, as a write of nothing but nulls is a case of its own.
        _write_and_read([(-0.5, None, "u1"), (-0.5, 2.0, "u2")]),
    ),
    OnlineCase("A write of nothing but nulls", _write_and_read([(-0.5, None, "u1")])),
    OnlineCase(
        "A row dated five hours ahead (9.0) after one of now (1.0)",
        _write_and_read([(-0.5, 1.0, "u1")], [(5, 9.0, "u1")]),
    ),
    OnlineCase("A key never written", _read("u3")),
    OnlineCase("A null key", _read(None)),
    OnlineCase('The key "1" where 1 was written (1.0)', _other_type),
    OnlineCase("No entity rows at all", _read()),
    OnlineCase("Users 2, 1 and 2 again in one read", _read("u2", "u1", "u2")),
    OnlineCase("Rows exactly at the start (1.0) and end (2.0) of `materialize`", _both_ends),
    OnlineCase("`materialize` with its start after its end", _start_after_end),
    OnlineCase(
        "A row (1.0) that arrives after a `materialize_incremental` past its time, and another run",
        _late_row,
        _LATE,
    ),
    OnlineCase(
        "`materialize_incremental` to an end in two days, then a new row (1.0) and a run to now",
        _future_end,
        _FUTURE_END,
    ),
)
