"""THE definition of the rows made from codes: annotations, wide sheets, roles, values, memos.

Excel, CSV and the agreement sheets read the same tables. A table has columns and turns one record
into one row (or several); it writes nothing and reads nothing from the project by itself.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from annotator.codebook.complete import not_applicable
from annotator.codebook.kinds import KINDS
from annotator.codebook.model import Codebook, Field, Layer
from annotator.model import Annotation, Fields, Value
from annotator.project.queries import AnnotationRecord
from exports.columns import (
    ActorName,
    Column,
    FieldColumns,
    Row,
    as_date,
    as_time,
    exported_fields,
    field_columns,
    filler_name,
    named_columns,
)

BASE: tuple[Column, ...] = (
    Column("annotation_id", note="stable id of the code", width=12),
    Column("project", note="title of the project", width=14),
    Column("article_id", note="id of the article, as in documents", width=12),
    Column("source", note="source of the article", width=16),
    Column("article_date", "date", "date of the article", 11),
    Column("article_title", note="title of the article; a link to its row in documents", width=30),
    Column("coder", note="name of the coder", width=12),
    Column("round", note="name of the round", width=12),
    Column("assignment_state", note="todo, in_progress or done", width=11),
    Column("in_final", "number", "1 if the code belongs to the final set", 8),
    Column("layer", note="key of the layer", width=10),
    Column("codebook_version", "number", "version of the codebook it was coded with", 9),
    Column("start", "number", "first character of the passage, counted from 0 (code points)", 8),
    Column("end", "number", "character after the last of the passage", 8),
    Column("fragments", note="all passages of a code of several, as start-end;start-end", width=10),
    Column("quote", note="the words of the passage", width=44),
    Column("sentence_no", "number", "sentence of the article, counted from 1", 9),
    Column("paragraph_no", "number", "paragraph of the article, counted from 1", 9),
    Column("state", note="draft (something required is missing) or complete", width=9),
    Column("certainty", "number", "how sure the coder was", 8),
    Column("flagged", "number", "1 if flagged for a second look", 8),
    Column("note", note="memo on the code", width=20),
    Column("origin", note="manual, accepted, edited, imported or adjudicated", width=10),
    Column("created_at", "time", "when it was coded (UTC)", 18),
    Column("updated_at", "time", "when it was last changed (UTC)", 18),
    Column("truncated", note="columns whose text was too long for a cell and was cut", width=10),
)
"""Columns every row of a code has."""

TITLE_COLUMN = 5
"""Index of the cell that links to the article's row in `documents`."""

TRUNCATED = "truncated"


@dataclass(frozen=True, slots=True)
class RowContext:
    """What a row says besides its record."""

    project: str
    actor_names: Mapping[str, str] = field(default_factory=dict)

    def actor_name(self, uid: str) -> str:
        return self.actor_names.get(uid, uid)


def base_cells(record: AnnotationRecord, context: RowContext) -> Row:
    """The cells of `BASE` for one record."""
    code = record.annotation
    return [
        code.uid,
        context.project,
        code.article,
        record.article_source,
        as_date(record.article_date),
        record.article_title,
        record.coder_name,
        record.round_name,
        record.assignment_state,
        int(record.in_final),
        code.layer,
        code.codebook_version,
        code.span.start if code.span else None,
        code.span.end if code.span else None,
        _passages(code),
        code.quote,
        record.sentence_no,
        record.paragraph_no,
        code.state,
        code.certainty,
        int(code.flagged),
        code.note,
        code.origin,
        as_time(code.created),
        as_time(code.updated),
        None,
    ]


def _passages(code: Annotation) -> str | None:
    if not code.fragments:
        return None
    return ";".join(f"{span.start}-{span.end}" for span in code.passages())


