"""Why did this row answer, and why did each other row lose?"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from mlplat_core.feature_store.definitions import FeatureView
from mlplat_core.feature_store.dtypes import Value
from mlplat_core.feature_store.status import FieldStatus
from mlplat_core.feature_store.storage.ports import FeatureRow, Key
from mlplat_core.feature_store.timestamps import MICROSECOND, from_microseconds
from mlplat_core.feature_store.versions import to_version


class Verdict(StrEnum):
    """What became of one row in one lookup; members equal their names as text.

    Example:
        >>> Verdict.TOO_OLD == "TOO_OLD"
        True
    """

    WON = "WON"
    """It answers."""
    WRONG_TIME = "WRONG_TIME"
    """It happened after the moment asked about, or at it where the view's boundary is exclusive."""
    NOT_YET_KNOWN = "NOT_YET_KNOWN"
    """It had happened by then, but became known only later."""
    TOO_OLD = "TOO_OLD"
    """Its age was more than the view's ttl, or its longest window."""
    SUPERSEDED = "SUPERSEDED"
    """A newer event was known by then."""
    CORRECTED = "CORRECTED"
    """A later row of the same event time took its place."""
    COUNTED = "COUNTED"
    """It lies in the longest window of the view; of aggregations no single row is the winner."""

    def __repr__(self) -> str:
        return repr(self.value)


@dataclass(frozen=True, slots=True)
class Candidate:
    """One row of the key that was looked up, with its verdict.

    Attributes:
        sequence: its place in the log.
        event_timestamp: when it became true.
        created_timestamp: when it became known.
        values: its features that are not null.
        verdict: why it won or lost.

    Example:
        >>> from datetime import timezone
        >>> noon = datetime(2026, 11, 23, 12, tzinfo=timezone.utc)
        >>> Candidate(1, noon, noon, {"age": 41}, Verdict.WON).verdict
        'WON'
    """

    sequence: int
    event_timestamp: datetime
    created_timestamp: datetime
    values: dict[str, Value]
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class Explanation:
    """One lookup: what was asked, what answered, and what became of every row of the key.

    Attributes:
        view: the view's name.
        key: the values of its join keys.
        as_of: the moment asked about.
        status: PRESENT if a row won (each feature may still be null in it) or events were known,
            if only too old ones; else why there is no answer.
        winner: the row that answers, or None; always None where the features are aggregations.
        candidates: all rows of the key; the one that would win if time did not matter comes first.

    Example:
        >>> from datetime import timezone
        >>> noon = datetime(2026, 11, 23, 12, tzinfo=timezone.utc)
        >>> print(Explanation("stats", ("u1",), noon, FieldStatus.NOT_FOUND, None, ()))
        stats of ('u1',) as of 2026-11-23T12:00:00+00:00: NOT_FOUND
    """

    view: str
    key: Key
    as_of: datetime
    status: FieldStatus
    winner: Candidate | None
    candidates: tuple[Candidate, ...]

    def __str__(self) -> str:
        lines = [f"{self.view} of {self.key!r} as of {self.as_of.isoformat()}: {self.status}"]
        for each in self.candidates:
            event, created = each.event_timestamp.isoformat(), each.created_timestamp.isoformat()
            lines.append(f"  #{each.sequence} event {event}, created {created}: {each.verdict}")
        return "\n".join(lines)


def explain_lookup(
    view: FeatureView, key: Key, as_of: int, rows: Iterable[FeatureRow]
) -> Explanation:
    """What became of each row of a key in one lookup.

    Args:
        view: the view.
        key: the key.
        as_of: the moment asked about, microseconds UTC.
        rows: all rows of this key, in any order.
    """
    ranked = sorted(rows, key=lambda row: row.rank, reverse=True)
    best = next((row for row in ranked if to_version(view, row).effective <= as_of), None)
    candidates = tuple(
        Candidate(
            row.sequence,
            from_microseconds(row.event),
            from_microseconds(row.created),
            dict(row.values),
            _verdict(view, row, as_of, best),
        )
        for row in ranked
    )
    winner = next((each for each in candidates if each.verdict is Verdict.WON), None)
    found = winner if not view.aggregations else best
    status = FieldStatus.PRESENT if found else _why_none(ranked, best)
    return Explanation(view.name, key, from_microseconds(as_of), status, winner, candidates)


def _verdict(view: FeatureView, row: FeatureRow, as_of: int, best: FeatureRow | None) -> Verdict:
    if row.event > as_of or (row.event == as_of and view.boundary == "exclusive"):
        return Verdict.WRONG_TIME
    if row.created > as_of:
        return Verdict.NOT_YET_KNOWN
    windows = [each.window for each in view.aggregations]
    limit = max(windows) if windows else view.ttl
    if limit is not None and as_of - row.event > limit // MICROSECOND:
        return Verdict.TOO_OLD
    if windows:
        return Verdict.COUNTED
    if best is None or row == best:
        return Verdict.WON
    return Verdict.CORRECTED if row.event == best.event else Verdict.SUPERSEDED


def _why_none(ranked: list[FeatureRow], best: FeatureRow | None) -> FieldStatus:
    if not ranked:
        return FieldStatus.NOT_FOUND
    return FieldStatus.NOT_YET if best is None else FieldStatus.OUTSIDE_MAX_AGE
