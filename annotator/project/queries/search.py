"""Finding text in all articles."""

from __future__ import annotations

from dataclasses import dataclass

from annotator.project.reader import Reader

_CONTEXT = 60


@dataclass(frozen=True, slots=True)
class Hit:
    """One place where the searched words stand; code points into the article's text."""

    article: str
    title: str
    snippet: str
    start: int
    end: int


def search_texts(reader: Reader, query: str, *, limit: int = 200) -> list[Hit]:
    """Articles that hold all words of the query (a phrase in quotation marks), best first.

    One hit per article: the first place of the first word or phrase. Scripts written without
    spaces are searched as plain substrings.
    """
    words = terms(query)
    if not words:
        return []
    if any(_unspaced(w) for w in words):
        where = " AND ".join("instr(t.body, ?) > 0" for _ in words)
        rows = reader.all(
            "SELECT a.uid, a.title, t.body FROM article a JOIN text t ON t.id = a.text "
            f"WHERE {where} ORDER BY a.ord LIMIT ?",
            (*words, limit),
        )
    else:
        match = " ".join('"' + w.replace('"', '""') + '"*' for w in words)
        rows = reader.all(
            "SELECT a.uid, a.title, t.body FROM text_fts f JOIN article a ON a.text = f.rowid "
            "JOIN text t ON t.id = f.rowid WHERE text_fts MATCH ? ORDER BY rank LIMIT ?",
            (match, limit),
        )
    return [_hit(uid, title, body, words) for uid, title, body in rows]


def terms(query: str) -> list[str]:
    """The words of a query, and its phrases in quotation marks."""
    terms: list[str] = []
    for nth, part in enumerate(query.replace("“", '"').replace("”", '"').split('"')):
        terms.extend([part.strip()] if nth % 2 else part.split())
    return [t for t in terms if any(c.isalnum() for c in t)]


def _unspaced(word: str) -> bool:
    return any("\u0e00" <= c <= "\u0eff" or "\u3040" <= c <= "\u9fff" for c in word)


def _hit(uid: str, title: str, body: str, words: list[str]) -> Hit:
    folded = body.casefold()
    same_length = len(folded) == len(body)
    start, length = 0, 0
    for word in words:
        place = folded.find(word.casefold()) if same_length else body.find(word)
        if place >= 0:
            start, length = place, len(word)
            break
    left, right = max(0, start - _CONTEXT), min(len(body), start + length + _CONTEXT)
    snippet = body[left:right].replace("\n", " ")
    return Hit(uid, title, snippet, start, start + length)
