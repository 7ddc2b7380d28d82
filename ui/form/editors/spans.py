"""A second passage of a code, such as the cue of a quotation: pointed at, never typed."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from annotator.codebook.model import Field
from annotator.model import Span, Value
from ui.form.editors.base import BOX_HEIGHT, PAD_X, PAD_Y, Editor, Host
from ui.form.editors.type_ahead import PREFILLED
from ui.theme import reading_font, ui_font
from ui.widgets.elided import ElidedLabel
from ui.widgets.keys import is_plain
from ui.widgets.segmented import RING

EMPTY = "select it in the text"


class SpanEditor(Editor):
    """Shows the passage; Space or a click takes the one selected in the text."""

    def __init__(self, field: Field, host: Host, parent: QWidget | None = None) -> None:
        super().__init__(field, host, parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        font = ui_font(13)
        self._words = ElidedLabel("", font=font, colour="#000000", max_lines=2, parent=self)
        self._words.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._note = ElidedLabel("", font=ui_font(11), colour=host.theme.muted, parent=self)
        self._note.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.set_target(self)
        self.show_values()

    def text_of(self, value: Value) -> str:
        if value.start is not None and value.end is not None:
            words = self.host.context.text(Span(value.start, value.end))
            return words or super().text_of(value)
        return super().text_of(value)

    def show_values(self) -> None:
        theme, filled = self.host.theme, bool(self.values) and self.missing is None
        font = reading_font(13) if filled else ui_font(13)
        font.setItalic(filled or self.missing is not None)
        muted = not filled or self.is_unconfirmed
        self._words.set_look(font, theme.muted if muted else theme.ink)
        self._words.set_text(self.text_of(self.values[0]) if self.values else EMPTY)
        self._note.set_look(ui_font(11), theme.muted)
        self._note.set_text(PREFILLED if self.is_unconfirmed else self._hint())
        self._arrange()
        self.layout_changed.emit()

    def _hint(self) -> str:
        usable = self.has_focus() and self.host.context.selection() is not None
        return "Space takes it" if usable else ""

    def on_entered(self) -> None:
        self.show_values()

    def on_left(self) -> None:
        self.show_values()

    def on_key(self, event: QKeyEvent) -> bool:
        if not is_plain(event):
            return False
        if event.key() == Qt.Key.Key_Space:
            self.take_selection()
            return True
        if event.key() in (Qt.Key.Key_Backspace, Qt.Key.Key_Delete) and self.values:
            self.report(())
            return True
        return False

    def take_selection(self) -> bool:
        """Take the passage selected in the text; says whether there is one."""
        span = self.host.context.selection()
        return span is not None and self.assign("", span, None)

    def assign(self, name: str, span: Span, actor: str | None) -> bool:
        words = self.host.context.text(span) or name
        self.report((self.manual(Value(value=words, start=span.start, end=span.end)),))
        return True

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.focus()
        if event.button() == Qt.MouseButton.LeftButton and not self.values:
            self.take_selection()

    def height_for(self, width: int) -> int:
        words, _ = self._widths(width)
        return max(BOX_HEIGHT, self._words.height_for(words) + 2 * PAD_Y) + 2 * RING

    def _widths(self, width: int) -> tuple[int, int]:
        inner = max(40, width - 2 * (RING + PAD_X))
        note = self._note.natural_width() if self._note.text() else 0
        return inner - (note + 6 if note else 0), note

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._arrange()

    def _arrange(self) -> None:
        words, note = self._widths(self.width())
        left, high = RING + PAD_X, self._words.height_for(words)
        top = (self.height() - high) // 2
        self._words.setGeometry(left, top, words, high)
        self._note.setVisible(bool(note))
        self._note.setGeometry(self.width() - left - note, top, note, high)
