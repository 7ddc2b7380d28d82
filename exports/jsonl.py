"""JSON lines: the project without loss, one object per line, for scripts and other programs.

Every line has a `type`. The order is: one `header` (project, codebook and its frozen versions),
then `article`, `coder`, `actor`, `round`, `assignment` and `annotation` lines. Positions are code
points, times ISO 8601 in UTC. What a line leaves out is empty. `resources/help/jsonl.md` describes
every key.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import annotator
from annotator.model import Actor, Assignment, fields_to_json
from annotator.project import queries
from annotator.project.queries import AnnotationRecord, DocumentRecord, lookups
from annotator.project.reader import Reader
from exports.base import ExportOptions, ExportReport, Progress, atomic_write
from exports.selection import Selection, filter_lines, select, selected_documents, selected_records

FORMAT = "annotator-jsonl"
FORMAT_VERSION = 1

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
    for document in selected_documents(reader, selection):
        yield _article(reader, document, with_text=selection.options.with_text)
    yield from _coders(reader, selection)
    yield from _actors(reader)
    yield from _rounds(reader, selection)
    yield from _assignments(reader, selection)
    for record in selected_records(reader, selection, progress):
        yield annotation_line(record)


def annotation_line(record: AnnotationRecord) -> Line:
    """One code, as it stands in the file and in `annotator codes --json`."""
    code = record.annotation
    passages = [[span.start, span.end] for span in code.passages()]
    return _filled(
        type="annotation",
        uid=code.uid,
        article=code.article,
        article_title=record.article_title,
        coder=record.coder_name,
        coder_uid=code.coder,
        round=record.round_name,
        assignment=code.assignment,
        layer=code.layer,
        start=code.span.start if code.span else None,
        end=code.span.end if code.span else None,
        passages=passages if code.fragments else None,
        quote=code.quote,
        fields=fields_to_json(code.fields),
        note=code.note,
        certainty=code.certainty,
        flagged=code.flagged or None,
        state=code.state,
        origin=code.origin,
        in_final=record.in_final,
        sentence_no=record.sentence_no,
        paragraph_no=record.paragraph_no,
        codebook_version=code.codebook_version,
        unit_uid=code.unit_uid,
        created=code.created,
        updated=code.updated,
    )


def _filled(**entries: Any) -> Line:
    return {key: value for key, value in entries.items() if value is not None and value != ""}


def _header(reader: Reader, selection: Selection) -> Line:
    info = queries.project_info(reader)
    versions = queries.codebook_versions(reader)
    return _filled(
        type="header",
        format=FORMAT,
        format_version=FORMAT_VERSION,
        program=f"Annotator {annotator.__version__}",
        exported=datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z"),
        project={
            "uid": info.uid,
            "title": info.title,
            "created": info.created,
            "schema": info.schema,
            "final_rule": info.final_rule,
            "settings": dict(info.settings),
        },
        filters=dict(filter_lines(selection)),
        codebook=selection.codebook.to_json(),
        codebook_versions={
            str(version): queries.codebook(reader, version).to_json() for version in versions
        },
    )


def _article(reader: Reader, document: DocumentRecord, *, with_text: bool) -> Line:
    article = queries.article(reader, document.uid)
    return _filled(
        type="article",
        uid=document.uid,
        title=document.title,
        date=document.date,
        source=document.source,
        author=document.author,
        url=document.url,
        language=document.language,
        metadata=dict(document.metadata) or None,
        note=document.note,
        order=document.ord,
        body_start=article.body_start,
        segmenter=article.segmenter,
        characters=document.characters,
        sha256=document.sha256,
        text=document.text if with_text else None,
    )


def _coders(reader: Reader, selection: Selection) -> Iterator[Line]:
    for coder in queries.coders(reader):
        if selection.coders is None or coder.uid in selection.coders:
            yield _filled(
                type="coder",
                uid=coder.uid,
                name=coder.name,
                colour=coder.colour,
                kind=coder.kind,
                role=coder.role,
            )


def _actors(reader: Reader) -> Iterator[Line]:
    known: set[str] = set()
    for actor in queries.actors(reader):
        known.add(actor.uid)
        yield _actor(actor)
    for uid, name in queries.actor_names(reader).items():
        if uid not in known:
            merged = lookups.resolved_actor(reader, uid)
            yield _filled(type="actor", uid=uid, name=name, merged_into=merged)


def _actor(actor: Actor) -> Line:
    return _filled(
        type="actor",
        uid=actor.uid,
        name=actor.name,
        kind=actor.kind,
        country=actor.country,
        attrs=_or_none(actor.attrs),
        aliases=list(actor.aliases) or None,
        proposed_by=actor.proposed_by,
        approved=actor.approved,
    )


def _or_none(data: Mapping[str, Any]) -> dict[str, Any] | None:
    return dict(data) or None


def _rounds(reader: Reader, selection: Selection) -> Iterator[Line]:
    for one in queries.rounds(reader):
        if selection.rounds is None or one.name in selection.rounds:
            yield _filled(
                type="round",
                uid=one.uid,
                name=one.name,
                kind=one.kind,
                codebook_version=one.codebook_version,
                blind=one.blind,
                suggestions=one.suggestions,
                pre_fill=one.pre_fill,
            )


def _assignments(reader: Reader, selection: Selection) -> Iterator[Line]:
    names = {one.uid: one.name for one in queries.rounds(reader)}
    for assignment in queries.assignments_of(reader):
        kept_coder = selection.coders is None or assignment.coder in selection.coders
        kept_round = selection.rounds is None or names[assignment.round] in selection.rounds
        if kept_coder and kept_round:
            yield _assignment(reader, assignment)


def _assignment(reader: Reader, assignment: Assignment) -> Line:
    read = [[span.start, span.end] for span in queries.read_spans(reader, assignment.uid)]
    return _filled(
        type="assignment",
        uid=assignment.uid,
        article=assignment.article,
        coder_uid=assignment.coder,
        round_uid=assignment.round,
        layers=list(assignment.layers),
        state=assignment.state,
        position=assignment.position,
        active_seconds=assignment.active_seconds,
        finished_at=assignment.finished_at,
        read=read or None,
    )
