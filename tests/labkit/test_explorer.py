"""What the explorer's data becomes, and which mistakes in it are noticed."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable
from pathlib import Path

import markdown
import pytest

sys.path.insert(0, str(Path(__file__).parent))  # so that tests can import what lies beside them

from explorer_folder import write_explorer

from labkit.course import read_course
from labkit.errors import LabError
from labkit.explorer import FACTS, read_explorer
from labkit.html_tree import Element, parse_html
from labkit.rules.explorer import explorer_problems


@pytest.fixture
def folder(labs_root: Path) -> Path:
    """The folder of an explorer that keeps every rule."""
    return write_explorer(labs_root)


@pytest.fixture
def content(folder: Path) -> Element:
    """A page with nothing but that explorer."""
    html = markdown.markdown(
        "<!-- explorer: architecture/designs -->",
        extensions=["labkit.directives"],
        extension_configs={"labkit.directives": {"labs": str(folder.parents[1])}},
    )
    return parse_html(html)


def problems(folder: Path) -> list[str]:
    """What is wrong with the explorer, in sentences."""
    try:
        return [str(each) for each in explorer_problems(read_explorer(folder, folder.parents[1]))]
    except LabError as problem:
        return [str(problem)]


def test_the_example_keeps_every_rule(folder: Path) -> None:
    """Otherwise the tests that break one would prove nothing."""
    assert [] == problems(folder)


def test_every_component_stands_in_picture_and_table(content: Element) -> None:
    """Without a script, each design is a picture and a table with everything about it."""
    one, two = content.find_all("section")

    assert ["People", "Web", "Model", "Data"] == [
        each.text() for each in one.find_all("text") if each.text()
    ]
    assert ["Web", "Model", "Data"] == [row.elements()[0].text() for row in body_rows(one)]
    assert ["Component", *(FACTS[key] for key in ("does", "owns", "fails", "leaves"))] == heads(one)
    assert heads(two)[-1] == FACTS["takes"]


def test_table_says_how_far_each_failure_spreads(content: Element) -> None:
    """The radius is in the table too, in words."""
    one, two = content.find_all("section")

    assert {
        "web": "It hurts. Stops with it: People, Model.",
        "model": "It hurts. Stops with it: Web, People.",
        "data": "It hurts. Stops with it: Web, People, Model.",
    } == {row.attributes["data-component"]: row.elements()[3].text() for row in body_rows(one)}
    assert {
        "web": "It hurts. Nothing else stops.",
        "model": "It hurts. Goes on with less: Web.",
    } == {row.attributes["data-component"]: row.elements()[3].text() for row in body_rows(two)}


def test_data_has_the_radius_of_every_component(content: Element) -> None:
    """The script only switches: summary, states and sentences come from the build."""
    data = json.loads("".join(map(str, next(content.find_all("script")).children)))

    assert set(data["one"]) == {"web", "model", "data"}
    assert "Data fails: all 3 others stop with it." == data["one"]["data"]["summary"]
    assert [
        ["web", "down", "Web: stops, since it needs Data."],
        ["people", "down", "People: get no answer."],
        ["model", "down", "Model: stops, since it runs in the same process as Web."],
    ] == data["one"]["data"]["effects"]
    assert [["web", "degraded", "Web: answers by a rule."]] == data["two"]["model"]["effects"]


def test_shared_process_and_kind_of_line_are_drawn(content: Element) -> None:
    """One process is tinted, and a line that can be missed is told from one that cannot."""
    one, two = content.find_all("section")

    shared = [each for each in one.find_all("g") if "data-shared" in each.attributes]
    assert {"web", "model"} == {each.attributes["data-component"] for each in shared}
    assert ["uses"] == [
        each.attributes["data-kind"] for each in two.find_all("g") if "data-kind" in each.attributes
    ]
    assert "one process, one fate" in one.text()
    assert "one process, one fate" not in two.text()


def body_rows(section: Element) -> list[Element]:
    """The rows of the section's table."""
    return next(section.find_all("tbody")).elements()


