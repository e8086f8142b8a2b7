"""How are keys, values and definitions written as text, so that they come back the same?"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from mlplat_core.feature_store.definitions import Entity, FeatureService, FeatureView, Field
from mlplat_core.feature_store.dtypes import Value
from mlplat_core.feature_store.on_demand.view import OnDemandFeatureView, RecordedTransform
from mlplat_core.feature_store.storage.ports import Definition, Key
from mlplat_core.feature_store.timestamps import MICROSECOND, from_microseconds, to_microseconds
from mlplat_core.feature_store.windows.aggregations import WindowAggregation

_encode = json.JSONEncoder(separators=(",", ":"), sort_keys=True).encode
_decode = json.JSONDecoder().decode


def encode_key(key: Key) -> str:
    """The key as a JSON list: one text per key, where 1 and "1" differ."""
    return _encode(key)


def decode_key(text: str) -> Key:
    """The key that was encoded."""
    return tuple(_decode(text))


def encode_values(values: Mapping[str, Value]) -> str:
    """The values as JSON; bytes and moments, which JSON does not know, as objects of one member."""
    return _encode({name: _to_json(value) for name, value in values.items()})


def decode_values(text: str) -> dict[str, Value]:
    """The values that were encoded."""
    values: dict[str, Any] = _decode(text)
    # Most rows hold nothing but numbers and texts: no second brace, no object to turn back.
    return values if text.find("{", 1) < 0 else {n: _from_json(v) for n, v in values.items()}


def encode_definition(definition: Definition) -> str:
    """The definition as JSON; its kind is stored beside it.

    Of the function of an on-demand view only the fingerprint is kept: a file must never bring code
    into the process that opens it.
    """
    body: dict[str, object] = {"name": definition.name}
    if isinstance(definition, Entity):
        body["join_keys"] = definition.join_keys
    elif isinstance(definition, FeatureService):
        body["features"] = definition.features
    elif isinstance(definition, OnDemandFeatureView):
        body["sources"] = definition.sources
        body["schema"] = _encode_fields(definition.schema)
        body["request"] = _encode_fields(definition.request)
        body["transform"] = definition.transform_hash
    else:
        body["entities"] = [[entity.name, entity.join_keys] for entity in definition.entities]
        body["schema"] = _encode_fields(definition.schema)
        body["ttl"] = _encode_duration(definition.ttl)
        body["boundary"] = definition.boundary
        body["allowed_lateness"] = _encode_duration(definition.allowed_lateness)
        body["aggregations"] = [
            [each.name, each.column, each.function, _encode_duration(each.window)]
            for each in definition.aggregations
        ]
    return _encode(body)


def decode_definition(kind: str, text: str) -> Definition:
    """The definition of this kind that was encoded."""
    body = _decode(text)
    if kind == "Entity":
        return Entity(**body)
    if kind == "FeatureService":
        return FeatureService(**body)
    body["schema"] = _decode_fields(body["schema"])
    if kind == "OnDemandFeatureView":
        body["request"] = _decode_fields(body["request"])
        body["transform"] = RecordedTransform(body["transform"])
        return OnDemandFeatureView(**body)
    body["entities"] = [Entity(*each) for each in body["entities"]]
    body["ttl"] = _decode_duration(body["ttl"])
    body["allowed_lateness"] = _decode_duration(body.get("allowed_lateness"))
    body["aggregations"] = [
        WindowAggregation(name, column, function, timedelta(microseconds=window))
        for name, column, function, window in body.get("aggregations", ())
    ]
    return FeatureView(**body)


def _encode_duration(duration: timedelta | None) -> int | None:
    return None if duration is None else duration // MICROSECOND


def _decode_duration(microseconds: int | None) -> timedelta | None:
    return None if microseconds is None else timedelta(microseconds=microseconds)


def _encode_fields(fields: Sequence[Field]) -> list[tuple[str, object]]:
    return [(field.name, field.dtype) for field in fields]


def _decode_fields(fields: Sequence[Sequence[str]]) -> list[Field]:
    return [Field(name, dtype) for name, dtype in fields]


def _to_json(value: Value) -> object:
    if isinstance(value, bytes):
        return {"bytes": value.hex()}
    return {"moment": to_microseconds(value)} if isinstance(value, datetime) else value


def _from_json(value: Value | dict[str, Any]) -> Value:
    if not isinstance(value, dict):
        return value
    if "bytes" in value:
        return bytes.fromhex(value["bytes"])
    return from_microseconds(value["moment"])
