"""What every export shares: its options, its report, the registry, and writing all or nothing."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from annotator.errors import ProjectError
from annotator.project.reader import Reader

Progress = Callable[[int, int], None]
"""Called with (done, total); raises `CancelledError` to stop, and then nothing is kept."""


@dataclass(frozen=True, slots=True)
class ExportOptions:
    """What goes into an export. None always means: all of them.

    Coders and rounds are given by name or uid, layers by key, fields as `layer.field` or `field`,
    dates as ISO texts that bound the date of the article (both ends included).
    """

    with_text: bool = True
    layers: tuple[str, ...] | None = None
    coders: tuple[str, ...] | None = None
    rounds: tuple[str, ...] | None = None
    fields: tuple[str, ...] | None = None
    date_from: str | None = None
    date_to: str | None = None
    final_only: bool = False
    """Leave out, everywhere, what is not in the final set."""
    wide_all: bool = False
    """Let the wide sheets hold all codes instead of the final set."""
    with_audit: bool = True
    sheets: tuple[str, ...] | None = None
    """Names of the sheets to write; `README` is always there."""
    csv_twin: bool = False
    """Write a folder of CSV files beside the workbook."""
    guard_formulas: bool = True
    """In CSV, put an apostrophe before texts that a spreadsheet would take for a formula."""


@dataclass(frozen=True, slots=True)
class ExportReport:
    """What was written."""

    path: Path
    sheets: Mapping[str, int] = field(default_factory=dict)
    """Name of a sheet, file or kind of line -> number of rows without the header."""
    warnings: tuple[str, ...] = ()


Write = Callable[[Reader, Path, ExportOptions, Progress], ExportReport]


@dataclass(frozen=True, slots=True)
class Exporter:
    """One format a project can be written in."""

    key: str
    label: str
    suffix: str
    """Of the file's name; empty where the export is a folder."""
    write: Write


def no_progress(done: int, total: int) -> None:
    """Progress nobody looks at."""


def _write_xlsx(r: Reader, path: Path, options: ExportOptions, progress: Progress) -> ExportReport:
    from exports.excel import write_workbook

    return write_workbook(r, path, options, progress)


def _write_csv(r: Reader, path: Path, options: ExportOptions, progress: Progress) -> ExportReport:
    from exports.csv import write_csv

    return write_csv(r, path, options, progress)


def _write_jsonl(r: Reader, path: Path, options: ExportOptions, progress: Progress) -> ExportReport:
    from exports.jsonl import write_jsonl

    return write_jsonl(r, path, options, progress)


EXPORTERS: dict[str, Exporter] = {
    exporter.key: exporter
    for exporter in (
        Exporter("xlsx", "Excel workbook", ".xlsx", _write_xlsx),
        Exporter("csv", "Folder of CSV files", "", _write_csv),
        Exporter("jsonl", "JSON lines, without loss", ".jsonl", _write_jsonl),
    )
}


@contextmanager
def atomic_write(path: Path) -> Iterator[Path]:
    """A temporary file beside `path` that takes its place when the block ends well.

    Where the block fails, the temporary file is removed and what stood at `path` is untouched.

    Raises:
        ProjectError: the folder does not exist or cannot be written to, or the disk is full.
    """
    temporary = _temporary_beside(path)
    try:
        yield temporary
        replace_file(temporary, path)
    except OSError as error:
        raise cannot_write(path, error) from error
    finally:
        with suppress(OSError):
            temporary.unlink(missing_ok=True)


def _temporary_beside(path: Path) -> Path:
    if path.is_dir():
        raise ProjectError(f"{path} is a folder.", "Give the name of a file.")
    temporary = path.with_name(f".{path.stem[:40]}.{uuid.uuid4().hex[:8]}{path.suffix}")
    try:
        temporary.touch(exist_ok=False)
    except OSError as error:
        raise cannot_write(path, error) from error
    return temporary


def replace_file(temporary: Path, path: Path) -> None:
    """Put a finished file in its place."""
    try:
        temporary.replace(path)
    except PermissionError as error:
        raise ProjectError(
            f"{path} is open in another program or write-protected; the old file was kept.",
            "Close it there, or choose another name.",
        ) from error


def cannot_write(path: Path, error: OSError) -> ProjectError:
    """The error to show where a file cannot be written."""
    if isinstance(error, FileNotFoundError):
        return ProjectError(f"There is no folder {path.parent}.", "Make it first.")
    reason = error.strerror or type(error).__name__
    return ProjectError(
        f"{path} cannot be written: {reason}.", "Choose another folder, or free some space."
    )
