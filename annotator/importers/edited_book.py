"""The sheets with codes of an edited workbook, row by row, before anything is compared."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from annotator.errors import ImportRefusedError
from annotator.importers import xlsx
from annotator.importers.base import ImportOptions, source_of
from annotator.importers.cell_types import Place, unreadable_cells
from annotator.importers.rows import Row

ID = "annotation_id"
LONG = "annotations_long"
_OTHER_TABLES = frozenset({"role", "value_order", "about"})
"""Columns of sheets that name codes too, and are not read back."""

UNREADABLE = "\x00"
"""Stands for a cell with a formula or an error: told as a problem, never compared."""


@dataclass(frozen=True, slots=True)
class EditProblem:
    """Why a cell (or, with an empty column, a row) cannot be applied."""

    sheet: str
    row: int
    column: str
    why: str

    def __str__(self) -> str:
        column = f", {self.column}" if self.column else ""
        return f"{self.sheet}, row {self.row}{column}: {self.why}"


@dataclass(frozen=True, slots=True)
class Line:
    """One row of a sheet with codes."""

    sheet: str
    number: int
    cells: Mapping[str, str]


@dataclass(slots=True)
class Book:
    """All rows of the sheets with codes."""

    name: str
    lines: dict[str, list[Line]] = field(default_factory=dict)
    """By the uid of the code."""
    problems: list[EditProblem] = field(default_factory=list)
    long: bool = False
    about: dict[tuple[str, str], str] = field(default_factory=dict)
    """(block, item) -> value of the README."""


def read_book(path: Path) -> Book:
    """Read the sheets that have the column `annotation_id`.

    Raises:
        ImportRefusedError: no workbook, or none with such a sheet.
    """
    source = source_of(path)
    sheets = xlsx._sheets(source, ImportOptions())
    unreadable = unreadable_cells(source.load(), source.where)
    book = Book(path.name)
    found = False
    for name, rows in sheets.items():
        header = rows[0].cells
        if name == "README":
            book.about = {(r.cells[0], r.cells[1]): r.cells[2] for r in rows if len(r.cells) > 2}
        if ID in header and _OTHER_TABLES.isdisjoint(header):
            found = True
            book.long = book.long or name.startswith(LONG)
            _read_sheet(book, name, rows, unreadable.get(name, {}))
    if not found:
        raise ImportRefusedError(
            f"{source.where}: there is no sheet with the column {ID}.",
            "Edit a workbook that was exported from this project.",
        )
    return book


def _read_sheet(
    book: Book, name: str, rows: Sequence[Row], unreadable: Mapping[Place, str]
) -> None:
    header = [cell.strip() for cell in rows[0].cells]
    twice = {cell for cell in header if cell and header.count(cell) > 1}
    for column in sorted(twice):
        why = "there are two columns of this name."
        book.problems.append(EditProblem(name, rows[0].number, column, why))
    seen: set[str] = set()
    for row in rows[1:]:
        padded = [*row.cells, *[""] * (len(header) - len(row.cells))]
        cells = {key: cell for key, cell in zip(header, padded, strict=False) if key}
        for nth, column in enumerate(header):
            if column and (error := unreadable.get((row.number, nth))):
                book.problems.append(EditProblem(name, row.number, column, error))
                cells[column] = UNREADABLE
        uid = cells[ID].strip()
        if not any(cell.strip() for cell in cells.values()):
            continue
        if not uid or uid in seen:
            why = "the row is there twice." if uid else f"new codes cannot be added: no {ID}."
            book.problems.append(EditProblem(name, row.number, ID, why))
            continue
        seen.add(uid)
        book.lines.setdefault(uid, []).append(Line(name, row.number, cells))


_TIME = re.compile(r"\d{4}-\d\d-\d\d[ T]\d\d:\d\d:\d\d")


def moment(cell: str) -> str:
    """The time in a cell to the second, as ISO text; empty where there is none."""
    try:
        at = datetime.fromisoformat(cell)
    except ValueError:
        return ""
    if not _TIME.match(cell):
        return f"{cell}T00:00:00" if len(cell) == 10 else ""
    rounded = at.replace(microsecond=0) + timedelta(seconds=at.microsecond >= 500_000)
    return rounded.isoformat()
