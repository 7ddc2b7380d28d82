"""From the rows of a table to articles: shared by CSV and the spreadsheet formats."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from annotator.errors import ImportRefusedError
from annotator.importers.base import Found, ImportOptions, Refusal, first_line
from annotator.importers.columns import PARTS, map_columns
from annotator.importers.dates import DateRule, order_of, read_date
from annotator.model import ArticleDraft

_MOST_METADATA = 200


@dataclass(frozen=True, slots=True)
class Row:
    """One row with the number a spreadsheet shows for it."""

    number: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TablePreview:
    """What a table holds and how it would be read, for a look before importing."""

    headers: tuple[str, ...]
    mapping: dict[str, str]
    """Part of an article -> header."""
    rows: tuple[tuple[str, ...], ...]
    dates: DateRule
    count: int


def preview(
    rows: Sequence[Row], options: ImportOptions, where: str, *, shown: int = 20
) -> TablePreview:
    """Show the first rows and the mapping; a table without a text column is shown all the same."""
    header, body = _split(rows, where)
    try:
        mapping = map_columns(header.cells, options.columns, where)
    except ImportRefusedError:
        mapping = {}
    return TablePreview(
        headers=header.cells,
        mapping={part: header.cells[i] for part, i in mapping.items()},
        rows=tuple(row.cells for row in body[:shown]),
        dates=_date_rule(body, mapping.get("date"), options),
        count=len(body),
    )


def articles(
    rows: Sequence[Row], options: ImportOptions, where: str, *, unit: str = "row"
) -> Iterator[Found]:
    """Make an article of every row; a row without text is refused, an empty one passed over.

    Args:
        unit: what a row is called in messages.
    """
    header, body = _split(rows, where)
    mapping = map_columns(header.cells, options.columns, where)
    if not body:
        raise ImportRefusedError(f"{where}: the table has a header and no rows.")
    rule = _date_rule(body, mapping.get("date"), options)
    if rule.because != "no date is ambiguous":
        options.note(where, rule.describe())
    for row in body:
        place = f"{where}, {unit} {row.number}"
        if len(row.cells) > len(header.cells) and any(row.cells[len(header.cells) :]):
            yield Refusal(
                place,
                f"it has {len(row.cells)} cells and the header {len(header.cells)}; "
                "a delimiter inside a text needs quotation marks.",
            )
            continue
        yield _article(row, header.cells, mapping, rule, place)


def _split(rows: Sequence[Row], where: str) -> tuple[Row, list[Row]]:
    filled = [row for row in rows if any(cell.strip() for cell in row.cells)]
    if not filled:
        raise ImportRefusedError(f"{where}: the table is empty.")
    return filled[0], filled[1:]


def _date_rule(rows: Iterable[Row], column: int | None, options: ImportOptions) -> DateRule:
    if options.date_order != "auto":
        return DateRule(options.date_order, "as chosen")
    if column is None:
        return order_of(())
    return order_of(row.cells[column] for row in rows if column < len(row.cells))


def _article(
    row: Row, headers: Sequence[str], mapping: dict[str, int], rule: DateRule, place: str
) -> Found:
    cells = {part: _cell(row, mapping.get(part)) for part in PARTS}
    text = cells["text"]
    if not text.strip():
        return Refusal(place, "there is no text in it.")
    metadata = _metadata(row, headers, set(mapping.values()))
    date = read_date(cells["date"], rule.order)
    if cells["date"].strip() and date is None:
        metadata["date as given"] = cells["date"].strip()
    title = " ".join(cells["title"].split())
    return ArticleDraft(
        title=title or first_line(text),
        text=text,
        date=date,
        source=cells["source"].strip() or None,
        author=cells["author"].strip() or None,
        url=cells["url"].strip() or None,
        language=_language(cells["language"]),
        metadata=metadata,
        where=place,
        title_is_mapped=bool(title),
    )


def _cell(row: Row, number: int | None) -> str:
    return row.cells[number] if number is not None and number < len(row.cells) else ""


def _metadata(row: Row, headers: Sequence[str], used: set[int]) -> dict[str, Any]:
    """Keep the other columns under their headers; a header that occurs twice gets a number."""
    kept: dict[str, Any] = {}
    for number, (header, cell) in enumerate(zip(headers, row.cells, strict=False)):
        if number in used or not cell.strip() or len(kept) >= _MOST_METADATA:
            continue
        name = " ".join(header.split()) or f"column {number + 1}"
        while name in kept:
            name = f"{name} ({number + 1})"
        kept[name] = cell.strip()
    return kept


def _language(given: str) -> str | None:
    code = given.strip().lower().replace("_", "-").partition("-")[0]
    return code if code.isalpha() and len(code) in (2, 3) else None
