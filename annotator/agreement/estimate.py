"""A computed number together with what one must know to judge it, or the reason it is absent.

A coefficient that is undefined is never NaN, 0 or 1: its value is None and `reason` says why in
words a reader of the page understands.
"""

from __future__ import annotations

from dataclasses import dataclass

NOTHING_PAIRABLE = "no unit was coded by two coders"
NO_VARIATION = "undefined: every value is the same (no variation)"
ONE_CATEGORY = (
    "undefined: only one category is known; the coefficient needs the list of all categories"
)
NO_UNITS = "there is nothing to compare"


@dataclass(frozen=True, slots=True)
class Estimate:
    """The value of a coefficient on a set of units.

    `n_units` are the units that two or more coders coded, `n_pairable` the values in them,
    `n_dropped` the units that only one coder coded: they cannot tell anything about agreement and
    are counted, never hidden. `observed` and `expected` are in the terms of the coefficient:
    disagreements for alpha, agreements for the others.
    """

    value: float | None
    reason: str = ""
    n_units: float = 0
    n_pairable: float = 0
    n_dropped: float = 0
    n_coders: int = 0
    observed: float | None = None
    expected: float | None = None
