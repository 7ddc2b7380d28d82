"""The form on the Code page: opened beside its passage, closed, dropped where left untouched."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Signal

from ui.pages.code.answers import Answers
from ui.pages.code.desk import Desk
from ui.pages.code.panes import Panes
from ui.pages.code.saving import FormSaver
from ui.pages.code.showing import Showing
from ui.session import Session

PREPARE_MS = 400
"""Rest after opening before the fields of the layers are built ahead of their first use."""


class Forming(QObject):
    """Which code is in the form, and what becomes of it."""

    closed = Signal(str)
    """The form is done; uid of its code, empty where that is gone."""

    def __init__(self, session: Session, desk: Desk, panes: Panes, showing: Showing) -> None:
        super().__init__(panes)
        self._session = session
        self._desk = desk
        self._panes = panes
        self._showing = showing
        self._cards = panes.cards
        self._form = panes.cards.form
        self._saver = FormSaver(session, desk, panes.cards)
        self._fresh_step = 0
        self._is_left = False
        self._waiting = [layer.key for layer in session.codebook.layers if not layer.retired]
        self._form.closed.connect(self._on_closed)
        self._form.left.connect(lambda _: self._form.close_form())
        self._prepare_timer = QTimer(self, interval=PREPARE_MS, singleShot=True)
        self._prepare_timer.timeout.connect(self._prepare_next)
        self._prepare_timer.start()

    @property
    def uid(self) -> str:
        """Uid of the code in the form; empty where none is."""
        return self._cards.open_uid

    def open(self, uid: str, field: str | None, *, fresh: bool) -> None:
        """Open a code; a fresh one is dropped again if it is left untouched."""
        code = self._desk.code(uid)
        layer = self._desk.layer(code.layer) if code else None
        if code is None or layer is None or self._session.read_only:
            return
        if self.uid != uid:
            self.leave()
        self._saver.end_visit()
        if fresh:
            self._fresh_step = self._session.last_step
        answers = Answers(self._showing.looks, self._panes.reader)
        self._form.load(code, layer, answers, fresh=fresh)
        self._cards.open_form(uid)
        self._panes.show_drawer(True, code.span)
        if field is not None:
            self._form.focus_on(field)

    def leave(self) -> None:
        """Close the form because something else gets the attention; nothing else moves."""
        if self.uid:
            self._is_left = True
            self._form.close_form()
            self._is_left = False

    def refresh(self) -> None:
        """Show what the store holds now; a code that is gone closes its form."""
        if not self.uid:
            return
        code = self._desk.code(self.uid)
        if code is not None:
            self._form.refresh(code)
            return
        had_focus = self._form.has_focus()
        self._cards.close_form()
        self._panes.show_drawer(False, None)
        if had_focus:
            self._panes.focus_text()

    def takes(self, uid: str) -> bool:
        """While a role field has the focus, an item pointed at fills it."""
        article = self._desk.article
        if not self.uid or uid == self.uid or article is None or not self._form.takes_mentions():
            return False
        thing = self._desk.code(uid) or self._desk.suggestion(uid)
        if thing is None or thing.span is None:
            return False
        name = article.text[thing.span.start : thing.span.end]
        known = {n.casefold(): u for u, n in self._session.actor_names.items()}
        return self._form.assign_mention(name, thing.span, known.get(name.casefold()))

    def _on_closed(self, dropped: bool) -> None:
        shown = self._form.annotation
        self._saver.end_visit()
        uid = shown.uid if shown is not None and self._desk.code(shown.uid) is not None else ""
        self._panes.show_drawer(False, None if self._is_left else self._desk.current_span)
        if uid and dropped:
            self._session.drop_fresh("Drop the empty code", uid, self._fresh_step)
            uid = ""
        if not self._is_left:
            self.closed.emit(uid)

    def _prepare_next(self) -> None:
        """Build the fields of one layer; the next one when there is time again."""
        if self._waiting:
            layer = self._session.codebook.find_layer(self._waiting.pop(0))
            if layer is not None:
                self._form.prepare([layer])
            self._prepare_timer.start(PREPARE_MS // 4)
