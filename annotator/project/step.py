"""A step: everything one user action writes, logged as it is written.

`put` and `drop` are the only ways to write logged tables. Each logs the row's changed columns (and
the changed keys of `fields`) before and after; undo, autosave and the audit trail are this log.
"""

from __future__ import annotations

import json
import re
import sqlite3
import uuid
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from annotator.model import Changes
from annotator.project.reader import Reader

JSON_COLUMNS: Mapping[str, frozenset[str]] = {
    "project": frozenset({"settings"}),
    "article": frozenset({"metadata"}),
    "round": frozenset({"draw"}),
    "assignment": frozenset({"layers"}),
    "annotation": frozenset({"fragments", "fields"}),
    "actor": frozenset({"attrs"}),
    "layer": frozenset({"spec"}),
    "field": frozenset({"spec"}),
    "code": frozenset({"spec"}),
    "adjudication": frozenset({"members"}),
}
"""Columns that hold JSON: given and logged as Python values, stored as text."""

LOGGED_TABLES = frozenset(JSON_COLUMNS) | {"coder", "alias", "reading", "decision"}

UNLOGGED_COLUMNS: Mapping[str, frozenset[str]] = {
    "assignment": frozenset({"position", "active_seconds"}),
}
"""Where the coder stands and for how long is bookkeeping: saved, never undone."""


def new_uid() -> str:
    """32 hexadecimal digits."""
    return uuid.uuid4().hex


def now() -> str:
    """The time in UTC, ISO 8601 with milliseconds."""
    return datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


_HALVES = re.compile("[\ud800-\udfff]")


