"""Coders two by two, coders left out, and the tables behind a coefficient."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from annotator.agreement.coefficients import (
    Units,
    alpha_estimate,
    cohen_estimate,
    contingency,
    declare,
    percent_estimate,
    scott_estimate,
)
from annotator.agreement.distances import Metric
from annotator.agreement.estimate import Estimate
from annotator.agreement.ratings import Ratings, encode

NO_COMMON = "the two coders have no unit in common"


@dataclass(frozen=True, slots=True)
class PairAgreement:
    """Two coders on the units both coded."""

    first: Hashable
    second: Hashable
    alpha: float | None
    reason: str
    percent: float | None
    kappa: float | None
    """Cohen's kappa, unweighted."""
    pi: float | None
    """Scott's pi."""
    n_units: float


@dataclass(frozen=True, slots=True)
class LeftOut:
    """The coefficient without one coder, and what leaving that coder out changes."""

    coder: Hashable
    value: float | None
    change: float | None
    reason: str


@dataclass(frozen=True, slots=True)
class Confusion:
    """Counts of values: rows the first coder, columns the second; or all pairs, symmetric."""

    first: Hashable | None
    second: Hashable | None
    values: tuple[Hashable, ...]
    counts: tuple[tuple[float, ...], ...]


def holsti(a: Sequence[Any], b: Sequence[Any]) -> float | None:
    """Holsti's coefficient: 2 M / (N1 + N2), decisions agreed on by decisions made.

    For units that both coders coded it equals percent agreement.
    """
    made = sum(v is not None for v in (*a, *b))
    agreed = sum(x is not None and x == y for x, y in zip(a, b, strict=True))
    return 2 * agreed / made if made else None


def pair_matrix(
    ratings: Units, coders: Sequence[Hashable], *, metric: Metric = "nominal"
) -> tuple[PairAgreement, ...]:
    """Every two coders, in the order of `coders`."""
    encoded = encode(ratings)
    out = []
    for i in range(encoded.n_coders):
        for j in range(i + 1, encoded.n_coders):
            two = encoded.only_coders((i, j))
            out.append(_pair(two, coders[i], coders[j], metric))
    return tuple(out)


def _pair(two: Ratings, first: Hashable, second: Hashable, metric: Metric) -> PairAgreement:
    alpha = alpha_estimate(two, metric=metric)
    kappa = pi = None
    if alpha.n_units and two.weights is None:
        a, b = (list(column) for column in zip(*two, strict=True))
        kappa, pi = cohen_estimate(a, b).value, scott_estimate(a, b).value
    return PairAgreement(
        first,
        second,
        alpha.value,
        alpha.reason if alpha.n_units else NO_COMMON,
        percent_estimate(two).value,
        kappa,
        pi,
        alpha.n_units,
    )


def leave_one_out(
    ratings: Units, coders: Sequence[Hashable], *, metric: Metric = "nominal"
) -> tuple[LeftOut, ...]:
    """Alpha without each coder in turn; nothing for two coders, who have no third."""
    encoded = encode(ratings)
    if encoded.n_coders < 3:
        return ()
    whole = alpha_estimate(encoded, metric=metric).value
    out = []
    for n, coder in enumerate(coders):
        rest = [i for i in range(encoded.n_coders) if i != n]
        got: Estimate = alpha_estimate(encoded.only_coders(rest), metric=metric)
        known = got.value is not None and whole is not None
        change = (got.value or 0.0) - (whole or 0.0) if known else None
        out.append(LeftOut(coder, got.value, change, got.reason))
    return tuple(out)


def confusion(
    ratings: Units,
    coders: Sequence[Hashable],
    first: int,
    second: int,
    *,
    categories: Sequence[Hashable] | None = None,
) -> Confusion:
    """One coder's values by another's."""
    two = declare(encode(ratings).only_coders((first, second)), categories)
    return Confusion(coders[first], coders[second], two.values, _rows(contingency(two)))


def coincidences(ratings: Units, *, categories: Sequence[Hashable] | None = None) -> Confusion:
    """Krippendorff's coincidence matrix: all pairs of values within units, each 1 / (m - 1)."""
    encoded = declare(encode(ratings), categories)
    k = len(encoded.values)
    share = encoded.unit_weights() / np.maximum(encoded.per_unit() - 1, 1)
    total = np.zeros((k, k))
    for i, a in enumerate(encoded.codes):
        for b in encoded.codes[i + 1 :]:
            both = (a >= 0) & (b >= 0)
            cell = a[both].astype(np.int64) * k + b[both]
            total += np.bincount(cell, share[both], minlength=k * k).reshape(k, k)
    return Confusion(None, None, encoded.values, _rows(total + total.T))


def _rows(table: np.ndarray[Any, np.dtype[np.float64]]) -> tuple[tuple[float, ...], ...]:
    return tuple(tuple(row) for row in table.tolist())
