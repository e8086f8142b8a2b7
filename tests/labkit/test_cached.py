"""Does a built folder come into the cache complete or not at all?"""

from __future__ import annotations

from pathlib import Path

import pytest

from labkit.runtime.cached import cached_folder, digest_of


def test_a_build_cut_off_leaves_nothing(tmp_path: Path) -> None:
    """A half-filled folder never gets the name under which it would be used."""

    def fill(folder: Path) -> None:
        (folder / "half").write_text("", "utf-8")
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        cached_folder(tmp_path, "thing", fill)

    assert list(tmp_path.iterdir()) == []


def test_of_two_builds_at_once_the_first_wins(tmp_path: Path) -> None:
    """The second finds the finished folder and takes it."""

    def fill(folder: Path) -> None:
        (folder / "by").write_text("second", "utf-8")
        if not (tmp_path / "thing").exists():
            cached_folder(tmp_path, "thing", lambda other: _write(other / "by", "first"))

    assert (cached_folder(tmp_path, "thing", fill) / "by").read_text("utf-8") == "first"
    assert [each.name for each in tmp_path.iterdir()] == ["thing"]


def _write(file: Path, text: str) -> None:
    file.write_text(text, "utf-8")


def test_the_digest_follows_names_and_contents(tmp_path: Path) -> None:
    """The order of the files and their folder do not matter."""
    one, two = tmp_path / "one", tmp_path / "two"
    one.write_text("1", "utf-8")
    two.write_text("2", "utf-8")
    before = digest_of([one, two])

    assert digest_of([two, one]) == before
    two.write_text("3", "utf-8")
    assert digest_of([one, two]) != before
