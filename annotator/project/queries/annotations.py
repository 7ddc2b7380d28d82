"""Codes, suggestions and sentences read of one article."""

from __future__ import annotations

import json
import sqlite3

from annotator.model import Annotation, Span, Suggestion, fields_from_json
from annotator.project.reader import Reader

_ORDER = 'ORDER BY start IS NOT NULL, start, "end" DESC, created, uid'


def annotation(reader: Reader, uid: str) -> Annotation | None:
    row = reader.one("SELECT * FROM annotation WHERE uid = ?", (uid,))
    return None if row is None else to_annotation(row)


def annotations_of(
    reader: Reader, article: str, coder: str, *, round: str | None = None
) -> list[Annotation]:
    """The coder's codes of an article in reading order, those of the whole article first.

    Args:
        round: uid of the one round to read.
    """
    where, values = "article = ? AND coder = ?", [article, coder]
    if round is not None:
        where += " AND assignment IN (SELECT uid FROM assignment WHERE round = ?)"
        values.append(round)
    rows = reader.all(f"SELECT * FROM annotation WHERE {where} {_ORDER}", values)
    return [to_annotation(row) for row in rows]


def draft_codes(reader: Reader, assignment: str) -> list[Annotation]:
    """Incomplete codes of an assignment, in reading order."""
    rows = reader.all(
        f"SELECT * FROM annotation WHERE assignment = ? AND state = 'draft' {_ORDER}", (assignment,)
    )
    return [to_annotation(row) for row in rows]


_OPEN = """
SELECT g.* FROM suggestion g WHERE g.article = ?
  AND NOT EXISTS (
    SELECT 1 FROM decision d WHERE d.article = g.article AND d.coder = ? AND d.layer = g.layer
      AND d.start = g.start AND d."end" = g."end")
  AND NOT EXISTS (
    SELECT 1 FROM annotation n WHERE n.article = g.article AND n.coder = ? AND n.layer = g.layer
      AND n.start = g.start AND n."end" = g."end")
ORDER BY g.start, g."end" DESC, g.uid"""


def open_suggestions(reader: Reader, article: str, coder: str) -> list[Suggestion]:
    """What this coder has neither decided on nor coded already, in reading order."""
    return [_suggestion(r) for r in reader.all(_OPEN, (article, coder, coder))]


def suggestion(reader: Reader, uid: str) -> Suggestion | None:
    row = reader.one("SELECT * FROM suggestion WHERE uid = ?", (uid,))
    return None if row is None else _suggestion(row)


def suggestion_counts(reader: Reader) -> tuple[int, int, str]:
    """(articles read by a pipeline, suggestions, newest pipeline as "name version")."""
    row = reader.one(
        "SELECT (SELECT count(*) FROM suggested), (SELECT count(*) FROM suggestion), "
        "(SELECT pipeline || ' ' || version FROM suggested ORDER BY at DESC LIMIT 1)"
    )
    assert row is not None
    return int(row[0]), int(row[1]), row[2] or ""


def read_spans(reader: Reader, assignment: str) -> list[Span]:
    """Sentences marked as read, in order."""
    rows = reader.all(
        'SELECT start, "end" FROM reading WHERE assignment = ? ORDER BY start', (assignment,)
    )
    return [Span(r[0], r[1]) for r in rows]


def to_annotation(row: sqlite3.Row) -> Annotation:
    """The dataclass of a row of `annotation`."""
    span = None if row["start"] is None else Span(row["start"], row["end"])
    return Annotation(
        uid=row["uid"],
        assignment=row["assignment"],
        article=row["article"],
        coder=row["coder"],
        layer=row["layer"],
        span=span,
        fragments=tuple(Span(s, e) for s, e in json.loads(row["fragments"])),
        fields=fields_from_json(json.loads(row["fields"])),
        quote=row["quote"],
        note=row["note"],
        certainty=row["certainty"],
        flagged=bool(row["flagged"]),
        state=row["state"],
        origin=row["origin"],
        codebook_version=row["codebook_version"],
        created=row["created"],
        updated=row["updated"],
        unit_uid=row["unit_uid"],
    )


def _suggestion(row: sqlite3.Row) -> Suggestion:
    return Suggestion(
        uid=row["uid"],
        article=row["article"],
        layer=row["layer"],
        span=Span(row["start"], row["end"]),
        fields=fields_from_json(json.loads(row["fields"])),
        score=row["score"],
        pipeline=row["pipeline"],
        version=row["version"],
    )
