"""Plain text and Markdown: one file, one article; the text stays as it is."""

from __future__ import annotations

import re
from collections.abc import Iterator

from annotator.errors import ImportRefusedError
from annotator.importers.base import Found, Importer, ImportOptions, Source, first_line
from annotator.importers.dates import read_date
from annotator.importers.encoding import Decoded, decode
from annotator.importers.news import split
from annotator.model import ArticleDraft

_FRONT_MATTER = re.compile(r"\A---[ \t]*\r?\n(.*?)\r?\n---[ \t]*(?:\r?\n|\Z)", re.DOTALL)
_FRONT_LINE = re.compile(r"([A-Za-z][\w -]*):[ \t]+(.+)")
_PARTS = ("title", "date", "source", "author", "url")


def read_text(source: Source, options: ImportOptions) -> tuple[str, Decoded]:
    """Decode a source and refuse one without any visible character; notes a guessed encoding."""
    decoded = decode(source.load(), source.where, options.encoding)
    if not decoded.text.strip("\ufeff \t\r\n\x0b\x0c\x00\xa0\u3000\u200b\u2028\u2029\x85"):
        raise ImportRefusedError(f"{source.where}: there is no text in it, only blanks.")
    if decoded.guessed:
        options.note(source.where, f"read as {decoded.encoding}, which is a guess.")
    return decoded.text, decoded


def parse_text(source: Source, options: ImportOptions) -> Iterator[Found]:
    """Read a plain text: its first line is the title, and stays in the text."""
    text, decoded = read_text(source, options)
    articles = split(text.splitlines(), source.where, lines=True) if options.split else None
    if articles is not None:
        options.note(source.where, articles.notice)
        yield from articles.found
        return
    yield ArticleDraft(
        title=first_line(text) or source.stem,
        text=text,
        where=source.where,
        metadata=_origin(source, decoded),
    )


def parse_markdown(source: Source, options: ImportOptions) -> Iterator[Found]:
    """Read a Markdown text with the markup left in; a front matter block gives the metadata."""
    text, decoded = read_text(source, options)
    front = _FRONT_MATTER.match(text)
    if front is None:
        yield from _without_front_matter(source, text, decoded)
        return
    given = {m[1].strip(): m[2].strip().strip("\"'") for m in _FRONT_LINE.finditer(front[1])}
    parts = {part: given.pop(part, None) for part in _PARTS}
    body = text[front.end() :].lstrip("\r\n")
    if not body.strip():
        raise ImportRefusedError(f"{source.where}: there is no text after its front matter.")
    date = read_date(parts["date"] or "", options.date_order)
    if parts["date"] and date is None:
        given["date"] = parts["date"]
    title = parts["title"] or _heading(body) or source.stem
    yield ArticleDraft(
        title=title,
        text=body,
        date=date,
        source=parts["source"],
        author=parts["author"],
        url=parts["url"],
        metadata={**_origin(source, decoded), **given},
        where=source.where,
        title_is_mapped=bool(parts["title"]) and _heading(body) != title,
    )


def _without_front_matter(source: Source, text: str, decoded: Decoded) -> Iterator[Found]:
    yield ArticleDraft(
        title=_heading(text) or source.stem,
        text=text,
        where=source.where,
        metadata=_origin(source, decoded),
    )


def _heading(text: str) -> str:
    return first_line(text).lstrip("#").strip()


def _origin(source: Source, decoded: Decoded) -> dict[str, str]:
    origin = {"file": source.name}
    if decoded.guessed:
        origin["encoding"] = f"{decoded.encoding} (guessed)"
    return origin


TEXT = Importer("txt", "Plain text", (".txt", ".text"), parse_text)
MARKDOWN = Importer("md", "Markdown", (".md", ".markdown"), parse_markdown)
