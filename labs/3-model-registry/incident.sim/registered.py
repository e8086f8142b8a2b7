"""What does the registry know, and what does it do when it is told to?"""

from datetime import UTC, datetime, timedelta

from afternoon import BEFORE, CALL, PUSHED, REFUSED, VERSIONS, artifact, trained

from mlplat_core import (
    DifferentApprover,
    MinimumGain,
    ModelRegistry,
    PromotionRejectedError,
    SliceLimit,
)
from mlplat_core.shop.fraud_models import version_arguments

PUSH = datetime(2026, 11, 10, 14, tzinfo=UTC)
GATES = (MinimumGain("auc", 0.005), SliceLimit("auc", 0.02), DifferentApprover())
CAME_ABOUT = [  # model, author, when it was registered, when it was to be promoted
    (BEFORE, "ana", datetime(2026, 10, 1, 9, 12, tzinfo=UTC), timedelta(hours=2)),
    (REFUSED, "ana", datetime(2026, 11, 2, 16, 40, tzinfo=UTC), timedelta(minutes=5)),
    (PUSHED, "cem", datetime(2026, 11, 10, 13, 52, tzinfo=UTC), timedelta(minutes=8)),
]


class Clock:
    """A clock that is set, so that the log has the times of the story."""

    def __init__(self):
        self.now = PUSH

    def __call__(self):
        return self.now

    def set_to(self, minute):
        self.now = PUSH + timedelta(minutes=minute)


def filled_registry():
    """The registry at the moment of the call, with the clock that it reads."""
    clock = Clock()
    registry = ModelRegistry(clock=clock)
    clock.now = CAME_ABOUT[0][2]
    registry.create_registered_model("fraud", actor="ana")
    for model, author, registered, until_promotion in CAME_ABOUT:
        clock.now = registered
        facts = version_arguments(trained(model))
        version = registry.create_model_version("fraud", artifact(model), **facts, actor=author)
        clock.now = registered + until_promotion
        try:
            registry.promote("fraud", version.version, "champion", GATES, actor="bo")
        except PromotionRejectedError:
            pass  # the log keeps the refusal
    clock.set_to(CALL)
    return registry, clock


def model_of(version):
    """The model behind a version's number."""
    return next(model for model, number in VERSIONS.items() if number == version.version)


def lineage_of(version):
    """Everything that a version was made from, one fact under each name."""
    lineage = version.lineage
    views = {f"view {name}": value for name, value in lineage.feature_view_hashes.items()}
    made_from = {"dataset": lineage.dataset_hash, "code": lineage.code_hash, **views}
    return made_from | dict(lineage.parameters)


def told(entry):
    """What an entry of the log says, in the words of the log."""
    event = entry.event
    kind = type(event).__name__
    if kind == "AliasAssigned":
        before = "" if event.previous is None else f" (was {event.previous})"
        return f"{event.alias} = {event.version}{before}, by {event.cause}"
    if kind == "PromotionRejected":
        codes = ", ".join(each.code for each in event.results if not each.passed)
        return f"version {event.version} refused as {event.alias}: {codes}"
    return f"version {event.version} registered" if kind == "VersionRegistered" else "model created"
