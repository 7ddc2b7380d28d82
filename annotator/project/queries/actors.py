"""The actor registry and the values that open lists have collected."""

from __future__ import annotations

import json
import sqlite3
from collections import defaultdict

from annotator.model import Actor
from annotator.project.reader import Reader

_ACTORS = """
SELECT a.*, (SELECT count(*) FROM value v JOIN actor_resolved r ON r.uid = v.actor
             WHERE r.actor = a.uid) AS uses
FROM actor a WHERE a.merged_into IS NULL """


def actors(reader: Reader) -> list[Actor]:
    """Every actor that stands for itself, by name; uses and aliases count merged ones too."""
    uses = {
        r[0]: r[1]
        for r in reader.all(
            "SELECT r.actor, count(*) FROM value v JOIN actor_resolved r ON r.uid = v.actor "
            "GROUP BY r.actor"
        )
    }
    aliases = _aliases(reader)
    rows = reader.all("SELECT * FROM actor WHERE merged_into IS NULL ORDER BY name COLLATE NOCASE")
    return [_actor(r, aliases.get(r["uid"], ()), uses.get(r["uid"], 0)) for r in rows]


def actor_names(reader: Reader) -> dict[str, str]:
    """Uid of every actor, merged ones included, to the name it goes by now."""
    return {r["uid"]: r["name"] for r in reader.all("SELECT uid, name FROM actor_resolved")}


def find_actor(reader: Reader, name: str) -> str | None:
    """Uid of the actor with this name or alias, upper and lower case alike; merges resolved."""
    uid: str | None = reader.value(
        "SELECT r.actor FROM actor a JOIN actor_resolved r ON r.uid = a.uid "
        "WHERE a.name = ?1 COLLATE NOCASE "
        "UNION ALL SELECT r.actor FROM alias l JOIN actor_resolved r ON r.uid = l.actor "
        "WHERE l.name = ?1 COLLATE NOCASE LIMIT 1",
        (name,),
    )
    if uid is None and not name.isascii():  # SQLite folds only ASCII letters
        folded = name.casefold()
        for row in reader.all("SELECT uid, name FROM actor_resolved"):
            if row["name"].casefold() == folded:
                return str(row["uid"])
    return uid


def search_actors(
    reader: Reader, text: str, *, article: str | None = None, limit: int = 20
) -> list[Actor]:
    """Actors whose name or alias contains the text; those of this article first, then by uses."""
    pattern = "%" + text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%"
    rows = reader.all(
        f"{_ACTORS} AND (a.name LIKE ?1 ESCAPE '\\' OR a.uid IN ("
        "SELECT r.actor FROM alias l JOIN actor_resolved r ON r.uid = l.actor "
        "WHERE l.name LIKE ?1 ESCAPE '\\')) "
        "ORDER BY EXISTS (SELECT 1 FROM value v JOIN annotation n ON n.uid = v.annotation "
        "WHERE v.actor = a.uid AND n.article = ?2) DESC, a.name LIKE ?3 ESCAPE '\\' DESC, "
        "uses DESC, a.name LIMIT ?4",
        (pattern, article or "", pattern[1:], limit),
    )
    aliases = _aliases(reader)
    return [_actor(r, aliases.get(r["uid"], ()), r["uses"]) for r in rows]


def open_values(reader: Reader, layer: str, field: str) -> list[tuple[str, int]]:
    """Values an open list has collected, most used first, with how often."""
    rows = reader.all(
        "SELECT coalesce(v.code, v.value) AS shown, count(*) AS uses FROM value v "
        "JOIN annotation n ON n.uid = v.annotation WHERE v.field = ? AND n.layer = ? "
        "AND coalesce(v.code, v.value) IS NOT NULL GROUP BY shown ORDER BY uses DESC, shown",
        (field, layer),
    )
    return [(str(r[0]), int(r[1])) for r in rows]


def _aliases(reader: Reader) -> dict[str, tuple[str, ...]]:
    found: defaultdict[str, list[str]] = defaultdict(list)
    rows = reader.all(
        "SELECT r.actor, l.name FROM alias l JOIN actor_resolved r ON r.uid = l.actor "
        "UNION SELECT r.actor, a.name FROM actor a JOIN actor_resolved r ON r.uid = a.uid "
        "WHERE r.actor <> a.uid ORDER BY 2"
    )
    for actor, name in rows:
        found[actor].append(name)
    return {actor: tuple(names) for actor, names in found.items()}


def _actor(row: sqlite3.Row, aliases: tuple[str, ...], uses: int) -> Actor:
    return Actor(
        uid=row["uid"],
        name=row["name"],
        kind=row["kind"],
        country=row["country"],
        attrs=json.loads(row["attrs"]),
        aliases=aliases,
        uses=uses,
        proposed_by=row["proposed_by"],
        approved=bool(row["approved"]),
    )
