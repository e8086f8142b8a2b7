"""Which bytes and which hash stand for a training set."""

from __future__ import annotations

import hashlib
import subprocess
import sys
from datetime import UTC, datetime, timedelta, timezone
from enum import IntEnum
from math import copysign, inf, nan
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlplat_core import FieldStatus, JoinResult, RequestError
from mlplat_core.feature_store.saved_datasets.content import (
    Content,
    decode_content,
    encode_content,
)

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
FEATURES = ["stats:count"]
VALUES = (
    st.none()
    | st.booleans()
    | st.integers(-(2**80), 2**80)
    | st.floats(allow_nan=False)
    | st.text()
    | st.text('\t\n\r {}[]"\\:,\ud800é\u2028')
    | st.binary()
    | st.datetimes(timezones=st.just(UTC))
)
ROWS = st.lists(st.dictionaries(st.text(min_size=1), VALUES), max_size=6)


def content_of(rows: list[dict[str, Any]], count: Any = 1) -> Content:
    """These entity rows, all with the same count."""
    found = [{**row, "count": count} for row in rows]
    return encode_content(FEATURES, JoinResult(found, [{"count": FieldStatus.PRESENT}] * len(rows)))


def hash_of(value: Any) -> str:
    """The hash of a training set of one row with one label."""
    return content_of([{"label": value}]).dataset_hash


def exact(value: Any) -> tuple[type, Any, float]:
    """The value with what `==` does not see: its type, and the sign of a zero."""
    return type(value), value, copysign(1, value) if isinstance(value, float) else 0


@given(ROWS, VALUES)
def test_what_was_encoded_comes_back(rows: list[dict[str, Any]], count: Any) -> None:
    """Every value with its type, every bit of a float, every character, in order."""
    found, statuses = decode_content(content_of(rows, count).body)

    expected = [{**row, "count": count} for row in rows]
    assert [{name: exact(value) for name, value in row.items()} for row in found] == [
        {name: exact(value) for name, value in row.items()} for row in expected
    ]
    assert statuses == [{"count": FieldStatus.PRESENT}] * len(rows)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (1, 1.0),
        (1, True),
        (1.0, True),
        (0, False),
        (0.0, -0.0),
        (0, None),
        ("", None),
        ("1", 1),
        ("a", b"a"),
        ("None", None),
        ("null", None),
        (0.1, 0.1 + 2**-56),
        (2**53, 2**53 + 1),
        (float(2**53), 2**53),
        (inf, -inf),
        (inf, "inf"),
        (1e308, inf),
        (NOON, NOON + timedelta(microseconds=1)),
        (NOON, NOON.isoformat()),
        (NOON, int(NOON.timestamp() * 1_000_000)),
        ("a", "a "),
        ("é", "e\u0301"),
        ('{"bytes":"61"}', b"a"),
    ],
)
def test_different_values_have_different_hashes(one: Any, other: Any) -> None:
    """Also those that Python calls equal."""
    assert hash_of(one) != hash_of(other)


class Colour(IntEnum):
    """A number with a name."""

    RED = 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (nan, None),
        (pd.NaT, None),
        (np.float64(0.1), 0.1),
        (np.str_("a"), "a"),
        (Colour.RED, 1),
        (FieldStatus.PRESENT, "PRESENT"),
        (pd.Timestamp(NOON), NOON),
        (NOON.astimezone(timezone(timedelta(hours=5.5))), NOON),
    ],
)
def test_other_spellings_of_a_value_are_the_same(one: Any, other: Any) -> None:
    """Nulls of all kinds, subclasses, and a moment in any time zone."""
    assert content_of([{"label": one}]).body == content_of([{"label": other}]).body


@pytest.mark.parametrize("value", [[1], {"a": 1}, (1,), 1j, np.int64(1), object(), NOON.date()])
def test_a_value_that_would_change_is_refused(value: Any) -> None:
    """With its row and column."""
    with pytest.raises(
        RequestError, match=r"row 1, label: .* which a dataset cannot keep"
    ) as caught:
        content_of([{"label": 1}, {"label": value}])

    assert (caught.value.row, caught.value.column) == (1, "label")


def test_a_moment_without_time_zone_is_refused() -> None:
    """As everywhere; the message names the row."""
    with pytest.raises(RequestError, match=r"row 0, label: .* has no time zone") as caught:
        content_of([{"label": NOON.replace(tzinfo=None)}])

    assert (caught.value.row, caught.value.column) == (0, "label")


def test_a_column_is_named_by_a_text() -> None:
    """JSON would turn 1 into "1", where both could meet."""
    with pytest.raises(RequestError, match="row 0: the column 1 is no text"):
        content_of([{1: "a"}])  # type: ignore[dict-item]


