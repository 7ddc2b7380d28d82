"""A document as every format with paragraphs gives it, and what becomes of it.

Exports of news archives hold many articles in one document, in the same layouts whether saved as
text, Word, RTF or HTML. So the readers of those formats only make paragraphs; splitting them is
one step for all.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from annotator.errors import ImportRefusedError
from annotator.importers.base import Found, ImportOptions, Source, first_line
from annotator.importers.news import split
from annotator.model import ArticleDraft


@dataclass(frozen=True, slots=True)
class Document:
    """Paragraphs in reading order, and what the format itself says about the article.

    `text` is what becomes the article when the document is not an export of many.
    """

    paragraphs: Sequence[str]
    text: str
    title: str = ""
    title_is_mapped: bool = False
    date: str | None = None
    source: str | None = None
    author: str | None = None
    url: str | None = None
    language: str | None = None
    metadata: Mapping[str, Any] = field(default_factory=dict)


def found_in(document: Document, source: Source, options: ImportOptions) -> Iterator[Found]:
    """Give the articles of a document: those of an archive's export, else the document itself.

    Raises:
        ImportRefusedError: there is no text in it.
    """
    if options.split:
        articles = split(document.paragraphs, source.where)
        if articles is not None:
            options.note(source.where, articles.notice)
            yield from articles.found
            return
    if not document.text.strip():
        raise ImportRefusedError(f"{source.where}: there is no text in it.")
    yield ArticleDraft(
        title=document.title or first_line(document.text) or source.stem,
        text=document.text,
        date=document.date,
        source=document.source,
        author=document.author,
        url=document.url,
        language=document.language,
        metadata={"file": source.name, **document.metadata},
        where=source.where,
        title_is_mapped=document.title_is_mapped,
    )
