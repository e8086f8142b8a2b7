"""A mistake of a maintainer stops the site build with one clear sentence."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests" / "browser"))

from published_site import copy_project  # noqa: E402

LESSON = Path("docs/2-feature-store/travelling-in-time.md")
LAB = Path("labs/2-feature-store/1-point-in-time-join")


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A copy of this project to break."""
    copy_project(tmp_path / "project")
    return tmp_path / "project"


def build(project: Path) -> subprocess.CompletedProcess[str]:
    """Build the copy's site as a maintainer does."""
    command = [sys.executable, "-m", "mkdocs", "build", "--quiet"]
    return subprocess.run(command, cwd=project, capture_output=True, text=True)


def rewrite(path: Path, old: str, new: str) -> None:
    """Replace `old`, which must be there."""
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_unknown_id_names_the_page_and_the_known_ids(project: Path) -> None:
    """A directive with a typing mistake is answered with its page and the id that was meant."""
    rewrite(project / LESSON, "lab: feature-store/point-in-time-join", "lab: feature-store/pit")

    done = build(project)

    assert done.returncode != 0
    assert (
        "2-feature-store/travelling-in-time.md: there is no lab 'feature-store/pit'" in done.stderr
    )
    known = done.stderr.partition("The known ids are: ")[2]
    assert "feature-store/point-in-time-join" in known
    assert "Traceback" not in done.stderr


def test_broken_explorer_and_part_stop_the_build(project: Path) -> None:
    """A dependency on nothing, and afterwards a record without an id, are both named."""
    explorer = project / "labs/1-architecture/platform.explorer/explorer.toml"
    text = explorer.read_text(encoding="utf-8")
    rewrite(explorer, 'needs = ["shop"]', 'needs = ["shopp"]')

    done = build(project)

    assert done.returncode != 0
    assert "'web' depends on 'shopp', which is not there. Fix: use one of " in done.stderr
    explorer.write_text(text, encoding="utf-8")
    lesson = project / LESSON
    asked = '\n\n<mlplat-record markdown="1">\nWhy?\n</mlplat-record>\n'
    lesson.write_text(lesson.read_text(encoding="utf-8") + asked, encoding="utf-8")

    done = build(project)

    assert done.returncode != 0
    assert 'travelling-in-time.md: <mlplat-record> has data-entry="". Fix: write' in done.stderr
    assert "Traceback" not in done.stderr


def test_broken_lab_folder_names_file_rule_and_fix(project: Path) -> None:
    """A lab that breaks the format stops the build with path, rule and fix."""
    rewrite(project / LAB / "lab.toml", "minutes = 15", 'minutes = "15"')

    done = build(project)

    assert done.returncode != 0
    assert (
        "1-point-in-time-join/lab.toml: 'minutes' is of type str. Fix: make it int." in done.stderr
    )
    assert "Traceback" not in done.stderr


def test_every_broken_rule_of_form_is_listed(project: Path) -> None:
    """Several mistakes are reported at once, not one build at a time."""
    (project / LAB / "notes.txt").write_text("x", encoding="utf-8")
    rewrite(project / LAB / "starter.py", "TODO(ttl_expires,", "TODO(ttl_expired,")

    done = build(project)

    assert done.returncode != 0
    assert "notes.txt: the lab format knows no such file" in done.stderr
    assert "starter.py: a TODO names 'ttl_expired', which is no task" in done.stderr


def test_missing_npm_packages_say_what_to_run(project: Path) -> None:
    """Without `npm ci` the build says so."""
    (project / "node_modules").unlink()
    (project / ".cache").unlink()

    done = build(project)

    assert done.returncode != 0
    assert "run `make setup`" in done.stderr
    assert "Traceback" not in done.stderr
