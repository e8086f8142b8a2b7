"""What do the real systems do today? Runs them and writes `docs/reference/compare.md`.

Run:
    python -m bench.compare             # the page; MLServer's part is what was recorded
    python -m bench.compare --mlserver  # runs MLServer, too; the first time it is installed
"""

from __future__ import annotations

import argparse
import importlib
import json
import sys
from datetime import date
from importlib.metadata import version
from pathlib import Path
from typing import Any

from bench.compare import mlserver_server, page
from bench.compare.observation import Observation

PAGE = Path(__file__).resolve().parents[2] / "docs" / "reference" / "compare.md"
TEMPLATE = Path(__file__).with_name("template.md")

RUN_EACH_TIME = (
    "platform_join",
    "feast_join",
    "platform_online",
    "feast_online",
    "platform_registry",
    "mlflow_registry",
    "platform_serving",
    "fastapi_default",
)
"""The modules of the systems that run in this environment, in the order of columns."""

PACKAGES = {
    "Feast": "feast",
    "DuckDB": "duckdb",
    "dask": "dask",
    "pandas": "pandas",
    "MLflow": "mlflow-skinny",
    "FastAPI": "fastapi",
    "pydantic": "pydantic",
}


def observe() -> list[Observation]:
    """What every system does now, MLServer excepted: what it did when it was recorded."""
    run = [
        observation
        for name in RUN_EACH_TIME
        for observation in importlib.import_module(f"bench.compare.{name}").observe()
    ]
    return [*run, *(Observation(**each) for each in _recorded()["observations"])]


def make_page(observations: list[Observation], run_on: str) -> str:
    """The page of these observations, made on a date."""
    recorded = _recorded()
    facts = {
        "date": run_on,
        "versions": ", ".join(f"{name} {version(package)}" for name, package in PACKAGES.items()),
        "mlserver": f"{recorded['version']}, recorded on {recorded['date']}",
    }
    return page.fill(TEMPLATE.read_text("utf-8"), observations, facts)


def _recorded() -> dict[str, Any]:
    document: dict[str, Any] = json.loads(mlserver_server.OBSERVED.read_text("utf-8"))
    return document


def main() -> int:
    """Run the systems and bring the page up to date."""
    parser = argparse.ArgumentParser(prog="python -m bench.compare")
    parser.add_argument("--mlserver", action="store_true", help="run MLServer, too")
    if parser.parse_args().mlserver:
        print(f"recorded {mlserver_server.refresh()}")
    observations = observe()
    changed = page.update(PAGE, lambda run_on: make_page(observations, run_on), f"{date.today()}")
    print(f"{len(observations)} observations; {PAGE} {'is new' if changed else 'is up to date'}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
