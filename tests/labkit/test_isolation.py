"""What one program does to Python, the next one does not notice."""

from __future__ import annotations

import json
import logging
import os
import random
import sys
from decimal import Decimal
from pathlib import Path

import pytest

import mlplat_core
from labkit.runner import run_checks, run_program

CHECKS = '''
def check_answers(learner):
    """Answers"""
    assert len(str(learner.answer())) == 1, "One digit is wanted."
'''

# (what a program does, what the next program sees if that has not been undone)
LEAKS = {
    "print": ("import builtins\nbuiltins.print = None", "print('here')"),
    "open": ("import builtins\nbuiltins.open = None", "open"),
    "len": ("import builtins\ndel builtins.len", "len([])"),
    "every builtin": ("import builtins\nvars(builtins).clear()", "print(len([]))"),
    "import itself": ("import builtins\nbuiltins.__import__ = None", "import json"),
    "stdout": ("import sys\nsys.stdout = None", "print('here')\nimport sys\nsys.stdout.write"),
    "closed stdout": ("import sys\nsys.stdout.close()", "print('here')"),
    "stdin": ("exit()", "import sys\nassert sys.stdin.read() == ''"),
    "stderr": ("import sys\nsys.stderr = None", "import sys\nsys.stderr.write"),
    "closed streams": (
        "import sys\nsys.__stdout__.close()\nsys.stderr.close()\nsys.__stderr__.close()",
        "import sys\nprint('here')\nprint('here', file=sys.stderr)",
    ),
    "sys.modules": (
        "import sys\nfrom types import ModuleType\nsys.modules['json'] = ModuleType('json')\n"
        "sys.modules['extra'] = ModuleType('extra')",
        "import json\njson.dumps\nimport sys\nassert 'extra' not in sys.modules",
    ),
    "sys.modules replaced": ("import sys\nsys.modules = {}", "import json\njson.dumps"),
    "sys.path": ("import sys\nsys.path[:] = []", "import sys\nassert sys.path"),
    "sys.path replaced": ("import sys\nsys.path = None", "import sys\nassert sys.path"),
    "the platform": (
        "import mlplat_core\nmlplat_core.FeatureStore = None\nmlplat_core.extra = 1",
        "import mlplat_core\nassert mlplat_core.FeatureStore\n"
        "assert not hasattr(mlplat_core, 'extra')",
    ),
    "a method of the platform": (
        "from mlplat_core import FeatureStore\nFeatureStore.push = None\nFeatureStore.extra = 1",
        "from mlplat_core import FeatureStore\nassert FeatureStore.push\n"
        "assert not hasattr(FeatureStore, 'extra')",
    ),
    "a method of the platform, found by its module": (
        "import mlplat_core\nmlplat_core.ModelRegistry.promote = None",
        "import mlplat_core\nassert mlplat_core.ModelRegistry.promote",
    ),
    "random.seed": ("import random\nrandom.seed = None", "import random\nrandom.seed(1)"),
    "a library loaded by the program": (
        "import wave\nwave.open = None",
        "import wave\nassert wave.open",
    ),
    "recursion limit": (
        "import sys\nsys.setrecursionlimit(200_000)",
        "import sys\nassert sys.getrecursionlimit() < 200_000",
    ),
    "warnings": (
        "import warnings\nwarnings.simplefilter('ignore')\nwarnings.showwarning = None",
        "import warnings\nassert warnings.filters[0][0] != 'ignore'\nwarnings.showwarning.__name__",
    ),
    "decimal precision": (
        "import decimal\ndecimal.getcontext().prec = 3",
        "import decimal\nassert decimal.getcontext().prec == 28",
    ),
    "environment": (
        "import os\nos.environ['LEFT'] = '1'\nos.environ.pop('PATH')",
        "import os\nassert 'LEFT' not in os.environ and 'PATH' in os.environ",
    ),
    "trace function": (
        "import sys\nsys.setprofile(lambda *rest: None)",
        "import sys\nassert sys.getprofile() is None",
    ),
    "garbage collection": ("import gc\ngc.disable()", "import gc\nassert gc.isenabled()"),
    "logging": (
        "import logging, io\nlogging.basicConfig(level=10, stream=io.StringIO())\n"
        "logging.getLogger('mine').setLevel(10)\nlogging.disable()",
        "import logging\nassert logging.getLogger().level == logging.WARNING\n"
        "assert logging.getLogger('mine').level == 0\nassert logging.root.manager.disable == 0",
    ),
    "excepthook": ("import sys\nsys.excepthook = None", "import sys\nassert sys.excepthook"),
    "atexit": ("import atexit\natexit.register = None", "import atexit\nassert atexit.register"),
}


