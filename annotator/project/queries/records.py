"""Flat rows for exports: annotations with names and places, documents, the audit trail."""

from __future__ import annotations

import json
import sqlite3
from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from annotator.model import Annotation, AssignmentState, Span
from annotator.project.queries.annotations import to_annotation
from annotator.project.reader import Reader
from annotator.text.segment import Segments


@dataclass(frozen=True, slots=True)
class AnnotationRecord:
    """A code with everything a row of the workbook says about it."""

    annotation: Annotation
    coder_name: str
    round_name: str
    round_kind: str
    assignment_state: AssignmentState
    in_final: bool
    article_title: str
    article_source: str | None
    article_date: str | None
    sentence_no: int | None
    """Counted from 1."""
    paragraph_no: int | None


@dataclass(frozen=True, slots=True)
class DocumentRecord:
    """An article with its counts; articles without codes included."""

    uid: str
    title: str
    date: str | None
    source: str | None
    author: str | None
    url: str | None
    language: str | None
    metadata: Mapping[str, Any]
    characters: int
    """Code points of the text."""
    words: int
    sha256: str
    note: str
    ord: int
    coders: tuple[str, ...]
    """Names of the coders who began or finished it."""
    finished: int
    """How many assignments of it are finished."""
    codes: Mapping[str, int]
    """Layer key -> number of codes by all coders."""
    text: str


@dataclass(frozen=True, slots=True)
class AuditRecord:
    """One logged change. `before`/`after` are None where the row was made or deleted."""

    step: int
    seq: int
    label: str
    coder: str | None
    at: str
    kind: str
    undoes: int | None
    table: str
    uid: str
    before: Mapping[str, Any] | None
    after: Mapping[str, Any] | None


_RECORDS = """
SELECT n.*, c.name AS coder_name, r.name AS round_name, r.kind AS round_kind,
       s.state AS assignment_state, a.title AS article_title, a.source AS article_source,
       a.date AS article_date
FROM annotation n
JOIN article a ON a.uid = n.article JOIN coder c ON c.uid = n.coder
JOIN assignment s ON s.uid = n.assignment JOIN round r ON r.uid = s.round
WHERE n.article = ?{more}
ORDER BY n.start IS NOT NULL, n.start, n."end" DESC, c.name, n.created, n.uid"""


def annotation_count(reader: Reader) -> int:
    return int(reader.value("SELECT count(*) FROM annotation"))


def annotation_records(
    reader: Reader,
    *,
    after: str = "",
    limit: int = 2000,
    coder: str | None = None,
    layer: str | None = None,
    round: str | None = None,
) -> list[AnnotationRecord]:
    """The next page of records in reading order: articles as they came in, then by place.

    Args:
        after: uid of the last annotation of the page before; empty for the first page.
        limit: a page holds whole articles and ends with the one in which it has so many records.
        coder, layer, round: uid of a coder, key of a layer, uid of a round to restrict to.

    Returns:
        An empty list after the last page.
    """
    more, values = "", []
    for column, value in (("n.coder", coder), ("n.layer", layer), ("s.round", round)):
        if value is not None:
            more += f" AND {column} = ?"
            values.append(value)
    sql = _RECORDS.format(more=more)
    final: frozenset[tuple[str, str]] = reader.cached("final_work", _final_work)
    records: list[AnnotationRecord] = []
    for article in _articles_after(reader, after):
        rows = reader.all(sql, (article, *values))
        if rows:
            places = _Places(reader, article)
            records += [_record(row, places, final) for row in rows]
        if len(records) >= limit:
            break
    return records


def _articles_after(reader: Reader, after: str) -> list[str]:
    coded: list[str] = reader.cached("coded_articles", _coded_articles)
    if not after:
        return coded
    article = reader.value("SELECT article FROM annotation WHERE uid = ?", (after,))
    place: dict[str, int] = reader.cached(
        "coded_article_places", lambda _: {uid: nth for nth, uid in enumerate(coded)}
    )
    return coded[place.get(article, len(coded)) + 1 :]


def _coded_articles(reader: Reader) -> list[str]:
    rows = reader.all(
        "SELECT uid FROM article WHERE uid IN (SELECT DISTINCT article FROM annotation) "
        "ORDER BY ord"
    )
    return [r[0] for r in rows]


def _final_work(reader: Reader) -> frozenset[tuple[str, str]]:
    return frozenset((r[0], r[1]) for r in reader.all("SELECT assignment, layer FROM final_work"))


