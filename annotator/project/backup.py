"""Verified copies of a project, made by SQLite's own backup (a plain copy may lose a journal)."""

from __future__ import annotations

import contextlib
import sqlite3
import uuid
from pathlib import Path

from annotator.errors import BusyError, DamagedProjectError, ProjectError
from annotator.project.connection import sqlite_errors

_COUNTED = ("article", "annotation", "step", "change", "actor", "coder")
_TRIES = 5


def back_up(conn: sqlite3.Connection, target: Path) -> Path:
    """Copy the open database to `target`, verify the copy, then put it in place.

    Raises:
        DamagedProjectError: the copy did not come out whole; `target` is as it was.
        ProjectError: it could not be written.
    """
    fresh = target.with_name(f".{target.name[:40]}.{uuid.uuid4().hex[:8]}.new")
    try:
        fresh.touch(exist_ok=False)
        with sqlite_errors(target):
            for _ in range(_TRIES):
                if _copied(conn, fresh, target):
                    break
            else:
                raise BusyError(
                    f"{target.name}: the project changed all the time while it was copied.",
                    "Try again in a moment.",
                )
        fresh.replace(target)
    except OSError as error:
        raise ProjectError(
            f"The backup {target} could not be written ({(error.strerror or str(error)).lower()}).",
            "Choose another place.",
        ) from error
    finally:
        with contextlib.suppress(OSError):
            fresh.unlink(missing_ok=True)
    return target


def _copied(conn: sqlite3.Connection, fresh: Path, target: Path) -> bool:
    """Whether a verified copy was made; not where somebody wrote while it was counted."""
    fresh.unlink(missing_ok=True)
    copy = sqlite3.connect(fresh, isolation_level=None)
    try:
        before = _last_step(conn)
        conn.backup(copy)
        lacking = _lacking(conn, copy)
        if _last_step(conn) != before:
            return False
        (first,) = copy.execute("PRAGMA quick_check(1)").fetchone()
        if first != "ok":
            raise DamagedProjectError(f"The backup {target.name} is not whole ({first}).")
        if lacking:
            raise DamagedProjectError(f"The backup {target.name} lacks rows of {lacking}.")
    finally:
        copy.close()
    return True


def _last_step(conn: sqlite3.Connection) -> tuple[int, int]:
    """Newest step and its changes: typing goes on in a step that is there already."""
    (step,) = conn.execute("SELECT coalesce(max(id), 0) FROM step").fetchone()
    (seq,) = conn.execute("SELECT count(*) FROM change WHERE step = ?", (step,)).fetchone()
    return step, seq


def _lacking(conn: sqlite3.Connection, copy: sqlite3.Connection) -> str:
    """The first table of which the copy has another number of rows; empty where none."""
    for table in _COUNTED:
        sql = f'SELECT count(*) FROM "{table}"'
        if conn.execute(sql).fetchone()[0] != copy.execute(sql).fetchone()[0]:
            return table
    return ""
