"""The Code page: articles at the left, the text in the middle, the cards beside it.

It assembles the parts and lets them talk: keys become actions of the hands, steps become `Changes`,
`Changes` become marks and cards. It is the `Bench` on which the hands work.
"""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QPoint, QSize, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from annotator.model import Changes, Span
from ui.actions import ActionRegistry
from ui.pages.base import Page
from ui.pages.code.desk import Desk
from ui.pages.code.finding import Finder
from ui.pages.code.forming import Forming
from ui.pages.code.going import Going
from ui.pages.code.keys import Keys
from ui.pages.code.marking import Looks
from ui.pages.code.menu import text_menu
from ui.pages.code.panes import Panes
from ui.pages.code.showing import Showing
from ui.reader.view import ReaderView
from ui.session import Session
from ui.theme import Theme


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
        self._desk = Desk(session)
        self._build(theme)
        self._bind()
        self.bar.set_codebook(session.codebook, theme)
        self._going.show_articles()

    # --- build and bind ------------------------------------------------------------------------

    def _build(self, theme: Theme) -> None:
        self.panes_box = Panes(theme)
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.addWidget(self.panes_box)
        box, desk = self.panes_box, self._desk
        self.articles, self.bar, self.find_bar = box.articles, box.bar, box.find_bar
        self.reader, self.cards, self.splitter = box.reader, box.cards, box.splitter
        self._showing = Showing(desk, box, theme)
        self._finder = Finder(desk, box)
        self._forming = Forming(self._session, desk, box, self._showing)
        self._going = Going(self._session, desk, box, self._showing, self._forming, self._finder)
        self._keys = Keys(self, self._actions, box)

    def _bind(self) -> None:
        self.articles.article_wanted.connect(self._on_article_wanted)
        self.articles.left.connect(self.focus_text)
        self.bar.action_wanted.connect(self._on_key)
        self.reader.key_pressed.connect(lambda action, _: self._on_key(action))
        self.reader.mark_activated.connect(self._on_mark)
        self.reader.caret_moved.connect(lambda _: self._on_moved())
        self.reader.selection_changed.connect(lambda _: self._on_moved())
        self.reader.laid_out.connect(self.cards.relayout)
        self.reader.zoom_asked.connect(self.font_step_wanted)
        self.reader.menu_asked.connect(self._on_menu)
        self.cards.set_anchor_provider(self._showing.anchor_of)
        self.cards.card_clicked.connect(self._on_card)
        self.cards.current_moved.connect(lambda uid: self.make_current(uid))
        self.cards.accept_clicked.connect(lambda uid: self._on_decided(uid, accept=True))
        self.cards.reject_clicked.connect(lambda uid: self._on_decided(uid, accept=False))
        self.cards.text_asked.connect(self.focus_text)
        self.cards.form.focus_field.connect(lambda _: self.say_mode())
        self._forming.closed.connect(self._on_form_closed)
        self._going.opened.connect(self._on_opened)
        self._session.undone.connect(self._on_undone)
        self._session.coder_changing.connect(self._on_coder_leaves)
        self._session.coder_changed.connect(lambda _: self._on_coder())
        self._actions.changed.connect(self._take_keys)
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._on_focus)

    def _take_keys(self) -> None:
        self._keys.take_keys()

    def set_bare_letters(self, act: bool) -> None:
        """Whether single letters and digits act (WCAG 2.1.4)."""
        self._keys.set_bare_letters(act)

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
        return self._showing.looks

    def make_current(self, uid: str | None, *, select: bool = True) -> None:
        """Make an item current, select its passage and bring it into view."""
        self._desk.set_current(uid)
        span = self._desk.current_span
        if span is not None:
            if select:
                self.reader.select(span)
            self.reader.reveal(span)
        self._showing.current()

    def open_form(self, uid: str, field: str | None = None, *, fresh: bool = False) -> None:
        """Open a code's form; a fresh code is dropped again if it is left untouched."""
        self._forming.open(uid, field, fresh=fresh)
        self.say_mode()

    def leave_form(self) -> None:
        """Close the form without moving anything; a fresh, untouched code is dropped."""
        self._forming.leave()

    def note(self, text: str, tone: str = "info") -> None:
        """Say something in passing, without taking the focus."""
        self.noted.emit(text, tone)

    def ask(self, text: str) -> None:
        """Say what a second press of the same key will do."""
        self.bar.ask(text)

    def open_next_article(self) -> None:
        """Go on with the next article that is not done."""
        if not self._going.open_next():
            self.note("All articles are done.", "info")

    def place_caret(self, position: int) -> None:
        """Move the caret without selecting."""
        self.reader.place_caret(position)

    def may_read(self) -> bool:
        return self._desk.article is not None

    def may_write(self) -> bool:
        return self.may_read() and not self._session.read_only

    # --- articles ------------------------------------------------------------------------------

    def open_article(self, uid: str, position: int | None = None) -> None:
        """Show an article, where the coder left it or at a position (code points)."""
        self._going.open(uid, position)

    def step_article(self, step: int) -> None:
        self._going.step(step)

    def show_passage(self, uid: str, span: Span) -> None:
        """Open an article at a passage and select it."""
        self._going.show_passage(uid, span)

    def _on_article_wanted(self, uid: str) -> None:
        self.open_article(uid)
        self.focus_text()

    def _on_opened(self, uid: str) -> None:
        self._keys.stop_boundary()
        self._keys.forget_questions()
        self.article_opened.emit(uid)
        self.counts_changed.emit(self.counts())

    # --- keys and clicks -----------------------------------------------------------------------

    def _on_key(self, action: str) -> None:
        self._going.worked()
        self._keys.press(action)

    def _on_moved(self) -> None:
        """What caret and selection have left is current no longer: no key acts out of sight."""
        self._going.worked()
        if self._desk.current is None or self._keys.boundary.is_on or self.cards.open_uid:
            return
        if not self._desk.current_touches(self.reader.selection(), self.reader.caret()):
            self.make_current(None)

    def _on_mark(self, uid: str) -> None:
        self._going.worked()
        if not self._forming.takes(uid):
            self.make_current(uid)
            self.focus_text()

    def _on_card(self, uid: str) -> None:
        self.make_current(uid)
        if self._desk.code(uid) is not None:
            self.open_form(uid)
        else:
            self.focus_text()

    def _on_decided(self, uid: str, *, accept: bool) -> None:
        """A click on a card's accept or reject."""
        self.make_current(uid)
        self._on_key("item.enter" if accept else "suggestion.reject")
        self.focus_text()

    def _on_menu(self, place: QPoint, uid: str) -> None:
        if uid:
            self.make_current(uid)
        text_menu(self, self._desk, self._actions, self._on_key, self.reader.copy).exec(place)

    def _on_form_closed(self, uid: str) -> None:
        if uid:
            self.make_current(uid)
        self.focus_text()

    # --- what is shown -------------------------------------------------------------------------

    def refresh(self, changes: Changes) -> None:
        """Read again what a step touched."""
        if changes.touches("layer", "field", "code"):
            self._actions.set_codebook(self._session.codebook)
            self.bar.set_codebook(self._session.codebook, self._showing.theme)
        if changes.touches("article", "round"):
            self._going.show_articles()
        current = self._desk.current
        if self._desk.refresh(changes) or changes.touches("actor", "alias"):
            self._keys.stop_boundary()
            self._forming.refresh()
            self._showing.all()
            if self._desk.current != current:
                self._showing.current()
        if changes.touches("annotation", "assignment"):
            self._going.refresh_row(changes.articles)
        self.counts_changed.emit(self.counts())

    def suggestions_arrived(self, articles: set[str]) -> None:
        """New suggestions are there; focus, scroll and the current item stay."""
        if self._going.uid in articles:
            self._desk.reload_suggestions()
            self._showing.all()
            self._showing.current()
            self.counts_changed.emit(self.counts())

    def counts(self) -> str:
        return self._showing.counts()

    def find_here(self) -> None:
        self._finder.open()

    def find_next(self, step: int) -> None:
        self._finder.step(step)

    # --- modes, panes, sizes -------------------------------------------------------------------

    def focus_text(self) -> None:
        """Give the keyboard to the text."""
        self.panes_box.focus_text()

    def activated(self) -> None:
        self.focus_text()

    def mode(self) -> str:
        if self._keys.boundary.is_on:
            return "boundary"
        if self.reader.hasFocus():
            return "reading"
        return "form" if self.cards.form.has_focus() else "list"

    def panes(self) -> list[QWidget]:
        return self.panes_box.all()

    def focus_pane(self, step: int) -> None:
        """F6: the next pane; in the form the field it was left at."""
        self.panes_box.step(step)

    def say_mode(self) -> None:
        self.mode_changed.emit(self.mode())

    def _on_focus(self, _old: QWidget | None, new: QWidget | None) -> None:
        if new is None or not self.isVisible() or not self.window().isAncestorOf(new):
            return
        if new is not self.reader:
            self._keys.stop_boundary()
        if not self.articles.isAncestorOf(new):
            self.panes_box.fold()
        self.say_mode()

    def _on_undone(self, changes: Changes) -> None:
        self._going.show_undone(changes, self.make_current)

    def _on_coder_leaves(self) -> None:
        self._forming.leave()
        self._going.keep_place()

    def _on_coder(self) -> None:
        uid = self._going.uid
        self._desk.clear()
        self._going.refresh_rows()
        if uid is not None:
            self.open_article(uid)

    def set_theme(self, theme: Theme) -> None:
        self._showing.theme = theme
        self.panes_box.set_theme(theme)
        self.bar.set_codebook(self._session.codebook, theme)
        self._showing.all()

    def set_font_size(self, points: float) -> None:
        self.reader.set_font_size(points)

    def state(self) -> dict[str, Any]:
        uid = self._going.uid
        return {"article": uid, "position": self.reader.scroll_position() if uid else 0}

    def set_state(self, state: dict[str, Any]) -> None:
        uid, position = state.get("article"), state.get("position")
        if isinstance(uid, str) and self.articles.model.article_row(uid) is not None:
            self.open_article(uid, position if isinstance(position, int) else None)

    def leave(self) -> None:
        """The project closes: keep what was typed and where the coder stands."""
        self._forming.leave()
        self._going.stop()

    def sizeHint(self) -> QSize:
        return QSize(1280, 760)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.panes_box.fit(self.width())
