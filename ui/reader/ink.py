"""What is drawn for one line: grounds, outlines, lanes, labels, as plain shapes.

Made once for a line and kept until marks or looks change, so that scrolling only strokes what is
already there. Coordinates: x from the left edge of the column, y from the top of the paragraph.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

from PySide6.QtCore import QRectF
from PySide6.QtGui import QFontMetricsF

from annotator.model import Span
from ui.reader.geometry import Run
from ui.reader.hits import runs_of
from ui.reader.layout import BlockBox, LineBox, ReadingLayout
from ui.reader.marks import Laned, Mark, Piece, lane_count
from ui.reader.metrics import FREE_LANES
from ui.theme import Theme, blend

PAD = 2.0
RADIUS = 3.0
BAR_WIDTH = 3.0
BAR_STEP = 6.0
_TINT = 0.15
_NEST = 1.5
_CROWDED = 0.78
"""Lines of a crowded word are thinner, so that paper shows between them."""
_LABEL_GAP = 2.0
_LABEL_SPACE = 5.0

StrokeKind = Literal["solid", "long", "double", "dotted", "dashed", "join", "bracket"]


@dataclass(frozen=True, slots=True)
class Ground:
    rect: QRectF
    colour: str


@dataclass(frozen=True, slots=True)
class Outline:
    rect: QRectF
    colour: str
    width: float
    dashed: bool


@dataclass(frozen=True, slots=True)
class Stroke:
    """A horizontal line in a lane; `opens`/`closes` where the mark itself begins and ends."""

    left: float
    right: float
    y: float
    colour: str
    kind: StrokeKind
    width: float
    opens: bool = False
    closes: bool = False


@dataclass(frozen=True, slots=True)
class Ring:
    """The small open circle behind an incomplete code."""

    x: float
    y: float
    radius: float
    colour: str


@dataclass(frozen=True, slots=True)
class Label:
    """Tiny capitals above a word; `ground` behind them for roles."""

    x: float
    y: float
    width: float
    text: str
    colour: str
    ground: str | None = None


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar in the margin beside the lines of a mark."""

    top: float
    bottom: float
    colour: str
    column: int
    thick: bool


@dataclass(frozen=True, slots=True)
class Bars:
    """The bars beside a paragraph and what they were made for."""

    look: Look
    bars: list[Bar]


@dataclass(slots=True)
class LineInk:
    look: Look
    """What it was made for."""
    grounds: list[Ground] = field(default_factory=list)
    outlines: list[Outline] = field(default_factory=list)
    strokes: list[Stroke] = field(default_factory=list)
    rings: list[Ring] = field(default_factory=list)
    labels: list[Label] = field(default_factory=list)
    read: tuple[float, float] | None = None
    """Stretch of the margin that stands for what was read."""


class ReadSpans:
    """Sentences read, merged and sorted."""

    def __init__(self, spans: Sequence[Span] = ()) -> None:
        self._starts: list[int] = []
        self._ends: list[int] = []
        for span in sorted(spans):
            if self._ends and span.start <= self._ends[-1]:
                self._ends[-1] = max(self._ends[-1], span.end)
            else:
                self._starts.append(span.start)
                self._ends.append(span.end)

    def within(self, start: int, end: int) -> Span | None:
        """From the first to the last character read in [start, end)."""
        low = bisect_right(self._ends, start)
        high = bisect_left(self._starts, end)
        if low >= high:
            return None
        return Span(max(start, self._starts[low]), min(end, self._ends[high - 1]))


@dataclass(frozen=True)
class Look:
    """How marks look at this moment: what is current, lit or hidden."""

    theme: Theme
    current: str | None = None
    labels: bool = True
    participants: tuple[tuple[Span, str], ...] = ()
    read: ReadSpans = field(default_factory=ReadSpans)

    @cached_property
    def _lit(self) -> list[Span]:
        return sorted(span for span, _ in self.participants)

    def is_current(self, mark: Mark) -> bool:
        return mark.current or mark.uid == self.current

    def roles_on(self, start: int, end: int) -> list[tuple[Span, str]]:
        """Participants that touch a line; several roles of one passage in one label."""
        if not self._lit or self._lit[0].start >= end:
            return []
        named: dict[Span, list[str]] = {}
        for span, role in self.participants:
            if span.start < end and span.end > start:
                named.setdefault(span, []).append(role)
        return [(span, ", ".join(roles)) for span, roles in sorted(named.items())]


def ink_of(layout: ReadingLayout, box: BlockBox, line: LineBox, look: Look) -> LineInk:
    """The shapes of a line, made on first asking."""
    ink = line.ink
    if not isinstance(ink, LineInk) or ink.look is not look:
        ink = line.ink = _Inker(layout, box, line, look).draw()
    return ink


def bars_of(box: BlockBox, look: Look) -> list[Bar]:
    """The bars beside a paragraph, made on first asking."""
    if not isinstance(box.bars, Bars) or box.bars.look is not look:
        box.bars = Bars(look, _bars(box, look))
    return box.bars.bars


