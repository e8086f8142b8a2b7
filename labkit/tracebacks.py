"""What went wrong in the learner's program, and on which line?"""

from __future__ import annotations

from types import TracebackType

LEARNER_FILE = "<your code>"

# One sentence in plain words for each kind of mistake that beginners of these labs make.
# Looked up along the exception's class hierarchy, so that a subclass inherits its parent's.
PLAIN_WORDS = {
    "IndentationError": "The indentation does not fit the lines around it.",
    "SyntaxError": "Python cannot read this line; look for a missing bracket, quote or colon.",
    "NameError": "Nothing with this name exists here; check the spelling and the order of lines.",
    "ModuleNotFoundError": (
        "A lab can import Python's standard library, mlplat_core and the packages it names, "
        "nothing else."
    ),
    "AttributeError": "The object on the left of the dot has nothing of that name.",
    "TypeError": "A value has another type, or a call other arguments, than the line expects.",
    "KeyError": "The dictionary has no such key; print it to see which keys there are.",
    "IndexError": "The list is shorter than the index assumes; it may be empty.",
    "ZeroDivisionError": "The divisor is zero here; decide what the answer should then be.",
    "ValueError": "The type is right, but this value is not one the function can use.",
    "RecursionError": "The function keeps calling itself; something must end the chain.",
    "MemoryError": "The program asked for more memory than the page has.",
    "SystemExit": "The program ended itself; nothing after that call can run.",
}


def describe_error(error: BaseException) -> tuple[str, int | None]:
    """Say what happened in one or two sentences, and where in the learner's program.

    Args:
        error: What the learner's program, or the compiler reading it, raised.

    Returns:
        The sentences, and the line to mark (from 1), or None when no line of the learner's
        program takes part.
    """
    lines = _learner_lines(error)
    what = _headline(error)
    if not lines:
        return f"{what} {_plain_words(error)}".strip(), None
    line, function = lines[-1]
    place = f"Line {line}" + (f", in {function}" if function else "")
    callers = [f"line {number}" for number, _ in lines[:-1]][-3:]
    called_from = f" (called from {', '.join(reversed(callers))})" if callers else ""
    return f"{place}{called_from}: {what} {_plain_words(error)}".strip(), line


def raised_in_learner_code(error: BaseException) -> bool:
    """True when the frame that raised `error` belongs to the learner's program."""
    last = None
    for frame_file, _, _ in _frames(error.__traceback__):
        last = frame_file
    return last == LEARNER_FILE


def _learner_lines(error: BaseException) -> list[tuple[int, str | None]]:
    """The learner's own frames, outermost first, as (line, function name or None)."""
    if isinstance(error, SyntaxError) and error.filename == LEARNER_FILE:
        return [(error.lineno or 1, None)]
    return [
        (line, None if name == "<module>" else name)
        for frame_file, line, name in _frames(error.__traceback__)
        if frame_file == LEARNER_FILE
    ]


def _frames(traceback: TracebackType | None) -> list[tuple[str, int, str]]:
    frames = []
    while traceback is not None:
        code = traceback.tb_frame.f_code
        frames.append((code.co_filename, traceback.tb_lineno, code.co_name))
        traceback = traceback.tb_next
    return frames


def _headline(error: BaseException) -> str:
    name = type(error).__name__
    # str() of a learner's own exception runs the learner's code, which may raise.
    try:
        text = error.msg if isinstance(error, SyntaxError) else str(error)
    except Exception:
        text = ""
    text = text.strip().rstrip(".")
    return f"{name}: {text}." if text else f"{name}."


def _plain_words(error: BaseException) -> str:
    for kind in type(error).__mro__:
        if kind.__name__ in PLAIN_WORDS:
            return PLAIN_WORDS[kind.__name__]
    return ""
