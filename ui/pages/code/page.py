"""The Code page: articles at the left, the text in the middle, the cards beside it.

It assembles the parts and lets them talk: keys become actions of the hands, steps become `Changes`,
`Changes` become marks and cards. It is the `Bench` on which the hands work.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from time import monotonic
from typing import Any

from PySide6.QtCore import QPoint, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QApplication, QMenu, QSplitter, QVBoxLayout, QWidget

from annotator.model import ArticleRow, Changes, Span
from annotator.project import queries
from ui.actions import LAYER_PREFIX, TYPE_PREFIX, ActionRegistry
from ui.cards.column import CardColumn
from ui.pages.base import Page
from ui.pages.code.answers import Answers
from ui.pages.code.article_pane import PANE_WIDTH, ArticlePane
from ui.pages.code.bars import FindBar, ReaderBar
from ui.pages.code.desk import Desk
from ui.pages.code.finding import Hits
from ui.pages.code.hands.boundary import Boundary
from ui.pages.code.hands.coding import Coding
from ui.pages.code.hands.identical import Identical
from ui.pages.code.hands.moving import Moving
from ui.pages.code.hands.reading import Reading
from ui.pages.code.hands.suggesting import Suggesting
from ui.pages.code.marking import Looks
from ui.pages.code.saving import FormSaver
from ui.reader.view import ReaderView
from ui.session import Session
from ui.theme import Theme

RAIL_BELOW = 1280
DRAWER_BELOW = 1100
"""Logical pixels of the page's width."""
CARDS_WIDTH = 372
IDLE_SECONDS = 60
"""A pause longer than this counts as a pause, not as work."""
KEEP_PLACE_MS = 4000


