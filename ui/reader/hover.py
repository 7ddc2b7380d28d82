"""The one-line summary of the mark under the pointer."""

from __future__ import annotations

from PySide6.QtCore import QObject, QPoint, QTimer, Signal
from PySide6.QtWidgets import QToolTip, QWidget

from ui.reader.marks import Mark

_DELAY = 350


class Hover(QObject):
    """Follows the pointer from mark to mark and shows a summary after a short rest."""

    hovered = Signal(str)
    """Uid of the mark under the pointer, empty when it left."""

    def __init__(self, widget: QWidget) -> None:
        super().__init__(widget)
        self._widget = widget
        self._mark: Mark | None = None
        self._place = QPoint()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_DELAY)
        self._timer.timeout.connect(self._show)

    def enter(self, mark: Mark | None, place: QPoint) -> None:
        """The pointer is over `mark`; `place` in the widget is where the summary would stand."""
        before = self._mark.uid if self._mark is not None else ""
        now = mark.uid if mark is not None else ""
        if before == now:
            return
        self._mark, self._place = mark, place
        self.hovered.emit(now)
        QToolTip.hideText()
        if mark is not None and mark.title:
            self._timer.start()
        else:
            self._timer.stop()

    def leave(self) -> None:
        self.enter(None, QPoint())

    def _show(self) -> None:
        if self._mark is not None:
            place = self._widget.mapToGlobal(self._place)
            QToolTip.showText(place, self._mark.title, self._widget)
