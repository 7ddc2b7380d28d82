"""The one table of actions: menus, tooltips, palette, cheat sheet and keys come from it.

An action is an id, a text, its keys and the mode in which the keys count. Who carries it out
registers a handler under the id in the `ActionRegistry`; an action without a handler is not shown.
Keys are written portably ("Ctrl" is Cmd on macOS). Users may rebind them; two actions of one mode
never share a key.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Literal

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QKeySequence

from annotator.codebook.model import Codebook

Mode = Literal["all", "reading", "form", "list", "boundary"]
MODE_NAMES: Mapping[str, str] = {
    "all": "Everywhere",
    "reading": "Reading",
    "boundary": "Boundary",
    "form": "Form",
    "list": "List",
}
LAYER_PREFIX = "layer."
PAGE_PREFIX = "page."
TYPE_PREFIX = "type."


@dataclass(frozen=True, slots=True)
class ActionSpec:
    """One thing a user can do."""

    id: str
    text: str
    keys: tuple[str, ...] = ()
    mode: Mode = "all"
    menu: str | None = None
    icon: str | None = None
    tip: str = ""
    fixed: bool = False
    """Carried out by a widget itself: shown in the cheat sheet, not in the palette."""


def _a(
    id_: str,
    text: str,
    *keys: str,
    mode: Mode = "all",
    menu: str | None = None,
    icon: str | None = None,
    tip: str = "",
    fixed: bool = False,
) -> ActionSpec:
    return ActionSpec(id_, text, keys, mode, menu, icon, tip, fixed)


PAGES: tuple[tuple[str, str], ...] = (
    ("code", "Code"),
    ("codebook", "Codebook"),
    ("actors", "Actors"),
    ("agreement", "Agreement"),
    ("adjudicate", "Adjudicate"),
    ("export", "Export"),
)
"""Every page the program may have, in the order of its tabs; the key is Ctrl+position."""

ACTIONS: tuple[ActionSpec, ...] = (
    *(
        _a(f"{PAGE_PREFIX}{key}", f"Go to {label}", f"Ctrl+{n}", menu="Go")
        for n, (key, label) in enumerate(PAGES, start=1)
    ),
    # File
    _a("project.new", "New project …", "Ctrl+N", menu="File"),
    _a("project.open", "Open project …", "Ctrl+O", menu="File"),
    _a("project.sample", "Open the sample study", menu="File"),
    _a("project.import", "Import articles …", "Ctrl+I", menu="File"),
    _a("project.close", "Close project", "Ctrl+W", menu="File"),
    _a("app.quit", "Quit", "Ctrl+Q", menu="File"),
    # Edit
    _a("edit.undo", "Undo", "Ctrl+Z", menu="Edit"),
    _a("edit.redo", "Redo", "Ctrl+Shift+Z", "Ctrl+Y", menu="Edit"),
    _a("find.here", "Find here", "Ctrl+F", menu="Edit", tip="Find in the article, filter a list"),
    _a("find.everywhere", "Find in all articles", "Ctrl+Shift+F", menu="Edit"),
    _a("find.codes", "Find codes", "Ctrl+Shift+C", menu="Edit", tip="By value, coder, words"),
    _a("find.next", "Next hit", "F3", menu="Edit"),
    _a("find.previous", "Previous hit", "Shift+F3", menu="Edit"),
    # View
    _a("view.palette", "Command palette", "Ctrl+K", menu="Help"),
    _a("view.keys", "Keys", "F1", menu="Help"),
    _a("view.help", "User guide", "Shift+F1", menu="Help"),
    _a("view.menu", "Menu", "F10"),
    _a("pane.next", "Next pane", "F6", "Ctrl+J", menu="Go"),
    _a("pane.previous", "Previous pane", "Shift+F6", "Ctrl+Shift+J", menu="Go"),
    _a("view.larger", "Larger text", "Ctrl++", "Ctrl+=", menu="View"),
    _a("view.smaller", "Smaller text", "Ctrl+-", menu="View"),
    _a("view.normal", "Normal text size", "Ctrl+0", menu="View"),
    _a("view.labels", "Show or hide type labels", "Ctrl+L", menu="View"),
    _a("view.theme", "Switch light and dark", "Ctrl+Shift+L", menu="View"),
    _a("view.system_theme", "Follow the system's colours", menu="View"),
    _a("view.letters", "Bare letters act on or off", menu="View"),
    # Articles
    _a("article.next", "Next article", "Alt+Down", "Ctrl+PgDown", menu="Go"),
    _a("article.previous", "Previous article", "Alt+Up", "Ctrl+PgUp", menu="Go"),
    _a("article.finish", "Finish article", "Ctrl+Shift+Return", menu="Code"),
    _a("article.reopen", "Reopen a finished article", menu="Code"),
    _a("article.suggest", "Suggest entities again", menu="Code"),
    # Reading: the text has the focus
    _a("move.token", "Token, line", "Left", "Right", "Up", "Down", mode="reading", fixed=True),
    _a("move.sentence", "Sentence", "Ctrl+Left", "Ctrl+Right", mode="reading", fixed=True),
    _a("item.widen", "Widen the selection or the code", "W", mode="reading", menu="Code"),
    _a("item.narrow", "Narrow the selection or the code", "Shift+W", mode="reading", menu="Code"),
    _a("suggestion.next", "Next suggestion", "Tab", mode="reading", menu="Code"),
    _a("suggestion.previous", "Previous suggestion", "Shift+Tab", mode="reading", menu="Code"),
    _a("item.enter", "Accept the suggestion; open the code", "Return", mode="reading", menu="Code"),
    _a("suggestion.open", "Accept and open", "Shift+Return", mode="reading", menu="Code"),
    _a("suggestion.reject", "Reject the suggestion", "Backspace", mode="reading", menu="Code"),
    *(_a(f"{TYPE_PREFIX}{n}", f"Set type {n}", str(n), mode="reading") for n in range(1, 10)),
    _a("accept.screen", "Accept all on screen", "A", mode="reading", menu="Code"),
    _a("accept.article", "Accept all in the article", "Shift+A", mode="reading", menu="Code"),
    _a("code.next", "Next code", "J", mode="reading", menu="Code"),
    _a("code.previous", "Previous code", "K", mode="reading", menu="Code"),
    _a("code.delete", "Delete the code", "Del", "Ctrl+Backspace", mode="reading", menu="Code"),
    _a("code.boundary", "Move the ends", "B", mode="reading", menu="Code"),
    _a("code.fragment", "Add the selection as a fragment", "Shift+B", mode="reading", menu="Code"),
    _a("read.next", "Sentence read, next", "Space", mode="reading", menu="Code"),
    _a("read.back", "Back, unmark", "Shift+Space", mode="reading", menu="Code"),
    _a("code.identical", "All identical mentions", "G", mode="reading", menu="Code"),
    _a("code.memo", "Memo", "M", mode="reading", menu="Code"),
    _a("code.flag", "Flag", "F", mode="reading", menu="Code"),
    _a("code.again", "Same code again", "Ctrl+D", mode="reading", menu="Code"),
    _a("item.leave", "Clear selection, then the current item", "Esc", mode="reading"),
    # Boundary
    _a("boundary.left", "Move the end left", "Left", mode="boundary"),
    _a("boundary.right", "Move the end right", "Right", mode="boundary"),
    _a("boundary.left_exact", "One character left", "Shift+Left", mode="boundary"),
    _a("boundary.right_exact", "One character right", "Shift+Right", mode="boundary"),
    _a("boundary.other", "The other end", "Tab", mode="boundary"),
    _a("boundary.keep", "Keep", "Return", mode="boundary"),
    _a("boundary.restore", "Restore", "Esc", mode="boundary"),
    # Form: the widgets of the form carry these out
    _a("form.next", "Next empty asked field, then close", "Return", mode="form", fixed=True),
    _a("form.field", "Next field", "Tab", mode="form", fixed=True),
    _a("form.confirm", "Confirm all, close", "Ctrl+Return", mode="form", fixed=True),
    _a("form.choice", "The choice with that key", "1", "9", mode="form", fixed=True),
    _a("form.missing", "Not applicable, cannot tell, clear", "-", mode="form", fixed=True),
    _a("form.previous", "The previous code's value", "Ctrl+D", mode="form", fixed=True),
    _a("form.leave", "Close", "Esc", mode="form", fixed=True),
    # List
    _a("list.move", "Move", "Up", "Down", mode="list", fixed=True),
    _a("list.show", "Show", "Return", mode="list", fixed=True),
    _a("list.check", "Check a code", "Space", mode="list", fixed=True),
    _a("list.check_all", "Check all of one's own", "Ctrl+A", mode="list", fixed=True),
    _a("list.set", "Set a field of the checked", "Ctrl+E", mode="list", fixed=True),
    _a("list.delete", "Delete the checked", "Del", mode="list", fixed=True),
    _a("list.leave", "Back to the text", "Esc", mode="list", fixed=True),
)


def layer_actions(codebook: Codebook) -> tuple[ActionSpec, ...]:
    """One action per layer with a letter: code it."""
    return tuple(
        ActionSpec(
            f"{LAYER_PREFIX}{layer.key}",
            f"Code: {layer.label}",
            (layer.letter,),
            "reading",
            "Code",
            tip=layer.rule or layer.definition,
        )
        for layer in codebook.layers
        if layer.letter and not layer.retired
    )


def bound(specs: Iterable[ActionSpec], keys: Mapping[str, tuple[str, ...]]) -> list[ActionSpec]:
    """The specs with the user's own keys put in."""
    return [replace(s, keys=keys[s.id]) if s.id in keys and not s.fixed else s for s in specs]


