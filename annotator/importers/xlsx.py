"""Excel workbooks: one row, one article, on every sheet that has a column with the text.

calamine is fast, but lays a sheet out in memory as one rectangle: a single cell at the far corner
would take hundreds of gigabytes. So the cells are counted before calamine sees them, and cells far
outside the table are taken out. What a sheet claims about its own size is not believed at all.
"""

from __future__ import annotations

import datetime
import io
import re
import zipfile
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from annotator.errors import ImportRefusedError
from annotator.importers import rows
from annotator.importers.archives import Archive, open_archive, refuse_entities
from annotator.importers.base import Found, Importer, ImportOptions, Source
from annotator.importers.columns import map_columns
from annotator.importers.rows import Row, TablePreview

if TYPE_CHECKING:
    from python_calamine import CalamineWorkbook

_SHEET = re.compile(r"xl/worksheets/[^/]+\.xml$", re.IGNORECASE)
_CELL = re.compile(rb"<(?:\w+:)?c\b[^>]*?\br=[\"']([A-Z]{1,4})(\d{1,8})[\"']")
_ROW = re.compile(
    rb"<(?:\w+:)?row\b[^>]*?\br=[\"'](\d{1,8})[\"'].*?(?:</(?:\w+:)?row>|/>)", re.DOTALL
)
_MOST_CELLS = 20_000_000
_WIDEST = 1000
_LONGEST_GAP = 1000
_OLD = b"\xd0\xcf\x11\xe0"


def parse_xlsx(source: Source, options: ImportOptions) -> Iterator[Found]:
    """Read every sheet with a text column."""
    sheets = _sheets(source, options)
    readable = [name for name, table in sheets.items() if _has_text(table, options, source.where)]
    if not readable:
        table = next(iter(sheets.values()))
        yield from rows.articles(table, options, source.where)  # says what is missing
        return
    for name in readable:
        where = source.where if len(sheets) == 1 else f"{source.where}, sheet {name}"
        yield from rows.articles(sheets[name], options, where)
    for name in sheets.keys() - set(readable):
        options.note(source.where, f"the sheet “{name}” has no text column and is passed over.")


def preview_xlsx(source: Source, options: ImportOptions) -> TablePreview:
    """Show how a workbook would be read, by its first sheet with a text column."""
    sheets = _sheets(source, options)
    readable = [t for t in sheets.values() if _has_text(t, options, source.where)]
    return rows.preview((readable or list(sheets.values()))[0], options, source.where)


def _has_text(table: list[Row], options: ImportOptions, where: str) -> bool:
    filled = next((row for row in table if any(c.strip() for c in row.cells)), None)
    if filled is None:
        return False
    try:
        map_columns(filled.cells, options.columns, where)
    except ImportRefusedError:
        return False
    return True


def _sheets(source: Source, options: ImportOptions) -> dict[str, list[Row]]:
    from python_calamine import CalamineError, CalamineWorkbook

    data = source.load()
    if not data.startswith(_OLD):
        data = _checked(open_archive(data, source.where), data, options)
    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(data))
        found = {name: _rows(workbook, name) for name in workbook.sheet_names}
    except (CalamineError, OSError, ValueError) as error:
        raise ImportRefusedError(
            f"{source.where}: the workbook is damaged, protected, or none at all."
        ) from error
    filled = {name: table for name, table in found.items() if table}
    if not filled:
        raise ImportRefusedError(f"{source.where}: the workbook is empty.")
    return filled


def _rows(workbook: CalamineWorkbook, name: str) -> list[Row]:
    sheet = workbook.get_sheet_by_name(name)
    first = sheet.start[0] if sheet.start else 0
    cells = sheet.to_python(skip_empty_area=True)
    return [Row(first + n, tuple(map(_shown, row))) for n, row in enumerate(cells, 1)]


def _shown(value: Any) -> str:
    """Write a cell as a person would: whole numbers without a point, dates as ISO."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    if isinstance(value, datetime.datetime):
        midnight = value.time() == datetime.time()
        return value.date().isoformat() if midnight else value.isoformat(sep=" ")
    if isinstance(value, datetime.date | datetime.time):
        return value.isoformat()
    return "" if value is None else str(value)


def _checked(archive: Archive, data: bytes, options: ImportOptions) -> bytes:
    """Refuse declared entities, and take out the cells that would blow a sheet up."""
    cleaned: dict[str, bytes] = {}
    for name in archive.names:
        if not name.endswith((".xml", ".rels")):
            continue
        xml = archive.read(name)
        refuse_entities(xml, archive.where)
        if _SHEET.match(name):
            fitting = _without_far_cells(xml, archive.where)
            if fitting is not xml:
                options.note(archive.where, "cells far outside the table were left out.")
                cleaned[name] = fitting
    return _repacked(archive, cleaned) if cleaned else data


def _without_far_cells(xml: bytes, where: str) -> bytes:
    cells = [(_column(m[1]), int(m[2])) for m in _CELL.finditer(xml)]
    if not cells:
        return xml
    numbers = sorted({row for _, row in cells})
    widest = max(column for column, _ in cells)
    if widest * (numbers[-1] - numbers[0] + 1) <= _MOST_CELLS and widest <= 16_384:
        return xml
    last = numbers[0]
    for number in numbers:
        if number - last > _LONGEST_GAP:
            break
        last = number
    kept = _ROW.sub(lambda m: m[0] if int(m[1]) <= last else b"", xml)
    left = [(_column(m[1]), int(m[2])) for m in _CELL.finditer(kept)]
    if not left or max(c for c, _ in left) > _WIDEST or max(r for _, r in left) > last:
        raise ImportRefusedError(
            f"{where}: single cells lie so far outside the table that it cannot be read.",
            "Copy the table into a new workbook.",
        )
    return kept


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def _repacked(archive: Archive, cleaned: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as target:
        for name in archive.names:
            target.writestr(name, cleaned.get(name) or archive.read(name))
    return out.getvalue()


XLSX = Importer("xlsx", "Excel workbook", (".xlsx", ".xlsm", ".xls"), parse_xlsx)
