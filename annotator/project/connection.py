"""Opening SQLite: the pragmas every connection has, and plain sentences for SQLite's errors."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterator
from pathlib import Path

from annotator.errors import (
    BusyError,
    DamagedProjectError,
    NewerProjectError,
    ProjectError,
    ReadOnlyError,
)
from annotator.project import derived, schema

BUSY_MILLISECONDS = 100
_HEADER = b"SQLite format 3\x00"
_OLDEST_SQLITE = (3, 38, 0)


def connect(path: Path, *, read_only: bool = False, create: bool = False) -> sqlite3.Connection:
    """Open a connection with manual transactions and the pragmas of a project.

    The journal is a rollback journal with full synchronisation: a WAL would travel inside the file,
    break plain copies, and lose commits in SQLite 3.7.0 to 3.51.2.
    """
    if sqlite3.sqlite_version_info < _OLDEST_SQLITE:
        raise ProjectError(
            f"This Python carries SQLite {sqlite3.sqlite_version}; 3.38 or newer is needed.",
            "Install a newer Python.",
        )
    mode = "ro" if read_only else "rwc" if create else "rw"
    uri = path.resolve().as_uri() + f"?mode={mode}"
    conn = sqlite3.connect(uri, uri=True, isolation_level=None, check_same_thread=False)
    try:
        for pragma in (
            f"busy_timeout = {BUSY_MILLISECONDS}",
            "trusted_schema = OFF",
            "cell_size_check = ON",
            "mmap_size = 0",
            "foreign_keys = ON",
            "recursive_triggers = OFF",
            "cache_size = -32000",
        ):
            conn.execute(f"PRAGMA {pragma}")
        if not read_only:
            conn.execute("PRAGMA journal_mode = DELETE").fetchone()
            conn.execute("PRAGMA synchronous = FULL")
    except BaseException:
        conn.close()
        raise
    return conn


@contextlib.contextmanager
def sqlite_errors(path: Path) -> Iterator[None]:
    """Turn what SQLite reports into sentences a user can act on."""
    try:
        yield
    except sqlite3.Error as error:
        raise explained(error, path) from error


def explained(error: sqlite3.Error, path: Path) -> ProjectError:
    """The `ProjectError` that says what an SQLite error means for this file."""
    text = str(error)
    name = path.name
    if "locked" in text or "busy" in text:
        return BusyError(
            f"{name}: another program is using the file at this moment.", "Try again in a moment."
        )
    if "readonly" in text:
        return ReadOnlyError(
            f"{name} cannot be written to.",
            "Check the rights of the file and its folder, or save a copy elsewhere.",
        )
    if "disk is full" in text:
        return ProjectError(
            f"The disk is full: the last action on {name} was not saved.",
            "Free some space and repeat it.",
        )
    if "disk I/O error" in text or "unable to open" in text:
        return ProjectError(
            f"{name} cannot be read or written ({text}).",
            "Check that the drive is still connected.",
        )
    if isinstance(error, sqlite3.DatabaseError) and (
        "malformed" in text or "not a database" in text or "corrupt" in text
    ):
        return DamagedProjectError(
            f"{name} is damaged ({text}).",
            "The file was left as it is. Restore the newest backup, or run: annotator check",
        )
    return ProjectError(f"{name}: {text}.", "The last action was not saved.")


def holds_project(path: Path) -> bool:
    """Whether a file is there and is a project, whole or not, by the first bytes of it."""
    try:
        with path.open("rb") as file:
            head = file.read(100)
    except OSError:
        return False
    return head.startswith(_HEADER) and head[68:72] == schema.APPLICATION_ID.to_bytes(4, "big")


def inspect_header(path: Path) -> None:
    """Refuse what is not a whole SQLite file, before anything is opened or written.

    Raises:
        ProjectError: no such file, or a folder.
        DamagedProjectError: empty, another kind of file, or shorter than its header says.
    """
    try:
        if path.is_dir():
            raise ProjectError(f"{path} is a folder, not a project.", "Name the .annot file in it.")
        size = path.stat().st_size
        with path.open("rb") as file:
            head = file.read(100)
    except FileNotFoundError as error:
        raise ProjectError(
            f"There is no project {path}.", "Check the name, or make one: annotator new NAME.annot"
        ) from error
    except PermissionError as error:
        raise ProjectError(
            f"{path} may not be read by you.", "Ask its owner for the right to read it."
        ) from error
    except OSError as error:
        raise ProjectError(f"{path} cannot be read ({error.strerror}).") from error
    if size == 0:
        raise DamagedProjectError(
            f"{path.name} is empty: it is not a project.", "Restore a backup of it."
        )
    if not head.startswith(_HEADER):
        raise DamagedProjectError(
            f"{path.name} is not an Annotator project.",
            "To bring articles in, use: annotator import PROJECT FILE",
        )
    page_size = int.from_bytes(head[16:18], "big")
    page_size = 65536 if page_size == 1 else page_size
    pages = int.from_bytes(head[28:32], "big")
    counted = head[24:28] == head[92:96]  # the page count is valid only if these two agree
    if len(head) < 100 or page_size < 512 or (counted and pages * page_size > size):
        raise DamagedProjectError(
            f"{path.name} is cut short: a part of the file is missing.",
            "The file was left as it is. Restore the newest backup.",
        )


def inspect_project(conn: sqlite3.Connection, path: Path) -> None:
    """Refuse databases that are not a project this version can use.

    Raises:
        ProjectError: a database of another program.
        NewerProjectError: made by a newer version.
        DamagedProjectError: tables or triggers are not the ones this program makes.
    """
    (application,) = conn.execute("PRAGMA application_id").fetchone()
    if application != schema.APPLICATION_ID:
        raise ProjectError(
            f"{path.name} is a database of another program, not an Annotator project.",
            "Open a file made by Annotator (NAME.annot).",
        )
    unknown = schema.applied_migrations(conn) - schema.known_migrations()
    if unknown:
        raise NewerProjectError(
            f"{path.name} was made by a newer version of Annotator.",
            "Update Annotator to open it; the file was left as it is.",
        )


def inspect_schema(conn: sqlite3.Connection, path: Path) -> None:
    """Refuse a file whose tables, triggers or own views differ from those this version makes.

    A trigger of foreign making would act on every write; `trusted_schema = OFF` does not stop it.
    Once the schema is known to be ours it is trusted: before SQLite 3.41 the full-text index cannot
    be filled by a trigger otherwise.
    """
    expected = _expected_schema()
    rows = conn.execute("SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT NULL")
    found = {(kind, name): sql for kind, name, sql in rows}
    for key, sql in expected.items():
        if key not in found:
            raise DamagedProjectError(
                f"{path.name} lacks the {key[0]} {key[1]!r} that every project has.",
                "Restore a backup of it.",
            )
        if found[key] != sql:
            raise DamagedProjectError(
                f"{path.name}: the {key[0]} {key[1]!r} was changed by another program.",
                "Restore a backup of it.",
            )
    for kind, name in found.keys() - expected.keys():
        if kind == "trigger":
            raise DamagedProjectError(
                f"{path.name} contains a trigger {name!r} that Annotator did not make.",
                "Do not use this file; ask whoever gave it to you.",
            )
    conn.execute("PRAGMA trusted_schema = ON")


def _expected_schema() -> dict[tuple[str, str], str]:
    memory = sqlite3.connect(":memory:", isolation_level=None)
    try:
        for statement in schema.TABLES_V1:
            memory.execute(statement)
        made = (derived.FTS, *derived.TRIGGERS.values(), *derived.FIXED_VIEWS.values())
        for statement in made:
            memory.execute(statement)
        rows = memory.execute("SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT NULL")
        return {(kind, name): sql for kind, name, sql in rows if kind != "index"}
    finally:
        memory.close()
