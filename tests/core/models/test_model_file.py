"""A model file holds exactly the model; whatever else it says is refused, and never a crash."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from typing import Any

import pytest

from mlplat_core.errors import IntegrityError, InvalidModelFileError
from mlplat_core.models import (
    GradientBoostingScorer,
    LinearScorer,
    Split,
    Tree,
    dump_model,
    load_model,
)

LINEAR = LinearScorer(
    ("age", "größe"), (0.1, -0.0), 5e-324, "logit", (1.5, 0.0), (2.0, 1.0), positive_class="fraud"
)
BOOSTED = GradientBoostingScorer(
    ("age", 'in "[[[["'),
    (Tree((Split(0, 0.1, 1, 2), -0.0, Split(1, -1e-300, 3, 4), 2.5, 1e300)), Tree((0.25,))),
    init=1 / 3,
)
NULLABLE = GradientBoostingScorer(
    ("age",),
    (Tree((Split(0, None, 1, 2, 2), 1.0, 2.0)), Tree((Split(0, 0.5, 1, 2, 1), 1.0, 2.0))),
    dtype="float64",
    accepts_null=True,
    link="half_logit",
    positive_class="1",
)
MODELS = [LINEAR, BOOSTED, NULLABLE]
Change = Callable[[dict[str, Any]], Any]


def forged(model: LinearScorer | GradientBoostingScorer, change: Change) -> bytes:
    """The model's file with changed content, and the checksum that fits the change."""
    content = json.loads(dump_model(model))
    change(content)
    content.pop("sha256", None)
    text = json.dumps(content, sort_keys=True, separators=(",", ":"))
    return json.dumps(content | {"sha256": hashlib.sha256(text.encode()).hexdigest()}).encode()


def refusal(data: Any) -> str:
    """Why the file is refused."""
    with pytest.raises(InvalidModelFileError) as error:
        load_model(data)
    assert str(error.value).startswith("The model file cannot be used: ")
    assert isinstance(error.value, IntegrityError)
    return error.value.reason


@pytest.mark.parametrize("model", MODELS)
def test_a_loaded_model_is_the_dumped_one(model: LinearScorer | GradientBoostingScorer) -> None:
    """With every bit of every number, the sign of zero and subnormals too, and the same file."""
    loaded = load_model(dump_model(model))

    assert repr(loaded) == repr(model)
    assert loaded == model
    assert dump_model(loaded) == dump_model(model)  # type: ignore[arg-type]


def test_the_file_can_be_read_by_people() -> None:
    """One key or one tree a line; it is plain ASCII, and names its format first."""
    lines = dump_model(BOOSTED).decode("ascii").splitlines()

    assert lines[:4] == [
        "{",
        '"format": "mlplat-model/1",',
        '"kind": "gradient_boosting",',
        '"task": "regression",',
    ]
    assert lines[-6:-1] == [
        '"trees": [',
        "[[0,0.1,1,2],-0.0,[1,-1e-300,3,4],2.5,1e+300],",
        "[0.25]",
        "],",
        '"sha256": "6620ae2f017003982aecde19ad5555c646f19fd75618795d7692a80917f3ea66"',
    ]


@pytest.mark.parametrize("model", MODELS)
def test_spaces_and_line_ends_do_not_matter(model: LinearScorer | GradientBoostingScorer) -> None:
    """A file that an editor indented, or git gave other line ends, is the same model."""
    data = dump_model(model)

    assert load_model(json.dumps(json.loads(data), indent=4).encode()) == model
    assert load_model(data.replace(b"\n", b"\r\n")) == model


@pytest.mark.parametrize("model", MODELS)
def test_every_changed_content_is_noticed(model: LinearScorer | GradientBoostingScorer) -> None:
    """Whatever value is replaced, the checksum no longer fits; nor does a foreign checksum."""
    for name, value in json.loads(dump_model(model)).items():
        content = json.loads(dump_model(model)) | {name: 0 if value != 0 else 1}

        assert refusal(json.dumps(content).encode())


BROKEN: list[tuple[Any, str]] = [
    (b"", "it is not JSON"),
    (b"{", "it is not JSON"),
    (b"null", "it holds None, not an object"),
    (b"[]", "it holds a list, not an object"),
    (b'"' + b"x" * 1000 + b'"', "it holds 'xxx"),
    (b"\xff\xfe{\x00}\x00", "it is not JSON"),
    (b"\xef\xbb\xbf{}", "it is not JSON"),
    (b"\x80\x04K\x01.", "it is not JSON"),  # a pickle
    (b"{}", "format is None"),
    ("{}", "it is '{}', not bytes"),
    (None, "it is None, not bytes"),
    (bytearray(b"{}"), "it is a bytearray, not bytes"),
    (b'{"format": "mlplat-model/2"}', "format is 'mlplat-model/2'; use one of: 'mlplat-model/1'"),
    (b'{"format": ["mlplat-model/1"]}', "format is a list"),
    (b'{"format": 1}', "format is 1"),
    (b'{"format": "mlplat-model/1"}', "kind is None"),
    (b'{"format": "mlplat-model/1", "kind": "svm"}', "kind is 'svm'; use one of: 'linear'"),
    (b'{"format": "mlplat-model/1", "kind": {}}', "kind is a dict"),
    (b'{"format": "mlplat-model/1", "kind": "linear"}', "but it says None: it was changed"),
    (b'{"format": 1, "format": "mlplat-model/1"}', "it says 'format' twice"),
    (b'{"a": {"b": 1, "b": 1}}', "it says 'b' twice"),
    (b'{"a": NaN}', "it has the number NaN"),
    (b'{"a": -Infinity}', "it has the number -Infinity"),
    (b'{"a": ' + b"9" * 5000 + b"}", "it is not JSON"),
    (b'{"format": "mlplat-model/1", "kind": "linear", "a": 1e999}', "too large for a float"),
    (b"[" * 10_000 + b"]" * 10_000, "its brackets are 10000 deep; those of a model are 4"),
    (b'{"a":' * 10_000, "its brackets are 10000 deep"),
    (b'{"format": "mlplat-model/1", "x": [[[[0]]]]}', "its brackets are 5 deep"),
    (b'{"a\\"": "[[[[[[", "b": "', "it is not JSON"),
]


