"""What the pages on actors and exports ask: merged actors, where an actor stands, counts of codes."""

from __future__ import annotations

from dataclasses import dataclass

from annotator.model import CodeState, Span
from annotator.project.reader import Reader


@dataclass(frozen=True, slots=True)
class ActorUse:
    """One value that names an actor, with the passage of its code."""

    annotation: str
    article: str
    title: str
    layer: str
    field: str
    quote: str
    span: Span | None


@dataclass(frozen=True, slots=True)
class CodeCount:
    """How many codes agree in layer, coder, round, state, and whether they are in the final set."""

    layer: str
    coder: str
    round: str
    state: CodeState
    in_final: bool
    count: int


def merged_actors(reader: Reader, actor: str) -> list[tuple[str, str]]:
    """(uid, name) of the actors for which this one stands since they were merged into it."""
    rows = reader.all(
        "SELECT a.uid, a.name FROM actor a JOIN actor_resolved r ON r.uid = a.uid "
        "WHERE r.actor = ? AND a.uid <> ? ORDER BY a.name COLLATE NOCASE",
        (actor, actor),
    )
    return [(r[0], r[1]) for r in rows]


def actor_uses(reader: Reader, actor: str, coder: str, *, limit: int = 200) -> list[ActorUse]:
    """Where this coder's codes name the actor, in the order of the articles."""
    rows = reader.all(
        'SELECT n.uid, n.article, a.title, n.layer, v.field, n.quote, n.start, n."end" '
        "FROM value v JOIN actor_resolved r ON r.uid = v.actor "
        "JOIN annotation n ON n.uid = v.annotation JOIN article a ON a.uid = n.article "
        "WHERE r.actor = ? AND n.coder = ? ORDER BY a.ord, n.start LIMIT ?",
        (actor, coder, limit),
    )
    return [
        ActorUse(r[0], r[1], r[2], r[3], r[4], r[5], None if r[6] is None else Span(r[6], r[7]))
        for r in rows
    ]


def code_counts(reader: Reader) -> list[CodeCount]:
    """Numbers of codes, one line per combination that occurs."""
    rows = reader.all(
        "SELECT n.layer, c.name, r.name, n.state, f.assignment IS NOT NULL, count(*) "
        "FROM annotation n JOIN coder c ON c.uid = n.coder "
        "JOIN assignment s ON s.uid = n.assignment JOIN round r ON r.uid = s.round "
        "LEFT JOIN final_work f ON f.assignment = n.assignment AND f.layer = n.layer "
        "GROUP BY 1, 2, 3, 4, 5 ORDER BY 1, 2, 3"
    )
    return [CodeCount(r[0], r[1], r[2], r[3], bool(r[4]), int(r[5])) for r in rows]
