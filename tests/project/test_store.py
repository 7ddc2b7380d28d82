"""Creating, opening, locking, and refusing what is not a project."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from annotator.commands import codes
from annotator.errors import (
    DamagedProjectError,
    LockedError,
    NewerProjectError,
    ProjectError,
    ReadOnlyError,
)
from annotator.model import Span
from annotator.project import queries
from annotator.project.lock import lock_path
from annotator.project.store import Store
from tests.helpers import new_store, with_article, with_coder


@pytest.fixture
def project(tmp_path: Path) -> Path:
    with new_store(tmp_path) as store:
        with_article(store)
        with_coder(store)
    return tmp_path / "study.annot"


def test_a_new_project_holds_the_codebook_it_was_given(project: Path) -> None:
    from annotator.codebook.load import load_template

    with Store.open(project) as store:
        assert queries.codebook(store.reader).without_uids() == load_template("news")


def test_a_new_project_has_one_open_main_round(project: Path) -> None:
    with Store.open(project) as store:
        assert [r.kind for r in queries.rounds(store.reader)] == ["main"]


def test_create_refuses_an_existing_file(project: Path) -> None:
    with pytest.raises(ProjectError, match="exists already"):
        new_store(project.parent)


def test_a_failed_create_leaves_no_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise sqlite3.OperationalError("database or disk is full")

    monkeypatch.setattr("annotator.project.store.schema.migrate", fail)
    with pytest.raises(ProjectError, match="disk is full"):
        new_store(tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_open_writes_with_a_rollback_journal_and_full_synchronisation(project: Path) -> None:
    with Store.open(project) as store:
        reader = store.reader
        got = (reader.value("PRAGMA journal_mode"), reader.value("PRAGMA synchronous"))
    assert got == ("delete", 2)


def test_a_second_writer_is_refused_and_told_who_writes(project: Path) -> None:
    with Store.open(project), pytest.raises(LockedError, match=r"is being written by .+ since"):
        Store.open(project)


def test_a_second_reader_is_welcome(project: Path) -> None:
    with Store.open(project), Store.open(project, read_only=True) as second:
        assert queries.article_count(second.reader) == 1


def test_closing_gives_the_lock_back(project: Path) -> None:
    Store.open(project).close()
    with Store.open(project):
        pass
    assert not lock_path(project).exists()


def test_a_killed_writer_leaves_no_lock(project: Path) -> None:
    code = (
        "import os, sys; from pathlib import Path; from annotator.project.store import Store\n"
        "s = Store.open(Path(sys.argv[1])); print('open', flush=True); os.kill(os.getpid(), 9)"
    )
    if sys.platform == "win32":
        pytest.skip("kills with a signal")
    subprocess.run([sys.executable, "-c", code, str(project)], check=False, capture_output=True)
    with Store.open(project) as store:
        assert queries.article_count(store.reader) == 1


def test_a_read_only_project_refuses_to_write(project: Path) -> None:
    with Store.open(project, read_only=True) as store, pytest.raises(ReadOnlyError):
        store.run("Code", codes.add_code, "x", Span(0, 1), layer="event", coder="y")


def test_a_write_into_a_replaced_file_is_refused(project: Path, tmp_path: Path) -> None:
    with Store.open(project) as store:
        coder = queries.coders(store.reader)[0].uid
        article = queries.article_uids(store.reader)[0]
        copy = tmp_path / "copy"
        shutil.copy(project, copy)
        os.replace(copy, project)  # noqa: PTH105
        with pytest.raises(ProjectError, match="moved, deleted or replaced"):
            store.run("Code", codes.add_code, article, Span(0, 7), layer="event", coder=coder)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "is empty"),
        (b"\0" * 40960, "is not an Annotator project"),
        (b"just a text", "is not an Annotator project"),
        (b"SQLite format 3\0", "is cut short"),
    ],
)
def test_what_is_no_project_is_refused(tmp_path: Path, content: bytes, message: str) -> None:
    path = tmp_path / "x.annot"
    path.write_bytes(content)
    with pytest.raises(DamagedProjectError, match=message):
        Store.open(path)
    assert path.read_bytes() == content


def test_a_truncated_project_is_refused(project: Path) -> None:
    whole = project.read_bytes()
    project.write_bytes(whole[: len(whole) // 2])
    with pytest.raises(DamagedProjectError, match="is cut short"):
        Store.open(project)


def test_a_project_with_zeroed_pages_is_refused(project: Path) -> None:
    data = bytearray(project.read_bytes())
    data[8192:40960] = bytes(32768)
    project.write_bytes(data)
    with pytest.raises(DamagedProjectError):
        Store.open(project)


def test_a_missing_project_is_named(tmp_path: Path) -> None:
    with pytest.raises(ProjectError, match=r"There is no project .*none\.annot"):
        Store.open(tmp_path / "none.annot")


def test_another_programs_database_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "other.annot"
    conn = sqlite3.connect(path)
    conn.execute("CREATE TABLE t (x)")
    conn.commit()
    conn.close()
    with pytest.raises(ProjectError, match="another program"):
        Store.open(path)


def test_a_newer_project_is_refused_unchanged(project: Path) -> None:
    conn = sqlite3.connect(project)
    conn.execute(
        "INSERT INTO _sqlite_migrations (migration_set, name, applied_at) "
        "VALUES ('annotator', 'v99_future', 'x')"
    )
    conn.commit()
    conn.close()
    before = project.read_bytes()
    with pytest.raises(NewerProjectError, match="newer version"):
        Store.open(project)
    assert project.read_bytes() == before


def test_a_foreign_trigger_is_refused(project: Path) -> None:
    conn = sqlite3.connect(project)
    conn.execute("CREATE TRIGGER evil AFTER INSERT ON step BEGIN DELETE FROM annotation; END")
    conn.commit()
    conn.close()
    with pytest.raises(DamagedProjectError, match="'evil' that Annotator did not make"):
        Store.open(project)


def test_a_busy_file_becomes_a_busy_error_and_the_write_can_be_repeated(project: Path) -> None:
    from annotator.errors import BusyError

    with Store.open(project) as store:
        coder = queries.coders(store.reader)[0].uid
        article = queries.article_uids(store.reader)[0]
        other = sqlite3.connect(project, isolation_level=None)
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(BusyError):
            store.run("Code", codes.add_code, article, Span(0, 7), layer="event", coder=coder)
        other.execute("ROLLBACK")
        other.close()
        store.run("Code", codes.add_code, article, Span(0, 7), layer="event", coder=coder)
        assert queries.annotation_count(store.reader) == 1


def test_opening_imports_neither_numpy_nor_sqlite_utils(project: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from annotator.project.store import Store\n"
        "Store.open(Path(sys.argv[1])).close()\n"
        "print(sorted({'numpy', 'sqlite_utils', 'spacy', 'openpyxl'} & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(project)], check=True, capture_output=True, text=True
    )
    assert done.stdout.strip() == "[]"
