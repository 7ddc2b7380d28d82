"""The keys of the Form mode that belong to no single field: Enter, Tab, Esc, Ctrl+Enter, Ctrl+D."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractButton, QWidget

from ui.form.editors.base import Editor
from ui.widgets.keys import ENTER_KEYS, is_held_down

if TYPE_CHECKING:
    from ui.form.form import CodeForm

CONTROL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
NONE = Qt.KeyboardModifier.NoModifier
KEYPAD = Qt.KeyboardModifier.KeypadModifier


class FormKeyboard:
    """Turns keys into what the form does."""

    def __init__(self, form: CodeForm) -> None:
        self._form = form

    def in_editor(self, editor: Editor, event: QKeyEvent) -> bool:
        """A key the editor has no use for. Says whether the form acted."""
        key, held = event.key(), event.modifiers() & ~KEYPAD
        if key in ENTER_KEYS:
            return self._enter(editor, event)
        if key == Qt.Key.Key_D and held == CONTROL:
            if not is_held_down(event):
                editor.take_previous()
            return True
        return self._leave(editor.target, event)

    def in_button(self, button: QWidget, event: QKeyEvent) -> None:
        """A key in one of the foot's buttons; accepted where it did something."""
        held = event.modifiers() & ~KEYPAD
        event.accept()
        if event.key() in ENTER_KEYS and held == CONTROL:
            self._form.confirm_all()
        elif event.key() in ENTER_KEYS and held == NONE and isinstance(button, QAbstractButton):
            button.click()
        elif not self._leave(button, event):
            event.ignore()

    def _enter(self, editor: Editor, event: QKeyEvent) -> bool:
        held = event.modifiers() & ~KEYPAD
        if event.isAutoRepeat() or held == SHIFT:
            return True
        if held == CONTROL:
            self._form.confirm_all()
            return True
        if held == NONE:
            self._form.pass_on(editor)
            return True
        return False

    def _leave(self, target: QWidget, event: QKeyEvent) -> bool:
        key, held = event.key(), event.modifiers() & ~KEYPAD
        if key == Qt.Key.Key_Tab and held == NONE:
            self._form.step_from(target, 1)
        elif key == Qt.Key.Key_Backtab:
            self._form.step_from(target, -1)
        elif key == Qt.Key.Key_Escape and held == NONE:
            self._form.escape()
        else:
            return False
        return True
