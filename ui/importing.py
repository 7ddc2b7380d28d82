"""Bringing articles in from the window: read in the background, stored as one undoable step."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from annotator.commands.articles import PreparedArticle, prepare
from annotator.errors import CancelledError, ImportRefusedError, ProjectError
from annotator.importers.registry import (
    IMPORTERS,
    Found,
    ImportOptions,
    Notice,
    Refusal,
    TablePreview,
    preview,
    read_paths,
)
from annotator.project import queries
from annotator.project.store import Store
from ui.tasks import Cancelled, Progress

TABLES = ("csv", "xlsx")
"""Formats with columns."""
PAGE = 200

Columns = Mapping[Path, Mapping[str, str]]
"""File -> part of an article -> header of its column."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read from files, before anything is stored."""

    articles: tuple[PreparedArticle, ...]
    known: tuple[str, ...]
    """Where texts were found that the project has already, or that came twice."""
    refused: tuple[Refusal, ...]
    notices: tuple[Notice, ...] = ()
    """What was guessed on the way in: encodings, the order of day and month."""


@dataclass(frozen=True, slots=True)
class Twin:
    """An article on its way in whose text is the same, or nearly, as that of an earlier one."""

    article: int
    """Its place in `Reading.articles`."""
    other: str
    """Title of the earlier one."""
    stored: bool
    """Whether the earlier one is in the project already."""
    kind: Literal["same", "near"]
    similarity: float


@dataclass(frozen=True, slots=True)
class Look:
    """Everything a look before importing shows."""

    reading: Reading
    twins: tuple[Twin, ...] = ()
    tables: tuple[tuple[Path, TablePreview], ...] = ()


def read_files(
    paths: Sequence[Path],
    known: Mapping[str, str],
    progress: Progress,
    cancelled: Cancelled,
    options: ImportOptions | None = None,
    columns: Columns | None = None,
) -> Reading:
    """Read and prepare the articles of these files and folders; needs no project.

    Args:
        known: fingerprints of the project's texts -> titles.
        columns: for tables whose columns were mapped by hand.

    Raises:
        CancelledError: the user cancelled.
    """
    articles: list[PreparedArticle] = []
    twice: list[str] = []
    refused: list[Refusal] = []
    notices: list[Notice] = []
    seen = dict(known)
    wanted = replace(options or ImportOptions(), on_notice=notices.append)
    for item in _found(paths, wanted, columns or {}):
        if cancelled():
            raise CancelledError
        if isinstance(item, Refusal):
            refused.append(item)
            continue
        try:
            article = prepare(item)
        except ProjectError as error:
            refused.append(Refusal(item.where, error.what))
            continue
        if article.sha256 in seen:
            twice.append(item.where)
            continue
        seen[article.sha256] = article.title
        articles.append(article)
        progress(len(articles), 0, f"Reading articles · {len(articles):,}")
    return Reading(tuple(articles), tuple(twice), tuple(refused), tuple(dict.fromkeys(notices)))


def _found(paths: Sequence[Path], options: ImportOptions, columns: Columns) -> Iterator[Found]:
    """Read the files one after the other, each with its own columns."""
    for path in paths:
        own = replace(options, columns=columns.get(path))
        yield from read_paths([path], format="auto", options=own)


def look_at(
    paths: Sequence[Path],
    project: Path,
    known: Mapping[str, str],
    progress: Progress,
    cancelled: Cancelled,
    *,
    options: ImportOptions,
    columns: Columns,
) -> Look:
    """Read files as for importing, and compare the texts with one another and the project's.

    Raises:
        CancelledError: the user cancelled, or chose other options meanwhile.
    """
    tables = tuple(_tables(paths, options, columns))
    reading = read_files(paths, known, progress, cancelled, options, columns)
    progress(0, 0, "Looking for articles that are nearly the same")
    return Look(reading, tuple(find_twins(reading.articles, project, cancelled)), tables)


def find_twins(
    articles: Sequence[PreparedArticle], project: Path, cancelled: Cancelled
) -> Iterator[Twin]:
    """List the articles that are nearly the same as an earlier one or one of the project."""
    from annotator.importers.duplicates import find_duplicates

    if not articles:
        return
    stored = _stored_texts(project, cancelled)
    texts = [((True, n), text) for n, (_, text) in enumerate(stored)]
    texts += [((False, n), article.text) for n, article in enumerate(articles)]
    for pair in find_duplicates(texts):
        (first_stored, first), (second_stored, second) = pair.first, pair.second
        if not second_stored:
            other = stored[first][0] if first_stored else articles[first].title
            yield Twin(second, other, first_stored, pair.kind, pair.similarity)


def _stored_texts(project: Path, cancelled: Cancelled) -> list[tuple[str, str]]:
    """Titles and texts of the project, through a second opening for reading."""
    found: list[tuple[str, str]] = []
    after = -1
    with Store.open(project, read_only=True) as store:
        while page := queries.documents(store.reader, after=after, limit=PAGE):
            if cancelled():
                raise CancelledError
            found += [(document.title, document.text) for document in page]
            after = page[-1].ord
    return found


def _tables(
    paths: Sequence[Path], options: ImportOptions, columns: Columns
) -> Iterator[tuple[Path, TablePreview]]:
    for path in paths:
        if not is_table(path):
            continue
        try:
            found = preview(path, replace(options, columns=columns.get(path)))
        except ImportRefusedError:  # reading it says why
            continue
        if found is not None:
            yield path, found


def is_table(path: Path) -> bool:
    """Whether a file has columns that can be mapped."""
    suffix = path.suffix.lower()
    return any(suffix in IMPORTERS[key].suffixes for key in TABLES)


def needs_a_look(paths: Sequence[Path]) -> bool:
    """Whether to show what would come in before importing: tables, archives, several files."""
    return len(paths) > 1 or any(is_table(p) or p.suffix.lower() == ".zip" for p in paths)


def file_filter() -> str:
    """The filter of a file dialog: everything that can be imported."""
    endings = sorted({suffix for importer in IMPORTERS.values() for suffix in importer.suffixes})
    return f"Articles ({' '.join('*' + e for e in endings)});;All files (*)"


def is_article_file(path: Path) -> bool:
    """Whether a dropped file or folder may hold articles."""
    endings = {suffix for importer in IMPORTERS.values() for suffix in importer.suffixes}
    return path.is_dir() or path.suffix.lower() in endings


def summary(reading: Reading, stored: int) -> str:
    """One line on what came in."""
    parts = [f"{stored:,} article{'s' if stored != 1 else ''} imported"]
    if reading.known:
        parts.append(f"{len(reading.known):,} in the project already")
    if reading.refused:
        first = reading.refused[0]
        more = f" (and {len(reading.refused) - 1} more)" if len(reading.refused) > 1 else ""
        why = first.why if first.why.startswith(first.where) else f"{first.where}: {first.why}"
        parts.append(f"refused: {why}{more}")
    return " · ".join(parts)
