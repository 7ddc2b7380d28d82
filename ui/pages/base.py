"""What every page offers the window that assembles it."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from annotator.model import Changes
from ui.theme import Theme


class Page(QWidget):
    """A page of the main window. It reads through the session's queries and writes by `run`."""

    key = ""
    noted = Signal(str, str)
    """(text, tone): something to say in the banner; tone is info, warn or danger."""
    mode_changed = Signal(str)
    """The mode the focus is in now, for the status bar."""
    counts_changed = Signal(str)
    place_changed = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(f"Page {self.key}")

    def refresh(self, changes: Changes) -> None:
        """Read again what the changes name."""

    def activated(self) -> None:
        """The page has come to the front."""

    def mode(self) -> str:
        """The mode of the widget that has the focus: reading, form, list, boundary."""
        return "list"

    def panes(self) -> list[QWidget]:
        """What F6 walks through, in order."""
        return []

    def find_here(self) -> None:
        """Open whatever finds or filters on this page."""

    def find_next(self, step: int) -> None:
        """Go to the next (1) or previous (-1) hit."""

    def counts(self) -> str:
        """A short line of counts for the status bar."""
        return ""

    def state(self) -> dict[str, Any]:
        """What to restore when the project opens again: plain JSON values."""
        return {}

    def set_state(self, state: dict[str, Any]) -> None:
        """Restore what `state` returned; tolerant to anything missing."""

    def set_theme(self, theme: Theme) -> None:
        """Take over the colours the page paints itself."""

    def set_font_size(self, points: float) -> None:
        """Take over the reading size."""

    def leave(self) -> None:
        """The project closes: keep what has not been written yet."""
