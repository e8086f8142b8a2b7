"""Which parts does a page bring that authors write in its Markdown and learners work on?

mlplat-decision    a question before the lesson; only the page's first one counts as its opening
mlplat-record      one paragraph of the learner's decision record
mlplat-checklist   a list whose items can be ticked off
mlplat-steps       cards, one of which shows at a time

Beside them it has the labs, simulators and questions that the build has put there.
"""

from __future__ import annotations

from dataclasses import dataclass

import markdown

from labkit.html_tree import Element, parse_html

# Tags that Python-Markdown must neither wrap into a paragraph nor take for text.
PART_ELEMENTS = (
    "mlplat-decision",
    "mlplat-decision-recall",
    "mlplat-steps",
    "mlplat-record",
    "mlplat-whole-record",
    "mlplat-checklist",
)


@dataclass(frozen=True, slots=True)
class Decision:
    """A page's opening question.

    Attributes:
        name: Under which the answer is kept.
        question: Its text without the badge for invented figures.
    """

    name: str
    question: str


@dataclass(frozen=True, slots=True)
class RecordEntry:
    """One paragraph that the learner is asked to write.

    Attributes:
        id: Under which it is kept, such as `architecture/where-to-cut`.
        prompt: What is asked, its paragraphs as lines.
    """

    id: str
    prompt: str


@dataclass(frozen=True, slots=True)
class Checklist:
    """A list to tick off.

    Attributes:
        id: Under which the ticks are kept, such as `architecture/capstone`.
        items: Text of each item.
    """

    id: str
    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Question:
    """One question of a quiz.

    Attributes:
        id: Of its element, which the quizzes' script uses as the name of the answer.
        text: What is asked, without the badge for invented figures.
    """

    id: str
    text: str


@dataclass(frozen=True, slots=True)
class PageParts:
    """What one page has of each.

    Attributes:
        steps: For each stepper, the name of the first element of each card; empty for none.
        questions: Known once the quizzes' plugin has rendered them.
        labs: Ids, in the page's order.
        simulators: How many there are.
    """

    decision: Decision | None
    entries: tuple[RecordEntry, ...]
    checklists: tuple[Checklist, ...]
    steps: tuple[tuple[str, ...], ...]
    questions: tuple[Question, ...] = ()
    labs: tuple[str, ...] = ()
    simulators: int = 0


def read_parts(html: str) -> PageParts:
    """The parts of a page.

    Args:
        html: The page's content, as Markdown has made it.
    """
    page = parse_html(html)
    return PageParts(
        decision=next((_decision(each) for each in page.find_all("mlplat-decision")), None),
        entries=tuple(_entry(each) for each in page.find_all("mlplat-record")),
        checklists=tuple(_checklist(each) for each in page.find_all("mlplat-checklist")),
        steps=tuple(_cards(each) for each in page.find_all("mlplat-steps")),
        questions=tuple(_question(each) for each in page.find_all("div") if "quiz" in each.classes),
        labs=tuple(each.attributes["data-lab"] for each in page.find_all("mlplat-lab")),
        simulators=sum(1 for _ in page.find_all("mlplat-sim")),
    )


def parts_of_markdown(text: str) -> PageParts:
    """The parts of a page as its author wrote it; labs and simulators are left out."""
    converter = markdown.Markdown(extensions=["attr_list", "fenced_code", "md_in_html", "tables"])
    converter.block_level_elements.extend(PART_ELEMENTS)
    return read_parts(converter.convert(text))


def _decision(element: Element) -> Decision:
    legend = next(element.find_all("legend"), Element("legend"))
    question = _without_badge(legend).text().removeprefix("Decide first.").strip()
    return Decision(element.attributes.get("data-decision", ""), question)


def _question(element: Element) -> Question:
    asked = next(each for each in element.find_all("div") if "quiz-question" in each.classes)
    return Question(element.attributes["id"], _without_badge(asked).text())


def _without_badge(element: Element) -> Element:
    shown: list[Element | str] = []
    for child in element.children:
        if isinstance(child, str):
            shown.append(child)
        elif "mlp-badge" not in child.classes:
            shown.append(_without_badge(child))
    return Element(element.tag, element.attributes, shown)


def _entry(element: Element) -> RecordEntry:
    # The build adds a note for readers without JavaScript, which is no part of the prompt.
    asked = (each for each in element.find_all("p") if "mlp-without-script" not in each.classes)
    paragraphs = [each.text() for each in asked]
    return RecordEntry(
        element.attributes.get("data-entry", ""), "\n".join(filter(None, paragraphs))
    )


def _checklist(element: Element) -> Checklist:
    lists = [each for each in element.elements() if each.tag in ("ul", "ol")]
    items = [item.text() for each in lists for item in each.elements()]
    return Checklist(element.attributes.get("data-checklist", ""), tuple(items))


def _cards(element: Element) -> tuple[str, ...]:
    return tuple(
        next((each.tag for each in card.elements()), "") if card.tag == "section" else ""
        for card in element.elements()
    )
