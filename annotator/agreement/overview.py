"""The whole computation: from a snapshot to every row of the Agreement page."""

from __future__ import annotations

from collections.abc import Callable

from annotator.agreement.comparison import Comparison, Settings
from annotator.agreement.curves import threshold_curve
from annotator.agreement.estimate import NO_UNITS
from annotator.agreement.plan import Plan, PlanRow, plan_of
from annotator.agreement.results import AgreementResults, CoderName, ThresholdCurve
from annotator.agreement.rows import Built, undefined
from annotator.agreement.rows_field import build_field
from annotator.agreement.rows_found import build_found, build_whole
from annotator.agreement.rows_presence import build_presence
from annotator.agreement.rows_where import build_where
from annotator.agreement.units import Snapshot, nothing_to_compare
from annotator.agreement.warnings import version_conflict
from annotator.errors import CancelledError

SEED = 2025
REPLICATES = 2000

Progress = Callable[[int, int], None]
Builder = Callable[[Comparison, PlanRow], Built]

BUILDERS: dict[str, Builder] = {
    "where": build_where,
    "found": build_found,
    "whole": build_whole,
    "field": build_field,
    "top": build_field,
    "joint": build_field,
    "presence": build_presence,
}


def no_progress(done: int, total: int) -> None:
    """Progress nobody looks at."""


def compute(
    snapshot: Snapshot,
    *,
    plan: Plan | None = None,
    seed: int = SEED,
    replicates: int = REPLICATES,
    progress: Progress = no_progress,
    cancelled: Callable[[], bool] = lambda: False,
) -> AgreementResults:
    """Compute all rows of a plan, by default the codebook's own.

    Equal snapshots, plans and seeds give equal results. Where nothing can be compared the results
    have no rows and say why in `reason`.

    Raises:
        CancelledError: `cancelled` returned true.
        TooManyOverlapsError: codes overlap so much that they cannot be matched.
    """
    plan = plan or plan_of(snapshot.codebook)
    reason = nothing_to_compare(snapshot)
    comparison = Comparison(snapshot, Settings(seed, replicates, cancelled))
    built: list[Built] = []
    rows = () if reason else plan.rows
    for n, row in enumerate(rows):
        progress(n, len(rows))
        if cancelled():
            raise CancelledError
        built.append(_build(comparison, row))
    curves = () if reason else _curves(comparison, plan, cancelled)
    progress(len(rows), len(rows))
    return AgreementResults(
        project=snapshot.project,
        title=snapshot.title,
        revision=snapshot.revision,
        round=snapshot.round.name,
        round_kind=snapshot.round.kind,
        other_rounds=snapshot.other_rounds,
        drawn=snapshot.drawn,
        codebook=snapshot.codebook.title,
        codebook_version=snapshot.codebook.version,
        coders=_coders(snapshot),
        articles=comparison.work.articles_compared,
        articles_total=snapshot.articles_total,
        plan=plan,
        seed=seed,
        replicates=replicates,
        rows=tuple(b.row for b in built),
        curves=curves,
        units=tuple(unit for b in built for unit in b.units),
        spans=tuple(span for b in built for span in b.spans),
        reason=reason,
    )


def _build(comparison: Comparison, row: PlanRow) -> Built:
    if not comparison.works(row.layer):
        return undefined(comparison, row, "no article was finished by two coders in this layer")
    conflict = version_conflict(comparison, row.layer)
    if conflict:
        return undefined(comparison, row, conflict)
    if not any(units for work in comparison.works(row.layer) for units in work.coders.values()):
        return undefined(comparison, row, f"{NO_UNITS}: nobody coded anything in this layer")
    return BUILDERS[row.what](comparison, row)


def _curves(
    comparison: Comparison, plan: Plan, cancelled: Callable[[], bool]
) -> tuple[ThresholdCurve, ...]:
    """One per layer whose passages can be matched by overlap."""
    found = []
    for row in plan.rows:
        if cancelled():
            raise CancelledError
        if row.what == "found" and comparison.works(row.layer):
            found.append(threshold_curve(comparison, row.layer))
    return tuple(found)


def _coders(snapshot: Snapshot) -> tuple[CoderName, ...]:
    finished = [a.coder for a in snapshot.assignments]
    return tuple(CoderName(c.uid, c.name, finished.count(c.uid)) for c in snapshot.coders)
