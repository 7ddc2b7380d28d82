"""The project itself, its coders and its rounds."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from annotator.model import Coder, Round
from annotator.project.reader import Reader
from annotator.project.schema import MIGRATIONS


@dataclass(frozen=True, slots=True)
class ProjectInfo:
    uid: str
    title: str
    created: str
    codebook_version: int
    """Version that codes made now carry."""
    schema: str
    """Name of the newest migration."""
    final_rule: str
    settings: Mapping[str, Any]


def project_info(reader: Reader) -> ProjectInfo:
    row = reader.one("SELECT * FROM project")
    assert row is not None
    settings = json.loads(row["settings"])
    return ProjectInfo(
        uid=row["uid"],
        title=row["title"],
        created=row["created"],
        codebook_version=int(settings.get("codebook", {}).get("version", 1)),
        schema=MIGRATIONS[-1][0],
        final_rule=row["final_rule"],
        settings=settings,
    )


def coders(reader: Reader) -> list[Coder]:
    """All coders, persons first, by name."""
    return [_coder(r) for r in reader.all("SELECT * FROM coder ORDER BY kind DESC, name")]


def coder(reader: Reader, uid: str) -> Coder | None:
    row = reader.one("SELECT * FROM coder WHERE uid = ?", (uid,))
    return None if row is None else _coder(row)


def coder_named(reader: Reader, name: str) -> Coder | None:
    """The coder with this name; upper and lower case count as equal only if that is unambiguous."""
    found = reader.all("SELECT * FROM coder WHERE name = ?", (name,)) or reader.all(
        "SELECT * FROM coder WHERE name = ? COLLATE NOCASE", (name,)
    )
    return _coder(found[0]) if len(found) == 1 else None


def rounds(reader: Reader) -> list[Round]:
    return [_round(r) for r in reader.all("SELECT * FROM round ORDER BY ord, name")]


def main_round(reader: Reader) -> Round:
    """The open main round every project has."""
    row = reader.one("SELECT * FROM round WHERE kind = 'main' ORDER BY ord, name LIMIT 1")
    assert row is not None
    return _round(row)


def _coder(row: sqlite3.Row) -> Coder:
    return Coder(row["uid"], row["name"], row["colour"], row["kind"], row["role"])


def _round(row: sqlite3.Row) -> Round:
    return Round(
        uid=row["uid"],
        name=row["name"],
        kind=row["kind"],
        codebook_version=row["codebook_version"],
        blind=bool(row["blind"]),
        suggestions=bool(row["suggestions"]),
        pre_fill=bool(row["pre_fill"]),
    )
