"""New lab folders."""

from __future__ import annotations

from pathlib import Path

import pytest

from labkit.errors import LabError
from labkit.new import create_lab


def test_new_lab_goes_behind_the_last_one(labs_root: Path) -> None:
    """The order number continues, the title gives the name."""
    folder = create_lab(labs_root, "2-feature-store", "Äpfel & Birnen zählen!")

    assert "2-apfel-birnen-zahlen" == folder.name
    assert 'title = "Äpfel & Birnen zählen!"' in (folder / "lab.toml").read_text(encoding="utf-8")


def test_title_with_a_quote_stays_valid(labs_root: Path) -> None:
    """A quote in the title does not break the TOML."""
    folder = create_lab(labs_root, "3-model-registry", 'The "silent" regression')

    assert "1-the-silent-regression" == folder.name
    assert "The 'silent' regression" in (folder / "lab.toml").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("module", "title", "says"),
    [("feature-store", "A", "is no module folder"), ("2-feature-store", "?!", "no folder name")],
)
def test_bad_names_are_refused(labs_root: Path, module: str, title: str, says: str) -> None:
    """A name that gives no valid folder creates nothing."""
    before = sorted(labs_root.rglob("*"))

    with pytest.raises(LabError, match=says):
        create_lab(labs_root, module, title)

    assert before == sorted(labs_root.rglob("*"))
