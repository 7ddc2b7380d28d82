"""What a screen reader is told: the sentence the caret entered, the codes on it, the selection."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6 import QtGui
from PySide6.QtCore import QObject, QTimer
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QWidget

from ui.reader.marks import Mark

_REST = 150
"""Milliseconds the caret rests before its place is spoken."""


def spoken(sentence: str, marks: Sequence[Mark], selected: str = "") -> str:
    """The announcement for a place: what is selected or the sentence, then its codes."""
    text = " ".join((f"Selected: {selected}" if selected else sentence).split())
    named = [mark.title or mark.label or mark.layer for mark in marks]
    codes = f" Codes here: {'; '.join(named)}." if named else ""
    return f"{text}{codes}"


class Speaker(QObject):
    """Announces politely: only the last of several texts, after the caret has come to rest."""

    def __init__(self, widget: QWidget) -> None:
        super().__init__(widget)
        self._widget = widget
        self._text = ""
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_REST)
        self._timer.timeout.connect(self._announce)

    @property
    def is_wanted(self) -> bool:
        """Whether anything listens, and this Qt can tell it."""
        return QAccessible.isActive() and hasattr(QtGui, "QAccessibleAnnouncementEvent")

    def say(self, text: str) -> None:
        self._text = text
        self._timer.start()

    def _announce(self) -> None:
        if self._text and self.is_wanted:
            event = QtGui.QAccessibleAnnouncementEvent(self._widget, self._text)
            QAccessible.updateAccessibility(event)
