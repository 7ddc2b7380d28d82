"""Keyword in context: the lines in which coded actors and values stand, with the words around them.

A filler that was taken from the text stands where its mention is. Others stand where their name
occurs in the sentences of the code; where it does not occur, the coded passage itself is the line.
"""

from __future__ import annotations

import re
import sqlite3
from dataclasses import dataclass

from annotator.codebook.model import Codebook
from annotator.model import Span
from annotator.project.queries.codebooks import codebook
from annotator.project.reader import Reader
from annotator.text.segment import Segments

WINDOW = 90
"""Code points of text on each side of the word."""


@dataclass(frozen=True, slots=True)
class Context:
    """One line: the word and the text on both sides, every gap one space."""

    article: str
    title: str
    span: Span
    """Where the word stands."""
    left: str
    word: str
    right: str


@dataclass(frozen=True, slots=True)
class Keyword:
    """What can be shown in context: an actor, a code or a text that stands in a field."""

    value: str
    """Uid of the actor, key of the code, or the text."""
    label: str
    where: str
    """Layer and field in words; empty for an actor, who may stand in any."""
    layer: str | None
    field: str | None
    uses: int


_USES = """
SELECT n.article, n.start, n."end", v.start AS word_start, v."end" AS word_end
FROM value v JOIN annotation n ON n.uid = v.annotation JOIN article a ON a.uid = n.article
JOIN assignment s ON s.uid = n.assignment JOIN round r ON r.uid = s.round
WHERE {test} AND n.start IS NOT NULL AND (?2 IS NULL OR r.blind = 0 OR n.coder = ?2)
  AND (?4 IS NULL OR n.layer = ?4) AND (?5 IS NULL OR v.field = ?5)
ORDER BY a.ord, n.start, n.uid, v.ord LIMIT ?3"""
_OF_ACTOR = "v.actor IN (SELECT o.uid FROM actor_resolved o WHERE o.actor = ?1)"
_OF_TEXT = "(v.value = ?1 OR v.code = ?1)"


def contexts(
    reader: Reader,
    actor_or_text: str,
    *,
    layer: str | None = None,
    field: str | None = None,
    viewer: str | None = None,
    limit: int = 500,
) -> list[Context]:
    """The lines of an actor (by uid) or of a text or code that stands in a field.

    Args:
        layer, field: keys, to look in one layer or field only.
        viewer: uid of a coder who must not see the work of others in blind rounds.
        limit: so many uses are looked at; each gives a line or more, no line twice.
    """
    actor = reader.value("SELECT actor FROM actor_resolved WHERE uid = ?", (actor_or_text,))
    test = _OF_TEXT if actor is None else _OF_ACTOR
    rows = reader.all(
        _USES.format(test=test), (actor or actor_or_text, viewer, limit, layer, field)
    )
    names = [actor_or_text] if actor is None else _names(reader, actor)
    pattern = re.compile("|".join(re.escape(n) for n in names), re.IGNORECASE)
    found: dict[tuple[str, Span], Context] = {}
    texts: dict[str, _Text] = {}
    for row in rows:
        text = texts.get(row["article"]) or _Text(reader, row["article"])
        texts[row["article"]] = text
        for span in _places(row, text, pattern):
            found.setdefault((text.uid, span), text.line(span))
    order = {uid: n for n, uid in enumerate(texts)}
    lines = sorted(found.values(), key=lambda c: (order[c.article], c.span))
    return lines[:limit]


