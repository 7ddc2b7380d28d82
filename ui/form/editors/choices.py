"""Codes from the codebook's lists: the numbered, filtered list of one or several of them."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from annotator.codebook.complete import codes_for
from annotator.codebook.model import Code, Field
from annotator.model import Value
from ui.form.context import help_on_code
from ui.form.editors.base import Editor, Host
from ui.form.editors.segments import SegmentEditor, code_segments
from ui.form.editors.type_ahead import TypeAheadEditor
from ui.form.popup import Row
from ui.form.slots import SLOTS


def code_editor(field: Field, host: Host, parent: QWidget | None = None) -> Editor:
    """Segments where the codes are few and short, else the list.

    Codes that depend on another field always get the list: their number changes, the control
    must not.
    """
    codes = [code for code in field.codes if not code.retired]
    nested = field.depends_on is not None or any(code.parent for code in codes)
    segments = None if nested else code_segments(codes)
    if segments is None:
        return CodeListEditor(field, host, parent)
    return SegmentEditor(field, host, segments, [Value(code=c.key) for c in codes], parent)


class CodeListEditor(TypeAheadEditor):
    """A list of codes: up to nine are numbered by their place, longer ones keep nine numbers."""

    def __init__(self, field: Field, host: Host, parent: QWidget | None = None) -> None:
        self.as_chips = field.kind == "categories"
        super().__init__(field, host, parent)

    def rows(self, text: str) -> Sequence[Row]:
        codes = codes_for(self.field, self.host.fields())
        if text:
            found = matching(codes, text)
            return [self._row(code, str(n) if n <= 9 else "") for n, code in enumerate(found, 1)]
        if len(codes) <= SLOTS:
            return [self._row(code, str(n)) for n, code in enumerate(codes, start=1)]
        return self._long_list(codes)

    def _long_list(self, codes: Sequence[Code]) -> list[Row]:
        """The numbered ones on top, the others below them in the codebook's order."""
        by_key = {code.key: code for code in codes}
        slots = self.host.slots(self.field, [code.key for code in self.field.codes])
        first = [by_key[key] for key in slots.numbered(list(by_key))]
        rest = [code for code in codes if code not in first]
        top = [self._row(code, str(n), flat=True) for n, code in enumerate(first, start=1)]
        return [*top, *(self._row(code, "") for code in rest)]

    def _row(self, code: Code, key: str, *, flat: bool = False) -> Row:
        upper = self.field.find_code(code.parent) if code.parent else None
        nested = upper is not None and not flat
        return Row(
            code.label,
            Value(code=code.key),
            key=key,
            note=upper.label if upper is not None and flat else "",
            checked=any(value.code == code.key for value in self.values),
            depth=1 if nested else 0,
            about=help_on_code(code),
        )

    def on_taken(self, row: Row) -> None:
        if row.value.code is not None and len(self.field.codes) > SLOTS:
            keys = [code.key for code in self.field.codes]
            self.host.slots(self.field, keys).use(row.value.code)

    def on_fields_changed(self) -> None:
        if self.field.depends_on is None:
            return
        self.placeholder = "" if codes_for(self.field, self.host.fields()) else "nothing to choose"
        self._line.setPlaceholderText("" if self.values else self.placeholder)


def matching(codes: Sequence[Code], text: str) -> list[Code]:
    """The codes the letters can mean: labels that begin so, then words, then any place or key."""
    wanted = text.casefold()
    ranked = [(_rank(code, wanted), n, code) for n, code in enumerate(codes)]
    return [code for rank, _, code in sorted(ranked, key=lambda r: r[:2]) if rank < 9]


def _rank(code: Code, wanted: str) -> int:
    label = code.label.casefold()
    if label.startswith(wanted):
        return 0
    if any(word.startswith(wanted) for word in label.replace("/", " ").replace("-", " ").split()):
        return 1
    if wanted in label:
        return 2
    return 3 if code.key.startswith(wanted.replace(" ", "_")) else 9
