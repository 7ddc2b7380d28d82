"""The coefficients on fixed units, as functions on plain lists.

`ratings` is a sequence of units, each a sequence with one value per coder, None where a value is
missing. Values may be anything hashable; sets are `frozenset`. The result is None where the
coefficient is undefined; `estimate(...)` gives the same number with its reason, its observed and
expected part and the number of units.

Sources: Krippendorff (2019) for alpha; Cohen (1960, 1968), Scott (1955), Fleiss (1971),
Brennan & Prediger (1981), Gwet (2008, 2014). Checked against their published examples.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Hashable, Sequence
from typing import Any, Literal

import numpy as np

from annotator.agreement.distances import Metric
from annotator.agreement.estimate import (
    NO_UNITS,
    NO_VARIATION,
    NOTHING_PAIRABLE,
    ONE_CATEGORY,
    Estimate,
)
from annotator.agreement.ratings import Floats, Ratings, encode, encode_pair
from annotator.agreement.sums import AlphaSums, GwetSums
from annotator.agreement.weights import Weights, weight_table

Units = Sequence[Sequence[Any]] | Ratings


def percent_agreement(ratings: Units) -> float | None:
    """Share of agreeing pairs of coders, averaged over the units that two or more coded."""
    return percent_estimate(ratings).value


def krippendorff_alpha(ratings: Units, *, metric: Metric = "nominal") -> float | None:
    """Krippendorff's alpha: nominal, ordinal, interval, ratio, jaccard, masi, or a function.

    A function gets two values and returns their distance, 0 for equal ones.
    """
    return alpha_estimate(ratings, metric=metric).value


def cohen_kappa(
    a: Sequence[Any],
    b: Sequence[Any],
    *,
    weights: Literal["linear", "quadratic"] | Callable[[Any, Any], float] | None = None,
    categories: Sequence[Hashable] | None = None,
) -> float | None:
    """Cohen's kappa of two coders; units that one of them left out are not counted.

    Linear and quadratic weights run over the ranks in `categories` (default: the values found,
    sorted). A function gets two values and returns how much they agree, 1 for equal ones.
    """
    return cohen_estimate(a, b, weights=weights, categories=categories).value


def scott_pi(a: Sequence[Any], b: Sequence[Any]) -> float | None:
    """Scott's pi of two coders: chance from the values of both taken together."""
    return scott_estimate(a, b).value


def fleiss_kappa(ratings: Units) -> float | None:
    """Fleiss' kappa for any number of coders; with missing values in the form of Gwet."""
    return gwet_estimate(ratings, kind="fleiss").value


def brennan_prediger(
    ratings: Units, *, categories: Sequence[Hashable] | None = None
) -> float | None:
    """Brennan and Prediger's coefficient: every one of the `categories` equally likely by chance.

    Without `categories` those found are taken, which flatters a scheme with unused ones.
    """
    return gwet_estimate(ratings, kind="brennan_prediger", categories=categories).value


def gwet_ac(
    ratings: Units,
    *,
    weights: Weights | None = None,
    categories: Sequence[Hashable] | None = None,
) -> float | None:
    """Gwet's AC1, or AC2 where `weights` say how much unequal values agree."""
    return gwet_estimate(ratings, kind="gwet", weights=weights, categories=categories).value


def alpha_estimate(ratings: Units, *, metric: Metric = "nominal") -> Estimate:
    """Krippendorff's alpha with its parts."""
    encoded = encode(ratings)
    counts = _counts(encoded)
    if not counts.n_units:
        return counts
    sums = AlphaSums(encoded, metric=metric)
    observed, expected, _ = sums.parts(sums.per_document)
    value = _number(sums.values(sums.per_document)[0])
    return _with(counts, value, NO_VARIATION, float(observed[0]), float(expected[0]))


def percent_estimate(ratings: Units) -> Estimate:
    """Percent agreement with the number of units."""
    return gwet_estimate(ratings, kind="percent")


def gwet_estimate(
    ratings: Units,
    *,
    kind: Literal["percent", "gwet", "fleiss", "brennan_prediger"],
    weights: Weights | None = None,
    categories: Sequence[Hashable] | None = None,
) -> Estimate:
    """Percent agreement, AC1/AC2, Fleiss' kappa or Brennan-Prediger with their parts."""
    encoded = encode(ratings)
    counts = _counts(encoded)
    if not counts.n_units:
        return counts
    sums = gwet_sums(encoded, kind=kind, weights=weights, categories=categories)
    observed, chance = sums.parts(sums.per_document)
    value = _number(sums.values(sums.per_document)[0])
    reason = ONE_CATEGORY if kind in ("gwet", "brennan_prediger") else NO_VARIATION
    return _with(counts, value, reason, float(observed[0]), _number(chance[0]))


