"""Fields whose keys are always text: free text, numbers, dates. Digits never choose here.

What is typed is reported after a rest and when the focus leaves, so that a crash loses at most the
last words. Everything reported in one visit of the field belongs to one step.
"""

from __future__ import annotations

from datetime import date, timedelta

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import (
    QKeyEvent,
    QResizeEvent,
    QTextCursor,
    QTextOption,
)
from PySide6.QtWidgets import QFrame, QPlainTextEdit, QWidget

from annotator.codebook.model import Field
from annotator.model import Span, Value
from ui.form.dates import to_iso
from ui.form.editors.base import BOX_HEIGHT, PAD_X, PAD_Y, Editor, Host
from ui.form.editors.type_ahead import (
    LINE_HEIGHT,
    LINE_INSET,
    PREFILLED,
    GhostLine,
    set_bare_sheet,
)
from ui.theme import ui_font
from ui.widgets.elided import ElidedLabel
from ui.widgets.keys import ENTER_KEYS, is_plain
from ui.widgets.segmented import RING

REST_MS = 400
MOST_TEXT_LINES = 2
TEXT_MARGIN = 2
"""Letters that lean out to the left are not cut off."""


class TypingEditor(Editor):
    """Reports what is typed after a rest, on leaving, and before undo."""

    def __init__(self, field: Field, host: Host, parent: QWidget | None = None) -> None:
        super().__init__(field, host, parent)
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(REST_MS)
        self._rest.timeout.connect(self._on_rest)

    def typed(self) -> str:
        """The text that stands in the control."""
        raise NotImplementedError

    def read(self, text: str) -> Value:
        """The typed text as a filler. Raises ValueError with a plain sentence."""
        return self.kind.parse(self.field, text)

    def has_typed_text(self) -> bool:
        return bool(self.typed())

    def is_typing(self) -> bool:
        """Whether letters wait to be reported."""
        return self._rest.isActive()

    def forget_typing(self) -> None:
        self._rest.stop()

    def on_typed(self) -> None:
        """The coder has typed: wait for a rest."""
        self.set_error("")
        self._rest.start()

    def _on_rest(self) -> None:
        self._commit(quiet=True)

    def flush(self) -> bool:
        return self._commit(quiet=False)

    def before_undo(self) -> None:
        self.flush()

    def on_left(self) -> None:
        self.flush()

    def _commit(self, *, quiet: bool) -> bool:
        """Report the text where it differs from the filler; False where it cannot be read."""
        self._rest.stop()
        text = self.typed().strip()
        if text == self._shown().strip():
            return True
        try:
            values = (self.manual(self.read(text)),) if text else ()
        except ValueError as problem:
            if not quiet:
                self.set_error(str(problem))
            return False
        self._values = values
        self._name_target()
        self.set_error("")
        self.value_changed.emit(values, True)
        return True

    def _shown(self) -> str:
        """The text of the present filler."""
        if not self._values or self.missing is not None:
            return ""
        return self.text_of(self._values[0])


class LineEditor(TypingEditor):
    """A number or a date on one line."""

    def __init__(self, field: Field, host: Host, parent: QWidget | None = None) -> None:
        super().__init__(field, host, parent)
        self._line = GhostLine(self)
        self._line.textEdited.connect(lambda _: self.on_typed())
        self._note = ElidedLabel("", font=ui_font(11), colour=host.theme.muted, parent=self)
        self.set_target(self._line)
        self.show_values()

    def typed(self) -> str:
        return "" if self.missing is not None else self._line.text()

    def show_values(self) -> None:
        theme = self.host.theme
        missing = self.missing is not None
        self._line.setPlaceholderText(self._hint())
        shown = self._shown()
        if missing or self._line.text().strip() != shown:
            self._line.setText(self.text_of(self._values[0]) if missing else shown)
        muted = missing or self.is_unconfirmed
        self._line.set_ink(theme.muted if muted else theme.ink, italic=missing)
        self._note.set_look(ui_font(11), theme.muted)
        self._note.set_text(PREFILLED if self.is_unconfirmed else self._precision())
        self._arrange()

    def _hint(self) -> str:
        return ""

    def _precision(self) -> str:
        return ""

    def on_entered(self) -> None:
        if not self.missing:
            self._line.selectAll()

    def on_key(self, event: QKeyEvent) -> bool:
        if self.missing is None or not event.text().isprintable() or not event.text():
            return False
        if event.text() == "-":
            return False
        negative = self.missing == "na" and event.text().isdecimal() and self._takes_minus()
        self.set_missing(None)
        if negative:
            self._line.setText("-")
        return False

    def _takes_minus(self) -> bool:
        """A digit after '-' was a negative number all along."""
        return self.field.kind in ("integer", "number")

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._arrange()

    def _arrange(self) -> None:
        inner = self.rect().adjusted(RING + PAD_X, RING + PAD_Y, -RING - PAD_X, -RING - PAD_Y)
        note = self._note.natural_width() if self._note.text() else 0
        top = round(inner.center().y() - LINE_HEIGHT / 2) + 1
        self._note.setVisible(bool(note))
        self._note.setGeometry(inner.right() - note, top, note, LINE_HEIGHT)
        width = inner.width() - (note + 6 if note else 0)
        self._line.setGeometry(inner.left() - LINE_INSET, top, width, LINE_HEIGHT)


class NumberEditor(LineEditor):
    """A count or a measure."""


