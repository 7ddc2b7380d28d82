"""The rolling backups of a project: when one is due, which are kept, and what is in each.

They lie in one folder per project, apart from the project itself. A backup counts only once it was
verified; thinning keeps all of the last day, one a day for a month, one a month after that, and
never drops the newest one that was verified.
"""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from annotator.errors import DamagedProjectError, ProjectError
from annotator.project.connection import connect, inspect_header, sqlite_errors
from annotator.project.store import SUFFIX, Store

EVERY = timedelta(minutes=30)
"""A backup is due when the newest is older than this and something was done since."""
_ALL_WITHIN = timedelta(days=1)
_DAILY_WITHIN = timedelta(days=31)
_STAMP = "%Y-%m-%dT%H%M%S.%f"


@dataclass(frozen=True, slots=True)
class Backup:
    """One verified copy."""

    path: Path
    at: datetime
    """When it was made, in UTC."""
    reason: str
    """"timed", "before-import", "before-round-trip", "before-restore"."""


@dataclass(frozen=True, slots=True)
class Contents:
    """What a project file holds: for comparing a backup with the project before restoring."""

    articles: int
    codes: int
    steps: int
    last_step: str | None
    """Label of the newest step."""
    last_at: str | None
    coders: tuple[tuple[str, int], ...]
    """Names with their number of codes."""


def folder_of(root: Path, store: Store) -> Path:
    """The folder of a project's backups under `root`: named by its file and its uid."""
    uid = store.reader.value("SELECT uid FROM project")
    return root / f"{store.path.stem}-{uid[:8]}"


def is_due(folder: Path, store: Store, *, now: datetime | None = None) -> bool:
    """Whether anything was done since the newest backup, and that one is old enough."""
    last = store.reader.value("SELECT max(at) FROM step")
    found = backups(folder)
    if not found:
        return True
    at = now or datetime.now(UTC)
    return at - found[-1].at >= EVERY and datetime.fromisoformat(last) > found[-1].at


def keep_backup(
    store: Store, folder: Path, *, reason: str = "timed", now: datetime | None = None
) -> Backup:
    """Make and verify a backup, then thin the older ones.

    Raises:
        ProjectError: it could not be written or verified; the older ones are all still there.
    """
    at = now or datetime.now(UTC)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ProjectError(f"The folder for backups {folder} cannot be made.") from error
    path = folder / f"{at.strftime(_STAMP)[:-3]}Z {reason}{SUFFIX}"
    store.back_up(path)
    made = Backup(path, at, reason)
    for old in to_drop(backups(folder), at):
        with contextlib.suppress(OSError):
            old.path.unlink()
    return made


def backups(folder: Path) -> list[Backup]:
    """The backups in a folder, oldest first; other files are passed over."""
    found = (_named(path) for path in folder.glob(f"*{SUFFIX}")) if folder.is_dir() else ()
    return sorted((b for b in found if b is not None), key=lambda b: b.at)


def to_drop(kept: Sequence[Backup], now: datetime) -> list[Backup]:
    """Which backups thinning drops; never the newest one that is whole."""
    seen: set[str] = set()
    drop: list[Backup] = []
    for backup in reversed(kept):
        age = now - backup.at
        if age <= _ALL_WITHIN:
            continue
        slot = backup.at.strftime("%Y-%m-%d" if age <= _DAILY_WITHIN else "%Y-%m")
        if slot in seen:
            drop.append(backup)
        seen.add(slot)
    spared = _newest_whole(kept) if drop else None
    return [backup for backup in drop if backup != spared]


def contents(path: Path) -> Contents:
    """What a project file or backup holds, read without changing it.

    Raises:
        ProjectError: it is not a whole project.
    """
    inspect_header(path)
    with sqlite_errors(path):
        conn = connect(path, read_only=True)
        try:
            (first,) = conn.execute("PRAGMA quick_check(1)").fetchone()
            if first != "ok":
                raise DamagedProjectError(f"{path.name} is damaged ({first}).")
            return _contents(conn)
        finally:
            conn.close()


def restore(backup: Path, project: Path) -> Path:
    """Put a backup in the place of a project that is not open; the file set aside.

    The project as it was is kept beside it under another name; nothing is deleted.

    Raises:
        ProjectError: the backup is not whole, or the project is open somewhere.
    """
    contents(backup)
    aside = _free_name(project)
    if project.exists():
        from annotator.project.lock import ProjectLock

        lock = ProjectLock(project)
        try:
            _copy(backup, project.with_name(project.name + ".new"))
            project.rename(aside)
            project.with_name(project.name + ".new").rename(project)
        finally:
            lock.release()
    else:
        _copy(backup, project)
    return aside


def _copy(source: Path, target: Path) -> None:
    """By SQLite's backup, so that a journal beside the source is heeded."""
    from annotator.project.backup import back_up

    with sqlite_errors(source):
        conn = connect(source, read_only=True)
        try:
            back_up(conn, target)
        finally:
            conn.close()


def _contents(conn: sqlite3.Connection) -> Contents:
    def one(sql: str) -> int:
        return int(conn.execute(sql).fetchone()[0])

    last = conn.execute("SELECT label, at FROM step ORDER BY id DESC LIMIT 1").fetchone()
    coders = conn.execute(
        "SELECT c.name, count(n.uid) FROM coder c LEFT JOIN annotation n ON n.coder = c.uid "
        "GROUP BY c.uid ORDER BY c.name"
    )
    return Contents(
        articles=one("SELECT count(*) FROM article"),
        codes=one("SELECT count(*) FROM annotation"),
        steps=one("SELECT count(*) FROM step"),
        last_step=last[0] if last else None,
        last_at=last[1] if last else None,
        coders=tuple((name, number) for name, number in coders),
    )


def _named(path: Path) -> Backup | None:
    stamp, _, reason = path.stem.partition("Z ")
    try:
        at = datetime.strptime(stamp, _STAMP).replace(tzinfo=UTC)
    except ValueError:
        return None
    return Backup(path, at, reason)


def _newest_whole(kept: Iterable[Backup]) -> Backup | None:
    for backup in sorted(kept, key=lambda b: b.at, reverse=True):
        with contextlib.suppress(ProjectError):
            contents(backup.path)
            return backup
    return None


def _free_name(project: Path) -> Path:
    nth = 1
    while True:
        name = project.with_name(f"{project.stem} set aside {nth}{project.suffix}")
        if not name.exists():
            return name
        nth += 1