def gwet_sums(
    ratings: Ratings,
    *,
    kind: str,
    weights: Weights | None = None,
    categories: Sequence[Hashable] | None = None,
    **documents: Any,
) -> GwetSums:
    """The sums of one of Gwet's family; declared categories come first, in their order."""
    if categories is not None or weights is not None:
        ratings = declare(ratings, categories)
    table = None if weights is None else weight_table(weights, ratings.values)
    return GwetSums(ratings, kind=kind, weights=table, **documents)


def declare(ratings: Ratings, categories: Sequence[Hashable] | None) -> Ratings:
    """The ratings with the declared categories as values; without them the values found, sorted.

    Values that were used but not declared are kept behind the declared ones.
    """
    if categories is None:
        try:
            return ratings.ordered()
        except ValueError:
            return ratings
    names = list(dict.fromkeys([*categories, *ratings.values]))
    place = {name: n for n, name in enumerate(names)}
    table = np.array([*(place[v] for v in ratings.values), -1], dtype=np.int32)
    return Ratings(table[ratings.codes], tuple(names), ratings.weights)


def cohen_estimate(
    a: Sequence[Any],
    b: Sequence[Any],
    *,
    weights: Literal["linear", "quadratic"] | Callable[[Any, Any], float] | None = None,
    categories: Sequence[Hashable] | None = None,
) -> Estimate:
    """Cohen's kappa with its parts."""
    encoded = declare(encode_pair(a, b), categories)
    counts = _counts(encoded)
    if not counts.n_units:
        return counts
    table = contingency(encoded)
    agree = weight_table(weights, encoded.values, ranks=True)
    chance = float(table.sum(axis=1) @ agree @ table.sum(axis=0)) / float(table.sum()) ** 2
    return _kappa(counts, float((table * agree).sum() / table.sum()), chance)


def scott_estimate(a: Sequence[Any], b: Sequence[Any]) -> Estimate:
    """Scott's pi with its parts."""
    encoded = encode_pair(a, b)
    counts = _counts(encoded)
    if not counts.n_units:
        return counts
    table = contingency(encoded)
    both = (table.sum(axis=0) + table.sum(axis=1)) / (2 * table.sum())
    return _kappa(counts, float(np.trace(table) / table.sum()), float(both @ both))


def contingency(ratings: Ratings) -> Floats:
    """First coder's values (rows) by the second's (columns), over the units both coded."""
    a, b = ratings.codes[0], ratings.codes[1]
    both, k = (a >= 0) & (b >= 0), len(ratings.values)
    cell = a[both].astype(np.int64) * k + b[both]
    weights = None if ratings.weights is None else ratings.weights[both]
    return np.bincount(cell, weights, minlength=k * k).reshape(k, k).astype(np.float64)


def _kappa(counts: Estimate, observed: float, chance: float) -> Estimate:
    value = None if chance > 1 - 1e-12 else (observed - chance) / (1 - chance)
    return _with(counts, value, NO_VARIATION, observed, chance)


def _counts(ratings: Ratings) -> Estimate:
    """How much there is to compare; with the reason where it is nothing."""
    units = np.bincount(ratings.per_unit(), ratings.weights, minlength=2)
    paired = float(units[2:].sum())
    reason = "" if paired else (NOTHING_PAIRABLE if units[1] else NO_UNITS)
    return Estimate(
        value=None,
        reason=reason,
        n_units=paired,
        n_pairable=float((units * np.arange(len(units)))[2:].sum()),
        n_dropped=float(units[1]),
        n_coders=int((ratings.codes >= 0).any(axis=1).sum()),
    )


def _with(
    counts: Estimate, value: float | None, reason: str, observed: float, expected: float | None
) -> Estimate:
    return Estimate(
        value=value,
        reason="" if value is not None else reason,
        n_units=counts.n_units,
        n_pairable=counts.n_pairable,
        n_dropped=counts.n_dropped,
        n_coders=counts.n_coders,
        observed=observed,
        expected=expected,
    )


def _number(value: float) -> float | None:
    return None if math.isnan(value) else float(value)
