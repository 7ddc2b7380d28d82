"""Agreement on passages in a running text: the u-alpha family.

Every coder divides the same text into units with a value and the gaps between them. What is
compared is the length of text on which two coders' values coincide.

Krippendorff, Mathet, Bouvry & Widlöcher (2016), Quality & Quantity 50, 2347-2364; Krippendorff
(2019), section 12.6. Observed coincidences are summed lengths of intersections divided by m - 1.
Expected ones are l (l_c l_k - [c = k] S_c) / (l^2 - sum S), where S_c sums the squared lengths of
the units with value c, but for gaps their lengths, unsquared. For cu-alpha S_c sums the squares of
the mean length a unit shares with the other coders' units. This reproduces the printed example
(.510, .413, .724). Several documents are one long text whose units never cross a document: all
sums are added, numbers are not averaged.
"""

from __future__ import annotations

import math
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from annotator.agreement.estimate import NO_UNITS, NO_VARIATION, NOTHING_PAIRABLE
from annotator.agreement.ratings import Floats

CodedUnit = tuple[int, int, Hashable]
Document = tuple[int, Mapping[Hashable, Sequence[CodedUnit]]]


@dataclass(frozen=True)
class UnitizingAlpha:
    """The family, each None where undefined.

    `u` all values and gaps; `binary` units against gaps; `cu` values where both coders have a unit,
    which is the share `coverage` of the text compared; `by_value` (k)u-alpha for each value with
    the share of its length that met another coder's unit in `coverage_by_value`.
    """

    u: float | None
    binary: float | None
    cu: float | None
    by_value: Mapping[Hashable, float | None] = field(default_factory=dict)
    coverage: float | None = None
    coverage_by_value: Mapping[Hashable, float | None] = field(default_factory=dict)
    reason: str = ""
    n_units: int = 0
    n_documents: int = 0
    n_dropped: int = 0
    """Documents with one coder only, which are left out."""
    observed: float | None = None
    """Share of text on which two coders' values (or gaps) coincide."""


def unitizing_alpha(documents: Sequence[Document]) -> UnitizingAlpha:
    """Compute the family over documents (length, {coder: [(start, end, value), ...]}).

    Offsets are half-open. A coder with an empty list saw the document and coded nothing; a coder
    who is not in the mapping did not work on it. Units of one coder must not overlap: ValueError.
    """
    sums = UnitizingSums(documents)
    totals = sums.per_document.sum(axis=0, keepdims=True)
    coder_units = [units for _, coders in sums.used for units in coders.values()]
    n_units = sum(map(len, coder_units))
    if not sums.used or not totals.any():
        reason = NOTHING_PAIRABLE if documents else NO_UNITS
        return UnitizingAlpha(None, None, None, reason=reason, n_dropped=sums.n_dropped)
    u, binary = _number(sums.u(totals)[0]), _number(sums.binary(totals)[0])
    by_value = {v: _number(sums.of_value(totals, n)[0]) for n, v in enumerate(sums.values_found)}
    return UnitizingAlpha(
        u=u,
        binary=binary,
        cu=_number(sums.cu(totals)[0]),
        by_value=by_value,
        coverage=_number(sums.coverage(totals)[0]),
        coverage_by_value={
            v: _number(sums.coverage_of(totals, n)[0]) for n, v in enumerate(sums.values_found)
        },
        reason="" if u is not None else NO_VARIATION,
        n_units=n_units,
        n_documents=len(sums.used),
        n_dropped=sums.n_dropped,
        observed=_number(sums.observed(totals)[0]),
    )


