"""The fixed head of an open code: layer, status, the coded words."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from ui.theme import Theme, reading_font, ui_font

TITLE_HEIGHT = 19
QUOTE_HEIGHT = 21


def title_font() -> QFont:
    return ui_font(13, QFont.Weight.DemiBold)


def status_font() -> QFont:
    return ui_font(11)


def quote_font() -> QFont:
    font = reading_font(13)
    font.setItalic(True)
    return font


def paint_head(
    painter: QPainter, box: QRectF, title: str, status: str, colour: str, theme: Theme
) -> None:
    """Title in the layer's colour on the left, status small on the right."""
    middle = int(Qt.AlignmentFlag.AlignVCenter)
    right = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight)
    title_wide = QFontMetricsF(title_font()).horizontalAdvance(title)
    painter.setFont(status_font())
    painter.setPen(QColor(theme.muted))
    metrics = QFontMetricsF(status_font())
    room = max(20.0, box.width() - min(title_wide, box.width() * 0.6) - 10)
    painter.drawText(box, right, metrics.elidedText(status, Qt.TextElideMode.ElideRight, room))
    painter.setFont(title_font())
    painter.setPen(QColor(colour))
    taken = min(room, metrics.horizontalAdvance(status)) + 10 if status else 0
    cut = QFontMetricsF(title_font()).elidedText(
        title, Qt.TextElideMode.ElideRight, box.width() - taken
    )
    painter.drawText(box, middle, cut)


def paint_quote(painter: QPainter, box: QRectF, quote: str, theme: Theme) -> None:
    """The coded words in the reading face, cut to one line."""
    font = quote_font()
    painter.setFont(font)
    painter.setPen(QColor(theme.muted))
    flat = " ".join(quote.split())
    cut = QFontMetricsF(font).elidedText(flat, Qt.TextElideMode.ElideRight, box.width())
    painter.drawText(box, int(Qt.AlignmentFlag.AlignVCenter), cut)


class FormHeader(QWidget):
    """Stays where it is while the fields below it scroll."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._title = self._status = self._quote = self._colour = ""
        self._scrolled = False

    def show_code(self, title: str, quote: str, colour: str) -> None:
        self._title, self._quote, self._colour = title, quote, colour
        self.setToolTip(quote if len(quote) > 40 else "")
        self._name()

    def set_status(self, status: str) -> None:
        self._status = status
        self._name()

    def set_theme(self, theme: Theme, colour: str) -> None:
        self._theme, self._colour = theme, colour
        self.update()

    def set_scrolled(self, scrolled: bool) -> None:
        """Draw a line where fields go under the head."""
        if scrolled != self._scrolled:
            self._scrolled = scrolled
            self.update()

    def _name(self) -> None:
        self.setAccessibleName(f"{self._title}, {self._status}: {self._quote}")
        self.update()

    @property
    def status(self) -> str:
        return self._status

    def wanted_height(self) -> int:
        return TITLE_HEIGHT + (QUOTE_HEIGHT if self._quote else 0) + 3

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        head = QRectF(0, 0, self.width(), TITLE_HEIGHT)
        paint_head(painter, head, self._title, self._status, self._colour, self._theme)
        if self._quote:
            box = QRectF(0, TITLE_HEIGHT, self.width(), QUOTE_HEIGHT)
            paint_quote(painter, box, self._quote, self._theme)
        if self._scrolled:
            painter.fillRect(0, self.height() - 1, self.width(), 1, QColor(self._theme.line))
        painter.end()
