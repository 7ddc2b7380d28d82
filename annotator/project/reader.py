"""The read side of a project: what every query gets. No cursor outlives a call."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from annotator.project.connection import sqlite_errors


class Reader:
    """Runs SELECTs and returns rows (`sqlite3.Row`), fetched whole."""

    def __init__(self, conn: sqlite3.Connection, path: Path) -> None:
        self._conn = conn
        self.path = path
        self._cache: dict[str, Any] = {}
        self._cached_at: tuple[int, int] = (-1, -1)
        self._lasting: dict[str, Any] = {}
        self._lasting_at = -1
        conn.row_factory = sqlite3.Row

    def all(self, sql: str, parameters: Sequence[Any] = ()) -> list[sqlite3.Row]:
        with sqlite_errors(self.path):
            return self._conn.execute(sql, parameters).fetchall()

    def one(self, sql: str, parameters: Sequence[Any] = ()) -> sqlite3.Row | None:
        with sqlite_errors(self.path):
            row: sqlite3.Row | None = self._conn.execute(sql, parameters).fetchone()
            return row

    def value(self, sql: str, parameters: Sequence[Any] = ()) -> Any:
        """The first column of the first row; None where there is none."""
        row = self.one(sql, parameters)
        return None if row is None else row[0]

    def lasting(self, key: str, compute: Callable[[Reader], Any]) -> Any:
        """What `compute(self)` returned, kept until `forget` or another program's write.

        For the codebook, which every command needs and hardly any changes.
        """
        version = self._version()
        if version != self._lasting_at:
            self._lasting.clear()
            self._lasting_at = version
        if key not in self._lasting:
            self._lasting[key] = compute(self)
        return self._lasting[key]

    def _version(self) -> int:
        """Changes when another program has written."""
        return int(self.value("PRAGMA data_version"))

    def forget(self) -> None:
        """Compute what lasts anew: the store calls this when a step touched the codebook."""
        self._lasting.clear()

    def cached(self, key: str, compute: Callable[[Reader], Any]) -> Any:
        """What `compute(self)` returned, kept until the file changes."""
        at = (self._version(), self._conn.total_changes)
        if at != self._cached_at:
            self._cache.clear()
            self._cached_at = at
        if key not in self._cache:
            self._cache[key] = compute(self)
        return self._cache[key]