class LayerColumns:
    """The field columns of one layer, and the cells a code fills them with."""

    def __init__(self, layer: Layer, wanted: Sequence[str] | None = None) -> None:
        self.layer = layer
        self.fields: list[FieldColumns] = [field_columns(f) for f in exported_fields(layer, wanted)]
        self.columns = named_columns(self.fields, [column.name for column in BASE])
        self._conditional = any(f.show_if for f in layer.fields)
        self._blank = {fc.field.key: [None] * len(fc.endings) for fc in self.fields}

    def cells(self, fields: Fields, actor_name: ActorName) -> Row:
        """One cell per column. What is not confirmed is empty; what does not apply says `na`."""
        hidden = not_applicable(self.layer, fields) if self._conditional else frozenset()
        row: Row = []
        for fc in self.fields:
            key = fc.field.key
            if key in hidden:
                row += [*self._blank[key][:-1], "na"]
            elif key in fields:
                row += _field_cells(fc, fields[key], actor_name)
            else:
                row += self._blank[key]
        return row


def _field_cells(fc: FieldColumns, values: Sequence[Value], actor_name: ActorName) -> Row:
    confirmed = [value for value in values if value.confirmed]
    filled = [value for value in confirmed if value.missing is None]
    missing = next((value.missing for value in confirmed if value.missing is not None), None)
    if not filled:
        return [*[None] * (len(fc.endings) - 1), missing]
    return [*fc.cells(filled, actor_name), missing]


class CodeCells:
    """The cells of codes of every layer; the latest are kept, as several tables ask for them."""

    def __init__(
        self, layers: Sequence[Layer], context: RowContext, wanted: Sequence[str] | None = None
    ) -> None:
        self.layers = {layer.key: LayerColumns(layer, wanted) for layer in layers}
        self._context = context
        self._latest: AnnotationRecord | None = None
        self._cells: tuple[Row, Row] = ([], [])

    def of(self, record: AnnotationRecord) -> tuple[Row, Row]:
        """The cells of `BASE` and those of the layer's fields; empty for an unknown layer."""
        if record is not self._latest:
            part = self.layers.get(record.annotation.layer)
            fields = record.annotation.fields
            own = part.cells(fields, self._context.actor_name) if part else []
            self._latest, self._cells = record, (base_cells(record, self._context), own)
        return self._cells


class LongTable:
    """`annotations_long`: one row per code, the fields of all layers side by side.

    Layers that have a field of the same key share its columns.
    """

    name = "annotations_long"

    def __init__(self, cells: CodeCells) -> None:
        self._cells = cells
        shared: dict[str, Column] = {}
        for part in cells.layers.values():
            for column in part.columns:
                shared.setdefault(column.name, _without_choices(column))
        self.columns = (*BASE, *shared.values())
        place = {name: nth for nth, name in enumerate(shared)}
        self._places = {
            key: [place[column.name] for column in part.columns]
            for key, part in cells.layers.items()
        }
        self._width = len(shared)

    def row(self, record: AnnotationRecord) -> Row:
        base, own = self._cells.of(record)
        spread: Row = [None] * self._width
        for nth, cell in zip(self._places.get(record.annotation.layer, ()), own, strict=True):
            spread[nth] = cell
        return base + spread


def _without_choices(column: Column) -> Column:
    """Layers differ in their lists, so the shared column has none of its own."""
    return Column(column.name, column.kind, column.note, column.width)


class WideTable:
    """`<layer>_wide`: one row per code of the layer, a column per field."""

    def __init__(self, layer: Layer, cells: CodeCells) -> None:
        self.name = f"{layer.key[:26]}_wide"
        self.layer = layer
        self._cells = cells
        self.columns = (*BASE, *cells.layers[layer.key].columns)

    def row(self, record: AnnotationRecord) -> Row:
        base, own = self._cells.of(record)
        return base + own


_WHOSE = (
    Column("annotation_id", note="the code", width=12),
    Column("article_id", width=12),
    Column("coder", width=12),
    Column("round", width=12),
    Column("in_final", "number", "1 if the code belongs to the final set", 8),
    Column("layer", width=10),
)


def _whose(record: AnnotationRecord) -> Row:
    code = record.annotation
    return [
        code.uid,
        code.article,
        record.coder_name,
        record.round_name,
        int(record.in_final),
        code.layer,
    ]


Mention = Callable[[str, int, int], str]
"""The text of an article (uid) from start to end."""


