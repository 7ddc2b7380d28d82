"""Small parts that the pages of tables and forms share: panes, cards, headings, pauses."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QFrame,
    QLabel,
    QLineEdit,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from ui.tasks import Task, Work
from ui.theme import Theme

ROW_HEIGHT = 30
MARGIN = 22
"""Logical pixels between a page's cards and its edges."""


def step_pane(panes: Sequence[QWidget], step: int) -> None:
    """Move the focus to the next (1) or previous (-1) pane that can take it."""
    usable = [pane for pane in panes if pane.isVisibleTo(pane.window()) and pane.isEnabled()]
    if not usable:
        return
    focused = QApplication.focusWidget()
    at = next((n for n, pane in enumerate(usable) if _holds(pane, focused)), -1 if step > 0 else 0)
    usable[(at + step) % len(usable)].setFocus(Qt.FocusReason.TabFocusReason)


def _holds(pane: QWidget, focused: QWidget | None) -> bool:
    return focused is not None and (pane is focused or pane.isAncestorOf(focused))


def card(name: str) -> tuple[QFrame, QVBoxLayout]:
    """A white box with rounded corners, and the column inside it."""
    box = QFrame()
    box.setProperty("role", "card")
    box.setAccessibleName(name)
    column = QVBoxLayout(box)
    column.setContentsMargins(16, 13, 16, 14)
    column.setSpacing(8)
    return box, column


def label(text: str, role: str, *, wrap: bool = False) -> QLabel:
    """A label of one of the looks of the stylesheet."""
    made = QLabel(text)
    made.setProperty("role", role)
    made.setWordWrap(wrap)
    return made


def search_field(name: str, hint: str) -> QLineEdit:
    """A field that filters as one types."""
    field = QLineEdit()
    field.setProperty("role", "search")
    field.setClearButtonEnabled(True)
    field.setPlaceholderText(hint)
    field.setAccessibleName(name)
    return field


def count_text(number: int, one: str, many: str = "") -> str:
    """`1 actor`, `2,000 actors`."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def plain_table(name: str) -> QTableView:
    """A table inside a card: whole rows are chosen, hairlines between them, no grid."""
    table = QTableView()
    table.setProperty("role", "plain")
    table.setAccessibleName(name)
    table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    table.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
    table.setShowGrid(False)
    table.setWordWrap(False)
    table.setTabKeyNavigation(False)
    table.verticalHeader().hide()
    table.verticalHeader().setDefaultSectionSize(ROW_HEIGHT)
    table.horizontalHeader().setHighlightSections(False)
    return table


def rule_rows(table: QTableView, theme: Theme) -> None:
    """Draw the hairlines between the rows in the colour of the theme."""
    table.setStyleSheet(
        f"QTableView::item {{ border: 0; border-bottom: 1px solid {theme.line}; }}"
        f"QTableView::item:focus {{ border: 1px solid {theme.focus_ring}; }}"
    )


def lasting_task(work: Work) -> Task:
    """Background work that outlives the widget that asked for it, and goes when it has ended.

    The asker must drop it (and not listen any more) when it goes first.
    """
    task = Task(work, QApplication.instance())
    task.ended.connect(task.deleteLater)
    return task