@pytest.mark.parametrize("name", LEAKS)
def test_runs_do_not_leak_into_each_other(name: str) -> None:
    """Each thing a program breaks is whole again for the next one, and for us."""
    breaks, notices = LEAKS[name]
    before = (sys.stdout, sys.stdin, list(sys.path), sys.modules, dict(os.environ))
    run_program(breaks)

    report = run_program(notices)

    assert report.error is None
    assert before == (sys.stdout, sys.stdin, list(sys.path), sys.modules, dict(os.environ))


@pytest.mark.parametrize("name", LEAKS)
def test_breaking_python_ends_with_a_report(name: str) -> None:
    """Whatever a program breaks, checking it gives a report, and a right answer still passes."""
    report = run_checks(f"{LEAKS[name][0]}\ndef answer():\n    return 2\n", CHECKS)

    json.loads(report.to_json())
    assert report.passed or report.error is not None
    assert run_checks("def answer():\n    return 2\n", CHECKS).passed


def test_checks_keep_their_builtins() -> None:
    """A program that breaks len does not break a check that uses it."""
    program = "import builtins\nbuiltins.len = None\ndef answer():\n    return 2\n"

    assert run_checks(program, CHECKS).passed


def test_program_sees_the_builtins_it_changed() -> None:
    """Within one run, a changed builtin is changed."""
    program = "import builtins\nbuiltins.shout = lambda: print('HEY')\nshout()"

    assert "HEY\n" == run_program(program).stdout


def test_working_folder_is_restored(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A program may change it, or even remove the folder it went to."""
    monkeypatch.chdir(tmp_path)
    run_program("import os\nos.mkdir('gone')\nos.chdir('gone')\nos.rmdir('../gone')")

    assert str(tmp_path) == os.getcwd()


def test_files_of_a_person_stay(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Outside of the page, where files belong to a person, nothing is deleted."""
    monkeypatch.chdir(tmp_path)

    run_program("open('kept.txt', 'w').close()")

    assert (tmp_path / "kept.txt").exists()


def test_seed_is_forgotten_and_chance_is_kept() -> None:
    """A program's seed does not decide the next program's numbers, which differ from run to run."""
    draw = "import random\nprint(random.random())"

    numbers = []
    for _ in range(2):
        run_program("import random\nrandom.seed(1)")
        numbers += [run_program(draw).stdout, run_program(draw).stdout]

    assert 4 == len(set(numbers))


def test_run_without_chance_leaves_our_numbers_alone() -> None:
    """Whoever seeded the generator before a run goes on with the same numbers."""
    random.seed(5)
    wanted = random.random()
    random.seed(5)

    run_program("print(1)")

    assert wanted == random.random()


def test_exit_callbacks_run_at_the_end_and_only_once() -> None:
    """As a script's would: the last first; the next run knows nothing of them."""
    program = (
        "import atexit\natexit.register(print, 'first')\natexit.register(print, 'second')\n"
        "atexit.register(print, 'never')\natexit.unregister(print)\n"
        "@atexit.register\ndef bye():\n    print('bye')\n"
        "atexit.register(print, 'last')\nprint('main')\n"
    )

    assert "main\nlast\nbye\n" == run_program(program).stdout
    assert "" == run_program("").stdout


def test_error_in_an_exit_callback_is_reported() -> None:
    """It is the program's error, with its line."""
    error = run_program("import atexit\ndef bye():\n    1 / 0\natexit.register(bye)").error

    assert error is not None
    assert 3 == error.line


def test_library_stays_loaded() -> None:
    """What a program imported from Python's library is not loaded again, and the same object."""
    run_program("import colorsys")
    first = sys.modules["colorsys"]

    run_program("import colorsys")

    assert first is sys.modules["colorsys"]


def test_submodule_loaded_by_a_program_stays_reachable() -> None:
    """A package whose submodule is loaded has it as its attribute."""
    run_program("import xml\nimport xml.dom.minidom")

    assert run_program("import xml.dom.minidom\nxml.dom.minidom.parseString").error is None


def test_our_own_settings_survive_a_run() -> None:
    """Handlers, levels and the platform's classes are the very objects from before."""
    handler = logging.NullHandler()
    logging.root.addHandler(handler)
    push = mlplat_core.FeatureStore.push
    try:
        run_program("import logging\nlogging.root.handlers.clear()")

        assert handler in logging.root.handlers
    finally:
        logging.root.removeHandler(handler)
    assert push is mlplat_core.FeatureStore.push
    assert Decimal(1) / 3 == Decimal("0.3333333333333333333333333333")


def test_interruption_by_a_person_is_not_swallowed() -> None:
    """Ctrl+C at a terminal arrives in frames that are not the learner's and goes through."""
    checks = 'def check_one(learner):\n    """One"""\n    raise KeyboardInterrupt\n'

    with pytest.raises(KeyboardInterrupt):
        run_checks("", checks)