class _Inker:
    """Draws one line."""

    def __init__(self, layout: ReadingLayout, box: BlockBox, line: LineBox, look: Look) -> None:
        self._layout, self._box, self._line, self._look = layout, box, line, look
        self._theme = look.theme
        self._metrics = layout.metrics
        self._ink = LineInk(look)
        self._labels: list[tuple[float, float, str, str, str | None]] = []

    def draw(self) -> LineInk:
        roles = self._look.roles_on(self._line.start, self._line.end)
        laned = sorted(self._line.laned, key=lambda item: item.start - item.end)
        for item in laned:
            if item.lane >= 0 and self._look.is_current(item.mark):
                self._tint(item)
        depths: list[tuple[int, int]] = []
        for item in laned:
            if item.lane < 0:
                self._surround(item, depths, roles)
        for span, role in roles:
            self._light(span, role)
        for item in self._line.laned:
            if item.lane >= 0:
                self._underline(item)
        self._set_labels()
        self._ink.read = self._read()
        return self._ink

    def _runs(self, start: int, end: int) -> list[Run]:
        return runs_of(self._layout, self._box, self._line, Span(start, end))

    def _box_rect(self, run: Run, inset: float = 0.0) -> QRectF:
        line = self._line
        top, bottom = line.box_top + inset, line.box_bottom - inset
        return QRectF(run[0] - PAD, top, run[1] - run[0] + 2 * PAD, bottom - top)

    def _tint(self, item: Laned) -> None:
        colour = blend(item.mark.colour, self._theme.paper, _TINT)
        for piece in item.pieces:
            if not piece.gap:
                for run in self._runs(piece.start, piece.end):
                    self._ink.grounds.append(Ground(self._box_rect(run), colour))

    def _surround(
        self,
        item: Laned,
        depths: list[tuple[int, int]],
        roles: Sequence[tuple[Span, str]],
    ) -> None:
        """A ground for fills, a dashed outline for what is only suggested."""
        mark, theme = item.mark, self._theme
        depth = sum(s < item.end and item.start < e for s, e in depths)
        depths.append((item.start, item.end))
        current = self._look.is_current(mark)
        for number, piece in enumerate(item.pieces):
            runs = self._runs(piece.start, piece.end)
            if piece.gap:
                self._join(runs, self._line.box_bottom - 1, mark.ink)
                continue
            for run in runs:
                rect = self._box_rect(run, min(depth, 3) * _NEST)
                if mark.line == "fill":
                    self._ink.grounds.append(Ground(rect, mark.colour))
                    self._fill_edge(mark, rect, depth)
                if mark.role == "suggestion":
                    colour = theme.accent if current else theme.suggestion
                    width = 1.8 if current else 1.0
                    self._ink.outlines.append(Outline(rect, colour, width, dashed=True))
                elif current:
                    self._ink.outlines.append(Outline(rect, mark.ink, 1.6, dashed=False))
            begins = piece.start == mark.start and number == 0
            if runs and begins and mark.label and not _is_lit(mark, roles):
                self._label(runs, mark.label, mark.ink if mark.line == "fill" else theme.label)
            if runs and mark.incomplete and piece.end == mark.passages()[-1].end:
                self._ring(runs, self._line.box_bottom - 1, mark.ink)

    def _fill_edge(self, mark: Mark, rect: QRectF, depth: int) -> None:
        """Where labels are hidden, or grounds lie in each other, the ground gets an edge."""
        if depth or not self._look.labels:
            edge = QRectF(rect.left() + 1, rect.bottom() - 1, rect.width() - 2, 1)
            self._ink.grounds.append(Ground(edge, mark.ink))

    def _light(self, span: Span, role: str) -> None:
        theme = self._theme
        runs = self._runs(span.start, span.end)
        for run in runs:
            rect = self._box_rect(run)
            self._ink.grounds.append(Ground(rect, theme.participant))
            self._ink.outlines.append(Outline(rect, theme.warn, 1.2, dashed=False))
        if runs and span.start >= self._line.start:
            self._label(runs, role.upper(), theme.ink, theme.participant)

    def _underline(self, item: Laned) -> None:
        mark, m = item.mark, self._metrics
        current = self._look.is_current(mark)
        suggested = mark.role == "suggestion"
        kind, width = _STROKES[mark.line]
        width *= m.stroke
        if suggested:
            kind, width = "dashed", m.stroke * 0.62
        if lane_count(self._line.laned) > FREE_LANES:
            width = max(width * _CROWDED, m.stroke * 0.62)
        if current:
            width *= 1.35
        y = self._line.box_bottom + 0.6 + item.lane * m.lane + m.stroke / 2
        colour = mark.colour
        if suggested:
            colour = self._theme.accent if current else self._theme.suggestion
        last = mark.passages()[-1].end
        for piece in item.pieces:
            runs = self._runs(piece.start, piece.end)
            if piece.gap:
                self._join(runs, y, colour)
                continue
            for left, right in runs:
                opens, closes = self._ends(piece, mark)
                self._ink.strokes.append(
                    Stroke(left, right, y, colour, kind, width, opens=opens, closes=closes)
                )
            if runs and mark.incomplete and piece.end == last:
                self._ring(runs, y, colour)

    def _ends(self, piece: Piece, mark: Mark) -> tuple[bool, bool]:
        passages = mark.passages()
        return (
            any(piece.start == p.start for p in passages),
            any(piece.end == p.end for p in passages),
        )

    def _join(self, runs: Sequence[Run], y: float, colour: str) -> None:
        for left, right in runs:
            self._ink.strokes.append(Stroke(left + 2, right - 2, y, colour, "join", 1.2))

    def _ring(self, runs: Sequence[Run], y: float, colour: str) -> None:
        radius = self._metrics.stroke
        x = runs[0][0] - radius - 1 if self._box.rtl else runs[-1][1] + radius + 1
        self._ink.rings.append(Ring(x, y, radius, colour))

    def _label(
        self, runs: Sequence[Run], text: str, colour: str, ground: str | None = None
    ) -> None:
        left, right = runs[-1] if self._box.rtl else runs[0]
        self._labels.append((left, right, text, colour, ground))

    def _set_labels(self) -> None:
        """Place the labels of a line side by side; those of one word that do not fit are counted.

        Roles go first, then from left to right.
        """
        if not self._look.labels and not any(ground for *_, ground in self._labels):
            return
        measure = QFontMetricsF(self._metrics.label_font)
        baseline = self._line.box_top - _LABEL_GAP
        placed: list[Label] = []
        for left, right, text, colour, ground in sorted(
            self._labels, key=lambda row: (row[4] is None, row[0], -row[1])
        ):
            if ground is None and not self._look.labels:
                continue
            width = measure.horizontalAdvance(text) + (6 if ground else 0)
            x = max(0.0, right - width) if self._box.rtl else left
            x, blocker = _free_place(placed, x, width)
            if blocker is not None and x > right:
                more = _counted(blocker, measure)
                placed[placed.index(blocker)] = more
                continue
            placed.append(Label(x, baseline, width, text, colour, ground))
        self._ink.labels = placed

    def _read(self) -> tuple[float, float] | None:
        """The part of the line's height that stands for its part of the text."""
        line = self._line
        read = self._look.read.within(line.start, line.end)
        if read is None or line.end <= line.start:
            return None
        length, height = line.end - line.start, line.bottom - line.top
        top = line.top + height * ((read.start - line.start) / length)
        bottom = line.top + height * ((read.end - line.start) / length)
        return (top, bottom)


