"""Which values are tables, and how does one look as plain text? Standard library only."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

WIDEST_CELL = 40


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of values under named columns.

    Attributes:
        columns: The names, from left to right.
        rows: One value per column in each.
    """

    columns: tuple[str, ...]
    rows: tuple[tuple[object, ...], ...]

    def texts(self) -> list[list[str]]:
        """Every cell as text."""
        return [[str(value) for value in row] for row in self.rows]

    def numeric_columns(self) -> list[bool]:
        """For each column whether it holds numbers, which stand on the right."""
        columns = zip(*self.rows, strict=True) if self.rows else ((),) * len(self.columns)
        return [_are_numbers(column) for column in columns]


def as_table(value: object) -> Table | None:
    """The table that a value is, or None if it is none.

    Args:
        value: A list of dictionaries, a list of rows of the same length, or an object whose
            attribute `rows` is one of these, such as the platform's results.
    """
    if not isinstance(value, list | tuple):
        value = getattr(value, "rows", None)
    if not isinstance(value, list | tuple) or not value:
        return None
    if all(isinstance(row, Mapping) for row in value):
        # A dictionary, because it keeps the order in which the names appear.
        names = list(dict.fromkeys(name for row in value for name in row))
        rows = tuple(tuple(row.get(name, "") for name in names) for row in value)
        return Table(tuple(map(str, names)), rows)
    if all(isinstance(row, list | tuple) and len(row) == len(value[0]) for row in value):
        fields = getattr(value[0], "_fields", None) or range(1, len(value[0]) + 1)
        return Table(tuple(map(str, fields)), tuple(map(tuple, value))) if value[0] else None
    return None


def table_text(table: Table) -> str:
    """The table in aligned columns, one line per row."""
    texts = [[_shortened(text) for text in row] for row in table.texts()]
    widths = [max(map(len, column)) for column in zip(table.columns, *texts, strict=True)]
    numeric = table.numeric_columns()

    def line(cells: list[str]) -> str:
        aligned = [
            cell.rjust(width) if right else cell.ljust(width)
            for cell, width, right in zip(cells, widths, numeric, strict=True)
        ]
        return "  ".join(aligned).rstrip() + "\n"

    rule = line(["-" * width for width in widths])
    return line(list(table.columns)) + rule + "".join(map(line, texts))


def _shortened(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= WIDEST_CELL else text[: WIDEST_CELL - 3] + "..."


def _are_numbers(column: tuple[object, ...]) -> bool:
    kinds = {type(value) for value in column if value is not None and value != ""}
    return bool(kinds) and kinds <= {int, float}
