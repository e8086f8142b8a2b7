"""What must a storage be able to do for the feature store, and which values cross that border?

Four small ports, each with an implementation in memory and one in SQLite. A storage keeps and
finds rows; which row answers and what may be written is decided by pure functions elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeAlias

from mlplat_core.feature_store.definitions import Entity, FeatureService, FeatureView
from mlplat_core.feature_store.dtypes import Value
from mlplat_core.feature_store.on_demand.view import OnDemandFeatureView
from mlplat_core.feature_store.status import FieldStatus

Key: TypeAlias = tuple[str | int, ...]
"""The values of a view's join keys, in order."""

Definition: TypeAlias = Entity | FeatureView | OnDemandFeatureView | FeatureService


@dataclass(frozen=True, slots=True)
class FeatureRow:
    """One observation, as the log keeps it.

    Attributes:
        key: the values of the join keys.
        event: when it became true, microseconds UTC.
        created: when it became known, microseconds UTC.
        values: the features that are not null.
        sequence: its place in the log, from 1; no other row has it. 0 before it is in the log.
    """

    key: Key
    event: int
    created: int
    values: Mapping[str, Value]
    sequence: int = 0

    @property
    def rank(self) -> tuple[int, int, int]:
        """What decides between two rows of one key: of two that count, the greater wins."""
        return self.event, self.created, self.sequence


@dataclass(frozen=True, slots=True)
class Version:
    """A row in the online store.

    Attributes:
        effective: the first moment at which a read may see the row, microseconds UTC.
        row: the row.
    """

    effective: int
    row: FeatureRow


@dataclass(frozen=True, slots=True)
class Watermark:
    """How far a view was materialised: every row up to both, and none beyond either.

    Attributes:
        sequence: the last row of the log that was looked at.
        end: the latest event time that was asked for, microseconds UTC.
    """

    sequence: int
    end: int


@dataclass(frozen=True, slots=True)
class EventTime:
    """How far the events of a view have come.

    Attributes:
        newest: the greatest event time that was pushed, microseconds UTC; None before the first.
        dropped_late: how many events were dropped as they came too late, in total.
    """

    newest: int | None = None
    dropped_late: int = 0


class OfflineStore(Protocol):
    """The append-only log of all rows of all views, in order of their sequence numbers."""

    def append(self, view: str, row: FeatureRow) -> FeatureRow:
        """Add the row at the end of the log and return it with its sequence number."""

    def of_key(
        self,
        view: str,
        key: Key,
        *,
        since: int | None = None,
        until: int | None = None,
        newest: int | None = None,
    ) -> list[FeatureRow]:
        """The rows of one key, ordered by event and sequence, with `since` <= event <= `until`.

        Of these only the last `newest`, if it is given.
        """

    def scan(
        self, view: str, *, after: int = 0, since: int | None = None, until: int | None = None
    ) -> list[FeatureRow]:
        """The rows with a sequence number > `after` and `since` <= event <= `until`, in order."""

    def first(self, view: str) -> FeatureRow | None:
        """The view's oldest row, or None."""


class OnlineStore(Protocol):
    """What each key answers with from each moment on: its versions, ordered by `effective`."""

    def write(self, view: str, versions: Iterable[Version], now: int) -> int:
        """Add what can still win at some moment; return how many no read from `now` on will see."""

    def read(self, view: str, keys: Sequence[Key], now: int) -> list[Version | FieldStatus]:
        """Per key the version that is effective at `now`, else NOT_YET, else NOT_FOUND."""

    def current(self, view: str, now: int) -> list[Version]:
        """The version of every key that is effective at `now`, in any order."""


class CatalogStore(Protocol):
    """The definitions, and how far each view was materialised."""

    def load(self) -> Sequence[Definition]:
        """Every definition, in any order; the very same object as long as none has changed."""

    def save(self, definitions: Iterable[Definition]) -> None:
        """Add the definitions; one of the same kind and name is replaced."""

    def watermark(self, view: str) -> Watermark | None:
        """The view's watermark, or None before the first time."""

    def set_watermark(self, view: str, mark: Watermark) -> None:
        """Remember the watermark instead of any other."""


class EventTimeStore(Protocol):
    """How far the events of each view have come."""

    def event_time(self, view: str) -> EventTime:
        """What was set last, or nothing yet."""

    def set_event_time(self, view: str, time: EventTime) -> None:
        """Remember it instead of any other."""
