"""Ratings of one variable with their articles, and every number that can be taken from them.

One table serves the coefficient, its interval, the pairs of coders, the weeks, the categories and
the list of units with what each contributes to the disagreement.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import cast

import numpy as np

from annotator.agreement.coefficients import (
    Units,
    alpha_estimate,
    contingency,
    declare,
    gwet_estimate,
    percent_agreement,
)
from annotator.agreement.distances import MetricName
from annotator.agreement.estimate import Estimate
from annotator.agreement.pairs import coincidences
from annotator.agreement.plan import SETS
from annotator.agreement.ratings import Floats, Ratings, encode
from annotator.agreement.results import CategoryRow, Confusion, PairCell
from annotator.agreement.sums import AlphaSums, disagreement_per_unit
from annotator.agreement.weights import WeightName

MOST_CATEGORIES = 60
"""A confusion table of more categories is no table any more."""
AC_WEIGHTS: dict[str, WeightName] = {
    "ordinal": "ordinal",
    "interval": "quadratic",
    "ratio": "ratio",
}
Text = Callable[[Hashable | None], str | None]


@dataclass(frozen=True)
class RatingTable:
    """Units by coders, with the article (index) and weight of every unit."""

    ratings: Ratings
    """Values in ascending order where they can be ordered."""
    documents: tuple[int, ...]
    n_documents: int
    metric: str
    coders: tuple[str, ...]

    @classmethod
    def of(
        cls,
        units: Sequence[Sequence[Hashable | None]],
        weights: Sequence[float],
        documents: Sequence[int],
        *,
        n_documents: int,
        metric: str,
        coders: Sequence[str],
    ) -> RatingTable:
        even = all(w == 1 for w in weights)
        rows: Sequence[Sequence[Hashable | None]] = units or [()]
        encoded = encode(rows, weights=None if even or not units else weights)
        if not units:
            encoded = Ratings(np.zeros((len(coders), 0), dtype=np.int32), ())
        return cls(declare(encoded, None), tuple(documents), n_documents, metric, tuple(coders))

    @property
    def _metric(self) -> MetricName:
        return cast(MetricName, self.metric)

    @cached_property
    def estimate(self) -> Estimate:
        return alpha_estimate(self.ratings, metric=self._metric)

    @cached_property
    def sums(self) -> AlphaSums:
        where = np.array(self.documents, dtype=np.int64)
        return AlphaSums(
            self.ratings, metric=self._metric, documents=where, n_documents=self.n_documents
        )

    @property
    def percent(self) -> float | None:
        return percent_agreement(self.ratings)

    def ac(self, categories: Sequence[Hashable] | None) -> float | None:
        """AC1, or AC2 for an ordered metric; None without a declared list of categories."""
        if categories is None or self.metric in SETS:
            return None
        weights = AC_WEIGHTS.get(self.metric)
        return gwet_estimate(
            self.ratings, kind="gwet", weights=weights, categories=categories
        ).value

    def pairs(self) -> tuple[PairCell, ...]:
        """The coefficient for every two coders."""
        cells = []
        for i, a in enumerate(self.coders):
            for j, b in enumerate(self.coders[i + 1 :], i + 1):
                two = self.ratings.only_coders([i, j])
                found = alpha_estimate(two, metric=self._metric)
                cells.append(PairCell(a, b, found.value, percent_agreement(two), found.n_units))
        return tuple(cells)

    def without_coders(self) -> tuple[tuple[str, float | None], ...]:
        """The coefficient without each coder in turn; nothing for two coders."""
        places = range(len(self.coders))
        if len(self.coders) < 3:
            return ()
        rest = {out: [i for i in places if i != out] for out in places}
        return tuple(
            (self.coders[out], self._alpha(self.ratings.only_coders(kept)))
            for out, kept in rest.items()
        )

    def _alpha(self, ratings: Units) -> float | None:
        return alpha_estimate(ratings, metric=self._metric).value

    def only(self, kept: Sequence[bool]) -> float | None:
        """The coefficient on some of the units."""
        return self._alpha(self.ratings.take(np.array(kept, dtype=bool)))

    @cached_property
    def coincidences(self) -> Floats:
        """Values by values: how often they meet in a unit, each unit worth its m values."""
        k = len(self.ratings.values)
        return np.array(
            coincidences(self.ratings, categories=self.ratings.values).counts, dtype=np.float64
        ).reshape(k, k)

    def categories(self, text: Text) -> tuple[CategoryRow, ...]:
        """Every value against all others, most used first; members of sets one by one."""
        if self.metric in SETS:
            rows = [self._member_row(member, text) for member in self._members()]
        else:
            rows = [self._category_row(n, text) for n in range(len(self.ratings.values))]
        return tuple(sorted(rows, key=lambda row: (-row.uses, row.category)))

    def _category_row(self, place: int, text: Text) -> CategoryRow:
        table = self.coincidences
        n, used, same = table.sum(), table[place].sum(), table[place, place]
        others = used * (n - used)
        alpha = 1 - (n - 1) * (used - same) / others if others > 0 else None
        return CategoryRow(
            category=text(self.ratings.values[place]) or "",
            uses=float(used),
            prevalence=float(used / n) if n else 0.0,
            alpha=None if alpha is None else float(alpha),
            specific=float(same / used) if used else None,
        )

    def _members(self) -> list[Hashable]:
        sets = [value for value in self.ratings.values if isinstance(value, frozenset)]
        return list(dict.fromkeys(member for value in sets for member in value))[:MOST_CATEGORIES]

    def _member_row(self, member: Hashable, text: Text) -> CategoryRow:
        holds = [isinstance(v, frozenset) and member in v for v in self.ratings.values]
        codes = np.array([*map(int, holds), -1], dtype=np.int32)[self.ratings.codes]
        split = RatingTable(
            Ratings(codes, (False, True), self.ratings.weights), (), 0, "nominal", self.coders
        )
        return split._category_row(1, lambda _: text(member))

    def confusions(self, text: Text) -> tuple[Confusion, ...]:
        """The pooled table of coincidences, then one per pair of coders."""
        k = len(self.ratings.values)
        if not 0 < k <= MOST_CATEGORIES:
            return ()
        order = sorted(range(k), key=lambda n: _sort_key(self.ratings.values[n], text))
        labels = tuple(text(self.ratings.values[n]) or "" for n in order)
        tables = [Confusion(None, None, labels, _ordered(self.coincidences, order))]
        for i, a in enumerate(self.coders):
            for j, b in enumerate(self.coders[i + 1 :], i + 1):
                counts = contingency(self.ratings.only_coders([i, j]))
                if counts.any():
                    tables.append(Confusion(a, b, labels, _ordered(counts, order)))
        return tuple(tables)

    def contributions(self) -> list[float]:
        """Each unit's share of the whole observed disagreement."""
        ratings, metric = self.ratings, self._metric
        if metric == "ordinal":
            ratings, metric = self._on_places(), "interval"
        apart = disagreement_per_unit(ratings, metric) * ratings.unit_weights()
        apart = np.where(ratings.per_unit() > 1, apart, 0.0)
        total = float(apart.sum())
        return [float(x) / total if total else 0.0 for x in apart]

    def _on_places(self) -> Ratings:
        """Ordinal values as their mid-ranks: the square of a difference is then the distance."""
        ordered = self.ratings.ordered()
        used = ordered.per_unit() > 1
        weights = ordered.unit_weights()
        margins = np.zeros(len(ordered.values))
        for column in ordered.codes:
            where = (column >= 0) & used
            margins += np.bincount(column[where], weights[where], minlength=len(margins))
        places = np.cumsum(margins) - margins / 2
        return Ratings(ordered.codes, tuple(places.tolist()), ordered.weights)

    def per_document(self) -> list[float]:
        """The coefficient article by article, where it is defined."""
        each = self.sums.values(self.sums.per_document)
        return [float(x) for x in each if not math.isnan(x)]


def _ordered(table: Floats, order: Sequence[int]) -> tuple[tuple[float, ...], ...]:
    return tuple(tuple(float(x) for x in table[i, order]) for i in order)


def _sort_key(value: Hashable, text: Text) -> tuple[int, float, str]:
    if isinstance(value, int | float):
        return (0, float(value), "")
    return (1, 0.0, text(value) or "")


class F1Sums:
    """F1 as a function of sums over articles: twice the shared units, all units."""

    floor = 0.0

    def __init__(self, counts: Sequence[tuple[float, float]]) -> None:
        self._per_document = np.array(counts, dtype=np.float64).reshape(-1, 2)

    @property
    def per_document(self) -> Floats:
        return self._per_document

    def values(self, totals: Floats) -> Floats:
        with np.errstate(divide="ignore", invalid="ignore"):
            return np.where(totals[:, 1] > 0, totals[:, 0] / totals[:, 1], np.nan)
