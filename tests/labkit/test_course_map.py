"""What the home page and the score count against is what the course has, and nothing typed."""

from __future__ import annotations

from pathlib import Path

import pytest

from labkit.course import read_course
from labkit.course_map import Lesson, course_map
from labkit.page_parts import read_parts
from labkit.rendering.part_state import amount, part_state, with_part_states

LABS = read_course(Path(__file__).parents[2] / "labs").labs
PAGE = """
<mlplat-lab data-lab="architecture/call-chain"></mlplat-lab>
<mlplat-sim data-sim="architecture/lead-time"></mlplat-sim>
<div class="quiz" id="quiz-0">
<div class="quiz-question"><p>Why <em>five</em>?
<span class="mlp-badge">scenario figure</span></p></div>
<form><div>Because.</div></form>
</div>
<div class="quiz" id="quiz-1"><div class="quiz-question"><p>And then?</p></div></div>
"""


def lesson(part: int = 1, title: str = "Call chains", html: str = PAGE) -> Lesson:
    """A lesson of that part of the course."""
    address = f"{part}-part/{title.lower().replace(' ', '-')}/"
    return Lesson(part, f"Part {part}", title, address, 21, read_parts(html))


def test_labs_and_questions_of_a_page_are_found() -> None:
    """By the ids that scripts and links use; a badge is no part of the question."""
    [part] = course_map([lesson()], LABS)["parts"]

    [found] = part["lessons"]
    assert [
        {
            "id": "architecture/call-chain",
            "number": "1.2",
            "title": LABS["architecture/call-chain"].title,
            "minutes": LABS["architecture/call-chain"].minutes,
            "address": "1-part/call-chains/#lab-architecture-call-chain",
        }
    ] == found["labs"]
    assert [
        {"id": "quiz-0", "text": "Why five?", "address": "1-part/call-chains/#quiz-0"},
        {"id": "quiz-1", "text": "And then?", "address": "1-part/call-chains/#quiz-1"},
    ] == found["questions"]
    assert found["minutes"] == 21


def test_parts_are_in_order_with_their_lessons_in_theirs() -> None:
    """Even where pages of two parts alternate in the navigation."""
    lessons = [lesson(2, "Two stores"), lesson(1, "Zero"), lesson(2, "A later one")]

    parts = course_map(lessons, LABS)["parts"]

    assert [1, 2] == [part["number"] for part in parts]
    assert ["Part 1", "Part 2"] == [part["title"] for part in parts]
    assert ["Two stores", "A later one"] == [each["title"] for each in parts[1]["lessons"]]


def test_a_hundred_points_are_shared() -> None:
    """However many questions and labs there are."""
    assert 100 == sum(course_map([], LABS)["points"].values())


def test_home_page_says_what_a_part_has() -> None:
    """Counted, and with a link to the first lesson; a part without lessons is in preparation."""
    course = course_map([lesson(), lesson(1, "Where to cut", "")], LABS)
    html = '<mlplat-part data-part="1"></mlplat-part><mlplat-part data-part="3">\n</mlplat-part>'

    filled = with_part_states(html, course)

    assert "Two lessons, one lab, one simulator and two questions. " in filled
    assert '<a href="1-part/call-chains/">Call chains</a> comes first.' in filled
    assert (
        '<mlplat-part data-part="3"><p class="mlp-pillars__state">In preparation.</p></mlplat-part>'
        in filled
    )


def test_what_a_part_lacks_is_not_mentioned() -> None:
    """Nobody wants to read of no labs; and titles are text, not markup."""
    bare = lesson(title="A < B", html="")
    [part] = course_map([bare], LABS)["parts"]

    state = part_state(part["lessons"])

    assert 'mlp-pillars__state">One lesson. <a href=' in state
    assert ">A &lt; B</a>" in state


@pytest.mark.parametrize(
    ("number", "words"), [(1, "one lab"), (12, "twelve labs"), (13, "13 labs")]
)
def test_small_numbers_are_words(number: int, words: str) -> None:
    """And one is not many."""
    assert words == amount(number, "lab")
