"""A small lab that keeps every rule, for tests that break one."""

from __future__ import annotations

from pathlib import Path

import pytest

from labkit.new import create_lab


@pytest.fixture
def labs_root(tmp_path: Path) -> Path:
    """A `labs` folder with the lab that `labkit new` creates, `feature-store/sum-it-up`."""
    create_lab(tmp_path / "labs", "2-feature-store", "Sum it up")
    return tmp_path / "labs"


@pytest.fixture
def lab_folder(labs_root: Path) -> Path:
    """The folder of that lab."""
    return labs_root / "2-feature-store" / "1-sum-it-up"


@pytest.fixture
def docs(tmp_path: Path) -> Path:
    """A `docs` folder with one page that shows the lab."""
    page = tmp_path / "docs" / "lesson.md"
    page.parent.mkdir()
    page.write_text("# Lesson\n\n<!-- lab: feature-store/sum-it-up -->\n", encoding="utf-8")
    return page.parent
