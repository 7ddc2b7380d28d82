"""Small tools of the agreement tests: tables of counts turned into lists of units."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

KRIPPENDORFF_C: list[list[int | None]] = [
    [1, 1, None, 1], [2, 2, 3, 2], [3, 3, 3, 3], [3, 3, 3, 3], [2, 2, 2, 2], [1, 2, 3, 4],
    [4, 4, 4, 4], [1, 1, 2, 1], [2, 2, 2, 2], [None, 5, 5, 5], [None, None, 1, 1],
    [None, None, 3, None],
]  # fmt: skip
"""Krippendorff (2011), example C; the last unit has one value only."""


def from_table(table: Sequence[Sequence[int]], labels: Sequence[Any] = ()) -> list[tuple[Any, Any]]:
    """Units of two coders from a contingency table; categories count from 1 without labels."""
    names = labels or range(1, len(table) + 1)
    return [
        (names[i], names[j])
        for i, row in enumerate(table)
        for j, count in enumerate(row)
        for _ in range(count)
    ]


def from_counts(units: Sequence[Sequence[int]]) -> list[list[int]]:
    """Units from how many coders chose each category."""
    return [[k for k, count in enumerate(unit) for _ in range(count)] for unit in units]


def columns(ratings: Sequence[Sequence[Any]]) -> tuple[list[Any], list[Any]]:
    """The values of the first and of the second coder."""
    return [unit[0] for unit in ratings], [unit[1] for unit in ratings]
