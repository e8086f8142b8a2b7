"""How are definitions written as the Python file that `feast apply` reads?"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from mlplat_core.export.feast_plan import FeastPlan
from mlplat_core.export.feast_view import ExportedView, KeyType
from mlplat_core.feature_store.definitions import Entity, FeatureService
from mlplat_core.feature_store.names import CREATED_TIMESTAMP

_DTYPES = {
    "bool": "Bool",
    "bytes": "Bytes",
    "float32": "Float32",
    "float64": "Float64",
    "int32": "Int32",
    "int64": "Int64",
    "string": "String",
    "unix_timestamp": "UnixTimestamp",
}
_VALUE_TYPES: dict[KeyType, str] = {"String": "STRING", "Int64": "INT64"}

CONFIGURATION = """\
# Written by `python -m mlplat_core export feast`.
project: mlplat
provider: local
registry: data/registry.db
offline_store:
  type: duckdb
online_store:
  type: sqlite
  path: data/online_store.db
entity_key_serialization_version: 3
"""
"""The file `feature_store.yaml`: everything on this machine, nothing to start."""

_HEAD = '''\
"""The definitions of an mlplat_core feature store, written by `python -m mlplat_core export feast`.

`feast apply`, run in this folder, registers them. For training sets like those of mlplat_core, of
rows that were known at their time, pass `filter_by_created_timestamp=True`.
"""
'''

_IMPORTS = """\
from datetime import timedelta
from pathlib import Path

from feast import Entity, FeatureService, FeatureView, Field, FileSource, ValueType
from feast.types import Bool, Bytes, Float32, Float64, Int32, Int64, String, UnixTimestamp

# Feast keeps the path as it is when `feast apply` runs; after moving this folder, apply again.
DATA = Path(__file__).resolve().parent / "data"
"""


def definitions_py(plan: FeastPlan) -> str:
    """The text of `definitions.py`, the same for the same plan.

    Example:
        >>> "from feast import Entity" in definitions_py(FeastPlan((), (), ()))
        True
    """
    parts = [_head(plan), _IMPORTS]
    parts += [_entity(entity, kind) for entity, kind in plan.entities]
    parts += [text for view in plan.views for text in (_source(view), _view(view))]
    parts += [_service(service) for service in plan.services]
    return "\n".join(parts)


def data_file(exported: ExportedView) -> str:
    """The name of the file in `data/` that holds a view's rows."""
    return f"{exported.view.name}.parquet"


def _head(plan: FeastPlan) -> str:
    lines = [_HEAD]
    for title, sentences in (("Left out:", plan.left_out), ("Notes:", plan.notes)):
        if sentences:
            # Comments, each on one line: a sentence may quote any text of the store.
            lines += [f"# {title}", *(f"# * {' '.join(text.split())}." for text in sentences), ""]
    return "\n".join(lines)


def _entity(entity: Entity, kind: KeyType) -> str:
    (key,) = entity.join_keys
    return _call(
        f"{entity.name}_entity",
        "Entity",
        (
            f"name={_text(entity.name)}",
            f"join_keys=[{_text(key)}]",
            f"value_type=ValueType.{_VALUE_TYPES[kind]}",
        ),
    )


def _source(exported: ExportedView) -> str:
    name = f"{exported.view.name}_source"
    return _call(
        name,
        "FileSource",
        (
            f"name={_text(name)}",
            f"path=str(DATA / {_text(data_file(exported))})",
            f"timestamp_field={_text(exported.timestamp)}",
            f"created_timestamp_column={_text(CREATED_TIMESTAMP)}",
        ),
    )


def _view(exported: ExportedView) -> str:
    view = exported.view
    columns: list[tuple[str, str]] = list(zip(view.join_keys, exported.key_types, strict=True))
    columns += [(each.name, _DTYPES[str(each.dtype)]) for each in view.fields]
    fields = [f"Field(name={_text(name)}, dtype={kind})" for name, kind in columns]
    schema = "".join(f"        {field},\n" for field in fields)
    return _call(
        f"{view.name}_view",
        "FeatureView",
        (
            f"name={_text(view.name)}",
            f"entities=[{', '.join(f'{each.name}_entity' for each in view.entities)}]",
            f"ttl={_duration(exported.ttl)}",
            f"schema=[\n{schema}    ]",
            f"source={view.name}_source",
            "online=True",
        ),
    )


def _service(service: FeatureService) -> str:
    chosen: dict[str, list[str]] = {}
    for reference in service.references:
        chosen.setdefault(reference.view, []).append(_text(reference.feature))
    features = [f"{view}_view[[{', '.join(names)}]]" for view, names in chosen.items()]
    return _call(
        f"{service.name}_service",
        "FeatureService",
        (f"name={_text(service.name)}", f"features=[{', '.join(features)}]"),
    )


def _call(variable: str, function: str, arguments: Iterable[str]) -> str:
    lines = "".join(f"    {argument},\n" for argument in arguments)
    return f"{variable} = {function}(\n{lines})\n"


def _duration(ttl: timedelta) -> str:
    parts = {"days": ttl.days, "seconds": ttl.seconds, "microseconds": ttl.microseconds}
    spelt = ", ".join(f"{unit}={number}" for unit, number in parts.items() if number)
    return f"timedelta({spelt})" if spelt else "timedelta(0)"


def _text(value: str) -> str:
    """The text as a Python literal, in double quotes where that is easy to read."""
    spelt = repr(value)
    return f'"{spelt[1:-1]}"' if spelt[0] == "'" and '"' not in spelt else spelt
