"""Is what the page imports the bundle's sources as byte code, once compiled and always the same?"""

from __future__ import annotations

import gzip
import io
import zipfile
from pathlib import Path

import pytest

from labkit.bundle import bundle_files
from labkit.runtime import build_compiled_bundle
from labkit.runtime import bundle as bundle_module
from labkit.runtime.places import ROOT

MOST_BYTES = 480_000


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the bundle of these tests is kept."""
    return tmp_path_factory.mktemp("cache")


@pytest.fixture(scope="module")
def compiled(cache: Path) -> bytes:
    """The file as a page downloads it."""
    return build_compiled_bundle(ROOT, cache)


def test_every_source_is_there_as_byte_code_and_nothing_else(compiled: bytes) -> None:
    """The sources stay at home: only the learner's own lines are ever shown."""
    sources = bundle_files(ROOT)
    with zipfile.ZipFile(io.BytesIO(gzip.decompress(compiled))) as archive:
        entries = archive.infolist()

    programs = {f"{name}c" for name in sources if name.endswith(".py")}
    models = {name for name in sources if name.endswith(".json")}
    assert {entry.filename for entry in entries} == programs | models
    assert models
    assert {entry.compress_type for entry in entries} == {zipfile.ZIP_STORED}
    assert len(compiled) <= MOST_BYTES


def test_signatures_keep_their_explanations(compiled: bytes) -> None:
    """The editor shows what a docstring says."""
    with zipfile.ZipFile(io.BytesIO(gzip.decompress(compiled))) as archive:
        store = archive.read("mlplat_core/feature_store/store.pyc")

    assert b"materialize_incremental" in store
    assert b"Raises:" in store


def test_equal_sources_give_equal_bytes(compiled: bytes, tmp_path: Path) -> None:
    """Compiling is reproducible."""
    assert build_compiled_bundle(ROOT, tmp_path) == compiled


def test_only_a_changed_source_is_compiled_again(
    compiled: bytes, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Node.js is not started for sources that are known, and it is for others."""

    def refuse(*_: object) -> None:
        raise LookupError("compiled again")

    monkeypatch.setattr(bundle_module, "run_in_pyodide", refuse)
    known = build_compiled_bundle(ROOT, cache)
    monkeypatch.setattr(bundle_module, "build_bundle", lambda _: b"other sources")

    assert known == compiled
    with pytest.raises(LookupError, match="compiled again"):
        build_compiled_bundle(ROOT, cache)
