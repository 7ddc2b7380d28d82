"""The Excel workbook: every sheet of `contents.py` in one file, whole or not at all."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from annotator.project.reader import Reader
from exports.base import ExportOptions, ExportReport, Progress, atomic_write
from exports.columns import Column
from exports.contents import check_sheets, fill
from exports.selection import select
from exports.sheets import MOST_ROWS, Book, Sheet

_WRAPPED = ("README", "codebook", "memos")
"""Sheets that people read rather than compute with: their texts are broken into lines."""


class _Sheets:
    """Opens the tables of a workbook as sheets of a book."""

    def __init__(self, book: Book) -> None:
        self._book = book
        self.sheets: list[Sheet] = []

    def open(self, name: str, columns: Sequence[Column], *, link: int | None = None) -> Sheet:
        sheet = Sheet(self._book, name, columns, link=link, wrap=name in _WRAPPED)
        self.sheets.append(sheet)
        return sheet

    def notes(self) -> list[str]:
        return self._book.report.lines()


def write_workbook(
    reader: Reader,
    path: Path,
    options: ExportOptions,
    progress: Progress,
    *,
    most_rows: int = MOST_ROWS,
) -> ExportReport:
    """Write the workbook; the old file stays as it was until the new one is complete.

    Args:
        most_rows: rows of a sheet, the header included; more go on in `<name>_2`.

    Raises:
        ProjectError: an option the project does not know, or a place that cannot be written to.
        CancelledError: raised by `progress`; nothing is kept.
    """
    check_sheets(options.sheets)
    selection = select(reader, options)
    with atomic_write(path) as temporary:
        book = Book(most_rows=most_rows)
        try:
            tables = _Sheets(book)
            rows = fill(reader, selection, tables, progress)
            for sheet in tables.sheets:
                sheet.close()
            book.save(str(temporary))
        finally:
            book.discard()
    warnings = (*selection.damaged, *book.report.lines())
    if options.csv_twin:
        from exports.csv import write_csv

        write_csv(reader, path.with_name(f"{path.stem}_csv"), options, progress)
    return ExportReport(path, rows, warnings)
