"""How are keys, values and definitions written as text, so that they come back the same?"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from mlplat_core.feature_store.definitions import Entity, FeatureService, FeatureView, Field
from mlplat_core.feature_store.dtypes import Value
from mlplat_core.feature_store.storage.ports import Definition, Key
from mlplat_core.feature_store.timestamps import MICROSECOND, from_microseconds, to_microseconds

_encode = json.JSONEncoder(separators=(",", ":"), sort_keys=True).encode


def encode_key(key: Key) -> str:
    """The key as a JSON list: one text per key, where 1 and "1" differ."""
    return _encode(key)


def decode_key(text: str) -> Key:
    """The key that was encoded."""
    return tuple(json.loads(text))


def encode_values(values: Mapping[str, Value]) -> str:
    """The values as JSON; bytes and moments, which JSON does not know, as objects of one member."""
    return _encode({name: _to_json(value) for name, value in values.items()})


def decode_values(text: str) -> dict[str, Value]:
    """The values that were encoded."""
    return {name: _from_json(value) for name, value in json.loads(text).items()}


def encode_definition(definition: Definition) -> str:
    """The definition as JSON; its kind is stored beside it."""
    if isinstance(definition, Entity):
        return _encode({"name": definition.name, "join_keys": definition.join_keys})
    if isinstance(definition, FeatureService):
        return _encode({"name": definition.name, "features": definition.features})
    ttl = None if definition.ttl is None else definition.ttl // MICROSECOND
    return _encode(
        {
            "name": definition.name,
            "entities": [[entity.name, entity.join_keys] for entity in definition.entities],
            "schema": [[field.name, field.dtype] for field in definition.schema],
            "ttl": ttl,
            "boundary": definition.boundary,
        }
    )


def decode_definition(kind: str, text: str) -> Definition:
    """The definition of this kind that was encoded."""
    body = json.loads(text)
    if kind == "Entity":
        return Entity(**body)
    if kind == "FeatureService":
        return FeatureService(**body)
    body["entities"] = [Entity(*each) for each in body["entities"]]
    body["schema"] = [Field(*each) for each in body["schema"]]
    body["ttl"] = None if body["ttl"] is None else timedelta(microseconds=body["ttl"])
    return FeatureView(**body)


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
