"""Held keys, input methods and other keyboards never code by accident."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QInputMethodEvent, QKeyEvent
from PySide6.QtWidgets import QApplication

from tests.ui.form.conftest import Desk, OpenForm
from ui.widgets import keys as key_reading


def send(key: Qt.Key, text: str, *, repeat: bool = False, scan: int = 0) -> None:
    target = QApplication.focusWidget()
    assert target is not None
    for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
        event = QKeyEvent(
            kind, int(key), Qt.KeyboardModifier.NoModifier, scan, 0, 0, text, repeat, 1
        )
        QApplication.sendEvent(target, event)


def compose(text: str, commit: str = "") -> None:
    target = QApplication.focusWidget()
    assert target is not None
    event = QInputMethodEvent(text, [])
    if commit:
        event.setCommitString(commit)
    QApplication.sendEvent(target, event)


@pytest.mark.parametrize(
    ("key", "text"),
    [
        (Qt.Key.Key_1, "1"),
        (Qt.Key.Key_Return, "\r"),
        (Qt.Key.Key_Space, " "),
        (Qt.Key.Key_Backspace, "\b"),
        (Qt.Key.Key_A, "a"),
    ],
)
@pytest.mark.parametrize("field", ["position", "claimant", "form"])
def test_a_held_key_does_nothing(open_form: OpenForm, field: str, key: Qt.Key, text: str) -> None:
    desk = open_form("claim", start=False)
    desk.form.focus_on(field)
    send(key, text, repeat=True)
    assert (desk.values, desk.closed, desk.at) == ([], [], field)


def test_held_enter_in_a_text_does_not_run_through_the_form(open_form: OpenForm) -> None:
    desk = open_form("claim", start=False)
    desk.form.focus_on("aim")
    send(Qt.Key.Key_Return, "\r", repeat=True)
    assert desk.at == "aim"
    assert desk.closed == []


def test_held_letters_are_text_in_a_text(open_form: OpenForm) -> None:
    desk = open_form("claim", start=False)
    desk.form.focus_on("aim")
    send(Qt.Key.Key_A, "a")
    send(Qt.Key.Key_A, "a", repeat=True)
    desk.press("Tab")
    assert desk.shown("aim") == ["aa"]


@pytest.mark.parametrize("key", [Qt.Key.Key_1, Qt.Key.Key_Return, Qt.Key.Key_Escape])
def test_no_key_acts_while_an_input_method_composes(open_form: OpenForm, key: Qt.Key) -> None:
    desk = open_form("claim")
    compose("に")
    send(key, "1" if key == Qt.Key.Key_1 else "")
    assert (desk.values, desk.closed, desk.at) == ([], [], "claimant")


def test_composed_text_becomes_a_name(open_form: OpenForm) -> None:
    desk = open_form("claim")
    compose("北京", commit="")
    compose("", commit="北京市")
    desk.press("Enter")
    assert desk.form.fields()["claimant"][0].value == "北京市"


def azerty(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(key_reading.sys, "platform", "linux")


def test_the_digit_row_of_azerty_chooses_by_its_place(
    open_form: OpenForm, monkeypatch: pytest.MonkeyPatch
) -> None:
    azerty(monkeypatch)
    desk = open_form("claim", start=False)
    desk.form.focus_on("position")
    send(Qt.Key.Key_Ampersand, "&", scan=10)
    assert desk.code_of("position") == desk.form.layer.field("position").codes[0].key


def test_an_accented_letter_that_filters_nothing_chooses_by_its_place(
    open_form: OpenForm, monkeypatch: pytest.MonkeyPatch
) -> None:
    azerty(monkeypatch)
    desk = open_form("event")
    send(Qt.Key.Key_Eacute, "é", scan=11)
    assert desk.code_of("event_type") == desk.form.layer.field("event_type").codes[1].key


def test_the_character_counts_before_the_place(
    open_form: OpenForm, monkeypatch: pytest.MonkeyPatch
) -> None:
    azerty(monkeypatch)
    desk = open_form("claim", start=False)
    desk.form.focus_on("position")
    send(Qt.Key.Key_2, "2", scan=10)
    assert desk.code_of("position") == desk.form.layer.field("position").codes[1].key


def test_digits_of_other_scripts_choose(open_form: OpenForm) -> None:
    desk = open_form("claim", start=False)
    desk.form.focus_on("position")
    send(Qt.Key.Key_unknown, "٢")
    assert desk.code_of("position") == desk.form.layer.field("position").codes[1].key


def leave_window(desk: Desk) -> None:
    from PySide6.QtGui import QFocusEvent

    target = QApplication.focusWidget()
    assert target is not None
    out = QFocusEvent(QEvent.Type.FocusOut, Qt.FocusReason.ActiveWindowFocusReason)
    QApplication.sendEvent(target, out)


def test_letters_stay_letters_when_the_window_is_left_for_a_moment(open_form: OpenForm) -> None:
    desk = open_form("claim")
    desk.type("ils")
    leave_window(desk)
    assert desk.values == []
