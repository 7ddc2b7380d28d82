"""What every control of a field shares: its frame, its states, its keys, how it reports a value.

An editor shows the fillers of one field and reports new ones. It knows no store: the form passes on
what it reports. Each editor has one widget that takes the focus (`target`); the editor sees its
events first, so that choice keys work before text is typed and never during the composition of an
input method.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Protocol

from PySide6.QtCore import QEvent, QObject, QRectF, Qt, Signal
from PySide6.QtGui import (
    QAction,
    QColor,
    QContextMenuEvent,
    QFocusEvent,
    QInputMethodEvent,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QMenu, QWidget

from annotator.codebook.kinds import KINDS, MISSING_LABELS
from annotator.codebook.model import Code, Field, Layer
from annotator.model import Fields, Missing, Span, Value
from ui.form.asking import is_unconfirmed
from ui.form.context import FormContext, help_on_field, tooltip
from ui.form.popup import ChoicePopup
from ui.form.slots import RecentSlots
from ui.theme import Theme
from ui.widgets.keys import is_held_down, is_plain
from ui.widgets.segmented import RING, border_colour, paint_halo

BOX_HEIGHT = 27
PAD_X = 8
PAD_Y = 3
PASSING = (
    Qt.FocusReason.ActiveWindowFocusReason,
    Qt.FocusReason.PopupFocusReason,
    Qt.FocusReason.MenuBarFocusReason,
)
"""The focus comes back by itself: letters typed so far stay letters."""
NEXT_MISSING: dict[Missing | None, Missing | None] = {None: "na", "na": "cbd", "cbd": None}


class Host(Protocol):
    """What an editor asks of its form."""

    context: FormContext
    theme: Theme

    @property
    def layer(self) -> Layer:
        """The layer of the code."""

    def fields(self) -> Fields:
        """The fillers of the whole code as they stand now."""

    def popup(self) -> ChoicePopup:
        """The one list of choices of the form."""

    def slots(self, field: Field, keys: Sequence[str]) -> RecentSlots:
        """The numbers of a long list."""

    def colour(self) -> str:
        """The layer's colour in this theme."""

    def say(self, text: str) -> None:
        """Tell a screen reader what the keyboard stands on."""

    def form_key(self, editor: Editor, event: QKeyEvent) -> bool:
        """Keys that belong to the form: Enter, Tab, Esc ... Says whether it acted."""


