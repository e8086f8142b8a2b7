"""What did a run find, when and where, and how is that kept in a file?"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path

from bench.series import Series

OBSERVED = Path(__file__).with_name("observed.json")


@dataclass(frozen=True, slots=True)
class Run:
    """One run of everything.

    Attributes:
        date: the day, such as "2026-11-27".
        chromium: the browser's version.
        pyodide: the version of both the course's Pyodide and the stock one.
        cores: the machine's number of cores.
        load: how many processes wanted a core in the minute before, on average.
        problems: what could not be measured at all, sentences.
        series: what was measured.
    """

    date: str
    chromium: str
    pyodide: str
    cores: int
    load: float
    problems: tuple[str, ...]
    series: tuple[Series, ...]


def to_json(run: Run) -> str:
    """The run as a file keeps it: values to the tenth, one series in a line."""
    head = {name: value for name, value in asdict(run).items() if name != "series"}
    lines = (json.dumps(_rounded(each), ensure_ascii=False) for each in run.series)
    text = json.dumps(head, ensure_ascii=False, indent=2).removesuffix("\n}")
    return f'{text},\n  "series": [\n    ' + ",\n    ".join(lines) + "\n  ]\n}\n"


def from_json(text: str) -> Run:
    """The run that `to_json` wrote."""
    document = json.loads(text)
    series = tuple(
        Series(**{**each, "values": tuple(each["values"])}) for each in document.pop("series")
    )
    return Run(**{**document, "problems": tuple(document["problems"])}, series=series)


def _rounded(series: Series) -> dict[str, object]:
    return {**asdict(series), "values": [round(value, 1) for value in series.values]}
