"""The tables that are not made from single codes: documents, actors, coders, codebook, audit."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from annotator.codebook.model import Code, Codebook, Condition, Field, Layer
from annotator.model import Actor, Assignment, Coder
from annotator.project.queries import AnnotationRecord, AuditRecord, DocumentRecord
from exports.columns import NAME_LENGTH, Cell, Column, Row, as_date, as_time, joined, unique_names

MOST_METADATA_COLUMNS = 40


class DocumentsTable:
    """`documents`: one row per article, coded or not."""

    name = "documents"

    def __init__(
        self, layers: Sequence[Layer], metadata_keys: Sequence[str], *, with_text: bool
    ) -> None:
        self._layers = [layer.key for layer in layers]
        self._metadata = list(metadata_keys)
        self._with_text = with_text
        fixed = [*_DOCUMENT_COLUMNS]
        names = unique_names(
            [
                *((f"n_{key}", "") for key in self._layers),
                *((f"meta_{_ascii(key)}", "") for key in self._metadata),
            ],
            [column.name for column in fixed],
        )
        counts = [
            Column(name, "number", f"codes of the layer {key} by all coders", 9)
            for name, key in zip(names, self._layers, strict=False)
        ]
        meta = [
            Column(name, note=f"metadata: {key}", width=14)
            for name, key in zip(names[len(counts) :], self._metadata, strict=True)
        ]
        text = [Column("text", note="the whole text", width=40)] if with_text else []
        self.columns = (*fixed, *counts, *meta, *text, Column("truncated", width=10))

    def row(self, document: DocumentRecord) -> Row:
        return [
            document.uid,
            document.title,
            as_date(document.date),
            document.source,
            document.author,
            document.url,
            document.language,
            document.words,
            document.characters,
            joined(document.coders),
            document.finished,
            sum(document.codes.values()),
            document.note,
            document.sha256,
            *(document.codes.get(key, 0) for key in self._layers),
            *(_plain(document.metadata.get(key)) for key in self._metadata),
            *([document.text] if self._with_text else []),
            None,
        ]


_DOCUMENT_COLUMNS = (
    Column("article_id", width=12),
    Column("title", width=40),
    Column("date", "date", width=11),
    Column("source", width=18),
    Column("author", width=16),
    Column("url", width=24),
    Column("language", width=8),
    Column("words", "number", width=8),
    Column("characters", "number", "code points of the text", 9),
    Column("coders", note="who began or finished it, joined by ;", width=18),
    Column("finished", "number", "how many finished it", 8),
    Column("n_codes", "number", "codes by all coders", 8),
    Column("memo", width=24),
    Column("sha256", note="fingerprint of the text", width=12),
)


def metadata_keys(documents: Iterable[DocumentRecord]) -> list[str]:
    """The metadata that get a column: the most frequent, in the order they first occur."""
    counts: Counter[str] = Counter()
    for document in documents:
        counts.update(document.metadata.keys())
    kept = {key for key, _ in counts.most_common(MOST_METADATA_COLUMNS)}
    return [key for key in counts if key in kept]


def _ascii(key: str) -> str:
    plain = "".join(c if c.isascii() and c.isalnum() else "_" for c in key.casefold())
    return plain.strip("_") or "field"


def _plain(value: Any) -> Cell:
    if value is None or isinstance(value, str | int | float):
        return int(value) if isinstance(value, bool) else value
    return json.dumps(value, ensure_ascii=False, sort_keys=True)


# --- document x code ------------------------------------------------------------------------


class MatrixTable:
    """`doc_matrix`: one row per article, a count and a 0/1 for every layer and its main codes.

    Counts the final set.
    """

    name = "doc_matrix"

    def __init__(self, layers: Sequence[Layer]) -> None:
        self._cells: list[tuple[str, str]] = []
        self._marks = {layer.key: layer.mark_field for layer in layers}
        for layer in layers:
            self._cells.append((layer.key, ""))
            marked = layer.find_field(layer.mark_field) if layer.mark_field else None
            self._cells += [(layer.key, code.key) for code in (marked.codes if marked else ())]
        stems = [f"{layer}_{code}" if code else f"n_{layer}" for layer, code in self._cells]
        head = [Column("article_id", width=12), Column("title", width=40)]
        names = unique_names(
            [(stem, ending) for ending in ("", "_01") for stem in stems],
            [column.name for column in head],
        )
        self.columns = (*head, *(Column(name, "number", width=9) for name in names))
        self._counts: dict[str, Counter[tuple[str, str]]] = {}

    def count(self, record: AnnotationRecord) -> None:
        """Take a code into the count of its article."""
        if not record.in_final:
            return
        code = record.annotation
        counts = self._counts.setdefault(code.article, Counter())
        counts[code.layer, ""] += 1
        mark = self._marks.get(code.layer)
        for value in code.fields.get(mark, ()) if mark else ():
            if value.code is not None and value.confirmed:
                counts[code.layer, value.code] += 1

    def row(self, document: DocumentRecord) -> Row:
        counts = self._counts.get(document.uid, Counter())
        found = [counts[cell] for cell in self._cells]
        return [document.uid, document.title, *found, *(int(n > 0) for n in found)]


# --- people and actors ----------------------------------------------------------------------

ACTOR_COLUMNS: tuple[Column, ...] = (
    Column("actor_id", width=12),
    Column("name", width=28),
    Column("type", width=12),
    Column("country", width=10),
    Column("aliases", note="other names and merged actors, joined by ;", width=28),
    Column("alias_count", "number", width=8),
    Column("uses", "number", "values of codes that name it", 8),
    Column("approved", "number", "1 if approved by the team", 8),
    Column("proposed_by", width=14),
    Column("attributes", note="as JSON", width=20),
)


def actor_row(actor: Actor, coder_names: Mapping[str, str]) -> Row:
    """The row of an actor in `actors`."""
    return [
        actor.uid,
        actor.name,
        actor.kind,
        actor.country,
        joined(actor.aliases),
        len(actor.aliases),
        actor.uses,
        int(actor.approved),
        coder_names.get(actor.proposed_by or ""),
        json.dumps(dict(actor.attrs), ensure_ascii=False, sort_keys=True) if actor.attrs else None,
    ]


@dataclass(slots=True)
class CoderCount:
    """What one coder has coded, as far as it is exported."""

    annotations: int = 0
    first: str = ""
    last: str = ""

    def add(self, record: AnnotationRecord) -> None:
        code = record.annotation
        self.annotations += 1
        self.first = min(self.first or code.created, code.created)
        self.last = max(self.last, code.updated)


CODER_COLUMNS: tuple[Column, ...] = (
    Column("coder_id", width=12),
    Column("name", width=18),
    Column("kind", note="person or adjudicated", width=11),
    Column("role", width=11),
    Column("documents_begun", "number", width=10),
    Column("documents_finished", "number", width=10),
    Column("annotations", "number", "codes in this export", 11),
    Column("minutes", "number", "active time in the articles", 9),
    Column("first_code_at", "time", width=18),
    Column("last_change_at", "time", width=18),
)


def coder_row(coder: Coder, work: Sequence[Assignment], count: CoderCount) -> Row:
    """The row of a coder in `coders`; `work` is the coder's own assignments."""
    begun = [one for one in work if one.state != "todo"]
    return [
        coder.uid,
        coder.name,
        coder.kind,
        coder.role,
        len(begun),
        sum(one.state == "done" for one in begun),
        count.annotations,
        round(sum(one.active_seconds for one in begun) / 60, 1),
        as_time(count.first),
        as_time(count.last),
    ]


