"""Which code of one coder is the same find as which code of the other.

Pairing is blind to labels: only passages count, so that agreement on labels can be measured on the
pairs afterwards. Pairs below the threshold are dropped first and the best one-to-one pairing is
found among the rest; the other way round, a heavier pairing of poor pairs would hide good ones.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from annotator.agreement.assignment import Edge, best_pairing
from annotator.agreement.spans import intervals, length, merged, overlapping, shared_length

Match = Literal["exact", "overlap", "character"] | float


def match_units(
    a: Sequence[Any], b: Sequence[Any], *, threshold: float = 0.5
) -> list[tuple[int, int, float]]:
    """Pair the units of two coders in one article: (index in a, index in b, IoU).

    A unit is (start, end), (start, end, value), an object with `start` and `end`, or a sequence of
    such parts where it has gaps. The sum of IoU is the largest possible among pairs with
    IoU >= `threshold`; a threshold of 0 means any overlap.
    """
    return best_pairing(edges(a, b, threshold=threshold))


def edges(a: Sequence[Any], b: Sequence[Any], *, threshold: float) -> list[Edge]:
    """The pairs that may be matched at all."""
    found = overlapping([intervals(u) for u in a], [intervals(u) for u in b])
    return [edge for edge in found if edge[2] >= threshold]


@dataclass(frozen=True, slots=True)
class Counts:
    """What F1 is made of; counts of several articles can be added."""

    both: float = 0
    n_a: float = 0
    n_b: float = 0

    def __add__(self, other: Counts) -> Counts:
        return Counts(self.both + other.both, self.n_a + other.n_a, self.n_b + other.n_b)

    @property
    def f1(self) -> float | None:
        total = self.n_a + self.n_b
        return 2 * self.both / total if total else None

    @property
    def precision(self) -> float | None:
        return self.both / self.n_b if self.n_b else None

    @property
    def recall(self) -> float | None:
        return self.both / self.n_a if self.n_a else None


def span_f1(
    a: Sequence[Any], b: Sequence[Any], *, match: Match = "exact", labelled: bool = False
) -> float | None:
    """F1 of two coders' units in one article; None where neither has any.

    `match` is "exact" (the same characters), "overlap" (one character shared), an IoU threshold,
    or "character" (every coded character is a unit). With `labelled` only units with the same
    value (third element) can match.
    """
    return span_counts(a, b, match=match, labelled=labelled).f1


def span_counts(
    a: Sequence[Any], b: Sequence[Any], *, match: Match = "exact", labelled: bool = False
) -> Counts:
    """The counts behind `span_f1`, to be added over articles."""
    if labelled:
        values = dict.fromkeys([unit[2] for unit in (*a, *b)])
        total = Counts()
        for value in values:
            ours = [unit for unit in a if unit[2] == value]
            theirs = [unit for unit in b if unit[2] == value]
            total += span_counts(ours, theirs, match=match)
        return total
    if match == "character":
        covered_a, covered_b = _covered(a), _covered(b)
        shared = shared_length(covered_a, covered_b)
        return Counts(shared, length(covered_a), length(covered_b))
    if match == "exact":
        same = Counter(map(intervals, a)) & Counter(map(intervals, b))
        return Counts(same.total(), len(a), len(b))
    threshold = 0.0 if match == "overlap" else float(match)
    return Counts(len(match_units(a, b, threshold=threshold)), len(a), len(b))


def _covered(units: Sequence[Any]) -> tuple[tuple[int, int], ...]:
    return merged(part for unit in units for part in intervals(unit))
