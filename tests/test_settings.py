"""The user's settings survive damage, and remember projects in the right order."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from annotator.settings import (
    MAX_RECENT,
    Settings,
    coder_of,
    forget_project,
    load_settings,
    remember_project,
    save_settings,
)
from annotator.views import load_view, save_view


def test_settings_come_back_as_they_were_saved(tmp_path: Path) -> None:
    file = tmp_path / "deep" / "settings.json"
    settings = Settings(theme="dark", font_size=15.0, keys={"code.flag": ("X",)}, user_name="Ana")
    settings = remember_project(settings, tmp_path / "a.annot", title="A", coder="Ana")
    assert save_settings(file, settings)
    assert load_settings(file) == settings


def test_missing_file_means_defaults(tmp_path: Path) -> None:
    assert load_settings(tmp_path / "none.json") == Settings()


@pytest.mark.parametrize("damage", [b"", b"{", b"\x00\xff\xfe", b"[1, 2]", b'"text"', b"[" * 9000])
def test_damaged_file_means_defaults(tmp_path: Path, damage: bytes) -> None:
    file = tmp_path / "settings.json"
    file.write_bytes(damage)
    assert load_settings(file) == Settings()


def test_unreadable_file_is_set_aside_not_overwritten(tmp_path: Path) -> None:
    file = tmp_path / "settings.json"
    file.write_bytes(b"{half")
    save_settings(file, load_settings(file))
    assert (tmp_path / "settings.json.damaged").read_bytes() == b"{half"


@pytest.mark.parametrize(
    ("name", "wrong"),
    [
        ("theme", "pink"),
        ("font_size", "large"),
        ("font_size", True),
        ("labels_visible", "yes"),
        ("keys", [1, 2]),
        ("recent", "none"),
        ("recent", [{"title": "without a path"}]),
        ("panes", ["a", -4, True]),
    ],
)
def test_unusable_value_becomes_the_default(tmp_path: Path, name: str, wrong: object) -> None:
    file = tmp_path / "settings.json"
    file.write_text(json.dumps({name: wrong, "user_name": "Ana"}))
    assert load_settings(file) == Settings(user_name="Ana")


def test_font_size_stays_readable(tmp_path: Path) -> None:
    file = tmp_path / "settings.json"
    file.write_text('{"font_size": 400}')
    assert load_settings(file).font_size == 32.0


def test_settings_of_a_newer_version_are_passed_over(tmp_path: Path) -> None:
    file = tmp_path / "settings.json"
    file.write_text('{"theme": "dark", "hologram": true}')
    assert load_settings(file).theme == "dark"


def test_folder_that_cannot_be_written_is_no_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    assert not save_settings(tmp_path / "file" / "settings.json", Settings())


def test_project_opened_last_is_first() -> None:
    settings = Settings()
    for name in ("a", "b", "a"):
        settings = remember_project(settings, Path(f"/x/{name}.annot"), title=name, coder="Ana")
    assert [r.title for r in settings.recent] == ["a", "b"]


def test_only_so_many_projects_are_remembered() -> None:
    settings = Settings()
    for n in range(MAX_RECENT + 5):
        settings = remember_project(settings, Path(f"/x/{n}.annot"), title=str(n), coder="Ana")
    assert len(settings.recent) == MAX_RECENT


def test_coder_of_a_project_is_who_opened_it_last() -> None:
    path = Path("/x/a.annot")
    settings = remember_project(Settings(), path, title="A", coder="Ana")
    settings = remember_project(settings, path, title="A", coder="Ben")
    assert coder_of(settings, path) == "Ben"


def test_forgotten_project_is_gone() -> None:
    settings = remember_project(Settings(), Path("/x/a.annot"), title="A", coder="Ana")
    assert forget_project(settings, str(Path("/x/a.annot"))).recent == ()


def test_view_comes_back_per_project_and_coder(tmp_path: Path) -> None:
    file, project = tmp_path / "views.json", tmp_path / "a.annot"
    save_view(file, project, "Ana", "code", {"code": {"article": "x", "position": 7}})
    save_view(file, project, "Ben", "actors", {})
    assert load_view(file, project, "Ana") == ("code", {"code": {"article": "x", "position": 7}})
    assert load_view(file, project, "Ben")[0] == "actors"


def test_damaged_views_cost_nothing_but_the_place(tmp_path: Path) -> None:
    file = tmp_path / "views.json"
    file.write_text("{]")
    assert load_view(file, tmp_path / "a.annot", "Ana") == ("", {})
