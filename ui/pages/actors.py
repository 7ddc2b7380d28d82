"""The Actors page: the registry that all roles share, to name, sort out and merge."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QEvent, QItemSelectionModel, QObject, QPoint, Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QHBoxLayout,
    QHeaderView,
    QMenu,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from annotator.commands import actors as commands
from annotator.model import Actor, Changes
from annotator.project import queries
from ui.actions import ActionRegistry, key_text
from ui.models.actors import ALIASES, COUNTRY, KIND, NAME, ActorFilter, ActorTableModel
from ui.models.table import ROW_ROLE
from ui.pages import actors_steps as steps
from ui.pages.actors_merge import MergeBar
from ui.pages.actors_pane import ActorPane, clean_kind
from ui.pages.base import Page
from ui.pages.parts import (
    MARGIN,
    card,
    count_text,
    label,
    plain_table,
    rule_rows,
    search_field,
    step_pane,
)
from ui.session import Session
from ui.theme import Theme

WIDTHS = (250, 160, 84, 260, 64, 92)
ROOM_FOR_ALIASES = 1180
"""Logical pixels of the page below which other names stand beside the table only."""
SHOWN = (
    ("All", ""),
    ("Not used", "unused"),
    ("Proposed, not approved", "proposed"),
    ("Without kind or country", "unclear"),
)
ACTOR_TABLES = ("actor", "alias", "annotation", "value")
MERGE_KEY, SET_KEY, APPROVE_KEY = "Ctrl+M", "Ctrl+E", "Ctrl+Return"


class ActorsPage(Page):
    """The registry as a table, the chosen actor beside it."""

    key = "actors"

    def __init__(
        self,
        session: Session,
        actions: ActionRegistry,
        theme: Theme,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._stale = True
        self._wanted: tuple[str, ...] = ()
        """Uids to choose once the table has been read again."""
        self._build()
        self._bind()
        self.set_theme(theme)

    # --- build and bind ------------------------------------------------------------------------

    def _build(self) -> None:
        self.model = ActorTableModel(self)
        self.model.may_write = not self._session.read_only
        self.proxy = ActorFilter(self)
        self.proxy.setSourceModel(self.model)
        self.pane = ActorPane()
        self.merge_bar = MergeBar()
        page = QVBoxLayout(self)
        page.setContentsMargins(MARGIN, 14, MARGIN, MARGIN - 6)
        page.setSpacing(12)
        page.addLayout(self._build_tools())
        page.addWidget(self.merge_bar)
        row = QHBoxLayout()
        row.setSpacing(14)
        row.addWidget(self._build_table(), 1)
        row.addWidget(self.pane)
        page.addLayout(row, 1)

    def _build_tools(self) -> QHBoxLayout:
        self.filter = search_field("Filter the actors", "Filter actors…")
        self.filter.setMaximumWidth(320)
        self.shown = QComboBox()
        self.shown.setAccessibleName("Which actors are shown")
        for text, only in SHOWN:
            self.shown.addItem(text, only)
        self.add = _button("New actor", "Add an actor to the registry")
        self.rename = _button("Rename", f"Another name; the old one stays known ({key_text('F2')})")
        self.merge = _button("Merge …", f"Let the chosen stand for one ({key_text(MERGE_KEY)})")
        self.approve = _button("Approve", f"The team has agreed on it ({key_text(APPROVE_KEY)})")
        self.delete = _button("Delete", f"Delete the chosen if unused ({key_text('Del')})")
        tools = QHBoxLayout()
        tools.setSpacing(8)
        tools.addWidget(self.filter, 1)
        tools.addWidget(self.shown)
        tools.addStretch(1)
        for button in (self.add, self.rename, self.approve, self.delete, self.merge):
            tools.addWidget(button)
        return tools

    def _build_table(self) -> QWidget:
        box, column = card("The registry")
        column.setContentsMargins(4, 4, 4, 4)
        self.table = plain_table("Actors")
        self.table.setModel(self.proxy)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.DoubleClicked)
        self.table.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        header = self.table.horizontalHeader()
        header.setStretchLastSection(False)
        for number, width in enumerate(WIDTHS):
            self.table.setColumnWidth(number, width)
        for number in (NAME, ALIASES):
            header.setSectionResizeMode(number, QHeaderView.ResizeMode.Stretch)
        self.table.setSortingEnabled(True)
        self.table.sortByColumn(NAME, Qt.SortOrder.AscendingOrder)
        self.empty = label("", "muted", wrap=True)
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.empty.setContentsMargins(40, 40, 40, 40)
        column.addWidget(self.table, 1)
        column.addWidget(self.empty, 1)
        self.empty.hide()
        return box

    def _bind(self) -> None:
        self.filter.textChanged.connect(lambda _: self._on_filter())
        self.shown.currentIndexChanged.connect(lambda _: self._on_filter())
        for watched in (self.filter, self.table):
            watched.installEventFilter(self)
        self.table.selectionModel().selectionChanged.connect(lambda *_: self._show_chosen())
        self.table.customContextMenuRequested.connect(self._open_menu)
        queued = Qt.ConnectionType.QueuedConnection  # the editor must close before rows change
        self.model.edited.connect(self._on_edited, queued)
        for button, slot in (
            (self.add, self._add),
            (self.rename, self._edit_name),
            (self.merge, self._ask_merge),
            (self.approve, self._toggle_approved),
            (self.delete, self._delete),
        ):
            button.clicked.connect(slot)
        for keys, act in ((MERGE_KEY, self._ask_merge), (SET_KEY, self._set_kind)):
            self._shortcut(keys, act)
        self.merge_bar.merge_wanted.connect(self._merge)
        self.merge_bar.closed.connect(self._focus_table)
        self._bind_pane()

    def _bind_pane(self) -> None:
        self.pane.name_set.connect(lambda name: self._on_edited(self._one, NAME, name))
        self.pane.kind_set.connect(lambda kind: self._set_for_all("kind", kind))
        self.pane.country_set.connect(lambda country: self._set_for_all("country", country))
        self.pane.approved_set.connect(self._set_approved)
        self.pane.alias_added.connect(self._add_alias)
        self.pane.alias_split.connect(self._split)
        self.pane.alias_removed.connect(self._remove_alias)

    def _shortcut(self, keys: str, act: Callable[[], None]) -> None:
        shortcut = QShortcut(QKeySequence(keys), self)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.setAutoRepeat(False)
        shortcut.activated.connect(act)

    # --- the page in the window ----------------------------------------------------------------

    def refresh(self, changes: Changes) -> None:
        if changes.touches(*ACTOR_TABLES):
            self._stale = True
            if self.isVisible():
                self._read()

    def activated(self) -> None:
        self._read()
        self._focus_table()

    def panes(self) -> list[QWidget]:
        return [self.filter, self.merge_bar, self.table, self.pane]

    def focus_pane(self, step: int) -> None:
        """F6: filter, table, the chosen actor."""
        merge = [self.merge_bar.merge] if self.merge_bar.isVisible() else []
        last = self.pane.name if self.pane.name.isVisible() else self.pane.kind
        step_pane([self.filter, *merge, self.table, last], step)

    def find_here(self) -> None:
        self.filter.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.filter.selectAll()

    def find_next(self, step: int) -> None:
        """Go to the next actor that is shown."""
        row = self.table.currentIndex().row() + step
        if 0 <= row < self.proxy.rowCount():
            self.table.selectRow(row)

    def counts(self) -> str:
        total = len(self.model.rows)
        shown = self.proxy.rowCount()
        text = count_text(total, "actor")
        return text if shown == total else f"{shown:,} of {text}"

    def state(self) -> dict[str, Any]:
        header = self.table.horizontalHeader()
        order = header.sortIndicatorOrder() == Qt.SortOrder.DescendingOrder
        return {"sort": header.sortIndicatorSection(), "descending": order}

    def set_state(self, state: dict[str, Any]) -> None:
        column = state.get("sort")
        if isinstance(column, int) and 0 <= column < self.model.columnCount():
            order = (
                Qt.SortOrder.DescendingOrder
                if state.get("descending") is True
                else Qt.SortOrder.AscendingOrder
            )
            self.table.sortByColumn(column, order)

    def set_theme(self, theme: Theme) -> None:
        rule_rows(self.table, theme)

    # --- showing -------------------------------------------------------------------------------

    @property
    def chosen(self) -> list[Actor]:
        """The actors of the chosen rows, from top to bottom."""
        rows = sorted(self.table.selectionModel().selectedRows(), key=lambda index: index.row())
        return [index.data(ROW_ROLE) for index in rows]

    @property
    def _one(self) -> Actor | None:
        chosen = self.chosen
        return chosen[0] if len(chosen) == 1 else None

    def _read(self) -> None:
        if not self._stale:
            return
        self._stale = False
        keep = self._wanted or tuple(actor.uid for actor in self.chosen)
        self._wanted = ()
        place = self.table.verticalScrollBar().value()
        found = queries.actors(self._session.reader)
        self.pane.set_kinds(actor.kind for actor in found if actor.kind)
        self.model.set_rows(found)
        self.table.verticalScrollBar().setValue(place)
        self._choose(keep)
        self._show_chosen()
        self._say_counts()

    def _choose(self, uids: Sequence[str]) -> None:
        selection = self.table.selectionModel()
        rows = [
            self.proxy.index(row, 0)
            for row in range(self.proxy.rowCount())
            if self.proxy.index(row, 0).data(ROW_ROLE).uid in uids
        ]
        flags = QItemSelectionModel.SelectionFlag
        for number, index in enumerate(rows):
            way = flags.ClearAndSelect if number == 0 else flags.Select
            selection.select(index, way | flags.Rows)
        if rows:
            selection.setCurrentIndex(rows[0], flags.NoUpdate)
            self.table.scrollTo(rows[0])

    def _show_chosen(self) -> None:
        chosen, may_write = self.chosen, not self._session.read_only
        self.pane.show_actors(chosen, may_write=may_write)
        self.add.setEnabled(may_write)
        self.rename.setEnabled(may_write and len(chosen) == 1)
        self.merge.setEnabled(may_write and len(chosen) > 1)
        self.approve.setEnabled(may_write and bool(chosen))
        self.delete.setEnabled(may_write and any(not actor.uses for actor in chosen))
        done = bool(chosen) and all(actor.approved for actor in chosen)
        self.approve.setText("Take approval back" if done else "Approve")

    def _say_counts(self) -> None:
        total, shown = len(self.model.rows), self.proxy.rowCount()
        self.table.setVisible(shown > 0)
        self.empty.setVisible(shown == 0)
        self.empty.setText(
            "No actor matches the filter."
            if total
            else "No actors yet. Whoever is named in a role of a code appears here."
        )
        if self.isVisible():
            self.counts_changed.emit(self.counts())

    def _on_filter(self) -> None:
        keep = [actor.uid for actor in self.chosen]
        self.proxy.set_wanted(self.filter.text(), str(self.shown.currentData()))
        self._choose(keep)
        self._show_chosen()
        self._say_counts()

    def _focus_table(self) -> None:
        if not self.table.isVisibleTo(self):
            self.filter.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        if not self.table.currentIndex().isValid() and self.proxy.rowCount():
            self.table.selectRow(0)
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    # --- writing -------------------------------------------------------------------------------

    def _add(self) -> None:
        name = _free_name({actor.name.casefold() for actor in self.model.rows})
        self.filter.clear()
        self.shown.setCurrentIndex(0)
        uid = self._session.run("Add an actor", commands.add_actor, name)
        if uid is not None:
            self._stale, self._wanted = True, (str(uid),)
            self._read()
            self._edit_name()

    def _on_edited(self, actor: Actor | None, column: int, text: str) -> None:
        if actor is None:
            return
        if column == NAME:
            self._session.run(f"Rename “{actor.name}”", commands.rename_actor, actor.uid, text)
        elif column == KIND:
            kind = clean_kind(text) or None
            self._session.run(f"Set kind of “{actor.name}”", steps.set_kind, [actor], kind)
        elif column == COUNTRY:
            label_ = f"Set country of “{actor.name}”"
            self._session.run(label_, steps.set_country, [actor], text or None)
        self._reread()

    def _set_for_all(self, what: str, text: str) -> None:
        chosen = self.chosen
        if chosen:
            command = steps.set_kind if what == "kind" else steps.set_country
            self._session.run(f"Set {what} of {_named(chosen)}", command, chosen, text or None)
            self._reread()

    def _set_approved(self, approved: bool) -> None:
        chosen = self.chosen
        if chosen:
            verb = "Approve" if approved else "Take back the approval of"
            self._session.run(f"{verb} {_named(chosen)}", steps.set_approved, chosen, approved)
            self._reread()

    def _toggle_approved(self) -> None:
        self._set_approved(not all(actor.approved for actor in self.chosen))

    def _add_alias(self, name: str) -> None:
        if (actor := self._one) is not None:
            label_ = f"Add a name of “{actor.name}”"
            self._session.run(label_, steps.add_alias, actor.uid, name)
            self._reread()

    def _split(self, name: str) -> None:
        if (actor := self._one) is not None:
            label_ = f"Split “{name}” off “{actor.name}”"
            if self._session.run(label_, steps.split_off, actor.uid, name):
                self.noted.emit(f"“{name}” is an actor of its own now.", "info")
            self._reread()

    def _remove_alias(self, name: str) -> None:
        if (actor := self._one) is not None:
            label_ = f"Remove the name “{name}”"
            self._session.run(label_, steps.remove_alias, actor.uid, name)
            self._reread()

    def _delete(self) -> None:
        unused = [actor for actor in self.chosen if not actor.uses]
        kept = len(self.chosen) - len(unused)
        if not unused or self._session.read_only:
            if kept:
                self.noted.emit("What stands in codes is kept. Merge it instead.", "warn")
            return
        row = self.table.currentIndex().row()
        uids = [actor.uid for actor in unused]
        self._session.run(f"Delete {_named(unused)}", steps.delete_unused, uids)
        if not self.chosen and self.proxy.rowCount():
            self.table.selectRow(min(row, self.proxy.rowCount() - 1))
        if kept:
            self.noted.emit(f"{count_text(kept, 'actor')} in use kept.", "info")

    def _ask_merge(self) -> None:
        chosen = self.chosen
        if len(chosen) > 1 and not self._session.read_only:
            self.merge_bar.ask(chosen)
        elif not self._session.read_only:
            self.noted.emit("Choose two or more actors first (Shift or Ctrl with a click).", "info")

    def _merge(self, others: list[str], into: str) -> None:
        names = {actor.uid: actor.name for actor in self.model.rows}
        self._wanted = (into,)
        label_ = f"Merge {count_text(len(others), 'actor')} into “{names.get(into, '')}”"
        self._session.run(label_, steps.merge_into, others, into)
        self._reread()
        self._focus_table()

    def _reread(self) -> None:
        """Show again what is stored, also where a step was refused."""
        self._stale = True
        self._read()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.table.setColumnHidden(ALIASES, self.width() < ROOM_FOR_ALIASES)

    # --- keys, menu, clipboard -----------------------------------------------------------------

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if watched is self.filter:
                return self._filter_key(event)
            if watched is self.table and self._table_key(event):
                return True
        return super().eventFilter(watched, event)

    def _filter_key(self, event: QKeyEvent) -> bool:
        if event.key() == Qt.Key.Key_Escape:
            if self.filter.text():
                self.filter.clear()
            else:
                self._focus_table()
            return True
        if event.key() in (Qt.Key.Key_Down, *_ENTER):
            self._focus_table()
            return True
        return False

    def _table_key(self, event: QKeyEvent) -> bool:
        if not self.table.hasFocus():  # keys a cell's editor lets through
            return False
        if event.matches(QKeySequence.StandardKey.Copy):
            self._copy()
            return True
        if event.isAutoRepeat() or self._session.read_only:
            return False
        if event.key() in _ENTER:
            if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
                self._toggle_approved()
            else:
                self._edit_name()
            return True
        if event.key() == Qt.Key.Key_F2:
            self._edit_name()
            return True
        if event.key() == Qt.Key.Key_Delete:
            self._delete()
            return True
        return False

    def _edit_name(self) -> None:
        index = self.table.currentIndex()
        if index.isValid() and not self._session.read_only:
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)
            self.table.edit(index.siblingAtColumn(NAME))

    def _set_kind(self) -> None:
        if self.chosen:
            self.pane.kind.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def copied(self) -> str:
        """The chosen rows as text with headings and tabs; all rows where one or none is chosen."""
        rows = [index.row() for index in self.table.selectionModel().selectedRows()]
        wanted = sorted(rows) if len(rows) > 1 else range(self.proxy.rowCount())
        columns = range(self.proxy.columnCount())
        across = Qt.Orientation.Horizontal
        lines = ["\t".join(str(self.proxy.headerData(c, across)) for c in columns)]
        for row in wanted:
            cells = (str(self.proxy.index(row, c).data()) for c in columns)
            lines.append("\t".join(cell.replace("\t", " ") for cell in cells))
        return "\n".join(lines)

    def _open_menu(self, at: QPoint) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for button, keys in (
            (self.rename, "F2"),
            (self.merge, MERGE_KEY),
            (self.approve, APPROVE_KEY),
            (self.delete, "Del"),
        ):
            action = menu.addAction(f"{button.text()}\t{key_text(keys)}")
            action.setEnabled(button.isEnabled())
            action.triggered.connect(button.click)
        menu.addSeparator()
        copy = menu.addAction(f"Copy as text\t{key_text('Ctrl+C')}")
        copy.triggered.connect(self._copy)
        menu.popup(self.table.viewport().mapToGlobal(at))

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.copied())


_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


def _button(text: str, tip: str) -> QPushButton:
    button = QPushButton(text)
    button.setToolTip(tip)
    button.setAutoDefault(False)
    return button


def _named(chosen: Sequence[Actor]) -> str:
    return f"“{chosen[0].name}”" if len(chosen) == 1 else count_text(len(chosen), "actor")


def _free_name(taken: set[str]) -> str:
    name, number = "New actor", 1
    while name.casefold() in taken:
        number += 1
        name = f"New actor {number}"
    return name
