"""Folders of labs: their ids, their numbers and their order."""

from __future__ import annotations

from pathlib import Path

import pytest

from labkit.course import read_course
from labkit.errors import LabError
from labkit.folder import lab_id, lab_number

LABS = Path(__file__).resolve().parents[2] / "labs"


@pytest.mark.parametrize(
    ("folder", "number", "identity"),
    [
        ("2-feature-store/1-join", "2.1", "feature-store/join"),
        ("4-serving/1a-predict-contract", "4.1a", "serving/predict-contract"),
        ("04-serving/01c-predict", "4.1c", "serving/predict"),
        ("4-serving/12-a-lab", "4.12", "serving/a-lab"),
    ],
)
def test_a_letter_belongs_to_the_number_and_not_to_the_id(
    folder: str, number: str, identity: str
) -> None:
    """So a lab in rungs can be put in order without changing what links and progress use."""
    root = Path("labs")

    assert (number, identity) == (lab_number(root / folder), lab_id(root / folder, root))


@pytest.mark.parametrize("folder", ["4-serving/a-predict", "4-serving/1ab-predict"])
def test_a_name_without_a_number_is_refused(folder: str) -> None:
    """With the name it might have."""
    with pytest.raises(LabError, match="has no order number"):
        lab_number(Path("labs") / folder)


def test_rungs_come_one_after_another() -> None:
    """Learners climb from a to c."""
    serving = [lab.number for lab in read_course(LABS).labs.values() if lab.number.startswith("4.")]

    assert ["4.1a", "4.1b", "4.1c"] == serving[:3]
