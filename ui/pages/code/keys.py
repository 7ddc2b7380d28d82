"""The keys of the Code page: which action each hand carries out, and when it may."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from annotator.codebook.model import Layer
from ui.actions import LAYER_PREFIX, TYPE_PREFIX, ActionRegistry
from ui.pages.code.bench import Bench
from ui.pages.code.hands.boundary import Boundary
from ui.pages.code.hands.coding import Coding
from ui.pages.code.hands.identical import Identical
from ui.pages.code.hands.moving import Moving
from ui.pages.code.hands.reading import Reading
from ui.pages.code.hands.suggesting import Suggesting
from ui.pages.code.panes import Panes

MOVES = ("suggestion.next", "suggestion.previous", "code.next", "code.previous")
MAKES = (LAYER_PREFIX, TYPE_PREFIX, "code.again", "suggestion.open")
"""Actions that make another code: a new one left untouched in the form is dropped first."""


class KeyHost(Bench, Protocol):
    """What the keys ask of the page besides the bench."""

    def may_read(self) -> bool: ...
    def may_write(self) -> bool: ...
    def leave_form(self) -> None: ...
    def say_mode(self) -> None: ...
    def step_article(self, step: int) -> None: ...


class Keys:
    """Registers the hands' actions and passes the text's keys on to them."""

    def __init__(self, host: KeyHost, actions: ActionRegistry, panes: Panes) -> None:
        self._host = host
        self._actions = actions
        self._panes = panes
        self._letters = True
        self.suggesting = Suggesting(host)
        self.coding = Coding(host)
        self.moving = Moving(host)
        self.reading = Reading(host)
        self.boundary = Boundary(host)
        self.identical = Identical(host)
        self._questions: dict[str, Callable[[], None]] = {
            "accept.article": self.suggesting.forget_question,
            "article.finish": self.reading.forget_question,
            "code.identical": self.identical.forget_question,
        }
        self._register()

    def _register(self) -> None:
        host, actions = self._host, self._actions
        actions.register(self._reading_actions(), enabled=host.may_read)
        actions.register(self._writing_actions(), enabled=host.may_write)
        actions.register(self._boundary_actions(), enabled=lambda: self.boundary.is_on)
        actions.register_family(LAYER_PREFIX, self._code_layer, enabled=host.may_write)
        actions.register_family(TYPE_PREFIX, self.coding.set_type, enabled=host.may_write)
        actions.set_codebook(host.session.codebook)
        self.take_keys()

    def _reading_actions(self) -> dict[str, Callable[[], object]]:
        return {
            "suggestion.next": self.suggesting.next,
            "suggestion.previous": self.suggesting.previous,
            "item.enter": self.suggesting.enter,
            "code.next": self.moving.next,
            "code.previous": self.moving.previous,
            "item.leave": self.moving.leave,
            "article.next": lambda: self._host.step_article(1),
            "article.previous": lambda: self._host.step_article(-1),
        }

    def _writing_actions(self) -> dict[str, Callable[[], object]]:
        return {
            "suggestion.open": self.suggesting.accept_and_open,
            "suggestion.reject": self.suggesting.reject,
            "accept.screen": self.suggesting.accept_on_screen,
            "accept.article": self.suggesting.accept_in_article,
            "item.widen": self.moving.widen,
            "item.narrow": self.moving.narrow,
            "code.delete": self.coding.delete,
            "code.boundary": self._begin_boundary,
            "code.fragment": self.coding.fragment,
            "read.next": self.reading.next,
            "read.back": self.reading.back,
            "code.identical": self.identical.code_all,
            "code.memo": self.coding.memo,
            "code.flag": self.coding.flag,
            "code.again": self.coding.again,
            "article.finish": self.reading.finish,
            "article.reopen": self.reading.reopen,
        }

    def _boundary_actions(self) -> dict[str, Callable[[], object]]:
        return {
            "boundary.left": self.boundary.left,
            "boundary.right": self.boundary.right,
            "boundary.left_exact": self.boundary.left_exact,
            "boundary.right_exact": self.boundary.right_exact,
            "boundary.other": self.boundary.other_end,
            "boundary.keep": lambda: self._end_boundary(self.boundary.keep),
            "boundary.restore": lambda: self._end_boundary(self.boundary.restore),
        }

    def take_keys(self) -> None:
        """Tell the text which keys are actions now."""
        for mode in ("reading", "boundary"):
            keys = self._actions.bindings(mode)
            if not self._letters and mode == "reading":
                keys = {a: tuple(k for k in ks if not is_bare(k)) for a, ks in keys.items()}
            self._panes.reader.set_bindings(keys, mode)

    def set_bare_letters(self, act: bool) -> None:
        """Whether single letters and digits act (WCAG 2.1.4)."""
        self._letters = act
        self.take_keys()

    def press(self, action: str) -> None:
        """A key of the text, or a click that means the same."""
        self.forget_questions(but=action)
        if action in MOVES:
            self.moving.forget_anchor()
        if action.startswith(MAKES):
            self._host.leave_form()
        if not self._actions.trigger(action) and self._host.session.read_only:
            self._host.note("This project is open for reading only; nothing can be coded.")

    def forget_questions(self, but: str = "") -> None:
        """Another key was pressed: a second press no longer answers."""
        for action, forget in self._questions.items():
            if action != but:
                forget()
        if not self.boundary.is_on:
            self._host.ask("")

    def stop_boundary(self) -> None:
        """Leave boundary mode where something else happens meanwhile."""
        if self.boundary.is_on:
            self._end_boundary(self.boundary.stop)

    def _code_layer(self, action: str) -> None:
        layer: Layer | None = self._host.session.codebook.find_layer(action[len(LAYER_PREFIX) :])
        if layer is not None and layer.level == "article":
            self.coding.code_article(layer)
        elif layer is not None:
            self.coding.code_layer(action)

    def _begin_boundary(self) -> None:
        self.boundary.begin()
        if self.boundary.is_on:
            self._panes.reader.set_mode("boundary")
            self._panes.focus_text()
        self._host.say_mode()

    def _end_boundary(self, end: Callable[[], None]) -> None:
        end()
        self._panes.reader.set_mode("reading")
        self._host.ask("")
        self._host.say_mode()


def is_bare(key: str) -> bool:
    """Whether a key is a single character, with or without Shift."""
    return len(key.removeprefix("Shift+")) == 1
