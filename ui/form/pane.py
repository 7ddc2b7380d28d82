"""The fields of one layer, top to bottom: asked ones, the foot line, folded ones, memo, unit rule.

A pane is built once per layer and filled again for every code; folded fields are built when they
are first unfolded.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtCore import QEvent, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from annotator.codebook.complete import visible
from annotator.codebook.kinds import KINDS
from annotator.codebook.model import Field, Layer
from ui.form.editors.base import Editor, Host
from ui.form.editors.registry import EDITORS
from ui.form.editors.typed import TextEditor
from ui.form.foot import FormFoot
from ui.form.row import FieldRow
from ui.theme import ui_font
from ui.widgets.elided import ElidedLabel
from ui.widgets.segmented import RING

MEMO = Field("note", "Memo", "text", definition="Why this code? For you and for those who review.")
SIDE = 7
"""Space left and right of labels and controls, for focus rings and the ground of small buttons."""
ROW_GAP = 2
RULE_GAP = 6
MOST_MEMO_LINES = 6


class MemoEditor(TextEditor):
    """The memo of a code."""

    most_lines = MOST_MEMO_LINES
    may_be_missing = False


class FieldPane(QWidget):
    """Rows at fixed places; only its own growth moves what stands below a row."""

    layout_changed = Signal()
    made = Signal(object)
    """An editor was built: the form connects it."""

    def __init__(self, layer: Layer, host: Host, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.layer, self._host = layer, host
        self._rows: dict[str, FieldRow] = {}
        self._shown: tuple[str, ...] = ()
        self.is_unfolded = False
        self._held = 0
        self._is_stale = False

    def build(self) -> None:
        """Make what is seen first. Apart from the constructor, so that `made` has listeners."""
        for field in self.layer.core_fields:
            self._row(field)
        self.foot = FormFoot(self._host, self)
        self.foot.more.clicked.connect(self._on_more)
        self.memo = MemoEditor(MEMO, self._host, self)
        self.memo.set_placeholder("Why this code? (optional)")
        self._memo_row = FieldRow(self.memo, self)
        self._memo_row.layout_changed.connect(self._on_row_changed)
        self._rule = ElidedLabel(
            self.layer.rule,
            font=ui_font(11),
            colour=self._host.theme.muted,
            max_lines=2,
            parent=self,
        )
        self.update_visible()

    # --- rows ---------------------------------------------------------------------------------

    def _row(self, field: Field) -> FieldRow:
        row = self._rows.get(field.key)
        if row is None:
            editor = EDITORS[field.kind](field, self._host, self)
            row = self._rows[field.key] = FieldRow(editor, self)
            row.layout_changed.connect(self._on_row_changed)
            self.made.emit(editor)
            editor.set_values(self._host.fields().get(field.key, ()))
            editor.on_fields_changed()
        return row

    def editors(self) -> Iterator[Editor]:
        """Every editor built so far, shown or not."""
        for row in self._rows.values():
            yield row.editor

    def editor(self, key: str) -> Editor | None:
        row = self._rows.get(key)
        return row.editor if row is not None else None

    def row(self, key: str) -> FieldRow | None:
        return self._rows.get(key)

    def update_visible(self) -> None:
        """Show the fields this code has now; hide those its conditions exclude."""
        with self.at_once():
            self._update_visible()

    def _update_visible(self) -> None:
        fields = self._host.fields()
        shown = visible(self.layer, fields)
        more = [field for field in shown if not field.core]
        wanted = [field for field in shown if field.core or self.is_unfolded]
        for field in wanted:
            self._row(field)
        keys = tuple(field.key for field in wanted)
        for key, row in self._rows.items():
            row.setVisible(key in keys)
        entered = [field for field in more if KINDS[field.kind].slot != "none"]
        self.foot.more.set_counts(len(entered), sum(bool(fields.get(f.key)) for f in entered))
        self.foot.arrange()
        if keys != self._shown:
            self._shown = keys
            self._on_row_changed()

    def update_labels(self) -> None:
        """Whether a field is required can follow from another one."""
        for key in self._shown:
            self._rows[key].update_label()

    def unfold(self, unfolded: bool) -> None:
        """Show or fold the further fields."""
        if unfolded == self.is_unfolded:
            return
        self.is_unfolded = unfolded
        self.foot.more.setChecked(unfolded)
        self.update_visible()

    def _on_more(self) -> None:
        self.unfold(not self.is_unfolded)
        first = next((key for key in self._shown if not self.layer.field(key).core), None)
        if self.is_unfolded and first and self.foot.more.hasFocus():
            self._rows[first].editor.focus()

    def stops(self) -> list[QWidget]:
        """Where Tab goes, in order: the focus widgets of what is shown."""
        core = [self._rows[key] for key in self._shown if self.layer.field(key).core]
        more = [self._rows[key] for key in self._shown if not self.layer.field(key).core]
        foot = self.foot
        middle = [foot.certainty.target, foot.flag]
        if not foot.more.isHidden():
            middle.insert(0, foot.more)
        return [
            *(row.editor.target for row in core if KINDS[row.editor.field.kind].slot != "none"),
            *middle,
            *(row.editor.target for row in more if KINDS[row.editor.field.kind].slot != "none"),
            self.memo.target,
        ]

    def set_theme(self) -> None:
        """The colours have changed."""
        for row in (*self._rows.values(), self._memo_row):
            row.editor.set_theme()
            row.on_changed()
        self.foot.certainty.set_theme()
        self._rule.set_look(ui_font(11), self._host.theme.muted)
        self.update()

    # --- places -------------------------------------------------------------------------------

    def _in_order(self) -> Iterator[QWidget]:
        rows = [self._rows[key] for key in self._shown]
        yield from (row for row in rows if row.editor.field.core)
        yield self.foot
        yield from (row for row in rows if not row.editor.field.core)
        yield self._memo_row

    def height_for(self, width: int) -> int:
        """Logical pixels the rows take at this width."""
        inner = width - 2 * (SIDE - RING)
        heights = [self._height_of(widget, inner) for widget in self._in_order()]
        rule = self._rule.height_for(width - 2 * SIDE) + RULE_GAP if self._rule.text() else 0
        return sum(heights) + ROW_GAP * (len(heights) - 1) + rule

    @staticmethod
    def _height_of(widget: QWidget, width: int) -> int:
        assert isinstance(widget, FieldRow | FormFoot)
        return widget.height_for(width)

    def _on_row_changed(self) -> None:
        if self._held:
            self._is_stale = True
            return
        self.arrange()
        self.layout_changed.emit()

    @contextmanager
    def at_once(self) -> Iterator[None]:
        """Find new places once, after many rows have changed."""
        self._held += 1
        try:
            yield
        finally:
            self._held -= 1
            if not self._held and self._is_stale:
                self._is_stale = False
                self._on_row_changed()

    def arrange(self) -> None:
        """Put every row in its place."""
        if not hasattr(self, "_rule"):
            return
        top, width = 0, self.width() - 2 * (SIDE - RING)
        for widget in self._in_order():
            high = self._height_of(widget, width)
            widget.setGeometry(SIDE - RING, top, width, high)
            top += high + ROW_GAP
        if self._rule.text():
            wide = self.width() - 2 * SIDE
            top += RULE_GAP - ROW_GAP
            self._rule.setGeometry(SIDE, top, wide, self._rule.height_for(wide))

    def resizeEvent(self, event: QResizeEvent) -> None:
        self.arrange()

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FontChange:
            self._on_row_changed()
        return super().event(event)
