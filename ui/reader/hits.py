"""From a place on the screen to the marks there, and from a span to its rectangles."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF

from annotator.model import Span
from ui.reader.geometry import Run, joined, line_runs, visible_parts
from ui.reader.layout import BlockBox, LineBox, ReadingLayout
from ui.reader.marks import Laned, Mark

_SLACK = 2.0
_HANGING = 3.0
"""The lowest lane hangs a little into the room above the next line."""


def runs_of(layout: ReadingLayout, box: BlockBox, line: LineBox, span: Span) -> list[Run]:
    """Left and right edges of what a line shows of a span, from the column."""
    start, end = max(span.start, line.start), min(span.end, line.end)
    if start >= end:
        return []
    qt_line, origin = layout.qt_line(box, line), layout.to_utf16(box.start)
    parts = visible_parts(layout.text, start, end) if box.mixed else [(start, end)]
    found = []
    for part in parts:
        first, last = (layout.to_utf16(p) - origin for p in part)
        found += line_runs(qt_line, first, last, mixed=box.mixed)
    return joined(found) if len(parts) > 1 else found


def line_rects(layout: ReadingLayout, box: BlockBox, line: LineBox, span: Span) -> list[QRectF]:
    """Rectangles of a span on one line: x from the column, y from the top of the paragraph."""
    height = line.box_bottom - line.box_top
    return [
        QRectF(left, line.box_top, right - left, height)
        for left, right in runs_of(layout, box, line, span)
    ]


def span_rects(layout: ReadingLayout, span: Span, top: float, bottom: float) -> list[QRectF]:
    """Rectangles in the document of what of a span lies between two heights."""
    found = []
    for y, box in layout.boxes_between(top, bottom):
        if box.start < span.end and span.start < box.end:
            for line in box.lines:
                rects = line_rects(layout, box, line, span)
                found += [rect.translated(layout.left, y) for rect in rects]
    return found


def marks_at(layout: ReadingLayout, point: QPointF) -> list[Mark]:
    """Marks at a point of the document, the nearest first.

    On the word the shortest is nearest; below it, the one whose line runs there.
    """
    number = layout.number_at(point.y())
    box, top = layout.box(number), layout.top_of(number)
    y = point.y() - top - _HANGING
    if not box.lines or not -_HANGING <= y < box.lines[-1].bottom:
        return []
    line = box.line_at(y)
    x = point.x() - layout.left
    found = [item for item in line.laned if _is_over(layout, box, line, item, x)]
    below = y + _HANGING - line.box_bottom
    if below > 0:
        lane = below / layout.metrics.lane
        found.sort(key=lambda item: abs(item.lane + 0.5 - lane))
    return [item.mark for item in found]


def _is_over(layout: ReadingLayout, box: BlockBox, line: LineBox, item: Laned, x: float) -> bool:
    return any(
        left - _SLACK <= x <= right + _SLACK
        for piece in item.pieces
        if not piece.gap
        for left, right in runs_of(layout, box, line, Span(piece.start, piece.end))
    )
