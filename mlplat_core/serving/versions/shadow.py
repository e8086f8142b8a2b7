"""What would another version have said, without anybody noticing that it was asked?"""

from __future__ import annotations

from dataclasses import dataclass

from mlplat_core.registry.names import normalise_alias
from mlplat_core.serving.features.served import Served
from mlplat_core.serving.records import ShadowScore
from mlplat_core.serving.versions.model_router import ModelRouter


@dataclass(frozen=True, slots=True)
class Shadow:
    """An alias whose version scores every request again, for the record only.

    It runs after the answer is complete and reads no features of its own, so that it can neither
    change the answer nor, where the answer is sent first, delay it.

    Attributes:
        alias: the alias; while nothing has it, the record says so.

    Raises:
        DefinitionError: it is no alias.

    Example:
        >>> Shadow("Challenger").alias
        'challenger'
    """

    alias: str

    def __post_init__(self) -> None:
        object.__setattr__(self, "alias", normalise_alias(self.alias))


def score_in_shadow(
    shadow: Shadow, router: ModelRouter, served: Served, given: dict[str, object]
) -> ShadowScore:
    """What the version behind the alias makes of the same features; never raises."""
    version = None
    try:
        model = router.watch(shadow.alias)
        version = model.version.version
        values, _ = model.plan.values(served, given)
        return ShadowScore(shadow.alias, version, model.score(values, given))
    except Exception as error:
        return ShadowScore(shadow.alias, version, None, type(error).__name__)
