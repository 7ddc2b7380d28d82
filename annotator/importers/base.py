"""What every importer takes and gives: a source of bytes in, articles, refusals and notes out.

Importers work on bytes, not on paths, so that a file in a zip is read exactly like one on the disk.
What cannot be read becomes a `Refusal` beside the good articles, never an exception that loses
them.
"""

from __future__ import annotations

import stat
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Literal

from annotator.errors import ImportRefusedError
from annotator.model import ArticleDraft

DateOrder = Literal["auto", "dmy", "mdy", "ymd"]

LARGEST_FILE = 200 * 1024 * 1024
"""Bytes of one file; a larger one is not a news article."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """Something that was not imported. `where` names file and row or page, `why` is a sentence."""

    where: str
    why: str


@dataclass(frozen=True, slots=True)
class Notice:
    """Something that was decided on the way in and the user should know: a guessed encoding."""

    where: str
    what: str


def _ignore(_notice: Notice) -> None:
    """Drop a notice nobody asked for."""


@dataclass(frozen=True, slots=True)
class ImportOptions:
    """How to read.

    `columns` maps a part of an article (title, text, date, source, author, url) to the header of
    the column it is in; None means: by the usual names. `file_name` is a pattern such as
    "{date}_{source}_{title}" that file names are read by. `split` takes the single articles out of
    exports of news archives. `on_notice` hears what was guessed.
    """

    columns: Mapping[str, str] | None = None
    encoding: str | None = None
    delimiter: str | None = None
    date_order: DateOrder = "auto"
    file_name: str | None = None
    split: bool = True
    on_notice: Callable[[Notice], None] = field(default=_ignore, compare=False)

    def note(self, where: str, what: str) -> None:
        self.on_notice(Notice(where, what))


Found = ArticleDraft | Refusal


@dataclass(frozen=True, slots=True)
class Source:
    """A file to read: its name, where the user finds it, and how to get its bytes."""

    name: str
    where: str
    load: Callable[[], bytes]

    @property
    def suffix(self) -> str:
        return PurePosixPath(self.name).suffix.lower()

    @property
    def stem(self) -> str:
        return PurePosixPath(self.name).stem


def source_of(path: Path, where: str | None = None) -> Source:
    """Make a source of a file on the disk; reading it may raise ImportRefusedError."""
    shown = where or path.name

    def load() -> bytes:
        try:
            about = path.stat()
            if not stat.S_ISREG(about.st_mode) and not stat.S_ISDIR(about.st_mode):
                raise ImportRefusedError(f"{shown}: this is a device or a pipe, not a file.")
            if about.st_size > LARGEST_FILE:
                raise ImportRefusedError(
                    f"{shown}: the file is larger than {LARGEST_FILE >> 20} MB.",
                    "Split it before importing it.",
                )
            return path.read_bytes()
        except OSError as error:
            raise ImportRefusedError(f"{shown}: {reason(error)}") from error

    return Source(path.name, shown, load)


def reason(error: OSError) -> str:
    """Say in a sentence why a file could not be read."""
    if isinstance(error, FileNotFoundError):
        return "there is no such file or folder."
    if isinstance(error, PermissionError):
        return "you may not read it."
    if isinstance(error, IsADirectoryError):
        return "this is a folder, not a file."
    return f"it cannot be read ({(error.strerror or str(error)).lower()})."


@dataclass(frozen=True, slots=True)
class Importer:
    """One format.

    `parse` reads the bytes of one source; it may raise ImportRefusedError for the whole of it.
    `suffixes` are lower case, with the dot.
    """

    key: str
    label: str
    suffixes: tuple[str, ...]
    parse: Callable[[Source, ImportOptions], Iterable[Found]]

    def read(self, path: Path, options: ImportOptions | None = None) -> Iterator[Found]:
        """Read a file on the disk."""
        return self.read_source(source_of(path), options or ImportOptions())

    def read_source(self, source: Source, options: ImportOptions) -> Iterator[Found]:
        """Read one source; what makes the whole of it unreadable comes as one refusal."""
        try:
            yield from self.parse(source, options)
        except ImportRefusedError as error:
            yield Refusal(source.where, without_place(str(error), source.where))
        except RecursionError:
            yield Refusal(source.where, "its contents are nested too deeply.")
        except MemoryError:
            yield Refusal(source.where, "it does not fit into memory.")


def without_place(message: str, where: str) -> str:
    """Take the place off the beginning of a message that is shown beside it anyway."""
    return message.removeprefix(f"{where}: ")


def first_line(text: str, limit: int = 200) -> str:
    """Give the first line that is not blank, cut at a word where it is long."""
    for line in text.splitlines():
        line = " ".join(line.lstrip("\ufeff").split())
        if not line:
            continue
        if len(line) <= limit:
            return line
        return (line[:limit].rpartition(" ")[0].rstrip(" ,;:") or line[:limit]) + "…"
    return ""


def words(text: str) -> frozenset[str]:
    """Make a set of the words of a text."""
    return frozenset(text.split())
