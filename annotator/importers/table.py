"""CSV and TSV: one row, one article. Encoding and delimiter are found out, then shown."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from annotator.errors import ImportRefusedError
from annotator.importers import rows
from annotator.importers.base import Found, Importer, ImportOptions, Source
from annotator.importers.columns import guess_columns
from annotator.importers.rows import Row, TablePreview
from annotator.importers.text import read_text

_DELIMITERS = (",", ";", "\t", "|")
_SAMPLE_ROWS = 30
_SAMPLE = 500_000
_LARGEST_CELL = 2**31 - 1  # what fits the C long of every platform


def parse_table(source: Source, options: ImportOptions) -> Iterator[Found]:
    """Read a CSV or TSV file with a header row."""
    return rows.articles(_rows(source, options), options, source.where)


def preview_table(source: Source, options: ImportOptions) -> TablePreview:
    """Show how a CSV or TSV file would be read."""
    return rows.preview(_rows(source, options), options, source.where)


def _rows(source: Source, options: ImportOptions) -> list[Row]:
    text, _ = read_text(source, options)
    text = text.lstrip("\ufeff")
    delimiter = options.delimiter or _declared(text) or _delimiter(text)
    if _declared(text):
        text = text.partition("\n")[2]
    csv.field_size_limit(_LARGEST_CELL)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    found: list[Row] = []
    try:
        found.extend(Row(number, tuple(cells)) for number, cells in enumerate(reader, 1))
    except csv.Error as error:
        raise ImportRefusedError(
            f"{source.where}: the table breaks off after row {len(found)} ({error})."
        ) from error
    return found


def _declared(text: str) -> str | None:
    """Read Excel's first line "sep=;"."""
    line = text[:10].partition("\n")[0].strip()
    return line[4] if line.startswith("sep=") and len(line) == 5 else None


def _delimiter(text: str) -> str:
    """Choose the delimiter that gives known headers and rows as long as the header."""
    return max(_DELIMITERS, key=lambda d: _fit(text, d))


def _fit(text: str, delimiter: str) -> tuple[int, float, int]:
    reader = csv.reader(io.StringIO(text[:_SAMPLE], newline=""), delimiter=delimiter)
    sample: list[list[str]] = []
    csv.field_size_limit(_LARGEST_CELL)
    try:
        for cells in reader:
            if any(cells):
                sample.append(cells)
            if len(sample) > _SAMPLE_ROWS:
                break
    except csv.Error:
        return (0, 0.0, 0)
    if not sample:
        return (0, 0.0, 0)
    width = len(sample[0])
    even = sum(len(cells) == width for cells in sample) / len(sample)
    return (len(guess_columns(sample[0])), even if width > 1 else 0.0, width)


TABLE = Importer("csv", "Table (CSV, TSV)", (".csv", ".tsv", ".tab"), parse_table)
