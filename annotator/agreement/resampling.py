"""How sure one can be of a number: intervals over documents.

Documents, not units, are drawn again: the units of one article resemble one another, and intervals
that ignore it are far too narrow. Coefficients that are functions of sums over documents are
resampled by weights: documents with equal sums are one pattern, a replicate is a row of weights
over the patterns, and all replicates are one matrix product. Anything else is computed anew on the
drawn documents.

Under ten articles a bootstrap is not to be trusted: there the interval is a jackknife with
Student's t on G - 1 degrees of freedom. Where more than 5 % of the replicates are undefined there
is no interval.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from annotator.agreement import coefficients
from annotator.agreement.coefficients import gwet_sums
from annotator.agreement.ratings import Floats, Ints, Ratings, encode
from annotator.agreement.student import t_cdf, t_quantile
from annotator.agreement.sums import AlphaSums, Sums

TENTATIVE = 0.667
RELIABLE = 0.80
FEW_DOCUMENTS = 10
"""Fewer documents than this: jackknife."""
MAX_UNDEFINED = 0.05
CELLS = 8_000_000
"""Weights that are held in memory at once."""

Statistic = Callable[[Sequence[Any]], float | None]
Cancelled = Callable[[], bool]


@dataclass(frozen=True, slots=True)
class Interval:
    """An interval and the chance that the true value lies below the usual thresholds.

    Unpacks to (low, high, below_667, below_800). All four are None where there is no interval, and
    `reason` says why. `undefined` is the share of replicates without a value.
    """

    low: float | None
    high: float | None
    below_667: float | None
    below_800: float | None
    method: str = "bootstrap"
    undefined: float = 0.0
    replicates: int = 0
    n_documents: int = 0
    seed: int | None = None
    reason: str = ""

    def __iter__(self) -> Iterator[float | None]:
        return iter((self.low, self.high, self.below_667, self.below_800))


def bootstrap(
    units_by_document: Mapping[Any, Sequence[Any]] | Sequence[Sequence[Any]],
    statistic: Statistic,
    *,
    replicates: int = 2000,
    seed: int,
    confidence: float = 0.95,
) -> Interval:
    """Percentile interval of a statistic, drawing documents with replacement.

    `units_by_document` are the units of each document (an empty list for a document without any);
    `statistic` takes a sequence of units and returns a number or None. The coefficients of
    `coefficients` are recognised, also with options bound by `functools.partial`, and are then some
    hundred times faster.
    """
    documents = _documents(units_by_document)
    sums = additive(documents, statistic)
    if sums is not None:
        return bootstrap_sums(sums, replicates=replicates, seed=seed, confidence=confidence)
    chance = np.random.default_rng(seed)
    values = np.empty(replicates)
    for n in range(replicates):
        drawn = chance.integers(0, len(documents), len(documents)) if documents else ()
        value = statistic([unit for d in drawn for unit in documents[d]])
        values[n] = np.nan if value is None else value
    return _percentiles(values, len(documents), seed, confidence)


def jackknife(
    units_by_document: Mapping[Any, Sequence[Any]] | Sequence[Sequence[Any]],
    statistic: Statistic,
    *,
    confidence: float = 0.95,
) -> Interval:
    """Interval from leaving out one document at a time, with Student's t."""
    documents = _documents(units_by_document)
    sums = additive(documents, statistic)
    if sums is not None:
        return jackknife_sums(sums, confidence=confidence)

    def value(left_out: int | None) -> float:
        got = statistic([u for d, units in enumerate(documents) if d != left_out for u in units])
        return np.nan if got is None else got

    each = np.array([value(n) for n in range(len(documents))])
    return _student(value(None), each, confidence)


