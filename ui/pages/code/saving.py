"""From the form to the project: every change is a command; one visit of a field is one step."""

from __future__ import annotations

from PySide6.QtCore import QObject

from annotator.commands import codes
from annotator.model import Value
from ui.cards.column import CardColumn
from ui.form.form import PENDING, SAVED
from ui.pages.code.desk import Desk
from ui.session import Session


class FormSaver(QObject):
    """Writes what the form reports about the code it shows."""

    def __init__(self, session: Session, desk: Desk, cards: CardColumn) -> None:
        super().__init__(cards)
        self._session = session
        self._desk = desk
        self._form = cards.form
        self._visit: tuple[str, str, int] | None = None
        """(code, field, step) of the visit that goes on."""
        form = self._form
        form.value_changed.connect(self._on_value)
        form.note_changed.connect(self._on_note)
        form.certainty_changed.connect(self._on_certainty)
        form.flag_changed.connect(self._on_flag)
        form.all_confirmed.connect(self._on_confirmed)
        form.focus_field.connect(self._on_focus)
        session.saved.connect(lambda: form.set_status(SAVED))

    def end_visit(self) -> None:
        """The next change is a step of its own."""
        self._visit = None

    def _uid(self) -> str:
        shown = self._form.annotation
        return shown.uid if shown is not None else ""

    def _on_focus(self, field: str) -> None:
        if self._visit is not None and self._visit[1] != field:
            self.end_visit()

    def _on_value(self, field: str, values: tuple[Value, ...], typing: bool) -> None:
        code = self._desk.code(self._uid())
        layer = self._desk.layer(code.layer) if code else None
        spec = layer.find_field(field) if layer else None
        if code is None or spec is None:
            return
        self._write(f"Set {spec.label.lower()}", field, typing, codes.set_field, field, values)

    def _on_note(self, note: str, typing: bool) -> None:
        self._write("Memo", "note", typing, codes.set_note, note)

    def _on_certainty(self, certainty: int | None) -> None:
        self._write("Certainty", "certainty", False, codes.set_certainty, certainty)

    def _on_flag(self, flagged: bool) -> None:
        label = "Flag" if flagged else "Remove flag"
        self._write(label, "flag", False, codes.set_flag, flagged)

    def _on_confirmed(self) -> None:
        self._write("Confirm pre-filled values", "confirm", False, codes.confirm_fields)

    def _write(self, label: str, field: str, typing: bool, command: object, *args: object) -> None:
        uid = self._uid()
        if not uid:
            return
        into = None
        if typing and self._visit is not None and self._visit[:2] == (uid, field):
            into = self._visit[2]
        self._form.set_status(PENDING)
        self._session.run(label, command, uid, *args, into=into)  # type: ignore[arg-type]
        step = self._session.last_step
        self._visit = (uid, field, step) if typing and step else None
        self._form.set_status(SAVED if not self._session.is_waiting else PENDING)
