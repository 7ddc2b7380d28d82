"""Find codes: choosers, the list of what fits, and what can be done to the checked ones.

The panel stands under the text and stays open: moving in the list walks the text. A second view
shows the lines in which an actor or a value stands.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QModelIndex, QObject, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent
from PySide6.QtWidgets import (
    QApplication,
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QHeaderView,
    QLineEdit,
    QPushButton,
    QStackedWidget,
    QTableView,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from annotator.codebook.model import Field
from annotator.commands import codes
from annotator.model import Changes, Value
from annotator.project import queries
from annotator.project.queries import CodeHit, Context, Keyword
from ui.form.popup import Row
from ui.models.found_codes import (
    ARTICLE,
    CODER,
    LAYER,
    QUOTE,
    STATE,
    VALUES,
    FoundCodesModel,
)
from ui.pages.parts import ROW_HEIGHT, count_text, label, plain_table, rule_rows, search_field
from ui.session import Session
from ui.theme import Theme
from ui.widgets.keys import is_enter, is_held_down
from ui.window.choosing import ChoosingField
from ui.window.codes_filters import CodeFilters, viewer_of
from ui.window.codes_foot import CodesFoot
from ui.window.codes_lines import ContextLines
from ui.window.codes_setting import SettingForm

MOST = 2000
MOST_LINES = 500
REST_MS = 150
WALK_MS = 30
"""A pause of the keys before the text follows: held keys do not open every article."""
WIDTHS = {ARTICLE: 250, LAYER: 112, CODER: 110, STATE: 118}
LEAST_ROWS = 5
SHARE = 0.42
"""Of the window's height, when it opens first."""
LIST, LINES = range(2)
HINTS: dict[int, tuple[tuple[str, str], ...]] = {
    LIST: (("Space", "check"), ("Ctrl+A", "all"), ("Ctrl+E", "set a field"), ("Del", "delete"),
           ("Return", "to the text"), ("Esc", "close")),
    LINES: (("Down", "walk"), ("Return", "to the text"), ("Esc", "close")),
}  # fmt: skip


