"""The units behind the numbers as plain tables, for other programs to compute on.

`agreement_units.csv` has one line per unit and row with one column per coder, the form that R's irr
and ReCal read after filtering one row; `agreement_spans.csv` holds the continua of u-alpha. `NA` is
missing, an empty cell an empty set or a unit the coder passed by.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

from annotator.agreement.results import AgreementResults

MISSING = "NA"

UNITS_FILE = "agreement_units.csv"
SPANS_FILE = "agreement_spans.csv"
SUMMARY_FILE = "agreement_summary.csv"

Table = list[tuple[object, ...]]

UNIT_COLUMNS = (
    "row", "what", "metric", "unit", "article_id", "article_title", "start", "end", "weight",
    "used", "why_not_used",
)  # fmt: skip
SPAN_COLUMNS = ("row", "article_id", "length", "coder", "start", "end", "value")
SUMMARY_COLUMNS = (
    "row", "layer", "variable", "coefficient", "unit", "value", "ci_low", "ci_high", "interval",
    "percent", "ac", "ac_name", "coverage", "end_to_end", "units", "pairable", "missing",
    "coders", "articles", "status", "exploratory", "reason", "warnings",
)  # fmt: skip


def unit_columns(results: AgreementResults) -> tuple[str, ...]:
    """The header: what is known of a unit, then one column per coder."""
    return (*UNIT_COLUMNS, *column_names([coder.name for coder in results.coders]))


def unit_table(results: AgreementResults) -> Table:
    """One line per unit of every row."""
    plans = {row.key: row.plan for row in results.rows}
    return [
        (
            unit.row,
            plans[unit.row].what,
            plans[unit.row].metric,
            unit.unit,
            unit.article,
            unit.title,
            None if unit.span is None else unit.span.start,
            None if unit.span is None else unit.span.end,
            round(unit.weight, 12),
            int(unit.used),
            unit.why,
            *(MISSING if value is None else value for value in unit.values),
        )
        for unit in results.units
    ]


def span_table(results: AgreementResults) -> Table:
    """One line per unit on a continuum; coders by name."""
    names = dict(zip([c.uid for c in results.coders], _names(results), strict=True))
    return [
        (s.row, s.article, s.length, names[s.coder], s.start, s.end, s.value) for s in results.spans
    ]


def summary_table(results: AgreementResults) -> Table:
    """One line per row with its number and what it rests on."""
    return [
        (
            row.key,
            row.layer,
            row.label,
            row.coefficient,
            row.unit,
            row.value,
            row.low,
            row.high,
            row.interval,
            row.percent,
            row.ac1,
            row.ac_name,
            row.coverage,
            row.end_to_end,
            row.units,
            row.pairable,
            row.missing,
            row.coders,
            row.articles,
            row.status,
            int(row.plan.exploratory),
            row.reason,
            " | ".join(f"{w.code}: {w.text}" for w in row.warnings),
        )
        for row in results.rows
    ]


def csv_files(results: AgreementResults) -> dict[str, str]:
    """The three tables as texts by file name."""
    return {
        UNITS_FILE: _csv(unit_columns(results), unit_table(results)),
        SPANS_FILE: _csv(SPAN_COLUMNS, span_table(results)),
        SUMMARY_FILE: _csv(SUMMARY_COLUMNS, summary_table(results)),
    }


def column_names(coders: Sequence[str]) -> list[str]:
    """Names of coders as columns: plain letters and digits, each once."""
    taken: set[str] = {*UNIT_COLUMNS}
    out = []
    for coder in coders:
        plain = "".join(c if c.isascii() and c.isalnum() else "_" for c in coder).strip("_")
        name = base = (plain or "coder")[:28].lower()
        n = 1
        while name in taken:
            n += 1
            name = f"{base}_{n}"
        taken.add(name)
        out.append(name)
    return out


def _names(results: AgreementResults) -> list[str]:
    return column_names([coder.name for coder in results.coders])


def _csv(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows(rows)
    return out.getvalue()
