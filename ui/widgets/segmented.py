"""A row of at most a handful of short choices, each with its key printed on it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetricsF,
    QHelpEvent,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QToolTip, QWidget

from ui.theme import Theme, blend, ui_font

LABEL_PIXELS = 12
KEY_PIXELS = 11
RING = 2
BOX_HEIGHT = 27
BETWEEN = 4
BREATH = 8


@dataclass(frozen=True, slots=True)
class Segment:
    """One choice: the key printed on it, its label, what hovering says."""

    key: str
    label: str
    tip: str = ""


def segments_width(segments: Iterable[Segment]) -> float:
    """Logical pixels the segments need to show their labels whole."""
    return sum(_natural(segment) for segment in segments) + 2 * RING


def _natural(segment: Segment) -> float:
    key = QFontMetricsF(ui_font(KEY_PIXELS)).horizontalAdvance(segment.key)
    label = QFontMetricsF(_label_font(chosen=True)).horizontalAdvance(segment.label)
    return key + BETWEEN + label + BREATH


def _label_font(*, chosen: bool) -> QFont:
    return ui_font(LABEL_PIXELS, QFont.Weight.DemiBold if chosen else QFont.Weight.Normal)


class SegmentedChoice(QWidget):
    """Paints the segments and reports clicks; keys belong to its owner.

    `cursor` is the segment the arrow keys stand on, before it is chosen.
    """

    picked = Signal(int)
    pointed = Signal(int)

    def __init__(self, segments: Sequence[Segment], theme: Theme, parent: QWidget | None = None):
        super().__init__(parent)
        self._segments = tuple(segments)
        self._theme, self._colour = theme, theme.accent
        self._chosen: frozenset[int] = frozenset()
        self._muted = False
        self._cursor = self._hovered = -1
        self._invalid = False
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    @property
    def segments(self) -> tuple[Segment, ...]:
        return self._segments

    @property
    def cursor_index(self) -> int:
        return self._cursor

    def set_look(self, theme: Theme, colour: str) -> None:
        self._theme, self._colour = theme, colour
        self.update()

    def set_chosen(self, chosen: Iterable[int], *, muted: bool = False) -> None:
        """Show these as chosen; `muted` where the choice is not confirmed."""
        self._chosen, self._muted = frozenset(chosen), muted
        self.update()

    def set_cursor(self, index: int) -> None:
        self._cursor = index
        if index >= 0:
            self.pointed.emit(index)
        self.update()

    def set_invalid(self, invalid: bool) -> None:
        self._invalid = invalid
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(round(segments_width(self._segments)), BOX_HEIGHT + 2 * RING)

    def minimumSizeHint(self) -> QSize:
        return QSize(60, BOX_HEIGHT + 2 * RING)

    def index_at(self, x: float) -> int:
        """The segment under a horizontal position, -1 beside them."""
        for n, (left, right) in enumerate(self._edges()):
            if left <= x < right:
                return n
        return -1

    def _edges(self) -> list[tuple[float, float]]:
        """Left and right of every segment: equal parts where all labels fit into them."""
        inner = self.width() - 2 * RING
        count = max(1, len(self._segments))
        natural = [_natural(segment) for segment in self._segments]
        if max(natural, default=0) <= inner / count:
            widths = [inner / count] * len(self._segments)
        else:
            spare = (inner - sum(natural)) / count
            widths = [max(16.0, wish + spare) for wish in natural]
        edges, left = [], float(RING)
        for width in widths:
            edges.append((left, left + width))
            left += width
        return edges

    # --- what Qt calls ------------------------------------------------------------------------

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        hovered = self.index_at(event.position().x())
        if hovered != self._hovered:
            self._hovered = hovered
            self.update()

    def leaveEvent(self, event: QEvent) -> None:
        self._hovered = -1
        self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        inside = self.rect().contains(event.position().toPoint())
        index = self.index_at(event.position().x())
        if event.button() == Qt.MouseButton.LeftButton and inside and index >= 0:
            self.picked.emit(index)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            index = self.index_at(event.pos().x())
            tip = self._segments[index].tip if index >= 0 else self.toolTip()
            QToolTip.showText(event.globalPos(), tip, self)
            return True
        return super().event(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect()).adjusted(RING, RING, -RING, -RING)
        if self.hasFocus():
            paint_halo(painter, box, 6, self._theme)
        clip = QPainterPath()
        clip.addRoundedRect(box, 6, 6)
        painter.fillPath(clip, QColor(self._theme.card))
        painter.save()
        painter.setClipPath(clip)
        for n, (left, right) in enumerate(self._edges()):
            self._paint_segment(painter, n, QRectF(left, box.top(), right - left, box.height()))
        painter.restore()
        painter.setPen(QPen(QColor(border_colour(self._theme, self.hasFocus(), self._invalid)), 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)
        painter.end()

    def _paint_segment(self, painter: QPainter, n: int, box: QRectF) -> None:
        chosen = n in self._chosen
        if chosen and not self._muted:
            painter.fillRect(box, QColor(blend(self._colour, self._theme.card, 0.15)))
        elif n == self._hovered:
            painter.fillRect(box, QColor(self._theme.hover))
        if chosen and self._muted:
            painter.setPen(QPen(QColor(self._theme.suggestion), 1, Qt.PenStyle.DashLine))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(box.adjusted(3.5, 3.5, -3.5, -3.5), 3, 3)
        if n < len(self._segments) - 1:
            painter.setPen(QPen(QColor(self._theme.line), 1))
            painter.drawLine(box.topRight(), box.bottomRight())
        if n == self._cursor and self.hasFocus():
            painter.setPen(QPen(QColor(self._theme.focus_ring), 1, Qt.PenStyle.DashLine))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(box.adjusted(2.5, 2.5, -2.5, -2.5), 3, 3)
        self._paint_words(painter, self._segments[n], box, chosen)

    def _paint_words(self, painter: QPainter, segment: Segment, box: QRectF, chosen: bool) -> None:
        key_font, label_font = ui_font(KEY_PIXELS), _label_font(chosen=chosen and not self._muted)
        key_width = QFontMetricsF(key_font).horizontalAdvance(segment.key)
        room = box.width() - key_width - BETWEEN - 4
        metrics = QFontMetricsF(label_font)
        label = metrics.elidedText(segment.label, Qt.TextElideMode.ElideRight, max(8.0, room))
        width = key_width + BETWEEN + metrics.horizontalAdvance(label)
        left = box.left() + (box.width() - width) / 2
        strong = chosen and not self._muted
        side = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft)
        painter.setFont(key_font)
        painter.setPen(QColor(self._colour if strong else self._theme.muted))
        painter.drawText(QRectF(left, box.top(), key_width + 2, box.height()), side, segment.key)
        painter.setFont(label_font)
        ink = self._theme.muted if chosen and self._muted else self._theme.ink
        painter.setPen(QColor(self._colour if strong else ink))
        at = left + key_width + BETWEEN
        painter.drawText(QRectF(at, box.top(), room + 8, box.height()), side, label)


def paint_halo(painter: QPainter, box: QRectF, radius: float, theme: Theme) -> None:
    """The glow of two pixels around the control that has the focus."""
    painter.setPen(QPen(QColor(theme.halo), RING * 2))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(box, radius, radius)


def border_colour(theme: Theme, focused: bool, invalid: bool) -> str:
    """The border of a control in its state."""
    if invalid:
        return theme.danger
    return theme.focus_ring if focused else theme.control_line
