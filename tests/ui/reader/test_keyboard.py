"""Keys on the keyboards of the world: the character first, then the place."""

from __future__ import annotations

import sys

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent

from ui.reader.keyboard import Move, action_for, bound_action, move_for

NONE = Qt.KeyboardModifier.NoModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
CTRL = Qt.KeyboardModifier.ControlModifier
ALT = Qt.KeyboardModifier.AltModifier
KEYPAD = Qt.KeyboardModifier.KeypadModifier

BINDINGS = {
    "layer.event": ("E",),
    "layer.statement": ("Q",),
    "accept.screen": ("A",),
    "accept.article": ("Shift+A",),
    "item.widen": ("W",),
    "item.narrow": ("Shift+W",),
    "type.1": ("1",),
    "suggestion.next": ("Tab",),
    "suggestion.previous": ("Shift+Tab",),
    "item.enter": ("Return",),
    "suggestion.reject": ("Backspace",),
    "code.delete": ("Del", "Ctrl+Backspace"),
    "code.again": ("Ctrl+D",),
    "read.next": ("Space",),
    "article.next": ("Alt+Down",),
    "view.larger": ("Ctrl++", "Ctrl+="),
}
X11 = 8
PLACE = {"q": 16, "w": 17, "e": 18, "a": 30, "d": 32, "1": 2, "6": 7}
MAC = {"q": 12, "w": 13, "e": 14, "a": 0, "d": 2, "1": 18, "6": 22}


def pressed(
    key: Qt.Key | int,
    text: str = "",
    modifiers: Qt.KeyboardModifier = NONE,
    *,
    at: str = "",
    held: bool = False,
) -> QKeyEvent:
    """A key event; `at` is the letter a US keyboard has at this place."""
    scan = 0
    virtual = MAC.get(at, 0) if sys.platform == "darwin" else 0
    if at:
        scan = PLACE[at] + (0 if sys.platform in ("win32", "darwin") else X11)
    return QKeyEvent(QEvent.Type.KeyPress, int(key), modifiers, scan, virtual, 0, text, held, 1)


def action(*args: object, **more: object) -> str | None:
    return action_for(pressed(*args, **more), BINDINGS)  # type: ignore[arg-type]


def test_a_letter_is_its_action() -> None:
    assert action(Qt.Key.Key_E, "e", at="e") == "layer.event"
    assert action(Qt.Key.Key_W, "W", SHIFT, at="w") == "item.narrow"


def test_caps_lock_changes_nothing() -> None:
    assert action(Qt.Key.Key_W, "W", NONE, at="w") == "item.widen"


@pytest.mark.parametrize("held", ["e", "1", "\r", "\b", " "])
def test_keys_that_act_once_ignore_repetition(held: str) -> None:
    keys = {
        "e": Qt.Key.Key_E,
        "1": Qt.Key.Key_1,
        "\r": Qt.Key.Key_Return,
        "\b": Qt.Key.Key_Backspace,
        " ": Qt.Key.Key_Space,
    }
    event = pressed(keys[held], held, held=True)
    assert action_for(event, BINDINGS) is None
    assert bound_action(event, BINDINGS) is not None


def test_tab_may_be_held() -> None:
    assert action(Qt.Key.Key_Tab, "\t", held=True) == "suggestion.next"


def test_shift_tab_arrives_as_backtab() -> None:
    assert action(Qt.Key.Key_Backtab, "", SHIFT) == "suggestion.previous"


def test_azerty_letters_count_by_their_print() -> None:
    assert action(Qt.Key.Key_A, "a", at="q") == "accept.screen"
    assert action(Qt.Key.Key_Q, "q", at="a") == "layer.statement"


def test_azerty_letter_without_action_is_not_taken_for_its_place() -> None:
    without_q = {key: value for key, value in BINDINGS.items() if key != "layer.statement"}
    assert action_for(pressed(Qt.Key.Key_Q, "q", at="a"), without_q) is None


def test_azerty_digit_row_works_without_shift() -> None:
    assert action(Qt.Key.Key_Ampersand, "&", at="1") == "type.1"
    assert action(Qt.Key.Key_1, "1", SHIFT, at="1") == "type.1"


def test_qwertz_letters_count_by_their_print() -> None:
    bindings = {"y": ("Y",), "z": ("Z",)}
    assert action_for(pressed(Qt.Key.Key_Z, "z"), bindings) == "z"


@pytest.mark.parametrize(
    ("character", "place", "expected"),
    [("у", "e", "layer.event"), ("ф", "a", "accept.screen"), ("ث", "e", "layer.event")],
)
def test_cyrillic_and_arabic_count_by_place(character: str, place: str, expected: str) -> None:
    key = ord(character.upper())
    assert action(key, character, at=place) == expected


def test_cyrillic_with_ctrl_counts_by_place() -> None:
    assert action(ord("В"), "\x04", CTRL, at="d") == "code.again"


def test_shift_counts_on_cyrillic_too() -> None:
    assert action(ord("Ф"), "Ф", SHIFT, at="a") == "accept.article"


def test_keypad_enter_and_digits() -> None:
    assert action(Qt.Key.Key_Enter, "\r", KEYPAD) == "item.enter"
    assert action(Qt.Key.Key_1, "1", KEYPAD) == "type.1"


def test_modified_keys_need_their_modifiers() -> None:
    assert action(Qt.Key.Key_E, "\x05", CTRL, at="e") is None
    assert action(Qt.Key.Key_Backspace, "\x7f", CTRL) == "code.delete"
    assert action(Qt.Key.Key_Delete, "\x7f") == "code.delete"
    assert action(Qt.Key.Key_Down, "", ALT) == "article.next"
    assert action(Qt.Key.Key_Equal, "=", CTRL) == "view.larger"


def test_shifted_digit_is_not_the_digit() -> None:
    assert action(Qt.Key.Key_Exclam, "!", SHIFT, at="1") is None


def test_dead_keys_wait_for_the_next() -> None:
    assert action(Qt.Key.Key_Dead_Acute, "", at="e") is None


def test_in_forms_letters_count_by_character_only() -> None:
    event = pressed(ord("У"), "у", at="e")
    assert action_for(event, BINDINGS, "form") is None
    assert action_for(pressed(Qt.Key.Key_E, "e", at="e"), BINDINGS, "form") == "layer.event"


@pytest.mark.skipif(sys.platform == "darwin", reason="macOS has its own habits")
@pytest.mark.parametrize(
    ("key", "modifiers", "expected"),
    [
        (Qt.Key.Key_Right, NONE, Move("token", True, False)),
        (Qt.Key.Key_Left, SHIFT, Move("token", False, True)),
        (Qt.Key.Key_Right, CTRL | SHIFT, Move("sentence", True, True)),
        (Qt.Key.Key_Down, NONE, Move("line", True, False)),
        (Qt.Key.Key_End, NONE, Move("edge", True, False)),
        (Qt.Key.Key_Home, CTRL, Move("text", False, False)),
        (Qt.Key.Key_PageUp, SHIFT, Move("page", False, True)),
    ],
)
def test_arrow_keys_move(key: Qt.Key, modifiers: Qt.KeyboardModifier, expected: Move) -> None:
    assert move_for(pressed(key, "", modifiers)) == expected


def test_alt_arrows_are_no_movement_of_the_caret() -> None:
    assert move_for(pressed(Qt.Key.Key_Down, "", ALT)) is None