class _Places:
    """Numbers of sentences and paragraphs in one article, counted from 1."""

    def __init__(self, reader: Reader, article: str) -> None:
        row = reader.one(
            "SELECT g.spans FROM article a JOIN segment g ON g.text = a.text "
            "AND g.version = a.segmenter WHERE a.uid = ?",
            (article,),
        )
        segments = None if row is None else Segments.unpack(row["spans"])
        self._sentences = [] if segments is None else [s.start for s in segments.sentences]
        self._paragraphs = [] if segments is None else [s.start for s in segments.paragraphs]

    def of(self, span: Span | None) -> tuple[int | None, int | None]:
        if span is None or not self._sentences:
            return None, None
        return (
            max(1, bisect_right(self._sentences, span.start)),
            max(1, bisect_right(self._paragraphs, span.start)),
        )


def _record(
    row: sqlite3.Row, places: _Places, final: frozenset[tuple[str, str]]
) -> AnnotationRecord:
    code = to_annotation(row)
    sentence_no, paragraph_no = places.of(code.span)
    return AnnotationRecord(
        annotation=code,
        coder_name=row["coder_name"],
        round_name=row["round_name"],
        round_kind=row["round_kind"],
        assignment_state=row["assignment_state"],
        in_final=(code.assignment, code.layer) in final,
        article_title=row["article_title"],
        article_source=row["article_source"],
        article_date=row["article_date"],
        sentence_no=sentence_no,
        paragraph_no=paragraph_no,
    )


_DOCUMENTS = """
SELECT a.*, t.sha256, t.body, length(t.body) AS characters, g.spans AS spans
FROM article a JOIN text t ON t.id = a.text
LEFT JOIN segment g ON g.text = a.text AND g.version = a.segmenter
WHERE a.ord > ? ORDER BY a.ord LIMIT ?"""


def documents(reader: Reader, *, after: int = -1, limit: int = 1000) -> list[DocumentRecord]:
    """The next articles in the order they came in, those without codes included.

    Args:
        after: `ord` of the last record of the page before.
    """
    return [_document(reader, row) for row in reader.all(_DOCUMENTS, (after, min(limit, 1000)))]


def _document(reader: Reader, row: sqlite3.Row) -> DocumentRecord:
    uid = row["uid"]
    work = reader.all(
        "SELECT c.name, s.state FROM assignment s JOIN coder c ON c.uid = s.coder "
        "WHERE s.article = ? AND s.state <> 'todo' ORDER BY c.name",
        (uid,),
    )
    codes = reader.all(
        "SELECT layer, count(*) FROM annotation WHERE article = ? GROUP BY layer", (uid,)
    )
    return DocumentRecord(
        uid=uid,
        title=row["title"],
        date=row["date"],
        source=row["source"],
        author=row["author"],
        url=row["url"],
        language=row["language"],
        metadata=json.loads(row["metadata"]),
        characters=row["characters"],
        words=_words(row["body"]),
        sha256=row["sha256"],
        note=row["note"],
        ord=row["ord"],
        coders=tuple(dict.fromkeys(r[0] for r in work)),
        finished=sum(r[1] == "done" for r in work),
        codes={r[0]: r[1] for r in codes},
        text=row["body"],
    )


def _words(text: str) -> int:
    return sum(any(c.isalnum() for c in word) for word in text.split())


_AUDIT = """
SELECT s.id, h.seq, s.label, c.name AS coder, s.at, s.kind, s.undoes, h."table" AS "table",
       h.uid, h.before, h.after
FROM change h JOIN step s ON s.id = h.step LEFT JOIN coder c ON c.uid = s.coder
WHERE (h.step, h.seq) > (?, ?) ORDER BY h.step, h.seq LIMIT ?"""


def audit(reader: Reader, after: tuple[int, int] = (0, 0), limit: int = 2000) -> list[AuditRecord]:
    """The next logged changes. `after` is (step, seq) of the last record of the page before."""
    return [
        AuditRecord(
            step=r["id"],
            seq=r["seq"],
            label=r["label"],
            coder=r["coder"],
            at=r["at"],
            kind=r["kind"],
            undoes=r["undoes"],
            table=r["table"],
            uid=r["uid"],
            before=None if r["before"] is None else json.loads(r["before"]),
            after=None if r["after"] is None else json.loads(r["after"]),
        )
        for r in reader.all(_AUDIT, (*after, limit))
    ]