class RolesTable:
    """`roles_long`: one row per actor in a role of a code."""

    name = "roles_long"
    columns = (
        *_WHOSE,
        Column("role", note="key of the field", width=14),
        Column("role_lbl", note="label of the field", width=14),
        Column("role_order", "number", "place in the list, from 1", 8),
        Column("actor_id", note="as in actors; empty where not in the registry", width=12),
        Column("actor_name", width=24),
        Column("mention", note="the words in the text it was taken from", width=24),
        Column("mention_start", "number", width=8),
        Column("mention_end", "number", width=8),
        Column("attributes", note="of this filler alone, as JSON", width=14),
        Column("miss", note="na or cbd where nobody stands in the role", width=8),
    )

    def __init__(
        self,
        layers: Sequence[Layer],
        context: RowContext,
        mention: Mention,
        wanted: Sequence[str] | None = None,
    ) -> None:
        self._context = context
        self._mention = mention
        self._roles = {
            layer.key: [f for f in exported_fields(layer, wanted) if KINDS[f.kind].slot == "actor"]
            for layer in layers
        }

    def rows(self, record: AnnotationRecord) -> Iterator[Row]:
        code = record.annotation
        for role in self._roles.get(code.layer, ()):
            confirmed = [value for value in code.fields.get(role.key, ()) if value.confirmed]
            for nth, value in enumerate(confirmed, start=1):
                yield [*_whose(record), role.key, role.label, nth, *self._filler(code, value)]

    def _filler(self, code: Annotation, value: Value) -> Row:
        mention = None
        if value.start is not None and value.end is not None:
            mention = self._mention(code.article, value.start, value.end)
        return [
            value.actor,
            filler_name(value, self._context.actor_name) or None,
            mention,
            value.start,
            value.end,
            _json(value.attrs),
            value.missing,
        ]


class ValuesTable:
    """`values_long`: one row per value of the fields that take several, other than actors."""

    name = "values_long"
    columns = (
        *_WHOSE,
        Column("field", width=14),
        Column("field_lbl", width=14),
        Column("value_order", "number", "place in the list, from 1", 8),
        Column("code", note="key of the value, or annotation_id of a link", width=20),
        Column("code_number", "number", width=8),
        Column("code_lbl", note="label of the value", width=20),
        Column("miss", note="na or cbd", width=8),
    )

    def __init__(self, layers: Sequence[Layer], wanted: Sequence[str] | None = None) -> None:
        self._fields = {
            layer.key: [f for f in exported_fields(layer, wanted) if _takes_several(f)]
            for layer in layers
        }

    def rows(self, record: AnnotationRecord) -> Iterator[Row]:
        code = record.annotation
        for several in self._fields.get(code.layer, ()):
            confirmed = [value for value in code.fields.get(several.key, ()) if value.confirmed]
            for nth, value in enumerate(confirmed, start=1):
                found = several.find_code(value.code)
                yield [
                    *_whose(record),
                    several.key,
                    several.label,
                    nth,
                    value.code or value.link,
                    found.number if found else None,
                    found.label if found else None,
                    value.missing,
                ]


def _takes_several(candidate: Field) -> bool:
    kind = KINDS[candidate.kind]
    return kind.multiple and kind.slot != "actor"


MEMO_COLUMNS: tuple[Column, ...] = (
    Column("about", note="code, article or project", width=9),
    Column("annotation_id", width=12),
    Column("article_id", width=12),
    Column("article_title", width=30),
    Column("coder", width=12),
    Column("layer", width=10),
    Column("quote", width=40),
    Column("memo", width=60),
    Column("updated_at", "time", width=18),
    Column("truncated", width=10),
)


def memo_row(record: AnnotationRecord) -> Row | None:
    """The row of a code's memo in `memos`; None where there is no memo."""
    code = record.annotation
    if not code.note.strip():
        return None
    return [
        "code",
        code.uid,
        code.article,
        record.article_title,
        record.coder_name,
        code.layer,
        code.quote,
        code.note,
        as_time(code.updated),
        None,
    ]


def exported_layers(codebook: Codebook, wanted: Sequence[str] | None) -> list[Layer]:
    """The layers that are exported, in the order of the codebook."""
    return [layer for layer in codebook.layers if wanted is None or layer.key in wanted]


def _json(data: Mapping[str, Any]) -> str | None:
    return json.dumps(dict(data), ensure_ascii=False, sort_keys=True) if data else None
