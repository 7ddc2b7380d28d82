"""Checking and backing up a project."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from annotator.commands import codes
from annotator.model import Span
from annotator.project.check import check
from annotator.project.store import Store
from tests.helpers import new_store, with_article, with_coder


@pytest.fixture
def project(tmp_path: Path) -> Path:
    with new_store(tmp_path) as store:
        article, coder = with_article(store), with_coder(store)
        store.run("Code", codes.add_code, article, Span(22, 32), layer="claim", coder=coder)
    return tmp_path / "study.annot"


def _findings(project: Path, *statements: str) -> list[str]:
    conn = sqlite3.connect(project)
    for statement in statements:
        conn.execute(statement)
    conn.commit()
    conn.close()
    with Store.open(project, read_only=True) as store:
        return [str(f) for f in check(store.reader)]


def test_a_sound_project_has_no_findings(project: Path) -> None:
    assert _findings(project) == []


def test_a_span_outside_the_text_is_found(project: Path) -> None:
    (found,) = _findings(project, 'UPDATE annotation SET "end" = 99999')
    assert "leaves the text" in found


def test_a_quote_that_differs_is_found(project: Path) -> None:
    (found,) = _findings(project, "UPDATE annotation SET quote = 'other'")
    assert "quote differs" in found


def test_an_orphan_value_is_found(project: Path) -> None:
    found = _findings(project, "INSERT INTO value (annotation, field, ord) VALUES ('x', 'y', 0)")
    assert any("belongs to no code" in f for f in found)


def test_a_backup_of_an_open_project_is_whole(project: Path, tmp_path: Path) -> None:
    with Store.open(project) as store:
        store.back_up(tmp_path / "copy.annot")
    with Store.open(tmp_path / "copy.annot") as copy:
        assert check(copy.reader) == []
        assert copy.reader.value("SELECT count(*) FROM annotation") == 1
