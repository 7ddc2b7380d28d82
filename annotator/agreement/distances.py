"""How far two values are apart: the metrics of Krippendorff's alpha.

Nominal and ordinal need no table and are handled where alpha is computed (the ordinal distance
depends on how often each value was used). The others are here, as a table where there are few
distinct values and row by row where there are many.

Sources: interval and ratio: Krippendorff, Content Analysis (2019), ch. 12. Sets: Passonneau
(2006), MASI = 1 - J * M with M = 1 for equal sets, 2/3 where one contains the other, 1/3 where they
overlap otherwise, 0 where they share nothing; Jaccard = 1 - J. Two empty sets are equal; an empty
and a filled set share nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from annotator.agreement.ratings import Floats

MetricName = Literal["nominal", "ordinal", "interval", "ratio", "jaccard", "masi"]
Metric = MetricName | Callable[[Any, Any], float]

METRICS: tuple[MetricName, ...] = ("nominal", "ordinal", "interval", "ratio", "jaccard", "masi")
BLOCK = 2048
"""Rows of a distance table that are held in memory at once."""


class Distance:
    """Distances between the encoded values of one data set."""

    def __init__(self, metric: Metric, values: Sequence[Hashable]) -> None:
        self.size = len(values)
        self._rows = _row_maker(metric, values)
        self._table = self._rows(np.arange(self.size)) if self.size <= BLOCK else None

    def between(self, i: NDArray[np.int32], j: NDArray[np.int32]) -> Floats:
        """Distances of the pairs (i[n], j[n])."""
        if self._table is not None:
            return np.asarray(self._table[i, j], dtype=np.float64)
        firsts, where = np.unique(i, return_inverse=True)
        out = np.empty(len(i))
        for start in range(0, len(firsts), BLOCK):
            block = self._rows(firsts[start : start + BLOCK])
            here = (where >= start) & (where < start + BLOCK)
            out[here] = block[where[here] - start, j[here]]
        return out

    def sum_of_pairs(self, counts: Floats) -> Floats:
        """For each row of counts the sum of n_c n_k d_ck over all pairs of values."""
        total = np.zeros(len(counts))
        for start in range(0, self.size, BLOCK):
            rows = np.arange(start, min(start + BLOCK, self.size))
            block = self._rows(rows) if self._table is None else self._table[rows]
            total += np.einsum("rk,rk->r", counts[:, rows], counts @ block.T)
        return total


def _row_maker(metric: Metric, values: Sequence[Hashable]) -> Callable[[NDArray[Any]], Floats]:
    if callable(metric):
        return _custom(metric, values)
    try:
        make = _MAKERS[metric]
    except KeyError:
        known = ", ".join(METRICS)
        raise ValueError(f"there is no metric {metric!r}; the metrics are {known}") from None
    return make(values)


def _custom(
    metric: Callable[[Any, Any], float], values: Sequence[Hashable]
) -> Callable[[NDArray[Any]], Floats]:
    def rows(which: NDArray[Any]) -> Floats:
        return np.array(
            [[metric(values[i], other) for other in values] for i in which.tolist()],
            dtype=np.float64,
        ).reshape(len(which), len(values))

    return rows


def numbers(values: Sequence[Hashable]) -> Floats:
    """The values as numbers, or a plain refusal."""
    try:
        return np.array([float(v) for v in values], dtype=np.float64)  # type: ignore[arg-type]
    except (TypeError, ValueError) as error:
        raise ValueError("an interval or ratio metric needs numbers as values") from error


def _interval(values: Sequence[Hashable]) -> Callable[[NDArray[Any]], Floats]:
    x = numbers(values)
    return lambda which: (x[which, None] - x[None, :]) ** 2


def _ratio(values: Sequence[Hashable]) -> Callable[[NDArray[Any]], Floats]:
    x = numbers(values)

    def rows(which: NDArray[Any]) -> Floats:
        total = x[which, None] + x[None, :]
        apart = x[which, None] - x[None, :]
        return np.asarray(np.divide(apart, total, out=np.zeros_like(total), where=total != 0) ** 2)

    return rows


def _sets(values: Sequence[Hashable], *, masi: bool) -> Callable[[NDArray[Any]], Floats]:
    if not all(isinstance(v, frozenset) for v in values):
        raise ValueError("a set metric needs frozenset values")
    sets: list[frozenset[Hashable]] = [v for v in values if isinstance(v, frozenset)]
    items = {item: n for n, item in enumerate(dict.fromkeys(i for s in sets for i in s))}
    member = np.zeros((len(sets), len(items)), dtype=np.float64)
    for row, s in enumerate(sets):
        member[row, [items[i] for i in s]] = 1
    sizes = member.sum(axis=1)

    def rows(which: NDArray[Any]) -> Floats:
        shared = member[which] @ member.T
        union = sizes[which, None] + sizes[None, :] - shared
        jaccard = np.divide(shared, union, out=np.ones_like(shared), where=union > 0)
        if not masi:
            return np.asarray(1 - jaccard)
        equal = union == shared
        nested = shared == np.minimum(sizes[which, None], sizes[None, :])
        factor = np.where(equal, 1.0, np.where(nested, 2 / 3, 1 / 3))
        return np.asarray(1 - jaccard * factor)

    return rows


_MAKERS: dict[str, Callable[[Sequence[Hashable]], Callable[[NDArray[Any]], Floats]]] = {
    "nominal": lambda values: (
        lambda which: np.asarray(
            which[:, None] != np.arange(len(values))[None, :], dtype=np.float64
        )
    ),
    "interval": _interval,
    "ratio": _ratio,
    "jaccard": lambda values: _sets(values, masi=False),
    "masi": lambda values: _sets(values, masi=True),
}
