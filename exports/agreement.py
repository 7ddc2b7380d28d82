"""The agreement sheets of the workbook, as tables any writer can place.

`agreement_summary` has one row per number, `agreement_units` the units behind them with one column
per coder (what R's irr and ReCal read after filtering one `row`), `agreement_spans` the continua of
u-alpha, `disagreements` the passages on which coders differ, weightiest first.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from annotator.agreement.results import AgreementResults, AgreementRow, Passage
from annotator.agreement.unit_tables import (
    SPAN_COLUMNS,
    SUMMARY_COLUMNS,
    UNIT_COLUMNS,
    column_names,
    span_table,
    summary_table,
    unit_table,
)
from exports.columns import Column, Row

SHEETS = ("agreement_summary", "agreement_units", "agreement_spans", "disagreements")


@dataclass(frozen=True)
class AgreementTable:
    """One sheet: its name, its columns, its rows."""

    name: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]


def agreement_tables(results: AgreementResults) -> tuple[AgreementTable, ...]:
    """All sheets, in the order of `SHEETS`."""
    return (
        summary_sheet(results),
        units_sheet(results),
        spans_sheet(results),
        disagreements_sheet(results),
    )


def summary_sheet(results: AgreementResults) -> AgreementTable:
    """One row per number; without any the reason stands in the only row."""
    columns = tuple(_SUMMARY[name] for name in SUMMARY_COLUMNS)
    rows = [_cells(row) for row in summary_table(results)]
    if not rows:
        reason = SUMMARY_COLUMNS.index("reason")
        rows = [[results.reason if n == reason else None for n in range(len(columns))]]
    return AgreementTable("agreement_summary", columns, tuple(rows))


def units_sheet(results: AgreementResults) -> AgreementTable:
    """Units by coders. NA: missing; an empty cell: the empty set, or passed by."""
    columns = (*(_UNITS[name] for name in UNIT_COLUMNS), *_coder_columns(results))
    rows = tuple(_cells(row) for row in unit_table(results))
    return AgreementTable("agreement_units", columns, rows)


def spans_sheet(results: AgreementResults) -> AgreementTable:
    """What u-alpha was computed from: stretches of text without overlaps, per coder."""
    numbers = ("length", "start", "end")
    columns = tuple(
        Column(name, "number" if name in numbers else "text", width=12) for name in SPAN_COLUMNS
    )
    return AgreementTable(
        "agreement_spans", columns, tuple(_cells(row) for row in span_table(results))
    )


def disagreements_sheet(results: AgreementResults) -> AgreementTable:
    """Every passage with a disagreement: what each coder has, and what share of all it makes."""
    columns = (*_DISAGREEMENTS, *_coder_columns(results))
    rows = tuple(
        _disagreement(row, passage, results) for row, passage in _disagreements(results.rows)
    )
    return AgreementTable("disagreements", columns, rows)


def _disagreements(rows: Sequence[AgreementRow]) -> Iterator[tuple[AgreementRow, Passage]]:
    for row in rows:
        for passage in row.passages:
            if passage.contribution > 0:
                yield row, passage


def _disagreement(row: AgreementRow, passage: Passage, results: AgreementResults) -> Row:
    by_coder = {value.coder: value for value in passage.values}
    cells: Row = [
        row.key,
        row.layer,
        row.label,
        passage.article,
        passage.title,
        None if passage.span is None else passage.span.start,
        None if passage.span is None else passage.span.end,
        passage.quote,
        passage.kind,
        passage.contribution,
    ]
    for coder in results.coders:
        value = by_coder.get(coder.uid)
        cells.append(None if value is None else value.value)
    return cells


def _cells(row: Sequence[object]) -> Row:
    return [cell if isinstance(cell, str | int | float) else None for cell in row]


def _coder_columns(results: AgreementResults) -> list[Column]:
    names = column_names([coder.name for coder in results.coders])
    return [
        Column(name, note=f"value of {coder.name}", width=16)
        for name, coder in zip(names, results.coders, strict=True)
    ]


def _columns(*columns: Column) -> dict[str, Column]:
    return {column.name: column for column in columns}


_SUMMARY = _columns(
    Column("row", note="key of the number", width=24),
    Column("layer", width=11),
    Column("variable", width=26),
    Column("coefficient", width=16),
    Column("unit", note="what the coefficient was computed on", width=30),
    Column("value", "number", "empty where undefined, see reason", 9),
    Column("ci_low", "number", "lower end of the 95 % interval", 9),
    Column("ci_high", "number", "upper end", 9),
    Column("interval", note="how the interval was made, or why there is none", width=30),
    Column("percent", "number", "percent agreement as a share", 9),
    Column("ac", "number", "Gwet's coefficient", 9),
    Column("ac_name", width=9),
    Column("coverage", "number", "share of units matched between coders", 9),
    Column("end_to_end", "number", "F1 of found and equal", 9),
    Column("units", "number", width=9),
    Column("pairable", "number", "values (or characters) that could be compared", 9),
    Column("missing", "number", "units with fewer than two values", 9),
    Column("coders", "number", width=8),
    Column("articles", "number", width=8),
    Column("status", note="by the lower end: .80 good, .667 tentative", width=11),
    Column("exploratory", "number", "1: not in the codebook's plan", 8),
    Column("reason", note="why there is no number", width=30),
    Column("warnings", width=40),
)

_UNITS = _columns(
    Column("row", note="key of the number in agreement_summary", width=24),
    Column("what", width=9),
    Column("metric", width=9),
    Column("unit", width=14),
    Column("article_id", width=12),
    Column("article_title", width=30),
    Column("start", "number", width=8),
    Column("end", "number", width=8),
    Column("weight", "number", "below 1 where units could be matched in several ways", 8),
    Column("used", "number", "0: not part of the number", 6),
    Column("why_not_used", width=20),
)

_DISAGREEMENTS = (
    Column("row", note="key of the number in agreement_summary", width=24),
    Column("layer", width=11),
    Column("variable", width=20),
    Column("article_id", width=12),
    Column("article_title", width=30),
    Column("start", "number", width=8),
    Column("end", "number", width=8),
    Column("quote", width=40),
    Column("kind", note="missed, boundary, category, role or attribute", width=11),
    Column("contribution", "number", "share of all disagreement of the row", 12),
)
