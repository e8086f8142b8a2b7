"""What must a request bring along, and which columns does it get back?"""

from __future__ import annotations

from dataclasses import dataclass

from mlplat_core.feature_store.definitions import Field
from mlplat_core.feature_store.plan import ReadPlan


@dataclass(frozen=True, slots=True)
class FeatureRequirements:
    """What a read of some features needs and returns.

    Attributes:
        join_keys: the columns that name the keys, over all views involved, each once.
        request: the columns that on-demand views take from the entity row itself.
        columns: the features in the order asked for, by the names and types of their columns.

    Example:
        >>> FeatureRequirements(("user_id",), (), (Field("age", int),)).join_keys
        ('user_id',)
    """

    join_keys: tuple[str, ...]
    request: tuple[Field, ...]
    columns: tuple[Field, ...]


def read_requirements(plan: ReadPlan) -> FeatureRequirements:
    """What the read needs and returns."""
    join_keys = dict.fromkeys(key for read in plan.reads for key in read.view.join_keys)
    return FeatureRequirements(tuple(join_keys), plan.request, plan.fields)
