"""The row "where": |u-alpha of a layer on the characters of the articles, blind to labels."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from itertools import combinations

from annotator.agreement.comparison import Comparison, coder_pairs, place_of, weekly
from annotator.agreement.frames import Cluster
from annotator.agreement.plan import PlanRow
from annotator.agreement.results import Detail, PairCell, Passage, PassageKind, SpanRow
from annotator.agreement.rows import Built, Facts, assemble, number, shares, unit_words
from annotator.agreement.spans import length, shared_length
from annotator.agreement.unitizing import (
    CodedUnit,
    Document,
    UnitizingAlpha,
    UnitizingSums,
    unitizing_alpha,
)
from annotator.agreement.units import ArticleWork, Unit, flat
from annotator.agreement.warnings import averaged, cut_overlaps, strangers

ANY_OVERLAP = "iou(.000001)"
CODED = "coded"


def build_where(comparison: Comparison, plan: PlanRow) -> Built:
    works = comparison.works(plan.layer)
    continua = [_continuum(work) for work in works]
    documents: list[Document] = [document for document, _ in continua]
    sums = UnitizingSums(documents)
    found = unitizing_alpha(documents)
    cut = sum(n for _, n in continua)
    per_article = [float(sum(map(len, work.coders.values()))) for work in works]
    each = [v for v in map(number, sums.values(sums.per_document)) if v is not None]
    pairs = tuple(_pair(comparison.coders, documents))
    facts = Facts(
        coefficient="|u-alpha",
        unit=unit_words(plan),
        value=found.binary,
        interval=comparison.interval(sums),
        reason=found.reason or "undefined: nobody coded anything here",
        units=sum(per_article),
        pairable=float(sum(len(d[1]) * d[0] for d in documents)),
        percent=found.observed,
        per_article=tuple(per_article),
        warnings=(
            *cut_overlaps(cut),
            *strangers(pairs, comparison.names),
            *averaged(each, found.binary),
        ),
        details=_details(comparison, plan, found),
        pairs=pairs,
        without_coder=_without(comparison.coders, documents),
        drift=weekly(sums, works),
        passages=tuple(_passages(comparison, plan)),
    )
    return Built(assemble(comparison, plan, facts), spans=tuple(_spans(plan, works, documents)))


def _continuum(work: ArticleWork) -> tuple[Document, int]:
    coders: dict[Hashable, Sequence[CodedUnit]] = {}
    cut = 0
    for coder, units in work.coders.items():
        coders[coder], n = flat(units, lambda _: CODED)
        cut += n
    return (len(work.article.text), coders), cut


def _details(comparison: Comparison, plan: PlanRow, found: UnitizingAlpha) -> tuple[Detail, ...]:
    """The rest of the family, by what the mark says."""
    out = [Detail("share of the text that two coders coded", found.coverage)]
    layer = comparison.layer(plan.layer)
    if layer.mark_field is None:
        return tuple(out)
    documents: list[Document] = []
    for work in comparison.works(plan.layer):
        coders: dict[Hashable, Sequence[CodedUnit]] = {
            coder: _by_code(units, layer.mark_field) for coder, units in work.coders.items()
        }
        documents.append((len(work.article.text), coders))
    labelled = unitizing_alpha(documents)
    out += [Detail("u-alpha with labels", labelled.u), Detail("cu-alpha", labelled.cu)]
    field = layer.find_field(layer.mark_field)
    for value, alpha in labelled.by_value.items():
        code = field.find_code(str(value)) if field else None
        out.append(Detail(f"(k)u-alpha {code.label if code else value}", alpha))
    return tuple(out)


def _by_code(units: Sequence[Unit], field: str) -> list[CodedUnit]:
    """A coder's units with their codes; of overlapping ones the first keeps the characters."""

    def label(unit: Unit) -> str:
        values = unit.code.fields.get(field, ())
        return next((v.code for v in values if v.code and v.confirmed), "(none)")

    return flat(units, label)[0]


def _pair(coders: Sequence[str], documents: Sequence[Document]) -> list[PairCell]:
    cells = []
    for a, b in combinations(coders, 2):
        two: list[Document] = [
            (n, {c: units for c, units in by.items() if c in (a, b)}) for n, by in documents
        ]
        both = [document for document in two if len(document[1]) == 2]
        found = unitizing_alpha(both)
        cells.append(PairCell(a, b, found.binary, found.observed, float(found.n_units)))
    return cells


def _without(
    coders: Sequence[str], documents: Sequence[Document]
) -> tuple[tuple[str, float | None], ...]:
    if len(coders) < 3:
        return ()
    out = []
    for left in coders:
        rest: list[Document] = [
            (n, {c: units for c, units in by.items() if c != left}) for n, by in documents
        ]
        out.append((left, unitizing_alpha(rest).binary))
    return tuple(out)


def _passages(comparison: Comparison, plan: PlanRow) -> list[Passage]:
    found: list[tuple[Cluster, ArticleWork]] = [
        (cluster, match.work)
        for match in comparison.matches(plan.layer, ANY_OVERLAP)
        for cluster in match.clusters
    ]
    weights = shares([_apart(cluster, work) for cluster, work in found])
    out = []
    for (cluster, work), share in zip(found, weights, strict=True):
        span, quote = place_of(cluster, work)
        kind: PassageKind = "missed"
        if len(cluster.members) == len(work.coders):
            kind = "boundary" if share else "agreed"
        values = comparison.passage_values(cluster, work, lambda unit: unit.code.quote)
        out.append(Passage(work.article.uid, work.article.title, span, quote, values, kind, share))
    return out


def _apart(cluster: Cluster, work: ArticleWork) -> float:
    """Characters that only one of two coders has, over all pairs of coders."""
    total = 0
    for a, b in coder_pairs(work):
        one, two = cluster.unit_of(a), cluster.unit_of(b)
        first = one.parts if one else ()
        second = two.parts if two else ()
        total += length(first) + length(second) - 2 * shared_length(first, second)
    return total * cluster.weight


def _spans(
    plan: PlanRow, works: Sequence[ArticleWork], documents: Sequence[Document]
) -> list[SpanRow]:
    out = []
    for work, (size, coders) in zip(works, documents, strict=True):
        for coder, units in coders.items():
            if not units:
                out.append(SpanRow(plan.key, work.article.uid, size, str(coder), None, None, ""))
            out += [
                SpanRow(plan.key, work.article.uid, size, str(coder), start, end, str(value))
                for start, end, value in units
            ]
    return out
