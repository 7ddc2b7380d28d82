"""Rolling backups: due, verified, thinned, restored."""

from __future__ import annotations

import sqlite3
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from annotator.commands import codes
from annotator.errors import LockedError, ProjectError
from annotator.model import Span
from annotator.project import queries
from annotator.project.backups import (
    Backup,
    backups,
    contents,
    is_due,
    keep_backup,
    restore,
    to_drop,
)
from annotator.project.store import Store
from tests.helpers import new_store, with_article, with_coder

NOW = datetime(2025, 3, 14, 12, 0, tzinfo=UTC)


def test_the_first_backup_is_due_at_once(tmp_path: Path) -> None:
    with new_store(tmp_path) as store:
        assert is_due(tmp_path / "b", store)


def test_no_backup_is_due_where_nothing_was_done_since(tmp_path: Path) -> None:
    with new_store(tmp_path) as store:
        keep_backup(store, tmp_path / "b")
        assert not is_due(tmp_path / "b", store, now=datetime.now(UTC) + timedelta(hours=5))


def test_a_backup_says_what_it_holds(tmp_path: Path) -> None:
    with new_store(tmp_path) as store:
        article, coder = with_article(store), with_coder(store)
        store.run("Add event", codes.add_code, article, Span(0, 7), layer="event", coder=coder)
        made = keep_backup(store, tmp_path / "b")
    held = contents(made.path)
    assert (held.articles, held.codes, held.last_step) == (1, 1, "Add event")


def _kept(*ages: timedelta) -> list[Backup]:
    return [Backup(Path(f"{n}"), NOW - age, "timed") for n, age in enumerate(ages)]


def test_thinning_keeps_everything_of_the_last_day() -> None:
    assert to_drop(_kept(*(timedelta(hours=h) for h in range(24, 0, -1))), NOW) == []


def test_thinning_keeps_one_a_day_for_a_month() -> None:
    day = [timedelta(days=3, hours=h) for h in (3, 2, 1)]
    assert [b.path.name for b in to_drop(_kept(*day), NOW)] == ["1", "0"]


def test_thinning_never_drops_the_newest_that_is_whole(tmp_path: Path) -> None:
    folder = tmp_path / "b"
    old = datetime.now(UTC) - timedelta(days=3)
    with new_store(tmp_path) as store:
        whole = keep_backup(store, folder, now=old)
        broken = keep_backup(store, folder, now=old + timedelta(hours=1))
        broken.path.write_bytes(b"")
    assert to_drop(backups(folder), datetime.now(UTC)) == []
    assert whole.path.exists()


def test_restoring_sets_the_project_aside_and_brings_the_backup_back(tmp_path: Path) -> None:
    with new_store(tmp_path) as store:
        article, coder = with_article(store), with_coder(store)
        made = keep_backup(store, tmp_path / "b")
        store.run("Add event", codes.add_code, article, Span(0, 7), layer="event", coder=coder)
        project = store.path
    aside = restore(made.path, project)
    assert (contents(aside).codes, contents(project).codes) == (1, 0)
    with Store.open(project) as store:
        assert queries.article_count(store.reader) == 1


def test_restoring_an_open_project_is_refused(tmp_path: Path) -> None:
    with new_store(tmp_path) as store:
        made = keep_backup(store, tmp_path / "b")
        with pytest.raises(LockedError):
            restore(made.path, store.path)


def test_restoring_a_broken_backup_is_refused(tmp_path: Path) -> None:
    with new_store(tmp_path) as store:
        made = keep_backup(store, tmp_path / "b")
        project = store.path
    before = project.read_bytes()
    made.path.write_bytes(made.path.read_bytes()[:5000])
    with pytest.raises(ProjectError):
        restore(made.path, project)
    assert project.read_bytes() == before


def test_a_backup_taken_while_the_coder_goes_on_is_whole(tmp_path: Path) -> None:
    """Regression: counts of the copy were compared with a project that had gone on."""
    from annotator.project import backup

    with new_store(tmp_path) as store, Store.open(store.path, read_only=True) as other:
        article, coder = with_article(store), with_coder(store)
        real, calls = backup._lacking, []

        def code_meanwhile(conn: sqlite3.Connection, copy: sqlite3.Connection) -> str:
            if not calls:
                store.run("Code", codes.add_code, article, Span(0, 7), layer="event", coder=coder)
            calls.append(1)
            return real(conn, copy)

        backup._lacking = code_meanwhile
        try:
            made = keep_backup(other, tmp_path / "b")
        finally:
            backup._lacking = real
    assert contents(made.path).codes == 1
