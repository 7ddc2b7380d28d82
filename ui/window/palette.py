"""The command palette (Ctrl+K) and the cheat sheet (F1), both drawn from the table of actions."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from ui.actions import MODE_NAMES, ActionRegistry, ActionSpec, key_text
from ui.window.key_cap import KeyCap, caps_of

PALETTE_WIDTH = 520
SHEET_SIZE = (1020, 680)


class Palette(QFrame):
    """Type a few letters of what you want to do, Enter does it, Esc goes back."""

    triggered = Signal(str)
    closed = Signal()

    def __init__(self, actions: ActionRegistry, parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("role", "card")
        self.setAccessibleName("Command palette")
        self._actions = actions
        self.field = QLineEdit()
        self.field.setPlaceholderText("What do you want to do?")
        self.field.setAccessibleName("Search the commands")
        self.field.installEventFilter(self)
        self.field.textChanged.connect(self._fill)
        self.list = QListWidget()
        self.list.setAccessibleName("Commands")
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.itemClicked.connect(self._do)
        column = QVBoxLayout(self)
        column.setContentsMargins(10, 10, 10, 10)
        column.addWidget(self.field)
        column.addWidget(self.list)
        self.hide()

    def open(self) -> None:
        """Show it over the upper half of the window."""
        window = self.parentWidget() or self
        width = min(PALETTE_WIDTH, window.width() - 40)
        height = min(420, window.height() - 80)
        self.setGeometry((window.width() - width) // 2, 56, width, height)
        self.field.clear()
        self._fill("")
        self.show()
        self.raise_()
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _fill(self, text: str) -> None:
        words = text.casefold().split()
        self.list.clear()
        for spec in self._actions.specs():
            if spec.fixed or spec.mode == "boundary" or not self._actions.is_enabled(spec.id):
                continue
            if all(word in spec.text.casefold() for word in words):
                keys = "   ".join(key_text(k) for k in spec.keys[:1])
                item = QListWidgetItem(f"{spec.text}\t{keys}".expandtabs(8))
                item.setText(spec.text + (f"    {keys}" if keys else ""))
                item.setData(Qt.ItemDataRole.UserRole, spec.id)
                item.setToolTip(spec.tip)
                self.list.addItem(item)
        self.list.setCurrentRow(0)

    def _do(self, item: QListWidgetItem | None) -> None:
        action = item.data(Qt.ItemDataRole.UserRole) if item else ""
        self._leave()
        if action:
            self.triggered.emit(action)

    def _leave(self) -> None:
        self.hide()
        self.closed.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.field and event.type() == QEvent.Type.KeyPress:
            assert isinstance(event, QKeyEvent)
            row = self.list.currentRow()
            if event.key() == Qt.Key.Key_Escape:
                self._leave()
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._do(self.list.currentItem())
                return True
            if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up):
                step = 1 if event.key() == Qt.Key.Key_Down else -1
                self.list.setCurrentRow(max(0, min(row + step, self.list.count() - 1)))
                return True
        if watched is self.field and event.type() == QEvent.Type.FocusOut and self.isVisible():
            self.hide()
        return super().eventFilter(watched, event)


class CheatSheet(QDialog):
    """Every key, by mode."""

    def __init__(self, actions: ActionRegistry, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle("Keys")
        self.resize(*SHEET_SIZE)
        body = QWidget()
        columns = QHBoxLayout(body)
        columns.setContentsMargins(20, 16, 20, 16)
        columns.setSpacing(36)
        specs = [s for s in actions.specs() if s.keys]
        for modes in (("reading",), ("all",), ("form", "boundary", "list")):
            column = QVBoxLayout()
            for mode in modes:
                self._add_mode(column, mode, [s for s in specs if s.mode == mode])
            column.addStretch(1)
            columns.addLayout(column, 1)
        area = QScrollArea()
        area.setWidget(body)
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.addWidget(area)

    def _add_mode(self, column: QVBoxLayout, mode: str, specs: list[ActionSpec]) -> None:
        head = QLabel(MODE_NAMES[mode])
        head.setProperty("role", "heading")
        column.addWidget(head)
        grid = QGridLayout()
        grid.setHorizontalSpacing(14)
        grid.setVerticalSpacing(5)
        grid.setColumnStretch(1, 1)
        for row, spec in enumerate(_folded(specs)):
            grid.addWidget(_caps(spec.keys), row, 0, Qt.AlignmentFlag.AlignLeft)
            text = QLabel(spec.text)
            text.setWordWrap(True)
            text.setToolTip(spec.tip)
            grid.addWidget(text, row, 1)
        column.addLayout(grid)
        column.addSpacing(14)


def _folded(specs: list[ActionSpec]) -> list[ActionSpec]:
    """The nine type keys as one line."""
    found: list[ActionSpec] = []
    for spec in specs:
        if spec.id.startswith("type."):
            if spec.id == "type.1":
                found.append(ActionSpec("type", "Set the type of the entity", ("1–9",), "reading"))
        else:
            found.append(spec)
    return found


def _caps(keys: tuple[str, ...]) -> QWidget:
    box = QWidget()
    row = QHBoxLayout(box)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(3)
    for nth, key in enumerate(keys[:2]):
        if nth:
            row.addSpacing(5)
        for cap in caps_of(key):
            row.addWidget(KeyCap(cap))
    return box
