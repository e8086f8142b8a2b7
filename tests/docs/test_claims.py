"""Does every number in a lesson say where it comes from, and can every sentence be read at once?"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))  # so that tests can import what lies beside them

from claims import blocks, is_whole, own_text, sentences, unsupported_claims
from rendered_lessons import rendered_lessons

from labkit.html_tree import parse_html

os.environ["NO_MKDOCS_2_WARNING"] = "1"
DOCS = Path(__file__).parents[2] / "docs"
LONGEST_SENTENCE = 40  # words
READING_WORDS = (600, 900)
MEND = (
    "Name the source with a footnote, [^id], in the same paragraph; or say that we made it up: "
    '<span class="mlp-badge">scenario figure</span>. If it is a definition, data of an example, a '
    'setting or a result, write <span class="mlp-given">...</span> around it, or `...`.'
)

lessons = pytest.mark.parametrize(
    "lesson", sorted(path.relative_to(DOCS).as_posix() for path in DOCS.glob("[1-5]-*/*.md"))
)


@lessons
def test_every_number_says_where_it_comes_from(lesson: str) -> None:
    """A footnote, the badge, or plainly no claim."""
    found = unsupported_claims(rendered_lessons()[lesson])

    said = "\n".join(f"{lesson}: {claim.number!r} in: {claim.sentence}" for claim in found)
    assert not found, f"{len(found)} numbers have no source:\n{said}\n{MEND}"


@lessons
def test_no_sentence_is_too_long(
    lesson: str, record_property: Callable[[str, object], None]
) -> None:
    """At most 40 words; the run's summary shows the longest, and how much there is to read."""
    page = rendered_lessons()[lesson]
    texts = [own_text(each, with_code=True) for each in blocks(page) if not is_whole(each)]
    lengths = {each: len(each.split()) for text in texts for each in sentences(text)}
    words = sum(len(text.split()) for text in texts)
    few, many = READING_WORDS
    note = "" if few <= words <= many else f", not {few} to {many}"
    longest = max(lengths.values())
    record_property("reading", f"{lesson}: {words} words{note}, longest sentence {longest}")

    long = [text for text, number in lengths.items() if number > LONGEST_SENTENCE]

    assert not long, f"{lesson}: split what has more than {LONGEST_SENTENCE} words:\n" + "\n".join(
        f"{lengths[each]} words: {each}" for each in long
    )


FOOTNOTE = '<sup id="fnref:a"><a class="footnote-ref" href="#fn:a">1</a></sup>'
BADGE = '<span class="mlp-badge">scenario figure</span>'
QUIZ = '<div class="quiz"><p>Each answers 99.9 %?{}</p><form><label>95 %</label></form></div>'
DECIDE = '<mlplat-decision data-decision="d"><legend>After 8 days?{}</legend></mlplat-decision>'
RECALL = '<mlplat-decision-recall data-decision="d"><p>You had 8 days.</p></mlplat-decision-recall>'
CASES = [
    ("<p>It took 7 years.</p>", ["7"]),
    ("<p>It took seven years.</p>", ["seven years"]),
    ("<p>It cost $300M, no: $ 300, or 2,200 or 12.5 %.</p>", ["$ 300", "2,200", "12.5 %"]),
    ("<p>Over a million rows, hundreds a day.</p>", ["million", "hundreds"]),
    ("<p>Eight times as many members.</p>", ["Eight times as"]),
    (f"<p>It took 7 years.{FOOTNOTE} And 3 days.</p>", []),
    (f"<p>It took 7 years. {BADGE}</p>", []),
    (f"<p>It took 7 years.</p><p>Yes.{FOOTNOTE}</p>", ["7"]),
    (f"<ul><li>7 apples</li><li>8 pears{FOOTNOTE}</li></ul>", ["7"]),
    (f"<ul><li><p>7 apples</p><p>8 pears{FOOTNOTE}</p></li></ul>", ["7"]),
    (f"<table><tr><td>a</td><td>7</td></tr><tr><td>b</td><td>8{FOOTNOTE}</td></tr></table>", ["7"]),
    ("<table><tr><td>1</td><td>capture</td></tr></table>", []),
    ("<table><tr><td>1</td><td>takes 5</td></tr></table>", ["5"]),
    ('<p>Move it to <span class="mlp-given">20 %</span>, then 30.</p>', ["30"]),
    ('<p class="mlp-given">Move it to 20 %.</p>', []),
    ('<div class="mlp-given"><p>All of 20.</p><ul><li>And 30.</li></ul></div>', []),
    ("<p>At <code>t = 45</code> it is 3.</p><pre>9</pre>", ["3"]),
    ("<h2>The 4 pillars</h2><svg><text>5</text></svg>", []),
    ("<mlplat-lab><p>15 min</p></mlplat-lab><mlplat-sim><p>6</p></mlplat-sim>", []),
    ('<div class="footnote"><ol><li><p>Read 2026-11.</p></li></ol></div>', []),
    ("<p>In week 3, step 2 and lab 2.1, steps 6 and 9.</p>", []),
    ("<p>A burst at 10:04:30, and 4 more.</p>", ["4"]),
    ("<p>Two parts, p99, u1 and v2.</p>", []),
    ("<p>All 5 must answer: 0.999 to the fifth = 0.995. It takes 8.</p>", ["8"]),
    (QUIZ.format(""), ["99.9 %", "95 %"]),
    (QUIZ.format(BADGE), []),
    (QUIZ.format('<span class="mlp-given">?</span>'), []),
    (DECIDE.format("") + RECALL, ["8", "8"]),
    (DECIDE.format(BADGE) + RECALL, []),
    (DECIDE.format(BADGE) + RECALL.replace('="d"', '="e"'), ["8"]),
]


@pytest.mark.parametrize(("html", "numbers"), CASES, ids=range(len(CASES)))
def test_walker_finds_claims_and_nothing_else(html: str, numbers: list[str]) -> None:
    """The rules of `claims.py`, each by an example."""
    found = unsupported_claims(parse_html(f"<div>{html}</div>"))

    assert numbers == [claim.number for claim in found]


def test_sentences_are_told_apart() -> None:
    """Abbreviations within and numbers do not end one; a colon before a capital does."""
    text = 'It took 7.5 days. "Why?" asked Ann. Because: it broke. Note: It heals.'

    assert [
        "It took 7.5 days.",
        '"Why?" asked Ann.',
        "Because: it broke.",
        "Note:",
        "It heals.",
    ] == sentences(text)
