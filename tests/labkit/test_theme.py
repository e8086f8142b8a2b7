"""Do the theme's scripts and styles become few files, under the names that others know them by?"""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from labkit.errors import LabError
from labkit.runtime import build_theme
from labkit.runtime.places import ROOT
from labkit.runtime.theme import page_modules

SOURCE = ROOT / "theme"
COMMENT = re.compile(r"/\*\*.*?\*/", re.DOTALL)  # where types are imported too
LOADED_LATER = re.compile(r'\bimport\("\./([\w-]+\.js)"\)')
IMPORT = re.compile(r'\b(?:from|import)"\./')


@pytest.fixture(scope="module")
def theme(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The theme, built for these tests alone."""
    return build_theme(tmp_path_factory.mktemp("cache"))


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    """A project with a theme of its own, which a test may damage."""
    shutil.copytree(SOURCE, tmp_path / "theme")
    shutil.copy(ROOT / "package-lock.json", tmp_path)
    (tmp_path / "node_modules").symlink_to(ROOT / "node_modules")
    return tmp_path


def test_what_is_asked_for_by_name_keeps_its_name(theme: Path) -> None:
    """What a page or a worker begins with, and each script that another loads later."""
    texts = [script.read_text("utf-8") for script in (SOURCE / "js").glob("*.js")]
    later = {name for text in texts for name in LOADED_LATER.findall(COMMENT.sub("", text))}

    assert {"console.js", "progress.js", "tries.js"} < later
    workers = {"worker.js", "snapshot-worker.js"}
    named = {"page.js", "python.js", "before-material.js", *workers, *later}
    assert named <= {script.name for script in (theme / "js").iterdir()}


def test_a_page_asks_for_a_third_of_what_is_written(theme: Path) -> None:
    """Its script and what that needs; a worker's script needs no other."""
    page = ["page.js", *page_modules(theme)]

    assert all((theme / "js" / name).is_file() for name in page)
    assert 3 * len(page) < len(list((SOURCE / "js").iterdir()))
    for worker in ("worker.js", "snapshot-worker.js"):
        assert not IMPORT.search((theme / "js" / worker).read_text("utf-8"))


def test_every_page_has_one_style(theme: Path) -> None:
    """Each file of the course's style is in it and not beside it; those of parts stay apart."""
    course = (theme / "css" / "course.css").read_text("utf-8")
    names = {style.name for style in (theme / "css").iterdir()}
    imported = set(re.findall(r'"\./([\w-]+\.css)"', (SOURCE / "css" / "course.css").read_text()))

    assert "@import" not in course
    assert "../fonts/source-sans-3-latin-wght-normal.woff2" in course
    assert {"tokens.css", "lab.css"} < imported
    assert names == {style.name for style in (SOURCE / "css").iterdir()} - imported


def test_the_build_is_the_same_everywhere(theme: Path, copied: Path) -> None:
    """Another folder, the same bytes: else every machine would publish other addresses."""
    again = build_theme(copied / "cache", copied)

    def content(folder: Path) -> dict[str, bytes]:
        return {
            path.relative_to(folder).as_posix(): path.read_bytes()
            for path in folder.rglob("*.*")
            if path.is_file()
        }

    assert content(again) == content(theme)


def test_the_second_build_does_nothing(theme: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is taken from the cache."""
    monkeypatch.setattr("labkit.runtime.theme.run_bundler", pytest.fail)

    assert build_theme(theme.parent) == theme


def test_a_change_is_built(theme: Path, copied: Path) -> None:
    """Of a script or of a style."""
    before = build_theme(copied / "cache", copied)
    style = copied / "theme" / "css" / "tokens.css"
    style.write_text(style.read_text("utf-8") + "\n.new { color: red; }\n", "utf-8")

    after = build_theme(copied / "cache", copied)

    assert before.name == theme.name != after.name
    assert ".new{color:red}" in (after / "css" / "course.css").read_text("utf-8")


def test_a_missing_module_is_named(copied: Path) -> None:
    """The build stops instead of publishing a page that cannot run, and leaves nothing behind."""
    (copied / "theme" / "js" / "dom.js").unlink()

    with pytest.raises(LabError, match=r'Could not resolve "\./dom\.js".*mend the file'):
        build_theme(copied / "cache", copied)

    assert list((copied / "cache").iterdir()) == []


def test_without_npm_packages_the_build_says_make_setup(copied: Path) -> None:
    """As for Pyodide itself."""
    (copied / "node_modules").unlink()

    with pytest.raises(LabError, match="make setup"):
        build_theme(copied / "cache", copied)
