"""A page asks for all the modules of its script at once."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

pytestmark = pytest.mark.browser

# In what a bundler has written, an import of a neighbour looks like one of these.
IMPORTED = re.compile(r'\b(?:from|import)"\./([\w.-]+)"')
PRELOADED = re.compile(r'<link[^>]*rel="?modulepreload"?[^>]*href="?([^" >]+)')


@pytest.mark.parametrize("page", ["index.html", "2-feature-store/windows/index.html"])
def test_every_page_names_the_modules_of_its_script(published_pages: Path, page: str) -> None:
    """Each one that page.js imports, directly or not, by an address that exists."""
    [scripts] = (published_pages / "assets" / "mlplat").glob("app-*/js")
    file = published_pages / page

    named = PRELOADED.findall(file.read_text("utf-8"))

    needed = ["page.js"]
    for name in needed:  # which grows
        found = IMPORTED.findall((scripts / name).read_text("utf-8"))
        needed += [each for each in found if each not in needed]
    assert len(needed) > 1
    assert {Path(each).name for each in named} == set(needed[1:])
    assert all((file.parent / each).is_file() for each in named)
