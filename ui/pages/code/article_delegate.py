"""Paints one article of the list: title, state with its shape and word, codes, minutes."""

from __future__ import annotations

from PySide6.QtCore import (
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPointF,
    QRect,
    QRectF,
    QSize,
    Qt,
)
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from annotator.model import ArticleRow
from ui.models.articles import Role, Section, status_line
from ui.theme import Theme, ui_font

ROW_HEIGHT = 52
SECTION_HEIGHT = 34
MARGIN = 16
DOT = 8


class ArticleDelegate(QStyledItemDelegate):
    """Two lines per article; one line of small capitals per section."""

    def __init__(self, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._title = ui_font(13, QFont.Weight.Medium)
        self._small = ui_font(11)
        self._caps = ui_font(11)
        self._caps.setLetterSpacing(QFont.SpacingType.AbsoluteSpacing, 0.8)
        self.current = ""
        """Uid of the open article."""

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme

    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        height = ROW_HEIGHT if index.data(Role.ROW) is not None else SECTION_HEIGHT
        return QSize(80, height)

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        rect = QRect(option.rect)
        row: ArticleRow | None = index.data(Role.ROW)
        if row is None:
            self._paint_section(painter, rect, index.data(Role.SECTION))
        else:
            state = option.state
            focused = bool(state & QStyle.StateFlag.State_HasFocus)
            hovered = bool(state & QStyle.StateFlag.State_MouseOver)
            selected = bool(state & QStyle.StateFlag.State_Selected)
            self._paint_ground(painter, rect, row, hovered=hovered, selected=selected)
            self._paint_row(painter, rect, row)
            if focused:
                painter.setPen(QPen(QColor(self._theme.focus_ring), 1.5))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawRoundedRect(QRectF(rect).adjusted(3, 2, -3, -2), 4, 4)
        painter.restore()

    def _paint_section(self, painter: QPainter, rect: QRect, section: Section) -> None:
        painter.setFont(self._caps)
        painter.setPen(QColor(self._theme.muted))
        text = _elided(section.text.upper(), self._caps, rect.width() - 2 * MARGIN + 6)
        box = rect.adjusted(MARGIN - 3, 8, -8, 0)
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, text)

    def _paint_ground(
        self, painter: QPainter, rect: QRect, row: ArticleRow, *, hovered: bool, selected: bool
    ) -> None:
        if row.uid == self.current:
            painter.fillRect(rect, QColor(self._theme.accent_soft))
            bar = QRect(rect.left(), rect.top(), 3, rect.height())
            painter.fillRect(bar, QColor(self._theme.accent))
        elif hovered or selected:
            painter.fillRect(rect, QColor(self._theme.hover))

    def _paint_row(self, painter: QPainter, rect: QRect, row: ArticleRow) -> None:
        width = rect.width() - 2 * MARGIN + 4
        painter.setFont(self._title)
        painter.setPen(QColor(self._theme.ink))
        top = rect.adjusted(MARGIN, 7, 0, 0)
        title = _elided(row.title, self._title, width)
        painter.drawText(QRect(top.left(), top.top(), width, 20), _LEFT, title)
        self._paint_state(painter, QPointF(rect.left() + MARGIN + DOT / 2, rect.top() + 37), row)
        painter.setFont(self._small)
        painter.setPen(QColor(self._theme.muted))
        line = _elided(status_line(row), self._small, width - DOT - 6)
        painter.drawText(
            QRect(rect.left() + MARGIN + DOT + 5, rect.top() + 28, width, 18), _LEFT, line
        )

    def _paint_state(self, painter: QPainter, centre: QPointF, row: ArticleRow) -> None:
        """A full disc, a half disc, an empty ring: the state without colour, too."""
        theme = self._theme
        colour = QColor(
            {"done": theme.ok, "in_progress": theme.warn, "todo": theme.todo}[row.state]
        )
        radius = DOT / 2
        box = QRectF(centre.x() - radius, centre.y() - radius, DOT, DOT)
        painter.setPen(QPen(colour, 1.4))
        painter.setBrush(colour if row.state == "done" else Qt.BrushStyle.NoBrush)
        painter.drawEllipse(box.adjusted(0.5, 0.5, -0.5, -0.5))
        if row.state == "in_progress":
            painter.setBrush(colour)
            painter.drawPie(box.adjusted(0.5, 0.5, -0.5, -0.5), 90 * 16, 180 * 16)


_LEFT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft


def _elided(text: str, font: QFont, width: int) -> str:
    return QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, max(width, 20))
