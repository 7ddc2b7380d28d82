"""One line of a form: the label column, the control, and a note below it."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QColor, QFontMetricsF, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from annotator.codebook.complete import is_required
from ui.form.context import help_on_field, tooltip
from ui.form.editors.base import Editor
from ui.form.editors.type_ahead import PREFILLED
from ui.theme import ui_font
from ui.widgets.elided import ElidedLabel, wrap
from ui.widgets.segmented import RING

LABEL_WIDTH = 96
COLUMN_GAP = 6
NOTE_GAP = 1


class RowLabel(QWidget):
    """The field's name, a mark where it is required, and "pre-filled" where the control has no
    room to say so."""

    def __init__(self, editor: Editor, parent: QWidget) -> None:
        super().__init__(parent)
        self._editor = editor
        self.setToolTip(tooltip(help_on_field(editor.field)) or editor.field.label)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._editor.focus()

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, editor = self._editor.host.theme, self._editor
        painter = QPainter(self)
        font = ui_font(12)
        metrics = QFontMetricsF(font)
        below = not editor.is_framed and editor.is_unconfirmed
        required = is_required(editor.field, editor.host.fields())
        star = metrics.horizontalAdvance("*") + 4 if required else 0.0
        lines = wrap(editor.field.label, font, self.width() - star, 1 if below else 2)
        step = metrics.height() - 0.5
        top = (self.height() - step * len(lines) - (13 if below else 0)) / 2
        middle = int(Qt.AlignmentFlag.AlignVCenter)
        painter.setFont(font)
        painter.setPen(QColor(theme.muted))
        for n, line in enumerate(lines):
            painter.drawText(QRectF(0, top + n * step, self.width(), step), middle, line)
        if required and lines:
            painter.setPen(QColor(theme.muted if editor.values else theme.danger))
            left = metrics.horizontalAdvance(lines[-1]) + 4
            last = QRectF(left, top + (len(lines) - 1) * step, 12, step)
            painter.drawText(last, middle, "*")
        if below:
            painter.setFont(ui_font(11))
            painter.setPen(QColor(theme.muted))
            painter.drawText(QRectF(0, top + step - 1, self.width(), 14), middle, PREFILLED)
        painter.end()


class FieldRow(QWidget):
    """Label and control side by side, both at fixed places.

    The width includes the two pixels on either side in which the ring of the focus stands.
    """

    layout_changed = Signal()

    def __init__(self, editor: Editor, parent: QWidget) -> None:
        super().__init__(parent)
        self.editor = editor
        editor.setParent(self)
        self._label = RowLabel(editor, self)
        self._note = ElidedLabel("", font=ui_font(11), colour="#000000", max_lines=2, parent=self)
        self._keeps_note = any(code.pole_plus or code.pole_minus for code in editor.field.codes)
        editor.layout_changed.connect(self.on_changed)
        editor.value_changed.connect(lambda *_: self.on_changed())
        self.on_changed()

    def on_changed(self) -> None:
        """Bring note and label in line with the control."""
        theme = self.editor.host.theme
        error = self.editor.error
        self._note.set_look(ui_font(11), theme.danger if error else theme.muted)
        poles, whole = self._poles()
        self._note.set_text(error or poles)
        self._note.setToolTip(whole)
        self._note.setAccessibleName(error or whole)
        self._label.update()
        self._arrange()
        self.layout_changed.emit()

    def update_label(self) -> None:
        """The mark of a required field may have come or gone."""
        self._label.update()

    def _poles(self) -> tuple[str, str]:
        """What + and − mean for the chosen code: the position below refers to it.

        Returns the line and its whole text.
        """
        for value in self.editor.values:
            code = self.editor.field.find_code(value.code)
            if code is not None and (code.pole_plus or code.pole_minus):
                whole = f"+ {code.pole_plus}\n− {code.pole_minus}"
                return self._halves(code.pole_plus, code.pole_minus), whole
        return "", ""

    def _halves(self, plus: str, minus: str) -> str:
        """Both poles on one line, each cut to its half."""
        room = max(40.0, (self.width() - 2 * RING) / 2 - 16)
        metrics = QFontMetricsF(ui_font(11))
        cut = [metrics.elidedText(t, Qt.TextElideMode.ElideRight, room) for t in (plus, minus)]
        return f"+ {cut[0]}   − {cut[1]}"

    def height_for(self, width: int) -> int:
        return self._editor_height(width) + self._note_height(width)

    def _editor_width(self, width: int) -> int:
        return width - LABEL_WIDTH - COLUMN_GAP

    def _editor_height(self, width: int) -> int:
        return self.editor.height_for(self._editor_width(width))

    def _note_height(self, width: int) -> int:
        """Room for the poles is kept from the start, so that choosing moves nothing."""
        if self.editor.error:
            return self._note.height_for(self._editor_width(width) - 4) + NOTE_GAP
        return self._note.sizeHint().height() + NOTE_GAP if self._keeps_note else 0

    def resizeEvent(self, event: QResizeEvent) -> None:
        if not self.editor.error:
            self._note.set_text(self._poles()[0])
        self._arrange()

    def _arrange(self) -> None:
        width, high = self.width(), self._editor_height(self.width())
        left = LABEL_WIDTH + COLUMN_GAP
        self.editor.setGeometry(left, 0, self._editor_width(width), high)
        label_high = min(high, 31)
        self._label.setGeometry(RING, 0, LABEL_WIDTH, label_high)
        self._note.setVisible(bool(self._note.text()))
        high_note = max(0, self._note_height(width) - NOTE_GAP)
        if self.editor.error:
            self._note.setGeometry(
                left + RING, high + NOTE_GAP, self._editor_width(width) - 4, high_note
            )
        else:
            self._note.setGeometry(RING, high + NOTE_GAP, width - 2 * RING, high_note)
