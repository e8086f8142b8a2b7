"""What does an entry of the log say, in words, and how does the log leave as a file?"""

import json


def rows(stored, bad):
    """A row for each entry, newest first; the first bad one is marked."""
    return [row(entry, stored, entry.number == bad) for entry in reversed(stored)]


def row(entry, stored, is_bad):
    told = json.loads(entry.body)
    before = stored[entry.number - 2].hash if entry.number > 1 else "0" * 64
    seal = short(entry.hash)
    return [
        str(entry.number),
        told["moment"][11:16],
        told["actor"] or "nobody said",
        WORDS[told["kind"]](told["data"]),
        short(before),
        {"text": f"{seal}, does not fit", "tone": "bad"} if is_bad else seal,
    ]


def short(seal):
    return seal[:8]


def assigned(data):
    """The move of an alias, with why it was made if it was no plain move."""
    cause = {"promotion": ", promoted", "rollback": ", rolled back"}.get(data["cause"], "")
    return f"{data['alias']} points at version {data['version']}{cause}"


def rejected(data):
    codes = [result["code"] for result in data["results"] if result["code"] != "ok"]
    return f"version {data['version']} not promoted: {', '.join(dict.fromkeys(codes))}"


WORDS = {
    "ModelRegistered": lambda data: f"model {data['name']} registered",
    "VersionRegistered": lambda data: f"version {data['version']} registered",
    "AliasAssigned": assigned,
    "AliasRemoved": lambda data: f"{data['alias']} points at nothing",
    "PromotionRejected": rejected,
    "TagChanged": lambda data: f"version {data['version']}: {data['key']} = {data['value']}",
    "VersionArchived": lambda data: f"version {data['version']} archived",
}


def as_file(stored):
    """One entry a line, exactly as it was hashed, so that anybody can check the chain."""
    return "".join(json.dumps(entry._asdict()) + "\n" for entry in stored)
