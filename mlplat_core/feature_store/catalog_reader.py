"""Which definitions are in force now, and which plans for reading were made from them?"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence

from mlplat_core.feature_store.catalog import Catalog, read_catalog
from mlplat_core.feature_store.definitions import FeatureService
from mlplat_core.feature_store.on_demand.view import OnDemandFeatureView
from mlplat_core.feature_store.plan import ReadPlan, make_plan
from mlplat_core.feature_store.storage.ports import CatalogStore, Definition

_MOST_PLANS = 256


class CatalogReader:
    """The catalog and the plans made from it, made anew only after a definition has changed.

    Another process may change one at any time, so each call asks the storage, which says "the same
    as before" at little cost. A storage may keep no more of a function than its fingerprint; the
    functions themselves are those that this process has applied.

    Args:
        store: where the definitions are kept.
    """

    def __init__(self, store: CatalogStore) -> None:
        self._store = store
        self._definitions: Sequence[Definition] | None = None
        self._catalog = Catalog()
        self._plans: dict[Hashable, ReadPlan] = {}
        self._applied: dict[Definition, Definition] = {}

    def catalog(self) -> Catalog:
        """The definitions that are in force now."""
        definitions = self._store.load()
        if definitions is not self._definitions:
            # Equal are those of one fingerprint, of which only the applied one has its function.
            found = [self._applied.get(each, each) for each in definitions]
            self._definitions, self._catalog = definitions, read_catalog(found)
            self._plans.clear()
        return self._catalog

    def remember(self, definitions: Iterable[Definition]) -> None:
        """Keep the functions of on-demand views, now that the views were applied."""
        views = [each for each in definitions if isinstance(each, OnDemandFeatureView)]
        self._applied.update(zip(views, views, strict=True))
        self._definitions = None

    def plan(
        self, features: Sequence[str] | FeatureService, *, full_feature_names: bool
    ) -> ReadPlan:
        """How the features of a list or a service are read, now.

        Raises:
            DefinitionError: a reference is malformed, or one text was passed for a list.
            NotFoundError: a view or feature does not exist.
            RequestError: two columns would share a name.
        """
        catalog = self.catalog()
        # A text would pass for a tuple of letters.
        asked = features if isinstance(features, (str, FeatureService)) else tuple(features)
        try:
            plan = self._plans.get((asked, full_feature_names))
        except TypeError:  # what cannot be hashed is no reference, as the catalog will say
            plan = None
        if plan is None:
            references = catalog.references(asked)
            plan = make_plan(catalog, references, full_feature_names=full_feature_names)
            if len(self._plans) >= _MOST_PLANS:
                del self._plans[next(iter(self._plans))]
            self._plans[asked, full_feature_names] = plan
        return plan
