"""Computed fields: shown as plain words, never entered."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from annotator.codebook.derive import derived
from annotator.codebook.model import Field
from ui.form.editors.base import BOX_HEIGHT, Editor, Host
from ui.theme import ui_font
from ui.widgets.elided import ElidedLabel
from ui.widgets.segmented import RING

NOT_YET = "follows from the other fields"


class DerivedEditor(Editor):
    """What the codebook's rule makes of the other fields."""

    is_framed = False

    def __init__(self, field: Field, host: Host, parent: QWidget | None = None) -> None:
        super().__init__(field, host, parent)
        self._words = ElidedLabel("", font=ui_font(13), colour="#000000", parent=self)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.set_target(self)
        self.show_values()

    def show_values(self) -> None:
        value = derived(self.host.layer, self.host.fields(), self.field.key)
        theme = self.host.theme
        self._words.set_look(ui_font(13), theme.muted if value is None else theme.ink)
        self._words.set_text(NOT_YET if value is None else self.text_of(value))
        self.setAccessibleName(f"{self.field.label}: {self._words.text()}")

    def on_fields_changed(self) -> None:
        self.show_values()

    def height_for(self, width: int) -> int:
        return BOX_HEIGHT - 4 + 2 * RING

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._words.setGeometry(self.rect().adjusted(RING + 1, 0, -RING, 0))
