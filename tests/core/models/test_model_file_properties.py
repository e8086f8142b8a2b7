"""Laws of the model file, for any model, and for any damage to a file."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from mlplat_core.errors import InvalidModelFileError, RequestError
from mlplat_core.models import (
    GradientBoostingScorer,
    LinearScorer,
    Split,
    Tree,
    dump_model,
    load_model,
    probe_rows,
)

Model = LinearScorer | GradientBoostingScorer
FLOATS = st.floats(allow_nan=False, allow_infinity=False)
LEAVES = st.floats(-1e300, 1e300)
NAMES = st.lists(st.text(min_size=1).filter(str.strip), min_size=1, max_size=4, unique=True)


@st.composite
def linear_models(draw: st.DrawFn) -> LinearScorer:
    """Linear models of any numbers, with and without a scaler and a class."""
    names = tuple(draw(NAMES))
    numbers = st.tuples(*[FLOATS] * len(names))
    scales = st.tuples(*[st.floats(5e-324, 1.7e308)] * len(names))
    scaler = draw(st.none() | st.tuples(numbers, scales)) or (None, None)
    link = draw(st.sampled_from(["identity", "log", "logit", "half_logit"]))
    positive = draw(st.text()) if link.endswith("logit") else None
    return LinearScorer(names, draw(numbers), draw(FLOATS), link, *scaler, positive)  # type: ignore[arg-type]


@st.composite
def trees(draw: st.DrawFn, features: int, accepts_null: bool) -> Tree:
    """Trees of any shape, grown from the root by splitting leaves."""
    nodes: list[Any] = [None]
    for place in range(7):
        if place < len(nodes) and draw(st.booleans()):
            left = len(nodes)
            nodes += [None, None]
            threshold = draw(FLOATS | st.none()) if accepts_null else draw(FLOATS)
            null = left + 1 if threshold is None else left + draw(st.integers(0, 1))
            feature = draw(st.integers(0, features - 1))
            nodes[place] = Split(feature, threshold, left, left + 1, null if accepts_null else None)
    return Tree(tuple(draw(LEAVES) if node is None else node for node in nodes))


@st.composite
def boosted_models(draw: st.DrawFn) -> GradientBoostingScorer:
    """Boosted models of a few trees, with and without nulls."""
    names, accepts_null = tuple(draw(NAMES)), draw(st.booleans())
    grown = draw(st.lists(trees(len(names), accepts_null), max_size=4))
    dtype = draw(st.sampled_from(["float32", "float64"]))
    return GradientBoostingScorer(
        names, tuple(grown), draw(LEAVES), dtype=dtype, accepts_null=accepts_null
    )


MODELS: st.SearchStrategy[Model] = linear_models() | boosted_models()
PLACES = st.integers(0, 9)
SPLITS = st.tuples(st.integers(-1, 4), FLOATS | st.none(), PLACES, PLACES).flatmap(
    lambda parts: st.sampled_from([[*parts], [*parts, parts[2]], [*parts, parts[3]]])
)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=5) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=8,
)


def answer(model: Any, row: list[float | None]) -> str:
    """The raw score with all its bits, or the refusal."""
    try:
        return float(model.raw_score(row)).hex()
    except RequestError as error:
        return str(error)


@settings(max_examples=200)
@given(MODELS, st.data())
def test_a_round_trip_keeps_every_bit(model: Model, data: st.DataObject) -> None:
    """The loaded model has the same parts, writes the same file and scores any row alike."""
    size = len(model.feature_names)
    row = data.draw(st.lists(st.none() | st.floats(), min_size=size, max_size=size))

    loaded = load_model(dump_model(model))

    assert repr(loaded) == repr(model)
    assert dump_model(loaded) == dump_model(model)  # type: ignore[arg-type]
    for each in [row, *probe_rows(model)]:
        assert answer(loaded, each) == answer(model, each)


@settings(max_examples=300)
@given(MODELS, st.data())
def test_damage_is_refused_or_changes_nothing(model: Model, data: st.DataObject) -> None:
    """Bytes replaced, cut out or put in: the file is refused, or still means the same model."""
    intact = dump_model(model)
    start = data.draw(st.integers(0, len(intact)))
    end = data.draw(st.integers(start, min(start + 4, len(intact))))
    put = data.draw(st.binary(max_size=4) | st.sampled_from([b" ", b"0", b"-", b"]", b'"', b"e"]))

    try:
        loaded = load_model(intact[:start] + put + intact[end:])
    except InvalidModelFileError:
        return

    assert repr(loaded) == repr(model)


@settings(max_examples=300)
@given(MODELS, st.data())
def test_every_content_is_a_model_or_refused(model: Model, data: st.DataObject) -> None:
    """Any JSON at any place, under a checksum that fits: loaded and able to score, or refused."""
    content = json.loads(dump_model(model))
    often = ["trees"] * 9 if content.get("trees") else []
    name = data.draw(st.sampled_from(sorted(content) + often))
    value: Any = data.draw(JSON)
    if isinstance(content[name], list) and content[name] and data.draw(st.booleans()):
        place = data.draw(st.integers(0, len(content[name]) - 1))
        if name == "trees" and data.draw(st.booleans()):
            node = data.draw(st.integers(0, len(content[name][place]) - 1))
            content[name][place][node] = data.draw(JSON | SPLITS)
        else:
            content[name][place] = value
    else:
        content[name] = value

    try:
        loaded = load_model(sealed(content))
    except InvalidModelFileError:
        return

    answer(loaded, [0.0] * len(loaded.feature_names))


def sealed(content: dict[str, Any]) -> bytes:
    """The content with a checksum that fits, where it can have one."""
    import hashlib

    unsigned = {name: value for name, value in content.items() if name != "sha256"}
    text = json.dumps(unsigned, sort_keys=True, separators=(",", ":"))
    return json.dumps(unsigned | {"sha256": hashlib.sha256(text.encode()).hexdigest()}).encode()


@settings(max_examples=200)
@given(st.binary(max_size=60) | JSON.map(json.dumps).map(str.encode))
def test_any_bytes_are_refused(data: bytes) -> None:
    """Noise, and JSON of any kind, end in the one error of the platform."""
    try:
        load_model(data)
    except InvalidModelFileError:
        return

    raise AssertionError("noise became a model")
