"""Standard errors by formula, a labelled detail beside the bootstrap.

Gwet (2014), ch. 5-6: conditional on the coders, for an infinite population of units that are
independent of one another. Passages of one article are not, so these errors are too small wherever
articles hold several units; the pages show the interval over articles instead.

The error of a two-coder table is often printed with n instead of n - 1 below the fraction; the form
here has n - 1. Cohen's kappa has its own large-sample error (Fleiss, Cohen & Everitt, 1969).
"""

from __future__ import annotations

import math
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np

from annotator.agreement.coefficients import Units, contingency, declare
from annotator.agreement.ratings import Floats, encode, encode_pair
from annotator.agreement.student import t_quantile
from annotator.agreement.weights import Weights, weight_table

Kind = Literal["percent", "gwet", "fleiss", "brennan_prediger"]


@dataclass(frozen=True, slots=True)
class Analytic:
    """A coefficient with its error by formula. `low` and `high`: 95 %, Student's t."""

    value: float
    se: float
    low: float
    high: float
    observed: float
    chance: float
    n_units: int


def analytic(
    ratings: Units,
    *,
    kind: Kind,
    weights: Weights | None = None,
    categories: Sequence[Hashable] | None = None,
) -> Analytic | None:
    """A coefficient in Gwet's form with its standard error; None where undefined.

    Not for Krippendorff's alpha: programs print different errors for it, and none of them heeds
    that passages come in articles.
    """
    encoded = declare(encode(ratings), categories)
    k = len(encoded.values)
    counts = np.stack([(encoded.codes == c).sum(axis=0) for c in range(k)], axis=1).astype(float)
    counts = counts[counts.sum(axis=1) >= 1]
    if k < 2 or len(counts) < 2 or not (counts.sum(axis=1) >= 2).any():
        return None
    table = weight_table(weights, encoded.values)
    got = _chance_corrected(counts, table, kind)
    if got is None:
        return None
    per_unit, value, observed, chance = got
    n = len(counts)
    se = math.sqrt(float(((per_unit - value) ** 2).sum()) / (n * (n - 1)))
    reach = t_quantile(0.975, n - 1) * se
    return Analytic(value, se, value - reach, min(1.0, value + reach), observed, chance, n)


def cohen_se(a: Sequence[Any], b: Sequence[Any]) -> float | None:
    """Large-sample standard error of Cohen's unweighted kappa; None where undefined."""
    table = contingency(encode_pair(a, b))
    n = float(table.sum())
    if not n:
        return None
    p = table / n
    rows, columns, observed = p.sum(axis=1), p.sum(axis=0), float(np.trace(p))
    chance = float(rows @ columns)
    if chance > 1 - 1e-12:
        return None
    kappa = (observed - chance) / (1 - chance)
    same = np.diag(p) * (1 - (rows + columns) * (1 - kappa)) ** 2
    other = p * (columns[:, None] + rows[None, :]) ** 2
    apart = (1 - kappa) ** 2 * (other.sum() - np.trace(other))
    left = (kappa - chance * (1 - kappa)) ** 2
    return math.sqrt(max(0.0, float(same.sum() + apart - left))) / ((1 - chance) * math.sqrt(n))


def _chance_corrected(
    counts: Floats, table: Floats, kind: Kind
) -> tuple[Floats, float, float, float] | None:
    """Contribution of each unit, value, observed and chance agreement."""
    n, k = counts.shape
    m = counts.sum(axis=1)
    pairable = m >= 2
    agreed = _agreed(counts, table) / np.maximum(m * (m - 1), 1)
    observed = float(agreed[pairable].mean())
    prevalence = (counts / m[:, None]).mean(axis=0)
    spread = float(table.sum())
    both = (table @ prevalence + table.T @ prevalence) / 2
    if kind == "percent":
        chance, own = 0.0, np.zeros(n)
    elif kind == "brennan_prediger":
        chance = spread / k**2
        own = np.full(n, chance)
    elif kind == "fleiss":
        chance = float(prevalence @ table @ prevalence)
        own = counts @ both / m
    else:
        chance = spread / (k * (k - 1)) * float((prevalence * (1 - prevalence)).sum())
        own = spread / (k * (k - 1)) * (counts @ (1 - prevalence)) / m
    if chance > 1 - 1e-12:
        return None
    value = (observed - chance) / (1 - chance)
    each = n / pairable.sum() * (agreed - chance * pairable) / (1 - chance)
    return each - 2 * (1 - value) * (own - chance) / (1 - chance), value, observed, chance


def _agreed(counts: Floats, table: Floats) -> Floats:
    return np.asarray((counts * (counts @ table.T - 1)).sum(axis=1))
