"""What is rebuilt from the data: triggers, full text, views. Dropped before each migration.

The value table and the full-text index are filled by triggers, never by code, so they cannot
disagree with the annotations; the views give scripts one column per field of the codebook.
"""

from __future__ import annotations

import sqlite3

from annotator.codebook.model import Codebook, Layer

_FILL_VALUES = """
    INSERT INTO value (annotation, field, ord, code, value, actor, link, missing, start, "end",
                       origin, confirmed)
    SELECT NEW.uid, f.key, v.key, json_extract(v.value, '$.code'),
           json_extract(v.value, '$.value'), json_extract(v.value, '$.actor'),
           json_extract(v.value, '$.link'), json_extract(v.value, '$.missing'),
           json_extract(v.value, '$.start'), json_extract(v.value, '$.end'),
           json_extract(v.value, '$.origin'),
           coalesce(json_extract(v.value, '$.confirmed'), 1)
    FROM json_each(NEW.fields) AS f, json_each(f.value) AS v;
"""

TRIGGERS: dict[str, str] = {
    "annotation_added": f"""CREATE TRIGGER annotation_added AFTER INSERT ON annotation BEGIN
        {_FILL_VALUES} END""",
    "annotation_edited": f"""CREATE TRIGGER annotation_edited AFTER UPDATE OF fields ON annotation
        BEGIN DELETE FROM value WHERE annotation = OLD.uid; {_FILL_VALUES} END""",
    "annotation_removed": """CREATE TRIGGER annotation_removed AFTER DELETE ON annotation BEGIN
        DELETE FROM value WHERE annotation = OLD.uid; END""",
    "text_added": """CREATE TRIGGER text_added AFTER INSERT ON text BEGIN
        INSERT INTO text_fts (rowid, body) VALUES (NEW.id, NEW.body); END""",
    "text_is_frozen": """CREATE TRIGGER text_is_frozen BEFORE UPDATE ON text BEGIN
        SELECT RAISE(ABORT, 'texts are frozen'); END""",
    "text_is_kept": """CREATE TRIGGER text_is_kept BEFORE DELETE ON text BEGIN
        SELECT RAISE(ABORT, 'texts are frozen'); END""",
    "change_is_kept": """CREATE TRIGGER change_is_kept BEFORE DELETE ON change BEGIN
        SELECT RAISE(ABORT, 'the audit trail is append-only'); END""",
    "change_is_frozen": """CREATE TRIGGER change_is_frozen BEFORE UPDATE ON change BEGIN
        SELECT RAISE(ABORT, 'the audit trail is append-only'); END""",
    "step_is_kept": """CREATE TRIGGER step_is_kept BEFORE DELETE ON step BEGIN
        SELECT RAISE(ABORT, 'the audit trail is append-only'); END""",
    "codebook_is_frozen": """CREATE TRIGGER codebook_is_frozen BEFORE UPDATE ON codebook BEGIN
        SELECT RAISE(ABORT, 'codebook versions are frozen'); END""",
}

FTS = """CREATE VIRTUAL TABLE text_fts USING fts5 (
    body, content = 'text', content_rowid = 'id', tokenize = 'unicode61 remove_diacritics 2')"""

FIXED_VIEWS: dict[str, str] = {
    "article_text": """CREATE VIEW article_text AS
        SELECT a.uid, a.title, t.body AS text FROM article a JOIN text t ON t.id = a.text""",
    "actor_resolved": """CREATE VIEW actor_resolved AS
        WITH RECURSIVE up (uid, at, depth) AS (
            SELECT uid, coalesce(merged_into, uid), 0 FROM actor
            UNION ALL
            SELECT up.uid, a.merged_into, up.depth + 1 FROM up JOIN actor a ON a.uid = up.at
            WHERE a.merged_into IS NOT NULL AND up.depth < 50)
        SELECT up.uid, up.at AS actor, a.name, a.kind, a.country
        FROM up JOIN actor a ON a.uid = up.at WHERE a.merged_into IS NULL""",
    "final_work": """CREATE VIEW final_work AS
        WITH work AS (
            SELECT s.uid, s.article, s.coder, s.state, l.value AS layer, r.kind AS round_kind,
                   c.kind AS coder_kind
            FROM assignment s JOIN coder c ON c.uid = s.coder JOIN round r ON r.uid = s.round,
                 json_each(s.layers) AS l),
        adjudicated AS (
            SELECT article, layer, uid FROM work
            WHERE coder_kind = 'adjudicated' AND state = 'done'),
        sole AS (
            SELECT article, layer, min(uid) AS uid FROM work
            WHERE coder_kind = 'person' AND round_kind = 'main' AND state = 'done'
            GROUP BY article, layer HAVING count(*) = 1),
        open_sole AS (
            SELECT article, layer, min(uid) AS uid FROM work
            WHERE coder_kind = 'person' AND round_kind = 'main' AND state <> 'todo'
              AND (SELECT final_rule FROM project) = 'sole_coding'
            GROUP BY article, layer HAVING count(*) = 1),
        named AS (
            SELECT article, layer, min(uid) AS uid FROM work
            WHERE 'coder:' || coder = (SELECT final_rule FROM project) AND state = 'done'
            GROUP BY article, layer),
        chosen AS (
            SELECT article, layer, uid FROM adjudicated
            UNION ALL
            SELECT article, layer, uid FROM sole
            WHERE (article, layer) NOT IN (SELECT article, layer FROM adjudicated)
            UNION ALL
            SELECT article, layer, uid FROM named
            WHERE (article, layer) NOT IN (SELECT article, layer FROM adjudicated)
              AND (article, layer) NOT IN (SELECT article, layer FROM sole)
            UNION ALL
            SELECT article, layer, uid FROM open_sole
            WHERE (article, layer) NOT IN (SELECT article, layer FROM adjudicated)
              AND (article, layer) NOT IN (SELECT article, layer FROM sole))
        SELECT article, layer, uid AS assignment FROM chosen""",
    "final_annotation": """CREATE VIEW final_annotation AS
        SELECT n.uid FROM annotation n
        JOIN final_work f ON f.assignment = n.assignment AND f.layer = n.layer""",
}

