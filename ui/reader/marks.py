"""The marks of an article as sorted arrays beside the text, and the lanes of one line.

A mark never touches the document: adding one repaints, it does not lay out again. Which marks
touch a line is found by bisection, so tens of thousands cost no more than those on the screen.
Positions are code points.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from annotator.model import Span

Role = Literal["code", "suggestion"]
LineKind = Literal["fill", "solid", "dotted", "long", "double", "none"]

LONG = 1000
JOIN_WITHIN = 400
"""A gap between fragments of more characters than this is not bridged by a dotted line."""


@dataclass(frozen=True, slots=True)
class Mark:
    """One code or suggestion as the page shows it."""

    uid: str
    layer: str
    role: Role
    start: int
    end: int
    fragments: tuple[Span, ...] = ()
    line: LineKind = "solid"
    colour: str = "#000000"
    """The ground of a fill, the line of all others."""
    ink: str = "#000000"
    """The label, and the outline of a fill."""
    label: str = ""
    current: bool = False
    incomplete: bool = False
    title: str = ""
    """One line for hovering and for screen readers."""

    def passages(self) -> tuple[Span, ...]:
        """All its passages in text order."""
        if not self.fragments:
            return (Span(self.start, self.end),)
        return tuple(sorted((Span(self.start, self.end), *self.fragments)))

    def covers(self, position: int) -> bool:
        return any(p.start <= position < p.end for p in self.passages())


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a mark on one line: a passage, or the gap between two fragments."""

    start: int
    end: int
    gap: bool = False


@dataclass(frozen=True, slots=True)
class Laned:
    """A mark on one line, with the lane its line runs in. Fills have lane -1."""

    mark: Mark
    pieces: tuple[Piece, ...]
    lane: int

    @property
    def start(self) -> int:
        return self.pieces[0].start

    @property
    def end(self) -> int:
        return self.pieces[-1].end


class _Tier:
    """Marks of at most one length, sorted by start: found within that length before a line."""

    def __init__(self, marks: list[Mark], starts: list[int], ends: list[int]) -> None:
        self._marks, self._starts, self._ends = marks, starts, ends
        self._longest = max([e - s for s, e in zip(starts, ends, strict=True)], default=0)

    @property
    def longest(self) -> int:
        return self._longest

    def touching(self, start: int, end: int) -> list[Mark]:
        high = bisect_left(self._starts, end)
        low = bisect_left(self._starts, start - self._longest, 0, high)
        ends, marks = self._ends, self._marks
        return [marks[i] for i in range(low, high) if ends[i] > start]

    def split(self, longest: int) -> tuple[_Tier, _Tier]:
        """The marks up to a length, and the rest."""
        rows = list(zip(self._marks, self._starts, self._ends, strict=True))
        short = [row for row in rows if row[2] - row[1] <= longest]
        long = [row for row in rows if row[2] - row[1] > longest]
        return _tier_of(short), _tier_of(long)


def _tier_of(rows: list[tuple[Mark, int, int]]) -> _Tier:
    return _Tier([r[0] for r in rows], [r[1] for r in rows], [r[2] for r in rows])


class MarkIndex:
    """Marks sorted by where they begin, found by where they are.

    The few that are longer than `LONG` stand in a list of their own: one mark over the whole
    article would otherwise make every search walk through all that begin before it. Building it
    is part of opening an article, so it makes as few passes over the marks as it can.
    """

    def __init__(self, marks: Iterable[Mark] = ()) -> None:
        found = list(marks)
        starts, ends = _hulls(found)
        if starts != sorted(starts):
            order = sorted(range(len(found)), key=lambda i: (starts[i], -ends[i]))
            found = [found[i] for i in order]
            starts = [starts[i] for i in order]
            ends = [ends[i] for i in order]
        self._marks = found
        tier = _Tier(found, starts, ends)
        self._tiers: tuple[_Tier, ...] = (tier,)
        if tier.longest > LONG:
            self._tiers = tier.split(LONG)

    def __len__(self) -> int:
        return len(self._marks)

    @property
    def marks(self) -> Sequence[Mark]:
        """All marks by the start of their first passage."""
        return self._marks

    @cached_property
    def _by_uid(self) -> dict[str, Mark]:
        return {mark.uid: mark for mark in self._marks}

    def find(self, uid: str | None) -> Mark | None:
        return None if uid is None else self._by_uid.get(uid)

    def touching(self, start: int, end: int) -> list[Mark]:
        """Marks whose stretch from first to last passage overlaps [start, end)."""
        if len(self._tiers) == 1:
            return self._tiers[0].touching(start, end)
        return [mark for tier in self._tiers for mark in tier.touching(start, end)]

    def at(self, position: int) -> list[Mark]:
        """Marks with a passage over the character at `position`, the shortest first."""
        found = [m for m in self.touching(position, position + 1) if m.covers(position)]
        return sorted(found, key=_nearness)


def _hulls(marks: list[Mark]) -> tuple[list[int], list[int]]:
    """First start and last end of every mark, fragments included."""
    starts = [mark.start for mark in marks]
    ends = [mark.end for mark in marks]
    for number in [i for i, mark in enumerate(marks) if mark.fragments]:
        passages = marks[number].passages()
        starts[number] = passages[0].start
        ends[number] = max(passage.end for passage in passages)
    return starts, ends


def _nearness(mark: Mark) -> tuple[int, int, str]:
    return (sum(map(len, mark.passages())), mark.start, mark.uid)


def pieces_on(mark: Mark, start: int, end: int) -> tuple[Piece, ...]:
    """What of the mark stands on [start, end): passages, and gaps worth bridging."""
    pieces = []
    previous: Span | None = None
    for passage in mark.passages():
        if previous is not None and passage.start - previous.end <= JOIN_WITHIN:
            pieces.append(Piece(max(previous.end, start), min(passage.start, end), gap=True))
        pieces.append(Piece(max(passage.start, start), min(passage.end, end)))
        previous = passage
    return tuple(p for p in pieces if p.start < p.end)


def lanes_on(marks: Sequence[Mark], start: int, end: int) -> tuple[Laned, ...]:
    """Give every mark on a line its pieces and its lane; the lowest number is nearest the words.

    The shortest goes first, so a word keeps its line close and a sentence runs below it. No two
    marks of a lane overlap, and none is further down than another one forces it.
    """
    found = [(mark, pieces) for mark in marks if (pieces := pieces_on(mark, start, end))]
    found.sort(key=lambda item: (item[1][-1].end - item[1][0].start, item[0].start, item[0].uid))
    lanes: list[list[tuple[int, int]]] = []
    laned = []
    for mark, pieces in found:
        low, high = pieces[0].start, pieces[-1].end
        laned.append(Laned(mark, pieces, _lane_for(lanes, low, high) if _has_lane(mark) else -1))
    return tuple(laned)


def lane_count(laned: Sequence[Laned]) -> int:
    return max((item.lane for item in laned), default=-1) + 1


def _has_lane(mark: Mark) -> bool:
    """Fills and boxes stand around the word; everything else runs below it."""
    return not (mark.line == "fill" or (mark.line == "solid" and mark.role == "suggestion"))


def _lane_for(lanes: list[list[tuple[int, int]]], low: int, high: int) -> int:
    for number, taken in enumerate(lanes):
        if all(high <= start or end <= low for start, end in taken):
            taken.append((low, high))
            return number
    lanes.append([(low, high)])
    return len(lanes) - 1
