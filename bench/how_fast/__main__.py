"""How fast is the page? Measures everything and writes `docs/contributing/how-fast.md`.

python -m bench.how_fast               measure, and write data and page: about ten minutes
python -m bench.how_fast --rounds 1    the same, quicker and rougher
python -m bench.how_fast --page        write the page again from the data
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

from bench import build_time, fastapi_start, in_page, page_bytes
from bench.how_fast.observed import OBSERVED, Run, from_json, to_json
from bench.how_fast.page import PAGE, make_page
from bench.pages import ROOT, chromium
from bench.series import Series, sentence
from bench.start import contest
from bench.terminal import ROUNDS, report


def measure(rounds: int) -> Run:
    """Everything; a part that breaks off is told, and the others go on."""
    series: list[Series] = []
    problems: list[str] = []

    def part(name: str, observe: Callable[[], list[Series]]) -> None:
        print(f"\n== {name}, {time.strftime('%H:%M:%S')}", flush=True)
        try:
            series.extend(observe())
        except Exception as error:  # whatever it is, the other parts are to be measured
            problems.append(f"{name}: {sentence(error)}")
            print(problems[-1], flush=True)

    run = machine()
    with tempfile.TemporaryDirectory() as folder:
        print(f"building and publishing the site twice, {time.strftime('%H:%M:%S')}", flush=True)
        site, built = build_time.observe(Path(folder))
        series.append(built)
        part("bench.page_bytes", lambda: page_bytes.observe(site))
        part("bench.in_page", lambda: in_page.observe(site, rounds))
        part("bench.fastapi_start", lambda: fastapi_start.observe((rounds + 1) // 2))
        part("bench.browser_start", lambda: contest.observe(site, rounds))
    return replace(run, series=tuple(series), problems=tuple(problems))


def machine() -> Run:
    """A run without results yet: the day, the browser and the machine as it is now."""
    load, _, _ = os.getloadavg()
    with chromium() as browser:
        version = browser.version()
    package = json.loads((ROOT / "node_modules" / "pyodide" / "package.json").read_text("utf-8"))
    cores = os.cpu_count() or 1
    return Run(f"{date.today()}", version, package["version"], cores, round(load, 1), (), ())


def main() -> int:
    """Measure unless only the page is asked for; 1 if something could not be measured."""
    parser = argparse.ArgumentParser(prog="python -m bench.how_fast")
    parser.add_argument("--rounds", type=int, default=ROUNDS, help="of the start on a local server")
    parser.add_argument("--page", action="store_true", help="write the page from the data")
    options = parser.parse_args()
    if not options.page:
        run = measure(options.rounds)
        report(run.series)
        OBSERVED.write_text(to_json(run), "utf-8")
    run = from_json(OBSERVED.read_text("utf-8"))
    PAGE.write_text(make_page(run), "utf-8")
    print(f"wrote {OBSERVED.relative_to(ROOT)} and {PAGE.relative_to(ROOT)}")
    return int(bool(run.problems) or any(each.problem for each in run.series))


if __name__ == "__main__":
    sys.exit(main())
