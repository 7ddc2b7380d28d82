"""Exploratory rows: whether a sentence, paragraph, token or article holds a code of a layer."""

from __future__ import annotations

from collections.abc import Sequence

from annotator.agreement.comparison import Comparison, weekly
from annotator.agreement.plan import PlanRow
from annotator.agreement.results import CoderValue, Passage, UnitRow
from annotator.agreement.rows import Built, Facts, assemble, unit_words
from annotator.agreement.spans import shared_length
from annotator.agreement.tables import RatingTable
from annotator.agreement.units import ArticleWork, SnapshotArticle, Unit
from annotator.agreement.warnings import averaged, bias, few_units, no_variation, prevalence
from annotator.model import Span

BOTH = (False, True)


def build_presence(comparison: Comparison, plan: PlanRow) -> Built:
    works = comparison.works(plan.layer)
    places = [(n, span) for n, work in enumerate(works) for span in _segments(work, plan.match)]
    ratings = [
        [_holds(works[n], coder, span, plan) for coder in comparison.coders] for n, span in places
    ]
    table = RatingTable.of(
        ratings,
        [1.0] * len(places),
        [n for n, _ in places],
        n_documents=len(works),
        metric="nominal",
        coders=comparison.coders,
    )
    estimate, value = table.estimate, table.estimate.value
    categories = table.categories(_text)
    confusions = table.confusions(_text)
    facts = Facts(
        coefficient="alpha (nominal)",
        unit=unit_words(plan),
        value=value,
        interval=comparison.interval(table.sums),
        reason=estimate.reason,
        units=estimate.n_units,
        pairable=estimate.n_pairable,
        percent=table.percent,
        ac1=table.ac(BOTH),
        ac_name="AC1",
        per_article=tuple(float(sum(n == m for m, _ in places)) for n in range(len(works))),
        warnings=(
            *few_units(estimate.n_units, categories),
            *no_variation(estimate.reason),
            *prevalence(value, table.percent, categories),
            *bias(confusions, comparison.names),
            *averaged(table.per_document(), value),
        ),
        pairs=table.pairs(),
        without_coder=table.without_coders(),
        categories=categories,
        confusions=confusions,
        drift=weekly(table.sums, works),
        passages=tuple(_passages(comparison, works, places, ratings, table)),
    )
    units = tuple(_units(plan, works, places, ratings))
    return Built(assemble(comparison, plan, facts), units)


def _text(value: object) -> str | None:
    return None if value is None else ("coded" if value else "not coded")


def _segments(work: ArticleWork, unit: str) -> Sequence[Span]:
    article: SnapshotArticle = work.article
    if unit == "article":
        return (Span(0, max(1, len(article.text))),)
    found: Sequence[Span] = getattr(article.segments, f"{unit}s")
    return found


def _holds(work: ArticleWork, coder: str, span: Span, plan: PlanRow) -> bool | None:
    if coder not in work.coders:
        return None
    inside = ((span.start, span.end),)
    return any(
        _is_meant(unit, plan) and (not unit.parts or shared_length(unit.parts, inside) > 0)
        for unit in work.coders[coder]
    )


def _is_meant(unit: Unit, plan: PlanRow) -> bool:
    if plan.code is None or plan.field is None:
        return True
    return any(v.code == plan.code for v in unit.code.fields.get(plan.field, ()))


def _passages(
    comparison: Comparison,
    works: Sequence[ArticleWork],
    places: Sequence[tuple[int, Span]],
    ratings: Sequence[Sequence[bool | None]],
    table: RatingTable,
) -> list[Passage]:
    """The segments on which the coders differ."""
    out = []
    for (n, span), values, share in zip(places, ratings, table.contributions(), strict=True):
        if share:
            article = works[n].article
            shown = tuple(
                CoderValue(coder, comparison.names[coder], _text(value), None)
                for coder, value in zip(comparison.coders, values, strict=True)
                if value is not None
            )
            quote = article.text[span.start : span.end]
            out.append(Passage(article.uid, article.title, span, quote, shown, "missed", share))
    return out


def _units(
    plan: PlanRow,
    works: Sequence[ArticleWork],
    places: Sequence[tuple[int, Span]],
    ratings: Sequence[Sequence[bool | None]],
) -> list[UnitRow]:
    out = []
    for k, ((n, span), values) in enumerate(zip(places, ratings, strict=True), 1):
        article = works[n].article
        plain = tuple(None if v is None else str(v).lower() for v in values)
        name = f"{article.uid[:8]}.{k}"
        out.append(UnitRow(plan.key, name, article.uid, article.title, span, 1.0, plain, True, ""))
    return out
