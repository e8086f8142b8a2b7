"""The fingerprint lab looks a day ahead and comes back, and its oracle is what lineage does."""

from __future__ import annotations

import datetime
import importlib.util
import random
import time
from pathlib import Path
from types import ModuleType
from typing import Any

from mlplat_core import Lineage

CHECKS = Path(__file__).parents[2] / "labs" / "3-model-registry" / "2-fingerprint" / "checks.py"
PAIRS = 400


def load_checks() -> ModuleType:
    """The module in `checks.py`, which is no part of a package."""
    spec = importlib.util.spec_from_file_location("fingerprint_lab_checks", CHECKS)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


checks = load_checks()


def program(source: str) -> ModuleType:
    """A learner's program, run with builtins of its own, as the runner does."""
    module = ModuleType("learner")
    module.__dict__["__builtins__"] = dict(vars(__import__("builtins")))
    exec(source, module.__dict__)
    return module


def test_a_program_cannot_tell_that_it_is_not_tomorrow() -> None:
    """Whichever way it asks, the clock is a day ahead, and hash() answers anew."""
    ways = {
        "import time\ndef ask():\n    return int(time.time() // 3600)": 24,
        "from time import time_ns\ndef ask():\n    return time_ns() // 3_600_000_000_000": 24,
        "import datetime\ndef ask():\n    return datetime.date.today().toordinal()": 1,
        "from datetime import datetime\ndef ask():\n    return datetime.now().toordinal()": 1,
        "def ask():\n    from datetime import datetime\n    return datetime.today().toordinal()": 1,
    }
    for source, ahead in ways.items():
        learner = program(source)
        before = learner.ask()
        with checks.tomorrow(learner):
            inside = learner.ask()

        # An hour or a day may end between the two questions.
        assert inside - before in (ahead, ahead + 1), source

    learner = program("def ask():\n    return hash('fraud'), id(None)")
    before = learner.ask()
    with checks.tomorrow(learner):
        assert all(now != then for now, then in zip(learner.ask(), before, strict=True))


def test_everything_is_back_afterwards() -> None:
    """Even if the program raises in between."""
    watched: list[Any] = [time.time, time.time_ns, datetime.date, datetime.datetime]
    learner = program("from datetime import datetime")
    try:
        with checks.tomorrow(learner):
            assert learner.datetime is not watched[3]
            raise RuntimeError("the program stops")
    except RuntimeError:
        pass

    assert [time.time, time.time_ns, datetime.date, datetime.datetime] == watched
    assert learner.datetime is datetime.datetime
    assert vars(learner)["__builtins__"]["hash"] is hash


def test_oracle_is_what_lineage_does_where_lineage_can_say_it() -> None:
    """Lineage takes no lists and no dicts as parameters; for all other pairs both agree."""
    rng = random.Random(32)
    pairs = [checks.nearly_the_same(rng) for _ in range(PAIRS)]
    said = [(checks.platform(*pair.arguments.values()), by_lineage(pair)) for pair in pairs]

    compared = [(oracle, lineage) for oracle, lineage in said if lineage]

    assert len(compared) >= PAIRS // 10
    assert {oracle for oracle, _ in compared} == {checks.EQUAL, checks.DIFFERENT}
    assert all(oracle == lineage for oracle, lineage in compared)


def by_lineage(pair: Any) -> str:
    """Whether two lineages have equal fingerprints; empty where they cannot hold the values."""
    arguments = pair.arguments
    values = [*arguments["params"].values(), *arguments["other_params"].values()]
    if any(isinstance(value, list | dict) for value in values):
        return ""
    prints = [
        Lineage(
            code_hash=arguments[f"{prefix}code"],
            parameters=arguments[f"{prefix}params"],
            dataset_hash=arguments[f"{prefix}data_hash"],
            feature_view_hashes=numbered(arguments[f"{prefix}features"]),
        ).fingerprint
        for prefix in ("", "other_")
    ]
    return str(checks.compare(*prints))


def numbered(names: list[str]) -> dict[str, str]:
    """The names by their places, as a mapping has no order."""
    return {str(place): name for place, name in enumerate(names)}
