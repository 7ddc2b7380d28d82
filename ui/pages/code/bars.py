"""The bars around the text: layer buttons with the hints of the moment, and find in the article."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QSizePolicy,
    QToolButton,
    QWidget,
)

from annotator.codebook.model import Codebook
from ui.theme import Theme, layer_colour
from ui.window.key_cap import CapButton, KeyRow, hint_width

BAR_HEIGHT = 48
SIDE = 22


class ReaderBar(QFrame):
    """One button per layer, and what the keys do right now."""

    action_wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("readerbar")
        self.setFixedHeight(BAR_HEIGHT)
        self._buttons: list[tuple[str, CapButton]] = []
        self._codebook: Codebook | None = None
        self._layer_box = QWidget()
        self._layers = QHBoxLayout(self._layer_box)
        self._layers.setContentsMargins(0, 0, 0, 0)
        self._layers.setSpacing(6)
        self._ask = QLabel()
        self._ask.setProperty("role", "warn")
        self._ask.setWordWrap(True)
        self._ask.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._ask.hide()
        self._hints = KeyRow()
        self._pairs: list[tuple[str, str]] = []
        self._shown = -1
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        row = QHBoxLayout(self)
        row.setContentsMargins(SIDE, 0, SIDE, 0)
        row.setSpacing(10)
        row.addWidget(self._layer_box)
        row.addWidget(self._ask, 1)
        row.addStretch(0)
        row.addWidget(self._hints)

    def set_codebook(self, codebook: Codebook, theme: Theme) -> None:
        """Show the layers that have a letter, and those of whole articles."""
        if codebook is self._codebook and self._buttons:
            self._recolour(theme)
            return
        self._codebook = codebook
        while (item := self._layers.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.deleteLater()
        self._buttons = []
        for layer in codebook.layers:
            if layer.retired:
                continue
            button = CapButton(layer.label, layer.letter, role="layer")
            button.setToolTip(layer.rule or layer.definition or layer.label)
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            action = f"layer.{layer.key}"
            button.clicked.connect(lambda _=False, a=action: self.action_wanted.emit(a))
            self._layers.addWidget(button)
            self._buttons.append((layer.key, button))
        self._recolour(theme)
        self._fit()

    def _recolour(self, theme: Theme) -> None:
        for key, button in self._buttons:
            layer = self._codebook.find_layer(key) if self._codebook else None
            plain = layer is None or layer.line in ("fill", "none")
            button.set_colour("" if plain or layer is None else layer_colour(theme, layer))

    def set_hints(self, pairs: Sequence[tuple[str, str]]) -> None:
        """What the keys do at this place; as many as there is room for, the first ones first."""
        if list(pairs) != self._pairs:
            self._pairs, self._shown = list(pairs), -1
        self._fit()

    def hints(self) -> list[tuple[str, str]]:
        """What there is to say, whether there is room for it or not."""
        return list(self._pairs)

    def _fit(self) -> None:
        """Whole layer names where they fit, else their letters; then the hints that fit."""
        room = self.width() - 2 * SIDE - 10
        self._set_compact(False)
        if sum(b.sizeHint().width() + 6 for _, b in self._buttons) > room:
            self._set_compact(True)
        room -= sum(b.sizeHint().width() + 6 for _, b in self._buttons)
        shown = 0
        for key, text in self._pairs:
            room -= hint_width(key, text)
            if room < 0:
                break
            shown += 1
        if shown != self._shown:
            self._shown = shown
            self._hints.set_pairs(self._pairs[:shown])

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def ask(self, text: str) -> None:
        """Say what a second press will do, in the place of the buttons; empty brings them back."""
        self._ask.setText(text)
        self._ask.setVisible(bool(text))
        for part in (self._layer_box, self._hints):
            part.setVisible(not text)

    def asked(self) -> str:
        return self._ask.text() if self._ask.isVisibleTo(self) else ""

    def _set_compact(self, compact: bool) -> None:
        for key, button in self._buttons:
            layer = self._codebook.find_layer(key) if self._codebook else None
            words = layer.label if layer else ""
            short = compact and layer is not None and bool(layer.letter)
            button.set_words("" if short else words)


class FindBar(QFrame):
    """Find in the article: type, Enter for the next hit, Esc back to the text."""

    searched = Signal(str)
    stepped = Signal(int)
    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("readerbar")
        self.field = QLineEdit()
        self.field.setProperty("role", "search")
        self.field.setPlaceholderText("Find in this article")
        self.field.setAccessibleName("Find in this article")
        self.field.setClearButtonEnabled(True)
        self.field.textChanged.connect(self.searched)
        self.field.installEventFilter(self)
        self._count = QLabel()
        self._count.setProperty("role", "muted")
        close = QToolButton()
        close.setText("✕")
        close.setProperty("role", "flat")
        close.setAccessibleName("Close the search")
        close.clicked.connect(self.closed)
        row = QHBoxLayout(self)
        row.setContentsMargins(22, 6, 22, 6)
        row.addWidget(self.field, 1)
        row.addWidget(self._count)
        row.addWidget(close)
        self.hide()

    def open(self, text: str = "") -> None:
        """Show the bar with the keyboard in it."""
        self.show()
        if text:
            self.field.setText(text)
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.field.selectAll()

    def set_count(self, place: int, total: int) -> None:
        """Which hit of how many; `place` counts from 1, 0 for none."""
        if not self.field.text():
            self._count.setText("")
        else:
            self._count.setText(f"{place} of {total}" if total else "not found")

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.field and event.type() == QEvent.Type.KeyPress:
            assert isinstance(event, QKeyEvent)
            if event.key() == Qt.Key.Key_Escape:
                self.closed.emit()
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                back = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
                self.stepped.emit(-1 if back else 1)
                return True
        return super().eventFilter(watched, event)