_STROKES: dict[str, tuple[StrokeKind, float]] = {
    "solid": ("solid", 1.0),
    "dotted": ("dotted", 1.0),
    "long": ("long", 0.7),
    "double": ("double", 1.0),
    "none": ("bracket", 0.6),
    "fill": ("solid", 1.0),
}


def _is_lit(mark: Mark, roles: Sequence[tuple[Span, str]]) -> bool:
    return any(span.start <= mark.start < span.end for span, _ in roles)


def _free_place(placed: Sequence[Label], x: float, width: float) -> tuple[float, Label | None]:
    """The first free place at or right of `x`, and the last label that was in the way."""
    blocker = None
    for label in sorted(placed, key=lambda label: label.x):
        if x < label.x + label.width + _LABEL_SPACE and label.x < x + width + _LABEL_SPACE:
            x, blocker = label.x + label.width + _LABEL_SPACE, label
    return x, blocker


def _counted(label: Label, measure: QFontMetricsF) -> Label:
    """The label with one more behind it: `PERSON +2`."""
    head, _, count = label.text.partition(" +")
    text = f"{head} +{int(count or 0) + 1}"
    width = measure.horizontalAdvance(text) + (6 if label.ground else 0)
    return Label(label.x, label.y, width, text, label.colour, label.ground)


def _bars(box: BlockBox, look: Look) -> list[Bar]:
    """Bars of a paragraph: neighbouring lines of one layer and colour make one bar."""
    rows: dict[tuple[str, str], list[list[int]]] = {}
    thick: set[tuple[str, str, int]] = set()
    for line in box.lines:
        for item in line.laned:
            if not _has_bar(item.mark):
                continue
            key = (item.mark.layer, item.mark.colour)
            stretches = rows.setdefault(key, [])
            if stretches and line.number - stretches[-1][1] <= 1:
                stretches[-1][1] = line.number
            else:
                stretches.append([line.number, line.number])
            if look.is_current(item.mark):
                thick.add((*key, line.number))
    found = []
    taken: list[list[tuple[int, int]]] = []
    for layer, colour in sorted(rows):
        for first, last in rows[(layer, colour)]:
            column = _column_for(taken, first, last)
            top = box.lines[first].box_top - 1
            bottom = box.lines[last].box_bottom + 2
            emphasised = any((layer, colour, n) in thick for n in range(first, last + 1))
            found.append(Bar(top, bottom, colour, column, emphasised))
    return found


def _has_bar(mark: Mark) -> bool:
    return mark.role == "code" and mark.line != "fill"


def _column_for(taken: list[list[tuple[int, int]]], first: int, last: int) -> int:
    for column, rows in enumerate(taken):
        if all(last < a or b < first for a, b in rows):
            rows.append((first, last))
            return column
    taken.append([(first, last)])
    return len(taken) - 1
