"""Under the list of codes: how many are checked, what can be done to them, the keys."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from ui.pages.parts import count_text, label
from ui.stylesheet import restyle
from ui.window.key_cap import KeyRow


class CodesFoot(QWidget):
    """Says things in passing, in place of the count, until the next move in the list."""

    set_wanted = Signal()
    delete_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._number = 0
        self._acts = True
        self._says = False
        self.asks_delete = False
        """Asked whether to delete: the same key once more does it."""
        self._text = label("", "muted")
        self._set = _button("Set a field …", "")
        self._set.clicked.connect(self.set_wanted)
        self._delete = _button("Delete …", "danger")
        self._delete.clicked.connect(self.delete_wanted)
        self._keys = KeyRow()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        for part in (self._text, self._set, self._delete):
            row.addWidget(part)
        row.addStretch(1)
        row.addWidget(self._keys)
        self.setFixedHeight(self._set.sizeHint().height())

    def text(self) -> str:
        return self._text.text()

    def set_view(self, pairs: Iterable[tuple[str, str]], *, acts: bool) -> None:
        """The keys of a view, and whether its rows can be checked."""
        self._keys.set_pairs(pairs)
        self._acts = acts
        self.show_checked(self._number)

    def show_checked(self, number: int) -> None:
        """Say how many codes are checked."""
        self._number, self._says, self.asks_delete = number, False, False
        shown = self._acts and number > 0
        self._write(f"{number:,} checked" if shown else "", "muted")
        self._set.setVisible(shown)
        self._delete.setVisible(shown)

    def say(self, text: str) -> None:
        """Say something until `calm`."""
        self._says = True
        self._write(text, "warn")

    def ask_delete(self) -> None:
        """Ask whether to delete the checked codes."""
        self.say(f"Delete {count_text(self._number, 'code')}? Once more deletes.")
        self.asks_delete = True

    def calm(self) -> None:
        """Take back what was said or asked."""
        if self._says:
            self.show_checked(self._number)

    def _write(self, text: str, role: str) -> None:
        self._text.setText(text)
        self._text.setProperty("role", role)
        restyle(self._text)


def _button(text: str, role: str) -> QPushButton:
    button = QPushButton(text)
    button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    if role:
        button.setProperty("role", role)
    button.hide()
    return button
