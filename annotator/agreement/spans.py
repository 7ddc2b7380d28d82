"""Passages as plain intervals of characters, for pairing and measuring. Pure Python.

A passage may have gaps: it is then a set of characters, kept as sorted, disjoint intervals.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import islice
from typing import Any

Intervals = tuple[tuple[int, int], ...]
"""Half-open, sorted, disjoint, not empty."""


def intervals(unit: Any) -> Intervals:
    """Read a unit as intervals.

    Accepts (start, end), (start, end, value), an object with `start` and `end`, or a sequence of
    these where the passage has gaps.
    """
    if hasattr(unit, "start"):
        return merged([(unit.start, unit.end)])
    parts = tuple(unit)
    if parts and isinstance(parts[0], int):
        return merged([(parts[0], parts[1])])
    return merged(
        [(p.start, p.end) if hasattr(p, "start") else (int(p[0]), int(p[1])) for p in parts]
    )


def merged(parts: Iterable[tuple[int, int]]) -> Intervals:
    """The characters of all parts, each once."""
    out: list[tuple[int, int]] = []
    for start, end in sorted(p for p in parts if p[0] < p[1]):
        if out and start <= out[-1][1]:
            out[-1] = (out[-1][0], max(end, out[-1][1]))
        else:
            out.append((start, end))
    return tuple(out)


def length(a: Intervals) -> int:
    return sum(end - start for start, end in a)


def shared_length(a: Intervals, b: Intervals) -> int:
    """Number of characters in both."""
    if len(a) == 1 == len(b):
        return max(0, min(a[0][1], b[0][1]) - max(a[0][0], b[0][0]))
    i = j = total = 0
    while i < len(a) and j < len(b):
        total += max(0, min(a[i][1], b[j][1]) - max(a[i][0], b[j][0]))
        if a[i][1] <= b[j][1]:
            i += 1
        else:
            j += 1
    return total


def iou(a: Intervals, b: Intervals) -> float:
    """Shared characters by characters of either: 1 for the same passage, 0 for strangers."""
    shared = shared_length(a, b)
    return shared / (length(a) + length(b) - shared) if shared else 0.0


def overlapping(a: Sequence[Intervals], b: Sequence[Intervals]) -> list[tuple[int, int, float]]:
    """All pairs that share a character, with their IoU, ordered by (i, j)."""
    order = sorted((s[0][0], s[-1][1], j) for j, s in enumerate(b) if s)
    reach = max((end - start for start, end, _ in order), default=0)
    found: list[tuple[int, int, float]] = []
    active = 0
    for start, i in sorted((s[0][0], i) for i, s in enumerate(a) if s):
        end = a[i][-1][1]
        while active < len(order) and order[active][0] <= start - reach:
            active += 1
        for b_start, b_end, j in islice(order, active, None):
            if b_start >= end:
                break
            if b_end > start:
                value = iou(a[i], b[j])
                if value > 0:
                    found.append((i, j, value))
    found.sort()
    return found