def test_the_order_of_rows_counts_and_that_of_columns_does_not() -> None:
    """Rows are a sequence, columns have names."""
    rows = [{"a": 1, "b": 2}, {"a": 3, "b": 4}]

    assert content_of(rows).dataset_hash != content_of(rows[::-1]).dataset_hash
    assert content_of(rows) == content_of([{"b": 2, "a": 1}, {"b": 4, "a": 3}])


def test_features_and_statuses_are_content() -> None:
    """Which feature was read, in which order, and why a value is missing."""
    rows = [{"count": None, "amount": None}]
    expired, unknown = FieldStatus.OUTSIDE_MAX_AGE, FieldStatus.NOT_FOUND

    def made(features: list[str], *statuses: FieldStatus) -> str:
        found = [dict(zip(("count", "amount"), statuses, strict=True))]
        return encode_content(features, JoinResult(rows, found)).dataset_hash

    hashes = {
        made(["a:count", "a:amount"], expired, expired),
        made(["a:count", "a:amount"], expired, unknown),
        made(["b:count", "a:amount"], expired, expired),
        made(["a:amount", "a:count"], expired, expired),
    }
    assert len(hashes) == 4


def test_a_null_column_is_another_thing_than_none() -> None:
    """A label that is unknown was still asked for."""
    assert content_of([{"label": None}]).dataset_hash != content_of([{}]).dataset_hash


def test_the_hash_of_the_entity_rows_does_not_see_the_answers() -> None:
    """So it tells whether two training sets answer the same question."""
    one, other = content_of([{"a": 1}], count=1), content_of([{"a": 1}], count=2)

    assert one.entity_rows_hash == other.entity_rows_hash
    assert one.entity_rows_hash != content_of([{"a": 2}]).entity_rows_hash
    assert one.dataset_hash != other.dataset_hash


def test_an_empty_training_set_has_a_hash_too() -> None:
    """And comes back empty."""
    empty = content_of([])

    assert (empty.row_count, decode_content(empty.body)) == (0, ([], []))
    assert empty.dataset_hash != content_of([{}]).dataset_hash


def test_columns_come_back_sorted_with_the_features_last() -> None:
    """In the order in which the features were asked for."""
    statuses = [{"z": FieldStatus.PRESENT, "a": FieldStatus.PRESENT}]
    made = encode_content(["v:z", "v:a"], JoinResult([{"u": 1, "b": 2, "a": 3, "z": 4}], statuses))

    (row,), (found,) = decode_content(made.body)

    assert (list(row), list(found)) == (["b", "u", "z", "a"], ["z", "a"])


# Another text for these values would orphan every dataset that was ever saved.
PINNED = (
    r'{"columns":["third","whole","none"],"features":["v:third","v:whole","v:none"],"format":1}'
    "\n"
    r'{"big":18446744073709551616,"event_timestamp":{"moment":1795435200000001},"inf":Infinity,'
    r'"label":true,"raw":{"bytes":"00ff"},"tiny":5e-324,"user_id":"\u00e9\u2028\ud800","zero":-0.0}'
    "\t"
    r'{"none":null,"third":0.3333333333333333,"whole":1e+22}'
    "\t"
    "PRESENT PRESENT PRESENT"
)
SAMPLE = (
    "from datetime import datetime, timezone\n"
    "from mlplat_core import FieldStatus, JoinResult\n"
    "from mlplat_core.feature_store.saved_datasets.content import encode_content\n"
    "noon = datetime(2026, 11, 23, 12, 0, 0, 1, tzinfo=timezone.utc)\n"
    "entity = {'user_id': 'é\\u2028\\ud800', 'event_timestamp': noon, 'raw': b'\\x00\\xff',\n"
    "          'big': 2**64, 'label': True, 'zero': -0.0, 'tiny': 5e-324, 'inf': float('inf')}\n"
    "answer = {'third': 1 / 3, 'whole': 1e22, 'none': None}\n"
    "statuses = dict.fromkeys(answer, FieldStatus.PRESENT)\n"
    "print(encode_content(['v:third', 'v:whole', 'v:none'],\n"
    "                     JoinResult([{**entity, **answer}], [statuses])).dataset_hash)\n"
)


@pytest.mark.parametrize("seed", ["0", "1"])
def test_the_hash_is_the_same_in_every_process(seed: str) -> None:
    """Whatever the seed of Python's own hashes, and for ever."""
    environment = {"PYTHONHASHSEED": seed, "PYTHONPATH": ":".join(sys.path)}

    made = subprocess.run(
        [sys.executable, "-c", SAMPLE], env=environment, capture_output=True, text=True, check=True
    )

    assert made.stdout.strip() == hashlib.sha256(PINNED.encode()).hexdigest()