class CodesPanel(QFrame):
    """Lists codes and walks through them."""

    passage_wanted = Signal(str, object, str)
    """Uid of an article, the `Span` (None for the whole article), uid of the code (may be empty)
    to show while the panel keeps the keyboard."""
    text_wanted = Signal()
    """Give the keyboard to the text; the panel stays."""
    mode_changed = Signal(str)
    closed = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("codespanel")
        self.setProperty("role", "panel")
        self.setAccessibleName("Find codes")
        self._session: Session | None = None
        self._keywords: list[Keyword] = []
        self._filling = False
        self._rest = QTimer(self, singleShot=True, interval=REST_MS)
        self._walk = QTimer(self, singleShot=True, interval=WALK_MS)
        self.filters = CodeFilters()
        self.model = FoundCodesModel(self)
        self.setting = SettingForm(theme)
        self.foot = CodesFoot()
        self._build(theme)
        self._bind()
        self.foot.set_view(HINTS[LIST], acts=True)
        self.set_theme(theme)
        self.hide()

    # --- build ---------------------------------------------------------------------------------

    def _build(self, theme: Theme) -> None:
        self.words = search_field(
            "Words in codes", "Words in quotes, memos, values and actors; “quoted” for a phrase"
        )
        self.keyword = ChoosingField(theme)
        self.keyword.setProperty("role", "search")
        self.keyword.setPlaceholderText("An actor or a value, in its context")
        self.keyword.setAccessibleName("Actor or value")
        self._fields = QStackedWidget()
        for field in (self.words, self.keyword):
            self._fields.addWidget(field)
        self._fields.setFixedHeight(self.words.sizeHint().height())
        self.table = self._make_table()
        self.lines = ContextLines(theme)
        self._tables = QStackedWidget()
        for table in (self.table, self.lines.view):
            table.installEventFilter(self)
            table.setMinimumHeight(LEAST_ROWS * ROW_HEIGHT)
            table.setSelectionMode(QTableView.SelectionMode.SingleSelection)
            self._tables.addWidget(table)
        body = QHBoxLayout()
        body.setSpacing(12)
        body.addWidget(self._tables, 1)
        body.addWidget(self.setting)
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 9, 14, 8)
        column.setSpacing(7)
        column.addLayout(self._make_head())
        column.addWidget(self.filters)
        column.addLayout(body, 1)
        column.addWidget(self.foot)

    def _make_table(self) -> QTableView:
        table = plain_table("Codes found")
        table.setModel(self.model)
        header = table.horizontalHeader()
        for column, width in WIDTHS.items():
            header.resizeSection(column, width)
        for column in (QUOTE, VALUES):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.Stretch)
        return table

    def _make_head(self) -> QHBoxLayout:
        self._views = QButtonGroup(self)
        row = QHBoxLayout()
        row.setSpacing(6)
        for number, text in ((LIST, "Codes"), (LINES, "In context")):
            tab = QPushButton(text)
            tab.setProperty("role", "tab")
            tab.setCheckable(True)
            tab.setChecked(number == LIST)
            self._views.addButton(tab, number)
            row.addWidget(tab)
        self._count = label("", "muted")
        close = QToolButton()
        close.setText("✕")
        close.setProperty("role", "flat")
        close.setAccessibleName("Close")
        close.setToolTip("Close (Esc)")
        close.clicked.connect(self.leave)
        row.addSpacing(4)
        row.addWidget(self._fields, 1)
        row.addWidget(self._count)
        row.addWidget(close)
        return row

    def _bind(self) -> None:
        self._rest.timeout.connect(self.search)
        self._walk.timeout.connect(self._show_current)
        self.words.textChanged.connect(lambda _: self._rest.start())
        self.keyword.textChanged.connect(lambda _: self._rest.start())
        self.filters.changed.connect(self.search)
        self._views.idClicked.connect(self.show_view)
        self.model.checks_changed.connect(self._on_checks)
        self.keyword.entered.connect(self._into_list)
        self.keyword.down.connect(self._into_list)
        self.setting.asked.connect(self._on_set)
        self.setting.left.connect(self._leave_setting)
        self.foot.set_wanted.connect(self.set_field)
        self.foot.delete_wanted.connect(self.delete)
        for field in (self.words, self.keyword):
            field.installEventFilter(self)
        for table in (self.table, self.lines.view):
            table.selectionModel().currentRowChanged.connect(self._on_current)
            table.doubleClicked.connect(lambda _: self._go_to_text())
            table.clicked.connect(lambda _: self._walk.start())

    # --- open and close ------------------------------------------------------------------------

    def set_session(self, session: Session) -> None:
        """Another project is open."""
        self._session = session
        session.changed.connect(self.refresh)
        session.coder_changed.connect(lambda _: self._refresh_all())
        self.filters.set_session(session)

    def set_article_of(self, article_of: Callable[[], str | None]) -> None:
        """Who tells which article is open."""
        self.filters.article_of = article_of

    def forget(self) -> None:
        """The project closes."""
        self.hide()
        self._turn_to(LIST)
        self._session, self._keywords = None, []
        self._rest.stop()
        self._walk.stop()
        self.filters.set_session(None)
        for field in (self.words, self.keyword):
            field.clear()
        self._rest.stop()
        self.model.forget()
        self.lines.model.set_rows([])

    def open(self) -> None:
        """Show it with what was asked last; open and elsewhere, go back to its list."""
        if self._session is None:
            return
        fresh = not self.isVisible()
        had_focus = self.isAncestorOf(QApplication.focusWidget() or self) and not fresh
        self.show()
        if fresh:
            self.filters.refresh()
            self.search()
        if fresh or had_focus or not self._rows():
            field = self._field
            field.setFocus(Qt.FocusReason.ShortcutFocusReason)
            field.selectAll()
        else:
            self.take_focus()

    def leave(self) -> None:
        """Close it and go back to the text."""
        self.foot.calm()
        self._close_setting()
        self.hide()
        self.closed.emit()

    def take_focus(self) -> None:
        """Give the keyboard to the list."""
        self._view.setFocus(Qt.FocusReason.OtherFocusReason)

    def step(self, step: int) -> None:
        """Show the next (1) or previous (-1) code or line."""
        number = self._rows()
        if number:
            self._select((self._view.currentIndex().row() + step) % number)

    def set_theme(self, theme: Theme) -> None:
        self.model.set_look(theme)
        rule_rows(self.table, theme)
        self.lines.set_theme(theme)
        self.keyword.set_theme(theme)
        self.setting.set_theme(theme)
        self.setStyleSheet(f"#codespanel {{ border: 0; border-top: 1px solid {theme.line}; }}")

    # --- the two views -------------------------------------------------------------------------

    @property
    def view(self) -> int:
        return self._tables.currentIndex()

    @property
    def _view(self) -> QTableView:
        return self.lines.view if self.view == LINES else self.table

    @property
    def _field(self) -> QLineEdit:
        return self.keyword if self.view == LINES else self.words

    def _rows(self) -> int:
        return self._view.model().rowCount()

    def show_view(self, view: int) -> None:
        """Show the list, or the lines in context."""
        self._turn_to(view)
        if view == LINES:
            self._offer_keywords()
        self.search()
        self._field.setFocus(Qt.FocusReason.TabFocusReason)

    def _turn_to(self, view: int) -> None:
        self._views.button(view).setChecked(True)
        self._close_setting()
        for stack in (self._fields, self._tables):
            stack.setCurrentIndex(view)
        self.filters.setVisible(view == LIST)
        self.foot.set_view(HINTS[view], acts=view == LIST)

    def show_context(self, value: str) -> None:
        """Show the lines of an actor (by uid), a code or a text."""
        self.show_view(LINES)
        found = next((k for k in self._keywords if k.value == value), None)
        self.keyword.setText(_keyword_text(found) if found else value)
        self.search()

    def _offer_keywords(self) -> None:
        if self._session is None:
            return
        self._keywords = queries.keywords(self._session.reader, viewer=viewer_of(self._session))
        self.keyword.set_choices(
            [Row(_keyword_text(k), note=count_text(k.uses, "use")) for k in self._keywords]
        )
        chosen = self.filters.value.currentData()
        same = next((k for k in self._keywords if k.value == chosen), None)
        if same is not None and not self.keyword.text():
            self.keyword.setText(_keyword_text(same))

    # --- searching -----------------------------------------------------------------------------

    def search(self) -> None:
        """Read again what fits; the place in the list and the checks stay."""
        self._rest.stop()
        session = self._session
        if session is None or not self.isVisible():
            return
        self.foot.calm()
        if self.view == LINES:
            self._search_lines(session)
        else:
            self._search_codes(session)

    def _search_codes(self, session: Session) -> None:
        kept = self._current_hit()
        row = max(0, self.table.currentIndex().row())
        hits = queries.find_codes(
            session.reader, self.filters.query(self.words.text()), limit=MOST + 1
        )
        more, hits = len(hits) > MOST, hits[:MOST]
        self._filling = True
        self.model.show_hits(
            hits,
            book=session.codebook,
            names=session.actor_names,
            owner=session.coder.uid,
            read_only=session.read_only,
        )
        again = self.model.row_of(kept.annotation) if kept else -1
        self._put_cursor(self.table, again if again >= 0 else min(row, len(hits) - 1))
        self._filling = False
        self._count.setText(_count(len(hits), "code", "codes", more=more))

    def _search_lines(self, session: Session) -> None:
        wanted = self._keyword()
        found: list[Context] = []
        if wanted is not None:
            found = queries.contexts(
                session.reader,
                wanted.value,
                layer=wanted.layer,
                field=wanted.field,
                viewer=viewer_of(session),
                limit=MOST_LINES,
            )
        self._filling = True
        row = max(0, self.lines.view.currentIndex().row())
        self.lines.model.set_rows(found)
        self._put_cursor(self.lines.view, min(row, len(found) - 1))
        self._filling = False
        named = f"{wanted.label} · " if wanted is not None and found else ""
        more = len(found) >= MOST_LINES
        self._count.setText(
            named + _count(len(found), "line", "lines", more=more) if wanted else ""
        )

    def _keyword(self) -> Keyword | None:
        """The actor or value meant: the very words, else one that begins so, else one with them."""
        text = self.keyword.text().strip().casefold()
        if not text:
            return None
        tests: Sequence[Callable[[str], bool]] = (
            text.__eq__, lambda t: t.startswith(text), lambda t: text in t,
        )  # fmt: skip
        for test in tests:
            for known in self._keywords:
                if test(_keyword_text(known).casefold()) or test(known.label.casefold()):
                    return known
        return Keyword(self.keyword.text().strip(), self.keyword.text().strip(), "", None, None, 0)

    def refresh(self, changes: Changes) -> None:
        """Read again what a step touched; hidden, when it is opened next."""
        if not changes.touches("annotation", "actor", "alias", "article", "layer", "field", "code"):
            return
        if self.isVisible():
            self._rest.start()

    def _refresh_all(self) -> None:
        self.filters.refresh()
        self._close_setting()
        self.search()

    # --- walking -------------------------------------------------------------------------------

    def _current_hit(self) -> CodeHit | None:
        row = self.table.currentIndex().row()
        return self.model.row(row) if 0 <= row < self.model.rowCount() else None

    def _put_cursor(self, table: QTableView, row: int) -> None:
        if row >= 0:
            table.setCurrentIndex(table.model().index(row, 0))

    def _select(self, row: int) -> None:
        self._put_cursor(self._view, row)
        self._walk.start()

    def _on_current(self, _new: QModelIndex, _old: QModelIndex) -> None:
        self.foot.calm()
        if not self._filling:
            self._walk.start()

    def _show_current(self) -> None:
        """Show the passage of the row; the keyboard stays where it is."""
        self._walk.stop()
        if self.view == LINES:
            row = self.lines.view.currentIndex().row()
            if 0 <= row < self.lines.model.rowCount():
                line = self.lines.model.row(row)
                self.passage_wanted.emit(line.article, line.span, "")
        elif (hit := self._current_hit()) is not None:
            self.passage_wanted.emit(hit.article, hit.span, hit.annotation)

    def _go_to_text(self) -> None:
        if self._rows():
            self._show_current()
            self.text_wanted.emit()

    # --- checked codes -------------------------------------------------------------------------

    def set_field(self) -> None:
        """Ask for a field and a value for the checked codes."""
        session, hits = self._session, self.model.checked()
        if session is None:
            return
        if not hits:
            self._say_none()
        elif self.setting.open(session, hits):
            self._make_room(True)
        else:
            self.foot.say("The checked codes are of layers that share no field.")

    def delete(self) -> None:
        """Delete the checked codes; the first time it only asks."""
        session, hits = self._session, self.model.checked()
        if session is None:
            return
        if not hits:
            self._say_none()
        elif not self.foot.asks_delete:
            self.foot.ask_delete()
        else:
            text = f"Delete {count_text(len(hits), 'code')}"
            session.run(text, codes.delete_codes, [h.annotation for h in hits])
            self.search()

    def _on_set(self, field: Field, fillers: tuple[Value, ...], uids: list[str]) -> None:
        session = self._session
        if session is None:
            return
        text = f"Set {field.label} of {count_text(len(uids), 'code')}"
        session.run(text, codes.set_field_of_many, uids, field.key, fillers)
        self._leave_setting()
        self.search()

    def _leave_setting(self) -> None:
        self._close_setting()
        self.take_focus()

    def _close_setting(self) -> None:
        self.setting.hide()
        self._make_room(False)

    def _make_room(self, narrow: bool) -> None:
        """Coder and state go while the form stands beside the list: all checked are one's own."""
        for column in (CODER, STATE):
            self.table.setColumnHidden(column, narrow)

    def _say_none(self) -> None:
        self.foot.say("Check codes first: Space checks one, Ctrl+A all of your own.")

    def _on_checks(self) -> None:
        self.foot.show_checked(len(self.model.checked()))
        if self.setting.isVisible():
            self._close_setting()

    def _check(self) -> None:
        row = self.table.currentIndex().row()
        if 0 <= row < self.model.rowCount() and not self.model.toggle(row):
            self.foot.say(self.model.why_not(row))

    # --- keys ----------------------------------------------------------------------------------

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusIn:
            self.mode_changed.emit("list")
        elif event.type() == QEvent.Type.KeyPress:
            assert isinstance(event, QKeyEvent)
            if watched is self.words:
                return self._on_field_key(event)
            if watched is not self.keyword and self._on_list_key(event):
                return True
        return super().eventFilter(watched, event)

    def _on_field_key(self, event: QKeyEvent) -> bool:
        if not is_enter(event) and event.key() != Qt.Key.Key_Down:
            return False
        self._into_list()
        return True

    def _into_list(self) -> None:
        """From the field into the list, and show its row."""
        if self._rest.isActive():
            self.search()
        if self._rows():
            self.take_focus()
            self._show_current()

    def _on_list_key(self, event: QKeyEvent) -> bool:
        if is_held_down(event):
            return True
        if is_enter(event):
            self._go_to_text()
            return True
        if self.view == LINES:
            return False
        keys: dict[tuple[Qt.Key, bool], Callable[[], object]] = {
            (Qt.Key.Key_Space, False): self._check,
            (Qt.Key.Key_A, True): self.model.toggle_all,
            (Qt.Key.Key_E, True): self.set_field,
            (Qt.Key.Key_Delete, False): self.delete,
            (Qt.Key.Key_Backspace, True): self.delete,
        }
        command = event.modifiers() == Qt.KeyboardModifier.ControlModifier
        act = keys.get((Qt.Key(event.key()), command))
        if act is None:
            return False
        if act != self.delete:
            self.foot.calm()
        act()
        return True

    def sizeHint(self) -> QSize:
        least = self.minimumSizeHint()
        return QSize(least.width(), max(least.height(), round(self.window().height() * SHARE)))

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._rest.stop()
        self._walk.stop()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() != Qt.Key.Key_Escape:
            super().keyPressEvent(event)
        elif self.foot.asks_delete:
            self.foot.calm()
        else:
            self.leave()


def _keyword_text(keyword: Keyword) -> str:
    return f"{keyword.label} · {keyword.where}" if keyword.where else keyword.label


def _count(number: int, one: str, many: str, *, more: bool) -> str:
    if not number:
        return f"no {many}"
    return f"more than {number:,} {many}" if more else count_text(number, one, many)
