"""From which moment on does a key answer with a row, and which rows can never answer again?

The versions of a key form a staircase: ordered by the moment from which they are effective, each
outranks all before it. So the row that answers at any moment is the last step up to it, which is
what a point-in-time join would find, and a row under the staircase is not worth keeping.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from operator import attrgetter

from mlplat_core.feature_store.definitions import FeatureView
from mlplat_core.feature_store.storage.ports import FeatureRow, Version

_EFFECTIVE = attrgetter("effective")


def to_version(view: FeatureView, row: FeatureRow) -> Version:
    """The row with the first moment at which a read may see it: it has happened and is known.

    Example:
        >>> from mlplat_core import Entity, Field
        >>> view = FeatureView("user_stats", [Entity("user", ["user_id"])], [Field("age", int)])
        >>> to_version(view, FeatureRow(("u1",), event=9, created=11, values={})).effective
        11
    """
    happened = row.event if view.boundary == "inclusive" else row.event + 1
    return Version(max(happened, row.created), row)


def effective_at(steps: list[Version], moment: int) -> Version | None:
    """The version that answers at the moment, or None if none does yet.

    Complexity:
        O(log n).
    """
    if steps and steps[-1].effective <= moment:  # as for most reads, which are of now
        return steps[-1]
    position = bisect_right(steps, moment, key=_EFFECTIVE) - 1
    return steps[position] if position >= 0 else None


def insert(steps: list[Version], new: Version) -> None:
    """Add the version to the staircase, unless it lies under it; drop the steps it now covers.

    The result does not depend on the order of insertions, and inserting twice changes nothing.

    Complexity:
        O(log n) and the cost of shifting a list.
    """
    below = effective_at(steps, new.effective)
    if below is not None and below.row.rank >= new.row.rank:
        return
    start = bisect_left(steps, new.effective, key=_EFFECTIVE)
    stop = start
    while stop < len(steps) and steps[stop].row.rank < new.row.rank:
        stop += 1
    steps[start:stop] = [new]


def is_stale(steps: list[Version], new: Version, now: int) -> bool:
    """Whether no read from `now` on will see the version, as a newer one answers by then."""
    answer = effective_at(steps, max(now, new.effective))
    return answer is not None and answer.row.rank > new.row.rank
