"""What went wrong in the learner's program, and on which line?"""

from __future__ import annotations

import linecache
import re
from collections.abc import Iterator
from dataclasses import dataclass
from types import TracebackType

from labkit.mistakes import LEARNER_FILE
from labkit.mistakes.plain_words import plain_words
from labkit.mistakes.suggestions import PYTHONS_OWN, suggestion

SHOWN_FRAMES = 8
LONGEST_CHAIN = 3
WHERE_FROM = re.compile(r"(cannot import name .*) \([^()]*\)$")
NAMES = {
    "<module>": "",
    "<lambda>": "a lambda",
    "<genexpr>": "a generator expression",
}
# Python 3.11 runs these in frames of their own, later versions do not.
INLINED = ("<listcomp>", "<dictcomp>", "<setcomp>")


@dataclass(frozen=True, slots=True)
class Frame:
    """One step on the way to the error.

    Attributes:
        line: The line of the learner's program, from 1; None for steps that are left out.
        function: The function it stands in, empty outside of any.
        source: The text of that line, or how many steps are left out.
    """

    line: int | None
    function: str
    source: str


def remember_source(program: str) -> None:
    """Lets tracebacks, also those that a program prints itself, show the program's lines."""
    lines = program.splitlines(keepends=True)
    linecache.cache[LEARNER_FILE] = (len(program), None, lines, LEARNER_FILE)


def describe_error(error: BaseException) -> tuple[str, int | None]:
    """Say what happened in a few sentences, and where in the learner's program.

    Args:
        error: What the learner's program, or the compiler reading it, raised.

    Returns:
        The sentences, and the line to mark (from 1), or None when no line of the learner's
        program takes part.
    """
    lines = _learner_lines(error)
    sentences = [_headline(error), suggestion(error), _meaning(error), *_more(error)]
    what = " ".join(filter(None, sentences))
    if not lines:
        return what, None
    line, function = lines[-1]
    place = f"Line {line}" + (f", in {function}" if function else "")
    callers = [f"line {number}" for number, _ in lines[:-1]][-3:]
    called_from = f" (called from {', '.join(reversed(callers))})" if callers else ""
    return f"{place}{called_from}: {what}", line


def learner_frames(error: BaseException) -> tuple[Frame, ...]:
    """The learner's own frames, outermost first; empty when there is only one."""
    lines = _learner_lines(error)
    frames = [
        Frame(line, function, linecache.getline(LEARNER_FILE, line).strip())
        for line, function in lines
    ]
    if len(frames) < 2:
        return ()
    left_out = len(frames) - SHOWN_FRAMES
    if left_out < 2:
        return tuple(frames)
    half = SHOWN_FRAMES // 2
    gap = Frame(None, "", f"... {left_out:,} more calls ...")
    return (*frames[:half], gap, *frames[-half:])


def raised_in_learner_code(error: BaseException) -> bool:
    """True when the frame that raised `error` belongs to the learner's program."""
    last = None
    for frame_file, _, _ in _frames(error.__traceback__):
        last = frame_file
    return last == LEARNER_FILE


def _learner_lines(error: BaseException) -> list[tuple[int, str]]:
    """The learner's own frames, outermost first, as (line, function name or nothing)."""
    if isinstance(error, SyntaxError) and error.filename == LEARNER_FILE:
        return [(error.lineno or 1, "")]
    lines: list[tuple[int, str]] = []
    for frame_file, line, name in _frames(error.__traceback__):
        if frame_file != LEARNER_FILE:
            continue
        if name in INLINED and lines:
            lines[-1] = (line, lines[-1][1])
        else:
            lines.append((line, NAMES.get(name, name)))
    return lines


def _frames(traceback: TracebackType | None) -> list[tuple[str, int, str]]:
    frames = []
    while traceback is not None:
        code = traceback.tb_frame.f_code
        frames.append((code.co_filename, traceback.tb_lineno, code.co_name))
        traceback = traceback.tb_next
    return frames


def _headline(error: BaseException) -> str:
    text = _said(error)
    if text == "None" and isinstance(error, SystemExit):
        text = ""  # exit() and sys.exit() are the same to a learner
    name = type(error).__name__
    return f"{name}: {text}{'' if text.endswith(('?', '!')) else '.'}" if text else f"{name}."


def _said(error: BaseException) -> str:
    # str() of a learner's own exception runs the learner's code, which may raise.
    try:
        text = error.msg if isinstance(error, SyntaxError) else str(error)
    except Exception:
        text = ""
    return WHERE_FROM.sub(r"\1", PYTHONS_OWN.sub("", text.strip())).rstrip(".")


def _meaning(error: BaseException) -> str:
    if type(error).__module__.startswith("mlplat_core"):
        return ""  # the platform's own messages say what to do
    return plain_words(error, _said(error))


def _more(error: BaseException) -> Iterator[str]:
    """What else belongs to the error: those inside it, those before it, and its notes."""
    if isinstance(error, BaseExceptionGroup):
        inside = ", and ".join(_named(each) for each in error.exceptions[:LONGEST_CHAIN])
        left = len(error.exceptions) - LONGEST_CHAIN
        yield f"In the group: {inside}{f', and {left} more' if left > 0 else ''}."
    for number in range(LONGEST_CHAIN):
        earlier = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
        if earlier is None:
            break
        how = "Raised because of" if error.__cause__ else "Raised while handling"
        yield f"{how if number == 0 else 'And that ' + how.lower()} {_named(earlier)}."
        error = earlier
    yield from _notes(error)


def _notes(error: BaseException) -> Iterator[str]:
    for note in getattr(error, "__notes__", ()):
        if isinstance(note, str) and note.strip():
            yield f"Note: {note.strip().rstrip('.')}."


def _named(error: BaseException) -> str:
    lines = _learner_lines(error)
    return _headline(error).rstrip(".") + (f" (line {lines[-1][0]})" if lines else "")
