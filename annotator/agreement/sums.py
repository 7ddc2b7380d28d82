"""Coefficients as sums over documents, so that one pass serves the number and its interval.

Every coefficient on fixed units is a function of a few sums: how much the paired values differ,
how often each value occurs. Sums can be added over documents and weighted, so a bootstrap over
documents is one matrix product, and a jackknife or a number per week another. Undefined values are
NaN inside these arrays and None as soon as they leave the package.

Alpha: Krippendorff (2019), ch. 12, with n - 1 in the expected disagreement; units with one value
are left out. AC1, AC2, kappa of Fleiss, Brennan-Prediger: Gwet (2014), ch. 2-5, forms for missing
values: prevalences over all units, agreement over units with two or more values.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from annotator.agreement.distances import Distance, Metric
from annotator.agreement.ratings import Floats, Ints, Ratings

Bools = NDArray[np.bool_]
Codes = NDArray[np.int32]


class Sums(Protocol):
    """What a resampler needs of a coefficient."""

    @property
    def floor(self) -> float:
        """The least possible value."""

    @property
    def per_document(self) -> Floats:
        """Documents by sums."""

    def values(self, totals: Floats) -> Floats:
        """The coefficient for each row of (weighted) totals; NaN where undefined."""


class Grouping:
    """Adds numbers per unit up to documents."""

    def __init__(self, documents: Ints | None, n_documents: int) -> None:
        self.documents = documents
        self.n = n_documents if documents is not None else 1

    def add(self, numbers: Floats, where: Bools | None = None) -> Floats:
        if self.documents is None:
            return np.array([float(numbers.sum())])
        documents = self.documents if where is None else self.documents[where]
        return np.bincount(documents, numbers, minlength=self.n).astype(np.float64)

    def count(self, codes: Codes, size: int, weights: Floats | None) -> Floats:
        """Documents by codes: summed weights of the units that have one."""
        cell: NDArray[Any] = codes + 1
        if self.documents is not None:
            cell = cell + self.documents * (size + 1)
        counted = np.bincount(cell, weights, minlength=self.n * (size + 1))
        return counted.reshape(self.n, size + 1)[:, 1:].astype(np.float64)


def _pairs(codes: Codes) -> Iterator[tuple[Codes, Codes, Bools | None]]:
    """Every two coders with the units both coded (None: all)."""
    present: Bools = np.asarray(codes >= 0)
    complete = [bool(row.all()) for row in present]
    for i in range(len(codes)):
        for j in range(i + 1, len(codes)):
            both: Bools = np.asarray(present[i] & present[j])
            yield codes[i], codes[j], None if complete[i] and complete[j] else both


def disagreement_per_unit(ratings: Ratings, metric: Metric = "nominal") -> Floats:
    """For each unit the summed distances of its ordered pairs, divided by m - 1 (no weights).

    Not for the ordinal metric, whose distances depend on the whole.
    """
    m = ratings.per_unit()
    if metric == "nominal":
        return _unequal_share(ratings)
    total = np.zeros(len(ratings))
    distance = Distance(metric, ratings.values)
    for a, b, both in _pairs(ratings.codes):
        if both is None:
            total += distance.between(a, b)
        else:
            total[both] += distance.between(a[both], b[both])
    return 2 * total / np.maximum(m - 1, 1)


def _unequal_share(ratings: Ratings) -> Floats:
    """The nominal case, by a table over the few possible numbers of values and equal pairs."""
    m, equal = ratings.per_unit(), _equal_pairs(ratings)
    most = int(equal.max(initial=0)) + 1
    values = np.arange(ratings.n_coders + 1)[:, None]
    table = (values * (values - 1) - 2 * np.arange(most)[None, :]) / np.maximum(values - 1, 1)
    return np.asarray(table.ravel()[m * most + equal])


def _equal_pairs(ratings: Ratings) -> Ints:
    """For each unit how many pairs of coders gave the same value."""
    total = np.zeros(len(ratings), dtype=np.int32)
    missing = [bool((column < 0).any()) for column in ratings.codes]
    for j in range(1, ratings.n_coders):
        other = ratings.codes[j]
        if missing[j]:  # so that missing does not equal missing
            other = np.where(other < 0, np.int32(-2), other)
        for i in range(j):
            total += ratings.codes[i] == other
    return total.astype(np.int64)


class AlphaSums:
    """Krippendorff's alpha."""

    floor = -1.0

    def __init__(
        self,
        ratings: Ratings,
        *,
        metric: Metric = "nominal",
        documents: Ints | None = None,
        n_documents: int = 0,
    ) -> None:
        self.metric = metric
        if metric == "ordinal":
            ratings = ratings.ordered()
        self.k = len(ratings.values)
        self._distance: Distance | None = None
        if metric not in ("nominal", "ordinal"):
            self._distance = Distance(metric, ratings.values)
        group = Grouping(documents, n_documents)
        used = ratings.per_unit() >= 2
        every = bool(used.all())
        margins = np.zeros((group.n, self.k))
        for column in ratings.codes:
            paired = column if every else np.where(used, column, np.int32(-1))
            margins += group.count(paired, self.k, ratings.weights)
        if metric == "ordinal":
            apart = self._ordinal_pairs(ratings, group)
        else:
            per_unit = disagreement_per_unit(ratings, metric)
            if ratings.weights is not None:
                per_unit = per_unit * ratings.weights
            apart = group.add(per_unit)[:, None]
        self._per_document = np.hstack([margins, apart])

    @property
    def per_document(self) -> Floats:
        return self._per_document

    def _ordinal_pairs(self, ratings: Ratings, group: Grouping) -> Floats:
        """Documents by kinds of unequal pairs; the kinds are kept as two lists of values."""
        share = ratings.unit_weights() / np.maximum(ratings.per_unit() - 1, 1)
        kinds, shares, documents = [], [], []
        for a, b, both in _pairs(ratings.codes):
            differ = a != b if both is None else (a != b) & both
            low, high = np.minimum(a[differ], b[differ]), np.maximum(a[differ], b[differ])
            kinds.append(low.astype(np.int64) * self.k + high)
            shares.append(share[differ])
            if group.documents is not None:
                documents.append(group.documents[differ])
        kind = np.concatenate(kinds) if kinds else np.zeros(0, dtype=np.int64)
        seen, column = np.unique(kind, return_inverse=True)
        self._low, self._high = seen // max(self.k, 1), seen % max(self.k, 1)
        cell = column.astype(np.int64)
        if documents:
            cell = cell + np.concatenate(documents) * len(seen)
        weight = np.concatenate(shares) if shares else np.zeros(0)
        counted = np.bincount(cell, weight, minlength=group.n * len(seen))
        return counted.reshape(group.n, len(seen)).astype(np.float64)

    def parts(self, totals: Floats) -> tuple[Floats, Floats, Floats]:
        """Observed and expected disagreement and the number of pairable values, per row."""
        margins, apart = totals[:, : self.k], totals[:, self.k :]
        n = margins.sum(axis=1)
        if self.metric == "nominal":
            between = n**2 - (margins**2).sum(axis=1)
            observed = apart[:, 0]
        elif self.metric == "ordinal":
            place = np.cumsum(margins, axis=1) - margins / 2
            between = 2 * (
                n * (margins * place**2).sum(axis=1) - (margins * place).sum(axis=1) ** 2
            )
            steps = (place[:, self._low] - place[:, self._high]) ** 2
            observed = 2 * (apart * steps).sum(axis=1)
        else:
            assert self._distance is not None
            between = self._distance.sum_of_pairs(margins)
            observed = apart[:, 0]
        varied = (margins > 0).sum(axis=1) > 1
        with np.errstate(divide="ignore", invalid="ignore"):
            expected = np.where(varied, between / (n * (n - 1)), 0.0)
            return observed / n, expected, n

    def values(self, totals: Floats) -> Floats:
        observed, expected, _ = self.parts(totals)
        with np.errstate(divide="ignore", invalid="ignore"):
            return np.where(expected > 0, 1 - observed / expected, np.nan)


