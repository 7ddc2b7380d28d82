"""A field to type in that offers what fits under it, in the form's own list of choices."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from ui.form.popup import ChoicePopup, Row
from ui.theme import Theme
from ui.widgets.keys import is_enter

MOST = 200
STEPS = {
    int(Qt.Key.Key_Down): 1,
    int(Qt.Key.Key_Up): -1,
    int(Qt.Key.Key_PageDown): 8,
    int(Qt.Key.Key_PageUp): -8,
}


class ChoosingField(QLineEdit):
    """Down and Enter choose; what is typed counts, too."""

    entered = Signal()
    """Enter, with nothing to choose from the list any more."""
    down = Signal()
    """Down, with no list open."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._rows: tuple[Row, ...] = ()
        self._popup: ChoicePopup | None = None
        self.textEdited.connect(lambda _: self.open_list())

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        if self._popup is not None:
            self._popup.set_theme(theme)

    def set_choices(self, rows: Sequence[Row]) -> None:
        """What to offer; the first are the best."""
        self._rows = tuple(rows)
        self.close_list()

    @property
    def list_is_open(self) -> bool:
        return self._popup is not None and self._popup.is_open_for(self)

    def matches(self) -> list[Row]:
        """The choices that hold what is typed, those that begin with it first."""
        text = self.text().strip().casefold()
        fitting = [row for row in self._rows if text in row.label.casefold()]
        fitting.sort(key=lambda row: not row.label.casefold().startswith(text))
        return fitting[:MOST]

    def open_list(self) -> None:
        """Offer what fits."""
        rows = self.matches()
        if not rows or [row.label for row in rows] == [self.text()]:
            self.close_list()
            return
        if self._popup is None:
            self._popup = ChoicePopup(self._theme, self.window())
        self._popup.serve(self._pick, lambda _: None)
        self._popup.open_under(self, rows)

    def close_list(self) -> bool:
        """Hide the list; says whether it was open."""
        return self.list_is_open and self._popup is not None and self._popup.close_list()

    def _pick(self, number: int) -> None:
        assert self._popup is not None
        text = self._popup.rows[number].label
        self.close_list()
        self.setText(text)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        popup = self._popup if self.list_is_open else None
        if is_enter(event):
            if popup is not None and popup.current >= 0:
                self._pick(popup.current)
            else:
                self.close_list()
                self.entered.emit()
        elif event.key() in STEPS and popup is not None:
            popup.move_by(STEPS[event.key()])
        elif event.key() == Qt.Key.Key_Down and self.text().strip():
            self.down.emit()
        elif event.key() == Qt.Key.Key_Down:
            self.open_list()
        elif event.key() != Qt.Key.Key_Escape or not self.close_list():
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        self.open_list()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() not in (
            Qt.FocusReason.ActiveWindowFocusReason,
            Qt.FocusReason.PopupFocusReason,
        ):
            self.close_list()
