"""What can the platform do from the command line? See `python -m mlplat_core --help`."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Sequence
from contextlib import closing
from pathlib import Path
from typing import TypeAlias

from mlplat_core.errors import PlatformError

Targets: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"

_FEAST = """\
Writes a Feast repository: feature_store.yaml, definitions.py and one parquet file per feature
view. Then `feast apply`, run in DIR, registers it. Needs: pip install 'mlplat[graduate]'."""
_MLFLOW = """\
Makes the MLflow registry at URI show the models, versions, aliases, tags and artifacts of the
platform. Version numbers stay what they are. Run again, it brings only what has changed.
Needs: pip install 'mlplat[graduate]'."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and print what it did; 0 if it worked, 1 if the platform refused.

    Args:
        arguments: as on the command line, without the program; those of the process if None.

    Example:
        >>> main(["export", "feast", "repository", "--from", "no such file.db"])
        1
    """
    chosen = _parser().parse_args(arguments)
    try:
        for line in chosen.run(chosen):
            print(line)
    except (PlatformError, OSError) as error:
        print(f"error: {error}", file=sys.stderr)
        return 1
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m mlplat_core", description="The platform from the command line."
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    export = commands.add_parser("export", help="move what was built here to another system")
    targets = export.add_subparsers(required=True, metavar="SYSTEM")

    for target in (_add_feast(targets), _add_mlflow(targets)):
        target.add_argument(
            "--from", dest="source", metavar="FILE", type=Path, required=True, help="platform.db"
        )
    _add_shop(commands)
    _add_train(commands)
    return parser


def _add_shop(commands: Targets) -> None:
    from mlplat_core.shop import command_line

    parser = commands.add_parser(
        "shop", help="write the data of Halvard Market", description=command_line.DESCRIPTION
    )
    command_line.add_arguments(parser)


def _add_train(commands: Targets) -> None:
    from mlplat_core.training import command_line

    parser = commands.add_parser(
        "train", help="train the fraud models", description=command_line.DESCRIPTION
    )
    command_line.add_arguments(parser)


def _add_feast(targets: Targets) -> argparse.ArgumentParser:
    parser = targets.add_parser("feast", help="feature store to Feast", description=_FEAST)
    parser.add_argument("directory", metavar="DIR", type=Path, help="new or empty folder")
    parser.add_argument(
        "--overwrite", action="store_true", help="replace an earlier export; other files stay"
    )
    parser.add_argument(
        "--strict", action="store_true", help="refuse instead of leaving out what Feast cannot hold"
    )
    parser.set_defaults(run=_export_feast)
    return parser


def _add_mlflow(targets: Targets) -> argparse.ArgumentParser:
    parser = targets.add_parser("mlflow", help="model registry to MLflow", description=_MLFLOW)
    parser.add_argument(
        "uri", metavar="URI", help="of MLflow, such as sqlite:///mlflow.db or http://host:5000"
    )
    parser.add_argument(
        "--artifacts",
        metavar="PLACE",
        help="folder or URI for the artifacts of new models; default: mlartifacts beside a SQLite "
        "file, else where the server puts them",
    )
    parser.set_defaults(run=_export_mlflow)
    return parser


def _export_feast(chosen: argparse.Namespace) -> Iterable[str]:
    """Export the feature store; one line per thing to know."""
    from mlplat_core.export.feast import export_feast
    from mlplat_core.export.platform_file import check_holds
    from mlplat_core.feature_store.storage.opening import open_storage

    check_holds(chosen.source, "feature store")
    with closing(open_storage(chosen.source)) as storage:
        done = export_feast(
            storage, chosen.directory, overwrite=chosen.overwrite, strict=chosen.strict
        )
    yield f"Wrote a Feast repository to {chosen.directory}:"
    for name, rows in done.rows.items():
        yield f"  feature view {name!r}, {rows} row{'s' * (rows != 1)}"
    if done.superseded:
        yield (
            f"  {done.superseded} more in the log, each replaced by a later one of the same key "
            "and the same two times"
        )
    yield from (f"Left out: {sentence}." for sentence in done.left_out)
    yield from (f"Note: {sentence}." for sentence in done.notes)
    yield f"Next: cd {chosen.directory} && feast apply"


def _export_mlflow(chosen: argparse.Namespace) -> Iterable[str]:
    """Export the model registry; one line per thing to know."""
    from mlplat_core.export.mlflow import export_mlflow, without_password
    from mlplat_core.export.platform_file import check_holds
    from mlplat_core.registry.model_registry import ModelRegistry

    check_holds(chosen.source, "model registry")
    with closing(ModelRegistry(chosen.source)) as registry:
        done = export_mlflow(registry, chosen.uri, artifacts=chosen.artifacts)
    place = without_password(chosen.uri)
    yield f"Brought MLflow at {place} up to date:" if done.writes else f"{place} was up to date:"
    for name, versions in done.versions.items():
        yield f"  model {name!r}, {versions} version{'s' * (versions != 1)}"
    yield f"  {done.aliases} alias{'es' * (done.aliases != 1)}"
    yield from (f"  deleted model {name!r}, as it is deleted here" for name in done.deleted)


if __name__ == "__main__":
    sys.exit(main())
