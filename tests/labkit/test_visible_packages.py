"""Does a program see the packages that its lab names, and no trace of others?"""

from __future__ import annotations

import importlib
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

from labkit.packages.visible import VisiblePackages

MODULES = {
    "tea": {
        "tea_pot/__init__.py": "from tea_cup import SIZE\nimport tea_pot.spout",
        "tea_pot/spout.py": "",
        "tea_cup.py": "SIZE = 2",
        "colorsys.py": "raise AssertionError('a module of the standard library is not found here')",
    },
    "coffee": {"coffee_pot.py": "import tea_cup", "tea_cup.py": "SIZE = 2"},
}


@pytest.fixture
def packages(tmp_path: Path) -> Iterator[VisiblePackages]:
    """`tea` and `coffee`, both loaded; they share a module."""
    modules, path = dict(sys.modules), list(sys.path)
    visible = VisiblePackages()
    for package, files in MODULES.items():
        for name, source in files.items():
            file = tmp_path / package / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(source, "utf-8")
        visible.add(package, str(tmp_path / package))
    visible.show_only("tea", "coffee")
    importlib.import_module("tea_pot")
    importlib.import_module("coffee_pot")
    yield visible
    sys.path[:] = path
    sys.modules.clear()
    sys.modules.update(modules)


def test_a_package_that_is_not_named_cannot_be_imported(packages: VisiblePackages) -> None:
    """Neither a loaded module nor one that only lies in its folder; Python's own error says so."""
    packages.show_only()

    for name in ("tea_pot", "tea_pot.spout", "coffee_pot"):
        with pytest.raises(ModuleNotFoundError) as raised:
            importlib.import_module(name)
        assert str(raised.value) == f"No module named '{name.partition('.')[0]}'"
    assert not [name for name in sys.modules if name.startswith(("tea_", "coffee_"))]


def test_what_is_shown_again_is_the_same(packages: VisiblePackages) -> None:
    """No module is executed a second time, however often labs take turns."""
    before = sys.modules["tea_pot"]

    packages.show_only("coffee")
    packages.show_only("tea")

    assert importlib.import_module("tea_pot") is before
    assert before.spout is sys.modules["tea_pot.spout"]
    assert "coffee_pot" not in sys.modules


def test_a_module_that_two_packages_bring_is_loaded_once(packages: VisiblePackages) -> None:
    """Both see it, whichever was there first."""
    before = sys.modules["tea_cup"]

    packages.show_only("coffee")

    assert importlib.import_module("tea_cup") is before
    assert importlib.import_module("coffee_pot").tea_cup is before


def test_a_module_of_the_platform_that_needs_a_package_goes_with_it(
    packages: VisiblePackages, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What has taken something from a hidden package could not have been imported without it."""
    platform = importlib.import_module("mlplat_core.serving")
    adapter = ModuleType("mlplat_core.serving.kettle")
    vars(adapter)["spout"] = sys.modules["tea_pot.spout"]
    monkeypatch.setitem(sys.modules, adapter.__name__, adapter)
    monkeypatch.setattr(platform, "kettle", adapter, raising=False)

    packages.show_only()

    assert adapter.__name__ not in sys.modules
    assert not hasattr(platform, "kettle")
    assert sys.modules["mlplat_core.serving"] is platform
    packages.show_only("tea")
    assert sys.modules[adapter.__name__] is adapter
    assert vars(platform)["kettle"] is adapter


def test_the_standard_library_belongs_to_everyone(packages: VisiblePackages) -> None:
    """A module of it that came with a package stays where it is."""
    colours = importlib.import_module("colorsys")

    packages.show_only()

    assert sys.modules["colorsys"] is colours
