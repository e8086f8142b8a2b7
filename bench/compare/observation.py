"""What was seen of one system in one case?"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Observation:
    """One cell of the comparison: what a system did when it was run.

    Attributes:
        theme: the table that it belongs to, such as "Point-in-time join".
        case: the row, a short sentence, the same for every system that was asked.
        system: the column, such as "Feast, dask store".
        outcome: what was observed, in a few words made from the run's own values.
        source: where the behaviour is documented or discussed, an address; empty if nowhere.
    """

    theme: str
    case: str
    system: str
    outcome: str
    source: str = ""
