"""Undo and redo over the log: which step is next, and how its inverse is applied.

Every coder has a stack of their own. Undo takes the coder's last step that still stands and
appends its inverse as a new step; redo undoes that one. Nothing is ever removed from the log.
"""

from __future__ import annotations

import json
import sqlite3
from typing import Any

from annotator.errors import UndoRefusedError
from annotator.project.step import Step

_STEPS_BACKWARD = """SELECT id, kind, label, undoable FROM step
    WHERE coder IS ? AND id < ? ORDER BY id DESC LIMIT 500"""


def last_undoable(conn: sqlite3.Connection, coder: str | None) -> tuple[int, str] | None:
    """Id and label of the step that undo would take back; None where there is none.

    Read backwards, an undo hides the nearest step before it that still stands.
    """
    hidden = 0
    for step, kind, label, undoable in _backward(conn, coder):
        if not undoable:
            return None
        if kind == "undo":
            hidden += 1
        elif hidden:
            hidden -= 1
        else:
            return step, label
    return None


def last_redoable(conn: sqlite3.Connection, coder: str | None) -> tuple[int, str] | None:
    """Id and label of the undo step that redo would take back; None where there is none."""
    hidden = 0
    for step, kind, label, undoable in _backward(conn, coder):
        if kind == "do" or not undoable:
            return None
        if kind == "redo":
            hidden += 1
        elif hidden:
            hidden -= 1
        else:
            return step, label
    return None


def _backward(conn: sqlite3.Connection, coder: str | None) -> Any:
    before = 1 << 62
    while True:
        rows = conn.execute(_STEPS_BACKWARD, (coder, before)).fetchall()
        for row in rows:
            yield tuple(row)
        if len(rows) < 500:
            return
        before = rows[-1][0]


def apply_inverse(conn: sqlite3.Connection, step: Step, target: int) -> None:
    """Write the inverse of every change of `target`, last first, into the open `step`.

    Raises:
        UndoRefusedError: a row no longer is as `target` left it; names the later step.
    """
    changes = conn.execute(
        'SELECT "table", uid, before, after FROM change WHERE step = ? ORDER BY seq DESC', (target,)
    ).fetchall()
    for table, uid, before, after in changes:
        old = None if before is None else json.loads(before)
        new = None if after is None else json.loads(after)
        current = step.row(table, uid)
        if not _as_left(current, new):
            raise _refused(conn, table, uid, target, step.coder)
        if old is None:
            if not (table == "actor" and _is_used(conn, uid)):
                step.drop(table, uid)
        elif current is None:
            step.put(table, uid, **{k: v for k, v in old.items() if k != "uid"})
        else:
            step.put(table, uid, **_restored(current, old))


def _is_used(conn: sqlite3.Connection, actor: str) -> bool:
    """Another coder may have taken up an actor in the meantime: then it stays."""
    found = conn.execute(
        "SELECT 1 FROM value WHERE actor = ?1 UNION ALL SELECT 1 FROM actor WHERE merged_into = ?1 "
        "UNION ALL SELECT 1 FROM alias WHERE actor = ?1 LIMIT 1",
        (actor,),
    ).fetchone()
    return found is not None


def _as_left(current: dict[str, Any] | None, after: dict[str, Any] | None) -> bool:
    if current is None or after is None:
        return current is None and after is None
    for name, value in after.items():
        if name == "fields":
            if any(current["fields"].get(k) != v for k, v in value.items()):
                return False
        elif current[name] != value:
            return False
    return True


def _restored(current: dict[str, Any], before: dict[str, Any]) -> dict[str, Any]:
    columns = dict(before)
    if "fields" in before:
        fields = dict(current["fields"])
        for key, value in before["fields"].items():
            if value is None:
                fields.pop(key, None)
            else:
                fields[key] = value
        columns["fields"] = fields
    return columns


def _refused(
    conn: sqlite3.Connection, table: str, uid: str, target: int, coder: str | None
) -> UndoRefusedError:
    row = conn.execute(
        "SELECT s.label, c.name, s.coder FROM change h JOIN step s ON s.id = h.step "
        'LEFT JOIN coder c ON c.uid = s.coder WHERE h."table" = ? AND h.uid = ? AND h.step > ? '
        "ORDER BY h.step DESC LIMIT 1",
        (table, uid, target),
    ).fetchone()
    if row is None:
        return UndoRefusedError(
            "This step cannot be undone: what it changed was changed outside the program."
        )
    by = "" if row[2] == coder or row[1] is None else f" by {row[1]}"
    return UndoRefusedError(
        f"This step cannot be undone: a later step{by} (“{row[0]}”) changed the same thing.",
        "Undo that one first.",
    )
