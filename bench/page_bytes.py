"""How many bytes does a reader download, and how many a learner who starts the first lab?

    python -m bench.page_bytes [--site DIR]

Counted as transferred by a server that compresses as GitHub Pages does, in a browser that has
nothing of the site yet.
"""

from __future__ import annotations

from pathlib import Path

from bench.budgets import FIRST_LAB, READING
from bench.pages import PATH, LabPage, PagesServer, chromium
from bench.series import OURS, Series
from bench.terminal import run

LARGEST_SHOWN = 8


def observe(site: Path, rounds: int = 1) -> list[Series]:
    """Both sums; they do not change from round to round, so one is enough."""
    reading, first_lab = measure(site)
    print_largest(reading, first_lab)
    sums = {READING: reading, FIRST_LAB: first_lab}
    return [Series(what, OURS, "bytes", (sum(by.values()),)) for what, by in sums.items()]


def measure(site: Path) -> tuple[dict[str, int], dict[str, int]]:
    """Bytes by path: after reading to the end, and after the first Check on top."""
    with PagesServer(site) as server, chromium() as browser, browser.new_profile() as context:
        page = context.new_page()
        page.goto(server.url + PATH)
        lab = LabPage(page)
        page.mouse.wheel(0, 100)
        lab.lab.scroll_into_view_if_needed()
        page.wait_for_load_state("networkidle")
        page.keyboard.press("End")
        page.wait_for_load_state("networkidle")
        reading = dict(server.transferred)
        lab.check()
        return reading, dict(server.transferred)


def print_largest(reading: dict[str, int], first_lab: dict[str, int]) -> None:
    """The files that weigh most, so that a broken budget has a name."""
    for path, size in sorted(first_lab.items(), key=lambda item: -item[1])[:LARGEST_SHOWN]:
        when = "before Python" if path in reading else "for the lab"
        print(f"{size:>12,}  {when:<14}{path}")


if __name__ == "__main__":
    run(__doc__, observe)
