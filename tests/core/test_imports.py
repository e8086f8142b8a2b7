"""Who may import whom: the layers of the design, read from the source."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]


def imported(package: Path) -> Iterator[tuple[str, str]]:
    """Every (file, absolute module name) that the files of a package import, at any depth."""
    for path in sorted(package.rglob("*.py")):
        name = str(path.relative_to(ROOT))
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                yield from ((name, alias.name) for alias in node.names)
            elif isinstance(node, ast.ImportFrom):
                assert node.level == 0, f"{name}: write imports in full, not relative"
                yield name, node.module or ""


def violations(package: str, *forbidden: str) -> list[tuple[str, str]]:
    """The imports of a package that lie in one of the forbidden modules."""
    return [
        (name, module)
        for name, module in imported(ROOT / package)
        if any(module == other or module.startswith(f"{other}.") for other in forbidden)
    ]


def test_the_core_imports_only_the_standard_library() -> None:
    """mlplat_core runs wherever Python runs, with nothing installed; two doors lead outside.

    These need an extra: the adapter for HTTP, and the export into other systems.
    """
    allowed = sys.stdlib_module_names | {"mlplat_core"}
    doors = ("mlplat_core/serving/http/fastapi_app.py", "mlplat_core/export/")

    foreign = [
        (name, module)
        for name, module in imported(ROOT / "mlplat_core")
        if module.partition(".")[0] not in allowed and not name.startswith(doors)
    ]

    assert foreign == []


def test_the_lab_format_does_not_know_the_platform() -> None:
    """Labkit never imports mlplat_core: labs of any subject could use it.

    Decision 0038: what the three labs on /predict share is content, and lies in one folder of it.
    """
    found = violations("labkit", "mlplat_core")

    assert {name for name, _ in found if not name.startswith("labkit/checkout/")} == set()


def test_feature_store_and_registry_do_not_know_each_other() -> None:
    """Only serving may join the halves of the platform, and it knows them, not they it."""
    upwards = ("mlplat_core.serving", "mlplat_core.models", "mlplat_core.export")

    assert violations("mlplat_core/feature_store", "mlplat_core.registry", *upwards) == []
    assert violations("mlplat_core/registry", "mlplat_core.feature_store", *upwards) == []
    assert violations("mlplat_core/serving", "mlplat_core.registry") != []
    assert violations("mlplat_core/serving", "mlplat_core.feature_store") != []


def test_only_the_shop_knows_the_shop() -> None:
    """The platform serves any data; what the course invented stands on it, not in it."""
    allowed = ("mlplat_core/__main__.py", "mlplat_core/shop/", "mlplat_core/training/")

    outside = [
        (name, module)
        for name, module in violations("mlplat_core", "mlplat_core.shop", "mlplat_core.training")
        if not name.startswith(allowed)
    ]

    assert outside == []
    assert violations("mlplat_core/shop", "mlplat_core.training", "mlplat_core.export") == []


def test_nothing_depends_on_the_export() -> None:
    """The platform is whole without the systems that it can be exported to; one can ask for it.

    Training ends with the export of what it fitted.
    """
    allowed = ("mlplat_core/__main__.py", "mlplat_core/export/", "mlplat_core/training/")

    outside = [
        (name, module)
        for name, module in violations("mlplat_core", "mlplat_core.export")
        if not name.startswith(allowed)
    ]

    assert outside == []


def test_the_reader_of_imports_sees_a_violation() -> None:
    """The rules above can fail: what the core does import is found."""
    assert violations("mlplat_core", "mlplat_core.errors") != []


def test_importing_the_core_stays_cheap() -> None:
    """The platform does not load the parts of the standard library that cost a learner's start."""
    heavy = {"asyncio", "decimal", "email", "http", "json", "logging", "sqlite3", "unittest"}
    code = "import sys, mlplat_core; print(*sys.modules)"

    loaded = subprocess.run(
        [sys.executable, "-S", "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout.split()

    assert "mlplat_core" in loaded
    assert heavy.isdisjoint(loaded)
