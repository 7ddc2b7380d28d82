"""Bringing articles in from the window: read in the background, stored as one undoable step."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from annotator.commands.articles import PreparedArticle, prepare
from annotator.errors import CancelledError, ProjectError
from annotator.importers.registry import IMPORTERS, ImportOptions, Refusal, read_paths
from ui.tasks import Cancelled, Progress


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read from files, before anything is stored."""

    articles: tuple[PreparedArticle, ...]
    known: tuple[str, ...]
    """Where texts were found that the project has already."""
    refused: tuple[Refusal, ...]


def read_files(
    paths: Sequence[Path],
    known: dict[str, str],
    progress: Progress,
    cancelled: Cancelled,
    options: ImportOptions | None = None,
) -> Reading:
    """Read and prepare the articles of these files and folders; needs no project.

    Args:
        known: fingerprints of the project's texts -> titles.

    Raises:
        CancelledError: the user cancelled.
    """
    articles: list[PreparedArticle] = []
    twice: list[str] = []
    refused: list[Refusal] = []
    seen = dict(known)
    for item in read_paths(list(paths), format="auto", options=options or ImportOptions()):
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
    return Reading(tuple(articles), tuple(twice), tuple(refused))


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
