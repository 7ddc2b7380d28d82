"""agreement: how far the coders of a round coded alike."""

from __future__ import annotations

import argparse
from dataclasses import asdict
from pathlib import Path
from typing import Any

from annotator.agreement.results import AgreementResults, AgreementRow
from annotator.project import queries
from annotator.project.store import Store
from ui.terminal.output import Progress, as_json, count, note, say, table


def agreement(options: argparse.Namespace) -> int:
    """annotator agreement PROJECT [--round R] [--coders A,B] [--json | --report OUT]"""
    from annotator.agreement.overview import compute

    names = [name.strip() for name in options.coders.split(",")] if options.coders else None
    with Store.open(Path(options.project), read_only=True) as store:
        snapshot = queries.agreement_snapshot(store.reader, round=options.round, coders=names)
    progress = Progress("Comparing")
    try:
        results = compute(snapshot, seed=options.seed, progress=progress)
    finally:
        progress.end()
    if options.units:
        from exports.report import write_units

        note(f"Wrote {write_units(results, Path(options.units)).path}.")
    if options.report:
        from exports.report import write_report

        written = write_report(results, Path(options.report))
        say(f"Wrote {written.path} ({count(len(results.rows), 'number')}).")
    elif options.json:
        as_json(as_data(results))
    else:
        _print(results)
    return 0


def _print(results: AgreementResults) -> None:
    if results.reason:
        say(results.reason)
        return
    coders = ", ".join(coder.name for coder in results.coders)
    say(f"{results.round}: {count(results.articles, 'article')}, {coders}")
    say(
        table(
            [
                ("", "coefficient", "value", "95 % interval", "n", "status"),
                *map(_line, results.rows),
            ]
        )
    )


def _line(row: AgreementRow) -> tuple[str, ...]:
    value = f"{row.value:.3f}" if row.value is not None else "-"
    bounds = "" if row.low is None else f"[{row.low:.3f}, {row.high:.3f}]"
    status = row.status if row.value is not None else row.reason
    codes = " ".join(dict.fromkeys(warning.code for warning in row.warnings))
    return (
        f"{row.layer}: {row.label}",
        row.coefficient,
        value,
        bounds,
        f"{row.units:g}",
        f"{status} {codes}".strip(),
    )


def as_data(results: AgreementResults) -> dict[str, Any]:
    """The numbers without units and passages, which `--units` writes."""
    names = {coder.uid: coder.name for coder in results.coders}
    return {
        "round": results.round,
        "revision": results.revision,
        "codebook_version": results.codebook_version,
        "seed": results.seed,
        "replicates": results.replicates,
        "articles": results.articles,
        "articles_total": results.articles_total,
        "coders": [{"name": c.name, "articles": c.articles} for c in results.coders],
        "reason": results.reason,
        "rows": [_row_data(row, names) for row in results.rows],
        "curves": [asdict(curve) for curve in results.curves],
    }


_PLAIN = (
    "key", "layer", "field", "label", "what", "coefficient", "unit", "value", "low", "high",
    "interval", "below_667", "below_800", "percent", "ac1", "ac_name", "coverage", "end_to_end",
    "applicability", "without_accepted", "units", "pairable", "coders", "articles", "missing",
    "tied", "status", "reason",
)  # fmt: skip


def _row_data(row: AgreementRow, names: dict[str, str]) -> dict[str, Any]:
    data: dict[str, Any] = {name: getattr(row, name) for name in _PLAIN}
    data["exploratory"] = row.plan.exploratory
    data["warnings"] = [asdict(warning) for warning in row.warnings]
    data["details"] = {detail.name: detail.value for detail in row.details}
    data["pairs"] = [{**asdict(cell), "a": names[cell.a], "b": names[cell.b]} for cell in row.pairs]
    data["without_coder"] = {names[coder]: value for coder, value in row.without_coder}
    data["categories"] = [asdict(category) for category in row.categories]
    data["drift"] = [asdict(point) for point in row.drift]
    return data