class UnitizingSums:
    """The sums per document, so that intervals and weeks need no second pass over the text."""

    floor = -1.0

    def __init__(self, documents: Sequence[Document]) -> None:
        self.used = [(n, coders) for n, coders in documents if len(coders) > 1 and n > 0]
        self.n_dropped = len(documents) - len(self.used)
        found = dict.fromkeys(
            v for _, coders in documents for units in coders.values() for _, _, v in units
        )
        self.values_found: tuple[Hashable, ...] = tuple(found)
        self._place = {v: n + 1 for n, v in enumerate(self.values_found)}
        self.k = len(found) + 1
        rows = [
            self._document(n, coders)
            if len(coders) > 1 and n > 0
            else np.zeros(self.k**2 + 2 * self.k)
            for n, coders in documents
        ]
        self._per_document = np.array(rows).reshape(len(rows), self.k**2 + 2 * self.k)

    @property
    def per_document(self) -> Floats:
        return self._per_document

    def _document(self, size: int, coders: Mapping[Hashable, Sequence[CodedUnit]]) -> Floats:
        parts = [self._partition(size, units, coder) for coder, units in coders.items()]
        others = len(parts) - 1
        coincide = np.zeros((self.k, self.k))
        squares, shared_squares = np.zeros(self.k), np.zeros(self.k)
        shared = [[0] * len(part) for part in parts]
        for i, first in enumerate(parts):
            for start, end, value in first:
                squares[value] += (end - start) ** 2 if value else end - start
            for j in range(i + 1, len(parts)):
                for a, b, common in _intersections(first, parts[j]):
                    one, two = first[a][2], parts[j][b][2]
                    coincide[one, two] += common / others
                    coincide[two, one] += common / others
                    if one and two:
                        shared[i][a] += common
                        shared[j][b] += common
        for part, commons in zip(parts, shared, strict=True):
            for (_, _, value), common in zip(part, commons, strict=True):
                shared_squares[value] += (common / others) ** 2
        return np.concatenate([coincide.ravel(), squares, shared_squares])

    def _partition(
        self, size: int, units: Sequence[CodedUnit], coder: Hashable
    ) -> list[tuple[int, int, int]]:
        """The whole text as units and gaps (value 0)."""
        out: list[tuple[int, int, int]] = []
        at = 0
        for start, end, value in sorted(units, key=lambda unit: (unit[0], unit[1])):
            if start < at:
                raise ValueError(f"units of coder {coder} overlap at {start}")
            if end > size or end < start:
                raise ValueError(f"unit {start}-{end} of coder {coder} lies outside the text")
            if start > at:
                out.append((at, start, 0))
            if end > start:
                out.append((start, end, self._place[value]))
            at = end
        if at < size:
            out.append((at, size, 0))
        return out

    def _tables(self, totals: Floats) -> tuple[Floats, Floats, Floats]:
        k = self.k
        coincide = totals[:, : k * k].reshape(-1, k, k)
        return coincide, totals[:, k * k : k * k + k], totals[:, k * k + k :]

    def u(self, totals: Floats) -> Floats:
        coincide, squares, _ = self._tables(totals)
        return _alpha(coincide, squares, coincide.sum(axis=(1, 2)))

    def binary(self, totals: Floats) -> Floats:
        coincide, squares, _ = self._tables(totals)
        expected = _expected(coincide, squares, coincide.sum(axis=(1, 2)))
        missed = coincide[:, 0, :].sum(axis=1) - coincide[:, 0, 0]
        return _one_minus(missed, expected[:, 0, :].sum(axis=1) - expected[:, 0, 0])

    values = binary

    def cu(self, totals: Floats) -> Floats:
        coded, squares, total = self._coded(totals)
        return _alpha(coded, squares, total)

    def of_value(self, totals: Floats, value: int) -> Floats:
        """(k)u-alpha of the value at this place of `values_found`."""
        coded, squares, _ = self._coded(totals)
        total = coded.sum(axis=(1, 2))
        expected = _expected(coded, squares, total)
        size, e_sum = coded[:, value].sum(axis=1), expected[:, value].sum(axis=1)
        missed = size - coded[:, value, value]
        chance = e_sum - expected[:, value, value]
        return _one_minus(_quotient(e_sum, size) * missed, np.where(size > 0, chance, np.nan))

    def coverage(self, totals: Floats) -> Floats:
        coincide, _, _ = self._tables(totals)
        return _quotient(coincide[:, 1:, 1:].sum(axis=(1, 2)), coincide.sum(axis=(1, 2)))

    def coverage_of(self, totals: Floats, value: int) -> Floats:
        coincide, _, _ = self._tables(totals)
        row = coincide[:, value + 1]
        return _quotient(row[:, 1:].sum(axis=1), row.sum(axis=1))

    def observed(self, totals: Floats) -> Floats:
        """Share of the compared length with equal values."""
        coincide, _, _ = self._tables(totals)
        return _quotient(np.trace(coincide, axis1=1, axis2=2), coincide.sum(axis=(1, 2)))

    def coded_share(self, totals: Floats) -> Floats:
        """Share of the compared length that is coded."""
        coincide, _, _ = self._tables(totals)
        return _quotient(coincide[:, 1:].sum(axis=(1, 2)), coincide.sum(axis=(1, 2)))

    def _coded(self, totals: Floats) -> tuple[Floats, Floats, Floats]:
        coincide, _, squares = self._tables(totals)
        coded = coincide[:, 1:, 1:]
        return coded, squares[:, 1:], coded.sum(axis=(1, 2))


def _expected(coincide: Floats, squares: Floats, total: Floats) -> Floats:
    sizes = coincide.sum(axis=2)
    products = sizes[:, :, None] * sizes[:, None, :]
    places = np.arange(sizes.shape[1])
    products[:, places, places] -= squares
    return np.asarray(products * _quotient(total, total**2 - squares.sum(axis=1))[:, None, None])


def _alpha(coincide: Floats, squares: Floats, total: Floats) -> Floats:
    expected = _expected(coincide, squares, total)
    missed = total - np.trace(coincide, axis1=1, axis2=2)
    return _one_minus(missed, expected.sum(axis=(1, 2)) - np.trace(expected, axis1=1, axis2=2))


def _one_minus(observed: Floats, expected: Floats) -> Floats:
    return np.asarray(1 - _quotient(observed, np.where(expected > 1e-9, expected, np.nan)))


def _quotient(a: Floats, b: Floats) -> Floats:
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(np.where(b != 0, a / b, np.nan))


def _intersections(
    a: Sequence[tuple[int, int, int]], b: Sequence[tuple[int, int, int]]
) -> list[tuple[int, int, int]]:
    """(index in a, index in b, shared length) of two divisions of the same text."""
    out = []
    i = j = 0
    while i < len(a) and j < len(b):
        common = min(a[i][1], b[j][1]) - max(a[i][0], b[j][0])
        if common > 0:
            out.append((i, j, common))
        if a[i][1] <= b[j][1]:
            i += 1
        else:
            j += 1
    return out


def _number(value: float) -> float | None:
    return None if math.isnan(value) else float(value)
