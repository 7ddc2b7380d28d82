"""Key events to action ids and caret moves.

The character counts first, then the physical position, so that the keys printed in the menus work
on AZERTY, QWERTZ, Cyrillic and Arabic keyboards alike. The position is asked only where the
keyboard gives no Latin letter or digit: on AZERTY the key right of Tab is A, and never Q.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from PySide6.QtCore import QKeyCombination, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence

Bindings = Mapping[str, Sequence[str]]
"""Action id -> keys, written portably ("Shift+W")."""

MoveUnit = Literal["token", "sentence", "line", "edge", "page", "text"]

_Modifier = Qt.KeyboardModifier
_RELEVANT = (
    _Modifier.ShiftModifier.value
    | _Modifier.ControlModifier.value
    | _Modifier.AltModifier.value
    | _Modifier.MetaModifier.value
)
_SHIFT = _Modifier.ShiftModifier.value
_ONCE = frozenset(
    (
        Qt.Key.Key_Return.value,
        Qt.Key.Key_Enter.value,
        Qt.Key.Key_Backspace.value,
        Qt.Key.Key_Space.value,
    )
)
_SAME_KEY = {
    Qt.Key.Key_Enter.value: Qt.Key.Key_Return.value,
    Qt.Key.Key_Backtab.value: Qt.Key.Key_Tab.value,
}
# Physical rows, left to right from their first scan code: PC set 1; X11 and Wayland add 8.
_ROWS = {2: "1234567890", 16: "QWERTYUIOP", 30: "ASDFGHJKL", 44: "ZXCVBNM"}
_SCAN = {first + i: ord(key) for first, row in _ROWS.items() for i, key in enumerate(row)}
_X11 = 8
_MAC_KEYS = "ASDFHGZXCV BQWERYT123465 97 80 OU IP LJ K    NM"
# macOS virtual key codes are positions; gaps are keys without letter or digit.
_MAC = {code: ord(key) for code, key in enumerate(_MAC_KEYS) if key != " "}


@dataclass(frozen=True, slots=True)
class Move:
    """A movement of the caret."""

    unit: MoveUnit
    forward: bool
    extend: bool


def action_for(event: QKeyEvent, bindings: Bindings, mode: str = "reading") -> str | None:
    """The action a key stands for, or None.

    Args:
        bindings: the keys of the mode.
        mode: in `form` a bare letter or digit counts by its character alone, as it may be text.

    A key held down acts once where it is a letter, digit, Enter, Backspace or Space.
    """
    if event.isAutoRepeat() and acts_once(event):
        return None
    return bound_action(event, bindings, mode)


def bound_action(event: QKeyEvent, bindings: Bindings, mode: str = "reading") -> str | None:
    """As `action_for`, held keys included: whether the key belongs to an action at all."""
    if _is_composing(event):
        return None
    table = _table(tuple((action, tuple(keys)) for action, keys in bindings.items()))
    bare = mode == "form" and not event.modifiers().value & (_RELEVANT & ~_SHIFT)
    for combination in _readings(event, physical=not bare):
        action = table.get(combination)
        if action is not None:
            return action
    return None


def acts_once(event: QKeyEvent) -> bool:
    """Whether a key acts once however long it is held: letters, digits, Enter, Backspace, Space."""
    return event.key() in _ONCE or (event.text().isalnum() and len(event.text()) == 1)


def move_for(event: QKeyEvent) -> Move | None:
    """The caret movement a key stands for; macOS habits on macOS."""
    modifiers = event.modifiers().value & _RELEVANT
    extend = bool(modifiers & _SHIFT)
    moves = _MAC_MOVES if sys.platform == "darwin" else _MOVES
    found = moves.get((event.key(), modifiers & ~_SHIFT))
    return Move(found[0], found[1], extend) if found is not None else None


def _readings(event: QKeyEvent, *, physical: bool) -> list[tuple[int, int]]:
    """What the key may mean, best first: (key, modifiers)."""
    modifiers = event.modifiers().value & _RELEVANT
    key = _SAME_KEY.get(event.key(), event.key())
    if event.key() == Qt.Key.Key_Backtab.value:
        modifiers |= _SHIFT
    found = [(key, modifiers)]
    character = event.text()
    plain = not modifiers & ~_SHIFT
    if plain and len(character) == 1 and character.isprintable() and character != " ":
        found.append((ord(character.upper()), modifiers if character.isalpha() else 0))
    if physical and not _is_latin(key):
        position = _position(event)
        if position is not None:
            found.append((position, modifiers))
    return found


def _is_latin(key: int) -> bool:
    return key < 128 and chr(key).isalnum()


def _position(event: QKeyEvent) -> int | None:
    """The letter or digit printed at this place of a US keyboard."""
    if event.key() >= Qt.Key.Key_Escape.value:
        return None
    if sys.platform == "darwin":
        return _MAC.get(event.nativeVirtualKey())
    code = event.nativeScanCode()
    return _SCAN.get(code if sys.platform == "win32" else code - _X11)


def _is_composing(event: QKeyEvent) -> bool:
    """Dead keys and keys an input method is still working on."""
    key = event.key()
    first, last = Qt.Key.Key_Dead_Grave.value, Qt.Key.Key_Dead_Longsolidusoverlay.value
    if first <= key <= last or key == Qt.Key.Key_Multi_key.value:
        return True
    return key in (0, Qt.Key.Key_unknown.value) and not event.nativeScanCode()


@lru_cache(maxsize=16)
def _table(bindings: tuple[tuple[str, tuple[str, ...]], ...]) -> dict[tuple[int, int], str]:
    table: dict[tuple[int, int], str] = {}
    for action, keys in bindings:
        for text in keys:
            sequence = QKeySequence.fromString(text, QKeySequence.SequenceFormat.PortableText)
            if sequence.count():
                pressed: QKeyCombination = sequence[0]  # type: ignore[index]
                key = _SAME_KEY.get(pressed.key().value, pressed.key().value)
                modifiers = pressed.keyboardModifiers().value & _RELEVANT
                if pressed.key() == Qt.Key.Key_Backtab:
                    modifiers |= _SHIFT
                table.setdefault((key, modifiers), action)
    return table


_CTRL = _Modifier.ControlModifier.value
_ALT = _Modifier.AltModifier.value
_KEY = Qt.Key

_PLAIN_MOVES: dict[tuple[int, int], tuple[MoveUnit, bool]] = {
    (_KEY.Key_Left.value, 0): ("token", False),
    (_KEY.Key_Right.value, 0): ("token", True),
    (_KEY.Key_Up.value, 0): ("line", False),
    (_KEY.Key_Down.value, 0): ("line", True),
    (_KEY.Key_Home.value, 0): ("edge", False),
    (_KEY.Key_End.value, 0): ("edge", True),
    (_KEY.Key_PageUp.value, 0): ("page", False),
    (_KEY.Key_PageDown.value, 0): ("page", True),
    (_KEY.Key_Home.value, _CTRL): ("text", False),
    (_KEY.Key_End.value, _CTRL): ("text", True),
}
_MOVES = _PLAIN_MOVES | {
    (_KEY.Key_Left.value, _CTRL): ("sentence", False),
    (_KEY.Key_Right.value, _CTRL): ("sentence", True),
}
_MAC_MOVES = _PLAIN_MOVES | {
    (_KEY.Key_Left.value, _ALT): ("sentence", False),
    (_KEY.Key_Right.value, _ALT): ("sentence", True),
    (_KEY.Key_Left.value, _CTRL): ("edge", False),
    (_KEY.Key_Right.value, _CTRL): ("edge", True),
    (_KEY.Key_Up.value, _CTRL): ("text", False),
    (_KEY.Key_Down.value, _CTRL): ("text", True),
}
