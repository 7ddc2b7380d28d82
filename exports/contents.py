"""What a workbook holds, sheet by sheet, filled in one pass over the project.

Excel and CSV give a place to write tables to (`TableSet`); this module decides which tables there
are and feeds them all while the codes go by once, so that memory does not grow with the project.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Protocol

import annotator
from annotator.errors import ProjectError
from annotator.model import Assignment
from annotator.project import queries
from annotator.project.queries import AnnotationRecord, DocumentRecord
from annotator.project.reader import Reader
from exports.base import Progress
from exports.columns import Cell, Column, Row
from exports.rows import (
    BASE,
    MEMO_COLUMNS,
    TITLE_COLUMN,
    CodeCells,
    LongTable,
    RolesTable,
    RowContext,
    ValuesTable,
    WideTable,
    memo_row,
)
from exports.selection import (
    DAMAGE,
    Selection,
    article_texts,
    filter_lines,
    final_rule_text,
    selected_documents,
    selected_records,
)
from exports.tables import (
    ACTOR_COLUMNS,
    AUDIT_COLUMNS,
    CODEBOOK_COLUMNS,
    CODER_COLUMNS,
    README_COLUMNS,
    CoderCount,
    DocumentsTable,
    MatrixTable,
    Readme,
    actor_row,
    audit_row,
    codebook_rows,
    coder_row,
    metadata_keys,
)

SHEETS: Mapping[str, str] = {
    "annotations_long": "one row per code, the fields of all layers side by side",
    "wide": "for every layer <layer>_wide: one row per code, a column per field",
    "roles_long": "one row per actor in a role of a code",
    "values_long": "one row per value of fields that take several",
    "actors": "the actor registry",
    "documents": "one row per article, coded or not",
    "doc_matrix": "articles by layers and main codes: counts and 0/1 of the final set",
    "codebook": "layers, fields and codes with their definitions",
    "coders": "who coded how much",
    "memos": "memos on codes, articles and the project",
    "agreement": "agreement_summary and, behind its numbers, agreement_units, agreement_spans, "
    "disagreements: where two coders have finished the same articles",
    "audit": "every logged change",
}
"""Sheets a user can choose, with what stands in them. `README` is always there."""


class TableWriter(Protocol):
    """A table being written."""

    name: str
    rows: int
    wanted: bool
    """False where rows need not be made, as nobody asked for them."""

    def append(self, row: Row, *, target: int | None = None) -> None:
        """Write a row; `target` is the row of `documents` its title leads to."""


class TableSet(Protocol):
    """Where tables are written: a workbook, a folder."""

    def open(
        self, name: str, columns: Sequence[Column], *, link: int | None = None
    ) -> TableWriter: ...

    def notes(self) -> list[str]:
        """What had to be changed so that it fits, as sentences."""


@dataclass(slots=True)
class _Nowhere:
    """Takes the rows of a sheet that was not asked for."""

    name: str
    rows: int = 0
    wanted: bool = False

    def append(self, row: Row, *, target: int | None = None) -> None:
        """Forget the row."""


def check_sheets(wanted: Sequence[str] | None) -> None:
    """Raise ProjectError if a sheet is asked for that there is not."""
    unknown = [name for name in wanted or () if name not in SHEETS]
    if unknown:
        raise ProjectError(f"There is no sheet “{unknown[0]}”.", f"There are: {', '.join(SHEETS)}.")


def fill(reader: Reader, selection: Selection, out: TableSet, progress: Progress) -> dict[str, int]:
    """Write every table; the number of rows of each."""
    return _Filling(reader, selection, out).run(progress)


class _Filling:
    """One pass over the project."""

    def __init__(self, reader: Reader, selection: Selection, out: TableSet) -> None:
        self._reader = reader
        self._selection = selection
        self._out = out
        self._info = queries.project_info(reader)
        self._coders = queries.coders(reader)
        self._coder_names = {coder.uid: coder.name for coder in self._coders}
        self._counts: defaultdict[str, CoderCount] = defaultdict(CoderCount)
        self._places: dict[str, int] = {}
        """Article uid -> its row in `documents`."""
        self._opened: list[TableWriter] = []

    def run(self, progress: Progress) -> dict[str, int]:
        keys = self._look_at_documents()
        self._open_tables(keys)
        for record in selected_records(self._reader, self._selection, progress):
            self._write_record(record)
        self._write_documents()
        self._write_registries()
        self._write_agreement()
        self._write_audit()
        self._write_readme()
        return {table.name: table.rows for table in self._opened}

    def _look_at_documents(self) -> list[str]:
        """Where each article will stand, and the metadata articles have."""

        def noted(document: DocumentRecord) -> DocumentRecord:
            self._places[document.uid] = len(self._places) + 2
            return document

        documents = selected_documents(self._reader, self._selection)
        return metadata_keys(noted(document) for document in documents)

    def _open(
        self, name: str, columns: Sequence[Column], *, choice: str = "", link: int | None = None
    ) -> TableWriter:
        wanted, chosen = self._selection.options.sheets, choice or name
        if wanted is not None and chosen not in wanted and name != "README":
            return _Nowhere(name)
        table = self._out.open(name, columns, link=link)
        self._opened.append(table)
        return table

    def _open_tables(self, metadata: Sequence[str]) -> None:
        layers, options = self._selection.layers, self._selection.options
        context = RowContext(self._info.title, queries.actor_names(self._reader))
        link = TITLE_COLUMN if _has(options.sheets, "documents") else None
        self._readme = self._open("README", README_COLUMNS)
        self._cells = CodeCells(layers, context, options.fields)
        self._long = LongTable(self._cells)
        self._long_out = self._open(self._long.name, self._long.columns, link=link)
        self._wide = {la.key: WideTable(la, self._cells) for la in layers}
        self._wide_out = {
            key: self._open(table.name, table.columns, choice="wide", link=link)
            for key, table in self._wide.items()
        }
        self._roles = RolesTable(layers, context, article_texts(self._reader), options.fields)
        self._roles_out = self._open(self._roles.name, self._roles.columns)
        self._values = ValuesTable(layers, options.fields)
        self._values_out = self._open(self._values.name, self._values.columns)
        self._actors_out = self._open("actors", ACTOR_COLUMNS)
        self._documents = DocumentsTable(layers, metadata, with_text=options.with_text)
        self._documents_out = self._open("documents", self._documents.columns)
        self._matrix = MatrixTable(layers)
        self._matrix_out = self._open("doc_matrix", self._matrix.columns)
        self._codebook_out = self._open("codebook", CODEBOOK_COLUMNS)
        self._coders_out = self._open("coders", CODER_COLUMNS)
        self._memos_out = self._open("memos", MEMO_COLUMNS)
        self._audit_out = (
            self._open("audit", AUDIT_COLUMNS) if options.with_audit else _Nowhere("audit")
        )

    def _write_record(self, record: AnnotationRecord) -> None:
        layer = record.annotation.layer
        target = self._places.get(record.annotation.article)
        try:
            self._cells.of(record)
            roles = [*self._roles.rows(record)] if self._roles_out.wanted else []
            values = [*self._values.rows(record)] if self._values_out.wanted else []
        except DAMAGE:
            uid, title = record.annotation.uid, record.article_title
            said = f"The code {uid} of “{title}” is damaged and was left out."
            self._selection.damaged[said] = None
            return
        if self._long_out.wanted:
            self._long_out.append(self._long.row(record), target=target)
        wide = self._wide_out.get(layer)
        if wide and wide.wanted and (record.in_final or self._selection.options.wide_all):
            wide.append(self._wide[layer].row(record), target=target)
        for row in roles:
            self._roles_out.append(row)
        for row in values:
            self._values_out.append(row)
        if (memo := memo_row(record)) is not None:
            self._memos_out.append(memo)
        if self._matrix_out.wanted:
            self._matrix.count(record)
        self._counts[record.annotation.coder].add(record)

    def _write_documents(self) -> None:
        for document in selected_documents(self._reader, self._selection):
            self._documents_out.append(self._documents.row(document))
            if self._matrix_out.wanted:
                self._matrix_out.append(self._matrix.row(document))
            if document.note.strip():
                self._memos_out.append(_article_memo(document))
        note = str(self._info.settings.get("note", ""))
        if note.strip():
            self._memos_out.append(["project", *[None] * 6, note, None, None])

    def _write_registries(self) -> None:
        for actor in queries.actors(self._reader):
            self._actors_out.append(actor_row(actor, self._coder_names))
        for row in codebook_rows(self._selection.codebook, self._selection.layers):
            self._codebook_out.append(row)
        work: defaultdict[str, list[Assignment]] = defaultdict(list)
        for assignment in queries.assignments_of(self._reader):
            work[assignment.coder].append(assignment)
        chosen = self._selection.coders
        for coder in self._coders:
            if chosen is None or coder.uid in chosen:
                row = coder_row(coder, work[coder.uid], self._counts[coder.uid])
                self._coders_out.append(row)

    def _write_agreement(self) -> None:
        """The agreement sheets; none where nobody coded the same articles."""
        if not _has(self._selection.options.sheets, "agreement") or not self._have_overlap():
            return
        from annotator.agreement.overview import compute
        from exports.agreement import agreement_tables

        snapshot = queries.agreement_snapshot(self._reader)
        chosen = self._selection.coders
        for table in agreement_tables(compute(snapshot.only(coders=chosen))):
            out = self._open(table.name, table.columns, choice="agreement")
            for row in table.rows:
                out.append(row)

    def _have_overlap(self) -> bool:
        """Whether two persons have finished one article in one round."""
        persons = {coder.uid for coder in self._coders if coder.kind == "person"}
        done = Counter(
            (work.article, work.round)
            for work in queries.assignments_of(self._reader)
            if work.state == "done" and work.coder in persons
        )
        return any(count > 1 for count in done.values())

    def _write_audit(self) -> None:
        if not self._audit_out.wanted:
            return
        after = (0, 0)
        while page := queries.audit(self._reader, after=after):
            for record in page:
                self._audit_out.append(audit_row(record))
            after = (page[-1].step, page[-1].seq)

    def _write_readme(self) -> None:
        rule = final_rule_text(self._info.final_rule, self._coder_names)
        readme = Readme(
            {
                "project": self._about_project(),
                "filters": filter_lines(self._selection),
                "final set": [("rule", rule)],
                "reading": _READING,
                "cells": [("changed", line) for line in self._out.notes()],
                "damage": [("left out", line) for line in self._selection.damaged],
                "sheets": [
                    (table.name, f"{table.rows} rows: {_purpose(table.name)}")
                    for table in self._opened
                    if table.name != "README"
                ],
                "columns": [(column.name, column.note) for column in BASE if column.note],
            }
        )
        for row in readme.rows():
            self._readme.append(row)

    def _about_project(self) -> list[tuple[str, Cell]]:
        info, codebook = self._info, self._selection.codebook
        program = f"Annotator {annotator.__version__}"
        today = datetime.now(UTC).replace(tzinfo=None, microsecond=0)
        cited = f"{info.title} [data], coded with {program}, exported {today:%Y-%m-%d}"
        return [
            ("title", info.title),
            ("id", info.uid),
            ("file", self._reader.path.name),
            ("created (UTC)", info.created),
            ("codebook", codebook.title),
            ("codebook version", codebook.version),
            ("codebook sha256", codebook.sha256()),
            ("codebook source", codebook.source or None),
            ("project schema", info.schema),
            ("program", program),
            ("exported at (UTC)", today),
            ("citation", f"{cited}. Codebook: {codebook.title}, version {codebook.version}."),
        ]


_READING: list[tuple[str, Cell]] = [
    ("missing values", "an empty cell; the column <field>_miss says why:"),
    ("na", "not applicable: set by the coder, or the field is not asked for this code"),
    ("cbd", "cannot be determined"),
    ("empty <field>_miss", "not coded, or pre-filled and not confirmed by the coder"),
    ("<field>", "the key of the value; its number where the list is ordered; 1/0 for yes/no"),
    ("<field>_lbl", "the label people read"),
    ("several values", "joined by ; - a ; inside a value is written \\; - see also roles_long and "
     "values_long"),
    ("start, end", "code points of the article's text, counted from 0, the end not included"),
    ("annotation_id", "stays the same in every export of the project"),
]  # fmt: skip


_AGREEMENT = {
    "agreement_summary": "one row per coefficient, with its interval and warnings",
    "agreement_units": "the units behind the coefficients, one column per coder",
    "agreement_spans": "the passages u-alpha was computed from",
    "disagreements": "passages on which coders differ, the weightiest first",
}


def _has(wanted: Sequence[str] | None, name: str) -> bool:
    return wanted is None or name in wanted


def _purpose(name: str) -> str:
    return SHEETS.get(name) or _AGREEMENT.get(
        name, "one row per code of the layer, a column per field"
    )


def _article_memo(document: DocumentRecord) -> Row:
    return ["article", None, document.uid, document.title, *[None] * 3, document.note, None, None]
