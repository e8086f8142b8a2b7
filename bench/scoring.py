"""What does it cost to score one payment, here and in the page, and in scikit-learn?

    python -m bench.scoring

One row at a time, as a service scores: the shipped fraud model of 30 trees and the logistic
regression, on the payments of the page's sample. scikit-learn scores the same rows with the
estimators that the files were made from, and every score is compared. In the page the same code
scores the same rows; making its sample of 5,000 payments and joining them is timed as well.
"""

from __future__ import annotations

import json
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from playwright.sync_api import sync_playwright
from threadpoolctl import threadpool_limits

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tests" / "browser"))

from browsers import launch_options  # noqa: E402
from client_page import build_client_page  # noqa: E402
from pages_server import PagesServer  # noqa: E402

from mlplat_core.shop import (  # noqa: E402
    TRAINING,
    Examples,
    FraudFeatures,
    fraud_model,
    make_market,
    read_examples,
)
from mlplat_core.training.data import read_choices  # noqa: E402
from mlplat_core.training.estimators import fit  # noqa: E402
from mlplat_core.training.recipes import PARTS, RECIPES, Recipe  # noqa: E402

NAMES = {"fraud_v1": "30 trees of depth 3", "linear": "logistic regression"}
ROWS = 1_000
SAMPLE_BUDGET_S = 1.0
IN_THE_PAGE = """
import json, time
from mlplat_core.shop import FraudFeatures, fraud_model, make_market, read_examples
def best(work, times):
    took = []
    for _ in range(times):
        begin = time.perf_counter()
        work()
        took.append(time.perf_counter() - begin)
    return min(took)
make_market(100)
found = {"sample": best(make_market, 5)}
market = make_market()
found["features"] = best(lambda: FraudFeatures(market), 3)
features = FraudFeatures(market)
for how in ("latest", "event_time", "known"):
    found[how] = best(lambda: features.join(market.payments, how), 3)
rows = read_examples(features, range(0, 150)).vectors[:ROWS]
for name in NAMES:
    score = fraud_model(name).scorer.score
    found[name] = best(lambda: [score(row) for row in rows], 5) / len(rows)
print(json.dumps(found))
"""


def per_row_us(score: Callable[[Any], object], rows: Sequence[Any]) -> float:
    """The median time of a call, in microseconds."""
    seconds = []
    for row in rows:
        begin = time.perf_counter()
        score(row)
        seconds.append(time.perf_counter() - begin)
    return statistics.median(seconds) * 1e6


def in_the_page() -> dict[str, float]:
    """Seconds by what was measured in Chromium."""
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        site = Path(folder) / "site"
        build_client_page(site)
        chromium = playwright.chromium
        browser = chromium.launch(**launch_options(chromium.executable_path))
        with PagesServer(site) as server:
            page = browser.new_page()
            page.goto(server.url)
            page.wait_for_function("window.python !== undefined")
            program = IN_THE_PAGE.replace("ROWS", repr(ROWS)).replace("NAMES", repr([*NAMES]))
            text = page.evaluate(
                """async (program) => {
                  let text = "";
                  const onOutput = (more) => (text += more);
                  const outcome = await python.run({ program, timeBudgetS: 600, onOutput });
                  return text || JSON.stringify(outcome);
                }""",
                program,
            )
        browser.close()
    return dict(json.loads(text))


def compare(recipe: Recipe, known: Examples, rows: list[list[float]], page_us: float) -> int:
    """Measure one model against scikit-learn and print it; how many scores were wrong."""
    estimator = fit(recipe, known.vectors, known.labels)
    for part in (estimator, *(step for _, step in getattr(estimator, "steps", ()))):
        vars(part).pop("feature_names_in_", None)  # else every call would compare names
    scorer = fraud_model(recipe.name).scorer
    own = per_row_us(scorer.score, rows)
    theirs = per_row_us(estimator.predict_proba, [np.array([row]) for row in rows])
    expected = estimator.predict_proba(np.array(rows))[:, 1]
    wrong = int(np.sum(np.abs([*map(scorer.score, rows)] - expected) > 1e-9))
    print(
        f"  {NAMES[recipe.name]:20} CPython {own:6.1f} us   page {page_us:6.1f} us"
        f"   scikit-learn {theirs:7.1f} us, {theirs / own:.0f} x CPython, {wrong} wrong"
    )
    return wrong


def main() -> int:
    """Measure and print; 1 if a score was wrong."""
    examples = read_examples(FraudFeatures(make_market()), range(0, 150))
    rows = [[*map(float, values)] for values in examples.vectors[:ROWS]]
    learned = (TRAINING, "known", False)
    known = read_choices([learned], PARTS)[learned]
    page, wrong = in_the_page(), 0
    print(f"score of one payment, median of {ROWS:,}")
    with threadpool_limits(limits=1):
        for recipe in (each for each in RECIPES if each.name in NAMES):
            wrong += compare(recipe, known, rows, page[recipe.name] * 1e6)
    verdict = "kept" if page["sample"] <= SAMPLE_BUDGET_S else "OVER"
    print(
        f"sample of 5,000 payments, in the page: {page['sample']:.2f} s, "
        f"budget {SAMPLE_BUDGET_S:g} s: {verdict}"
    )
    joins = ", ".join(f"{how} {page[how]:.2f} s" for how in ("latest", "event_time", "known"))
    print(f"its features, in the page: indexes {page['features']:.2f} s, joins {joins}")
    return int(wrong > 0)


if __name__ == "__main__":
    sys.exit(main())
