"""A loud line under the top bar: what went wrong and what to do. It never takes the focus."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QWidget

from ui.stylesheet import restyle

Tone = Literal["info", "warn", "danger"]
_SIGNS = {"info": "ⓘ", "warn": "▲", "danger": "■"}


class Banner(QFrame):
    """One message at a time, until it is dismissed; passing notes are `toast.Toast`."""

    dismissed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("banner")
        self.setAccessibleName("Message")
        self._lasting: tuple[str, Tone] | None = None
        self._build()
        self.hide()

    def _build(self) -> None:
        self._sign = QLabel()
        self._text = QLabel()
        self._text.setWordWrap(True)
        self._text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._text.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self._buttons = QHBoxLayout()
        self._close = QPushButton("Dismiss")
        self._close.setAccessibleName("Dismiss the message")
        self._close.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._close.clicked.connect(self.dismiss)
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 6, 10, 6)
        row.setSpacing(10)
        for part in (self._sign, self._text):
            row.addWidget(part)
        row.addLayout(self._buttons)
        row.addWidget(self._close)

    @property
    def text(self) -> str:
        return self._text.text()

    @property
    def tone(self) -> str:
        return str(self.property("tone") or "")

    def show_lasting(
        self,
        text: str,
        tone: Tone = "danger",
        buttons: tuple[tuple[str, Callable[[], object]], ...] = (),
        *,
        state: bool = False,
    ) -> None:
        """Say something that stays until it is dismissed or `clear`ed.

        With `state` it describes the project (read-only) and comes back after passing notes.
        """
        if state:
            self._lasting = (text, tone)
        self._set(text, tone, buttons)

    def clear(self) -> None:
        """Take away what is shown; a lasting state stays."""
        if self._lasting is None:
            self.hide()
        else:
            self._set(*self._lasting, ())

    def reset(self) -> None:
        self._lasting = None
        self.clear()

    def dismiss(self) -> None:
        self.reset()
        self.dismissed.emit()

    def _set(
        self, text: str, tone: Tone, buttons: tuple[tuple[str, Callable[[], object]], ...]
    ) -> None:
        self._sign.setText(_SIGNS[tone])
        self._text.setText(text)
        self.setAccessibleDescription(text)
        while (item := self._buttons.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        for label, do in buttons:
            button = QPushButton(label)
            button.setAccessibleName(label)
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            button.clicked.connect(lambda _=False, do=do: do())
            self._buttons.addWidget(button)
        if self.property("tone") != tone:
            self.setProperty("tone", tone)
            for part in (self, self._sign, self._text):
                restyle(part)
        self.show()
