"""Is a restored Python the same as a new one, and does a page stay as light as it was?

What a restored Python says about the recorded programs is compared with CPython's reports in
test_recorded_programs.py; here what a new one says.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from browsers import record_other_hosts
from lab_page import PATH, LabPage
from pages_server import PagesServer
from playwright.sync_api import Browser, CDPSession, Page
from pressed_check import is_all_passed_on
from recorded_verdicts import RecordedVerdict
from warm_page import python_workers

from labkit.course import read_course
from labkit.lab import Lab

pytestmark = pytest.mark.browser

ROOT = Path(__file__).resolve().parents[2]
COURSE = read_course(ROOT / "labs")
RECORDED = {
    f"{lab.id}/{name}": (program, lab.checks, list(lab.packages))
    for lab in COURSE.labs.values()
    for name, program in lab.programs().items()
}
# What these show is in no report as the page shows it.
SHOWING = {name: asked for name, asked in RECORDED.items() if "labkit.display" in asked[0]}
# What a snapshot could have got wrong: files, streams, clocks, modules that it does not hold.
EVERYDAY = {
    "module not yet imported": "import colorsys, html.parser\nprint(colorsys.rgb_to_hsv(1, 0, 0))",
    "module of the rest": "import tomllib\nprint(tomllib.loads('a = 1'))",
    "module that is not there": "import numpy",
    "platform": "import mlplat_core\nprint(sorted(mlplat_core.__all__))",
    "file under /tmp": "open('/tmp/x', 'w').write('kept')\nprint(open('/tmp/x').read())",
    "working folder": "import os\nprint(os.getcwd(), os.listdir(), sorted(os.listdir('/')))",
    "temporary file": "import tempfile\nwith tempfile.TemporaryFile() as f: print(f.write(b'abc'))",
    "path": "import sys\nprint(sys.path, sys.argv, sys.executable, sys.flags)",
    "environment": "import os\nprint(sorted(os.environ.items()))",
    "asyncio.run": "import asyncio\nasync def f(): return 1\nprint(asyncio.run(f()))",
    "loop": "import asyncio\nprint(type(asyncio.new_event_loop()).__name__)",
    "top-level await": "import asyncio\nawait asyncio.sleep(0)",
    "sqlite": "import sqlite3\nd = sqlite3.connect(':memory:')\n"
    "print(d.execute('select 6 * 7').fetchall())",
    "sqlite file": "import sqlite3\nd = sqlite3.connect('/tmp/d')\n"
    "d.execute('create table t (a)')\nd.execute('insert into t values (1)')\nd.commit()\n"
    "print(d.execute('select * from t').fetchall())",
    "digests": "import hashlib\n"
    "print(hashlib.sha256(b'a').hexdigest(), hashlib.md5(b'a').hexdigest())",
    "hash of a text": "print(hash('a'), list({'a', 'b', 'c', 'd'}))",
    "seeded": "import random\nrandom.seed(7)\nprint(random.random(), random.Random(7).random())",
    "time passes": "import time\na = time.monotonic(), time.perf_counter(), time.time()\n"
    "time.sleep(0.01)\nb = time.monotonic(), time.perf_counter(), time.time()\n"
    "print([0.005 < y - x < 5 for x, y in zip(a, b)])",
    "today": "import datetime\n"
    "print(datetime.date.today(), datetime.datetime.now().astimezone().tzname())",
    "input": "try:\n    input('name?')\nexcept EOFError as error:\n    print(repr(error))",
    "both streams": "import sys\nprint('out')\nprint('err', file=sys.stderr)\n"
    "sys.__stdout__.write('raw\\n')",
    "threads": "import threading\ntry:\n    threading.Thread(target=print).start()\n"
    "except RuntimeError as error:\n    print(error)",
    "js": "import js\nprint(js.self is js, hasattr(js, 'XMLHttpRequest'), js.JSON.stringify(3))",
    "ffi": "from pyodide.ffi import to_js, create_proxy\nimport js\n"
    "p = create_proxy(lambda x: x + 1)\n"
    "print(to_js([1, 2]).length, js.Array.of(1, 2).map(p).to_py())\np.destroy()",
    "recursion": "def f(n): return f(n + 1)\nf(0)",
    "error": "def f():\n    return 1 / 0\nf()",
    "locale": "import locale, sys\nprint(locale.getlocale(), sys.getfilesystemencoding())",
    "learner's names are gone": "print('x' in globals(), __name__)",
    "gc": "import gc\nprint(gc.isenabled(), gc.get_threshold())",
    "warning": "import warnings\nwarnings.warn('careful')\nprint('after')",
}
OUTCOMES = """async (programs) => {
  const entry = document.querySelector('script[src$="/js/page.js"]').src;
  const { python } = await import(entry.replace("page.js", "python.js"));
  const answers = {};
  for (const [name, [program, checks, packages]] of Object.entries(programs)) {
    const printed = { stdout: "", stderr: "", blocks: "" };
    const onOutput = (text, stream) => (printed[stream] += text);
    const request = { program, packages, timeBudgetS: 30, onOutput };
    const outcome = await (checks ? python.check({ ...request, checks }) : python.run(request));
    answers[name] = [outcome, printed];
  }
  return [document.documentElement.dataset.mlplatStart, answers];
}"""
SNAPSHOT_KEPT = "document.documentElement.dataset.mlplatSnapshot === 'kept'"
RUNS, STOPS = 50, 20


@pytest.fixture
def visit(site: PagesServer, browser: Browser) -> Iterator[Callable[[], Page]]:
    """Opens the lesson once more in the same new browser profile."""
    attempts: list[str] = []
    context = browser.new_context()
    record_other_hosts(context, attempts)

    def open_lesson() -> Page:
        page = context.new_page()
        page.goto(site.url + PATH)
        return page

    yield open_lesson
    context.close()
    assert attempts == []


def test_restored_python_answers_as_a_new_one(visit: Callable[[], Page]) -> None:
    """Everyday Python, and whatever shows more than text, byte for byte."""
    everyday = {name: (program, None, []) for name, program in EVERYDAY.items()}
    programs = {**SHOWING, **everyday}
    first = visit()
    began_cold, cold = first.evaluate(OUTCOMES, programs)
    first.wait_for_function(SNAPSHOT_KEPT, timeout=60_000)

    began_restored, restored = visit().evaluate(OUTCOMES, programs)

    assert (began_cold, began_restored) == ("files", "snapshot")
    assert len(cold) == len(SHOWING) + len(EVERYDAY)
    assert cold == restored
    assert "kept" in cold["file under /tmp"][0]["json"]
    assert "{'a': 1}" in cold["module of the rest"][0]["json"]
    assert all(cold[name][1]["blocks"] for name in SHOWING)


def test_new_python_answers_as_cpython(
    visit: Callable[[], Page], verdict_on: Callable[[Lab], RecordedVerdict]
) -> None:
    """Every recorded program of every lab, byte for byte."""
    reports = {
        f"{lab.id}/{name}": verdict_on(lab).reports[name]
        for lab in COURSE.labs.values()
        for name in lab.programs()
    }

    began, answers = visit().evaluate(OUTCOMES, RECORDED)

    assert "files" == began
    assert [] == [name for name in reports if reports[name] != answers[name][0].get("json")]
    assert [] == [name for name in reports if not is_all_passed_on(reports[name], answers[name][1])]


def test_runs_and_stops_leave_nothing_behind(visit: Callable[[], Page]) -> None:
    """After fifty runs and twenty stops: one worker, and no more memory, nodes or listeners."""
    lab = LabPage(visit())
    lab.check()
    lab.page.wait_for_function(SNAPSHOT_KEPT, timeout=60_000)
    cdp = lab.page.context.new_cdp_session(lab.page)
    lab.type_program("print('on')\nwhile True:\n    pass\n")
    run_and_stop(lab)
    lab.type_program("print('done')\n")
    run_to_its_end(lab)
    before = weight(cdp)

    for _ in range(RUNS):
        run_to_its_end(lab)
    lab.type_program("print('on')\nwhile True:\n    pass\n")
    for _ in range(STOPS):
        run_and_stop(lab)
    lab.type_program("print('done')\n")
    run_to_its_end(lab)

    after = weight(cdp)
    assert python_workers(lab.page) == 1
    assert after["Nodes"] <= before["Nodes"] + 50
    assert after["JSEventListeners"] <= before["JSEventListeners"] + 20
    assert after["JSHeapUsedSize"] <= before["JSHeapUsedSize"] + 2_000_000


def run_to_its_end(lab: LabPage) -> None:
    """Presses Run and waits until the program has ended."""
    lab.button("Run").click()
    lab.expect_state("ready")


def run_and_stop(lab: LabPage) -> None:
    """Presses Run, waits for the first output, and presses Stop."""
    lab.button("Run").click()
    lab.expect_state("running")
    lab.button("Stop").click()
    lab.expect_state("stopped")


def weight(cdp: CDPSession) -> dict[str, float]:
    """What the page holds once the rubbish is collected."""
    cdp.send("HeapProfiler.enable")
    cdp.send("HeapProfiler.collectGarbage")
    cdp.send("Performance.enable")
    metrics = cdp.send("Performance.getMetrics")["metrics"]
    return {metric["name"]: metric["value"] for metric in metrics}
