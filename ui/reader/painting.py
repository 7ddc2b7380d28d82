"""The strokes: paints the visible part of the article, marks first and the words over them."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPen, QPixmap, QTextLayout

from annotator.model import Span
from ui.reader.geometry import caret_x
from ui.reader.hits import runs_of
from ui.reader.ink import (
    BAR_STEP,
    BAR_WIDTH,
    PAD,
    RADIUS,
    LineInk,
    Look,
    Stroke,
    bars_of,
    ink_of,
)
from ui.reader.layout import BlockBox, LineBox, ReadingLayout

_BAR_DISTANCE = 25.0
_READ_DISTANCE = 13.0
_DOT_PERIODS = {"dotted": 1.85, "join": 3.0}
_NO_FORMATS: list[QTextLayout.FormatRange] = []


@lru_cache(maxsize=256)
def _colour(name: str) -> QColor:
    return QColor(name)


@lru_cache(maxsize=256)
def _brush(name: str) -> QBrush:
    return QBrush(_colour(name))


@lru_cache(maxsize=256)
def _pen(name: str, width: float, style: str = "solid") -> QPen:
    pen = QPen(_colour(name), width)
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    if style == "dashed":
        pen.setDashPattern([3.2, 2.2])
    elif style == "outline":
        pen.setDashPattern([3.0, 2.2] if width < 1.5 else [2.4, 1.5])
    return pen


@lru_cache(maxsize=256)
def _dots(name: str, width: float, period: float, ratio: float) -> QPixmap:
    """One round dot and its gap, to be tiled: a dotted pen costs a hundred times as much."""
    across, high = max(2, round(period * ratio)), max(2, round((width + 1) * ratio))
    tile = QPixmap(across, high)
    tile.setDevicePixelRatio(ratio)
    tile.fill(Qt.GlobalColor.transparent)
    painter = QPainter(tile)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(_brush(name))
    centre = QPointF(across / ratio / 2, high / ratio / 2)
    painter.drawEllipse(centre, width / 2, width / 2)
    painter.end()
    return tile


class PagePainter:
    """Paints one frame.

    Args:
        scroll: document height at the top edge of the viewport.
        height: of the viewport.
    """

    def __init__(
        self, painter: QPainter, layout: ReadingLayout, look: Look, scroll: float, height: float
    ) -> None:
        self._painter, self._layout, self._look = painter, layout, look
        self._scroll, self._height = scroll, height
        self._ratio = painter.device().devicePixelRatioF()
        self._shown = list(layout.boxes_between(scroll, scroll + height))

    def paint(self, clip: QRectF, selection: Span | None, caret: int | None, focused: bool) -> None:
        """Paint paper, marks, words and caret; `caret` a code point or None."""
        painter, theme = self._painter, self._look.theme
        painter.fillRect(clip, _colour(theme.paper))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for top, box in self._shown:
            painter.translate(self._layout.left, top - self._scroll)
            self._paint_box(box, top, selection)
            if caret is not None and box.start <= caret <= box.end:
                self._paint_caret(box, caret, focused)
            painter.translate(-self._layout.left, self._scroll - top)

    def paint_meta(self, text: str) -> None:
        """The line with source, date and words, in its gap under the title."""
        layout, painter = self._layout, self._painter
        y = layout.meta_top() - self._scroll
        height = layout.metrics.meta_height
        if not text or y > self._height or y + height < 0:
            return
        painter.setFont(layout.metrics.meta_font)
        painter.setPen(_colour(self._look.theme.muted))
        rect = QRectF(layout.left, y, layout.column, height * 0.6)
        painter.drawText(rect, Qt.AlignmentFlag.AlignVCenter | _side(layout), text)

    def _paint_box(self, box: BlockBox, top: float, selection: Span | None) -> None:
        painter, layout = self._painter, self._layout
        low, high = self._scroll - top - 40, self._scroll + self._height - top + 40
        lines = [line for line in box.lines if line.bottom > low and line.top < high]
        inks = [ink_of(layout, box, line, self._look) for line in lines]
        painter.setPen(Qt.PenStyle.NoPen)
        for ink in inks:
            for ground in ink.grounds:
                painter.setBrush(_brush(ground.colour))
                painter.drawRoundedRect(ground.rect, RADIUS, RADIUS)
        if selection is not None and selection.start < box.end and selection.end > box.start:
            for line in lines:
                self._paint_selection(box, line, selection)
        self._paint_margin(box, inks)
        for ink in inks:
            self._paint_ink(ink)
        painter.setPen(_colour(self._look.theme.ink))
        clip = QRectF(-PAD, low, layout.column + 2 * PAD, high - low)
        block_layout = layout.block(box.number).layout()
        block_layout.draw(painter, QPointF(0, 0), _NO_FORMATS, clip)

    def _paint_selection(self, box: BlockBox, line: LineBox, selection: Span) -> None:
        colour = QColor(self._look.theme.selection)
        colour.setAlphaF(0.85)
        for left, right in runs_of(self._layout, box, line, selection):
            rect = QRectF(left, line.box_top, right - left, line.box_bottom - line.box_top)
            self._painter.setBrush(colour)
            self._painter.drawRect(rect)

    def _paint_margin(self, box: BlockBox, inks: list[LineInk]) -> None:
        painter, layout = self._painter, self._layout
        side = 1.0 if box.rtl else -1.0
        edge = layout.column if box.rtl else 0.0
        columns = max(1, int((layout.left - _BAR_DISTANCE) // BAR_STEP))
        for bar in bars_of(box, self._look):
            column = min(bar.column, columns - 1)
            width = BAR_WIDTH + (1.5 if bar.thick else 0)
            x = edge + side * (_BAR_DISTANCE + column * BAR_STEP) - width / 2
            painter.setBrush(_brush(bar.colour))
            painter.drawRoundedRect(QRectF(x, bar.top, width, bar.bottom - bar.top), 1.5, 1.5)
        painter.setBrush(_brush(self._look.theme.read))
        for ink in inks:
            if ink.read is not None:
                top, bottom = ink.read
                x = edge + side * _READ_DISTANCE
                painter.drawRect(QRectF(x, top, 1, bottom - top))

    def _paint_ink(self, ink: LineInk) -> None:
        painter = self._painter
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for outline in ink.outlines:
            style = "outline" if outline.dashed else "solid"
            painter.setPen(_pen(outline.colour, outline.width, style))
            half = outline.width / 2
            rect = outline.rect.adjusted(half, half, -half, -half)
            painter.drawRoundedRect(rect, RADIUS, RADIUS)
        for stroke in ink.strokes:
            self._paint_stroke(stroke)
        for ring in ink.rings:
            painter.setPen(_pen(ring.colour, 1.4))
            painter.setBrush(_brush(self._look.theme.paper))
            painter.drawEllipse(QPointF(ring.x, ring.y), ring.radius, ring.radius)
        if ink.labels:
            self._paint_labels(ink)

    def _paint_stroke(self, stroke: Stroke) -> None:
        painter = self._painter
        left = stroke.left + (0.5 if stroke.opens else 0)
        right = stroke.right - (0.5 if stroke.closes else 0)
        right = max(right, left + 1)
        if stroke.kind == "bracket":
            self._paint_bracket(stroke)
        elif stroke.kind in _DOT_PERIODS:
            self._paint_dots(stroke, left, right)
        elif stroke.kind == "dashed":
            painter.setPen(_pen(stroke.colour, stroke.width, "dashed"))
            painter.drawLine(QLineF(left, stroke.y, right, stroke.y))
        elif stroke.kind == "double":
            self._paint_double(stroke, left, right)
        else:
            high = max(1.0, self._snapped(stroke.width))
            top = self._snapped(stroke.y - stroke.width / 2)
            painter.fillRect(QRectF(left, top, right - left, high), _brush(stroke.colour))

    def _snapped(self, length: float) -> float:
        """To whole pixels of the screen: thin lines stay sharp, and paper shows between them."""
        return round(length * self._ratio) / self._ratio

    def _paint_double(self, stroke: Stroke, left: float, right: float) -> None:
        """Two hairlines with as much room between them as the lane allows."""
        hair = self._snapped(1.0)
        for y in (stroke.y - stroke.width / 2 - 0.5, stroke.y + stroke.width / 2 - 0.5):
            painter_top = self._snapped(y)
            rect = QRectF(left, painter_top, right - left, hair)
            self._painter.fillRect(rect, _brush(stroke.colour))

    def _paint_dots(self, stroke: Stroke, left: float, right: float) -> None:
        period = stroke.width * _DOT_PERIODS[stroke.kind]
        tile = _dots(stroke.colour, stroke.width, period, self._ratio)
        high = tile.height() / self._ratio
        rect = QRectF(left, self._snapped(stroke.y - high / 2), right - left, high)
        self._painter.drawTiledPixmap(rect, tile, QPointF(0, 0))

    def _paint_bracket(self, stroke: Stroke) -> None:
        """Corners instead of a line: where the mark opens and where it closes."""
        self._painter.setPen(_pen(stroke.colour, stroke.width))
        arm = min(7.0, (stroke.right - stroke.left) / 2)
        if stroke.opens:
            self._corner(stroke.left + 0.5, arm, stroke.y)
        if stroke.closes:
            self._corner(stroke.right - 0.5, -arm, stroke.y)

    def _corner(self, x: float, arm: float, y: float) -> None:
        self._painter.drawLine(QLineF(x, y, x + arm, y))
        self._painter.drawLine(QLineF(x, y - 4, x, y))

    def _paint_labels(self, ink: LineInk) -> None:
        painter = self._painter
        height = self._layout.metrics.label_height
        painter.setFont(self._layout.metrics.label_font)
        for label in ink.labels:
            x = label.x
            if label.ground is not None:
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(_brush(label.ground))
                rect = QRectF(x - PAD, label.y - height - 2, label.width, height + 4)
                painter.drawRoundedRect(rect, RADIUS, RADIUS)
                x += 1
            painter.setPen(_colour(label.colour))
            painter.drawText(QPointF(x, label.y), label.text)

    def _paint_caret(self, box: BlockBox, caret: int, focused: bool) -> None:
        line = box.line_of(caret)
        unit = self._layout.unit_in_block(box, caret)
        x = caret_x(self._layout.qt_line(box, line), unit)
        theme = self._look.theme
        width, colour = (2.0, theme.accent) if focused else (1.0, theme.control_line)
        rect = QRectF(x - 1, line.box_top - 1, width, line.box_bottom - line.box_top + 2)
        self._painter.fillRect(rect, _colour(colour))


def _side(layout: ReadingLayout) -> Qt.AlignmentFlag:
    if layout.title is not None and layout.box(layout.title).rtl:
        return Qt.AlignmentFlag.AlignRight
    return Qt.AlignmentFlag.AlignLeft
