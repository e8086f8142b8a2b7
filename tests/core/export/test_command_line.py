"""What `python -m mlplat_core` says, and how it says no."""

from __future__ import annotations

import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from mlflow_files import MLFLOW_WARNINGS

from mlplat_core import Entity, FeatureStore, FeatureView, Field, ModelRegistry
from mlplat_core.__main__ import main

pytestmark = MLFLOW_WARNINGS

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)


@pytest.fixture
def platform(tmp_path: Path) -> Path:
    """A file with a feature store and a model registry."""
    path = tmp_path / "platform.db"
    store = FeatureStore(path, clock=lambda: NOON)
    user = Entity("user", ["user_id"])
    store.apply(FeatureView("stats", [user], [Field("n", int)], ttl=timedelta(days=1)))
    store.apply(FeatureView("Stats", [user], [Field("n", int)]))
    times = {"event_timestamp": NOON, "created_timestamp": NOON}
    for n in (1, 2):
        store.push("Stats", [{"user_id": "u1", "n": n, **times}])
    store.close()
    registry = ModelRegistry(path)
    registry.create_registered_model("fraud")
    registry.create_model_version("fraud", b"weights")
    registry.set_alias("fraud", "champion", 1)
    registry.close()
    return path


def run(*arguments: object) -> int:
    """The exit code of `python -m mlplat_core export ...`."""
    return main(["export", *map(str, arguments)])


def test_an_export_to_feast_says_what_it_wrote(
    platform: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Rows, what was left out and why, and what to do next."""
    folder = tmp_path / "repository"

    assert run("feast", folder, "--from", platform) == 0
    assert capsys.readouterr().out.splitlines() == [
        f"Wrote a Feast repository to {folder}:",
        "  feature view 'Stats', 1 row",
        "  1 more in the log, each replaced by a later one of the same key and the same two times",
        "Left out: feature view 'stats': Feast cannot tell its name from 'Stats', because case "
        "does not count there.",
        f"Next: cd {folder} && feast apply",
    ]
    assert run("feast", folder, "--from", platform) == 1
    assert "holds an earlier export" in capsys.readouterr().err
    assert run("feast", folder, "--from", platform, "--overwrite", "--strict") == 1
    assert "Feast cannot hold everything" in capsys.readouterr().err
    assert run("feast", folder, "--from", platform, "--overwrite") == 0


def test_notes_are_printed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What works in another way in Feast is said at once."""
    store = FeatureStore(tmp_path / "p.db")
    user = Entity("user", ["user_id"])
    store.apply(FeatureView("stats", [user], [Field("n", int)], ttl=timedelta(days=1)))
    store.close()

    assert run("feast", tmp_path / "r", "--from", tmp_path / "p.db") == 0
    assert "\nNote: Feast looks at the ttl only for training" in capsys.readouterr().out


def test_an_export_to_mlflow_says_what_is_there(
    platform: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Once more is no change, and a deleted model is named."""
    uri, artifacts = f"sqlite:///{tmp_path}/mlflow.db", f"{tmp_path}/files"

    assert run("mlflow", uri, "--from", platform, "--artifacts", artifacts) == 0
    listing = ["  model 'fraud', 1 version", "  1 alias"]
    assert capsys.readouterr().out.splitlines() == [
        f"Brought MLflow at {uri} up to date:",
        *listing,
    ]
    assert len([path for path in Path(artifacts).rglob("*") if path.is_file()]) == 1
    assert run("mlflow", uri, "--from", platform) == 0
    assert capsys.readouterr().out.splitlines() == [f"{uri} was up to date:", *listing]

    registry = ModelRegistry(platform)
    registry.delete_alias("fraud", "champion")
    registry.delete_registered_model("fraud")
    registry.close()
    assert run("mlflow", uri, "--from", platform) == 0
    assert capsys.readouterr().out.splitlines() == [
        f"Brought MLflow at {uri} up to date:",
        "  0 aliases",
        "  deleted model 'fraud', as it is deleted here",
    ]


@pytest.mark.parametrize("system", ["feast", "mlflow"])
def test_a_file_that_is_no_platform_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], system: str
) -> None:
    """A misspelt path does not become an empty platform, nor do other files change."""
    (tmp_path / "text.db").write_text("no database" * 100)
    (tmp_path / "empty.db").write_text("")
    target = tmp_path / "target"

    for name, message in (
        ("missing.db", "There is no file"),
        ("text.db", "cannot be read as SQLite"),
        ("empty.db", "holds no "),
    ):
        assert run(system, target, "--from", tmp_path / name) == 1
        assert message in capsys.readouterr().err

    assert {path.name for path in tmp_path.iterdir()} == {"text.db", "empty.db"}
    assert (tmp_path / "empty.db").read_text() == ""


def test_each_half_of_the_platform_may_be_missing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A file with only a registry has no feature store to export, and the other way round."""
    ModelRegistry(tmp_path / "registry.db").close()
    FeatureStore(tmp_path / "store.db").close()

    assert run("feast", tmp_path / "r", "--from", tmp_path / "registry.db") == 1
    assert "holds no feature store" in capsys.readouterr().err
    assert run("mlflow", "sqlite:///m.db", "--from", tmp_path / "store.db") == 1
    assert "holds no model registry" in capsys.readouterr().err


def test_a_target_that_cannot_be_written_is_an_error_and_no_traceback(
    platform: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """What the operating system says is passed on."""
    (tmp_path / "file").write_text("")

    assert run("feast", tmp_path / "file" / "below", "--from", platform) == 1
    assert capsys.readouterr().err.startswith("error: ")


@pytest.mark.parametrize("system", ["feast", "mlflow"])
def test_a_missing_package_is_named_with_its_extra(platform: Path, system: str) -> None:
    """Whoever installed only the core reads what to install."""
    code = (
        "import sys; sys.modules.update(pyarrow=None, mlflow=None);"
        "from mlplat_core.__main__ import main; sys.exit(main(sys.argv[1:]))"
    )
    target = str(platform.with_name("target"))

    done = subprocess.run(
        [sys.executable, "-c", code, "export", system, target, "--from", str(platform)],
        capture_output=True,
        text=True,
        check=False,
    )

    assert (done.returncode, done.stdout) == (1, "")
    assert "Install it with: pip install 'mlplat[graduate]'" in done.stderr
    assert not Path(target).exists()


def test_no_command_shows_the_usage() -> None:
    """As a program: usage on stderr and exit code 2, help on request and exit code 0."""
    command = [sys.executable, "-m", "mlplat_core"]

    nothing = subprocess.run(command, capture_output=True, text=True, check=False)
    asked = subprocess.run(
        [*command, "export", "feast", "--help"], capture_output=True, text=True, check=False
    )

    assert (nothing.returncode, nothing.stdout) == (2, "")
    assert nothing.stderr.startswith("usage: python -m mlplat_core")
    assert asked.returncode == 0
    assert "feast apply" in asked.stdout
    assert "pip install 'mlplat[graduate]'" in asked.stdout