def keywords(reader: Reader, *, viewer: str | None = None, limit: int = 3000) -> list[Keyword]:
    """Everything that stands in a field and can be shown in context, most used first.

    Args:
        viewer: as in `contexts`.
    """
    rows = reader.all(
        "SELECT r.actor, r.name, u.layer, u.field, u.code, u.value, sum(u.uses) AS uses FROM ("
        "SELECT v.actor, CASE WHEN v.actor IS NULL THEN n.layer END AS layer, "
        "CASE WHEN v.actor IS NULL THEN v.field END AS field, v.code, "
        "CASE WHEN v.actor IS NULL THEN v.value END AS value, "
        "count(DISTINCT v.annotation) AS uses FROM value v "
        "JOIN annotation n ON n.uid = v.annotation "
        "JOIN assignment s ON s.uid = n.assignment JOIN round o ON o.uid = s.round "
        "WHERE n.start IS NOT NULL AND (?1 IS NULL OR o.blind = 0 OR n.coder = ?1) "
        "AND (v.actor IS NOT NULL OR v.code IS NOT NULL "
        "OR (typeof(v.value) = 'text' AND v.value <> '')) "
        "GROUP BY 1, 2, 3, 4, 5) u LEFT JOIN actor_resolved r ON r.uid = u.actor "
        "GROUP BY 1, 2, 3, 4, 5, 6 ORDER BY r.actor IS NULL, uses DESC, 2, 5, 6 LIMIT ?2",
        (viewer, limit),
    )
    book: Codebook = reader.lasting("codebook", codebook)
    return [_keyword(book, row) for row in rows]


def _keyword(book: Codebook, row: sqlite3.Row) -> Keyword:
    if row["actor"] is not None:
        return Keyword(row["actor"], row["name"], "", None, None, row["uses"])
    layer = book.find_layer(row["layer"])
    field = layer.find_field(row["field"]) if layer else None
    code = field.find_code(row["code"]) if field else None
    where = f"{layer.label}: {field.label}" if layer and field else row["field"]
    value = str(row["code"] if row["code"] is not None else row["value"])
    label = code.label if code else value
    return Keyword(value, label, where, row["layer"], row["field"], row["uses"])


def _names(reader: Reader, actor: str) -> list[str]:
    """Everything the actor is called, the longest first."""
    rows = reader.all(
        "SELECT a.name FROM actor a JOIN actor_resolved r ON r.uid = a.uid WHERE r.actor = ?1 "
        "UNION SELECT l.name FROM alias l JOIN actor_resolved r ON r.uid = l.actor "
        "WHERE r.actor = ?1",
        (actor,),
    )
    return sorted((str(r[0]) for r in rows), key=len, reverse=True)


class _Text:
    """An article's text with its sentences."""

    def __init__(self, reader: Reader, uid: str) -> None:
        row = reader.one(
            "SELECT a.title, t.body, g.spans FROM article a JOIN text t ON t.id = a.text "
            "LEFT JOIN segment g ON g.text = a.text AND g.version = a.segmenter WHERE a.uid = ?",
            (uid,),
        )
        assert row is not None
        self.uid, self.title, self.body = uid, str(row["title"]), str(row["body"])
        self._segments = Segments.empty() if row["spans"] is None else Segments.unpack(row["spans"])

    def sentences(self, passage: Span) -> Span:
        """The whole sentences a passage touches."""
        touched = self._segments.sentences_in(passage)
        if not touched:
            return passage
        return Span(min(passage.start, touched[0].start), max(passage.end, touched[-1].end))

    def line(self, span: Span) -> Context:
        left = self.body[max(0, span.start - WINDOW) : span.start]
        right = self.body[span.end : span.end + WINDOW]
        word = self.body[span.start : span.end]
        return Context(self.uid, self.title, span, _flat(left), _flat(word), _flat(right))


def _places(row: sqlite3.Row, text: _Text, pattern: re.Pattern[str]) -> list[Span]:
    if row["word_start"] is not None:
        return [Span(row["word_start"], row["word_end"])]
    passage = Span(row["start"], row["end"])
    around = text.sentences(passage)
    named = [
        Span(m.start(), m.end())
        for m in pattern.finditer(text.body, around.start, around.end)
        if _is_whole(text.body, m.start(), m.end())
    ]
    return named or [passage]


def _is_whole(body: str, start: int, end: int) -> bool:
    """Whether no word runs on over the ends (scripts without spaces have no such ends)."""

    def runs_on(at: int) -> bool:
        pair = body[at - 1 : at + 1]
        return len(pair) == 2 and pair.isalnum() and max(pair) < "\u0e00"

    return not (start and runs_on(start)) and not runs_on(end)


def _flat(text: str) -> str:
    return re.sub(r"\s+", " ", text)
