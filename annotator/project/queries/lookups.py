"""Small facts that commands need before they write."""

from __future__ import annotations

from annotator.model import Span
from annotator.project.reader import Reader


def next_article_place(reader: Reader) -> int:
    """`ord` of the next article to come in."""
    return int(reader.value("SELECT coalesce(max(ord), -1) + 1 FROM article"))


def code_count(reader: Reader, article: str) -> int:
    """Codes of an article by all coders."""
    return int(reader.value("SELECT count(*) FROM annotation WHERE article = ?", (article,)))


def rows_about(reader: Reader, article: str) -> list[tuple[str, str]]:
    """(table, uid) of the logged rows that hang on an article, in the order they can be dropped."""
    return [
        (r[0], r[1])
        for r in reader.all(
            "SELECT 'reading', uid FROM reading WHERE assignment IN "
            "(SELECT uid FROM assignment WHERE article = ?1) "
            "UNION ALL SELECT 'assignment', uid FROM assignment WHERE article = ?1 "
            "UNION ALL SELECT 'decision', uid FROM decision WHERE article = ?1",
            (article,),
        )
    ]


def linking_codes(reader: Reader, annotation: str) -> list[str]:
    """Uids of the codes that link to this one."""
    rows = reader.all("SELECT DISTINCT annotation FROM value WHERE link = ?", (annotation,))
    return [r[0] for r in rows]


def first_round_place(reader: Reader) -> int:
    """Smallest `ord` of the rounds."""
    return int(reader.value("SELECT min(ord) FROM round"))


def alias_rows(reader: Reader, actor: str, name: str | None = None) -> list[str]:
    """Uids of the aliases of an actor, or of the one with this name."""
    if name is None:
        rows = reader.all("SELECT uid FROM alias WHERE actor = ?", (actor,))
    else:
        rows = reader.all("SELECT uid FROM alias WHERE actor = ? AND name = ?", (actor, name))
    return [r[0] for r in rows]


def resolved_actor(reader: Reader, actor: str) -> str | None:
    """Uid of the actor this one stands for now; itself where it was never merged."""
    found: str | None = reader.value("SELECT actor FROM actor_resolved WHERE uid = ?", (actor,))
    return found


def actor_uses(reader: Reader, actor: str) -> int:
    """How many values name exactly this actor."""
    return int(reader.value("SELECT count(*) FROM value WHERE actor = ?", (actor,)))


def reading_at(reader: Reader, assignment: str, span: Span, *, exact: bool) -> list[str]:
    """Uids of the reading marks on this passage (`exact`), or on any that overlaps it."""
    where = 'start = ? AND "end" = ?' if exact else '"end" > ? AND start < ?'
    rows = reader.all(
        f"SELECT uid FROM reading WHERE assignment = ? AND {where}",
        (assignment, span.start, span.end),
    )
    return [r[0] for r in rows]


def project_uid(reader: Reader) -> str:
    return str(reader.value("SELECT uid FROM project"))