class GwetSums:
    """Agreement per unit and prevalences: percent, AC1/AC2, Fleiss, Brennan-Prediger.

    `weights` is a table of agreement weights between values, 1 on the diagonal; without it only
    equal values agree. The values of `ratings` are the categories that could have been used.
    """

    floor = -1.0

    def __init__(
        self,
        ratings: Ratings,
        *,
        kind: str,
        weights: Floats | None = None,
        documents: Ints | None = None,
        n_documents: int = 0,
    ) -> None:
        self.kind = kind
        self.k = len(ratings.values)
        self.weights = weights
        group = Grouping(documents, n_documents)
        w, m = ratings.unit_weights(), ratings.per_unit()
        pairable = m >= 2
        agreed = agreement_per_unit(ratings, weights)
        columns = [group.add((agreed * w)[pairable], pairable)]
        columns.append(group.add(w[pairable], pairable))
        columns.append(group.add(w[m >= 1], m >= 1))
        share = np.zeros((group.n, self.k))
        for column in ratings.codes:
            share += group.count(column, self.k, w / np.maximum(m, 1))
        self._per_document = np.hstack([np.stack(columns, axis=1), share])

    @property
    def per_document(self) -> Floats:
        return self._per_document

    def parts(self, totals: Floats) -> tuple[Floats, Floats]:
        """Observed agreement and agreement expected by chance, per row."""
        with np.errstate(divide="ignore", invalid="ignore"):
            observed = totals[:, 0] / totals[:, 1]
            prevalence = totals[:, 3:] / totals[:, 2:3]
        return observed, self._chance(prevalence)

    def _chance(self, prevalence: Floats) -> Floats:
        rows, q = len(prevalence), self.k
        if self.kind == "percent":
            return np.zeros(rows)
        if self.kind == "fleiss":
            agreed = prevalence if self.weights is None else prevalence @ self.weights
            return np.asarray((prevalence * agreed).sum(axis=1))
        if q < 2:
            return np.full(rows, np.nan)
        spread = q if self.weights is None else float(self.weights.sum())
        if self.kind == "brennan_prediger":
            return np.full(rows, spread / q**2)
        return np.asarray(spread * (prevalence * (1 - prevalence)).sum(axis=1) / (q * (q - 1)))

    def values(self, totals: Floats) -> Floats:
        observed, chance = self.parts(totals)
        with np.errstate(divide="ignore", invalid="ignore"):
            return np.where(chance < 1 - 1e-12, (observed - chance) / (1 - chance), np.nan)


def agreement_per_unit(ratings: Ratings, weights: Floats | None = None) -> Floats:
    """Share of a unit's pairs of coders that agree (0 for a unit with fewer than two values)."""
    m = ratings.per_unit()
    if weights is None:
        return _equal_pairs(ratings) / np.maximum(m * (m - 1) / 2, 1)
    total = np.zeros(len(ratings))
    for a, b, both in _pairs(ratings.codes):
        if both is None:
            total += weights[a, b]
        else:
            total[both] += weights[a[both], b[both]]
    return total / np.maximum(m * (m - 1) / 2, 1)