def bootstrap_sums(
    sums: Sums,
    *,
    replicates: int = 2000,
    seed: int,
    strata: Ints | None = None,
    confidence: float = 0.95,
    cancelled: Cancelled = lambda: False,
) -> Interval:
    """The bootstrap by weights. `strata` gives each document its stratum of the draw."""
    table = sums.per_document
    if not len(table):
        return Interval(None, None, None, None, reason="there are no documents")
    chance = np.random.default_rng(seed)
    groups = [np.arange(len(table))]
    if strata is not None:
        groups = [np.flatnonzero(strata == s) for s in np.unique(strata)]
    patterns = [_patterns(table[group]) for group in groups]
    step = max(1, CELLS // max(1, max(len(group) for group in groups)))
    values = np.empty(replicates)
    for start in range(0, replicates, step):
        if cancelled():
            return Interval(None, None, None, None, reason="cancelled")
        size = min(step, replicates - start)
        totals = np.zeros((size, table.shape[1]))
        for rows, counts in patterns:
            totals += _weights(chance, counts, size) @ rows
        values[start : start + size] = sums.values(totals)
    return _percentiles(values, len(table), seed, confidence)


def jackknife_sums(sums: Sums, *, confidence: float = 0.95) -> Interval:
    """The jackknife from sums."""
    table = sums.per_document
    total = table.sum(axis=0)
    value = float(sums.values(total[None, :])[0])
    return _student(value, sums.values(total - table), confidence, floor=sums.floor)


def interval(
    sums: Sums,
    *,
    replicates: int = 2000,
    seed: int,
    strata: Ints | None = None,
    cancelled: Cancelled = lambda: False,
) -> Interval:
    """The interval the pages show: jackknife under ten documents, else the bootstrap."""
    if len(sums.per_document) < FEW_DOCUMENTS:
        return jackknife_sums(sums)
    return bootstrap_sums(
        sums, replicates=replicates, seed=seed, strata=strata, cancelled=cancelled
    )


def additive(documents: Sequence[Sequence[Any]], statistic: Statistic) -> Sums | None:
    """The sums of a known coefficient over these documents; None for any other function."""
    options: dict[str, Any] = {}
    if isinstance(statistic, functools.partial):
        if statistic.args:
            return None
        options, statistic = dict(statistic.keywords), statistic.func
    make = _ADDITIVE.get(statistic)
    if make is None:
        return None
    where = np.repeat(np.arange(len(documents)), [len(units) for units in documents])
    ratings = encode([unit for units in documents for unit in units])
    return make(ratings, options, where, len(documents))


def _alpha(ratings: Ratings, options: dict[str, Any], where: Ints, n: int) -> Sums:
    return AlphaSums(ratings, documents=where, n_documents=n, **options)


def _gwet(kind: str) -> Callable[[Ratings, dict[str, Any], Ints, int], Sums]:
    def make(ratings: Ratings, options: dict[str, Any], where: Ints, n: int) -> Sums:
        return gwet_sums(ratings, kind=kind, documents=where, n_documents=n, **options)

    return make


_ADDITIVE: dict[Any, Callable[[Ratings, dict[str, Any], Ints, int], Sums]] = {
    coefficients.krippendorff_alpha: _alpha,
    coefficients.percent_agreement: _gwet("percent"),
    coefficients.gwet_ac: _gwet("gwet"),
    coefficients.fleiss_kappa: _gwet("fleiss"),
    coefficients.brennan_prediger: _gwet("brennan_prediger"),
}


def _documents(
    given: Mapping[Any, Sequence[Any]] | Sequence[Sequence[Any]],
) -> Sequence[Sequence[Any]]:
    return list(given.values()) if isinstance(given, Mapping) else given


def _patterns(table: Floats) -> tuple[Floats, Ints]:
    """The distinct rows and how often each occurs.

    Rows are told apart by a random projection, which is then verified.
    """
    mark = table @ np.random.default_rng(0).random(table.shape[1])
    _, first, inverse, counts = np.unique(
        mark, return_index=True, return_inverse=True, return_counts=True
    )
    rows = table[first]
    if np.array_equal(rows[inverse], table):
        return rows, counts.astype(np.int64)
    return table, np.ones(len(table), dtype=np.int64)


def _weights(chance: np.random.Generator, counts: Ints, size: int) -> Floats:
    """Replicates by patterns: how often each pattern was drawn.

    Few patterns: one multinomial draw; almost as many as documents: counting drawn documents is
    several times faster.
    """
    n = int(counts.sum())
    if len(counts) * 8 < n:
        return chance.multinomial(n, counts / n, size).astype(np.float64)
    pattern = np.repeat(np.arange(len(counts)), counts)
    drawn = pattern[chance.integers(0, n, (size, n), dtype=np.int32)]
    drawn += np.arange(size)[:, None] * len(counts)
    weights = np.bincount(drawn.ravel(), minlength=size * len(counts))
    return weights.reshape(size, len(counts)).astype(np.float64)


def _percentiles(values: Floats, n: int, seed: int, confidence: float) -> Interval:
    known = values[~np.isnan(values)]
    undefined = 1 - len(known) / len(values) if len(values) else 1.0
    common: dict[str, Any] = {
        "undefined": undefined,
        "replicates": len(values),
        "n_documents": n,
        "seed": seed,
    }
    if undefined > MAX_UNDEFINED or not len(known):
        share = f"{undefined:.0%} of the replicates are undefined"
        return Interval(None, None, None, None, reason=f"no interval: {share}", **common)
    tail = (1 - confidence) / 2
    low, high = np.quantile(known, [tail, 1 - tail])
    return Interval(
        float(low),
        float(high),
        float((known < TENTATIVE).mean()),
        float((known < RELIABLE).mean()),
        **common,
    )


def _student(value: float, each: Floats, confidence: float, *, floor: float = -1.0) -> Interval:
    n = len(each)
    known = each[~np.isnan(each)]
    undefined = 1 - len(known) / n if n else 1.0
    common: dict[str, Any] = {"method": "jackknife", "undefined": undefined, "n_documents": n}
    if n < 2 or np.isnan(value):
        reason = "no interval: it needs at least two documents" if n < 2 else "no interval"
        return Interval(None, None, None, None, reason=reason, **common)
    if undefined > MAX_UNDEFINED:
        reason = "no interval: the number is undefined without one of the documents"
        return Interval(None, None, None, None, reason=reason, **common)
    spread = float(np.sqrt((n - 1) / n * ((each - each.mean()) ** 2).sum()))
    reach = t_quantile(1 - (1 - confidence) / 2, n - 1) * spread
    return Interval(
        max(value - reach, floor),
        min(value + reach, 1.0),
        _below(TENTATIVE, value, spread, n - 1),
        _below(RELIABLE, value, spread, n - 1),
        **common,
    )


def _below(threshold: float, value: float, spread: float, df: int) -> float:
    if spread < 1e-12:
        return float(value < threshold)
    return t_cdf((threshold - value) / spread, df)
