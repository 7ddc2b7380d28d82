"""Verified copies of a project, made by SQLite's own backup (a plain copy may lose a journal)."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from annotator.errors import DamagedProjectError, ProjectError
from annotator.project.connection import sqlite_errors

_COUNTED = ("article", "annotation", "step", "change", "actor", "coder")


def back_up(conn: sqlite3.Connection, target: Path) -> Path:
    """Copy the open database to `target`, verify the copy, then put it in place.

    Raises:
        DamagedProjectError: the copy did not come out whole; `target` is as it was.
        ProjectError: it could not be written.
    """
    fresh = target.with_name(target.name + ".new")
    try:
        with sqlite_errors(target):
            fresh.unlink(missing_ok=True)
            copy = sqlite3.connect(fresh, isolation_level=None)
            try:
                conn.backup(copy)
                _verify(conn, copy, target)
            finally:
                copy.close()
        fresh.replace(target)
    except OSError as error:
        raise ProjectError(
            f"The backup {target} could not be written ({error.strerror}).", "Choose another place."
        ) from error
    finally:
        fresh.unlink(missing_ok=True)
    return target


def _verify(conn: sqlite3.Connection, copy: sqlite3.Connection, target: Path) -> None:
    (first,) = copy.execute("PRAGMA quick_check(1)").fetchone()
    if first != "ok":
        raise DamagedProjectError(f"The backup {target.name} is not whole ({first}).")
    for table in _COUNTED:
        sql = f'SELECT count(*) FROM "{table}"'
        if conn.execute(sql).fetchone()[0] != copy.execute(sql).fetchone()[0]:
            raise DamagedProjectError(f"The backup {target.name} lacks rows of {table}.")