@pytest.mark.parametrize(("data", "reason"), BROKEN)
def test_what_is_no_model_file_is_refused(data: Any, reason: str) -> None:
    """With the reason, and with no other error than this."""
    assert reason in refusal(data)


def test_brackets_in_names_are_not_nesting() -> None:
    """Nor is what follows an escaped quote in a name."""
    names = ('a"[[[[[', "{{{{{{\\", "[0, 10)")

    model = LinearScorer(names, (1.0, 2.0, 3.0), 0.0)

    assert load_model(dump_model(model)) == model


def remove(name: str) -> Change:
    """A change that drops a key."""
    return lambda content: content.pop(name)


def put(name: str, value: Any) -> Change:
    """A change that sets a key."""
    return lambda content: content.update({name: value})


def node(place: int, value: Any) -> Change:
    """A change that replaces one node of the first tree."""
    return lambda content: content["trees"][0].__setitem__(place, value)


FORGED: list[tuple[LinearScorer | GradientBoostingScorer, Change, str]] = [
    *[(LINEAR, remove(name), f"a linear model lacks '{name}'") for name in ("task", "means")],
    *[(BOOSTED, remove(name), f"lacks '{name}'") for name in ("trees", "accepts_null", "dtype")],
    (LINEAR, put("trees", []), "a linear model has 'trees'"),
    (LINEAR, put("dtype", "float32"), "dtype is 'float32'; use one of: 'float64'"),
    (LINEAR, put("task", "regression"), "task is 'regression'; use one of: 'classification'"),
    (BOOSTED, put("task", ["regression"]), "task is a list"),
    (LINEAR, put("kind", "gradient_boosting"), "a gradient_boosting model lacks 'accepts_null'"),
    (LINEAR, put("feature_names", ["age"]), "coefficients must be 1 numbers"),
    (LINEAR, put("feature_names", {"age": 1, "x": 2}), "feature_names is a dict"),
    (LINEAR, put("coefficients", [1, None]), "coefficients[1] is None"),
    (LINEAR, put("intercept", 10**400), "intercept is 1000"),
    (LINEAR, put("means", None), "both means and scales"),
    (BOOSTED, put("init", True), "init is True"),
    (BOOSTED, put("trees", {}), "trees is a dict, not a list"),
    (BOOSTED, put("trees", [[]]), "trees[0]: a tree is a tuple; list at least one node"),
    (BOOSTED, put("trees", [7]), "trees[0]: a tree is 7"),
    (BOOSTED, node(0, [0, 0.1, 1, 99]), "trees[0]: node 0 goes on at node 99"),
    (BOOSTED, node(2, [1, 0.1, 0, 4]), "trees[0]: node 2 goes on at node 0"),  # a cycle
    (BOOSTED, node(2, [1, 0.1, 2, 4]), "trees[0]: node 2 goes on at node 2"),
    (BOOSTED, node(2, [1, 0.1, 3, 3]), "trees[0]: node 2 goes on at node 3"),
    (BOOSTED, node(2, 1.0), "trees[0]: node 3 has no parent"),
    (BOOSTED, node(0, [9, 0.1, 1, 2]), "trees[0], node 0 asks for feature 9; the last is 1"),
    (BOOSTED, node(0, [-1, 0.1, 1, 2]), "trees[0]: feature is -1"),
    (BOOSTED, node(0, ["0", 0.1, 1, 2]), "trees[0]: feature is '0'"),
    (BOOSTED, node(0, [0, 0.1, 1.0, 2]), "trees[0]: left is 1.0"),
    (BOOSTED, node(0, [0, "0.1", 1, 2]), "trees[0]: threshold is '0.1'"),
    (BOOSTED, node(0, [0, 0.1, 1]), "trees[0]: a split has 3 parts"),
    (BOOSTED, node(0, [0, 0.1, 1, 2, None]), "trees[0]: a split has 5 parts"),
    (BOOSTED, node(0, [0, 0.1, 1, 2, 1]), "trees[0], node 0: accepts_null is False"),
    (BOOSTED, node(1, "leaf"), "trees[0]: node 1 is 'leaf'"),
    (BOOSTED, node(1, {"leaf": 1}), "trees[0]: node 1 is a dict"),
    (NULLABLE, node(0, [0, None, 1, 2, 1]), "trees[0]: only nulls can go right"),
    (NULLABLE, put("positive_class", None), "positive_class is None"),
]


@pytest.mark.parametrize(("model", "change", "reason"), FORGED)
def test_a_valid_checksum_does_not_excuse_nonsense(
    model: LinearScorer | GradientBoostingScorer, change: Change, reason: str
) -> None:
    """A file that someone wrote by hand, with care for the checksum only."""
    assert reason in refusal(forged(model, change))


def test_a_file_without_a_change_passes_the_forger() -> None:
    """What the cases above refuse is the change, not the forgery; whole numbers are numbers."""
    assert load_model(forged(BOOSTED, lambda content: None)) == BOOSTED
    assert load_model(forged(LINEAR, put("scales", [2, 1]))) == LINEAR
