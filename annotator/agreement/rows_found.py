"""The rows "found" and "whole": F1 over matched units, alone and with all fields equal."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import combinations

from annotator.agreement.comparison import Comparison, coder_pairs, place_of, weekly
from annotator.agreement.estimate import NO_UNITS
from annotator.agreement.frames import ArticleMatch, Cluster, coverage
from annotator.agreement.plan import PlanRow, field_row, metric_of
from annotator.agreement.results import Detail, PairCell, Passage, PassageKind, UnitRow
from annotator.agreement.rows import Built, Facts, assemble, number, shares, unit_words
from annotator.agreement.tables import F1Sums
from annotator.agreement.units import ArticleWork, Unit
from annotator.agreement.values import FieldReader
from annotator.agreement.warnings import averaged, strangers

Equal = Callable[[Unit, Unit], bool]
Text = Callable[[Unit], str]


def build_found(comparison: Comparison, plan: PlanRow) -> Built:
    """How far the coders found the same units."""
    return _build(comparison, plan, lambda _a, _b: True, _quote, lambda _: "1")


def _quote(unit: Unit) -> str:
    return unit.code.quote


def build_whole(comparison: Comparison, plan: PlanRow) -> Built:
    """How far they found the same units and coded all planned fields alike."""
    readers = _readers(comparison, plan)

    def equal(a: Unit, b: Unit) -> bool:
        return all(r.read(a.code).value == r.read(b.code).value for r in readers)

    def text(unit: Unit) -> str:
        shown = [r.text(r.read(unit.code).value) or "-" for r in readers]
        return " · ".join(shown)

    def plain(unit: Unit) -> str:
        values = [r.plain(r.read(unit.code).value) for r in readers]
        return "|".join(["1", *("NA" if value is None else value for value in values)])

    return _build(comparison, plan, equal, text, plain)


def _readers(comparison: Comparison, plan: PlanRow) -> list[FieldReader]:
    layer = comparison.layer(plan.layer)
    return [
        comparison.reader(field_row(layer, field))
        for field in layer.fields
        if field.reliability and not field.retired and metric_of(field) != "none"
    ]


def shared_units(match: ArticleMatch, equal: Equal) -> float:
    """Units that two coders share and code alike, summed over all pairs of coders."""
    return sum(
        cluster.weight
        for cluster in match.clusters
        for (_, a), (_, b) in combinations(cluster.members, 2)
        if equal(a, b)
    )


def f1_sums(matches: Sequence[ArticleMatch], equal: Equal) -> F1Sums:
    """Per article twice the shared units, and all units, over all pairs of coders."""
    counts = []
    for match in matches:
        sizes = [len(units) for units in match.work.coders.values()]
        counts.append((2 * shared_units(match, equal), float(sum(sizes) * (len(sizes) - 1))))
    return F1Sums(counts)


def f1_of(sums: F1Sums) -> float | None:
    return number(float(sums.values(sums.per_document.sum(axis=0)[None, :])[0]))


def _build(comparison: Comparison, plan: PlanRow, equal: Equal, text: Text, plain: Text) -> Built:
    matches = comparison.matches(plan.layer, plan.match)
    works = comparison.works(plan.layer)
    sums = f1_sums(matches, equal)
    value = f1_of(sums)
    per_article = tuple(sum(cluster.weight for cluster in match.clusters) for match in matches)
    pairs = tuple(_pairs(comparison, matches, equal))
    each = [v for v in map(number, sums.values(sums.per_document)) if v is not None]
    facts = Facts(
        coefficient="F1",
        unit=unit_words(plan),
        value=value,
        interval=comparison.interval(sums),
        reason=NO_UNITS,
        units=sum(per_article),
        pairable=float(sum(len(u) for work in works for u in work.coders.values())),
        coverage=coverage(matches),
        without_accepted=_without_accepted(matches, equal),
        tied=sum(match.tied for match in matches),
        per_article=per_article,
        warnings=(*strangers(pairs, comparison.names), *averaged(each, value)),
        details=_per_coder(comparison, matches),
        pairs=pairs,
        without_coder=_without(comparison, plan, equal),
        drift=weekly(sums, works),
        passages=tuple(_passages(comparison, matches, equal, text)),
    )
    return Built(assemble(comparison, plan, facts), tuple(_units(comparison, plan, matches, plain)))


def _pairs(comparison: Comparison, matches: Sequence[ArticleMatch], equal: Equal) -> list[PairCell]:
    cells = []
    for a, b in combinations(comparison.coders, 2):
        both = total = 0.0
        for match in matches:
            if a in match.work.coders and b in match.work.coders:
                total += len(match.work.coders[a]) + len(match.work.coders[b])
                for cluster in match.clusters:
                    one, two = cluster.unit_of(a), cluster.unit_of(b)
                    both += cluster.weight if one and two and equal(one, two) else 0.0
        cells.append(PairCell(a, b, 2 * both / total if total else None, None, total - both))
    return cells


def _without(
    comparison: Comparison, plan: PlanRow, equal: Equal
) -> tuple[tuple[str, float | None], ...]:
    """F1 over the pairs of the other coders."""
    if len(comparison.coders) < 3:
        return ()
    matches = comparison.matches(plan.layer, plan.match)
    cells = _pairs_counts(matches, equal)
    out = []
    for left in comparison.coders:
        kept = [counts for pair, counts in cells.items() if left not in pair]
        total = sum(n for _, n in kept)
        out.append((left, 2 * sum(b for b, _ in kept) / total if total else None))
    return tuple(out)


def _pairs_counts(
    matches: Sequence[ArticleMatch], equal: Equal
) -> dict[tuple[str, str], tuple[float, float]]:
    counts: dict[tuple[str, str], tuple[float, float]] = {}
    for match in matches:
        for a, b in coder_pairs(match.work):
            both, total = counts.get((a, b), (0.0, 0.0))
            total += len(match.work.coders[a]) + len(match.work.coders[b])
            for cluster in match.clusters:
                one, two = cluster.unit_of(a), cluster.unit_of(b)
                both += cluster.weight if one and two and equal(one, two) else 0.0
            counts[a, b] = (both, total)
    return counts


def taken_over(cluster: Cluster) -> bool:
    """Whether two coders accepted a suggestion unchanged here."""
    return sum(unit.code.origin == "accepted" for _, unit in cluster.members) > 1


def _without_accepted(matches: Sequence[ArticleMatch], equal: Equal) -> float | None:
    """F1 without the units that coders took over from the same suggestion."""
    both = total = 0.0
    some = False
    for match in matches:
        others = len(match.work.coders) - 1
        for cluster in match.clusters:
            if taken_over(cluster):
                some = True
                continue
            total += cluster.weight * len(cluster.members) * others
            for (_, a), (_, b) in combinations(cluster.members, 2):
                both += 2 * cluster.weight if equal(a, b) else 0.0
    return both / total if some and total else None


def _per_coder(comparison: Comparison, matches: Sequence[ArticleMatch]) -> tuple[Detail, ...]:
    out = []
    for coder in comparison.coders:
        found = sum(len(match.work.coders.get(coder, ())) for match in matches)
        out.append(Detail(f"units of {comparison.names[coder]}", float(found)))
    return tuple(out)


def _passages(
    comparison: Comparison,
    matches: Sequence[ArticleMatch],
    equal: Equal,
    text: Text,
) -> list[Passage]:
    found = [(cluster, match.work) for match in matches for cluster in match.clusters]
    weights = shares([_unshared(cluster, work, equal) for cluster, work in found])
    out = []
    for (cluster, work), share in zip(found, weights, strict=True):
        span, quote = place_of(cluster, work)
        values = comparison.passage_values(cluster, work, text)
        kind = _kind(cluster, work, share)
        out.append(Passage(work.article.uid, work.article.title, span, quote, values, kind, share))
    return out


def _kind(cluster: Cluster, work: ArticleWork, share: float) -> PassageKind:
    if len(cluster.members) < len(work.coders):
        return "missed"
    if share:
        return "attribute"
    return "agreed" if len({unit.parts for _, unit in cluster.members}) == 1 else "boundary"


def _unshared(cluster: Cluster, work: ArticleWork, equal: Equal) -> float:
    """Pairs of coders one or both of whom have the unit, and who do not share it."""
    total = 0.0
    for a, b in coder_pairs(work):
        one, two = cluster.unit_of(a), cluster.unit_of(b)
        if one is not None and two is not None:
            total += 0.0 if equal(one, two) else 2.0
        elif one is not None or two is not None:
            total += 1.0
    return total * cluster.weight


def _units(
    comparison: Comparison, plan: PlanRow, matches: Sequence[ArticleMatch], plain: Text
) -> list[UnitRow]:
    out = []
    for match in matches:
        article = match.work.article
        for n, cluster in enumerate(match.clusters, 1):
            values = tuple(_mark(cluster, coder, match.work, plain) for coder in comparison.coders)
            span, _ = place_of(cluster, match.work)
            name = f"{article.uid[:8]}.{n}"
            out.append(
                UnitRow(
                    plan.key, name, article.uid, article.title, span, cluster.weight, values,
                    True, "",
                )
            )  # fmt: skip
    return out


def _mark(cluster: Cluster, coder: str, work: ArticleWork, plain: Text) -> str | None:
    """What the coder has here; empty where the coder passed by, None where not asked."""
    if coder not in work.coders:
        return None
    unit = cluster.unit_of(coder)
    return "" if unit is None else plain(unit)
