"""CSV twins of the workbook's sheets: one UTF-8 file each, with the mark that Excel looks for.

Nothing is cut here: texts keep their full length. Lines end as RFC 4180 says. A text that a
spreadsheet would take for a formula gets an apostrophe in front, unless that is switched off.
"""

from __future__ import annotations

import csv
from collections.abc import Sequence
from contextlib import suppress
from datetime import date, datetime
from pathlib import Path
from typing import IO, Any

from annotator.errors import ProjectError
from annotator.project.reader import Reader
from exports.base import ExportOptions, ExportReport, Progress, cannot_write, replace_file
from exports.columns import Cell, Column, Row
from exports.contents import check_sheets, fill
from exports.selection import select

_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


class CsvTable:
    """One CSV file being written under a temporary name."""

    wanted = True

    def __init__(self, path: Path, name: str, columns: Sequence[Column], *, guard: bool) -> None:
        self.name = name
        self.rows = 0
        self.path = path / f"{name}.csv"
        self.temporary = path / f".{name}.csv.new"
        self.guarded = 0
        self._guard = guard
        self._file: IO[str] = self.temporary.open("w", encoding="utf-8-sig", newline="")
        self._writer: Any = csv.writer(self._file)
        self._writer.writerow([column.name for column in columns])

    def append(self, row: Row, *, target: int | None = None) -> None:  # noqa: ARG002
        self._writer.writerow([self._plain(cell) for cell in row])
        self.rows += 1

    def _plain(self, cell: Cell) -> object:
        if isinstance(cell, str):
            if self._guard and cell.startswith(_FORMULA_STARTS):
                self.guarded += 1
                return f"'{cell}"
            return cell.replace("\0", "")
        if isinstance(cell, datetime):
            return f"{cell.isoformat()}Z"
        return cell.isoformat() if isinstance(cell, date) else cell

    def close(self) -> None:
        self._file.close()


class _Folder:
    """Opens tables as CSV files of one folder."""

    def __init__(self, path: Path, *, guard: bool) -> None:
        self._path = path
        self._guard = guard
        self.tables: list[CsvTable] = []

    def open(
        self,
        name: str,
        columns: Sequence[Column],
        *,
        link: int | None = None,  # noqa: ARG002
    ) -> CsvTable:
        table = CsvTable(self._path, name, columns, guard=self._guard)
        self.tables.append(table)
        return table

    def notes(self) -> list[str]:
        guarded = sum(table.guarded for table in self.tables)
        if not guarded:
            return []
        return [f"{guarded} texts look like formulas; they have an apostrophe in front."]

    def close(self) -> None:
        for table in self.tables:
            table.close()

    def publish(self) -> None:
        """Put all files in place, now that all are complete."""
        for table in self.tables:
            replace_file(table.temporary, table.path)

    def discard(self) -> None:
        for table in self.tables:
            with suppress(OSError):
                table.close()
                table.temporary.unlink(missing_ok=True)


def write_csv(
    reader: Reader, path: Path, options: ExportOptions, progress: Progress
) -> ExportReport:
    """Write a folder with one CSV file per sheet; files of an older export are replaced at the end.

    Raises:
        ProjectError: `path` is a file, cannot be written to, or an option is not known.
        CancelledError: raised by `progress`; nothing is kept.
    """
    check_sheets(options.sheets)
    selection = select(reader, options)
    made = _make_folder(path)
    folder = _Folder(path, guard=options.guard_formulas)
    done = False
    try:
        rows = fill(reader, selection, folder, progress)
        folder.close()
        folder.publish()
        done = True
    except OSError as error:
        raise cannot_write(path, error) from error
    finally:
        folder.discard()
        if made and not done:
            with suppress(OSError):
                path.rmdir()
    return ExportReport(path, rows, (*selection.damaged, *folder.notes()))


def _make_folder(path: Path) -> bool:
    """Make the folder; whether it was not there before."""
    if path.is_dir():
        return False
    if path.exists():
        raise ProjectError(f"{path} is a file.", "CSV files need a folder: choose another name.")
    try:
        path.mkdir()
    except OSError as error:
        raise cannot_write(path, error) from error
    return True
