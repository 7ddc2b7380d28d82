"""The only opener of a project file: create, open, run steps, undo, redo, close.

Every step is committed when it ends; there is no Save. A failed step leaves nothing behind.
"""

from __future__ import annotations

import contextlib
import os
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from annotator.codebook.model import Codebook
from annotator.errors import (
    DamagedProjectError,
    ProjectError,
    ReadOnlyError,
    UndoRefusedError,
)
from annotator.model import Changes, SuggestionDraft, fields_to_json
from annotator.project import connection, derived, schema, undo
from annotator.project.lock import ProjectLock
from annotator.project.reader import Reader
from annotator.project.step import Step, new_uid, now, to_json

SUFFIX = ".annot"
_QUICK_CHECK_BYTES = 4_000_000


class Store:
    """An open project. Use `Store.create` or `Store.open`; close it, or use it in `with`."""

    def __init__(self, path: Path, conn: sqlite3.Connection, lock: ProjectLock | None) -> None:
        self.path = path
        self.read_only = lock is None
        self._conn = conn
        self._lock = lock
        self._identity = _identity(path)
        self.reader = Reader(conn, path)

    @classmethod
    def create(cls, path: Path, *, codebook: Codebook, title: str | None = None) -> Store:
        """Make a new project file with this codebook and one open main round.

        The file appears under its name only when it is complete.

        Raises:
            ProjectError: the file exists, or its folder does not.
            ReadOnlyError: the folder cannot be written to.
        """
        _check_place(path)
        lock = ProjectLock(path)
        fresh = path.with_name(f".{path.name}.{new_uid()[:8]}.new")
        try:
            with connection.sqlite_errors(path):
                conn = connection.connect(fresh, create=True)
                try:
                    schema.migrate(conn)
                    conn.execute("PRAGMA trusted_schema = ON")
                    conn.execute("BEGIN IMMEDIATE")
                    derived.build_derived(conn)
                    store = cls(fresh, conn, lock)
                    _install(store, codebook, title or path.stem)
                    conn.execute("COMMIT")
                finally:
                    conn.close()
            fresh.rename(path)
        except BaseException:
            fresh.unlink(missing_ok=True)
            lock.release()
            raise
        lock.release()
        return cls.open(path)

    @classmethod
    def open(cls, path: Path, *, read_only: bool = False) -> Store:
        """Open a project, migrating it first where it was made by an older version.

        Raises:
            LockedError: another program writes it.
            ReadOnlyError: file or folder cannot be written to; `read_only=True` still opens it.
            NewerProjectError, DamagedProjectError, ProjectError: not a project we can use.
        """
        connection.inspect_header(path)
        if not read_only and not os.access(path, os.W_OK):
            raise ReadOnlyError(
                f"{path.name} is write-protected.",
                "Copy it to a folder of your own, or open it for reading only.",
            )
        lock = None if read_only else ProjectLock(path)
        try:
            with connection.sqlite_errors(path):
                conn = connection.connect(path, read_only=read_only)
                try:
                    connection.inspect_project(conn, path)
                    _migrate_if_needed(conn, path, read_only=read_only)
                    connection.inspect_schema(conn, path)
                    if _needs_quick_check(path, lock):
                        _quick_check(conn, path)
                except BaseException:
                    conn.close()
                    raise
        except BaseException:
            if lock is not None:
                lock.release()
            raise
        return cls(path, conn, lock)

    def close(self) -> None:
        """Close the file and give the lock back; calling it twice does no harm."""
        self._conn.close()
        if self._lock is not None:
            self._lock.release()
            self._lock = None

    def __enter__(self) -> Store:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def run(
        self,
        label: str,
        command: Callable[..., Any],
        *args: Any,
        coder: str | None,
        into: int | None = None,
        **kwargs: Any,
    ) -> Changes:
        """Run a command as one step and commit it; the only way to write what users make.

        Args:
            label: the step's name in the Undo menu.
            command: `verb(step, *args, **kwargs)`; it may run other commands on the same step.
            coder: uid of the acting coder; None for work that belongs to no coder.
            into: id of the step to continue, so that typing in one field is one step; ignored
                where another step of the coder came in between.
        """
        with self._writing():
            if into is not None and not self._is_last_of(into, coder):
                into = None
            step = Step(self._conn, self.reader, label=label, coder=coder, into=into)
            result = command(step, *args, **kwargs)
            changes = step.changes(result)
            self._follow_codebook(changes)
        return changes

    def undo(self, coder: str | None) -> Changes:
        """Take back the coder's last step by appending its inverse.

        Raises:
            UndoRefusedError: nothing to undo, or a later step changed the same thing.
        """
        with connection.sqlite_errors(self.path):
            found = undo.last_undoable(self._conn, coder)
        if found is None:
            raise UndoRefusedError("There is nothing to undo.")
        return self._invert(*found, kind="undo", coder=coder)

    def redo(self, coder: str | None) -> Changes:
        """Do again what the coder's last undo took back.

        Raises:
            UndoRefusedError: nothing to redo, or a later step changed the same thing.
        """
        with connection.sqlite_errors(self.path):
            found = undo.last_redoable(self._conn, coder)
        if found is None:
            raise UndoRefusedError("There is nothing to redo.")
        return self._invert(*found, kind="redo", coder=coder)

    def undo_label(self, coder: str | None) -> str | None:
        """Name of the step that `undo` would take back."""
        with connection.sqlite_errors(self.path):
            found = undo.last_undoable(self._conn, coder)
        return None if found is None else found[1]

    def redo_label(self, coder: str | None) -> str | None:
        """Name of the step that `redo` would do again."""
        with connection.sqlite_errors(self.path):
            found = undo.last_redoable(self._conn, coder)
        return None if found is None else found[1]

    def save_suggestions(
        self,
        article: str,
        drafts: Sequence[SuggestionDraft],
        *,
        pipeline: str,
        version: str,
    ) -> None:
        """Replace the suggestions of an article. Not logged: a suggestion is never data."""
        self.save_many_suggestions([(article, drafts)], pipeline=pipeline, version=version)

    def save_many_suggestions(
        self,
        batch: Sequence[tuple[str, Sequence[SuggestionDraft]]],
        *,
        pipeline: str,
        version: str,
    ) -> None:
        """Replace the suggestions of several articles in one transaction."""
        rows = [
            (new_uid(), article, d.layer, d.start, d.end, to_json(fields_to_json(d.fields)),
             d.score, pipeline, version)
            for article, drafts in batch
            for d in drafts
        ]  # fmt: skip
        with self._writing():
            self._conn.executemany(
                "DELETE FROM suggestion WHERE article = ?", [(a,) for a, _ in batch]
            )
            self._conn.executemany(
                'INSERT INTO suggestion (uid, article, layer, start, "end", fields, score, '
                "pipeline, version) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                rows,
            )
            self._conn.executemany(
                "INSERT INTO suggested (article, pipeline, version, at) VALUES (?, ?, ?, ?) "
                "ON CONFLICT (article) DO UPDATE SET pipeline = excluded.pipeline, "
                "version = excluded.version, at = excluded.at",
                [(a, pipeline, version, now()) for a, _ in batch],
            )

    def save_position(self, assignment: str, position: int, seconds: int) -> None:
        """Remember where the coder stands (code point) and add active seconds. Not logged."""
        with self._writing():
            self._conn.execute(
                "UPDATE assignment SET position = ?, active_seconds = active_seconds + ? "
                "WHERE uid = ?",
                (position, seconds, assignment),
            )

    def back_up(self, target: Path) -> Path:
        """Write a verified copy of the project to `target`; see `backup.back_up`."""
        from annotator.project.backup import back_up

        return back_up(self._conn, target)

    @contextlib.contextmanager
    def snapshot(self) -> Iterator[Reader]:
        """A reader on a private copy, made by SQLite's backup: for long reads such as exports,
        which must neither see half of later work nor hold up the coder's commits."""
        with connection.sqlite_errors(self.path):
            copy = sqlite3.connect("", isolation_level=None, check_same_thread=False)
            try:
                self._conn.backup(copy)
                copy.execute("PRAGMA query_only = ON")
                yield Reader(copy, self.path)
            finally:
                copy.close()

    def _invert(self, target: int, label: str, *, kind: str, coder: str | None) -> Changes:
        try:
            with self._writing():
                step = Step(
                    self._conn, self.reader, label=label, coder=coder, kind=kind, undoes=target
                )
                undo.apply_inverse(self._conn, step, target)
                self._follow_codebook(step.changes())
        except ProjectError as error:
            if isinstance(error.__cause__, sqlite3.IntegrityError):
                raise UndoRefusedError(
                    f"“{label}” cannot be undone: later work builds on it.", "Undo that first."
                ) from error
            raise
        return step.changes()

    def _follow_codebook(self, changes: Changes) -> None:
        if changes.touches("layer", "field", "code", "project"):
            from annotator.project.queries.codebooks import codebook

            self.reader.forget()
            derived.build_layer_views(self._conn, codebook(self.reader))

    def _is_last_of(self, step: int, coder: str | None) -> bool:
        row = self._conn.execute("SELECT max(id) FROM step WHERE coder IS ?", (coder,)).fetchone()
        return bool(row[0] == step)

    @contextlib.contextmanager
    def _writing(self) -> Iterator[None]:
        if self.read_only:
            raise ReadOnlyError(
                f"{self.path.name} is open for reading only.", "Nothing was changed."
            )
        if self._conn.in_transaction:
            raise RuntimeError("a step is open already")
        if _identity(self.path) != self._identity:
            raise ProjectError(
                f"{self.path.name} was moved, deleted or replaced while it was open.",
                "The last action was not saved. Put the file back, or open it again.",
            )
        with connection.sqlite_errors(self.path):
            self._conn.execute("BEGIN IMMEDIATE")
            try:
                self._conn.execute("PRAGMA defer_foreign_keys = ON")
                yield
                self._conn.execute("COMMIT")
            except BaseException:
                if self._conn.in_transaction:
                    self._conn.execute("ROLLBACK")
                self.reader.forget()
                raise


