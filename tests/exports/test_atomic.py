"""All or nothing: a failed export leaves what was there, and nothing else."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

from annotator.errors import CancelledError, ProjectError
from exports import contents
from exports.base import EXPORTERS, ExportOptions, atomic_write, no_progress
from tests.exports.study import Study, openpyxl_sheet

FILES = ("xlsx", "jsonl")


def listing(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def cancel(done: int, total: int) -> None:
    raise CancelledError


def test_the_file_takes_its_place_at_the_end(tmp_path: Path) -> None:
    with atomic_write(tmp_path / "a.txt") as temporary:
        temporary.write_text("new")
        assert not (tmp_path / "a.txt").exists()
    assert listing(tmp_path) == ["a.txt"]


def test_a_failure_keeps_the_old_file(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("old")
    with pytest.raises(RuntimeError), atomic_write(tmp_path / "a.txt") as temporary:
        temporary.write_text("half")
        raise RuntimeError
    assert (tmp_path / "a.txt").read_text() == "old"
    assert listing(tmp_path) == ["a.txt"]


def test_a_full_disk_is_said_in_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(ProjectError, match="No space left"), atomic_write(tmp_path / "a.txt"):
        raise OSError(28, "No space left on device")
    assert listing(tmp_path) == []


def test_a_file_open_elsewhere_is_said_in_a_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: Any) -> None:
        raise PermissionError(13, "in use")

    monkeypatch.setattr(Path, "replace", refuse)
    said = pytest.raises(ProjectError, match="open in another program")
    with said, atomic_write(tmp_path / "a.txt"):
        pass
    assert listing(tmp_path) == []


@pytest.mark.parametrize("key", FILES)
def test_a_missing_folder_is_named(study: Study, key: str) -> None:
    path = study.folder / "nowhere" / f"a.{key}"
    with pytest.raises(ProjectError, match="There is no folder"):
        EXPORTERS[key].write(study.store.reader, path, ExportOptions(), no_progress)


@pytest.mark.parametrize("key", FILES)
def test_a_folder_in_the_way_is_named(study: Study, key: str) -> None:
    with pytest.raises(ProjectError, match="is a folder"):
        EXPORTERS[key].write(study.store.reader, study.folder, ExportOptions(), no_progress)


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="needs rights that can be taken")
def test_a_folder_without_rights_is_named(study: Study) -> None:
    study.folder.chmod(0o500)
    try:
        with pytest.raises(ProjectError, match="cannot be written"):
            study.export()
    finally:
        study.folder.chmod(0o700)


@pytest.mark.parametrize("key", FILES)
def test_a_cancelled_export_leaves_the_old_file(study: Study, key: str) -> None:
    path = study.export(f"out.{key}").path
    before, names = path.read_bytes(), listing(study.folder)
    with pytest.raises(CancelledError):
        EXPORTERS[key].write(study.store.reader, path, ExportOptions(), cancel)
    assert path.read_bytes() == before
    assert listing(study.folder) == names


def test_a_failed_workbook_removes_what_it_had_written(
    study: Study, monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("temporary")
    monkeypatch.setattr("tempfile.tempdir", str(folder))
    monkeypatch.setattr(contents._Filling, "_write_readme", fail)
    names = listing(study.folder)
    with pytest.raises(ProjectError, match="No space left"):
        study.export()
    assert listing(study.folder) == names
    assert listing(folder) == []


def fail(_: Any) -> None:
    raise OSError(28, "No space left on device")


@pytest.mark.parametrize("key", FILES)
def test_a_damaged_document_is_named(study: Study, key: str) -> None:
    damage(study, "UPDATE article SET metadata = '{' WHERE uid = ?", study.other)
    assert "The article “Second” is damaged" in study.export(f"out.{key}").warnings[0]


def test_beside_a_damaged_document_the_rest_is_exported(study: Study) -> None:
    damage(study, "UPDATE article SET metadata = '{' WHERE uid = ?", study.other)
    path = study.export().path
    rows = openpyxl_sheet(path, "documents")
    assert [row["title"] for row in rows] == ["Harbour talks resume", "Third"]
    assert len(openpyxl_sheet(path, "annotations_long")) == 6


@pytest.mark.parametrize("key", FILES)
def test_damaged_codes_are_named(study: Study, key: str) -> None:
    damage(study, "UPDATE annotation SET fragments = '[' WHERE uid = ?", study.claim)
    assert "The codes of “Harbour talks resume” are" in study.export(f"out.{key}").warnings[0]


def test_beside_damaged_codes_the_rest_is_exported(study: Study) -> None:
    damage(study, "UPDATE annotation SET fragments = '[' WHERE uid = ?", study.claim)
    rows = study.sheet("annotations_long")
    assert {row["article_title"] for row in rows} == {"Second"}


def test_damage_is_told_in_the_readme(study: Study) -> None:
    damage(study, "UPDATE article SET metadata = '{' WHERE uid = ?", study.other)
    assert any(
        "Second" in str(row["value"]) for row in study.sheet("README") if row["about"] == "damage"
    )


def damage(study: Study, sql: str, uid: str) -> None:
    """What no command would write."""
    study.store._conn.execute(sql, (uid,))
