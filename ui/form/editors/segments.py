"""Few short choices side by side: ordinal positions, yes and no, short categories."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from annotator.codebook.model import Code, Field
from annotator.model import Value
from ui.form.context import Help, help_on_code, tooltip
from ui.form.editors.base import PAD_X, Editor, Host
from ui.theme import ui_font
from ui.widgets.keys import is_enter, is_plain, placed_digit, typed_digit, typed_text
from ui.widgets.segmented import RING, Segment, SegmentedChoice, segments_width

MOST_SEGMENTS = 5
NOMINAL_WIDTH = 218
SYMBOLS = {-2: "−−", -1: "−", 0: "0", 1: "+", 2: "++"}


def code_segments(codes: Sequence[Code]) -> tuple[Segment, ...] | None:
    """The codes as segments; None where they are too many or too long to stand side by side.

    Numbered positions from -2 to +2 shrink to signs before they give up.
    """
    if not 2 <= len(codes) <= MOST_SEGMENTS:
        return None
    labelled = [_segment(n, code, code.label) for n, code in enumerate(codes, start=1)]
    if segments_width(labelled) <= NOMINAL_WIDTH:
        return tuple(labelled)
    if all(code.number in SYMBOLS for code in codes):
        return tuple(
            _segment(n, code, SYMBOLS[code.number or 0]) for n, code in enumerate(codes, start=1)
        )
    return None


def _segment(n: int, code: Code, label: str) -> Segment:
    about = help_on_code(code)
    tip = tooltip(about) or (code.label if label != code.label else "")
    return Segment(str(n), label, tip)


class SegmentEditor(Editor):
    """Choices that are all in view: a digit or a click takes one."""

    is_framed = False

    def __init__(
        self,
        field: Field,
        host: Host,
        segments: Sequence[Segment],
        fillers: Sequence[Value],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(field, host, parent)
        self._fillers = tuple(fillers)
        self._choice = SegmentedChoice(segments, host.theme, self)
        self._veil = MissingVeil(self)
        self._choice.picked.connect(self._on_picked)
        self._choice.pointed.connect(self._tell)
        self.set_target(self._choice)
        self.show_values()

    @property
    def segments(self) -> tuple[Segment, ...]:
        return self._choice.segments

    def show_values(self) -> None:
        chosen = [n for n, filler in enumerate(self._fillers) if self._holds(filler)]
        self._choice.set_look(self.host.theme, self.host.colour())
        self._choice.set_chosen(chosen, muted=self.is_unconfirmed)
        self._veil.setVisible(self.missing is not None)
        self._veil.update()

    def _holds(self, filler: Value) -> bool:
        return any(v.code == filler.code and v.value == filler.value for v in self._values)

    def set_error(self, text: str) -> None:
        super().set_error(text)
        self._choice.set_invalid(bool(text))

    def on_left(self) -> None:
        self._choice.set_cursor(-1)

    def on_key(self, event: QKeyEvent) -> bool:
        digit = typed_digit(event)
        if digit is None and not typed_text(event).strip():
            return self._command(event)
        if digit is None:
            return self._letter(event)
        if digit <= len(self._fillers):
            self._take(digit - 1, go_on=True)
        return True

    def _command(self, event: QKeyEvent) -> bool:
        cursor = self._choice.cursor_index
        if not is_plain(event):
            return False
        if event.key() in (Qt.Key.Key_Right, Qt.Key.Key_Down):
            self._move(1)
        elif event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Up):
            self._move(-1)
        elif cursor >= 0 and (is_enter(event) or event.key() == Qt.Key.Key_Space):
            self._take(cursor, go_on=is_enter(event))
        elif event.key() in (Qt.Key.Key_Backspace, Qt.Key.Key_Delete) and self._values:
            self.report(())
        else:
            return False
        return True

    def _letter(self, event: QKeyEvent) -> bool:
        """Stand on the next choice that begins with the letter; a key without one is a place."""
        text = typed_text(event).casefold()
        if text == "-":
            return False
        count, start = len(self._fillers), self._choice.cursor_index
        for step in range(1, count + 1):
            n = (start + step) % count
            if self._name(n).casefold().startswith(text):
                self._choice.set_cursor(n)
                return True
        digit = placed_digit(event)
        if digit is not None and digit <= count:
            self._take(digit - 1, go_on=True)
        return True

    def _name(self, n: int) -> str:
        return self.text_of(self._fillers[n])

    def _move(self, step: int) -> None:
        cursor, count = self._choice.cursor_index, len(self._fillers)
        if cursor < 0:
            chosen = [n for n, filler in enumerate(self._fillers) if self._holds(filler)]
            cursor = chosen[0] if chosen else (-1 if step > 0 else count)
        self._choice.set_cursor((cursor + step) % count)

    def _on_picked(self, index: int) -> None:
        self.focus()
        self._take(index, go_on=False)

    def _take(self, index: int, *, go_on: bool) -> None:
        filler = self.manual(self._fillers[index])
        if self.kind.multiple and not self.missing:
            self.report(toggled(self._values, filler))
        else:
            self.report((filler,))
        if go_on:
            self._choice.set_cursor(-1)
            self.chosen.emit()

    def _tell(self, index: int) -> None:
        self.host.say(f"{index + 1}, {self._name(index)}")
        code = self.code(self._fillers[index].code)
        self.help_wanted.emit(help_on_code(code) if code else Help(self._name(index)))

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._choice.setGeometry(self.rect())
        self._veil.setGeometry(self.rect())


def toggled(values: Sequence[Value], filler: Value) -> tuple[Value, ...]:
    """The fillers with this one added, or without it where it was in."""
    same = [v for v in values if _identity(v) == _identity(filler)]
    if same:
        return tuple(v for v in values if v not in same)
    return (*(v for v in values if v.missing is None), filler)


def _identity(value: Value) -> tuple[object, ...]:
    return value.code, value.value, value.actor, value.link


class MissingVeil(QWidget):
    """Says "not applicable" over the segments; a click lets them be used again."""

    def __init__(self, editor: SegmentEditor) -> None:
        super().__init__(editor)
        self._editor = editor
        self.hide()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._editor.focus()
        self._editor.set_missing(None)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, editor = self._editor.host.theme, self._editor
        painter = QPainter(self)
        inside = self.rect().adjusted(RING + 1, RING + 1, -RING - 1, -RING - 1)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(QColor(theme.card))
        painter.drawRoundedRect(inside, 5, 5)
        font = ui_font(13)
        font.setItalic(True)
        painter.setFont(font)
        painter.setPen(QColor(theme.muted))
        text = editor.text_of(editor.values[0]) if editor.values else ""
        painter.drawText(
            inside.adjusted(PAD_X - 1, 0, 0, 0), int(Qt.AlignmentFlag.AlignVCenter), text
        )
        painter.end()


def boolean_editor(field: Field, host: Host, parent: QWidget | None = None) -> Editor:
    """Yes and no."""
    segments = (Segment("1", "yes"), Segment("2", "no"))
    return SegmentEditor(field, host, segments, (Value(value=True), Value(value=False)), parent)
