"""How does a model become a file that a person can read, and a program can trust?"""

from __future__ import annotations

from itertools import accumulate
from typing import Any, NoReturn, TypeAlias

from mlplat_core.errors import DefinitionError, InvalidModelFileError
from mlplat_core.models.fields import choice, shown
from mlplat_core.models.gradient_boosting import GradientBoostingScorer
from mlplat_core.models.linear import LinearScorer
from mlplat_core.models.links import task_of
from mlplat_core.models.model_card import ModelCard, from_content, to_content
from mlplat_core.models.scorer import Scorer
from mlplat_core.models.trees import Split, Tree

FORMAT = "mlplat-model/1"
"""What the first key says; a change of meaning gets another number."""

Model: TypeAlias = LinearScorer | GradientBoostingScorer
"""A model that can be written to a file."""
Content: TypeAlias = dict[str, Any]

_FIELDS = {
    "linear": ("intercept", "coefficients", "means", "scales"),
    "gradient_boosting": ("accepts_null", "init", "trees"),
}
_MEANING = ("link", "positive_class", "feature_names")
_FRAME = ("format", "kind", "task", "dtype", "sha256")
_CARD = "card"
"""The one key that a file may lack."""

# An object of the lists of trees of nodes, or of the card's slices and their metrics.
_DEPTH = 4
_BRACKETS = dict(zip(b"[{]}", (1, 1, -1, -1), strict=True))
_NO_BRACKETS = bytes(set(range(256)) - _BRACKETS.keys())


def load_model(data: bytes) -> Scorer:
    """The model in the file, checked before it scores its first row.

    What it scores is, bit for bit, what the dumped model scores: a number in the file is the
    shortest decimal that means this float and no other.

    Args:
        data: the file's bytes. Spaces and line ends between values may differ from the original's.

    Raises:
        InvalidModelFileError: anything else is not as `dump_model` wrote it, or says what no model
            can mean: the checksum differs, a key is missing or there twice, a number is not finite,
            a child lies outside its tree, and so on.

    Example:
        >>> from mlplat_core.models import LinearScorer
        >>> model = LinearScorer(("age",), (0.1,), 0.2)
        >>> load_model(dump_model(model)) == model
        True

    Complexity:
        O(length of the file).
    """
    return _read(data)[0]


def read_card(data: bytes) -> ModelCard | None:
    """What the file says about its model's origin; None if it says nothing.

    The checksum covers the card, and the whole file is checked as by `load_model`, so that what it
    says belongs to the model beside it.

    Args:
        data: the file's bytes.

    Raises:
        InvalidModelFileError: as for `load_model`, or the card is none.

    Example:
        >>> from mlplat_core.models import LinearScorer
        >>> model = LinearScorer(("age",), (0.1,), 0.2)
        >>> read_card(dump_model(model, ModelCard("a first try"))).description
        'a first try'
    """
    return _read(data)[1]


def with_card(data: bytes, card: ModelCard) -> bytes:
    """The same model in a file that says where it comes from.

    Args:
        data: a model file; a card that it has already is replaced.
        card: where the model comes from.

    Raises:
        InvalidModelFileError: as for `load_model`.

    Example:
        >>> from mlplat_core.models import LinearScorer
        >>> file = dump_model(LinearScorer(("age",), (0.1,), 0.2))
        >>> read_card(with_card(file, ModelCard("a first try"))).description
        'a first try'
    """
    return dump_model(_read(data)[0], card)


def _read(data: bytes) -> tuple[Model, ModelCard | None]:
    """The model and its card, both checked."""
    try:
        content = _parse(data)
        choice(content.get("format"), "format", [FORMAT])
        choice(content.get("kind"), "kind", _FIELDS)
        _check_digest(content)
        _check_keys(content)
        return _build(content), from_content(content[_CARD]) if _CARD in content else None
    except DefinitionError as error:
        raise InvalidModelFileError(str(error)) from None


def dump_model(model: Model, card: ModelCard | None = None) -> bytes:
    """The model as JSON: one key or tree a line, a checksum last; the same bytes every time.

    A tree is the list of its nodes. A node is a number, the value of a leaf, or a split: `[feature,
    threshold, left, right]`, and fifth, in a model that accepts nulls, the node where these go on.
    Features and nodes are positions from 0; a threshold of null sends only nulls right. The
    checksum is the sha256 of all other keys as JSON, sorted and without spaces.

    Args:
        model: the model.
        card: where it comes from, to be kept in the file with it.

    Example:
        >>> from mlplat_core.models import LinearScorer
        >>> text = dump_model(LinearScorer(("age",), (0.1,), 0.2)).decode()
        >>> print(*text.splitlines()[:4])
        { "format": "mlplat-model/1", "kind": "linear", "task": "regression",
    """
    kind = "linear" if isinstance(model, LinearScorer) else "gradient_boosting"
    dtype = "float64" if isinstance(model, LinearScorer) else model.dtype
    content: Content = {"format": FORMAT, "kind": kind, "task": task_of(model.link), "dtype": dtype}
    content |= {name: getattr(model, name) for name in (*_MEANING, *_FIELDS[kind])}
    if isinstance(model, GradientBoostingScorer):
        content["trees"] = [[_from_node(node) for node in tree.nodes] for tree in model.trees]
    if card is not None:
        content[_CARD] = to_content(card)
    content["sha256"] = _digest(content)
    texts = {name: _compact(value) for name, value in content.items()}
    if "trees" in content:
        texts["trees"] = "[\n" + ",\n".join(map(_compact, content["trees"])) + "\n]"
    lines = [f'"{name}": {text}' for name, text in texts.items()]
    return ("{\n" + ",\n".join(lines) + "\n}\n").encode("ascii")


