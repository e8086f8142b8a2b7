"""From what was a training set made: which features, defined how, and how much of the log?"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mlplat_core.feature_store.plan import ReadPlan


@dataclass(frozen=True, slots=True)
class DatasetOrigin:
    """What a manifest says of the historical read; its fields are explained there.

    Attributes:
        features: the `view:feature` references that were read, in order.
        feature_view_hashes: the definition hash of each view that was read, by the view's name.
        log_position: the highest sequence number in the log of these views.
        transform_hashes: the hash of each on-demand transform that was run, by its view's name.
        as_known: whether a row counted only once it was known.
        full_feature_names: whether feature columns are called `view__feature`.

    Example:
        >>> DatasetOrigin(["user_stats:age"], {"user_stats": "7c9b"}, log_position=3).as_known
        True
    """

    features: Sequence[str]
    feature_view_hashes: Mapping[str, str] = field(hash=False)
    log_position: int
    transform_hashes: Mapping[str, str] = field(default_factory=dict, hash=False)
    as_known: bool = True
    full_feature_names: bool = False


def read_origin(
    plan: ReadPlan,
    log_position: Callable[[Iterable[str]], int],
    *,
    as_known: bool,
    full_feature_names: bool,
) -> DatasetOrigin:
    """The origin of what is read by a plan.

    Views that only an on-demand view needs belong to it, too.

    Args:
        plan: how the features are read.
        log_position: how far the log of some views goes, in the state in which they are read.
        as_known: as in the read.
        full_feature_names: as in the read.
    """
    references = {
        column: f"{part.view.name}:{feature}"
        for part in plan.contributions
        for feature, column in zip(part.features, part.columns, strict=True)
    }
    return DatasetOrigin(
        features=[references[column] for column in plan.columns],
        feature_view_hashes={p.view.name: p.view.definition_hash() for p in plan.contributions},
        log_position=log_position([read.view.name for read in plan.reads]),
        transform_hashes={p.view.name: p.view.transform_hash for p in plan.computations},
        as_known=as_known,
        full_feature_names=full_feature_names,
    )
