"""The tree of layers and fields beside the sheet: coloured swatches with the layer's letter."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QTreeView, QWidget

from annotator.codebook.model import Codebook
from ui.models.codebook import Role
from ui.theme import Theme, layer_colour, ui_font

LAYER_HEIGHT, FIELD_HEIGHT = 36, 26
SWATCH = 20
WHOLE = "¶"
"""The sign of a layer of whole articles, which has no letter."""

Index = QModelIndex | QPersistentModelIndex


class OutlineDelegate(QStyledItemDelegate):
    """Paints layers with their colour and letter, fields indented below them."""

    def __init__(self, codebook: Codebook, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.codebook, self.theme = codebook, theme

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(180, FIELD_HEIGHT if index.data(Role.FIELD) else LAYER_HEIGHT)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(option.rect)
        self._paint_ground(painter, option, box)
        is_field = bool(index.data(Role.FIELD))
        left = box.left() + (46 if is_field else 14)
        if not is_field:
            left = self._paint_swatch(painter, box, index) + 10
        right = self._paint_note(painter, box, str(index.data(Role.NOTE) or ""))
        font = ui_font(12 if is_field else 13, QFont.Weight.Normal if is_field else _BOLD)
        painter.setFont(font)
        painter.setPen(QColor(self.theme.ink))
        text = str(index.data(Qt.ItemDataRole.DisplayRole))
        cut = QFontMetricsF(font).elidedText(text, Qt.TextElideMode.ElideRight, right - left - 8)
        painter.drawText(QRectF(left, box.top(), right - left, box.height()), _MIDDLE, cut)
        painter.restore()

    def _paint_ground(self, painter: QPainter, option: QStyleOptionViewItem, box: QRectF) -> None:
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(box, QColor(self.theme.accent_soft))
            painter.fillRect(
                QRectF(box.left(), box.top(), 3, box.height()), QColor(self.theme.accent)
            )
        elif option.state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(box, QColor(self.theme.hover))

    def _paint_swatch(self, painter: QPainter, box: QRectF, index: Index) -> float:
        layer = self.codebook.find_layer(str(index.data(Role.LAYER)))
        colour = layer_colour(self.theme, layer) if layer else self.theme.muted
        swatch = QRectF(box.left() + 14, box.center().y() - SWATCH / 2, SWATCH, SWATCH)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(colour))
        painter.drawRoundedRect(swatch, 5, 5)
        painter.setPen(QColor(self.theme.paper))
        painter.setFont(ui_font(12, _BOLD))
        letter = layer.letter if layer and layer.letter else WHOLE
        painter.drawText(swatch, Qt.AlignmentFlag.AlignCenter, letter)
        return swatch.right()

    def _paint_note(self, painter: QPainter, box: QRectF, note: str) -> float:
        font = ui_font(11)
        painter.setFont(font)
        painter.setPen(QColor(self.theme.muted))
        width = QFontMetricsF(font).horizontalAdvance(note) + 1
        right = box.right() - 14
        painter.drawText(QRectF(right - width, box.top(), width, box.height()), _MIDDLE, note)
        return right - width - 6


_BOLD = QFont.Weight.DemiBold
_MIDDLE = int(Qt.AlignmentFlag.AlignVCenter)


class OutlineView(QTreeView):
    """The tree; only the layer being read is unfolded."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "plain")
        self.setHeaderHidden(True)
        self.setRootIsDecorated(False)
        self.setIndentation(0)
        self.setMouseTracking(True)
        self.setEditTriggers(QTreeView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QTreeView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName("Layers and fields")

    def unfold(self, layer: int) -> None:
        """Show the fields of one layer, fold the others."""
        model = self.model()
        for row in range(model.rowCount()):
            self.setExpanded(model.index(row, 0), row == layer)