class CodePage(Page):
    """Where articles are read and coded."""

    key = "code"
    article_opened = Signal(str)
    font_step_wanted = Signal(int)

    def __init__(
        self,
        session: Session,
        actions: ActionRegistry,
        theme: Theme,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._actions = actions
        self._theme = theme
        self._desk = Desk(session)
        self._hits = Hits()
        self._seen_at = monotonic()
        self._seconds = 0.0
        self._letters = True
        self._fresh_step = 0
        self._build()
        self._bind()
        self._register()
        self.bar.set_codebook(self._session.codebook, self._theme)
        self._show_articles()

    # --- build and bind ------------------------------------------------------------------------

    def _build(self) -> None:
        self.articles = ArticlePane(self._theme)
        self.bar = ReaderBar()
        self.find_bar = FindBar()
        self.reader = ReaderView(theme=self._theme)
        self.cards = CardColumn(self._theme)
        self.cards.set_wheel_target(self.reader.viewport())
        self._hands_suggesting = Suggesting(self)
        self._hands_coding = Coding(self)
        self._hands_moving = Moving(self)
        self._hands_reading = Reading(self)
        self._hands_boundary = Boundary(self)
        self._hands_identical = Identical(self)
        self._saver = FormSaver(self._session, self._desk, self.cards)
        middle = QWidget()
        middle.setObjectName("readerpane")
        column = QVBoxLayout(middle)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.bar)
        column.addWidget(self.find_bar)
        self._text_and_drawer = QSplitter(Qt.Orientation.Vertical)
        self._text_and_drawer.addWidget(self.reader)
        self._text_and_drawer.setChildrenCollapsible(False)
        column.addWidget(self._text_and_drawer, 1)
        self.splitter = QSplitter(Qt.Orientation.Horizontal)
        self.splitter.setHandleWidth(1)
        self.splitter.setChildrenCollapsible(False)
        for part in (self.articles, middle, self.cards):
            self.splitter.addWidget(part)
        self.splitter.setStretchFactor(1, 1)
        self.splitter.setSizes([PANE_WIDTH, 800, CARDS_WIDTH])
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.addWidget(self.splitter)
        self._place_timer = QTimer(self, interval=KEEP_PLACE_MS)

    def _bind(self) -> None:
        self.articles.article_wanted.connect(self._on_article_wanted)
        self.articles.left.connect(self.focus_text)
        self.articles.rail.clicked.connect(self._toggle_rail)
        self.bar.action_wanted.connect(self._on_bar)
        self.reader.key_pressed.connect(self._on_key)
        self.reader.mark_activated.connect(self._on_mark)
        self.reader.caret_moved.connect(self._on_caret)
        self.reader.selection_changed.connect(lambda _: self._on_worked())
        self.reader.laid_out.connect(self.cards.relayout)
        self.reader.zoom_asked.connect(self.font_step_wanted)
        self.reader.menu_asked.connect(self._on_menu)
        self.cards.set_anchor_provider(self._anchor_of)
        self.cards.card_clicked.connect(self._on_card)
        self.cards.current_moved.connect(lambda uid: self.make_current(uid))
        self.cards.accept_clicked.connect(self._on_accept)
        self.cards.reject_clicked.connect(self._on_reject)
        self.cards.text_asked.connect(self.focus_text)
        self.cards.form.closed.connect(self._on_form_closed)
        self.cards.form.left.connect(lambda _: self.cards.form.close_form())
        self.cards.form.focus_field.connect(lambda _: self._say_mode())
        self.find_bar.searched.connect(self._on_find)
        self.find_bar.stepped.connect(self.find_next)
        self.find_bar.closed.connect(self._on_find_closed)
        self._session.undone.connect(self._on_undone)
        self._session.coder_changed.connect(lambda _: self._on_coder())
        self._actions.changed.connect(self._take_keys)
        self._place_timer.timeout.connect(self._keep_place)
        self._place_timer.start()
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._on_focus)

    def _register(self) -> None:
        is_open = self._has_article
        may_write = self._may_write
        suggesting, coding = self._hands_suggesting, self._hands_coding
        moving, reading, boundary = self._hands_moving, self._hands_reading, self._hands_boundary
        self._actions.register(
            {
                "suggestion.next": suggesting.next,
                "suggestion.previous": suggesting.previous,
                "item.enter": suggesting.enter,
                "code.next": moving.next,
                "code.previous": moving.previous,
                "item.leave": moving.leave,
                "article.next": lambda: self._step_article(1),
                "article.previous": lambda: self._step_article(-1),
            },
            enabled=is_open,
        )
        self._actions.register(
            {
                "suggestion.open": suggesting.accept_and_open,
                "suggestion.reject": suggesting.reject,
                "accept.screen": suggesting.accept_on_screen,
                "accept.article": suggesting.accept_in_article,
                "item.widen": moving.widen,
                "item.narrow": moving.narrow,
                "code.delete": coding.delete,
                "code.boundary": self._begin_boundary,
                "code.fragment": coding.fragment,
                "read.next": reading.next,
                "read.back": reading.back,
                "code.identical": self._hands_identical.code_all,
                "code.memo": coding.memo,
                "code.flag": coding.flag,
                "code.again": coding.again,
                "article.finish": reading.finish,
                "article.reopen": reading.reopen,
            },
            enabled=may_write,
        )
        self._actions.register(
            {
                "boundary.left": boundary.left,
                "boundary.right": boundary.right,
                "boundary.left_exact": boundary.left_exact,
                "boundary.right_exact": boundary.right_exact,
                "boundary.other": boundary.other_end,
                "boundary.keep": self._end_boundary(boundary.keep),
                "boundary.restore": self._end_boundary(boundary.restore),
            },
            enabled=lambda: boundary.is_on,
        )
        self._actions.register_family(LAYER_PREFIX, self._code_layer, enabled=may_write)
        self._actions.register_family(TYPE_PREFIX, coding.set_type, enabled=may_write)
        self._actions.set_codebook(self._session.codebook)
        self._take_keys()

    def _take_keys(self) -> None:
        for mode in ("reading", "boundary"):
            keys = self._actions.bindings(mode)
            if not self._letters and mode == "reading":
                keys = {a: tuple(k for k in ks if len(k) > 1) for a, ks in keys.items()}
            self.reader.set_bindings(keys, mode)

    def set_bare_letters(self, act: bool) -> None:
        """Whether single letters and digits act (WCAG 2.1.4)."""
        self._letters = act
        self._take_keys()

    # --- the bench: what the hands may do ------------------------------------------------------

    @property
    def session(self) -> Session:
        return self._session

    @property
    def desk(self) -> Desk:
        return self._desk

    @property
    def text(self) -> ReaderView:
        return self.reader

    @property
    def looks(self) -> Looks:
        return Looks(self._desk, self._theme)

    def make_current(self, uid: str | None, *, select: bool = True) -> None:
        """Make an item current, select its passage and bring it into view."""
        self._desk.set_current(uid)
        span = self._desk.current_span
        if span is not None:
            if select:
                self.reader.select(span)
            self.reader.reveal(span)
        self.reader.set_current(uid if self._desk.current else None)
        self.reader.set_participants(self.looks.participants())
        self._show_cards()
        self.cards.set_current(uid)
        self._show_hints()

    def open_form(self, uid: str, field: str | None = None, *, fresh: bool = False) -> None:
        """Open a code's form; a fresh code is dropped again if it is left untouched."""
        code = self._desk.code(uid)
        layer = self._desk.layer(code.layer) if code else None
        if code is None or layer is None or self._session.read_only:
            return
        self._saver.end_visit()
        if fresh:
            self._fresh_step = self._session.last_step
        self.cards.form.load(code, layer, Answers(self.looks, self.reader), fresh=fresh)
        self._show_drawer(True)
        self.cards.open_form(uid)
        if field is not None:
            self.cards.form.focus_on(field)
        self._say_mode()

    def note(self, text: str, tone: str = "info") -> None:
        """Say something in passing, without taking the focus."""
        self.noted.emit(text, tone)

    def ask(self, text: str) -> None:
        """Say what a second press of the same key will do."""
        self.bar.ask(text)

    def open_next_article(self) -> None:
        """Go on with the next article that is not done."""
        uid = self.articles.model.next_undone(self._uid())
        if uid is None or uid == self._uid():
            self._refresh_row()
            self.note("All articles are done.", "info")
        else:
            self.open_article(uid)

    def place_caret(self, position: int) -> None:
        """Move the caret without selecting."""
        self.reader.place_caret(position)

    # --- articles ------------------------------------------------------------------------------

    def open_article(self, uid: str, position: int | None = None) -> None:
        """Show an article, where the coder left it or at a position (code points)."""
        self._keep_place()
        self.cards.form.flush()
        self.cards.close_form()
        try:
            self._desk.open(uid)
        except KeyError:
            return
        article, segments = self._desk.article, self._desk.segments
        assert article is not None and segments is not None
        self._hits.search("", "")
        self.reader.show_article(article, segments, self.looks.marks())
        self.reader.set_read(self._desk.read)
        place = position if position is not None else self._last_place()
        if place:
            self.reader.place_caret(min(place, len(article.text)))
            self.reader.scroll_back(min(place, len(article.text)))
        self._show_cards()
        self.articles.set_current(uid)
        self._show_hints()
        self._seen_at, self._seconds = monotonic(), 0.0
        self.article_opened.emit(uid)
        self.counts_changed.emit(self.counts())

    def show_passage(self, uid: str, span: Span) -> None:
        """Open an article at a passage and select it."""
        if uid != self._uid():
            self.open_article(uid)
        self.reader.select(span)
        self.reader.reveal(span)
        self.focus_text()

    def _uid(self) -> str | None:
        return self._desk.article.uid if self._desk.article else None

    def _last_place(self) -> int:
        return self._desk.assignment.position if self._desk.assignment else 0

    def _step_article(self, step: int) -> None:
        uid = self.articles.model.neighbour(self._uid(), step)
        if uid is not None:
            self.open_article(uid)
            self.focus_text()

    def _on_article_wanted(self, uid: str) -> None:
        self.open_article(uid)
        self.focus_text()

    def _show_articles(self) -> None:
        rows = queries.article_rows(self._session.reader, self._session.coder.uid)
        self.articles.set_rows(rows)
        if self._uid() is None and rows:
            self.open_article(_first_wanted(rows))
        elif not rows:
            self._desk.clear()
            self.reader.clear_article()
            self._show_cards()

    def _refresh_row(self) -> None:
        rows = queries.article_rows(self._session.reader, self._session.coder.uid)
        self.articles.set_rows(rows)

    def _keep_place(self) -> None:
        """Save where the coder stands and the seconds of work since the last time."""
        assignment = self._desk.assignment
        if assignment is None or self._session.read_only or self._session.is_waiting:
            return
        seconds = round(self._seconds)
        place = self.reader.scroll_position()
        if seconds == 0 and place == assignment.position:
            return
        self._seconds = 0.0
        self._session.keep_position(assignment.uid, place, seconds)

    def _on_worked(self) -> None:
        now = monotonic()
        pause = now - self._seen_at
        if pause < IDLE_SECONDS:
            self._seconds += pause
        self._seen_at = now

    # --- keys and clicks -----------------------------------------------------------------------

    def _on_key(self, action: str, _event: object) -> None:
        self._on_worked()
        if action not in ("accept.article",):
            self._hands_suggesting.forget_question()
        if action not in ("article.finish",):
            self._hands_reading.forget_question()
        if not self._hands_boundary.is_on:
            self.bar.ask("")
        if action in ("suggestion.next", "suggestion.previous", "code.next", "code.previous"):
            self._hands_moving.forget_anchor()
        self._actions.trigger(action)

    def _on_bar(self, action: str) -> None:
        self._actions.trigger(action)

    def _code_layer(self, action: str) -> None:
        layer = self._session.codebook.find_layer(action[len(LAYER_PREFIX) :])
        if layer is not None and layer.level == "article":
            self._hands_coding.code_article(layer)
        else:
            self._hands_coding.code_layer(action)

    def _on_mark(self, uid: str) -> None:
        self._on_worked()
        if self._assign_to_form(uid):
            return
        self.make_current(uid)
        self.focus_text()

    def _assign_to_form(self, uid: str) -> bool:
        """While a role field has the focus, a click on an entity fills it."""
        form, article = self.cards.form, self._desk.article
        if not self.cards.open_uid or not form.takes_mentions() or article is None:
            return False
        thing = self._desk.code(uid) or self._desk.suggestion(uid)
        if thing is None or thing.span is None or uid == self.cards.open_uid:
            return False
        name = article.text[thing.span.start : thing.span.end]
        known = {n.casefold(): u for u, n in self._session.actor_names.items()}
        return form.assign_mention(name, thing.span, known.get(name.casefold()))

    def _on_card(self, uid: str) -> None:
        self.make_current(uid)
        if self._desk.code(uid) is not None:
            self.open_form(uid)
        else:
            self.focus_text()

    def _on_accept(self, uid: str) -> None:
        self.make_current(uid)
        self._hands_suggesting.enter()
        self.focus_text()

    def _on_reject(self, uid: str) -> None:
        self.make_current(uid)
        self._hands_suggesting.reject()
        self.focus_text()

    def _on_menu(self, place: QPoint, uid: str) -> None:
        if uid:
            self.make_current(uid)
        menu = QMenu(self)
        wanted = _SUGGESTION_MENU if self._desk.current_suggestion else _CODE_MENU
        wanted = wanted if self._desk.current else _TEXT_MENU
        layers = [f"layer.{la.key}" for la in self._session.codebook.layers if la.letter]
        for action in (*wanted, *(layers if wanted is _TEXT_MENU else ())):
            spec = self._actions.spec(action)
            if spec is not None and self._actions.is_enabled(action):
                keys = f"\t{spec.keys[0]}" if spec.keys else ""
                menu.addAction(spec.text + keys, partial(self._actions.trigger, action))
        menu.addSeparator()
        menu.addAction("Copy\tCtrl+C", self.reader.copy)
        menu.exec(place)

    def _begin_boundary(self) -> None:
        self._hands_boundary.begin()
        if self._hands_boundary.is_on:
            self.reader.set_mode("boundary")
        self._say_mode()

    def _end_boundary(self, end: Callable[[], None]) -> Callable[[], None]:
        def do() -> None:
            end()
            self.reader.set_mode("reading")
            self.bar.ask("")
            self._say_mode()

        return do

    # --- what is shown -------------------------------------------------------------------------

    def refresh(self, changes: Changes) -> None:
        """Read again what a step touched."""
        if changes.touches("layer", "field", "code"):
            self._actions.set_codebook(self._session.codebook)
            self.bar.set_codebook(self._session.codebook, self._theme)
        if changes.touches("article", "round"):
            self._show_articles()
        current = self._desk.current.uid if self._desk.current else None
        if self._desk.refresh(changes) or changes.touches("actor", "alias"):
            self._show_marks()
            shown = self._desk.current.uid if self._desk.current else None
            if shown != current:
                self.reader.set_current(shown)
            self._show_cards()
            self._refresh_form()
        if changes.touches("annotation", "assignment", "article"):
            self._refresh_row()
        self._show_hints()
        self.counts_changed.emit(self.counts())

    def suggestions_arrived(self, articles: set[str]) -> None:
        """New suggestions are there; focus, scroll and the current item stay."""
        if self._uid() in articles:
            self._desk.reload_suggestions()
            self._show_marks()
            self._show_cards()
            self._show_hints()
            self.counts_changed.emit(self.counts())

    def _show_marks(self) -> None:
        self.reader.set_marks(self.looks.marks())
        self.reader.set_read(self._desk.read)
        self.reader.set_participants(self.looks.participants())

    def _show_cards(self) -> None:
        self.cards.set_cards(self.looks.cards())

    def _refresh_form(self) -> None:
        uid = self.cards.open_uid
        if not uid:
            return
        code = self._desk.code(uid)
        if code is None:
            self.cards.close_form()
            self._show_drawer(False)
            self.focus_text()
        else:
            self.cards.form.refresh(code)

    def _show_hints(self) -> None:
        count = len(self._desk.suggestions)
        if self._desk.current_suggestion is not None:
            pairs = [("", str(count)), ("Tab", "next"), ("Return", "accept"),
                     ("Backspace", "reject"), ("A", "all on screen")]  # fmt: skip
        elif self._desk.current_code is not None:
            pairs = [("Return", "open"), ("J", "next"), ("B", "ends"), ("Del", "delete")]
        elif count:
            pairs = [("", f"{count} suggested"), ("Tab", "next"), ("A", "accept on screen")]
        else:
            pairs = [("Space", "read"), ("F1", "keys")] if self._has_article() else []
        self.bar.set_hints(pairs)

    def _anchor_of(self, uid: str) -> float | None:
        thing = self._desk.code(uid) or self._desk.suggestion(uid)
        if thing is None:
            return None
        if thing.span is None:
            return 0.0
        top = self.reader.mapTo(self.window(), QPoint(0, 0)).y()
        own = self.cards.mapTo(self.window(), QPoint(0, 0)).y()
        return self.reader.y_of(thing.span.start) + top - own

    # --- the form ------------------------------------------------------------------------------

    def _on_form_closed(self, dropped: bool) -> None:
        shown = self.cards.form.annotation
        self._saver.end_visit()
        self._show_drawer(False)
        if dropped and shown is not None and self._desk.code(shown.uid) is not None:
            self._session.drop_fresh("Drop the empty code", shown.uid, self._fresh_step)
        elif shown is not None and self._desk.code(shown.uid) is not None:
            self.make_current(shown.uid)
        self.focus_text()

    # --- finding -------------------------------------------------------------------------------

    def find_here(self) -> None:
        if self.articles.filter.hasFocus() or self.articles.list.hasFocus():
            self.articles.focus_filter()
        else:
            chosen = self.reader.selection()
            article = self._desk.article
            words = article.text[chosen.start : chosen.end] if article and chosen else ""
            self.find_bar.open(words if "\n" not in words and len(words) < 60 else "")

    def find_next(self, step: int) -> None:
        span = self._hits.step(self.reader.caret(), step)
        if span is not None:
            self.reader.select(span)
            self.reader.reveal(span)
        self.find_bar.set_count(self._hits.place + 1, len(self._hits.spans))

    def _on_find(self, words: str) -> None:
        article = self._desk.article
        self._hits.search(article.text if article else "", words)
        self.find_next(1)

    def _on_find_closed(self) -> None:
        self.find_bar.hide()
        self.focus_text()

    # --- modes, panes, sizes -------------------------------------------------------------------

    def focus_text(self) -> None:
        """Give the keyboard to the text."""
        self.reader.setFocus(Qt.FocusReason.OtherFocusReason)

    def activated(self) -> None:
        self.focus_text()

    def mode(self) -> str:
        if self._hands_boundary.is_on:
            return "boundary"
        if self.reader.hasFocus():
            return "reading"
        return "form" if self.cards.form.has_focus() else "list"

    def panes(self) -> list[QWidget]:
        open_form = bool(self.cards.open_uid)
        return [self.articles.list, self.reader, self.cards.form if open_form else self.cards]

    def focus_pane(self, step: int) -> None:
        """F6: the next pane; in the form the field it was left at."""
        panes = self.panes()
        focused = QApplication.focusWidget()
        at = next(
            (
                n
                for n, p in enumerate(panes)
                if focused and (p is focused or p.isAncestorOf(focused))
            ),
            1,
        )
        target = panes[(at + step) % len(panes)]
        if target is self.cards.form:
            self.cards.form.focus_first()
        else:
            target.setFocus(Qt.FocusReason.TabFocusReason)

    def _say_mode(self) -> None:
        self.mode_changed.emit(self.mode())

    def _on_focus(self, _old: QWidget | None, new: QWidget | None) -> None:
        if new is not None and self.isAncestorOf(new):
            if self._hands_boundary.is_on and new is not self.reader:
                self._hands_boundary.stop()
                self.reader.set_mode("reading")
                self.bar.ask("")
            self._say_mode()

    def _on_caret(self, _position: int) -> None:
        self._on_worked()

    def _on_undone(self, changes: Changes) -> None:
        """Show the place an undo or redo changed."""
        touched = [uid for table, uid in changes.rows if table == "annotation"]
        here = next((uid for uid in touched if self._desk.code(uid) is not None), None)
        if here is not None:
            self.make_current(here)
            return
        elsewhere = next((a for a in changes.articles if a != self._uid()), None)
        if touched and elsewhere is not None and self._uid() not in changes.articles:
            self.open_article(elsewhere)

    def _on_coder(self) -> None:
        uid = self._uid()
        self._desk.clear()
        self.cards.close_form()
        self._show_articles()
        if uid is not None:
            self.open_article(uid)

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        self.articles.set_theme(theme)
        self.bar.set_codebook(self._session.codebook, theme)
        self.reader.set_theme(theme)
        self.cards.set_theme(theme)
        self._show_marks()
        self._show_cards()

    def set_font_size(self, points: float) -> None:
        self.reader.set_font_size(points)

    def counts(self) -> str:
        codes = sum(1 for c in self._desk.codes if not self._is_entity(c.layer))
        entities = len(self._desk.codes) - codes
        return f"{_many(codes, 'code', 'codes')} · {_many(entities, 'entity', 'entities')}"

    def _is_entity(self, key: str) -> bool:
        layer = self._desk.layer(key)
        return layer is not None and layer.line == "fill"

    def state(self) -> dict[str, Any]:
        return {
            "article": self._uid(),
            "position": self.reader.scroll_position() if self._uid() else 0,
        }

    def set_state(self, state: dict[str, Any]) -> None:
        uid, position = state.get("article"), state.get("position")
        if isinstance(uid, str) and self.articles.model.article_row(uid) is not None:
            self.open_article(uid, position if isinstance(position, int) else None)

    def leave(self) -> None:
        """The project closes: keep what was typed and where the coder stands."""
        self.cards.form.flush()
        self._place_timer.stop()
        self._keep_place()

    def _has_article(self) -> bool:
        return self._desk.article is not None

    def _may_write(self) -> bool:
        return self._has_article() and not self._session.read_only

    def sizeHint(self) -> QSize:
        return QSize(1280, 760)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Below 1280 the list becomes a rail, below 1100 the cards a drawer under the text."""
        width = self.width()
        if (width < RAIL_BELOW) != self.articles.rail.isVisibleTo(self.articles):
            self.articles.set_rail(width < RAIL_BELOW)
        drawer = width < DRAWER_BELOW
        inside = self._text_and_drawer.indexOf(self.cards) >= 0
        if drawer and not inside:
            self._text_and_drawer.addWidget(self.cards)
            self.cards.setVisible(bool(self.cards.open_uid))
        elif not drawer and inside:
            self.splitter.addWidget(self.cards)
            self.cards.show()

    def _show_drawer(self, shown: bool) -> None:
        if self._text_and_drawer.indexOf(self.cards) >= 0:
            self.cards.setVisible(shown)
            if shown:
                height = self._text_and_drawer.height()
                self._text_and_drawer.setSizes([height // 2, height - height // 2])
            span = self._desk.current_span
            if span is not None:
                self.reader.reveal(span)

    def _toggle_rail(self) -> None:
        self.articles.set_rail(False)
        self.articles.list.setFocus(Qt.FocusReason.MouseFocusReason)


def _holds(pane: QWidget, focused: QWidget) -> bool:
    return pane is focused or pane.isAncestorOf(focused)


_CODE_MENU: tuple[str, ...] = (
    "item.enter",
    "code.identical",
    "code.memo",
    "code.flag",
    "code.boundary",
    "code.again",
    "code.delete",
)
_SUGGESTION_MENU: tuple[str, ...] = (
    "item.enter",
    "suggestion.open",
    "suggestion.reject",
    "code.identical",
)
_TEXT_MENU: tuple[str, ...] = ("read.next", "accept.screen", "article.finish")


def _first_wanted(rows: list[ArticleRow]) -> str:
    """Where work goes on: what was begun, else what is to do, else the first."""
    for state in ("in_progress", "todo"):
        for row in rows:
            if row.state == state:
                return row.uid
    return rows[0].uid


def _many(number: int, one: str, many: str) -> str:
    return f"{number} {one if number == 1 else many}"
