"""Ratings as numbers: every value gets a small integer, every coder one contiguous row.

All coefficients on fixed units start here, so that encoding, missing values and unit weights are
treated in one place. A unit can carry a weight: a run of equal characters weighs its length, and
one of several equally good pairings weighs its share.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, overload

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Unit = tuple[Hashable | None, ...]

SMALL_RANGE = 1 << 16
"""Whole numbers within such a range are encoded by a table instead of by sorting."""
BLOCK = 1 << 13
"""Units of an array that are encoded at once."""


@dataclass(frozen=True, eq=False)
class Ratings(Sequence[Unit]):
    """Units by coders. Read as a sequence it gives back the units with their values.

    `codes[coder, unit]` is an index into `values`, or -1 where the value is missing.
    """

    codes: NDArray[np.int32]
    values: tuple[Hashable, ...]
    weights: Floats | None = None

    @property
    def n_coders(self) -> int:
        return int(self.codes.shape[0])

    def __len__(self) -> int:
        return int(self.codes.shape[1])

    @overload
    def __getitem__(self, at: int) -> Unit: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[Unit]: ...
    def __getitem__(self, at: int | slice) -> Unit | Sequence[Unit]:
        if isinstance(at, slice):
            return self.take(np.arange(len(self))[at])
        return tuple(None if c < 0 else self.values[c] for c in self.codes[:, at])

    def __iter__(self) -> Iterator[Unit]:
        return (self[i] for i in range(len(self)))

    def take(self, units: Ints | NDArray[np.bool_]) -> Ratings:
        """Only these units (indexes, repeated where wanted, or a mask)."""
        weights = None if self.weights is None else self.weights[units]
        return Ratings(np.ascontiguousarray(self.codes[:, units]), self.values, weights)

    def only_coders(self, coders: Sequence[int]) -> Ratings:
        return Ratings(np.ascontiguousarray(self.codes[list(coders)]), self.values, self.weights)

    def ordered(self) -> Ratings:
        """The same ratings with `values` in ascending order."""
        try:
            order = sorted(range(len(self.values)), key=self.values.__getitem__)  # type: ignore[arg-type]
        except TypeError as error:
            raise ValueError("an ordered metric needs values that can be sorted") from error
        table = np.full(len(order) + 1, -1, dtype=np.int32)
        table[order] = np.arange(len(order), dtype=np.int32)
        return Ratings(table[self.codes], tuple(self.values[i] for i in order), self.weights)

    def per_unit(self) -> Ints:
        """How many values each unit has."""
        return self._per_unit

    @cached_property
    def _per_unit(self) -> Ints:
        total = np.zeros(len(self), dtype=np.int16)
        for column in self.codes:
            total += column >= 0
        return total.astype(np.int64)

    def unit_weights(self) -> Floats:
        return np.ones(len(self)) if self.weights is None else self.weights


def encode(
    ratings: Sequence[Sequence[Any]] | NDArray[Any] | Ratings,
    *,
    weights: Sequence[float] | None = None,
) -> Ratings:
    """Encode units by coders. None and NaN are missing; short units are filled with missing.

    A two-dimensional numpy array of numbers is taken as it is and much faster than lists.
    """
    if isinstance(ratings, Ratings):
        return ratings
    w = None if weights is None else np.asarray(weights, dtype=np.float64)
    if isinstance(ratings, np.ndarray) and ratings.dtype.kind in "biuf":
        return _encode_array(ratings, w)
    rows = [tuple(unit) for unit in ratings]
    width = max(map(len, rows), default=0)
    index: dict[Hashable, int] = {}
    codes = np.full((len(rows), width), -1, dtype=np.int32)
    try:
        for n, row in enumerate(rows):
            codes[n, : len(row)] = [
                -1 if v is None or v != v else index.setdefault(v, len(index)) for v in row
            ]
    except TypeError as error:
        raise ValueError("values must be hashable; give sets as frozenset") from error
    return Ratings(np.ascontiguousarray(codes.T), tuple(index), w)


def encode_pair(a: Sequence[Any], b: Sequence[Any]) -> Ratings:
    """Encode two coders' values of the same units."""
    if len(a) != len(b):
        raise ValueError("both coders need one value for each unit (None where it is missing)")
    return encode(list(zip(a, b, strict=True)))


def _encode_array(array: NDArray[Any], weights: Floats | None) -> Ratings:
    """Whole numbers in a small range are shifted; anything else is sorted."""
    codes, low = _whole(array)
    if codes is None:
        columns = np.ascontiguousarray(array.T)
        present = columns == columns
        kept, inverse = np.unique(columns[present], return_inverse=True)
        codes = np.full(columns.shape, -1, dtype=np.int32)
        codes[present] = inverse
        return Ratings(codes, tuple(kept.tolist()), weights)
    size = int(codes.max(initial=-1)) + 2
    used = np.zeros(size, dtype=np.int64)
    for column in codes:
        used += np.bincount(column + 1, minlength=size)
    found = np.flatnonzero(used[1:])
    if len(found) < size - 1:  # numbers in between that nobody used
        table = np.full(size, -1, dtype=np.int32)
        table[found] = np.arange(len(found), dtype=np.int32)
        codes = table[codes]
    return Ratings(codes, tuple((found + low).tolist()), weights)


def _whole(array: NDArray[Any]) -> tuple[NDArray[np.int32] | None, int]:
    """Coders' whole numbers, counted from the lowest, NaN as -1; None where they are none.

    Works through blocks of units that fit into the processor's cache.
    """
    codes = np.empty(array.shape[::-1], dtype=np.int32)
    missing = np.empty(codes.shape, dtype=np.bool_)
    low, high = np.inf, -np.inf
    for start in range(0, len(array) if array.size else 0, BLOCK):
        block = np.ascontiguousarray(array[start : start + BLOCK].T)
        part, odd = codes[:, start : start + BLOCK], missing[:, start : start + BLOCK]
        with np.errstate(invalid="ignore"):
            part[...] = block
            np.not_equal(part, block, out=odd)
        if odd.any() and np.count_nonzero(np.isnan(block)) != np.count_nonzero(odd):
            return None, 0
        low = min(low, float(np.fmin.reduce(block, axis=None)))
        high = max(high, float(np.fmax.reduce(block, axis=None)))
    if not low <= high:
        return np.full(codes.shape, -1, dtype=np.int32), 0
    if high - low >= SMALL_RANGE:
        return None, 0
    codes -= np.int32(low)
    np.putmask(codes, missing, -1)
    return codes, int(low)