# --- the codebook ---------------------------------------------------------------------------

CODEBOOK_COLUMNS: tuple[Column, ...] = (
    Column("level", note="layer, field or code", width=8),
    Column("layer", width=12),
    Column("field", width=16),
    Column("field_lbl", width=18),
    Column("kind", width=10),
    Column("code", width=20),
    Column("number", "number", width=8),
    Column("label", width=22),
    Column("parent", width=12),
    Column("definition", width=44),
    Column("include", width=32),
    Column("exclude", width=32),
    Column("example", width=32),
    Column("pole_plus", width=16),
    Column("pole_minus", width=16),
    Column("required", "number", width=8),
    Column("core", "number", width=8),
    Column("reliability", "number", "1 if counted in agreement", 9),
    Column("show_if", note="when the field is asked", width=20),
    Column("retired", "number", width=8),
    Column("codebook_version", "number", width=9),
)


def codebook_rows(codebook: Codebook, layers: Sequence[Layer]) -> Iterator[Row]:
    """The rows of `codebook`: each layer, then its fields, each with its codes."""
    for layer in layers:
        yield _codebook_row(
            codebook,
            level="layer",
            layer=layer.key,
            label=layer.label,
            definition=layer.definition,
            include=layer.rule,
            retired=int(layer.retired),
        )
        for one in layer.fields:
            yield _field_row(codebook, layer, one)
            yield from (_code_row(codebook, layer, one, code) for code in one.codes)


