"""Lists that grow while coding, such as concepts and issues: a new entry is the last choice."""

from __future__ import annotations

from collections.abc import Sequence

from annotator.codebook.complete import codes_for
from annotator.model import Value
from ui.form.context import help_on_code
from ui.form.editors.type_ahead import TypeAheadEditor
from ui.form.popup import Row
from ui.form.slots import SLOTS


class OpenEditor(TypeAheadEditor):
    """A curated list with room for a new entry."""

    letters_are_text = True

    def rows(self, text: str) -> Sequence[Row]:
        offered = self._offered()
        if not text:
            return self._numbered(offered)
        wanted = text.casefold()
        begins = [row for row in offered.values() if row.label.casefold().startswith(wanted)]
        holds = [
            row for row in offered.values() if wanted in row.label.casefold() and row not in begins
        ]
        found = [*begins, *holds]
        if any(row.label.casefold() == wanted for row in found):
            return found
        return [*found, Row(f"“{text}”", Value(value=text), note="new entry", is_new=True)]

    def preferred(self, text: str, rows: Sequence[Row]) -> int:
        """An entry only where the letters begin it: a new one must not turn into an old one."""
        begins = rows and rows[0].label.casefold().startswith(text.casefold())
        return 0 if begins else len(rows) - 1

    def foot(self, text: str, rows: Sequence[Row]) -> str:
        return "" if text else "type to search or to add  ·  − not applicable"

    def on_taken(self, row: Row) -> None:
        key = row.value.code or str(row.value.value)
        self.host.slots(self.field, list(self._offered())).use(key)

    def _numbered(self, offered: dict[str, Row]) -> list[Row]:
        keys = list(offered)
        first = keys if len(keys) <= SLOTS else self._slots(keys)
        top = [_with_key(offered[key], str(n)) for n, key in enumerate(first, start=1)]
        return [*top, *(offered[key] for key in keys if key not in first)]

    def _slots(self, keys: list[str]) -> list[str]:
        return self.host.slots(self.field, keys).numbered(keys)

    def _offered(self) -> dict[str, Row]:
        """Key or text -> row: texts in use, then the codebook's seeds."""
        used = self.host.context.open_values(self.host.layer.key, self.field.key)
        rows: dict[str, Row] = {}
        for code in codes_for(self.field, self.host.fields()):
            held = any(value.code == code.key for value in self.values)
            rows[code.key] = Row(
                code.label, Value(code=code.key), checked=held, about=help_on_code(code)
            )
        labels = {row.label.casefold() for row in rows.values()} | set(rows)
        for text, uses in used:
            if text.casefold() not in labels:
                held = any(value.value == text for value in self.values)
                note = f"{uses} use{'s' if uses != 1 else ''}"
                rows[text] = Row(text, Value(value=text), note=note, checked=held)
        return rows


def _with_key(row: Row, key: str) -> Row:
    return Row(row.label, row.value, key=key, note=row.note, checked=row.checked, about=row.about)
