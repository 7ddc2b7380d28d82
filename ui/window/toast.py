"""A passing note that floats over the page: it moves nothing, takes no focus, goes by itself."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QWidget

from ui.stylesheet import restyle
from ui.window.banner import Tone

NOTE_MS = 6000
WIDEST = 640
SIGNS = {"info": "ⓘ", "warn": "▲", "danger": "■"}


class Toast(QFrame):
    """One note at a time, at the lower edge of its parent."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("toast")
        self.setAccessibleName("Note")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._sign = QLabel()
        self._text = QLabel()
        self._text.setWordWrap(True)
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 9, 16, 9)
        row.setSpacing(10)
        row.addWidget(self._sign)
        row.addWidget(self._text, 1)
        self._timer = QTimer(self, singleShot=True, interval=NOTE_MS)
        self._timer.timeout.connect(self.hide)
        parent.installEventFilter(self)
        self.hide()

    @property
    def text(self) -> str:
        return self._text.text()

    def show_note(self, text: str, tone: Tone = "warn") -> None:
        """Say something that goes away by itself; the longer the text, the longer it stays."""
        self._sign.setText(SIGNS[tone])
        self._text.setText(text)
        self.setAccessibleDescription(text)
        if self.property("tone") != tone:
            self.setProperty("tone", tone)
            for part in (self, self._sign, self._text):
                restyle(part)
        self._place()
        self.show()
        self.raise_()
        self._timer.start(NOTE_MS + 40 * len(text))

    def _place(self) -> None:
        parent = self.parentWidget()
        if parent is None:
            return
        metrics = self._text.fontMetrics()
        width = min(WIDEST, parent.width() - 60, metrics.horizontalAdvance(self._text.text()) + 70)
        width = max(width, 160)
        lines = metrics.boundingRect(
            0, 0, width - 60, 1000, int(Qt.TextFlag.TextWordWrap), self._text.text()
        )
        height = max(38, lines.height() + 20)
        self.setGeometry(
            (parent.width() - width) // 2, parent.height() - height - 18, width, height
        )

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and self.isVisible():
            self._place()
        return super().eventFilter(watched, event)
