"""Which sentences of a rendered lesson state a number, and does each say where it comes from?

A number is in order when, in the same paragraph, list item or table row, there stands

* a footnote, which names the source, or
* the badge `scenario figure`, which says that we made it up;

or when something of class `mlp-given` stands around it: a definition, an example's data, a result
that the page computes. A quiz is judged as a whole, and so is a decision with its recall: there one
footnote, badge or `mlp-given` speaks for question and answers.

Left out is what is plainly no claim: code, pictures, headings, labs, simulators and explorers
(which carry badges of their own), the sources themselves, and numbers that only name things:
`week 3`, a time of day, the first cell of a row that is numbered. A sentence with an equation shows
its sum.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from labkit.html_tree import Element

# One claim is judged within the innermost of these around it.
BLOCKS = ("p", "li", "tr", "dd", "dt", "figcaption", "legend", "label", "summary", "caption")
SILENT = frozenset(
    "code pre kbd samp svg script style h1 h2 h3 h4 h5 h6 noscript button "
    "mlplat-lab mlplat-sim mlplat-explorer".split()
)
SILENT_CLASSES = frozenset("footnote headerlink mlp-without-script quiz-header-link".split())
APART = (*BLOCKS, "td", "th", "div")  # between these, words do not run together
GIVEN = "mlp-given"
BADGE = "mlp-badge"
FOOTNOTE = "footnote-ref"

WORDS = "two three four five six seven eight nine ten eleven twelve dozen half".split()
UNITS = "years? months? weeks? days? hours? minutes? seconds? per.?cent".split()
LARGE = "hundreds? thousands? millions? billions?".split()
NAMED = (
    "day week month year lab step card figure table page part question check row line column task "
    "pillar chapter section version python rule issue request"
).split()
NUMBER = re.compile(
    rf"(?<![\w.,\u2212-])(?:\$\s?)?\d[\d.,\u202f]*(?:\s?%)?(?!\w)"
    rf"|\b(?:{'|'.join(WORDS)})[ -](?:{'|'.join(UNITS)}|times (?:as|more|less|fewer))\b"
    rf"|\b(?:{'|'.join(LARGE)})\b",
    re.IGNORECASE,
)
NAME_BEFORE = re.compile(
    rf"\b(?:{'|'.join(NAMED)})s?\s+(?:\d+(?:, | and | or | to ))*$", re.IGNORECASE
)
TIME_OF_DAY = re.compile(r"\b\d{1,2}:\d\d(?::\d\d)?\b")
EQUATION = re.compile(r"[=≈]")
SENTENCE_END = re.compile(
    r"(?<=[.!?])[\"\u201d\u2019)]*\s+(?=[\"\u201c(]?[A-Z0-9$])|(?<=:)\s+(?=[\"\u201c]?[A-Z])"
)


@dataclass(frozen=True, slots=True)
class Claim:
    """A number without a source.

    Attributes:
        number: As it stands in the text.
        sentence: The sentence around it.
    """

    number: str
    sentence: str


def unsupported_claims(page: Element) -> list[Claim]:
    """Every number on the page that nothing accounts for."""
    decided = {
        each.attributes.get("data-decision")
        for each in page.find_all("mlplat-decision")
        if _accounted_for(each)
    }
    return [
        claim
        for block in blocks(page, given=False)
        if not _accounted_for(block) and block.attributes.get("data-decision", "") not in decided
        for claim in _claims(block)
    ]


def blocks(element: Element, *, given: bool = True) -> Iterator[Element]:
    """What is judged for itself, in the page's order.

    Args:
        element: A page, or a part of one.
        given: Whether to go into what is of class `mlp-given`, too.
    """
    for child in element.elements():
        if _is_silent(child) or (GIVEN in child.classes and not given):
            continue
        if is_whole(child):
            yield child
            continue
        if child.tag in BLOCKS:
            yield child
        yield from blocks(child, given=given)


def is_whole(element: Element) -> bool:
    """Whether everything in it is judged together: a quiz, a decision, a recall."""
    return "quiz" in element.classes or element.tag.startswith("mlplat-decision")


def sentences(text: str) -> list[str]:
    """The text's sentences; a colon ends one where a capital follows."""
    return [each.strip() for each in SENTENCE_END.split(text) if each.strip()]


def own_text(block: Element, *, with_code: bool = False) -> str:
    """What the block says, without the blocks inside it, which speak for themselves.

    Args:
        block: From `blocks`.
        with_code: For readers: with code, and with what is given.
    """
    return re.sub(r"\s+", " ", "".join(_texts(block, block, with_code))).strip()


def _is_silent(element: Element) -> bool:
    if element.attributes.get("id", "").startswith("quiz-progress"):  # shown by a script, if at all
        return True
    return element.tag in SILENT or not SILENT_CLASSES.isdisjoint(element.classes)


def _claims(block: Element) -> Iterator[Claim]:
    for sentence in sentences(own_text(block)):
        if EQUATION.search(sentence):
            continue
        searched = TIME_OF_DAY.sub("", sentence)
        for found in NUMBER.finditer(searched):
            if not NAME_BEFORE.search(searched[: found.start()]):
                yield Claim(found.group().strip(" .,"), sentence)


def _accounted_for(block: Element) -> bool:
    speaking = {FOOTNOTE, BADGE, GIVEN} if is_whole(block) else {FOOTNOTE, BADGE}
    return any(speaking.intersection(each.classes) for each in _parts(block, block))


def _parts(element: Element, block: Element) -> Iterator[Element]:
    for child in element.elements():
        if not _is_silent(child) and _belongs(child, block):
            yield child
            yield from _parts(child, block)


def _texts(element: Element, block: Element, with_code: bool) -> Iterator[str]:
    if GIVEN in element.classes and not with_code:
        return
    for child in element.children:
        if isinstance(child, str):
            yield child
        elif not with_code and element.tag == "tr" and _is_label(child, element):
            continue
        elif with_code and child.tag in ("code", "kbd"):
            yield child.text()
        elif not _is_silent(child) and _belongs(child, block):
            if FOOTNOTE not in child.classes and BADGE not in child.classes:
                yield from _texts(child, block, with_code)
            if child.tag in APART:
                yield " "


def _belongs(child: Element, block: Element) -> bool:
    return is_whole(block) or child.tag not in BLOCKS


def _is_label(cell: Element, row: Element) -> bool:
    return cell is row.elements()[0] and cell.text().isdigit()
