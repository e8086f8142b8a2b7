"""Does `docs/reference/compare.md` say exactly what the systems do? All but MLServer are run again.

MLServer lives in an environment of its own; its part of the page is held against what was recorded
of it, with version and date, in `bench/compare/observed/mlserver.json`. If a test is red because a
system was upgraded, `make compare` rewrites the page; then read the difference, and the text.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
sys.path.insert(0, str(ROOT))

from bench.compare import __main__ as compare  # noqa: E402
from bench.compare import page  # noqa: E402
from bench.compare.mlserver_server import OBSERVED  # noqa: E402
from bench.compare.observation import Observation  # noqa: E402

Record = Callable[[str, object], None]
CELLS = [
    Observation("Joins", "a tie", "ours", "2.0", "https://example.org/1"),
    Observation("Joins", "a tie", "theirs", "1.0"),
    Observation("Joins", "a | b", "ours", "raises: RequestError"),
    Observation("Joins", "a | b", "theirs", "raises: ValueError"),
]


@pytest.fixture(scope="module")
def observed() -> list[Observation]:
    """What the systems do now."""
    return compare.observe()


def test_the_page_says_what_the_systems_do(
    observed: list[Observation], record_property: Record
) -> None:
    """Every cell, version and word: the page made now, under its own date, is the page."""
    record_property("oracle cases", f"the page of comparisons: {len(observed)} cases")

    made = compare.make_page(observed, page.date_of(compare.PAGE))

    assert made.splitlines() == compare.PAGE.read_text("utf-8").splitlines()


def test_another_answer_makes_another_page(observed: list[Observation]) -> None:
    """Whichever system gives it, in any theme."""
    published, run_on = compare.PAGE.read_text("utf-8"), page.date_of(compare.PAGE)
    last = {(each.theme, each.system): number for number, each in enumerate(observed)}

    for number in last.values():
        changed = [*observed]
        changed[number] = replace(observed[number], outcome="something else")

        assert published != compare.make_page(changed, run_on), observed[number]


def test_each_source_is_an_address(observed: list[Observation]) -> None:
    """A link leads out of the site, to where the behaviour is documented or discussed."""
    sources = {each.source for each in observed if each.source}

    assert sources
    assert all(source.startswith("https://") for source in sources)


def test_what_was_recorded_of_mlserver_is_on_the_page() -> None:
    """With its version and the date of that run."""
    recorded = json.loads(OBSERVED.read_text("utf-8"))

    text = compare.PAGE.read_text("utf-8")

    assert f"version {recorded['version']}, recorded on {recorded['date']}" in text
    assert {each["system"] for each in recorded["observations"]} == {"MLServer"}


def test_a_table_marks_what_is_unlike_the_first_column() -> None:
    """By a sign before the outcome; two refusals are alike, whatever they are called."""
    lines = page.table(CELLS).splitlines()

    assert lines == [
        "| case | ours | theirs |",
        "| --- | --- | --- |",
        "| [a tie](https://example.org/1) | 2.0 | ≠ 1.0 |",
        "| a \\| b | raises: Request<wbr>Error | raises: Value<wbr>Error |",
    ]


def test_what_a_system_does_not_have_is_no_difference() -> None:
    """A plain HTTP framework without models is not at odds with a model server."""
    cells = [
        Observation("Serving", "an unknown model", "ours", "404: no such model"),
        Observation("Serving", "an unknown model", "theirs", "no such notion"),
    ]

    assert "| 404: no such model | no such notion |" in page.table(cells)


def test_long_names_may_break_on_a_phone() -> None:
    """Between their words, and only there."""
    cells = [Observation("Reads", "old", "ours", "null, OUTSIDE_MAX_AGE: ModelNotReadyError")]

    assert "| null, OUTSIDE_<wbr>MAX_<wbr>AGE: Model<wbr>Not<wbr>Ready<wbr>Error |" in page.table(
        cells
    )


@pytest.mark.parametrize(
    ("cells", "message"),
    [(CELLS[:3], "Nobody asked .'theirs'. about 'a | b'"), ([*CELLS, CELLS[0]], "asked twice")],
    ids=["a missing cell", "a cell too many"],
)
def test_a_table_has_every_cell_once(cells: list[Observation], message: str) -> None:
    """A case that a system was not asked about would look like an answer."""
    with pytest.raises(ValueError, match=message.replace("|", r"\|")):
        page.table(cells)


@pytest.mark.parametrize(
    "template",
    ["{{date}}", "{{date}} {{table: Joins}} {{table: Reads}}", "{{table: Joins}}"],
    ids=["a theme without a place", "a place without a theme", "a fact without a place"],
)
def test_template_and_observations_belong_together(template: str) -> None:
    """Nothing that was observed stays unpublished, and nothing is left to fill in."""
    with pytest.raises(ValueError, match="differ in"):
        page.fill(template, CELLS, {"date": "2026-03-01"})


def test_the_date_changes_only_with_the_page(tmp_path: Path) -> None:
    """Running again on another day leaves a page alone that is still true."""
    path = tmp_path / "compare.md"

    written = [
        page.update(path, lambda day, text=text: f"Run on {day}: {text}", today)
        for text, today in [("a", "2026-03-01"), ("a", "2026-03-02"), ("b", "2026-03-03")]
    ]

    assert written == [True, False, True]
    assert path.read_text("utf-8") == "Run on 2026-03-03: b"