_PLURALS = {"entity": "entities", "article": "article_codes"}


def view_name(layer: Layer) -> str:
    """Name of the view of a layer: its plural ("events")."""
    if layer.key in _PLURALS:
        return _PLURALS[layer.key]
    return layer.key + ("es" if layer.key.endswith(("s", "x", "ch", "sh")) else "s")


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _field_column(key: str) -> str:
    literal = key.replace("'", "''")
    return (
        "(SELECT group_concat(shown, '; ') FROM (SELECT coalesce(v.code, v.value, r.name, v.link) "
        "AS shown FROM value v LEFT JOIN actor_resolved r ON r.uid = v.actor "
        f"WHERE v.annotation = n.uid AND v.field = '{literal}' AND v.confirmed "
        f"AND v.missing IS NULL ORDER BY v.ord)) AS {_quoted(key)}"
    )


def layer_views(codebook: Codebook) -> dict[str, str]:
    """SQL of the views of every layer: `events` over finished work of persons, `final_events`."""
    views: dict[str, str] = {}
    for layer in codebook.layers:
        name = view_name(layer)
        columns = "".join(f", {_field_column(f.key)}" for f in layer.fields)
        head = (
            'SELECT n.uid, n.article, a.title AS article_title, c.name AS coder, n.start, n."end", '
            f"n.quote, n.note, n.certainty, n.flagged, n.state{columns} FROM annotation n "
            "JOIN article a ON a.uid = n.article JOIN coder c ON c.uid = n.coder "
        )
        literal = layer.key.replace("'", "''")
        views[name] = (
            f"CREATE VIEW {_quoted(name)} AS {head}JOIN assignment s ON s.uid = n.assignment "
            f"WHERE n.layer = '{literal}' AND s.state = 'done' AND c.kind = 'person'"
        )
        final = f"final_{name}"
        views[final] = (
            f"CREATE VIEW {_quoted(final)} AS {head}"
            f"WHERE n.layer = '{literal}' AND n.uid IN (SELECT uid FROM final_annotation)"
        )
    return views


def drop_derived(conn: sqlite3.Connection) -> None:
    """Remove every trigger, view and the full-text index; a migration may then alter tables."""
    rows = conn.execute(
        "SELECT type, name FROM sqlite_master WHERE type IN ('trigger', 'view')"
    ).fetchall()
    for kind, name in rows:
        conn.execute(f"DROP {kind} IF EXISTS {_quoted(name)}")
    conn.execute("DROP TABLE IF EXISTS text_fts")


def build_derived(conn: sqlite3.Connection) -> None:
    """Create triggers, full text and the fixed views, and fill what they would have filled."""
    conn.execute(FTS)
    for sql in TRIGGERS.values():
        conn.execute(sql)
    for sql in FIXED_VIEWS.values():
        conn.execute(sql)
    conn.execute("INSERT INTO text_fts (text_fts) VALUES ('rebuild')")
    rebuild_values(conn)


def rebuild_values(conn: sqlite3.Connection) -> None:
    """Fill the value table anew from the annotations."""
    conn.execute("DELETE FROM value")
    conn.execute(
        _FILL_VALUES.replace("NEW.", "n.").replace(
            "FROM json_each", "FROM annotation AS n, json_each"
        )
    )


def build_layer_views(conn: sqlite3.Connection, codebook: Codebook) -> None:
    """(Re)create the views per layer after the codebook changed."""
    taken = {
        row[0] for row in conn.execute("SELECT name FROM sqlite_master WHERE type <> 'view'")
    } | set(FIXED_VIEWS)
    for (name,) in conn.execute("SELECT name FROM sqlite_master WHERE type = 'view'").fetchall():
        if name not in FIXED_VIEWS:
            conn.execute(f"DROP VIEW {_quoted(name)}")
    for name, sql in layer_views(codebook).items():
        if name not in taken:
            conn.execute(sql)