class DateEditor(LineEditor):
    """A date, as exact as it is known."""

    def _hint(self) -> str:
        return "2025-03-14 or 14 March"

    def on_key(self, event: QKeyEvent) -> bool:
        step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()))
        if step is None or not is_plain(event):
            return super().on_key(event)
        self._step(step)
        return True

    def _step(self, step: int) -> None:
        """A day earlier or later; an empty field begins with the day of the article."""
        standing = self.typed().strip()
        try:
            day = date.fromisoformat(standing) + timedelta(days=step)
        except (ValueError, OverflowError):
            day_of_article = (self.host.context.article_date() or "")[:10]
            if standing or not day_of_article:
                return
            try:
                day = date.fromisoformat(day_of_article)
            except ValueError:
                return
        self._line.setText(day.isoformat())
        self.on_typed()

    def read(self, text: str) -> Value:
        published = self.host.context.article_date() or ""
        year = int(published[:4]) if published[:4].isdigit() else None
        return self.kind.parse(self.field, to_iso(text.removeprefix("week of "), year=year))

    def on_left(self) -> None:
        super().on_left()
        if not self.error:
            self.show_values()

    def _precision(self) -> str:
        names = {2: "week", 3: "month", 4: "year"}
        precision = self._values[0].attrs.get("precision") if self._values else None
        return names.get(precision, "") if isinstance(precision, int) else ""

    def assign(self, name: str, span: Span, actor: str | None) -> bool:
        try:
            value = self.read(name)
        except ValueError:
            return False
        placed = Value(value=value.value, attrs=value.attrs, start=span.start, end=span.end)
        self.report((self.manual(placed),))
        return True


class TextBox(QPlainTextEdit):
    """A text of a few lines that grows with its words; Enter belongs to the form."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.setTabChangesFocus(True)
        self.setUndoRedoEnabled(False)
        self.document().setDocumentMargin(TEXT_MARGIN)
        self.set_ink("")

    def set_ink(self, colour: str, *, italic: bool = False) -> None:
        set_bare_sheet(self, "QPlainTextEdit", colour, italic=italic)

    def lines(self) -> int:
        """Lines the text takes at the present width."""
        return max(1, round(self.document().size().height()))

    def line_height(self) -> float:
        return self.fontMetrics().lineSpacing()


class TextEditor(TypingEditor):
    """Free text: wraps, grows to two lines, scrolls beyond."""

    takes_text = True
    most_lines = MOST_TEXT_LINES

    def __init__(self, field: Field, host: Host, parent: QWidget | None = None) -> None:
        super().__init__(field, host, parent)
        self._box = TextBox(self)
        self._showing = False
        self._box.textChanged.connect(self._on_text)
        self._box.document().documentLayout().documentSizeChanged.connect(
            lambda _: self._on_text_size()
        )
        self._note = ElidedLabel("", font=ui_font(11), colour=host.theme.muted, parent=self)
        self.set_target(self._box)
        self.show_values()

    def set_placeholder(self, text: str) -> None:
        self._box.setPlaceholderText(text)

    def typed(self) -> str:
        return "" if self.missing is not None else self._box.toPlainText()

    def show_values(self) -> None:
        theme, missing = self.host.theme, self.missing is not None
        wanted = self.text_of(self._values[0]) if self._values else ""
        if self._box.toPlainText().strip() != wanted.strip():
            self._showing = True
            self._box.setPlainText(wanted)
            self._box.moveCursor(QTextCursor.MoveOperation.End)
            self._showing = False
        muted = missing or self.is_unconfirmed
        self._box.set_ink(theme.muted if muted else theme.ink, italic=missing)
        self._note.set_look(ui_font(11), theme.muted)
        self._note.set_text(PREFILLED if self.is_unconfirmed else "")
        self._arrange()
        self.layout_changed.emit()

    def _on_text_size(self) -> None:
        self._arrange()
        self.layout_changed.emit()

    def _on_text(self) -> None:
        if self._showing:
            return
        self.on_typed()

    def on_key(self, event: QKeyEvent) -> bool:
        if event.key() in ENTER_KEYS and event.modifiers() == Qt.KeyboardModifier.ShiftModifier:
            self._box.insertPlainText("\n")
            return True
        if self.missing is not None and event.text() and event.text().isprintable():
            self.set_missing(None)
        return False

    def height_for(self, width: int) -> int:
        lines = min(self.most_lines, self._box.lines())
        height = max(BOX_HEIGHT, round(lines * self._box.line_height()) + 2 * PAD_Y + 4)
        return height + 2 * RING

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._arrange()

    def _arrange(self) -> None:
        inner = self.rect().adjusted(RING + PAD_X, RING + PAD_Y, -RING - 3, -RING - PAD_Y)
        note = self._note.natural_width() if self._note.text() else 0
        self._note.setVisible(bool(note))
        self._note.setGeometry(inner.right() - note - 5, inner.top(), note, LINE_HEIGHT)
        bars = Qt.ScrollBarPolicy
        fits = self._box.lines() <= self.most_lines
        self._box.setVerticalScrollBarPolicy(
            bars.ScrollBarAlwaysOff if fits else bars.ScrollBarAsNeeded
        )
        lines = min(self.most_lines, self._box.lines())
        text = round(lines * self._box.line_height()) + 1
        top = inner.top() + max(0, (inner.height() - text) // 2)
        width = inner.width() - (note + 10 if note else 0)
        self._box.setGeometry(
            inner.left() - TEXT_MARGIN,
            top - TEXT_MARGIN,
            width + TEXT_MARGIN,
            text + 2 * TEXT_MARGIN,
        )
