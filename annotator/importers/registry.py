"""All formats, and from what the user points at to articles.

`read_paths` is the one door: it opens folders and wildcards, sorts names as people do, finds the
format of each file and gives articles and refusals in one stream. It raises nothing for a bad
file: the good ones beside it must come in.
"""

from __future__ import annotations

import glob
import os
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from annotator.errors import ImportRefusedError
from annotator.importers.base import (
    DateOrder,
    Found,
    Importer,
    ImportOptions,
    Notice,
    Refusal,
    Source,
    reason,
    source_of,
    without_place,
)
from annotator.importers.docx import DOCX
from annotator.importers.encoding import kind_of
from annotator.importers.file_names import read_name, with_name_facts
from annotator.importers.html import HTML
from annotator.importers.jsonl import JSONL
from annotator.importers.pdf import PDF
from annotator.importers.rows import TablePreview
from annotator.importers.rtf import RTF
from annotator.importers.table import TABLE, preview_table
from annotator.importers.text import MARKDOWN, TEXT
from annotator.importers.xlsx import XLSX, preview_xlsx
from annotator.importers.zips import zip_importer
from annotator.model import ArticleDraft

__all__ = [
    "IMPORTERS",
    "ArticleDraft",
    "DateOrder",
    "Found",
    "ImportOptions",
    "Importer",
    "Notice",
    "Refusal",
    "TablePreview",
    "find_importer",
    "preview",
    "read_paths",
]

_NOT_ARTICLES = re.compile(
    r"^(?:\.(?!\.).*|~\$.*|Thumbs\.db|desktop\.ini|__MACOSX|.*\.annot(?:\.lock|-journal)?)$",
    re.IGNORECASE,
)


def read_paths(
    paths: Sequence[Path | str],
    *,
    format: str = "auto",
    options: ImportOptions | None = None,
) -> Iterator[Found]:
    """Read files, folders and wildcards; names in natural order ("2.txt" before "10.txt").

    Args:
        format: a key of IMPORTERS, or "auto" to go by the name and the first bytes.
    """
    wanted = options or ImportOptions()
    for path in paths:
        if not str(path):
            yield Refusal("(no name)", "a file or folder needs a name.")
            continue
        for found in _sources(Path(path)):
            if isinstance(found, Refusal):
                yield found
            else:
                yield from read_source(found, format, wanted)


def read_source(source: Source, format: str, options: ImportOptions) -> Iterator[Found]:
    """Read one source in a format, or in the one it seems to be in."""
    try:
        importer = IMPORTERS[format] if format != "auto" else find_importer(source)
        facts = read_name(source.stem, options.file_name) if options.file_name else None
    except ImportRefusedError as error:
        yield Refusal(source.where, without_place(str(error), source.where))
        return
    if options.file_name and facts is None and importer.key != "zip":
        options.note(source.where, "the name does not fit the pattern for file names.")
    for found in importer.read_source(source, options):
        if facts and isinstance(found, ArticleDraft):
            found = with_name_facts(found, facts, options.date_order)
        yield found


def find_importer(source: Source) -> Importer:
    """Find the format of a source by its suffix, or by its contents where that says nothing.

    Raises:
        ImportRefusedError: it is in no format the program reads.
    """
    known = _BY_SUFFIX.get(source.suffix)
    if known is not None:
        return known
    kind = kind_of(source.load()[:64])
    if kind in _BY_CONTENT:
        return _BY_CONTENT[kind]
    if kind is not None:
        raise ImportRefusedError(
            f"{source.where}: this is {kind}, which cannot be imported.", _formats()
        )
    if source.suffix and source.suffix[1:].isalpha() and len(source.suffix) <= 6:
        raise ImportRefusedError(
            f"{source.where}: “{source.suffix}” is not a format that can be imported.", _formats()
        )
    return TEXT


def preview(path: Path, options: ImportOptions | None = None) -> TablePreview | None:
    """Show columns, mapping and first rows of a table; None for formats without columns.

    Raises:
        ImportRefusedError: the file cannot be read.
    """
    source = source_of(path)
    look = _PREVIEWS.get(find_importer(source).key)
    return None if look is None else look(source, options or ImportOptions())


def _formats() -> str:
    return f"Formats: {', '.join(IMPORTERS)}."


def _sources(path: Path) -> Iterator[Source | Refusal]:
    try:
        if path.is_dir():
            yield from _sources_in(path)
        elif path.exists():
            yield source_of(path)
        elif glob.has_magic(str(path)):
            yield from _matching(path)
        else:
            yield Refusal(str(path), "there is no such file or folder.")
    except OSError as error:
        yield Refusal(str(path), reason(error))
    except ValueError as error:
        yield Refusal(str(path), f"it cannot be read ({error}).")


def _sources_in(folder: Path) -> Iterator[Source | Refusal]:
    if not os.access(folder, os.R_OK | os.X_OK):
        yield Refusal(str(folder), "you may not read this folder.")
        return
    name = folder.resolve().name or str(folder)
    files = [p for p in folder.rglob("*") if p.is_file() and _is_article(p, folder)]
    if not files:
        yield Refusal(str(folder), "there is no file to import in this folder.")
    for path in sorted(files, key=lambda p: natural_key(str(p.relative_to(folder)))):
        yield source_of(path, f"{name}/{path.relative_to(folder).as_posix()}")


def _matching(pattern: Path) -> Iterator[Source | Refusal]:
    names = glob.glob(str(pattern), recursive=True)  # noqa: PTH207 - absolute patterns too
    if not names:
        yield Refusal(str(pattern), "no file matches this pattern.")
    for name in sorted(names, key=natural_key):
        yield from _sources(Path(name))


def _is_article(path: Path, folder: Path) -> bool:
    return is_article_name(path.relative_to(folder).as_posix())


def is_article_name(name: str) -> bool:
    """Tell articles from the files that systems and programs leave in folders and archives."""
    return not any(_NOT_ARTICLES.match(part) for part in re.split(r"[/\\]", name))


def natural_key(name: str) -> list[tuple[int, int, str]]:
    """Sort numbers inside names as numbers."""
    parts = re.split(r"(\d+)", name.casefold())
    return [(0, int(p), "") if p.isdecimal() else (1, 0, p) for p in parts if p]


_FORMATS = (TEXT, MARKDOWN, TABLE, XLSX, DOCX, PDF, HTML, RTF, JSONL)
_ZIP = zip_importer(read_source, is_article_name, natural_key)

IMPORTERS: dict[str, Importer] = {importer.key: importer for importer in (*_FORMATS, _ZIP)}
"""Every format by its key."""

_BY_SUFFIX = {suffix: importer for importer in IMPORTERS.values() for suffix in importer.suffixes}
_PREVIEWS = {TABLE.key: preview_table, XLSX.key: preview_xlsx}
_BY_CONTENT = {"a PDF": PDF, "an RTF document": RTF}
