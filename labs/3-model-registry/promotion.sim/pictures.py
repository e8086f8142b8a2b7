"""How do versions, gates, canary and log look as blocks?"""

import forgery
import log_words
from month import MINIMUM, MOST_REVIEWED, Z_LIMIT
from versions import NAME, PITCHES

from mlplat_core.registry.versions import VersionStatus, classic_stage

NEWEST = 8
MINUS = "\N{MINUS SIGN}"
STAGES = ("None", "Staging", "Production", "Archived")


def text(words, tone=None):
    return {"type": "text", "text": words, "tone": tone}


def table(caption, labels, rows, numbers=(), current=None):
    """A table whose columns are aligned right if they are named in `numbers`."""
    columns = [
        {"label": label, "align": "right" if label in numbers else "left"} for label in labels
    ]
    shape = {"type": "table", "caption": caption, "columns": columns, "rows": rows}
    return shape | {"current": current}


# --- Where a version is on its way. ---


def way(desk, number):
    """The steps of a version's life, each with what the registry knows about it."""
    version, tags = desk.version(number), desk.version(number).tags
    live, tried = desk.target("champion") == number, desk.target("challenger") == number
    archived = version.status is VersionStatus.ARCHIVED
    places = [
        ("registered", "archived" if archived else ""),
        ("Staging", "challenger" if tried else ""),
        ("gates", tags.get("validation_status", "")),
        ("approval", f"by {tags['approved_by']}" if "approved_by" in tags else ""),
        ("canary", tags.get("canary", "")),
        ("Production", "champion" if live else ""),
    ]
    here = max(place for place, (_, state) in enumerate(places) if state or not place)
    items = [
        {"text": name, "state": state, "current": place == here}
        for place, (name, state) in enumerate(places)
    ]
    return {"type": "steps", "label": f"The way of version {number}", "items": items}


# --- The versions, in one language or the other. ---


def versions_table(desk, chosen, classic):
    model = desk.registry.get_registered_model(NAME)
    versions = desk.registry.model_versions(NAME)
    rows = [
        [
            str(version.version),
            PITCHES[version.version].says,
            f"{version.metrics['auc']:.3f}",
            f"{version.slices['new users']['auc']:.3f}",
            *(stage_cells(model, version) if classic else alias_cells(model, version)),
        ]
        for version in versions
    ]
    words = ["stage"] if classic else ["aliases", "tags"]
    caption = "The versions, in classic stages" if classic else "The versions, aliases and tags"
    labels = ["version", "its author says", "AUC", "new users", *words]
    return table(caption, labels, rows, ("AUC", "new users"), chosen - 1)


def alias_cells(model, version):
    own = [f"@{alias}" for alias, target in model.aliases.items() if target == version.version]
    if version.status is VersionStatus.ARCHIVED:
        own = ["none: ARCHIVED"]
    tags = "; ".join(f"{key} = {value}" for key, value in version.tags.items())
    return [", ".join(own) or "none", tags or "none"]


def stage_cells(model, version):
    return [classic_stage(model, version)]


def address(desk, classic):
    """How whoever serves asks for the live version, and what became of that way to ask."""
    live = desk.target("champion")
    if classic:
        return text(
            f"models:/{NAME}/Production is version {live}. "
            "MLflow deprecated these stages from 2.9 on; the column is derived from the aliases."
        )
    tried = desk.target("challenger")
    other = f"models:/{NAME}@challenger is version {tried}" if tried else "there is no @challenger"
    return text(f"models:/{NAME}@champion is version {live}; {other}.")


# --- Gates and canary. ---


def gate_blocks(desk, number):
    """What each gate said last about the version, with its numbers; nothing if none was asked."""
    results = desk.verdicts.get(number)
    if not results:
        return []
    rows = [
        [
            result.gate.split("(")[0],
            result.reason,
            {"text": result.code, "tone": "good" if result.passed else "bad"},
        ]
        for result in results
    ]
    caption = f"What the gates said about version {number}"
    return [table(caption, ["gate", "what it saw", "verdict"], rows), slices_fold(results)]


def slices_fold(results):
    seen = next(result.numbers for result in results if result.gate.startswith("SliceLimit"))
    names = [key.removeprefix("current:") for key in seen if key.startswith("current:")]
    rows = [
        [name, *(cell(seen.get(f"{side}:{name}")) for side in ("current", "candidate", "drop"))]
        for name in names
    ]
    labels = ["slice", "champion", "candidate", "loss"]
    compared = table("AUC on each slice", labels, rows, labels[1:])
    return {"type": "fold", "summary": "Slice by slice", "blocks": [compared]}


def cell(number):
    return "not compared" if number is None else signed(f"{number:.3f}")


def signed(digits):
    """The number with a minus sign that is one."""
    return digits.replace("-", MINUS)


def canary_blocks(desk, number):
    """What was counted at each step of the canary; nothing if there was none."""
    seen = desk.watches.get(number, ())
    rows = [
        [
            f"{each.percent} %",
            f"{each.reviews} of {each.payments:,}",
            f"{each.control_reviews} of {each.control_payments:,}",
            str(each.errors),
            signed(f"{each.z:.1f}"),
            {"text": each.verdict, "tone": "good" if each.verdict == "go on" else "bad"},
        ]
        for each in seen
    ]
    labels = ["share", "reviews", "reviews, champion", "errors", "z", "verdict"]
    caption = (
        f"The canary of version {number}: taken back above {100 * MOST_REVIEWED:g} % reviews "
        f"or z = {Z_LIMIT:g}, judged from {MINIMUM} payments on"
    )
    return [table(caption, labels, rows, labels[1:5])] if rows else []


# --- The log. ---


def log_blocks(store, known_head):
    """What `verify` says, the log with its chain, and the log as a file."""
    head, bad, problem = forgery.check(store, known_head)
    stored = store.read(0)
    rows = log_words.rows(stored, bad)
    labels = ["no.", "UTC", "who", "what", "hash before", "its hash"]
    shown = NEWEST if bad is None else len(rows)
    blocks = [verdict(head, problem, len(stored))]
    blocks.append(table("The log, newest entry first", labels, rows[:shown], ["no."]))
    if rows[shown:]:
        older = table("The log, older entries", labels, rows[shown:], ["no."])
        blocks.append({"type": "fold", "summary": "Older entries", "blocks": [older]})
    return [*blocks, download(stored)]


def verdict(head, problem, length):
    if problem:
        return text(f"**verify() refuses.** {problem} The tables above come from the copy.", "bad")
    return text(f"verify(): {length} entries, all as written; head {log_words.short(head)}.")


def download(stored):
    return {
        "type": "file",
        "name": "fraud-log.jsonl",
        "text": log_words.as_file(stored),
        "label": f"Download the log, {len(stored)} entries",
    }
