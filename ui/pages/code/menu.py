"""The context menu of the text: what can be done with the item under the pointer."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtWidgets import QMenu, QWidget

from ui.actions import LAYER_PREFIX, ActionRegistry, key_text
from ui.pages.code.desk import Desk

_CODE: tuple[str, ...] = (
    "item.enter",
    "code.identical",
    "code.memo",
    "code.flag",
    "code.boundary",
    "code.again",
    "code.delete",
)
_SUGGESTION: tuple[str, ...] = (
    "item.enter",
    "suggestion.open",
    "suggestion.reject",
    "code.identical",
)
_TEXT: tuple[str, ...] = ("read.next", "accept.screen", "article.finish")


def text_menu(
    parent: QWidget,
    desk: Desk,
    actions: ActionRegistry,
    do: Callable[[str], None],
    copy: Callable[[], None],
) -> QMenu:
    """The menu for the current item, or for the text where none is current."""
    menu = QMenu(parent)
    for action in _wanted(desk):
        spec = actions.spec(action)
        if spec is not None and actions.is_enabled(action):
            keys = f"\t{key_text(spec.keys[0])}" if spec.keys else ""
            menu.addAction(spec.text + keys, partial(do, action))
    menu.addSeparator()
    menu.addAction(f"Copy\t{key_text('Ctrl+C')}", copy)
    return menu


def _wanted(desk: Desk) -> tuple[str, ...]:
    if desk.current_suggestion is not None:
        return _SUGGESTION
    if desk.current_code is not None:
        return _CODE
    layers = (la for la in desk.session.codebook.layers if la.letter and not la.retired)
    return (*_TEXT, *(f"{LAYER_PREFIX}{layer.key}" for layer in layers))
