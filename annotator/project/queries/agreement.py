"""The snapshot that agreement is computed from: finished work of persons in one round."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection

from annotator.agreement.units import Snapshot, SnapshotArticle
from annotator.codebook.model import Codebook
from annotator.errors import ProjectError
from annotator.model import Annotation, Assignment, Coder, Round
from annotator.project.queries.annotations import to_annotation
from annotator.project.queries.codebooks import codebook, codebook_versions
from annotator.project.queries.people import coders as all_coders
from annotator.project.queries.people import main_round, project_info, rounds
from annotator.project.reader import Reader
from annotator.text.segment import Segments, segment


def agreement_snapshot(
    reader: Reader, *, round: str | None = None, coders: Collection[str] | None = None
) -> Snapshot:
    """Everything two or more persons finished in a round, at this moment.

    Args:
        round: name or uid; by default the reliability round where finished work exists in one,
            else the main round.
        coders: names or uids; by default everybody.

    Raises:
        ProjectError: there is no such round or coder.
    """
    chosen = _round(reader, round)
    people = _people(reader, coders)
    work = _finished(reader, chosen, people)
    used = {assignment.coder for assignment in work}
    info = project_info(reader)
    return Snapshot(
        project=info.uid,
        title=info.title,
        revision=int(reader.value("SELECT coalesce(max(id), 0) FROM step")),
        round=chosen,
        codebook=_codebook(reader, chosen),
        articles=_articles(reader, chosen),
        coders=tuple(person for person in people if person.uid in used),
        assignments=work,
        annotations=_annotations(reader, chosen, used),
        actor_of=_actors(reader),
        actor_names=_names(reader),
        codebooks={v: codebook(reader, v) for v in codebook_versions(reader)},
        articles_total=int(reader.value("SELECT count(*) FROM article")),
        other_rounds=tuple(r.name for r in rounds(reader) if r.uid != chosen.uid),
        drawn=_drawn(reader, chosen),
    )


def _round(reader: Reader, wanted: str | None) -> Round:
    known = rounds(reader)
    if wanted is not None:
        for found in known:
            if wanted in (found.uid, found.name) or wanted.casefold() == found.name.casefold():
                return found
        names = ", ".join(r.name for r in known)
        raise ProjectError(f"There is no round {wanted!r}.", f"The rounds are: {names}.")
    tested = [r for r in known if r.kind == "reliability" and _has_work(reader, r)]
    return tested[-1] if tested else main_round(reader)


def _has_work(reader: Reader, round: Round) -> bool:
    sql = "SELECT 1 FROM assignment WHERE round = ? AND state = 'done' LIMIT 1"
    return reader.one(sql, (round.uid,)) is not None


def _people(reader: Reader, wanted: Collection[str] | None) -> list[Coder]:
    """Persons by name; adjudicated work is nobody's own."""
    known = [coder for coder in all_coders(reader) if coder.kind == "person"]
    if wanted is None:
        return known
    found = []
    for key in wanted:
        same = [c for c in known if key in (c.uid, c.name) or key.casefold() == c.name.casefold()]
        if len(same) != 1:
            names = ", ".join(c.name for c in known) or "none yet"
            raise ProjectError(f"There is no coder {key!r}.", f"The coders are: {names}.")
        found += same
    return sorted(set(found), key=lambda coder: coder.name)


def _codebook(reader: Reader, round: Round) -> Codebook:
    """The version the round was coded with where it is frozen, else the draft."""
    if round.codebook_version in codebook_versions(reader):
        return codebook(reader, round.codebook_version)
    return codebook(reader)


def _finished(reader: Reader, round: Round, people: list[Coder]) -> tuple[Assignment, ...]:
    kept = {person.uid for person in people}
    rows = reader.all(
        "SELECT s.* FROM assignment s JOIN article a ON a.uid = s.article "
        "WHERE s.round = ? AND s.state = 'done' ORDER BY a.ord, s.coder",
        (round.uid,),
    )
    return tuple(_assignment(row) for row in rows if row["coder"] in kept)


def _articles(reader: Reader, round: Round) -> tuple[SnapshotArticle, ...]:
    rows = reader.all(
        "SELECT a.uid, a.title, a.date, t.body, g.spans FROM article a "
        "JOIN text t ON t.id = a.text "
        "LEFT JOIN segment g ON g.text = a.text AND g.version = a.segmenter "
        "WHERE a.uid IN (SELECT article FROM assignment WHERE round = ? AND state = 'done') "
        "ORDER BY a.ord",
        (round.uid,),
    )
    return tuple(
        SnapshotArticle(
            uid=r["uid"],
            title=r["title"],
            text=r["body"],
            segments=segment(r["body"]) if r["spans"] is None else Segments.unpack(r["spans"]),
            date=r["date"],
        )
        for r in rows
    )


def _annotations(reader: Reader, round: Round, coders: set[str]) -> tuple[Annotation, ...]:
    rows = reader.all(
        "SELECT n.* FROM annotation n JOIN assignment s ON s.uid = n.assignment "
        "WHERE s.round = ? AND s.state = 'done' ORDER BY n.article, n.start, n.\"end\", n.uid",
        (round.uid,),
    )
    return tuple(to_annotation(row) for row in rows if row["coder"] in coders)


def _actors(reader: Reader) -> dict[str, str]:
    return {r["uid"]: r["actor"] for r in reader.all("SELECT uid, actor FROM actor_resolved")}


def _names(reader: Reader) -> dict[str, str]:
    return {r["uid"]: r["name"] for r in reader.all("SELECT uid, name FROM actor_resolved")}


def _drawn(reader: Reader, round: Round) -> str:
    """How the articles of a round were drawn, as it was noted when they were."""
    draw = json.loads(reader.value("SELECT draw FROM round WHERE uid = ?", (round.uid,)) or "{}")
    return str(draw.get("how", "")) if isinstance(draw, dict) else ""


def _assignment(row: sqlite3.Row) -> Assignment:
    return Assignment(
        uid=row["uid"],
        article=row["article"],
        coder=row["coder"],
        round=row["round"],
        layers=tuple(json.loads(row["layers"])),
        state=row["state"],
        position=row["position"],
        active_seconds=row["active_seconds"],
        finished_at=row["finished_at"],
    )
