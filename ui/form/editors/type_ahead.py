"""Fields that are filled by a printed number or by typing a few letters: lists, actors, places.

Fillers stand in the frame as words or chips, a line edit behind them takes the letters, the list of
choices hangs below. What can be chosen (`rows`) and what a choice does is left to each kind.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import (
    QColor,
    QFontMetricsF,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QLineEdit, QWidget

from annotator.codebook.model import Field
from annotator.model import Value
from ui.form.editors.base import BOX_HEIGHT, PAD_X, PAD_Y, Editor, Host
from ui.form.editors.segments import toggled
from ui.form.popup import Row
from ui.theme import ui_font
from ui.widgets.chips import CHIP_HEIGHT, ChipButton
from ui.widgets.elided import ElidedLabel
from ui.widgets.flow import Box, Wish, flow
from ui.widgets.keys import (
    is_enter,
    is_held_down,
    is_plain,
    placed_digit,
    typed_digit,
    typed_text,
)
from ui.widgets.segmented import RING

LINE_HEIGHT = 20
LINE_INSET = 2
"""QLineEdit keeps this many pixels before its text."""
PREFILLED = "pre-filled"


def set_bare_sheet(widget: QWidget, kind: str, colour: str, *, italic: bool) -> None:
    """Take the box off a text control: its field draws one. Sheets are dear, so only new ones."""
    ink = f" color: {colour};" if colour else ""
    slant = " font-style: italic;" if italic else ""
    sheet = (
        f"{kind}, {kind}:focus {{ border: 0; padding: 0; min-height: 0;"
        f" background: transparent;{ink}{slant} }}"
    )
    if widget.styleSheet() != sheet:
        widget.setStyleSheet(sheet)


class GhostLine(QLineEdit):
    """A line edit that shows, muted behind the caret, what Enter would make of the letters."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("role", "bare")
        self.setFrame(False)
        self.setTextMargins(0, 0, 0, 0)
        self.set_ink("")
        self._ghost = ""
        self.ghost_colour = ""
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)

    def set_ink(self, colour: str, *, italic: bool = False) -> None:
        """The colour of the letters; empty = the theme's ink."""
        set_bare_sheet(self, "QLineEdit", colour, italic=italic)

    def set_ghost(self, text: str) -> None:
        if text != self._ghost:
            self._ghost = text
            self.update()

    @property
    def ghost(self) -> str:
        return self._ghost

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self._ghost or self.cursorPosition() != len(self.text()):
            return
        painter = QPainter(self)
        painter.setFont(self.font())
        painter.setPen(QColor(self.ghost_colour))
        metrics = QFontMetricsF(self.font())
        left = metrics.horizontalAdvance(self.text()) + 4
        room = QRectF(left, 0, self.width() - left, self.height())
        cut = metrics.elidedText(self._ghost, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, int(Qt.AlignmentFlag.AlignVCenter), cut)
        painter.end()


