"""The bar at the top: which project, who codes, which page, find everywhere, light or dark."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QLabel,
    QMenu,
    QPushButton,
    QToolButton,
    QWidget,
)

from annotator.model import Coder
from ui.window.key_cap import CapButton

TITLE_CHARACTERS = 34
NAME_CHARACTERS = 22


class TopBar(QFrame):
    """Emits wishes; the main window carries them out."""

    page_wanted = Signal(str)
    coder_wanted = Signal(object)
    """A `Coder`, or None for a new one."""
    find_wanted = Signal()
    theme_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("topbar")
        self.setFixedHeight(46)
        self._tabs: dict[str, QPushButton] = {}
        self._build()

    def _build(self) -> None:
        self._title = QLabel()
        self._title.setProperty("role", "heading")
        self.menu = QMenu(self)
        self._menu = QToolButton()
        self._menu.setText("☰")
        self._menu.setProperty("role", "flat")
        self._menu.setAccessibleName("Menu")
        self._menu.setToolTip("Menu (F10)")
        self._menu.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._menu.setMenu(self.menu)
        self._coder = QPushButton()
        self._coder.setProperty("role", "pill")
        self._coder.setMenu(QMenu(self._coder))
        self._tab_row = QHBoxLayout()
        self._tab_row.setSpacing(2)
        self._group = QButtonGroup(self)
        self._find = CapButton(
            "Find in all articles", "Ctrl+Shift+F", role="pill", words_first=True
        )
        self._find.setToolTip("Find in all articles (Ctrl+Shift+F)")
        self._find.clicked.connect(self.find_wanted)
        self._theme = QToolButton()
        self._theme.setText("◐")
        self._theme.setProperty("role", "pill")
        self._theme.setAccessibleName("Switch light and dark")
        self._theme.setToolTip("Switch light and dark")
        self._theme.clicked.connect(self.theme_wanted)
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 0, 14, 0)
        row.setSpacing(14)
        row.addWidget(self._menu)
        row.addWidget(self._title)
        row.addWidget(self._coder)
        row.addLayout(self._tab_row)
        row.addStretch(1)
        row.addWidget(self._find)
        row.addWidget(self._theme)
        for button in (self._coder, self._find, self._theme):
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    def set_menu_shown(self, shown: bool) -> None:
        """Hidden where the screen has a menu bar of its own."""
        self._menu.setVisible(shown)

    def open_menu(self) -> None:
        """Open the menu by keyboard (F10)."""
        self.menu.popup(self._menu.mapToGlobal(self._menu.rect().bottomLeft()))

    def set_project(self, title: str | None) -> None:
        """Show a project's title, or the program's name where none is open."""
        name = title or "Annotator"
        self._title.setText(_short(name, TITLE_CHARACTERS))
        self._title.setToolTip(name)
        self._title.setAccessibleName(f"Project {name}")
        for part in (self._coder, self._find):
            part.setVisible(title is not None)

    def set_coders(self, coders: Sequence[Coder], current: Coder) -> None:
        """Fill the coder's menu."""
        self._coder.setText(f"Coder: {_short(current.name, NAME_CHARACTERS)}")
        self._coder.setAccessibleName(f"Coder: {current.name}. Switch or add a coder")
        self._coder.setToolTip(f"You code as {current.name}. Switch or add a coder here.")
        menu = self._coder.menu()
        menu.clear()
        for coder in coders:
            action = QAction(coder.name, menu, checkable=True, checked=coder.uid == current.uid)
            action.triggered.connect(lambda _=False, c=coder: self.coder_wanted.emit(c))
            menu.addAction(action)
        menu.addSeparator()
        menu.addAction("Add a coder …", lambda: self.coder_wanted.emit(None))

    def set_pages(self, pages: Sequence[tuple[str, str, str]]) -> None:
        """Show one tab per page: (key, label, keyboard key)."""
        for button in self._tabs.values():
            self._group.removeButton(button)
            self._tab_row.removeWidget(button)
            button.deleteLater()
        self._tabs = {}
        for key, label, shortcut in pages:
            button = QPushButton(label)
            button.setProperty("role", "tab")
            button.setCheckable(True)
            button.setToolTip(f"{label} ({shortcut})" if shortcut else label)
            button.setAccessibleName(f"Page {label}")
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            button.clicked.connect(lambda _=False, k=key: self.page_wanted.emit(k))
            self._group.addButton(button)
            self._tab_row.addWidget(button)
            self._tabs[key] = button

    def set_page(self, key: str) -> None:
        if key in self._tabs:
            self._tabs[key].setChecked(True)

    def set_compact(self, compact: bool) -> None:
        """On narrow windows the find button keeps its sign alone."""
        self._find.set_words("⌕" if compact else "⌕ Find in all articles", caps=not compact)


def _short(text: str, limit: int) -> str:
    return text if len(text) <= limit else text[: limit - 1].rstrip() + "…"
