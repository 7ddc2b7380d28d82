"""Tables of the project file and their migrations. Names of tables and columns are public.

Every statement here is data that must survive; what can be rebuilt from it (views, triggers, full
text) lives in `derived.py`. Times are ISO 8601 in UTC, positions are code points, JSON is stored as
text with sorted keys.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from typing import Any

APPLICATION_ID = 0x414E4E4F
"""'ANNO' in the header of the file: tells a project from any other SQLite database."""

MIGRATION_SET = "annotator"

TABLES_V1: tuple[str, ...] = (
    """CREATE TABLE project (
        uid TEXT PRIMARY KEY, title TEXT NOT NULL, created TEXT NOT NULL,
        final_rule TEXT NOT NULL DEFAULT 'sole_coding', settings TEXT NOT NULL DEFAULT '{}'
    ) STRICT""",
    """CREATE TABLE text (
        id INTEGER PRIMARY KEY, sha256 TEXT NOT NULL UNIQUE, body TEXT NOT NULL
    ) STRICT""",
    """CREATE TABLE article (
        uid TEXT PRIMARY KEY, title TEXT NOT NULL, text INTEGER NOT NULL REFERENCES text(id),
        body_start INTEGER NOT NULL DEFAULT 0, date TEXT, source TEXT, author TEXT, url TEXT,
        language TEXT, metadata TEXT NOT NULL DEFAULT '{}', segmenter INTEGER NOT NULL,
        ord INTEGER NOT NULL, added TEXT NOT NULL, note TEXT NOT NULL DEFAULT ''
    ) STRICT""",
    """CREATE TABLE segment (
        text INTEGER NOT NULL REFERENCES text(id), version INTEGER NOT NULL, spans BLOB NOT NULL,
        PRIMARY KEY (text, version)
    ) STRICT, WITHOUT ROWID""",
    """CREATE TABLE coder (
        uid TEXT PRIMARY KEY, name TEXT NOT NULL UNIQUE, colour TEXT NOT NULL,
        kind TEXT NOT NULL CHECK (kind IN ('person', 'adjudicated')),
        role TEXT NOT NULL CHECK (role IN ('lead', 'supervisor', 'coder'))
    ) STRICT""",
    """CREATE TABLE round (
        uid TEXT PRIMARY KEY, name TEXT NOT NULL UNIQUE,
        kind TEXT NOT NULL
            CHECK (kind IN ('training', 'pilot', 'reliability', 'main', 'retest')),
        codebook_version INTEGER NOT NULL, blind INTEGER NOT NULL DEFAULT 0,
        suggestions INTEGER NOT NULL DEFAULT 1, pre_fill INTEGER NOT NULL DEFAULT 1,
        draw TEXT NOT NULL DEFAULT '{}', ord INTEGER NOT NULL DEFAULT 0
    ) STRICT""",
    """CREATE TABLE assignment (
        uid TEXT PRIMARY KEY, article TEXT NOT NULL REFERENCES article(uid),
        coder TEXT NOT NULL REFERENCES coder(uid), round TEXT NOT NULL REFERENCES round(uid),
        layers TEXT NOT NULL DEFAULT '[]',
        state TEXT NOT NULL DEFAULT 'todo' CHECK (state IN ('todo', 'in_progress', 'done')),
        position INTEGER NOT NULL DEFAULT 0, active_seconds INTEGER NOT NULL DEFAULT 0,
        finished_at TEXT, UNIQUE (article, coder, round)
    ) STRICT""",
    """CREATE TABLE annotation (
        uid TEXT PRIMARY KEY, assignment TEXT NOT NULL REFERENCES assignment(uid),
        article TEXT NOT NULL REFERENCES article(uid),
        coder TEXT NOT NULL REFERENCES coder(uid), layer TEXT NOT NULL,
        start INTEGER, "end" INTEGER, fragments TEXT NOT NULL DEFAULT '[]',
        fields TEXT NOT NULL DEFAULT '{}', unit_uid TEXT, quote TEXT NOT NULL DEFAULT '',
        note TEXT NOT NULL DEFAULT '', certainty INTEGER, flagged INTEGER NOT NULL DEFAULT 0,
        state TEXT NOT NULL DEFAULT 'draft' CHECK (state IN ('draft', 'complete')),
        origin TEXT NOT NULL DEFAULT 'manual'
            CHECK (origin IN ('manual', 'accepted', 'edited', 'imported', 'adjudicated')),
        codebook_version INTEGER NOT NULL, created TEXT NOT NULL, updated TEXT NOT NULL,
        CHECK ((start IS NULL) = ("end" IS NULL)), CHECK (start IS NULL OR start < "end")
    ) STRICT""",
    'CREATE INDEX annotation_place ON annotation (article, coder, start, "end")',
    "CREATE INDEX annotation_assignment ON annotation (assignment, layer)",
    "CREATE INDEX annotation_layer ON annotation (layer, coder)",
    """CREATE TABLE value (
        annotation TEXT NOT NULL, field TEXT NOT NULL, ord INTEGER NOT NULL, code TEXT, value ANY,
        actor TEXT, link TEXT, missing TEXT, start INTEGER, "end" INTEGER, origin TEXT,
        confirmed INTEGER NOT NULL DEFAULT 1, PRIMARY KEY (annotation, field, ord)
    ) STRICT, WITHOUT ROWID""",
    "CREATE INDEX value_code ON value (field, code) WHERE code IS NOT NULL",
    "CREATE INDEX value_value ON value (field, value) WHERE value IS NOT NULL",
    "CREATE INDEX value_actor ON value (actor) WHERE actor IS NOT NULL",
    "CREATE INDEX value_link ON value (link) WHERE link IS NOT NULL",
    """CREATE TABLE actor (
        uid TEXT PRIMARY KEY, name TEXT NOT NULL, kind TEXT, country TEXT,
        attrs TEXT NOT NULL DEFAULT '{}', merged_into TEXT REFERENCES actor(uid),
        proposed_by TEXT REFERENCES coder(uid), approved INTEGER NOT NULL DEFAULT 0
    ) STRICT""",
    "CREATE INDEX actor_name ON actor (name COLLATE NOCASE)",
    """CREATE TABLE alias (
        uid TEXT PRIMARY KEY, actor TEXT NOT NULL REFERENCES actor(uid), name TEXT NOT NULL
    ) STRICT""",
    "CREATE INDEX alias_name ON alias (name COLLATE NOCASE)",
    "CREATE INDEX alias_actor ON alias (actor)",
    """CREATE TABLE layer (
        uid TEXT PRIMARY KEY, key TEXT NOT NULL UNIQUE, ord INTEGER NOT NULL, spec TEXT NOT NULL
    ) STRICT""",
    """CREATE TABLE field (
        uid TEXT PRIMARY KEY, layer TEXT NOT NULL REFERENCES layer(uid), key TEXT NOT NULL,
        ord INTEGER NOT NULL, spec TEXT NOT NULL, UNIQUE (layer, key)
    ) STRICT""",
    """CREATE TABLE code (
        uid TEXT PRIMARY KEY, field TEXT NOT NULL REFERENCES field(uid), key TEXT NOT NULL,
        parent TEXT, ord INTEGER NOT NULL, spec TEXT NOT NULL
    ) STRICT""",
    "CREATE UNIQUE INDEX code_key ON code (field, key, coalesce(parent, ''))",
    """CREATE TABLE codebook (
        version INTEGER PRIMARY KEY, sha256 TEXT NOT NULL, body TEXT NOT NULL,
        frozen_at TEXT NOT NULL
    ) STRICT""",
    """CREATE TABLE reading (
        uid TEXT PRIMARY KEY, assignment TEXT NOT NULL REFERENCES assignment(uid),
        start INTEGER NOT NULL, "end" INTEGER NOT NULL, CHECK (start < "end")
    ) STRICT""",
    "CREATE INDEX reading_assignment ON reading (assignment, start)",
    """CREATE TABLE suggestion (
        uid TEXT PRIMARY KEY, article TEXT NOT NULL REFERENCES article(uid) ON DELETE CASCADE,
        layer TEXT NOT NULL, start INTEGER NOT NULL, "end" INTEGER NOT NULL,
        fields TEXT NOT NULL, score REAL, pipeline TEXT NOT NULL, version TEXT NOT NULL
    ) STRICT""",
    "CREATE INDEX suggestion_article ON suggestion (article, start)",
    """CREATE TABLE suggested (
        article TEXT PRIMARY KEY REFERENCES article(uid) ON DELETE CASCADE,
        pipeline TEXT NOT NULL, version TEXT NOT NULL, at TEXT NOT NULL
    ) STRICT, WITHOUT ROWID""",
    """CREATE TABLE decision (
        uid TEXT PRIMARY KEY, article TEXT NOT NULL REFERENCES article(uid),
        layer TEXT NOT NULL, start INTEGER NOT NULL, "end" INTEGER NOT NULL,
        label TEXT NOT NULL, coder TEXT NOT NULL REFERENCES coder(uid),
        verdict TEXT NOT NULL CHECK (verdict IN ('accepted', 'edited', 'rejected')),
        pipeline TEXT NOT NULL, version TEXT NOT NULL, bulk INTEGER NOT NULL DEFAULT 0
    ) STRICT""",
    "CREATE INDEX decision_place ON decision (article, coder, layer, start)",
    """CREATE TABLE adjudication (
        uid TEXT PRIMARY KEY, annotation TEXT REFERENCES annotation(uid),
        members TEXT NOT NULL DEFAULT '[]', verdict TEXT NOT NULL, cause TEXT,
        reason TEXT NOT NULL DEFAULT '', adjudicator TEXT NOT NULL REFERENCES coder(uid),
        at TEXT NOT NULL
    ) STRICT""",
    """CREATE TABLE agreement_run (
        uid TEXT PRIMARY KEY, settings TEXT NOT NULL, seed INTEGER NOT NULL,
        step INTEGER NOT NULL, units TEXT NOT NULL, results TEXT NOT NULL, at TEXT NOT NULL
    ) STRICT""",
    """CREATE TABLE step (
        id INTEGER PRIMARY KEY, uid TEXT NOT NULL UNIQUE, label TEXT NOT NULL,
        coder TEXT REFERENCES coder(uid), at TEXT NOT NULL,
        undoes INTEGER REFERENCES step(id),
        kind TEXT NOT NULL DEFAULT 'do' CHECK (kind IN ('do', 'undo', 'redo')),
        undoable INTEGER NOT NULL DEFAULT 1
    ) STRICT""",
    "CREATE INDEX step_coder ON step (coder, id)",
    """CREATE TABLE change (
        step INTEGER NOT NULL REFERENCES step(id), seq INTEGER NOT NULL,
        "table" TEXT NOT NULL, uid TEXT NOT NULL, before TEXT, after TEXT,
        PRIMARY KEY (step, seq)
    ) STRICT, WITHOUT ROWID""",
    'CREATE INDEX change_row ON change ("table", uid, step)',
)


def _v1_tables(db: Any) -> None:
    for statement in TABLES_V1:
        db.conn.execute(statement)
    db.conn.execute(f"PRAGMA application_id = {APPLICATION_ID}")


MIGRATIONS: tuple[tuple[str, Callable[[Any], None]], ...] = (("v1_tables", _v1_tables),)
"""Name and function of every migration, in order. A released one is never changed."""


def known_migrations() -> frozenset[str]:
    return frozenset(name for name, _ in MIGRATIONS)


def applied_migrations(conn: sqlite3.Connection) -> frozenset[str]:
    """Names of the migrations the file has had; empty where it never had one."""
    exists = conn.execute(
        "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = '_sqlite_migrations'"
    ).fetchone()
    if not exists:
        return frozenset()
    rows = conn.execute(
        "SELECT name FROM _sqlite_migrations WHERE migration_set = ?", (MIGRATION_SET,)
    )
    return frozenset(name for (name,) in rows)


def migrate(conn: sqlite3.Connection) -> None:
    """Bring the file to the newest schema; each migration is one transaction.

    sqlite-utils is imported here only: it pulls in numpy, which a start of the program that needs
    no migration must not pay for.
    """
    from sqlite_utils import Database
    from sqlite_utils.migrations import Migrations

    migrations = Migrations(MIGRATION_SET)
    for name, function in MIGRATIONS:
        migrations(name=name)(function)
    migrations.apply(Database(conn, recursive_triggers=False, execute_plugins=False))


def columns_of(conn: sqlite3.Connection, table: str) -> tuple[str, ...]:
    """Column names of a table, in order."""
    return tuple(row[1] for row in conn.execute(f'PRAGMA table_info("{table}")'))
