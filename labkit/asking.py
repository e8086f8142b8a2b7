"""What does the learner's function answer, and what is there to say about it?

The checks of a lab name the function once and then ask it::

    COUNT = EntryPoint("count_last", ("events", "now", "window"), returns="the number of events")

    call = COUNT.call([{"id": "a", "ts": 60}], now=60, window=60)
    expect(learner, call, 0, "The window ends just before now.")

Runs in CPython and in Pyodide. Standard library only.
"""

from __future__ import annotations

import copy
import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from types import CoroutineType, ModuleType
from typing import Any

from labkit.answers import brief, same, source


def _any_shape_fits(yours: object, wanted: object) -> str:
    return ""


@dataclass(frozen=True, slots=True)
class EntryPoint:
    """The function that the learner writes and the checks call.

    Attributes:
        name: Its name.
        parameters: The names of its parameters, in order.
        returns: What it gives back, as it follows the word "Return".
        misfit: What to say about an answer, given with the wanted one, that has another shape
            than any right answer; empty for one whose shape fits.
    """

    name: str
    parameters: tuple[str, ...]
    returns: str
    misfit: Callable[[Any, Any], str] = _any_shape_fits

    def __str__(self) -> str:
        return f"{self.name}({', '.join(self.parameters)})"

    def call(self, *positional: object, **named: object) -> Call:
        """A call with these arguments; the message shows those given by name with their name."""
        places = self.parameters[: len(positional)]
        arguments = dict(zip(places, positional, strict=True)) | named
        if tuple(arguments) != self.parameters:
            raise TypeError(f"the arguments of {self} are not {', '.join(arguments)}")
        return Call(self, arguments, frozenset(named))

    def find(self, learner: ModuleType) -> Callable[..., object]:
        """The learner's function.

        Raises:
            AssertionError: There is none, or it takes other arguments.
        """
        function: object = getattr(learner, self.name, None)
        if not callable(function):
            raise AssertionError(
                f"The checks call a function named {self.name}, and your program has none. "
                f"Keep the line def {self}."
            )
        try:
            inspect.signature(function).bind(*self.parameters)
        except ValueError:
            pass  # something built in that does not tell what it takes
        except TypeError:
            raise AssertionError(
                f"The checks call {self}, and your {self.name} does not take these arguments. "
                f"Keep the line def {self}."
            ) from None
        return function


@dataclass(frozen=True, slots=True)
class Call:
    """One call of the learner's function; as text, the call that a learner would write.

    Attributes:
        entry: The function.
        arguments: Every argument by its parameter, in order.
        by_name: The parameters that are written with their name.
        texts: How to write an argument, where its source is not the clearest way.
    """

    entry: EntryPoint
    arguments: Mapping[str, Any]
    by_name: frozenset[str]
    texts: Mapping[str, str] = field(default_factory=dict)

    def __str__(self) -> str:
        shown = []
        for name, value in self.arguments.items():
            text = self.texts.get(name) or source(value)
            shown.append(f"{name}={text}" if name in self.by_name else text)
        return f"{self.entry.name}({', '.join(shown)})"

    def written(self, **texts: str) -> Call:
        """The same call, with these arguments written in the words given."""
        return replace(self, texts={**self.texts, **texts})

    def with_argument(self, name: str, value: object) -> Call:
        """The same call with one other argument, written as its source."""
        texts = {other: text for other, text in self.texts.items() if other != name}
        return replace(self, arguments={**self.arguments, name: value}, texts=texts)

    def fresh_arguments(self) -> list[object]:
        """Copies of the arguments, so that no call can spoil another."""
        return copy.deepcopy(list(self.arguments.values()))


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of one call.

    Attributes:
        value: What the function returned; None if it raised.
        error: What it raised, or None.
    """

    value: Any
    error: Exception | None = None

    def __str__(self) -> str:
        return brief(self.value) if self.error is None else f"raised {type(self.error).__name__}"

    def equals(self, wanted: object) -> bool:
        """True when the function returned what was wanted."""
        return self.error is None and same(self.value, wanted)


def ask(learner: ModuleType, call: Call) -> Answer:
    """What the learner's function answers to the call.

    Raises:
        AssertionError: There is no such function, or it takes other arguments.
    """
    function = call.entry.find(learner)
    try:
        returned = function(*call.fresh_arguments())
        if isinstance(returned, CoroutineType):
            returned.close()  # nobody awaits it, and Python would warn about that
    except Exception as problem:
        return Answer(None, problem)
    return Answer(returned)


def arguments_after(learner: ModuleType, call: Call) -> dict[str, Any]:
    """What the call leaves of its arguments, by parameter."""
    arguments = call.fresh_arguments()
    call.entry.find(learner)(*arguments)
    return dict(zip(call.entry.parameters, arguments, strict=True))


def expect(
    learner: ModuleType,
    call: Call,
    wanted: object,
    why: str | Callable[[Any], str],
    *,
    when_raising: str | None = None,
) -> None:
    """Assert that the learner's function answers `wanted`.

    Args:
        learner: The learner's module.
        call: The call to make.
        wanted: The right answer.
        why: The sentence for another answer, or a function that chooses one by the answer; it
            gets only answers of the right shape.
        when_raising: The sentence for a program that raises instead of answering; without it
            the runner reports the error and its line.
    """
    answer = ask(learner, call)
    if answer.equals(wanted):
        return
    if answer.error is None:
        sentence = _shape_problem(call.entry, answer.value, wanted)
        sentence = sentence or (why(answer.value) if callable(why) else why)
    elif when_raising is None:
        raise answer.error
    else:
        sentence = when_raising
    raise AssertionError(explain(sentence, call, str(answer), source(wanted)))


def _shape_problem(entry: EntryPoint, yours: object, wanted: object) -> str:
    if yours is None:
        return f"{entry.name} gave nothing back. Return {entry.returns}; printing is not enough."
    return entry.misfit(yours, wanted)


def explain(sentence: str, call: Call, yours: str, wanted: str) -> str:
    """The message of a failed check: a sentence, and what it is about."""
    return f"{sentence}\ncall: {call}\nyours: {yours}\nwanted: {wanted}"
