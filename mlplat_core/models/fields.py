"""Is what a model is made of usable: its names, its numbers, its choices?"""

from __future__ import annotations

from collections.abc import Iterable
from math import isfinite

from mlplat_core.errors import DefinitionError
from mlplat_core.models.links import INVERSES, task_of


def shown(value: object) -> str:
    """The value for a message, never long: of a list or an object only what it is.

    Example:
        >>> shown(1.5), shown([[[]]])
        ('1.5', 'a list')
    """
    if value is None or isinstance(value, str | int | float):
        text = repr(value)
        return text if len(text) <= 60 else f"{text[:60]}..."
    return f"a {type(value).__name__}"


def number(value: object, what: str) -> float:
    """The value as a finite float.

    Raises:
        DefinitionError: it is text, a bool, NaN, infinite, or a whole number beyond every float.

    Example:
        >>> number(2, "init")
        2.0
    """
    if isinstance(value, int | float) and not isinstance(value, bool):
        try:
            if isfinite(value):
                return float(value)
        except OverflowError:
            pass
    raise DefinitionError(f"{what} is {shown(value)}; it must be a finite number.")


def numbers(value: object, what: str, count: int) -> tuple[float, ...]:
    """The values as that many finite floats.

    Raises:
        DefinitionError: there are more or fewer, or one is no finite number.

    Example:
        >>> numbers([1, 2.5], "coefficients", 2)
        (1.0, 2.5)
    """
    if not isinstance(value, list | tuple) or len(value) != count:
        found = len(value) if isinstance(value, list | tuple) else shown(value)
        raise DefinitionError(f"{what} must be {count} numbers, one per feature, not {found}.")
    return tuple(number(each, f"{what}[{place}]") for place, each in enumerate(value))


def feature_names(value: object) -> tuple[str, ...]:
    """The value as the names of at least one feature, none of them twice.

    Raises:
        DefinitionError: it is no list, empty, or has something else than text, or a name twice.

    Example:
        >>> feature_names(["age", "amount"])
        ('age', 'amount')
    """
    if not isinstance(value, list | tuple) or not value:
        raise DefinitionError(f"feature_names is {shown(value)}; list at least one name.")
    seen: set[str] = set()
    for name in value:
        if not isinstance(name, str) or not name.strip() or name in seen:
            raise DefinitionError(f"feature_names has {shown(name)}; each must be text, once.")
        seen.add(name)
    return tuple(value)


def choice(value: object, what: str, options: Iterable[object]) -> None:
    """Do nothing if the value is one of the options.

    Raises:
        DefinitionError: it is none of them.
    """
    allowed = tuple(options)
    # By type as well: True would pass for 1.
    if not any(type(value) is type(option) and value == option for option in allowed):
        listing = ", ".join(map(shown, allowed))
        raise DefinitionError(f"{what} is {shown(value)}; use one of: {listing}.")


def meaning(link: object, positive_class: object) -> None:
    """Do nothing if the link is known, and a classifier, only it, names its positive class.

    Raises:
        DefinitionError: the link is unknown, or the class is missing or too much.
    """
    choice(link, "link", INVERSES)
    wanted = str if task_of(str(link)) == "classification" else type(None)
    if not isinstance(positive_class, wanted):
        raise DefinitionError(
            f"positive_class is {shown(positive_class)}; a classifier says which class its score "
            "is the probability of, as text, and a regressor has none (null)."
        )
