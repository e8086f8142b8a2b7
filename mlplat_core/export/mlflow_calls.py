"""How is an MLflow client asked, and how do we know what it has changed?"""

from __future__ import annotations

from collections.abc import Callable

from mlplat_core.export.mlflow_plan import ModelShown, VersionShown
from mlplat_core.export.packages import Foreign


class MlflowCalls:
    """The calls to one MLflow, those that change something counted.

    Args:
        client: an `MlflowClient`.

    Attributes:
        client: the same, for calls that only look.
        writes: how many calls have changed something.
    """

    def __init__(self, client: Foreign) -> None:
        self.client = client
        self.writes = 0

    def change(self, method: str, *arguments: object, **named: object) -> Foreign:
        """What a method of the client returns that changes something."""
        self.writes += 1
        return getattr(self.client, method)(*arguments, **named)


def read_model(client: Foreign, name: str) -> ModelShown:
    """The registered model as MLflow shows it; an MlflowException if there is none."""
    model = client.get_registered_model(name)
    versions = {
        int(each.version): VersionShown(each.description or "", dict(each.tags))
        for each in pages(client.search_model_versions, f"name='{name}'")
    }
    aliases = {alias: int(number) for alias, number in model.aliases.items()}
    return ModelShown(model.description or "", dict(model.tags), aliases, versions)


def pages(search: Callable[..., Foreign], filter_string: str) -> list[Foreign]:
    """Everything that a search of MLflow finds, over all its pages."""
    found, token = [], None
    while token != "":
        page = search(filter_string=filter_string, max_results=1000, page_token=token)
        found += page
        token = page.token or ""
    return found
