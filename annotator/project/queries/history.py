"""What a code was before: read from the log, backwards."""

from __future__ import annotations

import json
from typing import Any, cast

from annotator.model import Annotation
from annotator.project.queries.annotations import to_annotation
from annotator.project.reader import Reader


def annotation_at(reader: Reader, uid: str, updated: str) -> Annotation | None:
    """The code as it was when it had last been changed at this time; None where it never was so.

    Args:
        updated: ISO text to the second (`2025-03-14T10:00:00`).
    """
    row = reader.one("SELECT * FROM annotation WHERE uid = ?", (uid,))
    state: dict[str, Any] = {} if row is None else dict(row)
    for name in ("fields", "fragments"):
        if name in state:
            state[name] = json.loads(state[name])
    log = reader.all(
        "SELECT before, after FROM change WHERE \"table\" = 'annotation' AND uid = ? "
        "ORDER BY step DESC, seq DESC",
        (uid,),
    )
    for change in (None, *log):
        if change is not None:
            state = _before(state, change["before"], change["after"])
        if state and state["updated"][:19] == updated:
            stored = {name: json.dumps(state[name]) for name in ("fields", "fragments")}
            return to_annotation(cast("Any", {**state, **stored}))
    return None


def _before(state: dict[str, Any], before: str | None, after: str | None) -> dict[str, Any]:
    """The row before a change: made by it, deleted by it, or with other columns."""
    if before is None:
        return {}
    old: dict[str, Any] = json.loads(before)
    if after is None:
        return old
    fields = dict(state["fields"])
    for key, values in old.pop("fields", {}).items():
        if values is None:
            fields.pop(key, None)
        else:
            fields[key] = values
    return {**state, **old, "fields": fields}