def to_json(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return _whole(text)


def _whole(text: str) -> str:
    """Without halves of characters, which SQLite cannot store: file names hold them at times."""
    return text if text.isascii() else _HALVES.sub("�", text)


class Step:
    """One open step. Commands receive it first and write only through it.

    Without `logged` only the step itself is kept: for setting up a project, whose codebook stands
    in full beside it as a frozen version.
    """

    def __init__(
        self,
        conn: sqlite3.Connection,
        reader: Reader,
        *,
        label: str,
        coder: str | None,
        kind: str = "do",
        undoes: int | None = None,
        into: int | None = None,
        logged: bool = True,
    ) -> None:
        self._conn = conn
        self.reader = reader
        self.label = label
        self.coder = coder
        self.at = now()
        self.kind = kind
        self.undoes = undoes
        self.id = 0
        self._into = into
        self._keeps_log = logged
        self._seq = 0
        self._tables: set[str] = set()
        self._articles: set[str] = set()
        self._rows: set[tuple[str, str]] = set()

    def require_coder(self) -> str:
        """The acting coder's uid; a command that codes cannot run without one."""
        if self.coder is None:
            from annotator.errors import ProjectError

            raise ProjectError("No coder is chosen.", "Say who codes, for instance with --coder.")
        return self.coder

    def row(self, table: str, uid: str) -> dict[str, Any] | None:
        """The stored row with its JSON columns decoded; None where there is none."""
        got = self._conn.execute(f'SELECT * FROM "{table}" WHERE uid = ?', (uid,)).fetchone()
        return None if got is None else _decoded(table, dict(got))

    def put(self, table: str, uid: str, **columns: Any) -> bool:
        """Insert the row, or change the given columns of it; whether anything changed.

        JSON columns take Python values. Only real differences are written and logged.
        """
        self._check(table)
        current = self.row(table, uid)
        if current is None:
            self._insert(table, {"uid": uid, **columns})
            written = self.row(table, uid)
            assert written is not None
            self._log(table, uid, None, _logged(table, written), written)
            return True
        changed = {k: v for k, v in columns.items() if current[k] != v}
        if not changed:
            return False
        self._update(table, uid, changed)
        before = {k: current[k] for k in changed}
        after = dict(changed)
        if "fields" in changed:
            before["fields"], after["fields"] = _changed_keys(current["fields"], changed["fields"])
        self._log(table, uid, _logged(table, before), _logged(table, after), {**current, **changed})
        return True

    def drop(self, table: str, uid: str) -> bool:
        """Delete the row; whether there was one."""
        self._check(table)
        current = self.row(table, uid)
        if current is None:
            return False
        self._conn.execute(f'DELETE FROM "{table}" WHERE uid = ?', (uid,))
        self._log(table, uid, _logged(table, current), None, current)
        return True

    def add_text(self, body: str, sha256: str) -> int:
        """Id of the frozen text; stored once however often it is given. Not logged."""
        found = self._conn.execute("SELECT id FROM text WHERE sha256 = ?", (sha256,)).fetchone()
        if found is not None:
            return int(found[0])
        cursor = self._conn.execute("INSERT INTO text (sha256, body) VALUES (?, ?)", (sha256, body))
        assert cursor.lastrowid is not None
        return cursor.lastrowid

    def add_segments(self, text: int, version: int, spans: bytes) -> None:
        """Keep the segments of a text; the same text is segmented once. Not logged."""
        self._conn.execute(
            "INSERT INTO segment (text, version, spans) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
            (text, version, spans),
        )

    def add_codebook_version(self, version: int, sha256: str, body: str) -> None:
        """Freeze a version of the codebook. Not logged: frozen versions are never taken back."""
        self._conn.execute(
            "INSERT INTO codebook (version, sha256, body, frozen_at) VALUES (?, ?, ?, ?) "
            "ON CONFLICT DO NOTHING",
            (version, sha256, body, self.at),
        )
        self._tables.add("codebook")

    def add_agreement_run(self, *, settings: str, seed: int, units: str, results: str) -> str:
        """Store the snapshot behind reported numbers; its uid. Append-only, not logged."""
        uid = new_uid()
        (last,) = self._conn.execute("SELECT coalesce(max(id), 0) FROM step").fetchone()
        self._conn.execute(
            "INSERT INTO agreement_run (uid, settings, seed, step, units, results, at) "
            "VALUES (?, ?, ?, ?, ?, ?, ?)",
            (uid, settings, seed, last, units, results, self.at),
        )
        self._tables.add("agreement_run")
        return uid

    def changes(self, result: Any = None) -> Changes:
        """What was written so far, for the views."""
        return Changes(
            step=self.id,
            label=self.label,
            tables=frozenset(self._tables),
            articles=frozenset(self._articles),
            rows=frozenset(self._rows),
            result=result,
            undoes=self.kind != "do",
        )

    def _check(self, table: str) -> None:
        if table not in LOGGED_TABLES:
            raise ValueError(f"{table} is not a logged table")

    def _insert(self, table: str, row: Mapping[str, Any]) -> None:
        stored = _encoded(table, row)
        names = ", ".join(f'"{k}"' for k in stored)
        marks = ", ".join("?" for _ in stored)
        self._conn.execute(
            f'INSERT INTO "{table}" ({names}) VALUES ({marks})', tuple(stored.values())
        )

    def _update(self, table: str, uid: str, changed: Mapping[str, Any]) -> None:
        stored = _encoded(table, changed)
        sets = ", ".join(f'"{k}" = ?' for k in stored)
        self._conn.execute(f'UPDATE "{table}" SET {sets} WHERE uid = ?', (*stored.values(), uid))

    def _log(
        self,
        table: str,
        uid: str,
        before: Mapping[str, Any] | None,
        after: Mapping[str, Any] | None,
        row: Mapping[str, Any],
    ) -> None:
        self._tables.add(table)
        self._rows.add((table, uid))
        article = self._article_of(table, uid, row)
        if article is not None:
            self._articles.add(article)
        if before == {} and after == {}:
            return
        if self.id == 0:
            self._open()
        if not self._keeps_log:
            return
        self._seq += 1
        self._conn.execute(
            'INSERT INTO change (step, seq, "table", uid, before, after) VALUES (?,?,?,?,?,?)',
            (
                self.id,
                self._seq,
                table,
                uid,
                None if before is None else to_json(before),
                None if after is None else to_json(after),
            ),
        )

    def _open(self) -> None:
        if self._into is not None:
            self.id = self._into
            (last,) = self._conn.execute(
                "SELECT coalesce(max(seq), 0) FROM change WHERE step = ?", (self.id,)
            ).fetchone()
            self._seq = last
            return
        cursor = self._conn.execute(
            "INSERT INTO step (uid, label, coder, at, undoes, kind) VALUES (?, ?, ?, ?, ?, ?)",
            (new_uid(), self.label, self.coder, self.at, self.undoes, self.kind),
        )
        assert cursor.lastrowid is not None
        self.id = cursor.lastrowid

    def _article_of(self, table: str, uid: str, row: Mapping[str, Any]) -> str | None:
        if table == "article":
            return uid
        if "article" in row:
            return str(row["article"])
        if table == "reading":
            found = self._conn.execute(
                "SELECT article FROM assignment WHERE uid = ?", (row["assignment"],)
            ).fetchone()
            return None if found is None else str(found[0])
        return None


def _decoded(table: str, row: dict[str, Any]) -> dict[str, Any]:
    for name in JSON_COLUMNS.get(table, ()):
        if row.get(name) is not None:
            row[name] = json.loads(row[name])
    return row


def _encoded(table: str, row: Mapping[str, Any]) -> dict[str, Any]:
    coded = JSON_COLUMNS.get(table, frozenset())
    return {
        k: to_json(v) if k in coded else _whole(v) if isinstance(v, str) else v
        for k, v in row.items()
    }


def _logged(table: str, row: Mapping[str, Any]) -> dict[str, Any]:
    skip = UNLOGGED_COLUMNS.get(table, frozenset())
    return {k: v for k, v in row.items() if k not in skip}


def _changed_keys(
    before: Mapping[str, Any], after: Mapping[str, Any]
) -> tuple[dict[str, Any], dict[str, Any]]:
    keys = [k for k in {**before, **after} if before.get(k) != after.get(k)]
    return {k: before.get(k) for k in keys}, {k: after.get(k) for k in keys}
