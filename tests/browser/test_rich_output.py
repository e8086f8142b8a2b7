"""What a program prints, shows and breaks, as the Output of the published lesson has it."""

from __future__ import annotations

import pytest
from lab_page import START_MS, LabPage
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

SHOW = "from labkit.display import show\n"
CHART = """{"mark": "bar",
 "data": {"values": [{"day": "Mon", "rows": 3}, {"day": "Tue", "rows": 5}]},
 "encoding": {"x": {"field": "day"}, "y": {"field": "rows", "type": "quantitative"}}}"""


def run(lab: LabPage, program: str, *states: str) -> None:
    """Run the program and wait until it has ended."""
    lab.type_program(program)
    lab.button("Run").click()
    lab.expect_state(*(states or ("ready",)))


def test_blocks_stand_in_order_with_printed_text(lab: LabPage) -> None:
    """Table, JSON and log appear between the lines that were printed around them."""
    run(
        lab,
        SHOW
        + "print('first')\nshow([{'user': 'u1', 'count': 3}], 'Users')\nprint('second')\n"
        + "show({'ok': True})\nshow([{'level': 'error', 'message': 'late'}])\nprint('third')\n",
    )

    expect(lab.output.get_by_role("table", name="Users")).to_be_visible()
    expect(lab.output.get_by_role("cell", name="u1")).to_be_visible()
    text = " ".join(lab.output.inner_text().split())
    places = [text.index(word) for word in ("first", "u1", "second", "true", "late", "third")]
    assert sorted(places) == places


def test_chart_is_drawn_with_its_numbers_beside_it(lab: LabPage) -> None:
    """A spec becomes a picture with a name, and its numbers are a table behind a summary."""
    run(lab, SHOW + f"show({CHART}, 'Rows by day')\n")

    expect(lab.output.get_by_role("img", name="Rows by day").locator("svg")).to_be_visible()
    table = lab.output.get_by_role("table", name="Rows by day")
    expect(table).to_be_hidden()

    lab.output.get_by_text("The numbers as a table").click()

    expect(table.get_by_role("cell", name="Tue")).to_be_visible()


def test_chart_that_cannot_be_drawn_is_a_sentence(lab: LabPage) -> None:
    """A mistake in the spec does not leave an empty frame."""
    run(lab, SHOW + "show({'mark': 'no such mark', 'data': {'values': [[1]]}})\n")

    expect(lab.output.get_by_text("This chart could not be drawn")).to_be_visible()


def test_markup_in_output_is_text(lab: LabPage) -> None:
    """Printed or shown, markup neither runs nor loads."""
    image = "<img src=x onerror=\\\"document.title='broken'\\\">"
    run(
        lab,
        SHOW
        + f'bad = "{image}"\nprint(bad)\nshow(bad)\n'
        + "show([{bad: bad}], bad)\nshow({bad: bad})\n"
        + "show([{'level': bad, 'message': bad}])\nprint('the end')\n",
    )

    expect(lab.output.get_by_text("the end")).to_be_visible()
    expect(lab.output.locator("img, [onclick], [onerror], script")).to_have_count(0)
    assert "broken" not in lab.page.title()


def test_long_output_folds_and_opens_by_keyboard(lab: LabPage) -> None:
    """The end stands open; the rest is counted, behind a native summary, complete and in order."""
    run(lab, "for number in range(3600):\n    print('line', number)\n")

    summary = lab.output.locator("summary")
    expect(summary).to_have_text("3,200 more lines")
    expect(lab.output).to_contain_text("line 3599")
    expect(lab.output.get_by_text("line 12\n")).to_have_count(0)

    summary.focus()
    lab.page.keyboard.press("Enter")

    expect(lab.output).to_contain_text("line 0\n")
    lines = [line for line in lab.output.inner_text().splitlines() if line.startswith("line ")]
    assert [f"line {number}" for number in range(3600)] == lines


def test_flood_leaves_little_in_the_page(lab: LabPage) -> None:
    """Of a megabyte of lines the page lays out some hundred; the rest waits behind the summary."""
    run(lab, "for number in range(40_000):\n    print('a line of text', number)\n")

    expect(lab.output.locator("summary")).to_contain_text("more lines")
    shown = lab.output.evaluate("(output) => output.innerText.split('\\n').length")
    assert 100 < shown < 1000
    assert lab.output.locator("*").count() < 1000


def test_way_to_an_error_is_listed(lab: LabPage) -> None:
    """Each of the learner's calls has its line, its function and its text."""
    run(lab, "def rate(row):\n    return row['rte']\n\nprint(rate({'rate': 1}))\n", "error")

    expect(lab.output).to_contain_text("Did you mean 'rate'?")
    steps = lab.output.get_by_role("list", name="The way to this line").get_by_role("listitem")
    expect(steps).to_have_text(
        ["Line 4 print(rate({'rate': 1}))", "Line 2, in rate return row['rte']"]
    )


def test_failed_check_lists_the_way_too(lab: LabPage) -> None:
    """An error inside a check is shown with the calls that led to it."""
    lab.type_program(
        "def deeper():\n    return missing\n\ndef pit_join(labels, rows, ttl):\n    deeper()\n"
    )
    lab.check()

    expect(lab.output.get_by_text("Line 2, in deeper")).to_be_visible(timeout=START_MS)
