"""Agreement on single categories.

Our alpha of a category is the alpha of the yes/no variable "this category or another one"; Fleiss'
kappa of a category, which some programs print, is that variable's Fleiss kappa and slightly
smaller. Specific agreement needs no chance model: of the uses of a category, the share that other
coders of the same unit used too. For a yes/no variable these are positive and negative agreement.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass

import numpy as np

from annotator.agreement.coefficients import (
    Units,
    alpha_estimate,
    declare,
    gwet_estimate,
)
from annotator.agreement.ratings import Ratings, encode


@dataclass(frozen=True, slots=True)
class CategoryAgreement:
    """One category: how often it was used in pairable units, and how well coders agree on it."""

    category: Hashable
    uses: float
    prevalence: float | None
    alpha: float | None
    reason: str
    fleiss: float | None
    specific: float | None


def dichotomise(ratings: Units, category: Hashable) -> Ratings:
    """The same units with True where the category was used and False elsewhere."""
    encoded = encode(ratings)
    table = [int(v == category) for v in encoded.values]
    codes = np.array([*table, -1], dtype=np.int32)[encoded.codes]
    return Ratings(codes, (False, True), encoded.weights)


def per_category(
    ratings: Units, *, categories: Sequence[Hashable] | None = None
) -> tuple[CategoryAgreement, ...]:
    """Agreement on each category, declared ones first, in their order."""
    encoded = declare(encode(ratings), categories)
    uses = _uses(encoded)
    total = float(uses.sum())
    agreed = _agreed_uses(encoded)
    out = []
    for n, category in enumerate(encoded.values):
        binary = dichotomise(encoded, category)
        alpha = alpha_estimate(binary)
        out.append(
            CategoryAgreement(
                category=category,
                uses=float(uses[n]),
                prevalence=float(uses[n]) / total if total else None,
                alpha=alpha.value,
                reason=alpha.reason if uses[n] else "not used in the compared units",
                fleiss=gwet_estimate(binary, kind="fleiss").value,
                specific=float(agreed[n] / uses[n]) if uses[n] else None,
            )
        )
    return tuple(out)


def specific_agreement(ratings: Units, category: Hashable) -> float | None:
    """Share of the uses of a category that the other coders of the unit share; None if unused."""
    encoded = encode(ratings)
    if category not in encoded.values:
        return None
    n = encoded.values.index(category)
    uses = _uses(encoded)[n]
    return float(_agreed_uses(encoded)[n] / uses) if uses else None


def positive_negative(ratings: Units, *, positive: Hashable = True) -> tuple[float | None, ...]:
    """Positive and negative agreement of a yes/no variable."""
    binary = dichotomise(ratings, positive)
    return specific_agreement(binary, True), specific_agreement(binary, False)


def _uses(ratings: Ratings) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    used, weights = ratings.per_unit() >= 2, ratings.unit_weights()
    total = np.zeros(len(ratings.values))
    for column in ratings.codes:
        where = (column >= 0) & used
        total += np.bincount(column[where], weights[where], minlength=len(total))
    return total


def _agreed_uses(ratings: Ratings) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    """For each value the uses that one other coder shares, averaged over the other coders."""
    weights = ratings.unit_weights() / np.maximum(ratings.per_unit() - 1, 1)
    total = np.zeros(len(ratings.values))
    for i, a in enumerate(ratings.codes):
        for b in ratings.codes[i + 1 :]:
            same = (a == b) & (a >= 0)
            total += 2 * np.bincount(a[same], weights[same], minlength=len(total))
    return total