def _identity(path: Path) -> tuple[int, int] | None:
    try:
        stat = path.stat()
    except OSError:
        return None
    return stat.st_dev, stat.st_ino


def _check_place(path: Path) -> None:
    """Refuse a place where no new project can be made."""
    try:
        if path.exists():
            raise ProjectError(f"{path} exists already.", "Choose another name, or open it.")
        there = path.parent.is_dir()
    except OSError as error:
        raise ProjectError(
            f"{path} cannot be made: {(error.strerror or str(error)).lower()}.",
            "Choose another name or folder.",
        ) from error
    if not there:
        raise ProjectError(f"There is no folder {path.parent}.", "Make it first.")
    if not os.access(path.parent, os.W_OK | os.X_OK):
        raise ReadOnlyError(
            f"{path.name}: the folder {path.parent} cannot be written to.",
            "Choose a folder of your own.",
        )


def _install(store: Store, codebook: Codebook, title: str) -> None:
    from annotator.project.setup import set_up_project

    step = Step(store._conn, store.reader, label="New project", coder=None, logged=False)
    set_up_project(step, title=title, codebook=codebook)
    store._conn.execute("UPDATE step SET undoable = 0")
    derived.build_layer_views(store._conn, codebook)


def _migrate_if_needed(conn: sqlite3.Connection, path: Path, *, read_only: bool) -> None:
    pending = schema.known_migrations() - schema.applied_migrations(conn)
    if not pending:
        return
    if read_only:
        raise ReadOnlyError(
            f"{path.name} was made by an older version and must be brought up to date first.",
            "Copy it to a folder you can write to and open it there.",
        )
    from annotator.project.backup import back_up
    from annotator.project.queries.codebooks import codebook

    back_up(conn, path.with_name(f"{path.stem}.before-update{path.suffix}"))
    conn.execute("BEGIN IMMEDIATE")
    derived.drop_derived(conn)
    conn.execute("COMMIT")
    schema.migrate(conn)
    conn.execute("BEGIN IMMEDIATE")
    derived.build_derived(conn)
    derived.build_layer_views(conn, codebook(Reader(conn, path)))
    conn.execute("UPDATE step SET undoable = 0")
    conn.execute("COMMIT")


def _needs_quick_check(path: Path, lock: ProjectLock | None) -> bool:
    crashed = lock is not None and lock.was_stale
    return crashed or path.stat().st_size < _QUICK_CHECK_BYTES


def _quick_check(conn: sqlite3.Connection, path: Path) -> None:
    (first,) = conn.execute("PRAGMA quick_check(1)").fetchone()
    if first != "ok":
        raise DamagedProjectError(
            f"{path.name} is damaged ({first}).",
            "The file was left as it is. Restore the newest backup, or run: annotator check",
        )