def conflicts(specs: Iterable[ActionSpec]) -> list[str]:
    """Keys that would do two things in one mode, each as a sentence."""
    seen: dict[tuple[str, str], ActionSpec] = {}
    found = []
    for spec in specs:
        for key in spec.keys:
            place = (spec.mode, key.casefold())
            other = seen.setdefault(place, spec)
            if other is not spec and not (spec.fixed or other.fixed):
                found.append(f"{key} is both “{other.text}” and “{spec.text}”")
    return found


def key_text(key: str) -> str:
    """A key as the platform shows it ("Ctrl+Shift+F"; on macOS with its signs)."""
    plain = _PLAIN_KEYS.get(key)
    if plain is not None:
        return plain
    shown = QKeySequence(key).toString(QKeySequence.SequenceFormat.NativeText)
    return shown.replace("Return", "Enter") or key


_PLAIN_KEYS: Mapping[str, str] = {
    "Return": "Enter",
    "Tab": "Tab",
    "Shift+Tab": "Shift+Tab",
    "Left": "←",
    "Right": "→",
    "Up": "↑",
    "Down": "↓",
}


def _family(action: str) -> str:
    return action.partition(".")[0] + "."


def _always() -> bool:
    return True


class ActionRegistry(QObject):
    """Who does what: action id -> handler, with the user's keys.

    A condition says whether a handler can act now; what has no handler does not exist for the
    user. Layer letters and type numbers are families: one handler gets the action id.
    """

    changed = Signal()

    def __init__(self, keys: Mapping[str, tuple[str, ...]], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._keys = dict(keys)
        self._layers: tuple[ActionSpec, ...] = ()
        self._handlers: dict[str, Callable[[], object]] = {}
        self._families: dict[str, Callable[[str], object]] = {}
        self._conditions: dict[str, Callable[[], bool]] = {}
        self._held = 0

    @contextmanager
    def at_once(self) -> Iterator[None]:
        """Tell of several changes once, at the end."""
        self._held += 1
        try:
            yield
        finally:
            self._held -= 1
            self._tell()

    def _tell(self) -> None:
        if not self._held:
            self.changed.emit()

    def names(self) -> frozenset[str]:
        """Everything that has a handler now: ids and prefixes of families."""
        return frozenset((*self._handlers, *self._families))

    def keep_only(self, names: frozenset[str]) -> None:
        """Forget all other handlers: who carried them out is about to go."""
        for table in (self._handlers, self._families, self._conditions):
            for name in [n for n in table if n not in names]:
                del table[name]
        self._tell()

    def register(
        self, handlers: Mapping[str, Callable[[], object]], *, enabled: Callable[[], bool] = _always
    ) -> None:
        """Add handlers that share one condition."""
        self._handlers.update(handlers)
        self._conditions.update(dict.fromkeys(handlers, enabled))
        self._tell()

    def register_family(
        self, prefix: str, handler: Callable[[str], object], *, enabled: Callable[[], bool]
    ) -> None:
        """Add a handler for every action whose id begins with `prefix`."""
        self._families[prefix] = handler
        self._conditions[prefix] = enabled
        self._tell()

    def set_codebook(self, codebook: Codebook | None) -> None:
        self._layers = layer_actions(codebook) if codebook else ()
        self._tell()

    def rebind(self, keys: Mapping[str, tuple[str, ...]]) -> None:
        self._keys = dict(keys)
        self._tell()

    def specs(self) -> list[ActionSpec]:
        """Every action that exists now, with its keys."""
        table = (*self._layers, *ACTIONS)
        return bound((s for s in table if s.fixed or self._exists(s.id)), self._keys)

    def spec(self, action: str) -> ActionSpec | None:
        return next((s for s in self.specs() if s.id == action), None)

    def bindings(self, mode: str) -> dict[str, tuple[str, ...]]:
        """Action id -> keys of one mode, for the matching of key events."""
        return {s.id: s.keys for s in self.specs() if s.mode == mode and not s.fixed}

    def is_enabled(self, action: str) -> bool:
        condition = self._conditions.get(action) or self._conditions.get(_family(action))
        return condition is not None and condition()

    def trigger(self, action: str) -> bool:
        """Carry it out; returns whether there was something to carry out."""
        if not self._exists(action) or not self.is_enabled(action):
            return False
        if action in self._handlers:
            self._handlers[action]()
        else:
            self._families[_family(action)](action)
        return True

    def _exists(self, action: str) -> bool:
        return action in self._handlers or _family(action) in self._families