def _codebook_row(codebook: Codebook, **cells: Cell) -> Row:
    found = {**cells, "codebook_version": codebook.version}
    return [found.get(column.name) for column in CODEBOOK_COLUMNS]


def _field_row(codebook: Codebook, layer: Layer, one: Field) -> Row:
    return _codebook_row(
        codebook,
        level="field",
        layer=layer.key,
        field=one.key,
        field_lbl=one.label,
        kind=one.kind,
        label=one.label,
        definition=one.definition,
        include=one.help,
        required=int(one.required),
        core=int(one.core),
        reliability=int(one.reliability),
        show_if=_condition_text(one.show_if),
        retired=int(one.retired),
    )


def _condition_text(condition: Condition | None) -> str | None:
    if condition is None:
        return None
    values = ", ".join(value or "(empty)" for value in condition.is_in)
    return f"{condition.field} is {values}"


def _code_row(codebook: Codebook, layer: Layer, one: Field, code: Code) -> Row:
    return _codebook_row(
        codebook,
        level="code",
        layer=layer.key,
        field=one.key,
        field_lbl=one.label,
        kind=one.kind,
        code=code.key,
        number=code.number,
        label=code.label,
        parent=code.parent,
        definition=code.definition,
        include=code.include,
        exclude=code.exclude,
        example=code.example,
        pole_plus=code.pole_plus,
        pole_minus=code.pole_minus,
        retired=int(code.retired),
    )


# --- the audit trail ------------------------------------------------------------------------

AUDIT_COLUMNS: tuple[Column, ...] = (
    Column("step", "number", width=8),
    Column("at", "time", "UTC", 18),
    Column("coder", width=14),
    Column("label", note="name of the step", width=24),
    Column("kind", note="do, undo or redo", width=8),
    Column("undoes", "number", "step that was taken back", 8),
    Column("table", width=12),
    Column("uid", note="row that was changed", width=12),
    Column("before", note="changed columns as JSON; empty where the row was made", width=40),
    Column("after", note="changed columns as JSON; empty where the row was deleted", width=40),
    Column("truncated", width=10),
)


def audit_row(record: AuditRecord) -> Row:
    """The row of a logged change in `audit`."""
    return [
        record.step,
        as_time(record.at),
        record.coder,
        record.label,
        record.kind,
        record.undoes,
        record.table,
        record.uid,
        _json(record.before),
        _json(record.after),
        None,
    ]


def _json(data: Mapping[str, Any] | None) -> str | None:
    return None if data is None else json.dumps(dict(data), ensure_ascii=False, sort_keys=True)


# --- README ---------------------------------------------------------------------------------

README_COLUMNS: tuple[Column, ...] = (
    Column("about", width=22),
    Column("item", width=NAME_LENGTH),
    Column("value", width=90),
)


@dataclass(frozen=True, slots=True)
class Readme:
    """What the README says, in blocks of (item, value)."""

    blocks: Mapping[str, Sequence[tuple[str, Cell]]] = field(default_factory=dict)

    def rows(self) -> Iterator[Row]:
        for about, lines in self.blocks.items():
            yield from ([about, item, value] for item, value in lines)
