"""Articles, their segments, and who is assigned to them."""

from __future__ import annotations

import json
import sqlite3

from annotator.model import Article, ArticleRow, Assignment
from annotator.project.reader import Reader
from annotator.text.segment import Segments, segment

_ARTICLE = "SELECT a.*, t.body AS body FROM article a JOIN text t ON t.id = a.text "


def article(reader: Reader, uid: str) -> Article:
    """The article with its text. Raises KeyError."""
    row = reader.one(_ARTICLE + "WHERE a.uid = ?", (uid,))
    if row is None:
        raise KeyError(uid)
    return _article(row)


def find_article(reader: Reader, key: str) -> Article | None:
    """The article with this uid, the only one whose uid begins so, or the only one so titled."""
    for where, value in (
        ("a.uid = ?", key),
        ("a.uid GLOB ? || '*'", key if len(key) >= 4 and key.isalnum() else "-"),
        ("a.title = ?", key),
        ("a.title = ? COLLATE NOCASE", key),
    ):
        rows = reader.all(f"{_ARTICLE}WHERE {where} LIMIT 2", (value,))
        if len(rows) == 1:
            return _article(rows[0])
    return None


def article_uids(reader: Reader) -> list[str]:
    """All articles in the order they came in."""
    return [r[0] for r in reader.all("SELECT uid FROM article ORDER BY ord")]


def known_texts(reader: Reader) -> dict[str, str]:
    """Fingerprint (sha256) of every article's text -> title of the first article that has it."""
    rows = reader.all(
        "SELECT t.sha256, a.title FROM article a JOIN text t ON t.id = a.text ORDER BY a.ord DESC"
    )
    return {r[0]: r[1] for r in rows}


def article_count(reader: Reader) -> int:
    return int(reader.value("SELECT count(*) FROM article"))


def unsuggested_articles(reader: Reader, *, again: bool = False) -> list[str]:
    """Articles no pipeline has read yet (all with `again`), in order."""
    where = "" if again else "WHERE uid NOT IN (SELECT article FROM suggested)"
    return [r[0] for r in reader.all(f"SELECT uid FROM article {where} ORDER BY ord")]


def segments(reader: Reader, article: Article) -> Segments:
    """Tokens, sentences and paragraphs as they were computed when the article came in."""
    blob = reader.value(
        "SELECT spans FROM segment WHERE text = ? AND version = ?",
        (article.text_id, article.segmenter),
    )
    return segment(article.text) if blob is None else Segments.unpack(blob)


_ROWS = """
SELECT a.uid, a.title, a.date, a.source, coalesce(s.state, 'todo') AS state,
       coalesce(s.active_seconds, 0) AS seconds, coalesce(r.name, ?) AS round,
       coalesce(n.codes, 0) AS codes, coalesce(n.entities, 0) AS entities,
       coalesce(n.flagged, 0) AS flagged, coalesce(n.incomplete, 0) AS incomplete
FROM article a
LEFT JOIN assignment s ON s.article = a.uid AND s.coder = ?
LEFT JOIN round r ON r.uid = s.round
LEFT JOIN (
    SELECT assignment, sum(layer <> 'entity') AS codes, sum(layer = 'entity') AS entities,
           sum(flagged) AS flagged, sum(state = 'draft') AS incomplete
    FROM annotation WHERE coder = ?{codes} GROUP BY assignment) n ON n.assignment = s.uid{articles}
ORDER BY coalesce(r.ord, 0), coalesce(r.name, ?), a.ord"""


def article_rows(
    reader: Reader, coder: str, *, round: str | None = None, article: str | None = None
) -> list[ArticleRow]:
    """The article list of a coder: assigned articles per round, the rest under the main round.

    Args:
        round: name of the one round to list.
        article: uid of the one article to list, for which the others are not looked at.
    """
    main = reader.value("SELECT name FROM round WHERE kind = 'main' ORDER BY ord, name LIMIT 1")
    one = () if article is None else (article,)
    sql = _ROWS.format(
        codes=" AND article = ?" if one else "", articles="\nWHERE a.uid = ?" if one else ""
    )
    rows = [
        ArticleRow(
            uid=r["uid"],
            title=r["title"],
            date=r["date"],
            source=r["source"],
            state=r["state"],
            codes=r["codes"],
            entities=r["entities"],
            active_seconds=r["seconds"],
            round=r["round"],
            flagged=r["flagged"],
            incomplete=r["incomplete"],
        )
        for r in reader.all(sql, (main, coder, coder, *one, *one, main))
    ]
    return rows if round is None else [r for r in rows if r.round == round]


def assignment(reader: Reader, uid: str) -> Assignment | None:
    row = reader.one("SELECT * FROM assignment WHERE uid = ?", (uid,))
    return None if row is None else _assignment(row)


def assignments_of(reader: Reader, *, round: str | None = None) -> list[Assignment]:
    """All assignments, or those of one round (uid)."""
    where, values = ("WHERE round = ?", (round,)) if round else ("", ())
    return [_assignment(r) for r in reader.all(f"SELECT * FROM assignment {where}", values)]


def assignment_of(
    reader: Reader, article: str, coder: str, round: str | None = None
) -> Assignment | None:
    """The coder's assignment to the article: in this round (uid), else the one still to be done,
    else the latest round's."""
    if round is not None:
        row = reader.one(
            "SELECT * FROM assignment WHERE article = ? AND coder = ? AND round = ?",
            (article, coder, round),
        )
    else:
        row = reader.one(
            "SELECT s.* FROM assignment s JOIN round r ON r.uid = s.round "
            "WHERE s.article = ? AND s.coder = ? ORDER BY s.state = 'done', r.ord DESC, r.name "
            "LIMIT 1",
            (article, coder),
        )
    return None if row is None else _assignment(row)


def _article(row: sqlite3.Row) -> Article:
    return Article(
        uid=row["uid"],
        title=row["title"],
        text_id=row["text"],
        text=row["body"],
        body_start=row["body_start"],
        date=row["date"],
        source=row["source"],
        author=row["author"],
        url=row["url"],
        language=row["language"],
        metadata=json.loads(row["metadata"]),
        segmenter=row["segmenter"],
    )


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
