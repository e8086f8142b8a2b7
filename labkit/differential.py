"""Where does the learner's function differ from ours, and what is the smallest such case?

Runs in CPython and in Pyodide. Standard library only.
"""

from __future__ import annotations

import io
import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import redirect_stdout
from dataclasses import dataclass
from types import MappingProxyType, ModuleType
from typing import Any, TypeVar

from labkit.answers import source
from labkit.asking import Call, ask, explain

T = TypeVar("T")
Entries = list[Any] | dict[Any, Any]

SHRUNK_CASES = 20
"""How many of the differing cases are made smaller; the smallest of all is shown."""


def pick(rng: random.Random, choices: Sequence[T]) -> T:
    """One of the choices, the same one in every Python for a generator with the same seed."""
    # random() is the one method that promises the same numbers everywhere.
    return choices[int(rng.random() * len(choices))]


def _nothing_is_unusual(call: Call) -> int:
    return 0


def expect_agreement(
    learner: ModuleType,
    calls: Sequence[Call],
    oracle: Callable[..., object],
    *,
    named: str,
    leave_out: Mapping[str, int],
    leave_out_inside: Mapping[str, int] = MappingProxyType({}),
    unusual: Callable[[Call], int] = _nothing_is_unusual,
) -> None:
    """Assert that the learner's function answers every call as `oracle` does.

    Args:
        learner: The learner's module.
        calls: The seeded cases.
        oracle: Gives the right answer; takes what the learner's function takes.
        named: What the message calls the oracle.
        leave_out: Each parameter that takes a list or a dictionary, with the number of entries
            that must stay. The smallest case has the fewest entries in the first of them, then
            in the next.
        leave_out_inside: Each of them whose entries are lists, with the number of entries that
            must stay in every one.
        unusual: How much of a case is out of the ordinary, n >= 0; decides between equally
            small ones.
    """
    comparison = _Comparison(learner, oracle, leave_out, leave_out_inside, unusual)
    # A learner's debugging prints are for single cases, not for hundreds.
    with redirect_stdout(_Nowhere()):
        differing = [call for call in calls if comparison.differs(call)]
        if not differing:
            return
        small = sorted(differing, key=comparison.size)[:SHRUNK_CASES]
        call = min(map(comparison.shrink, small), key=comparison.size)
        answer, wanted = ask(learner, call), oracle(*call.fresh_arguments())
    share = f"{len(differing)} of {len(calls)} seeded cases"
    if answer.error is None:
        sentence = f"You and {named} differ on {share}. Go through the smallest by hand."
    else:
        sentence = f"Your program stops on {share}. This is the smallest: run it to see the line."
    yours = "another answer at every call" if answer.equals(wanted) else str(answer)
    raise AssertionError(explain(sentence, call, yours, source(wanted)))


@dataclass(frozen=True, slots=True)
class _Comparison:
    learner: ModuleType
    oracle: Callable[..., object]
    leave_out: Mapping[str, int]
    leave_out_inside: Mapping[str, int]
    unusual: Callable[[Call], int]

    def differs(self, call: Call) -> bool:
        return not ask(self.learner, call).equals(self.oracle(*call.fresh_arguments()))

    def size(self, call: Call) -> list[int]:
        entries = [len(call.arguments[name]) for name in self.leave_out]
        inside = [
            sum(len(call.arguments[name][place]) for place in _places(call.arguments[name]))
            for name in self.leave_out_inside
        ]
        return [*entries, *inside, self.unusual(call)]

    def shrink(self, call: Call) -> Call:
        """The call without every entry that makes no difference."""
        for smaller in self.with_one_less(call):
            if self.differs(smaller):
                return self.shrink(smaller)
        return call

    def with_one_less(self, call: Call) -> Iterator[Call]:
        for name, must_stay in self.leave_out.items():
            for fewer in _one_less(call.arguments[name], must_stay):
                yield call.with_argument(name, fewer)
        for name, must_stay in self.leave_out_inside.items():
            for fewer in _one_less_inside(call.arguments[name], must_stay):
                yield call.with_argument(name, fewer)


def _places(entries: Entries) -> Sequence[Any]:
    return list(entries) if isinstance(entries, dict) else range(len(entries))


def _one_less(entries: Entries, must_stay: int) -> Iterator[Entries]:
    for place in _places(entries) if len(entries) > must_stay else ():
        fewer = entries.copy()
        del fewer[place]
        yield fewer


def _one_less_inside(entries: Entries, must_stay: int) -> Iterator[Entries]:
    for place in _places(entries):
        for shorter in _one_less(entries[place], must_stay):
            fewer = entries.copy()
            fewer[place] = shorter
            yield fewer


class _Nowhere(io.TextIOBase):
    def write(self, text: str) -> int:
        return len(text)
