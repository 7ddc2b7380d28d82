"""The widget of one card. A handful exist, whatever the number of codes: they are given new content
as the text scrolls."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRectF, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from ui.cards.data import CardData
from ui.cards.placing import Mode
from ui.cards.shape import (
    MARGIN,
    PAD_LEFT,
    hint_at,
    paint_card,
    paint_frame,
    paint_line,
    paint_more,
)
from ui.form.form import CodeForm
from ui.form.pane import SIDE
from ui.theme import Theme

OPEN_TOP, OPEN_BOTTOM, OPEN_RIGHT = 8, 7, 12


class CardWidget(QWidget):
    """Paints a card in one of its three forms and reports clicks."""

    clicked = Signal(str)
    accept_clicked = Signal(str)
    reject_clicked = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._data: CardData | None = None
        self._mode: Mode = "card"
        self._folded: tuple[CardData, ...] = ()
        self._current = self._focused = False
        self._hovered = ""
        self.setMouseTracking(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    @property
    def uid(self) -> str:
        return self._data.uid if self._data is not None else ""

    @property
    def mode(self) -> Mode:
        return self._mode

    def show_card(
        self,
        data: CardData,
        mode: Mode,
        *,
        folded: tuple[CardData, ...] = (),
        current: bool = False,
        focused: bool = False,
    ) -> None:
        """Take this content; nothing is painted again where it is the same."""
        state = (data, mode, folded, current, focused)
        if state == (self._data, self._mode, self._folded, self._current, self._focused):
            return
        self._data, self._mode, self._folded, self._current, self._focused = state
        self._name()
        self.update()

    def _name(self) -> None:
        assert self._data is not None
        if self._mode == "more":
            said = "; ".join(card.spoken() for card in self._folded)
            self.setAccessibleName(f"{len(self._folded)} more: {said}")
            lines = [f"{card.title}: {card.quote}" for card in self._folded[:12]]
            self.setToolTip("\n".join(lines))
            return
        self.setAccessibleName(self._data.spoken())
        parts = (self._data.quote if len(self._data.quote) > 40 else "", self._data.note)
        self.setToolTip("\n\n".join(part for part in parts if part))

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        self.update()

    def _box(self) -> QRectF:
        return QRectF(self.rect()).adjusted(MARGIN, MARGIN, -MARGIN, -MARGIN)

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._data is None:
            return
        painter, box, data = QPainter(self), self._box(), self._data
        if self._mode == "more":
            colours = tuple(dict.fromkeys(card.colour for card in self._folded))[:5]
            paint_more(painter, box, len(self._folded), colours, self._theme)
            painter.end()
            return
        paint_frame(
            painter,
            box,
            data.colour,
            self._theme,
            current=self._current,
            focused=self._focused,
            dashed=data.role == "suggestion",
        )
        if self._mode == "line":
            paint_line(painter, box, data, self._theme)
        else:
            paint_card(painter, box, data, self._theme, self._hovered)
        painter.end()

    def _hint(self, event: QMouseEvent) -> str:
        if self._data is None or self._mode != "card":
            return ""
        return hint_at(self._data, self._box(), event.position())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        hovered = self._hint(event)
        if hovered != self._hovered:
            self._hovered = hovered
            self.update()

    def leaveEvent(self, event: QEvent) -> None:
        self._hovered = ""
        self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() != Qt.MouseButton.LeftButton or self._data is None:
            return
        if not self._box().contains(event.position()):
            return
        hint = self._hint(event)
        if hint == "accept":
            self.accept_clicked.emit(self.uid)
        elif hint == "reject":
            self.reject_clicked.emit(self.uid)
        else:
            self.clicked.emit(self.uid)


class OpenCard(QWidget):
    """The selected card, opened: the form in the card's own frame."""

    def __init__(self, form: CodeForm, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._form, self._theme, self._colour = form, theme, theme.accent
        form.setParent(self)
        self.hide()

    def set_look(self, theme: Theme, colour: str) -> None:
        self._theme, self._colour = theme, colour
        self.update()

    def wanted_height(self, width: int) -> int:
        """Height without margins at which the form needs no scroll bar."""
        return self._form.wanted_height(self._form_width(width)) + OPEN_TOP + OPEN_BOTTOM

    @staticmethod
    def _form_width(width: int) -> int:
        return width - (PAD_LEFT - SIDE) - (OPEN_RIGHT - SIDE)

    def resizeEvent(self, event: QResizeEvent) -> None:
        width = self.width() - 2 * MARGIN
        self._form.setGeometry(
            MARGIN + PAD_LEFT - SIDE,
            MARGIN + OPEN_TOP,
            self._form_width(width),
            max(0, self.height() - 2 * MARGIN - OPEN_TOP - OPEN_BOTTOM),
        )

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        box = QRectF(self.rect()).adjusted(MARGIN, MARGIN, -MARGIN, -MARGIN)
        paint_frame(painter, box, self._colour, self._theme, current=True)
        painter.end()
