"""Agreement weights between categories: how much two unequal values still agree.

Gwet (2014), ch. 3: all are 1 on the diagonal. Numbers are taken as they are, anything else by its
rank in the list of categories. "ordinal" here is Gwet's table and not Krippendorff's ordinal
metric: on the same data the two give different coefficients, so results name which one was used.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from typing import Literal

import numpy as np

from annotator.agreement.distances import numbers
from annotator.agreement.ratings import Floats

WeightName = Literal["identity", "linear", "quadratic", "ordinal", "ratio", "radical"]
Weights = WeightName | Callable[[Hashable, Hashable], float]


def weight_table(
    weights: Weights | None, values: Sequence[Hashable], *, ranks: bool = False
) -> Floats:
    """Agreement weights between `values`; `ranks` takes places in the list instead of numbers."""
    if weights is None or weights == "identity":
        return np.eye(len(values))
    if callable(weights):
        return np.array([[weights(a, b) for b in values] for a in values], dtype=np.float64)
    x = np.arange(1, len(values) + 1, dtype=np.float64) if ranks else _places(values)
    try:
        loss = _LOSSES[weights](x[:, None], x[None, :])
    except KeyError:
        known = ", ".join(["identity", *_LOSSES])
        raise ValueError(f"there are no weights {weights!r}; the weights are {known}") from None
    largest = float(loss.max(initial=0.0))
    return np.asarray(1 - loss / largest) if largest > 0 else np.ones_like(loss)


def _places(values: Sequence[Hashable]) -> Floats:
    try:
        return numbers(values)
    except ValueError:
        return np.arange(1, len(values) + 1, dtype=np.float64)


def _ordinal(a: Floats, b: Floats) -> Floats:
    row, column = np.indices(np.broadcast_shapes(a.shape, b.shape))
    apart = np.abs(row - column) + 1
    return np.asarray(apart * (apart - 1) / 2)


def _ratio(a: Floats, b: Floats) -> Floats:
    total = a + b
    return np.asarray(np.divide(a - b, total, out=np.zeros_like(total), where=total != 0) ** 2)


_LOSSES: dict[str, Callable[[Floats, Floats], Floats]] = {
    "linear": lambda a, b: np.asarray(np.abs(a - b)),
    "quadratic": lambda a, b: np.asarray((a - b) ** 2),
    "ordinal": _ordinal,
    "ratio": _ratio,
    "radical": lambda a, b: np.asarray(np.sqrt(np.abs(a - b))),
}
