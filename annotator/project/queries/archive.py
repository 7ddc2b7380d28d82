"""Rows as they are stored: for the export that loses nothing, and for reading past damage."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from annotator.project.reader import Reader
from annotator.project.step import JSON_COLUMNS

PAGE = 1000

ARCHIVED = (
    "coder", "actor", "alias", "round", "assignment", "reading", "decision", "adjudication",
    "agreement_run", "codebook",
)  # fmt: skip
"""Tables whose rows an archive holds as they are, beside articles and codes."""


def stored_rows(reader: Reader, table: str) -> Iterator[dict[str, Any]]:
    """Every row of a table in the order it came in, JSON columns decoded.

    Raises:
        KeyError: the table is none of those an archive holds.
    """
    if table not in ARCHIVED:
        raise KeyError(table)
    coded, after = JSON_COLUMNS.get(table, frozenset()), -1
    sql = f'SELECT rowid AS place, * FROM "{table}" WHERE rowid > ? ORDER BY rowid LIMIT {PAGE}'
    while rows := reader.all(sql, (after,)):
        for row in rows:
            found = {key: row[key] for key in row.keys() if key != "place"}  # noqa: SIM118
            yield {k: json.loads(v) if k in coded else v for k, v in found.items()}
        after = rows[-1]["place"]


def article_places(reader: Reader) -> list[tuple[int, str]]:
    """(`ord`, title) of every article, in order; reads nothing else of them."""
    return [(r[0], r[1]) for r in reader.all("SELECT ord, title FROM article ORDER BY ord")]


def articles_added(reader: Reader) -> dict[str, str]:
    """Uid of every article -> when it came in."""
    return {r[0]: r[1] for r in reader.all("SELECT uid, added FROM article")}


def coded_places(reader: Reader) -> list[tuple[str, str, str]]:
    """(article, uid of any of its codes, title) of every coded article, in order."""
    rows = reader.all(
        "SELECT a.uid, min(n.uid), a.title FROM annotation n JOIN article a ON a.uid = n.article "
        "GROUP BY a.uid ORDER BY a.ord"
    )
    return [(r[0], r[1], r[2]) for r in rows]
