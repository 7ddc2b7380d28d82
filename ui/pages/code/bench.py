"""What the hands may touch of the Code page: the desk, the text, and a few requests."""

from __future__ import annotations

from typing import Protocol

from annotator.model import Span
from ui.pages.code.desk import Desk
from ui.session import Session


class TextView(Protocol):
    """The part of the reading pane the hands use; positions are code points."""

    def selection(self) -> Span | None: ...
    def caret(self) -> int: ...
    def select(self, span: Span) -> None: ...
    def reveal(self, span: Span) -> None: ...
    def visible_span(self) -> Span: ...


class Bench(Protocol):
    """The Code page as its hands see it."""

    @property
    def session(self) -> Session: ...
    @property
    def desk(self) -> Desk: ...
    @property
    def text(self) -> TextView: ...

    def make_current(self, uid: str | None, *, select: bool = True) -> None:
        """Make an item current, select its passage and bring it into view."""
        ...

    def open_form(self, uid: str, field: str | None = None, *, fresh: bool = False) -> None:
        """Open a code's form; a fresh code is dropped again if it is left untouched."""
        ...

    def note(self, text: str, tone: str = "info") -> None:
        """Say something in passing, without taking the focus."""
        ...

    def ask(self, text: str) -> None:
        """Say what a second press of the same key will do."""
        ...

    def open_next_article(self) -> None:
        """Go on with the next article that is not done."""
        ...

    def place_caret(self, position: int) -> None:
        """Move the caret without selecting."""
        ...


def own_selection(bench: Bench) -> Span | None:
    """What the coder selected, unless it is just the passage of the current item."""
    selected = bench.text.selection()
    return None if selected == bench.desk.current_span else selected