class Editor(QWidget):
    """The control of one field."""

    value_changed = Signal(object, bool)
    """New fillers, and whether they are still being typed."""
    chosen = Signal()
    """A choice was made by key: the form moves on."""
    help_wanted = Signal(object)
    entered = Signal()
    layout_changed = Signal()
    """The height it wants may have changed."""

    takes_text = False
    """Digits and '-' are text here, always."""
    is_framed = True
    may_be_missing = True
    """Whether "not applicable" and "cannot be determined" are answers here."""

    def __init__(self, field: Field, host: Host, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.field, self.host = field, host
        self.kind = KINDS[field.kind]
        self._values: tuple[Value, ...] = ()
        self._error = ""
        self._composing = False
        self._target: QWidget | None = None
        self.setObjectName(f"field_{field.key}")
        self.setToolTip(tooltip(help_on_field(field)))

    # --- what subclasses fill in --------------------------------------------------------------

    def show_values(self) -> None:
        """Bring the control in line with `values`."""
        raise NotImplementedError

    def height_for(self, width: int) -> int:
        """Logical pixels wanted at this width, the ring of the focus included."""
        return BOX_HEIGHT + 2 * RING

    def on_key(self, event: QKeyEvent) -> bool:
        """A key of this kind of control. Says whether it acted."""
        return False

    def flush(self) -> bool:
        """Report what is typed but not reported yet; False where it cannot be read."""
        return True

    def on_entered(self) -> None:
        """The focus has come."""

    def on_left(self) -> None:
        """The focus has gone to another control of this window."""

    def before_undo(self) -> None:
        """Undo is about to be asked for: what is typed must be a step by then."""

    def close_list(self) -> bool:
        """Close the list of choices; says whether it was open."""
        popup = self.host.popup()
        return popup.is_open_for(self) and popup.close_list()

    def assign(self, name: str, span: Span, actor: str | None) -> bool:
        """Take a mention the coder pointed at in the text. Says whether it fits this field."""
        return False

    def on_fields_changed(self) -> None:
        """Another field of the code changed."""

    def forget_typing(self) -> None:
        """Drop what is typed and not reported."""

    def has_typed_text(self) -> bool:
        """Whether text stands in the control that is no value yet."""
        return False

    def set_theme(self) -> None:
        """The colours have changed."""
        self.show_values()
        self.update()

    # --- values -------------------------------------------------------------------------------

    @property
    def values(self) -> tuple[Value, ...]:
        return self._values

    @property
    def missing(self) -> Missing | None:
        return self._values[0].missing if self._values else None

    @property
    def is_unconfirmed(self) -> bool:
        return is_unconfirmed(self._values)

    def set_values(self, values: Sequence[Value], *, anew: bool = False) -> None:
        """Show what the store holds; nothing is reported.

        Args:
            anew: another code is shown: what was typed or refused for the last one goes.
        """
        if anew:
            self.forget_typing()
        elif tuple(values) == self._values:
            return
        self._values = tuple(values)
        self.set_error("")
        self.show_values()
        self._name_target()
        self.update()

    def report(self, values: Sequence[Value], *, typing: bool = False) -> None:
        """The coder has made these the fillers."""
        self._values = tuple(values)
        self.set_error("")
        self.show_values()
        self._name_target()
        self.update()
        self.value_changed.emit(self._values, typing)

    def confirm(self) -> bool:
        """Make a pre-fill the coder's own; says whether there was one."""
        if not self.is_unconfirmed:
            return False
        self.report([value.confirm() for value in self._values])
        return True

    def set_missing(self, state: Missing | None) -> None:
        self.report((Value(missing=state, origin="manual"),) if state else ())

    def cycle_missing(self) -> None:
        """Not applicable, cannot be determined, nothing."""
        self.set_missing(NEXT_MISSING[self.missing])

    def text_of(self, value: Value) -> str:
        """A filler as people read it."""
        return self.kind.show(self.field, value, self.host.context.actor_name)

    def manual(self, value: Value) -> Value:
        """The value as the coder's own work."""
        return replace(value, origin="manual", confirmed=True)

    def code(self, key: str | None) -> Code | None:
        return self.field.find_code(key)

    @property
    def error(self) -> str:
        return self._error

    def set_error(self, text: str) -> None:
        """Mark the control as not readable, with the reason; empty clears it."""
        if text == self._error:
            return
        self._error = text
        self.update()
        self.layout_changed.emit()

    # --- focus --------------------------------------------------------------------------------

    @property
    def target(self) -> QWidget:
        """The widget that takes the focus."""
        assert self._target is not None
        return self._target

    def set_target(self, widget: QWidget) -> None:
        self._target = widget
        if widget is not self:
            self.setFocusProxy(widget)
        widget.installEventFilter(self)
        self._name_target()

    def has_focus(self) -> bool:
        return self._target is not None and self._target.hasFocus()

    def focus(self) -> None:
        self.target.setFocus(Qt.FocusReason.TabFocusReason)

    def _name_target(self) -> None:
        """What a screen reader says: label, what is in it, in which state."""
        if self._target is None:
            return
        said = ", ".join(self.text_of(value) for value in self._values) or "empty"
        state = " (pre-filled, not confirmed)" if self.is_unconfirmed else ""
        self._target.setAccessibleName(f"{self.field.label}: {said}{state}")
        self._target.setAccessibleDescription(self.field.definition or self.field.help)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is not self._target:
            return False
        kind = event.type()
        if kind == QEvent.Type.InputMethod and isinstance(event, QInputMethodEvent):
            self._composing = bool(event.preeditString())
        elif kind == QEvent.Type.FocusIn:
            self._focus_in()
        elif isinstance(event, QFocusEvent) and kind == QEvent.Type.FocusOut:
            self._focus_out(event.reason() in PASSING)
        elif isinstance(event, QKeyEvent):
            return self._key_event(event)
        return False

    def _focus_in(self) -> None:
        self.update()
        self.entered.emit()
        self.help_wanted.emit(help_on_field(self.field, self.host.layer.rule))
        self.on_entered()

    def _focus_out(self, passing: bool) -> None:
        self._composing = False
        self.update()
        if not passing:
            self.on_left()
        self.close_list()

    def _key_event(self, event: QKeyEvent) -> bool:
        if self._composing:
            return False
        if event.type() == QEvent.Type.ShortcutOverride:
            return self._override(event)
        if event.type() != QEvent.Type.KeyPress:
            return False
        if is_undo(event):
            event.ignore()
            return True
        return self._pressed(event)

    def _override(self, event: QKeyEvent) -> bool:
        """Keep the window's shortcuts off the keys of the form; undo belongs to the window."""
        if is_undo(event):
            self.before_undo()
            event.ignore()
            return True
        if is_plain(event, shift=True) and not is_function_key(event):
            event.accept()
            return True
        control = event.modifiers() == Qt.KeyboardModifier.ControlModifier
        if control and event.key() in (Qt.Key.Key_D, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            event.accept()
            return True
        return False

    def _pressed(self, event: QKeyEvent) -> bool:
        if not self.takes_text and not self.has_typed_text() and is_held_down(event):
            return True
        return self.on_key(event) or self._common_key(event) or self.host.form_key(self, event)

    def _common_key(self, event: QKeyEvent) -> bool:
        if event.text() == "-" and is_plain(event) and self._dash_means_missing():
            self.cycle_missing()
            return True
        if event.key() in (Qt.Key.Key_Backspace, Qt.Key.Key_Delete) and self.missing:
            self.set_missing(None)
            return True
        return False

    def _dash_means_missing(self) -> bool:
        if self.takes_text or not self.may_be_missing:
            return False
        empty = not self._values or self.missing is not None
        return empty and not self.has_typed_text()

    # --- mouse and paint ----------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.focus()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        menu = self.menu()
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(event.globalPos())

    def menu(self) -> QMenu:
        """What the mouse can do here that keys do."""
        menu = QMenu(self)
        states: tuple[Missing, ...] = ("na", "cbd") if self.may_be_missing else ()
        for state in states:
            action = QAction(MISSING_LABELS[state].capitalize(), menu)
            action.triggered.connect(lambda _=False, state=state: self.set_missing(state))
            menu.addAction(action)
        clear = QAction("Clear", menu)
        clear.setEnabled(bool(self._values))
        clear.triggered.connect(lambda: self.report(()))
        menu.addAction(clear)
        menu.addSeparator()
        same = QAction("Same as in the previous code", menu)
        same.setShortcut(QKeySequence("Ctrl+D"))
        same.triggered.connect(self.take_previous)
        menu.addAction(same)
        return menu

    def take_previous(self) -> bool:
        """The fillers of the coder's previous code; says whether there were any."""
        found = self.host.context.previous_value(self.host.layer.key, self.field.key)
        if found:
            self.report([self.manual(value) for value in found])
        return bool(found)

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self.is_framed:
            return
        theme, painter = self.host.theme, QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect()).adjusted(RING, RING, -RING, -RING)
        focused = self.has_focus()
        if focused:
            paint_halo(painter, box, 5, theme)
        painter.setPen(QPen(QColor(border_colour(theme, focused, bool(self._error))), 1))
        painter.setBrush(QColor(theme.card))
        painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), 5, 5)
        painter.end()


def is_undo(event: QKeyEvent) -> bool:
    """Undo and redo are steps of the project, also while a field has the focus."""
    standard = QKeySequence.StandardKey
    return event.matches(standard.Undo) or event.matches(standard.Redo)


def is_function_key(event: QKeyEvent) -> bool:
    return Qt.Key.Key_F1 <= event.key() <= Qt.Key.Key_F35
