"""Which bytes stand for a training set, so that equal ones have equal hashes everywhere?

One line of JSON says which features and columns there are. Then follows one line per row, of three
parts with a tab between: the columns of the entity row, those of the features, and the statuses.
Keys are sorted, floats are written with the fewest digits that bring back the same float, 1 and 1.0
and true differ, moments are microseconds UTC, bytes are hexadecimal, and everything is ASCII.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from typing import cast

from mlplat_core.errors import RequestError
from mlplat_core.feature_store.answers import JoinResult
from mlplat_core.feature_store.columns import Row
from mlplat_core.feature_store.dtypes import Value
from mlplat_core.feature_store.saved_datasets.manifest import DatasetManifest
from mlplat_core.feature_store.status import FieldStatus
from mlplat_core.feature_store.storage.sqlite_codec import decode_values, encode_values
from mlplat_core.feature_store.timestamps import from_microseconds, is_null, to_microseconds

_FORMAT = 1
_PLAIN = (bool, int, float, str, bytes)


@dataclass(frozen=True, slots=True)
class Content:
    """A training set as bytes, and what a manifest says of it.

    Attributes:
        body: the bytes.
        dataset_hash: their sha256.
        entity_rows_hash: the sha256 of those parts that were asked, not answered.
        row_count: how many rows there are.
    """

    body: bytes
    dataset_hash: str
    entity_rows_hash: str
    row_count: int


def encode_content(features: Iterable[str], training: JoinResult) -> Content:
    """The training set as bytes.

    Args:
        features: the references that were read, in order.
        training: the answer to a historical read.

    Raises:
        RequestError: with `row` and `column`, for a value that is not text, bytes, number, truth
            value, aware moment or null.

    Example:
        >>> training = JoinResult([{"user_id": "u1", "age": 41}], [{"age": FieldStatus.PRESENT}])
        >>> print(encode_content(["user_stats:age"], training).body.decode().expandtabs(2))
        {"columns":["age"],"features":["user_stats:age"],"format":1}
        {"user_id":"u1"}  {"age":41}  PRESENT
    """
    columns = list(training.statuses[0]) if training.statuses else []
    asked, lines = [], []
    for number, row in enumerate(training.rows):
        entity = _encode_part(row, [name for name in row if name not in columns], number)
        answer = _encode_part(row, columns, number)
        statuses = " ".join(training.statuses[number][column] for column in columns)
        asked.append(entity)
        lines.append(f"{entity}\t{answer}\t{statuses}")
    header = _to_json({"columns": columns, "features": list(features), "format": _FORMAT})
    body = "\n".join([header, *lines]).encode()
    return Content(body, sha256(body), sha256("\n".join(asked).encode()), len(lines))


def decode_content(
    body: bytes,
) -> tuple[list[dict[str, Value | None]], list[dict[str, FieldStatus]]]:
    """The rows and statuses that were encoded."""
    header, *lines = body.decode().split("\n")
    columns: list[str] = json.loads(header)["columns"]
    rows: list[dict[str, Value | None]] = []
    statuses: list[dict[str, FieldStatus]] = []
    for line in lines:
        entity, answer, found = line.split("\t")
        values = decode_values(answer)
        rows.append({**decode_values(entity), **{name: values[name] for name in columns}})
        statuses.append(dict(zip(columns, map(FieldStatus, found.split()), strict=True)))
    return rows, statuses


def encode_manifest(manifest: DatasetManifest) -> bytes:
    """The manifest as JSON."""
    body = {each.name: getattr(manifest, each.name) for each in fields(manifest)}
    body["created_at"] = to_microseconds(manifest.created_at)
    return _to_json(body).encode()


def decode_manifest(body: bytes) -> DatasetManifest:
    """The manifest that was encoded."""
    found = json.loads(body)
    found["created_at"] = from_microseconds(found["created_at"])
    return DatasetManifest(**found)


def sha256(content: bytes) -> str:
    """The sha256 of the content, hexadecimal."""
    return hashlib.sha256(content).hexdigest()


def _to_json(value: object) -> str:
    return json.dumps(value, default=dict, separators=(",", ":"))


def _encode_part(row: Row, names: Sequence[str], number: int) -> str:
    values = {name: _checked(row[name], name, number) for name in names}
    # A log has no nulls, so the type does not name them; JSON has.
    return encode_values(cast("Mapping[str, Value]", values))


def _checked(value: object, column: object, number: int) -> Value | None:
    """The value, None for null, if it can be brought back unchanged."""
    if not isinstance(column, str):
        raise RequestError(f"row {number}: the column {column!r} is no text.", row=number)
    if is_null(value):
        return None
    if isinstance(value, _PLAIN):
        return value
    place = f"row {number}, {column}"
    if not isinstance(value, datetime):
        raise RequestError(
            f"{place}: {value!r} is a {type(value).__name__}, which a dataset cannot keep; pass "
            "text, bytes, a number, a truth value, an aware datetime or None.",
            row=number,
            column=column,
        )
    try:
        to_microseconds(value)
    except RequestError as error:
        raise RequestError(f"{place}: {error}", row=number, column=column) from None
    return value
