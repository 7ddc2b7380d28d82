"""From a number, its interval and its units to a row of the results.

The builders of the single kinds of row (`rows_where`, `rows_found`, `rows_field`, `rows_presence`)
gather what is theirs; what all rows have is put together here.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from annotator.agreement.comparison import Comparison
from annotator.agreement.plan import PlanRow, match_words
from annotator.agreement.resampling import RELIABLE, TENTATIVE, Interval
from annotator.agreement.results import (
    AgreementRow,
    AgreementWarning,
    CategoryRow,
    Confusion,
    Detail,
    DriftPoint,
    PairCell,
    Passage,
    SpanRow,
    Status,
    UnitRow,
)
from annotator.agreement.warnings import dependent, few_articles, low_coverage, near_threshold
from annotator.agreement.warnings import versions as version_warnings

NO_INTERVAL = Interval(None, None, None, None)


@dataclass(frozen=True)
class Facts:
    """What a builder found out about its row."""

    coefficient: str
    unit: str
    value: float | None
    interval: Interval
    reason: str
    units: float = 0.0
    pairable: float = 0.0
    missing: float = 0.0
    percent: float | None = None
    ac1: float | None = None
    ac_name: str = ""
    coverage: float | None = None
    end_to_end: float | None = None
    applicability: float | None = None
    without_accepted: float | None = None
    tied: int = 0
    per_article: tuple[float, ...] = ()
    warnings: tuple[AgreementWarning, ...] = ()
    details: tuple[Detail, ...] = ()
    pairs: tuple[PairCell, ...] = ()
    without_coder: tuple[tuple[str, float | None], ...] = ()
    categories: tuple[CategoryRow, ...] = ()
    confusions: tuple[Confusion, ...] = ()
    drift: tuple[DriftPoint, ...] = ()
    passages: tuple[Passage, ...] = ()


@dataclass(frozen=True)
class Built:
    """A row with the units it was computed from."""

    row: AgreementRow
    units: tuple[UnitRow, ...] = ()
    spans: tuple[SpanRow, ...] = ()


def assemble(comparison: Comparison, plan: PlanRow, facts: Facts) -> AgreementRow:
    """Put a row together; what cannot be said is None with a reason, never NaN."""
    works = comparison.works(plan.layer)
    value, reason = number(facts.value), facts.reason
    shown = facts.interval if value is not None else NO_INTERVAL
    return AgreementRow(
        key=plan.key,
        layer=plan.layer,
        field=plan.field,
        label=plan.label,
        what=plan.what,
        coefficient=facts.coefficient,
        plan=plan,
        unit=facts.unit,
        value=value,
        low=shown.low,
        high=shown.high,
        interval=interval_words(shown) if value is not None else "",
        below_667=shown.below_667,
        below_800=shown.below_800,
        percent=facts.percent,
        ac1=number(facts.ac1),
        ac_name=facts.ac_name if facts.ac1 is not None else "",
        coverage=facts.coverage,
        end_to_end=number(facts.end_to_end),
        applicability=facts.applicability,
        without_accepted=number(facts.without_accepted),
        units=facts.units,
        pairable=facts.pairable,
        coders=len({coder for work in works for coder in work.coders}),
        articles=len(works),
        missing=facts.missing,
        tied=facts.tied,
        status=status_of(value, shown.low),
        reason="" if value is not None else reason or "undefined",
        warnings=_warnings(comparison, plan, facts, value),
        details=facts.details,
        pairs=facts.pairs,
        without_coder=facts.without_coder,
        categories=facts.categories,
        confusions=facts.confusions,
        drift=facts.drift,
        passages=tuple(sorted(facts.passages, key=lambda p: -p.contribution)),
    )


def _warnings(
    comparison: Comparison, plan: PlanRow, facts: Facts, value: float | None
) -> tuple[AgreementWarning, ...]:
    found = list(facts.warnings)
    if value is not None:
        found += near_threshold(facts.interval.low, facts.interval.high, plan.threshold)
        found += few_articles(facts.per_article)
        if plan.what in ("field", "top", "joint"):
            found += low_coverage(facts.coverage)
    if facts.units or facts.missing:
        found += dependent(comparison, plan.layer)
        found += version_warnings(comparison, plan.layer)
    return tuple(sorted(found, key=lambda w: int(w.code[1:])))


def undefined(comparison: Comparison, plan: PlanRow, reason: str) -> Built:
    """A row without a number."""
    names = {"where": "|u-alpha", "found": "F1", "whole": "F1"}
    name = names.get(plan.what, f"alpha ({plan.metric})")
    return Built(
        assemble(comparison, plan, Facts(name, unit_words(plan), None, NO_INTERVAL, reason))
    )


def unit_words(plan: PlanRow) -> str:
    """The unit of a row in words."""
    if plan.what == "where":
        return "characters of the text"
    if plan.what == "presence":
        return f"every {plan.match}"
    if plan.match == "given":
        return "whole articles or given units"
    return match_words(plan.match)


def status_of(value: float | None, low: float | None) -> Status:
    """By the lower bound of the interval; without an interval a number is never good."""
    if value is None:
        return "undefined"
    if low is None:
        return "tentative" if value >= TENTATIVE else "low"
    if low >= RELIABLE:
        return "good"
    return "tentative" if low >= TENTATIVE else "low"


def interval_words(interval: Interval) -> str:
    """How an interval was made, or why there is none."""
    if interval.low is None:
        return interval.reason or "no interval"
    if interval.method == "jackknife":
        n = interval.n_documents
        return f"jackknife over {n} articles, Student's t with {n - 1} degrees of freedom"
    return (
        f"bootstrap over {interval.n_documents} articles, B = {interval.replicates:,}, "
        f"seed {interval.seed}"
    )


def number(value: float | None) -> float | None:
    return None if value is None or math.isnan(value) else float(value)


def shares(amounts: Sequence[float]) -> list[float]:
    """Each amount's share of all."""
    total = sum(amounts)
    return [amount / total if total else 0.0 for amount in amounts]
