"""What steppers, records and checklists become, and which mistakes in them are noticed."""

from __future__ import annotations

from pathlib import Path

import markdown
import pytest

from labkit.catalogue import CoursePage, checklist_catalogue, record_catalogue
from labkit.page_parts import PageParts, parts_of_markdown, read_parts
from labkit.rules.parts import part_problems, repeated_ids

PAGE = """\
# Page

<mlplat-decision data-decision="first">
<fieldset>
<legend><strong>Decide first.</strong> Cut, or *not*?
<span class="mlp-badge">scenario figure</span></legend>
<label><input type="radio" name="first" value="a"> Cut.</label>
</fieldset>
</mlplat-decision>

<mlplat-steps markdown="1">
<section markdown="1">

### 2008: the outage

Three days.

</section>
<section markdown="1">

### 2016: the end

</section>
</mlplat-steps>

<mlplat-checklist data-checklist="architecture/capstone" markdown="1">

- One owner
- One [signal](#x)

</mlplat-checklist>

<mlplat-record data-entry="architecture/cuts" markdown="1">
What would you **cut**?

And why?
</mlplat-record>
"""


def parts() -> PageParts:
    """What the page above has."""
    return parts_of_markdown(PAGE)


def test_parts_are_read_from_the_authors_markdown() -> None:
    """Opening decision, cards, items and prompt, all as plain text."""
    found = parts()

    assert found.decision is not None
    assert ("first", "Cut, or *not*?") == (found.decision.name, found.decision.question)
    assert (("h3", "h3"),) == found.steps
    assert [("architecture/capstone", ("One owner", "One signal"))] == [
        (each.id, each.items) for each in found.checklists
    ]
    assert [("architecture/cuts", "What would you cut?\nAnd why?")] == [
        (each.id, each.prompt) for each in found.entries
    ]


def test_well_formed_parts_have_no_problem() -> None:
    """Otherwise the tests that break one would prove nothing."""
    assert [] == part_problems(parts(), "page.md")


def test_shown_as_code_a_part_is_none() -> None:
    """A page can explain how a part is written."""
    found = parts_of_markdown(f"````\n{PAGE}\n````\n\n`<mlplat-record>`")

    assert PageParts(None, (), (), ()) == found


BREAKS = [
    ("### 2016: the end", "Text only.", "card 2 of stepper 1 begins with <p>"),
    ('<section markdown="1">\n\n### 2016: the end\n\n</section>', "", "stepper 1 has 1 cards"),
    ("architecture/cuts", "Cuts", '<mlplat-record> has data-entry="Cuts"'),
    (' data-entry="architecture/cuts"', "", '<mlplat-record> has data-entry=""'),
    ("What would you **cut**?\n\nAnd why?", "", "the record 'architecture/cuts' asks nothing"),
    ("architecture/capstone", "capstone", '<mlplat-checklist> has data-checklist="capstone"'),
    ("- One [signal](#x)", "", "has 1 items"),
    ("- One owner\n- One [signal](#x)", "Text.", "has 0 items"),
    ("One owner", "One signal", "two items of the checklist"),
]


@pytest.mark.parametrize(("old", "new", "says"), BREAKS, ids=[each[2] for each in BREAKS])
def test_broken_part_is_noticed(old: str, new: str, says: str) -> None:
    """Every mistake is answered with the page, what is wrong, and what to do."""
    assert old in PAGE

    found = [str(each) for each in part_problems(parts_of_markdown(PAGE.replace(old, new)), "p.md")]

    assert any(says in each for each in found), found
    assert all(each.startswith("p.md: ") and "Fix: " in each for each in found)


def test_an_id_on_two_pages_is_noticed() -> None:
    """Two records with one id would overwrite each other."""
    found = repeated_ids({Path("a.md"): parts(), Path("b.md"): parts()})

    assert [
        'b.md: data-entry="architecture/cuts" stands on a.md already',
        'b.md: data-checklist="architecture/capstone" stands on a.md already',
    ] == [str(each).split(". Fix")[0] for each in found]


def test_an_id_twice_on_one_page_is_noticed() -> None:
    """The same mistake within a page."""
    twice = parts_of_markdown(PAGE + PAGE[PAGE.index("<mlplat-record") :])

    assert any("data-entry" in str(each) for each in repeated_ids({Path("a.md"): twice}))


def test_catalogue_keeps_the_order_of_the_pages() -> None:
    """Titles, addresses, prompt and opening question come from the pages, in the order given."""
    other = parts_of_markdown(PAGE[PAGE.index("<mlplat-record") :].replace("/cuts", "/later"))
    pages = [CoursePage("Second", "second/", other), CoursePage("First", "first/", parts())]

    record = record_catalogue(pages)

    assert ["Second", "First"] == [each["title"] for each in record]
    assert record[0]["decision"] is None
    assert {
        "id": "architecture/cuts",
        "title": "First",
        "address": "first/#record-architecture-cuts",
        "prompt": "What would you cut?\nAnd why?",
        "decision": "first",
        "question": "Cut, or *not*?",
    } == record[1]
    assert {
        "architecture/capstone": ["First", "first/#checklist-architecture-capstone"]
    } == checklist_catalogue(pages)


def test_links_of_the_catalogue_arrive(labs_root: Path) -> None:
    """The page carries the ids that the catalogue links to, and says what needs a script."""
    html = markdown.markdown(
        PAGE,
        extensions=["md_in_html", "labkit.directives"],
        extension_configs={"labkit.directives": {"labs": str(labs_root)}},
    )

    assert '<mlplat-record data-entry="architecture/cuts" id="record-architecture-cuts">' in html
    assert 'id="checklist-architecture-capstone"' in html
    assert '<p class="mlp-without-script">Keeping what you write needs JavaScript' in html
    assert parts().entries == read_parts(html).entries
