"""The modules a page or a worker is told of are those its script imports, and no others."""

from __future__ import annotations

from pathlib import Path

import pytest

from labkit.static_imports import STATIC_IMPORT, static_imports

THEME = Path(__file__).resolve().parents[2] / "theme" / "js"
SCRIPTS = {
    "page.js": """
/** @typedef {import("./types.js").Message} Message */
import { a } from "./a.js";
import {
  first,
  second,
} from './b.js';
import "./effect.js";
// import { old } from "./old.js";
const late = () => import("./late.js");
""",
    "a.js": """
import { b } from "./b.js";
export { d } from "./d.js";
export const a = "./text.js";
""",
    "b.js": 'import { a } from "./a.js";\n',
    "d.js": "export const d = 1;\n",
    "effect.js": "",
}


@pytest.fixture
def scripts(tmp_path: Path) -> Path:
    """A folder with `SCRIPTS`."""
    for name, text in SCRIPTS.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


def test_every_static_import_is_found_once(scripts: Path) -> None:
    """However it is written, also behind another module and in a circle."""
    assert static_imports(scripts, "page.js") == ["a.js", "b.js", "effect.js", "d.js"]


def test_a_missing_module_is_named(scripts: Path) -> None:
    """The build stops instead of publishing a page that cannot run."""
    (scripts / "d.js").unlink()

    with pytest.raises(FileNotFoundError, match=r"d\.js"):
        static_imports(scripts, "page.js")


def test_the_worker_names_whatever_it_needs() -> None:
    """Nobody else tells a browser of a worker's modules before it has read them."""
    named = STATIC_IMPORT.findall((THEME / "worker.js").read_text("utf-8"))

    assert sorted(named) == sorted(static_imports(THEME, "worker.js"))