def heads(section: Element) -> list[str]:
    """What stands above the columns."""
    return [each.text() for each in next(section.find_all("thead")).find_all("th")]


def replace(old: str, new: str) -> Callable[[str], str]:
    """An edit that must find what it replaces, and does so once."""

    def edit(text: str) -> str:
        assert old in text
        return text.replace(old, new, 1)

    return edit


BREAKS = [
    ("format", replace("format = 1", "format = 2"), "set format = 1"),
    ("unknown key", replace("task", "tusk"), "unknown key 'tusk'. Fix: did you mean 'task'"),
    ("missing fact", replace('owns = "Things."\n', ""), "the key 'owns' is missing"),
    ("person with facts", replace('["web"]\n', '["web"]\ndoes = "Buys."\n'), "unknown key 'does'"),
    ("shape", replace('"store"', '"disc"'), "the shape of 'data' is 'disc'. Fix: use service, "),
    ("tabs", replace("[[tabs]]", "[tabs]"), "Fix: "),
    ("unknown need", replace('["data"]', '["date"]'), "depends on 'date', which is not there"),
    ("itself", replace('["data"]', '["web"]'), "depends on itself. Fix: delete that"),
    (
        "needs and uses",
        replace('["data"]', '["data"]\nuses = { data = "waits" }'),
        "both needs and uses 'data'. Fix: decide",
    ),
    ("silent use", replace('"answers by a rule"', '" "'), "does not say what it does without"),
    ("same id", replace('id = "model"', 'id = "web"'), "two components have the id 'web'"),
    ("same tab", replace('id = "two"', 'id = "one"'), "two tabs have the id 'one'"),
    ("odd id", replace('id = "data"', 'id = "Data!"'), "the id 'Data!' is not plain"),
    ("same place", replace("row = 2\ncolumn = 2", "row = 2\ncolumn = 1"), "on the same place"),
    ("fourth column", replace("column = 2", "column = 4"), "columns from 1 to 3"),
    ("long name", replace('"Data"', '"Antidisestablishment"'), "too long for the picture"),
    ("long fact", replace('"Works."', f'"{"x" * 201}"'), "201 letters under 'does'"),
    ("empty fact", replace('"Works."', '" "'), "0 letters under 'does'"),
    (
        "line through a component",
        lambda text: (
            replace("row = 1\ncolumn = 1", "row = 1\ncolumn = 3")(text)
            .replace('needs = ["web"]', 'needs = ["model"]')
            .replace("row = 2\ncolumn = 1", "row = 1\ncolumn = 1")
        ),
        "the line from 'people' to 'model' runs through 'web'",
    ),
]


@pytest.mark.parametrize(
    ("edit", "says"), [each[1:] for each in BREAKS], ids=[each[0] for each in BREAKS]
)
def test_broken_rule_is_noticed(folder: Path, edit: Callable[[str], str], says: str) -> None:
    """Every mistake is answered with the file, what is wrong, and what to do."""
    path = folder / "explorer.toml"
    path.write_text(edit(path.read_text(encoding="utf-8")), encoding="utf-8")

    found = problems(folder)

    assert any(says in each for each in found), found
    assert all(str(path) in each and "Fix: " in each for each in found)


def test_one_design_is_nothing_to_compare(folder: Path) -> None:
    """An explorer has at least two tabs."""
    path = folder / "explorer.toml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text[: text.rindex("[[tabs]]")], encoding="utf-8")

    assert any("add a design to compare with" in each for each in problems(folder))


def test_unknown_file_is_noticed(folder: Path) -> None:
    """The folder holds its data and nothing else."""
    (folder / "notes.txt").write_text("x", encoding="utf-8")

    assert ["notes.txt: the explorer format knows no such file. Fix: delete or rename it."] == [
        re.sub(r"^.*/", "", each) for each in problems(folder)
    ]


def test_unknown_id_lists_the_known_ones(folder: Path) -> None:
    """A directive that names no explorer is answered with those there are."""
    course = read_course(folder.parents[1])

    with pytest.raises(LabError, match="did you mean 'architecture/designs'"):
        course.explorer("architecture/design")
