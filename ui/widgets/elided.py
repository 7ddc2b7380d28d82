"""Text that never breaks its place: cut after a number of lines, whole on hover."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetricsF,
    QPainter,
    QPaintEvent,
    QTextLayout,
    QTextOption,
)
from PySide6.QtWidgets import QWidget


def wrap(text: str, font: QFont, width: float, max_lines: int) -> tuple[str, ...]:
    """The lines of `text` in `width`, at most `max_lines`, the last one cut where more follows."""
    flat = " ".join(text.split())
    if not flat:
        return ()
    layout = QTextLayout(flat, font)
    layout.setTextOption(_wrapping())
    layout.beginLayout()
    lines: list[str] = []
    while len(lines) < max_lines and (line := layout.createLine()).isValid():
        line.setLineWidth(max(1.0, width))
        lines.append(flat[line.textStart() : line.textStart() + line.textLength()].rstrip())
    layout.endLayout()
    return _cut_last(tuple(lines), flat, font, width)


def _wrapping() -> QTextOption:
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    return option


def _cut_last(lines: tuple[str, ...], flat: str, font: QFont, width: float) -> tuple[str, ...]:
    if not lines:
        return ()
    shown = sum(len(line) for line in lines[:-1])
    rest = flat[shown:].lstrip() if len(lines) == 1 else flat[_start_of_last(lines, flat) :]
    metrics = QFontMetricsF(font)
    return (*lines[:-1], metrics.elidedText(rest, Qt.TextElideMode.ElideRight, width))


def _start_of_last(lines: tuple[str, ...], flat: str) -> int:
    at = 0
    for line in lines[:-1]:
        at = flat.index(line, at) + len(line)
    while at < len(flat) and flat[at] == " ":
        at += 1
    return at


class ElidedLabel(QWidget):
    """A label of at most `max_lines` lines; the whole text is its tooltip where it was cut."""

    def __init__(
        self,
        text: str = "",
        *,
        font: QFont,
        colour: str,
        max_lines: int = 1,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._font, self._colour, self._max_lines = font, colour, max_lines
        self._text = ""
        self._shaped: tuple[int, tuple[str, ...]] | None = None
        self.set_text(text)

    def text(self) -> str:
        return self._text

    def set_text(self, text: str) -> None:
        self._text, self._shaped = text, None
        self.setToolTip("")
        self.setAccessibleName(text)
        self.updateGeometry()
        self.update()

    def set_look(self, font: QFont, colour: str) -> None:
        """Another face and colour for the same text."""
        self._font, self._colour, self._shaped = font, colour, None
        self.update()

    def is_cut(self) -> bool:
        """Whether some of the text is not shown at the present width."""
        lines = self._lines(self.width())
        return bool(lines) and lines[-1].endswith("…") and not self._text.endswith("…")

    def natural_width(self) -> int:
        """Width of the whole text on one line."""
        flat = " ".join(self._text.split())
        return int(QFontMetricsF(self._font).horizontalAdvance(flat)) + 2

    def height_for(self, width: int) -> int:
        lines = max(1, len(self._lines(width)))
        return round(lines * self._line_height())

    def sizeHint(self) -> QSize:
        return QSize(self.natural_width(), round(self._line_height()))

    def minimumSizeHint(self) -> QSize:
        return QSize(12, round(self._line_height()))

    def hasHeightForWidth(self) -> bool:
        return self._max_lines > 1

    def heightForWidth(self, width: int) -> int:
        return self.height_for(width)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setFont(self._font)
        painter.setPen(QColor(self._colour))
        lines = self._lines(self.width())
        step = self._line_height()
        top = (self.height() - step * len(lines)) / 2
        for n, line in enumerate(lines):
            box = QRectF(QPointF(0, top + n * step), QPointF(self.width(), top + (n + 1) * step))
            painter.drawText(box, int(Qt.AlignmentFlag.AlignVCenter), line)
        painter.end()
        if self.is_cut():
            self.setToolTip(self._text)

    def _line_height(self) -> float:
        return QFontMetricsF(self._font).height() + 1

    def _lines(self, width: int) -> tuple[str, ...]:
        if self._shaped is None or self._shaped[0] != width:
            self._shaped = (width, wrap(self._text, self._font, width, self._max_lines))
        return self._shaped[1]