def _parse(data: bytes) -> Content:
    """The file as a dict, by a stricter JSON: UTF-8, no key twice, no NaN, no Infinity."""
    import json  # here, as a page that loads no model should not load it at start

    if not isinstance(data, bytes):
        raise DefinitionError(f"it is {shown(data)}, not bytes; read it in binary mode")
    _check_depth(data)
    try:
        content = json.loads(
            data.decode("utf-8"), object_pairs_hook=_unique, parse_constant=_no_constant
        )
    except DefinitionError:
        raise
    except ValueError as error:  # broken JSON, broken UTF-8, or a number of thousands of digits
        raise DefinitionError(f"it is not JSON: {error}") from None
    if not isinstance(content, dict):
        raise DefinitionError(f"it holds {shown(content)}, not an object")
    return content


def _check_depth(data: bytes) -> None:
    """Do nothing if no bracket is nested deeper than in a model.

    Deeper ones end in a RecursionError in CPython, but in Pyodide in the end of the interpreter.
    """
    import re

    outside_texts = re.sub(rb'"(?:[^"\\]|\\.)*"', b"", data, flags=re.DOTALL)
    brackets = outside_texts.translate(None, _NO_BRACKETS)
    deepest = max(accumulate(map(_BRACKETS.__getitem__, brackets)), default=0)
    if deepest > _DEPTH:
        raise DefinitionError(f"its brackets are {deepest} deep; those of a model are {_DEPTH}")


def _unique(pairs: list[tuple[str, Any]]) -> Content:
    content: Content = {}
    for name, value in pairs:
        if name in content:
            raise DefinitionError(f"it says {shown(name)} twice")
        content[name] = value
    return content


def _no_constant(name: str) -> NoReturn:
    raise DefinitionError(f"it has the number {name}, which is not JSON")


def _compact(value: object) -> str:
    import json

    return json.dumps(value, sort_keys=True, separators=(",", ":"), allow_nan=False)


def _digest(content: Content) -> str:
    """The sha256 of all that is said besides it: keys sorted, nothing between the values."""
    import hashlib

    signed = {name: value for name, value in content.items() if name != "sha256"}
    try:
        return hashlib.sha256(_compact(signed).encode("ascii")).hexdigest()
    except ValueError:  # a decimal such as 1e999, which was read as infinity
        raise DefinitionError("it has a number that is too large for a float") from None


def _check_digest(content: Content) -> None:
    said, found = content.get("sha256"), _digest(content)
    if said != found:
        text = said[:12] if isinstance(said, str) else said
        raise DefinitionError(
            f"its sha256 is {found[:12]}, but it says {shown(text)}: it was changed later"
        )


def _check_keys(content: Content) -> None:
    wanted = {*_FRAME, *_MEANING, *_FIELDS[content["kind"]]}
    for problem, names in (
        ("lacks", wanted - content.keys()),
        ("has", content.keys() - wanted - {_CARD}),
    ):
        if names:
            listing = ", ".join(map(shown, sorted(names)))
            raise DefinitionError(f"a {content['kind']} model {problem} {listing}")


def _build(content: Content) -> Model:
    """The model that the content describes; keys, kind and checksum are known to be right."""
    kind = content["kind"]
    values = {name: content[name] for name in (*_MEANING, *_FIELDS[kind])}
    model: Model
    if kind == "linear":
        choice(content["dtype"], "dtype", ["float64"])
        model = LinearScorer(**values)
    else:
        if not isinstance(values["trees"], list):
            raise DefinitionError(f"trees is {shown(values['trees'])}, not a list")
        values["trees"] = tuple(_tree(*each) for each in enumerate(values["trees"]))
        model = GradientBoostingScorer(**values, dtype=content["dtype"])
    choice(content["task"], "task", [task_of(model.link)])
    return model


def _tree(place: int, nodes: object) -> Tree:
    try:
        # What is no list, or no number, a Tree refuses in its own words.
        return Tree(tuple(map(_to_node, nodes)) if isinstance(nodes, list) else nodes)  # type: ignore[arg-type]
    except DefinitionError as error:
        raise DefinitionError(f"trees[{place}]: {error}") from None


def _to_node(written: object) -> object:
    if not isinstance(written, list):
        return written
    if len(written) not in (4, 5) or (len(written) == 5 and written[4] is None):
        raise DefinitionError(f"a split has {len(written)} parts; write 4, or 5 with nulls")
    return Split(*written)


def _from_node(node: Split | float) -> object:
    if not isinstance(node, Split):
        return node
    written = [node.feature, node.threshold, node.left, node.right]
    return written if node.null is None else [*written, node.null]
