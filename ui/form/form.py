"""The form of one code, built from the codebook: shows its fields, reports what the coder does.

The form writes nothing. It keeps its own picture of the fields, so that choices show at once, and
brings it in line with the store in `refresh`. Keys are those of the Form mode; each editor passes
on what is not its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QFrame, QScrollArea, QWidget

from annotator.codebook.complete import codes_for, problems
from annotator.codebook.model import Field, Layer
from annotator.model import Annotation, Fields, Span, Value
from ui.form.asking import is_unconfirmed, next_stop
from ui.form.context import FormContext
from ui.form.editors.base import Editor
from ui.form.editors.typed import TypingEditor
from ui.form.header import FormHeader
from ui.form.keyboard import FormKeyboard
from ui.form.pane import SIDE, FieldPane
from ui.form.popup import ChoicePopup
from ui.form.slots import RecentSlots
from ui.reader.speech import Speaker
from ui.theme import Theme, layer_colour
from ui.widgets.segmented import RING

SAVED = "editing · saved"
PENDING = "editing …"


class CodeForm(QWidget):
    """Edits the fields of one annotation."""

    value_changed = Signal(str, object, bool)
    """Field key, its fillers (tuple of Value), and whether they are part of a visit of the field
    that began with `focus_field`: such values go into one step."""
    note_changed = Signal(str, bool)
    certainty_changed = Signal(object)
    flag_changed = Signal(bool)
    all_confirmed = Signal()
    """Every pre-fill was confirmed at once."""
    closed = Signal(bool)
    """The form is done; True where a new code was left untouched and is to be dropped."""
    left = Signal(bool)
    """Tab went past the last control (True) or Shift+Tab past the first."""
    focus_field = Signal(str)
    help_wanted = Signal(object)
    """`Help` about the field or the choice the keyboard stands on."""
    height_changed = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        self.context = FormContext()
        self._annotation: Annotation | None = None
        self._layer: Layer | None = None
        self._fields: dict[str, tuple[Value, ...]] = {}
        self._panes: dict[str, FieldPane] = {}
        self._pane: FieldPane | None = None
        self._popup: ChoicePopup | None = None
        self._slots: dict[tuple[str, str], RecentSlots] = {}
        self._passed: set[str] = set()
        self._current = ""
        self._fresh = self._touched = False
        self._wanted = 0
        self._keyboard = FormKeyboard(self)
        self._speaker = Speaker(self)
        self._build()

    def _build(self) -> None:
        self._header = FormHeader(self.theme, self)
        self._body = QScrollArea(self)
        self._body.setFrameShape(QFrame.Shape.NoFrame)
        self._body.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._body.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._body.viewport().setAutoFillBackground(False)
        self._body.verticalScrollBar().valueChanged.connect(
            lambda value: self._header.set_scrolled(value > 0)
        )

    # --- loading ------------------------------------------------------------------------------

    def load(
        self, annotation: Annotation, layer: Layer, context: FormContext, *, fresh: bool = False
    ) -> None:
        """Show a code. `fresh`: it was just made and is dropped where it stays untouched."""
        self._leave_code()
        self._annotation, self._layer, self.context = annotation, layer, context
        self._fresh, self._touched = fresh, False
        self._passed, self._current = set(), ""
        self._fields = dict(annotation.fields)
        self._header.show_code(layer.label, annotation.quote, self.colour())
        self._show_pane(layer)
        self._fill(anew=True)
        self.set_status(SAVED)
        self._body.verticalScrollBar().setValue(0)
        self._arrange()

    def prepare(self, layers: Iterable[Layer]) -> None:
        """Build the fields of layers ahead of their first use, so that it is as fast as any."""
        shown, fields = self._layer, self._fields
        for layer in layers:
            known = self._panes.get(layer.key)
            if known is None or (known.layer != layer and known is not self._pane):
                self._layer, self._fields = layer, {}
                self._panes[layer.key] = self._make_pane(layer)
                self._panes[layer.key].setParent(self)
                self._panes[layer.key].hide()
        self._layer, self._fields = shown, fields

    def _leave_code(self) -> None:
        """Report what is typed for the code shown so far: it must not reach the next one."""
        editor = self.editor(self._current)
        if editor is not None:
            editor.on_left()
            editor.close_list()

    def _show_pane(self, layer: Layer) -> None:
        known = self._panes.get(layer.key)
        if known is None or known.layer != layer:
            if known is not None:
                known.deleteLater()
            known = self._panes[layer.key] = self._make_pane(layer)
        known.unfold(False)
        if self._pane is not known:
            old = self._body.takeWidget()
            if old is not None:
                old.setParent(self)
                old.hide()
            self._body.setWidget(known)
            known.show()
        self._pane = known

    def _make_pane(self, layer: Layer) -> FieldPane:
        pane = FieldPane(layer, self)
        pane.made.connect(self._connect)
        pane.build()
        pane.layout_changed.connect(self._on_height)
        pane.memo.value_changed.connect(self._on_note)
        pane.memo.entered.connect(partial(self._on_entered, pane.memo))
        pane.memo.help_wanted.connect(self.help_wanted)
        foot = pane.foot
        foot.certainty.value_changed.connect(self._on_certainty)
        foot.certainty.chosen.connect(self._on_certainty_chosen)
        foot.certainty.entered.connect(partial(self._on_entered, foot.certainty))
        foot.certainty.help_wanted.connect(self.help_wanted)
        foot.flag.clicked.connect(self._on_flag)
        foot.key.connect(self._keyboard.in_button)
        return pane

    def _connect(self, editor: Editor) -> None:
        editor.value_changed.connect(partial(self._on_value, editor))
        editor.chosen.connect(partial(self._on_chosen, editor))
        editor.entered.connect(partial(self._on_entered, editor))
        editor.help_wanted.connect(self.help_wanted)

    def _fill(self, *, anew: bool = False) -> None:
        """Show the code's fields; `anew` also where the values are equal (another code)."""
        pane, annotation = self._pane, self._annotation
        if pane is None or annotation is None:
            return
        with pane.at_once():
            for editor in pane.editors():
                self._fill_editor(editor, anew)
            if anew or not pane.memo.is_typing():
                note = annotation.note
                pane.memo.set_values((Value(value=note),) if note else (), anew=anew)
            pane.foot.certainty.set_certainty(annotation.certainty)
            pane.foot.flag.setChecked(annotation.flagged)
            for editor in pane.editors():
                editor.on_fields_changed()
            pane.update_visible()
            pane.update_labels()

    def _fill_editor(self, editor: Editor, anew: bool) -> None:
        """What the coder types at this moment stays; everything else follows the store."""
        if not anew and isinstance(editor, TypingEditor) and editor.is_typing():
            return
        editor.set_values(self._fields.get(editor.field.key, ()), anew=anew)

    def refresh(self, annotation: Annotation) -> None:
        """Show what the store holds now, after a save, an undo, a merge of actors."""
        if self._annotation is None or annotation.uid != self._annotation.uid:
            return
        self._annotation = annotation
        self._fields = dict(annotation.fields)
        self._header.show_code(self.layer.label, annotation.quote, self.colour())
        self._fill()

    def set_theme(self, theme: Theme) -> None:
        """Take other colours."""
        self.theme = theme
        if self._popup is not None:
            self._popup.set_theme(theme)
        if self._layer is not None:
            self._header.set_theme(theme, self.colour())
        for pane in self._panes.values():
            pane.set_theme()
        self.update()

    def set_status(self, status: str) -> None:
        """What the head says on the right."""
        self._header.set_status(status)

    # --- what editors ask of their host -------------------------------------------------------

    @property
    def layer(self) -> Layer:
        assert self._layer is not None
        return self._layer

    @property
    def annotation(self) -> Annotation | None:
        return self._annotation

    @property
    def current_field(self) -> str:
        """Key of the field that has or last had the focus; empty before the first."""
        return self._current

    def fields(self) -> Fields:
        return self._fields

    def colour(self) -> str:
        shown = self._layer
        return self.theme.accent if shown is None else layer_colour(self.theme, shown)

    def popup(self) -> ChoicePopup:
        window = self.window()
        if self._popup is None or self._popup.parentWidget() is not window:
            if self._popup is not None:
                self._popup.deleteLater()
            self._popup = ChoicePopup(self.theme, window)
        return self._popup

    def say(self, text: str) -> None:
        if self._speaker.is_wanted:
            self._speaker.say(text)

    def slots(self, field: Field, keys: Sequence[str]) -> RecentSlots:
        place = (self.layer.key, field.key)
        if place not in self._slots:
            self._slots[place] = RecentSlots(keys, self.context.recent(self.layer.key, field))
        return self._slots[place]

    # --- what editors report ------------------------------------------------------------------

    def _on_value(self, editor: Editor, values: tuple[Value, ...], typing: bool) -> None:
        key = editor.field.key
        self._touched = True
        before = self._fields.get(key, ())
        if values:
            self._fields[key] = values
        else:
            self._fields.pop(key, None)
        if values != before:
            self.set_status(SAVED)
            self.value_changed.emit(key, values, typing)
            self._drop_misfits(key)
        self._follow(editor)

    def _drop_misfits(self, changed: str) -> None:
        """Codes that do not go with the new choice above them go."""
        for field in self.layer.fields:
            if field.depends_on != changed or not self._fields.get(field.key):
                continue
            offered = {code.key for code in codes_for(field, self._fields)}
            kept = tuple(v for v in self._fields[field.key] if not v.code or v.code in offered)
            if kept != self._fields[field.key]:
                self._fields[field.key] = kept
                editor = self.editor(field.key)
                if editor is not None:
                    editor.set_values(kept)
                self.value_changed.emit(field.key, kept, False)

    def _follow(self, changed: Editor) -> None:
        """Let the other fields follow: conditions, dependent lists, derived values."""
        pane = self._pane
        if pane is None:
            return
        with pane.at_once():
            for editor in pane.editors():
                if editor is not changed:
                    editor.on_fields_changed()
            pane.update_visible()
            pane.update_labels()

    def _on_note(self, values: tuple[Value, ...], typing: bool) -> None:
        self._touched = True
        self.note_changed.emit(str(values[0].value) if values else "", typing)

    def _on_certainty(self, values: tuple[Value, ...], typing: bool) -> None:
        self._touched = True
        assert self._pane is not None
        self.certainty_changed.emit(self._pane.foot.certainty.certainty())

    def _on_certainty_chosen(self) -> None:
        assert self._pane is not None
        self._pane.memo.focus()

    def _on_flag(self, flagged: bool) -> None:
        self._touched = True
        self.flag_changed.emit(flagged)

    def _on_entered(self, editor: Editor) -> None:
        self._current = editor.field.key
        self.focus_field.emit(self._current)
        if self._pane is not None:
            self._body.ensureWidgetVisible(editor.parentWidget() or editor, 0, 8)

    def _on_chosen(self, editor: Editor) -> None:
        """A choice by key moves on to where Enter would go, but never closes the form."""
        field = next_stop(self.layer, self._fields, editor.field.key, self._passed)
        if field is not None:
            self.focus_on(field.key)

    def _on_height(self) -> None:
        """Rows have grown or shrunk: tell the frame, which may give the form another height."""
        wanted = self.wanted_height(self.width())
        if wanted != self._wanted:
            self._wanted = wanted
            self.height_changed.emit()
        self._arrange()

    # --- keys ---------------------------------------------------------------------------------

    def form_key(self, editor: Editor, event: QKeyEvent) -> bool:
        return self._keyboard.in_editor(editor, event)

    def pass_on(self, editor: Editor) -> None:
        """Enter: confirm what stands here and go where something is asked."""
        if not editor.flush():
            return
        editor.close_list()
        editor.confirm()
        key = editor.field.key
        self._passed.add(key)
        in_layer = self.layer.find_field(key) is not None
        field = next_stop(self.layer, self._fields, key if in_layer else None, self._passed)
        if field is not None:
            self.focus_on(field.key)
        else:
            self.close_form()

    def step_from(self, target: QWidget, step: int) -> None:
        """Tab: the next control; past the ends the focus leaves the form."""
        assert self._pane is not None
        stops = self._pane.stops()
        at = stops.index(target) + step if target in stops else 0
        if 0 <= at < len(stops):
            stops[at].setFocus(
                Qt.FocusReason.TabFocusReason if step > 0 else Qt.FocusReason.BacktabFocusReason
            )
            return
        last = stops[-1] if step > 0 else stops[0]
        last.focusNextPrevChild(step > 0)
        self.left.emit(step > 0)

    def escape(self) -> None:
        """Close the list of choices, else the form."""
        if self._popup is not None and self._popup.close_list():
            return
        self.close_form()

    def confirm_all(self) -> None:
        """Confirm every pre-fill and close."""
        if not self.flush():
            return
        waiting = [key for key, values in self._fields.items() if is_unconfirmed(values)]
        for key in waiting:
            self._fields[key] = tuple(value.confirm() for value in self._fields[key])
        if waiting:
            self._touched = True
            self._fill()
            self.all_confirmed.emit()
        self.close_form()

    def close_form(self) -> None:
        """Report what is typed and say that the form is done."""
        editor = self.editor(self._current)
        if editor is not None and not editor.flush():
            editor.set_error("")
        if self._popup is not None:
            self._popup.close_list()
        self.closed.emit(self._fresh and not self._touched)

    # --- from outside -------------------------------------------------------------------------

    def editor(self, key: str) -> Editor | None:
        """The control of a field, the memo under `note`, certainty under `certainty`."""
        if self._pane is None:
            return None
        if key == self._pane.memo.field.key:
            return self._pane.memo
        if key == self._pane.foot.certainty.field.key:
            return self._pane.foot.certainty
        return self._pane.editor(key)

    def flush(self) -> bool:
        """Report what is typed but not reported yet; False where it cannot be read."""
        editor = self.editor(self._current) if self._pane is not None else None
        return editor.flush() if isinstance(editor, TypingEditor) else True

    def focus_first(self) -> None:
        """Begin: the first asked field still empty, else the first pre-fill, else the first."""
        field = next_stop(self.layer, self._fields, None, ()) or next(
            iter(self.layer.core_fields or self.layer.more_fields), None
        )
        if field is not None:
            self.focus_on(field.key)
        elif self._pane is not None:
            self._pane.memo.focus()

    def focus_on(self, key: str) -> bool:
        """Give a field the focus, unfolding it where it is folded."""
        field = self.layer.find_field(key)
        if self._pane is not None and field is not None and not field.core:
            self._pane.unfold(True)
        editor = self.editor(key)
        if editor is None:
            return False
        editor.focus()
        return True

    def has_focus(self) -> bool:
        """Whether the keyboard is in the form."""
        focused = QApplication.focusWidget()
        return focused is not None and self.isAncestorOf(focused)

    def assign_mention(self, name: str, span: Span, actor_uid: str | None = None) -> bool:
        """Fill the current role field with a mention pointed at in the text.

        Says whether the field takes mentions: actors, places, dates that can be read, passages.
        """
        editor = self.editor(self._current)
        if editor is None or not editor.assign(name, span, actor_uid):
            return False
        editor.focus()
        if not editor.kind.multiple:
            self._on_chosen(editor)
        return True

    def takes_mentions(self) -> bool:
        """Whether the current field is a role that a mention of the text can fill."""
        field = self.layer.find_field(self._current) if self._layer else None
        return field is not None and field.kind in ("actor", "actors", "place", "date", "span")

    def missing_answers(self) -> list[str]:
        """What keeps the code from being complete, one sentence each."""
        return problems(self.layer, self._fields)

    # --- places -------------------------------------------------------------------------------

    def wanted_height(self, width: int) -> int:
        """Logical pixels at which nothing has to scroll."""
        if self._pane is None:
            return 0
        return self._header.wanted_height() + self._pane.height_for(width) + RING

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._arrange()

    def _arrange(self) -> None:
        """Head above, fields below; they scroll where the form is lower than they are."""
        pane = self._pane
        if pane is None:
            return
        head, width = self._header.wanted_height(), self.width()
        self._header.setGeometry(SIDE, 0, width - 2 * SIDE, head)
        room = max(0, self.height() - head)
        self._body.setGeometry(0, head, width, room)
        if pane.height_for(width) + RING > room + 1:
            width -= self._body.verticalScrollBar().sizeHint().width()
        pane.resize(width, pane.height_for(width) + RING)
