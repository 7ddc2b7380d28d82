"""Bringing a whole exported project into a new one, with the identities it had."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Mapping
from typing import Any

from annotator.codebook.model import Codebook
from annotator.errors import ImportRefusedError, ProjectError
from annotator.importers.project_jsonl import LINES, ProjectFile, ProjectHead, ProjectRow
from annotator.model import Span
from annotator.project import queries
from annotator.project.queries import lookups
from annotator.project.quote import quote_of
from annotator.project.step import Step, new_uid, to_json
from annotator.project.unlogged import (
    AgreementRun,
    FrozenCodebook,
    bring_agreement_run,
    replace_codebook_versions,
)
from annotator.text.normalize import normalize
from annotator.text.segment import SEGMENTER_VERSION, segment


def restore_project(step: Step, data: ProjectFile) -> Mapping[str, int]:
    """Fill a new project with an exported one; how many lines of each type came in.

    Codebook, rounds and the project's own identity are replaced by those of the file. Nothing comes
    in where one line does not fit.

    Raises:
        ProjectError: the project is not new.
        ImportRefusedError: a line does not fit, naming it.
    """
    if queries.article_count(step.reader) or queries.coders(step.reader):
        raise ProjectError("A project can only be brought into a new one.", "Make one first.")
    _restore_head(step, data.head)
    return _Restoring(step, data.head.codebook).run(data)


def _restore_head(step: Step, head: ProjectHead) -> None:
    step.drop("project", lookups.project_uid(step.reader))
    step.put(
        "project",
        head.uid,
        title=head.title,
        created=head.created,
        final_rule=head.final_rule,
        settings=dict(head.settings),
    )
    _replace_codebook(step, head.codebook)
    versions = [
        FrozenCodebook(one.version, one.sha256, to_json(one.codebook), one.frozen_at)
        for one in head.versions
    ]
    replace_codebook_versions(step, versions)


def _replace_codebook(step: Step, codebook: Codebook) -> None:
    for layer in queries.codebook(step.reader).layers:
        for field in layer.fields:
            for code in field.codes:
                step.drop("code", code.uid)
            step.drop("field", field.uid)
        step.drop("layer", layer.uid)
    for nth, layer in enumerate(codebook.layers):
        layer_uid = layer.uid or new_uid()
        step.put("layer", layer_uid, key=layer.key, ord=nth, spec=_spec(layer.to_json()))
        for place, field in enumerate(layer.fields):
            uid = field.uid or new_uid()
            spec = _spec(field.to_json())
            step.put("field", uid, layer=layer_uid, key=field.key, ord=place, spec=spec)
            for rank, code in enumerate(field.codes):
                step.put("code", code.uid or new_uid(), field=uid, key=code.key,
                         parent=code.parent, ord=rank, spec=_spec(code.to_json()))  # fmt: skip


def _spec(data: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in data.items() if key != "uid"}


class _Restoring:
    """Writes the rows; knows which have come, so that nothing refers to what is not there."""

    def __init__(self, step: Step, codebook: Codebook) -> None:
        self._step = step
        self._layers = {layer.key for layer in codebook.layers}
        self._known: dict[str, set[str]] = {kind: set() for kind in LINES}
        self._unique: set[tuple[Any, ...]] = set()
        self._open: list[tuple[str, str, str]] = []
        """(where, type, uid) of what must still come: a merged actor may stand before its other."""
        self._counts: Counter[str] = Counter()
        self._latest = ("", "")
        """Uid and text of the article whose codes come now."""

    def run(self, data: ProjectFile) -> Mapping[str, int]:
        for own in queries.rounds(self._step.reader):
            self._step.drop("round", own.uid)
        for row in data.rows():
            try:
                self._write(row)
            except (UnicodeEncodeError, OverflowError) as error:
                raise _refused(row, "it holds something no project can hold.") from error
        for where, kind, uid in self._open:
            if uid not in self._known[kind]:
                raise ImportRefusedError(f"{where}: there is no {kind} {uid}.")
        self._open_main_round(data.head.codebook.version)
        return dict(self._counts)

    def _open_main_round(self, version: int) -> None:
        """A file of chosen rounds may bring no main round, and every project has one."""
        rounds = queries.rounds(self._step.reader)
        if not any(one.kind == "main" for one in rounds):
            name = "Main coding"
            while any(one.name == name for one in rounds):
                name += "*"
            self._step.put("round", new_uid(), name=name, kind="main", codebook_version=version)

    def _write(self, row: ProjectRow) -> None:
        self._check(row)
        if row.kind == "article":
            self._write_article(row)
        elif row.kind == "agreement_run":
            bring_agreement_run(self._step, AgreementRun(row.uid, **row.columns))
        else:
            if row.kind == "annotation":
                self._check_passage(row)
            self._step.put(row.kind, row.uid, **row.columns)
        self._known[row.kind].add(row.uid)
        self._counts[row.kind] += 1

    def _check(self, row: ProjectRow) -> None:
        if row.uid in self._known[row.kind]:
            raise _refused(row, f"the {row.kind} {row.uid} was there before.")
        for key in LINES[row.kind]:
            uid = row.columns.get(key.stored_as) if key.refers else None
            if uid is None or uid in self._known[key.refers]:
                continue
            if key.refers != row.kind:
                raise _refused(row, f"there is no {key.refers} {uid}.")
            self._open.append((row.where, key.refers, uid))
        for names in _UNIQUE.get(row.kind, ()):
            once = (row.kind, *(row.columns[name] for name in names))
            if once in self._unique:
                raise _refused(row, f"there is a {row.kind} with the same {' and '.join(names)}.")
            self._unique.add(once)

    def _write_article(self, row: ProjectRow) -> None:
        text = row.text
        if hashlib.sha256(text.encode("utf-8")).hexdigest() != row.sha256:
            raise _refused(row, "the text is not the one its fingerprint was made of.")
        if normalize(text).text != text:
            raise _refused(row, "the text holds characters no project stores.")
        text_id = self._step.add_text(text, row.sha256)
        self._step.add_segments(text_id, SEGMENTER_VERSION, segment(text).pack())
        columns = {**row.columns, "text": text_id, "segmenter": SEGMENTER_VERSION}
        self._step.put("article", row.uid, **columns)

    def _check_passage(self, row: ProjectRow) -> None:
        columns = row.columns
        if columns["layer"] not in self._layers:
            raise _refused(row, f"the codebook has no layer {columns['layer']!r}.")
        start, end, fragments = columns["start"], columns["end"], columns["fragments"]
        try:
            passages = [] if start is None and end is None else [Span(start, end)]
            passages += [Span(first, last) for first, last in fragments]
            text = self._text(columns["article"])
            right = all(0 <= one.start < one.end <= len(text) for one in passages)
            right = right and (bool(passages) == (start is not None))
        except (TypeError, ValueError) as error:
            raise _refused(row, "its passages cannot be read.") from error
        if not right:
            raise _refused(row, "its passage does not lie inside the text.")
        if quote_of(text, passages) != columns["quote"]:
            raise _refused(row, "its quote is not what stands in the text.")

    def _text(self, article: str) -> str:
        if self._latest[0] != article:
            self._latest = (article, queries.article(self._step.reader, article).text)
        return self._latest[1]


_UNIQUE: Mapping[str, tuple[tuple[str, ...], ...]] = {
    "article": (("ord",),),
    "coder": (("name",),),
    "round": (("name",),),
    "assignment": (("article", "coder", "round"),),
}
"""Columns whose values no two rows of a table share."""


def _refused(row: ProjectRow, why: str) -> ImportRefusedError:
    return ImportRefusedError(f"{row.where}: {why}")