class TypeAheadEditor(Editor):
    """A field with a list of choices that letters narrow down."""

    letters_are_text = False
    """The letters may become a value of their own (a new name), so Tab and leaving keep them."""
    as_chips = False
    placeholder = ""

    def __init__(self, field: Field, host: Host, parent: QWidget | None = None) -> None:
        super().__init__(field, host, parent)
        self._parts: list[QWidget] = []
        self._line = GhostLine(self)
        self._line.textEdited.connect(lambda _: self._on_edited())
        self._mark = ElidedLabel("", font=ui_font(11), colour=host.theme.muted, parent=self)
        self.set_target(self._line)
        self.show_values()

    # --- what subclasses fill in --------------------------------------------------------------

    def rows(self, text: str) -> Sequence[Row]:
        """The choices for the letters typed so far, the best first."""
        raise NotImplementedError

    def entity_of(self, value: Value) -> str:
        """Entity type whose colour a filler's chip has."""
        return ""

    def foot(self, text: str, rows: Sequence[Row]) -> str:
        """The line under the list."""
        return "type to filter" if not text and len(rows) > 9 else ""

    def digits_are_keys(self, text: str) -> bool:
        """Whether a digit chooses. Where letters may become a value: only before the first one."""
        return not self.letters_are_text or not text

    def on_taken(self, row: Row) -> None:
        """A choice was made."""

    def preferred(self, text: str, rows: Sequence[Row]) -> int:
        """The row Enter takes after letters were typed."""
        return 0 if rows else -1

    # --- showing ------------------------------------------------------------------------------

    def show_values(self) -> None:
        for part in self._parts:
            part.hide()
            part.deleteLater()
        self._parts = [self._part(n, value) for n, value in enumerate(self._values)]
        for part in self._parts:
            part.show()
        self._mark.set_look(ui_font(11), self.host.theme.muted)
        self._mark.set_text(PREFILLED if self.is_unconfirmed else "")
        self._line.ghost_colour = self.host.theme.faint
        self._line.setPlaceholderText("" if self._values else self.placeholder)
        self._arrange()
        self.layout_changed.emit()

    def _part(self, n: int, value: Value) -> QWidget:
        muted = not value.confirmed or value.missing is not None
        if self.as_chips and value.missing is None:
            chip = ChipButton(
                self.text_of(value),
                self.host.theme,
                entity=self.entity_of(value),
                muted=muted,
                parent=self,
            )
            chip.removed.connect(lambda n=n: self._remove(n))
            chip.clicked.connect(self._on_clicked)
            return chip
        font = ui_font(13)
        font.setItalic(value.missing is not None)
        colour = self.host.theme.muted if muted else self.host.theme.ink
        label = ElidedLabel(self.text_of(value), font=font, colour=colour, max_lines=2, parent=self)
        label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        return label

    def _shown_parts(self) -> list[QWidget]:
        """A single filler makes room for the letters typed over it."""
        hidden = not self.kind.multiple and self.has_typed_text()
        return [] if hidden else self._parts

    def height_for(self, width: int) -> int:
        _, height = self._flow(width)
        return max(BOX_HEIGHT, round(height) + 2 * PAD_Y) + 2 * RING

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._arrange()

    def _flow(self, width: int) -> tuple[tuple[Box, ...], float]:
        inner = max(40, width - 2 * (RING + PAD_X))
        return flow(self._wishes(inner), inner, gap=5, row_gap=3)

    def _wishes(self, inner: int) -> list[Wish]:
        wishes = []
        mark = self._mark.natural_width() if self._mark.text() else 0
        for part in self._shown_parts():
            if isinstance(part, ElidedLabel):
                room = inner - 8 - (mark + 5 if mark else 0)
                wide = min(part.natural_width(), room)
                wishes.append(Wish(wide, part.height_for(wide)))
            else:
                wishes.append(Wish(part.sizeHint().width(), CHIP_HEIGHT))
        if mark:
            wishes.append(Wish(mark, LINE_HEIGHT, glued=not self.as_chips))
        wishes.append(self._line_wish(bool(wishes)))
        return wishes

    def _line_wish(self, follows: bool) -> Wish:
        if not follows:
            return Wish(40, LINE_HEIGHT, stretch=True)
        if self.has_typed_text():
            return Wish(90, LINE_HEIGHT, stretch=True)
        return Wish(3, LINE_HEIGHT, stretch=True, glued=True)

    def _arrange(self) -> None:
        boxes, height = self._flow(self.width())
        parts: list[QWidget] = list(self._shown_parts())
        for part in self._parts:
            part.setVisible(part in parts)
        if self._mark.text():
            parts.append(self._mark)
        self._mark.setVisible(bool(self._mark.text()))
        parts.append(self._line)
        top = (self.height() - height) / 2
        for part, box in zip(parts, boxes, strict=True):
            left = RING + PAD_X + box.left - (LINE_INSET if part is self._line else 0)
            part.setGeometry(round(left), round(top + box.top), round(box.width), round(box.height))

    # --- keys ---------------------------------------------------------------------------------

    def has_typed_text(self) -> bool:
        return bool(self._line.text())

    def on_entered(self) -> None:
        if not self._values:
            self.open_list()

    def on_left(self) -> None:
        self.flush()
        self._clear_text()

    def forget_typing(self) -> None:
        self._clear_text()

    def flush(self) -> bool:
        """Letters that may become a value become one; others were only a filter."""
        text = self._line.text().strip()
        if text and self.letters_are_text:
            rows = self.rows(text)
            row = self.preferred(text, rows)
            if 0 <= row < len(rows):
                self.take(rows[row])
        return True

    def on_key(self, event: QKeyEvent) -> bool:
        if self._digit(event) or self._arrow(event):
            return True
        if is_enter(event):
            return self._enter(event)
        if event.key() == Qt.Key.Key_Escape and self.close_list():
            self._clear_text()
            return True
        if self._line.text():
            return self._key_in_text(event)
        return self._key_in_empty(event)

    def _digit(self, event: QKeyEvent) -> bool:
        text = self._line.text()
        if not self.digits_are_keys(text):
            return False
        digit = typed_digit(event)
        if digit is None:
            letter = typed_text(event)
            if not letter or letter == "-" or self._would_match(text + letter):
                return False
            digit = placed_digit(event)
        if digit is None:
            return False
        if is_held_down(event):
            return True
        row = next((row for row in self._rows_now() if row.key == str(digit)), None)
        if row is None:
            return not self.letters_are_text
        self.take(row)
        self.chosen.emit()
        return True

    def _would_match(self, text: str) -> bool:
        return self.letters_are_text or bool(self.rows(text))

    def _rows_now(self) -> Sequence[Row]:
        popup = self.host.popup()
        return popup.rows if popup.is_open_for(self) else self.rows(self._line.text())

    def _arrow(self, event: QKeyEvent) -> bool:
        steps = {
            Qt.Key.Key_Down: 1,
            Qt.Key.Key_Up: -1,
            Qt.Key.Key_PageDown: 8,
            Qt.Key.Key_PageUp: -8,
        }
        step = steps.get(Qt.Key(event.key()))
        if step is None or not is_plain(event):
            return False
        popup = self.host.popup()
        if not popup.is_open_for(self):
            self.open_list()
        popup.move_by(step)
        return True

    def _enter(self, event: QKeyEvent) -> bool:
        if is_held_down(event):
            return True
        row = self._row_for_enter()
        if row is not None:
            self.take(row)
            self.chosen.emit()
            return True
        if self._line.text().strip():
            self.set_error(f"“{self._line.text().strip()}” is not in the list.")
            return True
        return False

    def _row_for_enter(self) -> Row | None:
        popup = self.host.popup()
        if popup.is_open_for(self) and 0 <= popup.current < len(popup.rows):
            return popup.rows[popup.current]
        text = self._line.text().strip()
        rows = self.rows(text) if text else ()
        at = self.preferred(text, rows)
        return rows[at] if text and 0 <= at < len(rows) else None

    def _key_in_text(self, event: QKeyEvent) -> bool:
        if event.key() == Qt.Key.Key_Escape:
            self._clear_text()
            return True
        if self.kind.multiple and event.text() in (",", ";") and is_plain(event, shift=True):
            row = self._row_for_enter()
            if row is not None:
                self.take(row)
                return True
        if event.key() == Qt.Key.Key_Tab and (row := self._row_for_enter()) is not None:
            self.take(row)
        return False

    def _key_in_empty(self, event: QKeyEvent) -> bool:
        popup = self.host.popup()
        if event.key() == Qt.Key.Key_Backspace and self._values and self.missing is None:
            if not is_held_down(event):
                self._remove(len(self._values) - 1)
            return True
        if event.key() == Qt.Key.Key_Delete and self._values and not self.kind.multiple:
            self.report(())
            return True
        if event.key() == Qt.Key.Key_Space and is_plain(event):
            if popup.is_open_for(self) and popup.current >= 0:
                self._take_in_place(popup.current)
            else:
                self.open_list()
            return True
        return False

    def _take_in_place(self, at: int) -> None:
        """Take a row and, where several may be taken, keep the list and the place in it."""
        popup = self.host.popup()
        self.take(popup.rows[at])
        if self.kind.multiple:
            self.open_list()
            popup.set_current(at)

    # --- choosing -----------------------------------------------------------------------------

    def open_list(self) -> None:
        text = self._line.text().strip()
        rows = self.rows(text)
        popup = self.host.popup()
        if not rows and not text:
            self.close_list()
            return
        current = self.preferred(text, rows) if text else -1
        popup.serve(self._on_picked, self._on_pointed)
        popup.open_under(self, rows, current=current, foot=self.foot(text, rows))
        self._show_ghost(text, rows, current)

    def _on_picked(self, at: int) -> None:
        self._take_in_place(at)

    def _on_pointed(self, at: int) -> None:
        rows = self.host.popup().rows
        if 0 <= at < len(rows):
            self.host.say(rows[at].spoken())
            about = rows[at].about
            if about is not None:
                self.help_wanted.emit(about)
            if self._line.text():
                self._show_ghost(self._line.text().strip(), rows, at)

    def _show_ghost(self, text: str, rows: Sequence[Row], at: int) -> None:
        """What Enter takes, written on behind the caret where it goes on from the letters."""
        row = rows[at] if 0 <= at < len(rows) else None
        ghost = ""
        if row is not None and text and row.label.casefold().startswith(text.casefold()):
            ghost = row.label[len(text) :]
            ghost += f" ({row.note})" if row.note and not row.is_new else ""
        self._line.set_ghost(ghost)

    def _on_edited(self) -> None:
        self.set_error("")
        if self._line.text().strip() or self.host.popup().is_open_for(self):
            self.open_list()
        if not self._line.text():
            self._line.set_ghost("")
        self._arrange()
        self.layout_changed.emit()

    def _clear_text(self) -> None:
        if not self._line.text():
            return
        self._line.clear()
        self._line.set_ghost("")
        self.set_error("")
        self._arrange()
        self.layout_changed.emit()

    def take(self, row: Row) -> None:
        """Make the row's value a filler."""
        self.close_list()
        self._line.clear()
        self._line.set_ghost("")
        value = self.manual(row.value)
        if not self.kind.multiple:
            self.on_taken(row)
            self.report((value,))
            return
        values = toggled(self._values, value)
        most = self.field.maximum
        if most is not None and len(values) > most:
            self.set_error(f"At most {most}: Backspace removes the last one.")
            return
        self.on_taken(row)
        self.report(values)

    def _remove(self, n: int) -> None:
        self.report(tuple(value for m, value in enumerate(self._values) if m != n))

    # --- mouse --------------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._on_clicked()

    def _on_clicked(self) -> None:
        was_open = self.host.popup().is_open_for(self)
        self.focus()
        if was_open:
            self.close_list()
        else:
            self.open_list()
