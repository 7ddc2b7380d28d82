"""The rows of a field: alpha on matched units, with everything one needs to judge it."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import combinations

import numpy as np

from annotator.agreement.comparison import Comparison, common_parent, place_of, weekly
from annotator.agreement.estimate import NOTHING_PAIRABLE, Estimate
from annotator.agreement.frames import ArticleMatch, Cluster, coverage
from annotator.agreement.plan import PlanRow
from annotator.agreement.results import (
    AgreementWarning,
    CategoryRow,
    Confusion,
    PairCell,
    Passage,
    PassageKind,
    UnitRow,
)
from annotator.agreement.rows import Built, Facts, assemble, unit_words
from annotator.agreement.rows_found import f1_of, f1_sums, taken_over
from annotator.agreement.tables import AC_WEIGHTS, RatingTable
from annotator.agreement.units import ArticleWork, Unit
from annotator.agreement.values import FieldReader
from annotator.agreement.warnings import (
    averaged,
    bias,
    few_units,
    left_out,
    metric_named,
    no_variation,
    prevalence,
    strangers,
)

KINDS_OF_DISAGREEMENT: dict[str, PassageKind] = {
    "category": "category",
    "categories": "category",
    "ordinal": "category",
    "actor": "role",
    "actors": "role",
}


@dataclass(frozen=True)
class Rated:
    """A matched unit with the values of its coders."""

    cluster: Cluster
    work: ArticleWork
    document: int
    values: dict[str, Hashable | None]
    why: str
    """Why it does not count, where fewer than two have a value."""


@dataclass(frozen=True)
class _Seen:
    """The tables beside the number."""

    categories: tuple[CategoryRow, ...]
    confusions: tuple[Confusion, ...]
    pairs: tuple[PairCell, ...]


def build_field(comparison: Comparison, plan: PlanRow) -> Built:
    """One field on matched units."""
    reader = comparison.reader(plan)
    matches = comparison.matches(plan.layer, plan.match)
    works = comparison.works(plan.layer)
    rated = [
        _rate(cluster, match.work, n, reader, plan)
        for n, match in enumerate(matches)
        for cluster in match.clusters
        if cluster.matched
    ]
    table = _table(comparison, plan, rated, len(works))
    estimate, value = table.estimate, table.estimate.value
    seen = _Seen(table.categories(reader.text), table.confusions(reader.text), table.pairs())
    missing = sum(r.cluster.weight for r in rated if r.why)
    facts = Facts(
        coefficient=f"alpha ({plan.metric})",
        unit=unit_words(plan),
        value=value,
        interval=comparison.interval(table.sums),
        reason=_reason(estimate, rated, matches),
        units=estimate.n_units,
        pairable=estimate.n_pairable,
        missing=missing,
        percent=table.percent,
        ac1=table.ac(reader.declared()),
        ac_name="AC2" if plan.metric in AC_WEIGHTS else "AC1",
        coverage=coverage(matches),
        end_to_end=_end_to_end(matches, reader),
        applicability=_applicability(rated, reader),
        without_accepted=_without_accepted(table, rated),
        tied=sum(match.tied for match in matches),
        per_article=_per_article(rated, len(works)),
        warnings=_warnings(comparison, plan, table, seen, missing),
        pairs=seen.pairs,
        without_coder=table.without_coders(),
        categories=seen.categories,
        confusions=seen.confusions,
        drift=weekly(table.sums, works),
        passages=tuple(_passages(comparison, table, rated, reader)),
    )
    units = tuple(_units(comparison, plan, rated, reader))
    return Built(assemble(comparison, plan, facts), units)


def _warnings(
    comparison: Comparison, plan: PlanRow, table: RatingTable, seen: _Seen, missing: float
) -> tuple[AgreementWarning, ...]:
    estimate = table.estimate
    closed = table.metric not in ("interval", "ratio")
    if not estimate.n_units:
        return tuple(left_out(missing, 0))
    return (
        *few_units(estimate.n_units, seen.categories if closed else ()),
        *no_variation(estimate.reason),
        *prevalence(estimate.value, table.percent, seen.categories),
        *bias(seen.confusions, comparison.names),
        *left_out(missing, estimate.n_units),
        *strangers(seen.pairs, comparison.names),
        *metric_named(plan.metric),
        *averaged(table.per_document(), estimate.value),
    )


def _reason(estimate: Estimate, rated: Sequence[Rated], matches: Sequence[ArticleMatch]) -> str:
    if estimate.n_units:
        return estimate.reason
    if rated:
        why = [r.why for r in rated if r.why]
        return f"{NOTHING_PAIRABLE} ({max(why, key=why.count)})"
    if not any(match.clusters for match in matches):
        return "nobody coded anything in this layer"
    return f"{NOTHING_PAIRABLE}: no code of one coder could be matched with another's"


def _rate(
    cluster: Cluster, work: ArticleWork, document: int, reader: FieldReader, plan: PlanRow
) -> Rated:
    readings = {coder: reader.read(unit.code) for coder, unit in cluster.members}
    values = {coder: reading.value for coder, reading in readings.items()}
    why = ""
    if plan.what == "joint":
        values = {c: _joint(reader, u, values[c]) for c, u in cluster.members}
    elif reader.field.depends_on is not None:
        agreed = common_parent({c: reader.parent(u.code) for c, u in cluster.members})
        values = {c: v if c in agreed else None for c, v in values.items()}
        why = "" if agreed else "the coders differ in what this depends on"
    if sum(v is not None for v in values.values()) > 1:
        return Rated(cluster, work, document, values, "")
    reasons = {
        "hidden": "not asked of both coders",
        "na": "not applicable",
        "cbd": "cannot be determined",
    }
    missing = [r.missing for r in readings.values() if r.missing]
    kind = max(missing, key=missing.count, default="absent")
    return Rated(cluster, work, document, values, why or reasons.get(kind, "not coded by both"))


def _joint(reader: FieldReader, unit: Unit, value: Hashable | None) -> Hashable | None:
    """A value together with what it depends on; that alone where there is no value."""
    parent = reader.parent(unit.code)
    if not isinstance(parent, frozenset):
        return None
    above = frozenset(str(p) for p in parent)
    if isinstance(value, frozenset):
        return value or above
    if value is not None:
        return value
    return above if reader.as_set else "+".join(sorted(above))


def _table(
    comparison: Comparison, plan: PlanRow, rated: Sequence[Rated], n_documents: int
) -> RatingTable:
    return RatingTable.of(
        [[r.values.get(coder) for coder in comparison.coders] for r in rated],
        [r.cluster.weight for r in rated],
        [r.document for r in rated],
        n_documents=n_documents,
        metric=plan.metric,
        coders=comparison.coders,
    )


def _end_to_end(matches: Sequence[ArticleMatch], reader: FieldReader) -> float | None:
    """F1 of found and the field equal; a field neither coder answered is not equal, unless it
    could not be asked or both said why there is no answer."""

    def equal(a: Unit, b: Unit) -> bool:
        one, two = reader.read(a.code), reader.read(b.code)
        if one.value is None and two.value is None:
            return one.missing == two.missing != "absent"
        return one.value == two.value

    return f1_of(f1_sums(matches, equal))


def _applicability(rated: Sequence[Rated], reader: FieldReader) -> float | None:
    """For ordered fields, percent agreement on whether there is a value to give at all."""
    if not reader.ordered:
        return None
    same = total = 0.0
    for r in rated:
        readings = [reader.read(unit.code) for _, unit in r.cluster.members]
        asked = [x.value is not None for x in readings if x.missing != "hidden"]
        pairs = list(combinations(asked, 2))
        if pairs:
            total += r.cluster.weight
            same += r.cluster.weight * sum(a == b for a, b in pairs) / len(pairs)
    return same / total if total else None


def _without_accepted(table: RatingTable, rated: Sequence[Rated]) -> float | None:
    kept = [not taken_over(r.cluster) for r in rated]
    return None if all(kept) or not any(kept) else table.only(kept)


def _per_article(rated: Sequence[Rated], n: int) -> tuple[float, ...]:
    if not n:
        return ()
    weights = [0.0 if r.why else r.cluster.weight for r in rated]
    counted = np.bincount([r.document for r in rated], weights, minlength=n)
    return tuple(float(x) for x in counted)


def _passages(
    comparison: Comparison, table: RatingTable, rated: Sequence[Rated], reader: FieldReader
) -> list[Passage]:
    out = []
    for r, share in zip(rated, table.contributions(), strict=True):
        span, quote = place_of(r.cluster, r.work)
        texts = {unit.code.uid: reader.text(r.values[coder]) for coder, unit in r.cluster.members}
        values = comparison.passage_values(r.cluster, r.work, partial(_text_of, texts))
        kind: PassageKind = "agreed"
        if len({v for v in r.values.values() if v is not None}) > 1:
            kind = KINDS_OF_DISAGREEMENT.get(reader.field.kind, "attribute")
        title, uid = r.work.article.title, r.work.article.uid
        out.append(Passage(uid, title, span, quote, values, kind, share))
    return out


def _text_of(texts: Mapping[str, str | None], unit: Unit) -> str | None:
    return texts[unit.code.uid]


def _units(
    comparison: Comparison, plan: PlanRow, rated: Sequence[Rated], reader: FieldReader
) -> list[UnitRow]:
    out = []
    for n, r in enumerate(rated, 1):
        article = r.work.article
        span, _ = place_of(r.cluster, r.work)
        values = tuple(reader.plain(r.values.get(coder)) for coder in comparison.coders)
        name = f"{article.uid[:8]}.{n}"
        out.append(
            UnitRow(
                plan.key, name, article.uid, article.title, span, r.cluster.weight, values,
                not r.why, r.why,
            )
        )  # fmt: skip
    return out
