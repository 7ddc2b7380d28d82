"""Reading a key press: the character first, then the physical position of the key.

On AZERTY the digit row gives `&é"'(`, on other layouts letters of other scripts; what the coder
reads on the choice is a digit, so the key that carries the digit must count as well.
"""

from __future__ import annotations

import sys

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

_NO_MODIFIERS = Qt.KeyboardModifier.NoModifier
_KEYPAD = Qt.KeyboardModifier.KeypadModifier
_SHIFT = Qt.KeyboardModifier.ShiftModifier

ENTER_KEYS = (Qt.Key.Key_Return, Qt.Key.Key_Enter)

# Where the digits 1 to 9 sit: evdev codes + 8 on Linux, set-1 scan codes on Windows, virtual keys
# on macOS (which delivers no scan codes).
_LINUX = {10 + n: 1 + n for n in range(9)}
_WINDOWS = {2 + n: 1 + n for n in range(9)}
_MAC = {18: 1, 19: 2, 20: 3, 21: 4, 23: 5, 22: 6, 26: 7, 28: 8, 25: 9}


def is_plain(event: QKeyEvent, *, shift: bool = False) -> bool:
    """Whether no modifier is held (the keypad does not count; Shift only where allowed)."""
    held = event.modifiers() & ~_KEYPAD
    return held == _NO_MODIFIERS or (shift and held == _SHIFT)


def is_enter(event: QKeyEvent) -> bool:
    """Enter or Return without modifiers."""
    return event.key() in ENTER_KEYS and is_plain(event)


def typed_digit(event: QKeyEvent) -> int | None:
    """The digit 1 to 9 that the key types, in any script's digits."""
    text = event.text()
    if len(text) == 1 and text.isdecimal() and is_plain(event, shift=True):
        return int(text) or None
    return None


def placed_digit(event: QKeyEvent) -> int | None:
    """The digit 1 to 9 at the key's physical position, whatever character it types."""
    if not is_plain(event):
        return None
    if sys.platform == "darwin":
        return _MAC.get(event.nativeVirtualKey())
    table = _WINDOWS if sys.platform == "win32" else _LINUX
    return table.get(event.nativeScanCode())


def typed_text(event: QKeyEvent) -> str:
    """The printable character the key types; empty for commands and control keys."""
    text = event.text()
    held = event.modifiers() & ~(_KEYPAD | _SHIFT)
    # AltGr arrives as Ctrl+Alt on Windows and types characters.
    if held not in (
        _NO_MODIFIERS,
        Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier,
        Qt.KeyboardModifier.GroupSwitchModifier,
    ):
        return ""
    return text if text and text.isprintable() else ""


def is_held_down(event: QKeyEvent) -> bool:
    """Whether a key that acts (letter, digit, Enter, Backspace, Space) repeats by itself."""
    if not event.isAutoRepeat():
        return False
    acting = (*ENTER_KEYS, Qt.Key.Key_Backspace, Qt.Key.Key_Space)
    return event.key() in acting or bool(typed_text(event))
