"""How are the model files built, and are they still what the code makes? See `train --help`."""

from __future__ import annotations

import argparse
from collections.abc import Iterable
from pathlib import Path

from mlplat_core.errors import IntegrityError
from mlplat_core.models.model_file import read_card
from mlplat_core.training.models import train_all

FOLDER = Path(__file__).parents[1] / "shop" / "models"
DESCRIPTION = """\
Makes the data of Halvard Market, trains the fraud models and writes one JSON file each. The same
code writes the same bytes. Needs: pip install 'mlplat[train]'."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes, and what it runs."""
    parser.add_argument(
        "--out", metavar="DIR", type=Path, default=FOLDER, help="default: where the platform reads"
    )
    parser.add_argument(
        "--check", action="store_true", help="write nothing; say which files would change"
    )
    parser.set_defaults(run=_train)


def _train(chosen: argparse.Namespace) -> Iterable[str]:
    """Train every model; one line for each."""
    changed = []
    if not chosen.check:
        chosen.out.mkdir(parents=True, exist_ok=True)
    for recipe, artifact in train_all():
        file = chosen.out / f"{recipe.name}.json"
        same = file.exists() and file.read_bytes() == artifact
        if not same:
            changed.append(file.name)
        if not chosen.check:
            file.write_bytes(artifact)
        yield f"{file.name}: {_figures(artifact)}, {'as it was' if same else 'changed'}"
    if chosen.check and changed:
        raise IntegrityError(
            f"{', '.join(changed)}: not what this code trains. Run `python -m mlplat_core train` "
            "with the versions pinned in constraints.txt, and read what changed."
        )


def _figures(artifact: bytes) -> str:
    card = read_card(artifact)
    metrics = {} if card is None else card.metrics
    return ", ".join(f"{name} {value:.3f}" for name, value in metrics.items())
