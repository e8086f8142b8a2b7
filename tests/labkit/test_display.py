"""What a program shows: as blocks for the page, as text everywhere else."""

from __future__ import annotations

import json
import logging
from collections import namedtuple
from collections.abc import Callable
from typing import Any

import pytest

from labkit.display import show
from labkit.runner import run_program

ROWS = [{"user": "u1", "count": 3}, {"user": "u22", "count": None, "share": 0.5}]
CHART = {
    "mark": "bar",
    "data": {"values": [{"day": "Mon", "rows": 3}]},
    "encoding": {"x": {"field": "day"}, "y": {"field": "rows", "type": "quantitative"}},
}


@pytest.fixture
def shown() -> Callable[[str], list[dict[str, Any]]]:
    """Runs a program that shows something, and gives what the page would get."""

    def run(program: str) -> list[dict[str, Any]]:
        pages: list[str] = []
        setting = f"from labkit.display import show\nROWS = {ROWS!r}\nCHART = {CHART!r}\n"
        report = run_program(setting + program, page=pages.append)
        assert report.error is None
        return [block for page in pages for block in json.loads(page)]

    return run


def test_rows_are_a_table_of_aligned_text(capsys: pytest.CaptureFixture[str]) -> None:
    """Columns come in the order in which they appear; numbers stand on the right."""
    show(ROWS, "Users")

    assert capsys.readouterr().out == (
        "Users\nuser  count  share\n----  -----  -----\nu1        3       \nu22    None    0.5\n"
    ).replace("3       \n", "3\n")


@pytest.mark.parametrize(
    ("value", "first_line"),
    [
        ([(1, 2), (3, 4)], "1  2"),
        ([namedtuple("Row", "user count")("u1", 3)], "user  count"),
        (type("Result", (), {"rows": [{"user": "u1"}]})(), "user"),
        ({"a": [1]}, "{"),
        (["a", 1], "["),
        ([], "[]"),
        ("two\nlines", "two"),
        (CHART, "day  rows"),
        ([{"level": "error", "message": "late"}], "ERROR late"),
        ([{"time": "09:00", "level": "info", "message": "up"}], "09:00 INFO up"),
        ([logging.makeLogRecord({"levelname": "INFO", "msg": "up"})], "INFO up"),
    ],
)
def test_kind_follows_the_value(
    value: object, first_line: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Rows, results with rows, charts, logs and JSON are told apart by their form."""
    show(value, "Title")

    assert ["Title", first_line] == capsys.readouterr().out.splitlines()[:2]


def test_platforms_results_are_tables(capsys: pytest.CaptureFixture[str]) -> None:
    """What the platform's joins give can be shown as it is."""
    report = run_program(
        "from datetime import datetime, timezone\n"
        "from mlplat_core import Entity, FeatureView, Field, point_in_time_join\n"
        "from labkit.display import show\n"
        "user, count = Entity('user', join_keys=['user_id']), Field('n', int)\n"
        "view = FeatureView('stats', [user], [count])\n"
        "nine = datetime(2026, 11, 23, 9, tzinfo=timezone.utc)\n"
        "row = {'user_id': 'u1', 'event_timestamp': nine}\n"
        "show(point_in_time_join([row], view, [{**row, 'n': 3}]), 'Joined')\n"
    )

    assert report.error is None
    assert report.stdout.startswith("Joined\nuser_id  event_timestamp")


def test_shown_and_printed_keep_their_order() -> None:
    """The report has text for both, in the order of the program, with a page and without."""
    program = "from labkit.display import show\nprint('a')\nshow([[1]], 'T')\nprint('b')"

    with_page, without = run_program(program, page=lambda _: None), run_program(program)

    assert "a\nT\n1\n-\n1\nb\n" == with_page.stdout == without.stdout


@pytest.mark.parametrize(
    "program",
    [
        "show([{'<img src=x onerror=alert(1)>': '<img src=x onerror=alert(1)>'}], '<img>')",
        "show({'<img>': ['<img src=x onerror=alert(1)>']}, '<img>')",
        "show([{'level': '<img>', 'message': '<img>', 'time': '<img>'}], '<img>')",
        "show('<img src=x onerror=alert(1)>', '<img>')",
        "show([{'a': '<img>'}] * 30, '<img>')",
        "show({**CHART, 'description': '\"><img>'})",
    ],
)
def test_markup_is_text(program: str, shown: Callable[[str], list[dict[str, Any]]]) -> None:
    """Whatever is shown, none of it becomes markup."""
    html = "".join(block["html"] for block in shown(program))

    assert "&lt;img" in html
    assert "<img" not in html


def test_long_table_folds_its_rest(shown: Callable[[str], list[dict[str, Any]]]) -> None:
    """Twenty rows stand open, a thousand are shown, and the others are counted."""
    first, rest, note = shown("show([{'n': n} for n in range(3220)])")

    assert 20 == first["html"].count("<tr>") - 1
    assert "<summary>3,200 more rows</summary>" in rest["html"]
    assert 980 == rest["html"].count("<tr>") - 1
    assert "2,220 rows are not shown." in note["html"]


def test_chart_has_its_numbers_as_a_table(shown: Callable[[str], list[dict[str, Any]]]) -> None:
    """Beside a chart stands, folded, what it draws."""
    chart, numbers = shown("show(CHART, 'Rows by day')")

    assert ("chart", "Rows by day") == (chart["type"], chart["alt"])
    assert "bar" == chart["spec"]["mark"]
    assert "<td>Mon</td>" in numbers["html"]


def test_chart_without_its_data_is_refused() -> None:
    """A spec that would load its data from elsewhere is told so."""
    error = run_program(
        "from labkit.display import show\nshow({'mark': 'bar', 'data': {'url': 'x.csv'}})"
    ).error

    assert error is not None
    assert "a chart needs its data inside" in error.message


def test_json_folds(shown: Callable[[str], list[dict[str, Any]]]) -> None:
    """Small parts stand open, large ones show how much is in them; values are JSON's."""
    (tree,) = shown("show({'ok': True, 'none': None, 'rows': list(range(50))})")

    assert '<details class="mlp-json__branch" open>' in tree["html"]
    assert '<details class="mlp-json__branch"><summary>' in tree["html"]
    assert "[ 50 entries ]" in tree["html"]
    assert "<span>true</span>" in tree["html"]
    assert "<span>null</span>" in tree["html"]


def test_output_limit_counts_what_is_shown() -> None:
    """A program that shows without end is stopped like one that prints."""
    program = "from labkit.display import show\nwhile True:\n    show('x' * 100_000)"
    pages: list[str] = []

    error = run_program(program, page=pages.append).error

    assert error is not None
    assert "more than 1,000,000 characters" in error.message
    assert len(pages) < 11


def test_redirected_output_gets_the_text() -> None:
    """A program that collects its own output collects this too."""
    program = (
        "import contextlib, io\nfrom labkit.display import show\nkept = io.StringIO()\n"
        "with contextlib.redirect_stdout(kept):\n    show([[1]], 'T')\n"
        "print(repr(kept.getvalue()))"
    )

    assert "'T\\n1\\n-\\n1\\n'\n" == run_program(program, page=lambda _: None).stdout


def test_unknown_kind_names_the_known_ones() -> None:
    """A misspelt kind is a sentence."""
    with pytest.raises(ValueError, match="table, chart, json, log, text"):
        show([[1]], kind="tabel")
