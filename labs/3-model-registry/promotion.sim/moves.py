"""What can be done with a version, on a real registry, and what does the registry refuse?

A move returns a sentence about what happened. Whatever it raises has changed nothing, except for a
refused promotion, which the log keeps.
"""

from dataclasses import dataclass, field

from month import watch
from rules import GATES, MEASURED, STEPS
from versions import NAME, PITCHES

from mlplat_core import Proposal
from mlplat_core.errors import ConflictError, PromotionRejectedError
from mlplat_core.registry.gates import evaluate

AUTHOR, SECOND, PIPELINE = "ana", "ben", "pipeline"


@dataclass
class Desk:
    """The registry with its store, and what gates and canaries said about each version."""

    store: object
    registry: object
    verdicts: dict = field(default_factory=dict)
    watches: dict = field(default_factory=dict)

    def version(self, number):
        return self.registry.get_model_version(NAME, number)

    def target(self, alias):
        """The version that an alias points at, or None."""
        return self.registry.get_registered_model(NAME).aliases.get(alias)

    def tag(self, number, key, value, actor):
        self.registry.set_tag(NAME, number, key, value, actor=actor)


def validate(desk, number):
    desk.registry.set_alias(NAME, "challenger", number, actor=AUTHOR, reason="to be validated")
    desk.tag(number, "validation_status", "pending", AUTHOR)
    return f"Version {number} is the challenger: it sees a copy of the traffic and answers nobody."


def send_back(desk, number):
    must_be_challenger(desk, number)
    desk.registry.delete_alias(NAME, "challenger", expected=number, actor=AUTHOR, reason="not yet")
    return f"Version {number} is nobody's challenger any more, and waits."


def run_gates(desk, number):
    must_be_challenger(desk, number)
    current = desk.registry.get_model_version_by_alias(NAME, "champion")
    results = evaluate(MEASURED, Proposal(desk.version(number), current, None))
    desk.verdicts[number] = results
    refused = [result.code for result in results if not result.passed]
    status = "failed" if refused else "passed"
    desk.tag(number, "validation_status", status, PIPELINE)
    said = ", ".join(dict.fromkeys(refused)) or f"all {len(results)} let it through"
    return f"The gates have looked at version {number}: {said}."


def approve(desk, number, who):
    desk.version(number)
    desk.tag(number, "approved_by", who, who)
    return f"{who} has approved version {number}."


def widen_canary(desk, number):
    must_be_challenger(desk, number)
    tags = desk.version(number).tags
    if tags["validation_status"] != "passed":
        raise ConflictError(
            f"Version {number} has validation_status {tags['validation_status']!r}, "
            "and a canary meets real customers; run the gates first."
        )
    percent = next_step(tags.get("canary"))
    seen = watch(PITCHES[number].served, PITCHES[desk.target("champion")].served, percent)
    desk.watches[number] = [*desk.watches.get(number, ()), seen]
    return conclude(desk, number, seen)


def conclude(desk, number, seen):
    """What follows from a step: on to the next, or back, without asking anybody."""
    counted = f"{seen.reviews} of {seen.payments:,} payments went to review"
    if seen.verdict == "go on":
        desk.tag(number, "canary", f"stood at {seen.percent} %", PIPELINE)
        return f"Version {number} stood at {seen.percent} %: {counted}."
    if seen.verdict == "wait":
        desk.tag(number, "canary", f"too little traffic at {seen.percent} %", PIPELINE)
        return f"Version {number} has too little traffic at {seen.percent} % to judge."
    desk.tag(number, "canary", f"taken back at {seen.percent} %", PIPELINE)
    desk.registry.delete_alias(NAME, "challenger", actor=PIPELINE, reason="canary was worse")
    return (
        f"Version {number} was taken back at {seen.percent} %, without asking anybody: {counted}, "
        f"and {seen.control_reviews} of {seen.control_payments:,} with the champion."
    )


def promote(desk, number):
    approver = desk.version(number).tags.get("approved_by")
    present = desk.target("champion")
    try:
        desk.registry.promote(NAME, number, "champion", GATES, expected=present, actor=approver)
    except PromotionRejectedError as refusal:
        desk.verdicts[number] = refusal.results
        raise
    desk.verdicts[number] = desk.registry.history(NAME)[-1].event.results
    if desk.target("challenger") == number:
        desk.registry.delete_alias(NAME, "challenger", expected=number, actor=PIPELINE)
    return f"Version {number} is the champion: every payment is scored by it."


def roll_back(desk, number):
    version = desk.registry.rollback(NAME, "champion", actor=SECOND, reason="roll back").version
    return f"The champion is version {version} again, in one step."


def archive(desk, number):
    desk.registry.archive(NAME, number, actor=AUTHOR, reason="not needed")
    return f"Version {number} is archived: kept with its artifact, and out of reach of aliases."


MOVES = {
    "validate": validate,
    "back": send_back,
    "gates": run_gates,
    "author": lambda desk, number: approve(desk, number, AUTHOR),
    "second": lambda desk, number: approve(desk, number, SECOND),
    "canary": widen_canary,
    "promote": promote,
    "rollback": roll_back,
    "archive": archive,
}


def must_be_challenger(desk, number):
    """Raise what the registry says unless this version is the challenger."""
    present = desk.registry.get_model_version_by_alias(NAME, "challenger").version
    if present != number:
        raise ConflictError(f"The challenger is version {present}, not version {number}.")


def next_step(seen):
    """The share that comes after what the tag says; the last one is repeated."""
    stood = [percent for percent in STEPS if seen == f"stood at {percent} %"]
    later = [percent for percent in STEPS if not stood or percent > stood[0]]
    return later[0] if later else STEPS[-1]
