"""JSON lines: the project without loss, one object per line, for scripts and other programs.

Every line has a `type`. First comes one `header` (project, codebook and its frozen versions), then
the lines of the types of `annotator.importers.project_jsonl.LINES`, in that order. Positions are
code points, times ISO 8601 in UTC. What a line leaves out is empty or as usual. The importer reads
the file back into an equal project; `resources/help/jsonl.md` describes every key.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import annotator
from annotator.importers.project_jsonl import FORMAT, FORMAT_VERSION, line_of
from annotator.model import fields_to_json
from annotator.project import queries
from annotator.project.queries import AnnotationRecord, DocumentRecord, archive
from annotator.project.reader import Reader
from exports.base import ExportOptions, ExportReport, Progress, atomic_write
from exports.selection import Selection, filter_lines, select, selected_documents, selected_records

Line = dict[str, Any]


def write_jsonl(
    reader: Reader, path: Path, options: ExportOptions, progress: Progress
) -> ExportReport:
    """Write the file; the old one stays as it was until the new one is complete.

    Raises:
        ProjectError: an option the project does not know, or a place that cannot be written to.
        CancelledError: raised by `progress`; nothing is kept.
    """
    selection = select(reader, options)
    counts: Counter[str] = Counter()
    with (
        atomic_write(path) as temporary,
        temporary.open("w", encoding="utf-8", newline="\n") as file,
    ):
        for line in lines(reader, selection, progress):
            file.write(json.dumps(line, ensure_ascii=False, separators=(",", ":")) + "\n")
            counts[line["type"]] += 1
    return ExportReport(path, dict(counts), tuple(selection.damaged))


def lines(reader: Reader, selection: Selection, progress: Progress) -> Iterator[Line]:
    """Every line of the file, as plain data."""
    yield _header(reader, selection)
    yield from _Body(reader, selection).lines(progress)


class _Body:
    """One pass over the project; knows what was written, so that no line refers to nothing."""

    def __init__(self, reader: Reader, selection: Selection) -> None:
        self._reader = reader
        self._selection = selection
        self._written: dict[str, set[str]] = {}
        """Type of line -> uids."""

    def lines(self, progress: Progress) -> Iterator[Line]:
        yield from self._articles()
        yield from self._rows("coder", self._is_chosen_coder)
        yield from self._actors()
        yield from self._rows("alias")
        yield from self._rows("round", self._is_chosen_round)
        yield from self._rows("assignment", self._refers("article", "coder", "round"))
        yield from self._rows("reading", self._refers("assignment"))
        yield from self._rows("decision", self._refers("article", "coder"))
        for record in selected_records(self._reader, self._selection, progress):
            if record.annotation.assignment in self._written.get("assignment", ()):
                self._remember("annotation", record.annotation.uid)
                yield annotation_line(record)
        yield from self._rows("adjudication", self._is_of_written_codes)
        yield from self._rows("agreement_run", lambda _: self._selection.is_whole)

    def _remember(self, kind: str, uid: str) -> None:
        self._written.setdefault(kind, set()).add(uid)

    def _rows(
        self, kind: str, keeps: Callable[[Mapping[str, Any]], bool] = lambda _: True
    ) -> Iterator[Line]:
        for row in archive.stored_rows(self._reader, kind):
            if keeps(row):
                self._remember(kind, row["uid"])
                yield line_of(kind, row)

    def _refers(self, *kinds: str) -> Callable[[Mapping[str, Any]], bool]:
        return lambda row: all(row[kind] in self._written.get(kind, ()) for kind in kinds)

    def _is_chosen_coder(self, row: Mapping[str, Any]) -> bool:
        coders = self._selection.coders
        return coders is None or row["uid"] in coders

    def _is_chosen_round(self, row: Mapping[str, Any]) -> bool:
        rounds = self._selection.rounds
        return rounds is None or row["name"] in rounds

    def _is_of_written_codes(self, row: Mapping[str, Any]) -> bool:
        codes = self._written.get("annotation", set())
        whose = row["adjudicator"] in self._written.get("coder", ())
        return whose and (row["annotation"] is None or row["annotation"] in codes)

    def _articles(self) -> Iterator[Line]:
        added = archive.articles_added(self._reader)
        for document in selected_documents(self._reader, self._selection):
            self._remember("article", document.uid)
            yield self._article(document, added[document.uid])

    def _article(self, document: DocumentRecord, added: str) -> Line:
        article = queries.article(self._reader, document.uid)
        row = {
            "uid": document.uid,
            "title": document.title,
            "date": document.date,
            "source": document.source,
            "author": document.author,
            "url": document.url,
            "language": document.language,
            "metadata": dict(document.metadata),
            "note": document.note,
            "ord": document.ord,
            "body_start": article.body_start,
            "segmenter": article.segmenter,
            "added": added,
        }
        line = line_of("article", row)
        line |= {"characters": document.characters, "sha256": document.sha256}
        return line | ({"text": document.text} if self._selection.options.with_text else {})

    def _actors(self) -> Iterator[Line]:
        """Actors with the names they also go by, for scripts; these are read back from `alias`."""
        aliases = {actor.uid: list(actor.aliases) for actor in queries.actors(self._reader)}
        for line in self._rows("actor"):
            if line.get("proposed_by") not in self._written.get("coder", ()):
                line.pop("proposed_by", None)
            names = aliases.get(line["uid"])
            yield line | ({"aliases": names} if names else {})


def annotation_line(record: AnnotationRecord) -> Line:
    """One code, with the names and places that make it readable alone."""
    code = record.annotation
    line = line_of(
        "annotation",
        {
            "uid": code.uid,
            "assignment": code.assignment,
            "article": code.article,
            "coder": code.coder,
            "layer": code.layer,
            "start": code.span.start if code.span else None,
            "end": code.span.end if code.span else None,
            "fragments": [[span.start, span.end] for span in code.fragments],
            "quote": code.quote,
            "fields": fields_to_json(code.fields),
            "unit_uid": code.unit_uid,
            "note": code.note,
            "certainty": code.certainty,
            "flagged": code.flagged,
            "state": code.state,
            "origin": code.origin,
            "codebook_version": code.codebook_version,
            "created": code.created,
            "updated": code.updated,
        },
    )
    told = {
        "article_title": record.article_title,
        "coder": record.coder_name,
        "round": record.round_name,
        "in_final": record.in_final,
        "sentence_no": record.sentence_no,
        "paragraph_no": record.paragraph_no,
    }
    return line | {key: value for key, value in told.items() if value is not None}


def _header(reader: Reader, selection: Selection) -> Line:
    info = queries.project_info(reader)
    now = datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
    return {
        "type": "header",
        "format": FORMAT,
        "format_version": FORMAT_VERSION,
        "program": f"Annotator {annotator.__version__}",
        "exported": now,
        "project": {
            "uid": info.uid,
            "title": info.title,
            "created": info.created,
            "schema": info.schema,
            "final_rule": info.final_rule,
            "settings": dict(info.settings),
        },
        "filters": dict(filter_lines(selection)),
        "codebook": selection.codebook.to_json(),
        "codebook_versions": {
            str(row["version"]): {
                "sha256": row["sha256"],
                "frozen_at": row["frozen_at"],
                "codebook": json.loads(row["body"]),
            }
            for row in archive.stored_rows(reader, "codebook")
        },
    }
