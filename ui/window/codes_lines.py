"""Keyword in context: one line per place, the words of all lines one above the other."""

from __future__ import annotations

from PySide6.QtCore import (
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPointF,
    QRect,
    Qt,
)
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen
from PySide6.QtWidgets import (
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
)

from annotator.project.queries import Context
from ui.models.table import ROW_ROLE, Column, TableModel
from ui.pages.parts import plain_table, rule_rows
from ui.theme import Theme, reading_font

ARTICLE, LINE = range(2)
ARTICLE_WIDTH = 210
PIXELS = 15
PAD = 10
WORD_AT = 0.46
"""Where the words begin, as a share of the width."""
LONGEST_WORD = 0.3
"""A longer word is cut, so that its context stays in view."""


def _columns() -> tuple[Column[Context], ...]:
    return (
        Column("Article", lambda c: c.title),
        Column("In context", lambda c: f"{c.left}{c.word}{c.right}"),
    )


class LineDelegate(QStyledItemDelegate):
    """Left context up to the axis, the word bold from it, the right context after the word."""

    def __init__(self, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        self._plain = reading_font(PIXELS)
        self._bold = reading_font(PIXELS)
        self._bold.setWeight(QFont.Weight.Bold)

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        line: Context | None = index.data(ROW_ROLE)
        if line is None:
            return
        painter.save()
        rect, theme = QRect(option.rect), self.theme
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, QColor(theme.accent_soft))
        painter.setPen(QPen(QColor(theme.line), 1))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        self._paint_line(painter, rect, line)
        painter.restore()

    def _paint_line(self, painter: QPainter, rect: QRect, line: Context) -> None:
        plain, bold = QFontMetricsF(self._plain), QFontMetricsF(self._bold)
        axis = rect.left() + rect.width() * WORD_AT
        y = rect.top() + (rect.height() + plain.ascent() - plain.descent()) / 2
        word = bold.elidedText(line.word, Qt.TextElideMode.ElideMiddle, rect.width() * LONGEST_WORD)
        room = axis - rect.left() - PAD
        left = plain.elidedText(line.left, Qt.TextElideMode.ElideLeft, room)
        after = axis + bold.horizontalAdvance(word)
        right = plain.elidedText(
            line.right, Qt.TextElideMode.ElideRight, max(0.0, rect.right() - PAD - after)
        )
        painter.setFont(self._plain)
        painter.setPen(QColor(self.theme.muted))
        painter.drawText(QPointF(axis - plain.horizontalAdvance(left), y), left)
        painter.drawText(QPointF(after, y), right)
        painter.setFont(self._bold)
        painter.setPen(QColor(self.theme.accent))
        painter.drawText(QPointF(axis, y), word)


class ContextLines:
    """The lines as a table: the article, and the word among its neighbours."""

    def __init__(self, theme: Theme) -> None:
        self.view: QTableView = plain_table("Lines in context")
        self.model: TableModel[Context] = TableModel(_columns(), self.view)
        self.view.setModel(self.model)
        self._delegate = LineDelegate(theme, self.view)
        self.view.setItemDelegateForColumn(LINE, self._delegate)
        header = self.view.horizontalHeader()
        header.resizeSection(ARTICLE, ARTICLE_WIDTH)
        header.setSectionResizeMode(LINE, QHeaderView.ResizeMode.Stretch)
        self.set_theme(theme)

    def set_theme(self, theme: Theme) -> None:
        self._delegate.theme = theme
        rule_rows(self.view, theme)
