"""A key as a small cap, and a row of keys with what they do."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSizePolicy, QWidget

from ui.theme import ui_font

_SIGNS = {
    "Return": "↵",
    "Enter": "↵",
    "Backspace": "⌫",
    "Shift": "⇧",
    "Del": "Del",
    "Left": "←",
    "Right": "→",
    "Up": "↑",
    "Down": "↓",
    "Space": "␣",
}


def caps_of(key: str) -> list[str]:
    """The caps of one key sequence: "Ctrl+Shift+F" -> Ctrl, ⇧, F."""
    if key.endswith("++"):
        return [*caps_of(key[:-2]), "+"] if key != "++" else ["+"]
    return [_SIGNS.get(part, part) for part in key.split("+") if part] or [key]


def hint_width(key: str, text: str) -> int:
    """Logical pixels a key with what it does takes in a `KeyRow`."""
    caps = caps_of(key) if key else []
    metrics = QFontMetrics(ui_font(12))
    small = QFontMetrics(ui_font(11))
    width = sum(max(20, small.horizontalAdvance(cap) + 12) + 4 for cap in caps)
    return width + metrics.horizontalAdvance(text) + 14


class KeyCap(QLabel):
    """One key."""

    def __init__(self, text: str, parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self.setProperty("role", "key")
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)


class KeyRow(QWidget):
    """Key caps followed by what they do: `[Tab] next [↵] accept`."""

    def __init__(
        self, pairs: Iterable[tuple[str, str]] = (), parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(4)
        self.set_pairs(pairs)

    def set_pairs(self, pairs: Iterable[tuple[str, str]]) -> None:
        """Show other keys."""
        while (item := self._row.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        for key, text in pairs:
            for cap in caps_of(key) if key else ():
                self._row.addWidget(KeyCap(cap))
            label = QLabel(text)
            label.setProperty("role", "muted")
            self._row.addWidget(label)
            self._row.addSpacing(4)


class CapButton(QPushButton):
    """A button that shows its key: `[N] Entity`, or the words first: `Find [Ctrl] [F]`."""

    def __init__(
        self,
        text: str,
        key: str,
        *,
        role: str,
        words_first: bool = False,
        colour: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setProperty("role", role)
        self.setAccessibleName(text)
        self._words = QLabel(text)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(10, 0, 10, 0)
        self._row.setSpacing(5)
        self._caps = [KeyCap(cap) for cap in caps_of(key)] if key else []
        parts = [self._words, *self._caps] if words_first else [*self._caps, self._words]
        for part in parts:
            part.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
            self._row.addWidget(part)
        self.set_colour(colour)

    def set_colour(self, colour: str) -> None:
        """Colour of the words; empty = the theme's ink."""
        self._words.setStyleSheet(f"color: {colour}; font-weight: 500;" if colour else "")

    def set_words(self, text: str, *, caps: bool = True) -> None:
        """Other words, with or without the caps (for narrow windows)."""
        self._words.setText(text)
        for cap in self._caps:
            cap.setVisible(caps)
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        return self._row.sizeHint().expandedTo(QSize(0, 30))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()
