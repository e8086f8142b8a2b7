"""How many bytes does a reader download, and how many a learner who starts the first lab?

    python -m bench.page_bytes [--site DIR]

Counted as transferred by a server that compresses as GitHub Pages does, in a browser that has
nothing of the site yet.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tests" / "browser"))

from browsers import launch_options  # noqa: E402
from lab_page import PATH, LabPage  # noqa: E402
from pages_server import PagesServer  # noqa: E402
from published_site import publish  # noqa: E402

READING_BUDGET = 300_000
FIRST_LAB_BUDGET = 6_500_000
LARGEST_SHOWN = 8


def main() -> None:
    """Print both sums beside their budgets."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--site", type=Path, help="a built site; published anew without it")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        site = options.site or publish(Path(folder))
        reading, first_lab = measure(site)
    print(f"{'reading a lesson to its end':<34}{budget_line(reading, READING_BUDGET)}")
    print(f"{'first lab, everything it downloads':<34}{budget_line(first_lab, FIRST_LAB_BUDGET)}")


def measure(site: Path) -> tuple[dict[str, int], dict[str, int]]:
    """Bytes by path: after reading to the end, and after the first Check on top."""
    with PagesServer(site) as server, sync_playwright() as playwright:
        chromium = playwright.chromium
        browser = chromium.launch(**launch_options(chromium.executable_path))
        page = browser.new_page()
        page.goto(server.url + PATH)
        lab = LabPage(page)
        page.mouse.wheel(0, 100)
        lab.lab.scroll_into_view_if_needed()
        page.wait_for_load_state("networkidle")
        page.keyboard.press("End")
        page.wait_for_load_state("networkidle")
        reading = dict(server.transferred)
        lab.check()
        first_lab = dict(server.transferred)
        browser.close()
    print_largest(reading, first_lab)
    return reading, first_lab


def print_largest(reading: dict[str, int], first_lab: dict[str, int]) -> None:
    """The files that weigh most, so that a broken budget has a name."""
    for path, size in sorted(first_lab.items(), key=lambda item: -item[1])[:LARGEST_SHOWN]:
        when = "before Python" if path in reading else "for the lab"
        print(f"{size:>12,}  {when:<14}{path}")


def budget_line(transferred: dict[str, int], budget: int) -> str:
    """The sum beside its budget."""
    total = sum(transferred.values())
    return f"{total:>12,} bytes, budget {budget:,}: {'kept' if total <= budget else 'OVER'}"


if __name__ == "__main__":
    main()
