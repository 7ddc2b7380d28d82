"""A workbook that was exported and edited by hand, read back as a list of changes.

Rows are found by `annotation_id`, never by their place. Every cell that differs from what the
project would write now is a change, or a problem that says why it cannot be one; nothing is applied
here. What changed in the project after the workbook was written is never overwritten.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Protocol

from annotator.codebook.complete import visible
from annotator.codebook.kinds import KINDS
from annotator.codebook.model import Field, Layer
from annotator.importers.edited_book import (
    ID,
    UNREADABLE,
    Book,
    EditProblem,
    Line,
    moment,
    read_book,
)
from annotator.importers.edited_field import CellError, FieldEdit, Lookup, read_field
from annotator.model import Annotation, Fields, Value
from annotator.project import queries
from annotator.project.queries import AnnotationRecord, history
from annotator.project.reader import Reader

# --- what is found --------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class CellChange:
    """One edited cell."""

    sheet: str
    row: int
    column: str
    annotation: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class CodeEdit:
    """What becomes of one code. None = stays as it is."""

    annotation: str
    updated: str
    """When the code was last changed as it was compared: it must still be so when applied."""
    fields: Fields = field(default_factory=dict)
    """Only the fields that change; no values at all empty the field."""
    note: str | None = None
    flagged: bool | None = None
    certainty: tuple[int | None] | None = None
    """Boxed, as None is a certainty: not said."""


@dataclass(frozen=True, slots=True)
class EditPlan:
    """Everything an edited workbook would change."""

    name: str
    edits: tuple[CodeEdit, ...]
    changes: tuple[CellChange, ...]
    problems: tuple[EditProblem, ...]
    deleted: tuple[str, ...]
    """Codes whose rows are gone from `annotations_long`: only told, never deleted."""
    ignored: tuple[str, ...]
    """Columns that differ and are not read back."""
    rows: int
    """Rows that were compared."""


# --- what is compared with ------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class FieldCells:
    """The columns of one field: ending ("", "_lbl", "_miss", ...) -> name."""

    field: Field
    columns: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class RowCells:
    """The cells the project would write for a code now."""

    texts: Mapping[str, str]
    """Column -> text as it is read back."""
    partial: frozenset[str]
    """Columns whose cell does not hold all of the text."""


class Layout(Protocol):
    """How codes are laid out in columns: known to the exports alone."""

    def fields_of(self, layer: str) -> tuple[FieldCells, ...]: ...

    def cells_of(self, record: AnnotationRecord) -> RowCells: ...


_LIMITS = ("layers", "coders", "rounds", "article dates", "codes")
"""Filters of the README that leave codes out."""
EDITABLE = frozenset({"note", "certainty", "flagged"})
FIXED = frozenset(
    {"article_id", "layer", "start", "end", "fragments", "quote", "origin"}
)  # fmt: skip
"""Columns nobody may change in a workbook; the others follow from something else."""


def read_edits(path: Path, reader: Reader, layout: Layout, *, coder: str) -> EditPlan:
    """Compare an edited workbook with the project.

    Args:
        layout: what the exports would write now.
        coder: uid of who edits; the codes of others can only be looked at.

    Raises:
        ImportRefusedError: no workbook, or none with codes of this project.
    """
    book = read_book(path)
    return _Comparing(book, reader, layout, coder).run()


# --- comparing ------------------------------------------------------------------------------


class _Comparing:
    """One pass over the codes of the project."""

    def __init__(self, book: Book, reader: Reader, layout: Layout, coder: str) -> None:
        self._book = book
        self._reader = reader
        self._layout = layout
        self._coder = coder
        self._codebook = queries.codebook(reader)
        self._lookup = Lookup(reader)
        self._edits: list[CodeEdit] = []
        self._changes: list[CellChange] = []
        self._problems = list(book.problems)
        self._ignored: dict[str, None] = {}
        self._deleted: list[str] = []

    def run(self) -> EditPlan:
        left = dict(self._book.lines)
        exported = self._exported_whole()
        for record in _records(self._reader):
            lines = left.pop(record.annotation.uid, None)
            if lines:
                self._compare(record, lines)
            elif exported and record.annotation.created[:19] <= exported:
                self._deleted.append(record.annotation.uid)
        for lines in left.values():
            for line in lines:
                why = "there is no such code in the project."
                self._problems.append(EditProblem(line.sheet, line.number, ID, why))
        return EditPlan(
            name=self._book.name,
            edits=tuple(self._edits),
            changes=tuple(self._changes),
            problems=tuple(self._problems),
            deleted=tuple(self._deleted),
            ignored=tuple(self._ignored),
            rows=sum(len(lines) for lines in self._book.lines.values()),
        )

    def _exported_whole(self) -> str:
        """When the workbook was exported, if it then held every code; else empty."""
        about = self._book.about
        limits = [v for (block, item), v in about.items() if block == "filters" and item in _LIMITS]
        at = moment(about.get(("project", "exported at (UTC)"), ""))
        whole = self._book.long and bool(limits) and all(value == "all" for value in limits)
        return at if whole else ""

    def _compare(self, record: AnnotationRecord, lines: Sequence[Line]) -> None:
        now = self._layout.cells_of(record)
        differing = _differences(now, lines)
        if not differing:
            return
        base = self._as_exported(record, lines)
        found = _differences(base, lines, differing) if base else differing
        row = _EditedRow(record.annotation, now, lines, found, _conflicts(now, base, found))
        edit = replace(_no_edit(row.code), fields=self._field_edits(row))
        edit = self._base_edits(row, edit)
        for column in row.found.keys() - row.done:
            self._ignored[column] = None
        if edit == _no_edit(row.code):
            return
        if row.code.coder != self._coder:
            whose = record.coder_name
            self._problem(row, "", f"the code belongs to {whose}; only {whose} can change it.")
            return
        self._edits.append(edit)
        self._changes += row.changes

    def _as_exported(self, record: AnnotationRecord, lines: Sequence[Line]) -> RowCells | None:
        """The cells as they were when the rows were exported; None = that cannot be told."""
        code = record.annotation
        at = max((moment(line.cells.get("updated_at", "")) for line in lines), default="")
        then = history.annotation_at(self._reader, code.uid, at) if at else code
        return None if then is None else self._layout.cells_of(replace(record, annotation=then))

    def _base_edits(self, row: _EditedRow, edit: CodeEdit) -> CodeEdit:
        for column in sorted((FIXED | EDITABLE) & row.found.keys()):
            row.done.add(column)
            if column in row.conflicts:
                self._problem(row, column, _STALE)
            elif column in FIXED:
                self._problem(row, column, "this cannot be changed in a workbook.")
            else:
                edit = self._own_column(row, column, edit)
        return edit

    def _own_column(self, row: _EditedRow, column: str, edit: CodeEdit) -> CodeEdit:
        after = row.value(column)
        if after is None:
            self._problem(row, column, _TWICE)
        elif column in row.now.partial:
            self._problem(row, column, _PARTIAL)
        elif column == "note":
            edit = replace(edit, note=after)
            row.change(column)
        elif column == "flagged" and after.casefold() in _YES_NO:
            edit = replace(edit, flagged=_YES_NO[after.casefold()])
            row.change(column)
        elif column == "certainty" and after in ("", "1", "2", "3"):
            edit = replace(edit, certainty=(int(after) if after else None,))
            row.change(column)
        else:
            numbers = "1 or 0" if column == "flagged" else "1, 2, 3 or empty"
            self._problem(row, column, f"“{after}” is not {numbers}.")
        return edit

    def _field_edits(self, row: _EditedRow) -> Fields:
        edited: dict[str, tuple[Value, ...]] = {}
        touched: dict[str, str] = {}
        layer = self._codebook.find_layer(row.code.layer)
        for cells in self._layout.fields_of(row.code.layer):
            columns = [name for name in cells.columns.values() if name in row.found]
            if not columns or layer is None or KINDS[cells.field.kind].slot == "none":
                continue
            row.done.update(columns)
            values = self._field_values(row, cells, columns)
            if values is not None:
                edited[cells.field.key] = values
                touched[cells.field.key] = columns[0]
                for column in columns:
                    row.change(column)
        if layer is not None:
            self._check_asked(row, layer, edited, touched)
        return edited

    def _field_values(
        self,
        row: _EditedRow,
        cells: FieldCells,
        columns: Sequence[str],
    ) -> tuple[Value, ...] | None:
        """The new values of a field; None where they stay, or where there is a problem."""
        twice = [name for name in columns if row.value(name) is None]
        partial = [name for name in columns if name in row.now.partial]
        if twice or partial:
            self._problem(row, (twice or partial)[0], _TWICE if twice else _PARTIAL)
            return None
        endings = {name: ending for ending, name in cells.columns.items()}
        edit = FieldEdit(
            field=cells.field,
            before={ending: row.now.texts[name] for ending, name in cells.columns.items()},
            after={endings[name]: row.value(name) or "" for name in columns},
            current=row.code.fields.get(cells.field.key, ()),
        )
        try:
            values = read_field(edit, self._lookup)
        except CellError as error:
            self._problem(row, cells.columns.get(error.ending, columns[0]), str(error))
            return None
        if values is not None and not row.conflicts.isdisjoint(cells.columns.values()):
            self._problem(row, columns[0], _STALE)
            return None
        return values

    def _check_asked(
        self,
        row: _EditedRow,
        layer: Layer,
        edited: Mapping[str, tuple[Value, ...]],
        touched: Mapping[str, str],
    ) -> None:
        """What is filled must be asked for once everything is changed, and fit what it hangs on."""
        merged = {k: v for k, v in {**row.code.fields, **edited}.items() if v}
        asked = {one.key for one in visible(layer, merged)}
        for key, values in edited.items():
            own = layer.field(key)
            if values and key not in asked:
                self._problem(row, touched[key], f"{own.label} is not asked for this code.")
            chosen = {value.code for value in merged.get(own.depends_on or "", ())}
            for value in values:
                code = own.find_code(value.code)
                if own.depends_on and code and code.parent and code.parent not in chosen:
                    why = f"“{code.label}” does not go with the chosen {own.depends_on}."
                    self._problem(row, touched[key], why)

    def _problem(self, row: _EditedRow, column: str, why: str) -> None:
        line = row.found[column][0] if column else row.lines[0]
        self._problems.append(EditProblem(line.sheet, line.number, column, why))


_STALE = "the project was changed here after the workbook was written. Export again."
_TWICE = "two sheets hold different changes of this cell."
_PARTIAL = "the cell did not hold the whole text; change it in the program."
_YES_NO = {"1": True, "0": False, "true": True, "false": False, "": False}


@dataclass(slots=True)
class _EditedRow:
    """A code with its rows and the cells in which they differ."""

    code: Annotation
    now: RowCells
    lines: Sequence[Line]
    found: Mapping[str, list[Line]]
    """Column -> the rows whose cell was edited."""
    conflicts: frozenset[str]
    """Columns the project has changed, too, since the rows were exported."""
    done: set[str] = field(default_factory=set)
    changes: list[CellChange] = field(default_factory=list)

    def value(self, column: str) -> str | None:
        """The new text of a cell; None where two sheets differ."""
        texts = {line.cells[column] for line in self.found[column]}
        return texts.pop() if len(texts) == 1 else None

    def change(self, column: str) -> None:
        """Note a cell as changed, once per row it was edited in."""
        self.changes += [
            CellChange(line.sheet, line.number, column, self.code.uid, self.now.texts[column],
                       line.cells[column])
            for line in self.found[column]
        ]  # fmt: skip


def _no_edit(code: Annotation) -> CodeEdit:
    return CodeEdit(code.uid, code.updated)


_NOT_COMPARED = frozenset({ID, "created_at", "updated_at", "truncated"})


def _differences(
    known: RowCells, lines: Sequence[Line], among: Mapping[str, Sequence[Line]] | None = None
) -> dict[str, list[Line]]:
    """Column -> the rows whose cell differs from the known one (among rows found to differ)."""
    found: defaultdict[str, list[Line]] = defaultdict(list)
    for line in lines:
        for column, text in line.cells.items():
            if among is not None and line not in among.get(column, ()):
                continue
            if text is UNREADABLE or column in _NOT_COMPARED:
                continue
            if text != known.texts.get(column, text):
                found[column].append(line)
    return found


def _conflicts(
    now: RowCells, base: RowCells | None, found: Mapping[str, Sequence[Line]]
) -> frozenset[str]:
    if base is None:
        return frozenset(found)
    return frozenset(name for name, text in now.texts.items() if base.texts.get(name) != text)


def _records(reader: Reader) -> Iterator[AnnotationRecord]:
    after = ""
    while page := queries.annotation_records(reader, after=after, limit=500):
        yield from page
        after = page[-1].annotation.uid
