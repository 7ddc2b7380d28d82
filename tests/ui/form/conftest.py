"""Forms on screen, with what they report written down."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from annotator.codebook.model import Layer
from annotator.model import Annotation, Value
from tests.ui.form.world import World, annotation, news_layer
from ui.form.form import CodeForm
from ui.theme import LIGHT, apply, load_fonts

KEYS = {
    "Enter": (Qt.Key.Key_Return, Qt.KeyboardModifier.NoModifier),
    "Ctrl+Enter": (Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier),
    "Shift+Enter": (Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier),
    "Tab": (Qt.Key.Key_Tab, Qt.KeyboardModifier.NoModifier),
    "Shift+Tab": (Qt.Key.Key_Backtab, Qt.KeyboardModifier.ShiftModifier),
    "Esc": (Qt.Key.Key_Escape, Qt.KeyboardModifier.NoModifier),
    "Backspace": (Qt.Key.Key_Backspace, Qt.KeyboardModifier.NoModifier),
    "Delete": (Qt.Key.Key_Delete, Qt.KeyboardModifier.NoModifier),
    "Down": (Qt.Key.Key_Down, Qt.KeyboardModifier.NoModifier),
    "Up": (Qt.Key.Key_Up, Qt.KeyboardModifier.NoModifier),
    "Left": (Qt.Key.Key_Left, Qt.KeyboardModifier.NoModifier),
    "Right": (Qt.Key.Key_Right, Qt.KeyboardModifier.NoModifier),
    "Space": (Qt.Key.Key_Space, Qt.KeyboardModifier.NoModifier),
    "Ctrl+D": (Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier),
    "Ctrl+Z": (Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier),
}


@dataclass
class Desk:
    """A form, its window and what it reported."""

    form: CodeForm
    window: QWidget
    world: World
    values: list[tuple[str, tuple[Value, ...], bool]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    certainties: list[int | None] = field(default_factory=list)
    flags: list[bool] = field(default_factory=list)
    closed: list[bool] = field(default_factory=list)
    confirmed: int = 0
    pressed: int = 0

    def press(self, *keys: str) -> None:
        """Press keys one after the other: names as `Enter`, or characters."""
        for key in keys:
            self.pressed += 1
            target = QApplication.focusWidget()
            assert target is not None
            if key in KEYS:
                QTest.keyClick(target, *KEYS[key])
            else:
                QTest.keyClick(target, key)

    def type(self, text: str) -> None:
        self.press(*text)

    @property
    def at(self) -> str:
        return self.form.current_field

    def code_of(self, key: str) -> str | None:
        values = self.form.fields().get(key, ())
        return values[0].code if values else None

    def shown(self, key: str) -> list[str]:
        editor = self.form.editor(key)
        assert editor is not None
        return [editor.text_of(value) for value in editor.values]

    @property
    def list_labels(self) -> list[str]:
        popup = self.form.popup()
        return [] if popup.isHidden() else [row.label for row in popup.rows]


OpenForm = Callable[..., Desk]


@pytest.fixture(scope="session")
def dressed(qapp: QApplication) -> QApplication:
    load_fonts()
    apply(qapp, LIGHT)
    return qapp


@pytest.fixture
def open_form(qtbot: QtBot, dressed: QApplication) -> Iterator[OpenForm]:
    """Open a form on a code of the news codebook (or another layer) and give it the focus."""

    def make(
        layer: str | Layer = "claim",
        *,
        code: Annotation | None = None,
        fresh: bool = True,
        world: World | None = None,
        start: bool = True,
        **fields: tuple[Value, ...],
    ) -> Desk:
        window = QWidget()
        window.resize(380, 720)
        box = QVBoxLayout(window)
        form = CodeForm(LIGHT, window)
        box.addWidget(form)
        desk = Desk(form, window, world or World())
        _listen(desk)
        qtbot.addWidget(window)
        found = news_layer(layer) if isinstance(layer, str) else layer
        form.load(code or annotation(found.key, **fields), found, desk.world, fresh=fresh)
        window.show()
        window.activateWindow()
        qtbot.waitUntil(window.isActiveWindow)
        if start:
            form.focus_first()
        return desk

    yield make


def _listen(desk: Desk) -> None:
    form = desk.form
    form.value_changed.connect(
        lambda key, values, typing: desk.values.append((key, values, typing))
    )
    form.note_changed.connect(lambda text, _: desk.notes.append(text))
    form.certainty_changed.connect(desk.certainties.append)
    form.flag_changed.connect(desk.flags.append)
    form.closed.connect(desk.closed.append)

    def count() -> None:
        desk.confirmed += 1

    form.all_confirmed.connect(count)
