"""Chips: a short value on a soft ground. One look for fields and cards."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QEnterEvent,
    QFont,
    QFontMetricsF,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QWidget

from ui.theme import Theme, entity_colours, ui_font

CHIP_HEIGHT = 20
CHIP_PIXELS = 12
PADDING = 6
CROSS = 12


def chip_font(*, missing: bool = False) -> QFont:
    font = ui_font(CHIP_PIXELS)
    font.setItalic(missing)
    return font


def chip_width(text: str) -> float:
    """Logical pixels of a chip that shows the whole text."""
    return QFontMetricsF(chip_font()).horizontalAdvance(text) + 2 * PADDING


def chip_ground(theme: Theme, entity: str) -> str:
    """The soft colour of an entity type, else that of every other chip."""
    return entity_colours(theme, entity).fill if entity in theme.entity else theme.chip


def paint_chip(
    painter: QPainter,
    box: QRectF,
    text: str,
    theme: Theme,
    *,
    entity: str = "",
    muted: bool = False,
) -> None:
    """Paint one chip, its text cut to the box. `muted`: not confirmed, or a missing state."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    if muted:
        painter.setPen(QPen(QColor(theme.suggestion), 1, Qt.PenStyle.DashLine))
        box = box.adjusted(0.5, 0.5, -0.5, -0.5)
        painter.setBrush(Qt.BrushStyle.NoBrush)
    else:
        painter.setBrush(QColor(chip_ground(theme, entity)))
    painter.drawRoundedRect(box, 4, 4)
    font = chip_font()
    painter.setFont(font)
    painter.setPen(QColor(theme.muted if muted else theme.ink))
    inside = box.adjusted(PADDING, 0, -PADDING + 1, 0)
    cut = QFontMetricsF(font).elidedText(text, Qt.TextElideMode.ElideRight, inside.width() + 1)
    painter.drawText(inside, int(Qt.AlignmentFlag.AlignVCenter), cut)
    painter.restore()


class ChipButton(QWidget):
    """A chip in a field: a click on its cross removes it."""

    removed = Signal()
    clicked = Signal()

    def __init__(
        self,
        text: str,
        theme: Theme,
        *,
        entity: str = "",
        muted: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._text, self._theme, self._entity, self._muted = text, theme, entity, muted
        self._over_cross = False
        self.setMouseTracking(True)
        self.setAccessibleName(text)
        self.setToolTip(text if len(text) > 24 else "")

    def text(self) -> str:
        return self._text

    def sizeHint(self) -> QSize:
        return QSize(round(chip_width(self._text) + 0.5) + CROSS, CHIP_HEIGHT)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        box = QRectF(self.rect())
        whole = QRectF(box)
        if self._entity or not self._muted:
            ground = chip_ground(self._theme, self._entity)
        else:
            ground = ""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._muted or not ground:
            paint_chip(painter, whole, "", self._theme, muted=True)
        else:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(ground))
            painter.drawRoundedRect(whole, 4, 4)
        self._paint_text(painter, box.adjusted(PADDING, 0, -CROSS - 4, 0))
        self._paint_cross(painter)
        painter.end()

    def _paint_text(self, painter: QPainter, box: QRectF) -> None:
        font = chip_font()
        painter.setFont(font)
        painter.setPen(QColor(self._theme.muted if self._muted else self._theme.ink))
        cut = QFontMetricsF(font).elidedText(
            self._text, Qt.TextElideMode.ElideRight, box.width() + 1
        )
        painter.drawText(box, int(Qt.AlignmentFlag.AlignVCenter), cut)

    def _paint_cross(self, painter: QPainter) -> None:
        middle = self._cross_box().center()
        colour = self._theme.ink if self._over_cross else self._theme.muted
        painter.setPen(QPen(QColor(colour), 1.3))
        for dx in (-2.6, 2.6):
            painter.drawLine(
                QPointF(middle.x() - dx, middle.y() - 2.6),
                QPointF(middle.x() + dx, middle.y() + 2.6),
            )

    def _cross_box(self) -> QRectF:
        return QRectF(self.width() - CROSS - 4, 0, CROSS + 4, self.height())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        over = self._cross_box().contains(event.position())
        if over != self._over_cross:
            self._over_cross = over
            self.update()

    def leaveEvent(self, event: QEvent) -> None:
        self._over_cross = False
        self.update()

    def enterEvent(self, event: QEnterEvent) -> None:
        self.setCursor(Qt.CursorShape.ArrowCursor)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        event.accept()
        if event.button() != Qt.MouseButton.LeftButton:
            event.ignore()
        elif self._cross_box().contains(event.position()):
            self.removed.emit()
        else:
            self.clicked.emit()
