"""Splitting the exports of news archives into articles, one file per archive.

Each splitter gets the paragraphs of a document and gives None where the layout is not its own.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from annotator.importers.news.factiva import split_factiva
from annotator.importers.news.nexis import split_nexis_classic, split_nexis_uni
from annotator.importers.news.proquest import split_proquest
from annotator.importers.news.record import Articles, Record, as_articles, unwrapped


@dataclass(frozen=True, slots=True)
class Layout:
    """How one archive lays out its exports; `wraps` where its plain text has short lines."""

    archive: str
    split: Callable[[Sequence[str]], list[Record] | None]
    wraps: bool = False


LAYOUTS = (
    Layout("Nexis Uni", split_nexis_uni),
    Layout("LexisNexis", split_nexis_classic, wraps=True),
    Layout("Factiva", split_factiva),
    Layout("ProQuest", split_proquest),
)


def split(paragraphs: Sequence[str], where: str, *, lines: bool = False) -> Articles | None:
    """Split an export into its articles; None where the document is no export.

    Args:
        lines: the paragraphs are lines of plain text, blank ones included.
    """
    for layout in LAYOUTS:
        given = unwrapped(paragraphs) if lines and layout.wraps else paragraphs
        records = layout.split(given)
        if records:
            return as_articles(records, layout.archive, where)
    return None
