"""One story: code by the keyboard alone, be killed, come back, undo a step, export, read the cells.

And a second one: an emoji, Arabic and Chinese words are found, coded by keys and exported exactly.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from annotator.project import queries
from annotator.project.check import check
from annotator.project.store import Store
from annotator.settings import Settings
from exports.base import EXPORTERS, ExportOptions, no_progress
from tests.e2e.coder_at_work import press
from ui.cli import main as cli
from ui.main_window import MainWindow

ROOT = Path(__file__).resolve().parents[2]
TEXT = (
    "Harbour talks resume\n\n"
    "Ilse Varga said on Monday that negotiators would return to Port Selm within days. "
    "Torvan aircraft bombed a rail depot near Kestrel.\n\n"
    "“We will never accept a truce that freezes the line,” Daan Okoro told reporters.\n"
)
MANY_SCRIPTS = (
    "Une Ministerin 🇫🇷 und 👩‍👩‍👧 sprachen.\n\n"
    "قالت الوزيرة إن الهدنة قريبة.\n\n"
    "部长说停火将在周一开始。 Then 👍🏽 she left.\n"
)
QUIET = Settings(suggest_on_open=False, theme="light")


def _made(folder: Path, name: str, text: str) -> Path:
    (folder / name).write_text(text, encoding="utf-8")
    path = folder / "study.annot"
    assert cli(["new", str(path), "--coder", "A"]) == 0
    assert cli(["import", str(path), str(folder / name)]) == 0
    return path


@pytest.fixture(scope="module")
def after_the_kill(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project made by the command line, in which a coder has worked until the kill."""
    folder = tmp_path_factory.mktemp("killed")
    path = _made(folder, "harbour.txt", TEXT)
    done = subprocess.run(
        [sys.executable, "-m", "tests.e2e.coder_at_work", str(path)],
        cwd=ROOT,
        env={**os.environ, "ANNOTATOR_HOME": str(folder / "home")},
        check=False,
        capture_output=True,
        text=True,
        timeout=90,
    )
    assert "done" in done.stdout, done.stderr
    assert done.returncode != 0
    return path


@pytest.fixture
def coded_and_killed(after_the_kill: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of it for one test, the journal that may lie beside it included."""
    monkeypatch.setenv("ANNOTATOR_HOME", str(tmp_path / "home"))
    for file in after_the_kill.parent.glob("study.annot*"):
        shutil.copy(file, tmp_path / file.name)
    return tmp_path / "study.annot"


@pytest.fixture
def reopened(coded_and_killed: Path, qtbot: QtBot) -> Iterator[MainWindow]:
    window = _open(coded_and_killed, qtbot)
    yield window
    window.close()


def _open(path: Path, qtbot: QtBot) -> MainWindow:
    window = MainWindow(QUIET)
    qtbot.addWidget(window)
    with qtbot.waitExposed(window):
        window.show()
    window.activateWindow()
    assert window.open_project(path, "A")
    return window


def _sheets(path: Path, out: Path) -> dict[str, list[dict[str, Any]]]:
    """Every sheet of the exported workbook as rows by column."""
    from openpyxl import load_workbook

    with Store.open(path) as store, store.snapshot() as reader:
        EXPORTERS["xlsx"].write(reader, out, ExportOptions(), no_progress)
    sheets = {}
    for sheet in load_workbook(out).worksheets:
        head, *rows = list(sheet.iter_rows(values_only=True)) or [()]
        sheets[sheet.title] = [dict(zip(map(str, head), row, strict=True)) for row in rows]
    return sheets


def test_nothing_coded_is_lost_by_a_kill(coded_and_killed: Path) -> None:
    with Store.open(coded_and_killed) as store:
        coder = queries.coder_named(store.reader, "A")
        (article,) = queries.article_uids(store.reader)
        assert coder is not None
        codes = queries.annotations_of(store.reader, article, coder.uid)
        assert check(store.reader) == []
    assert [(c.layer, c.quote, c.state) for c in codes] == [
        ("claim", "negotiators would return", "complete"),
        ("event", "bombed", "complete"),
        ("stance", "We will never accept", "complete"),
    ]


def test_window_reopens_on_the_codes_after_a_kill(reopened: MainWindow) -> None:
    page: Any = reopened.pages["code"]
    assert [c.layer for c in page.desk.codes] == ["claim", "event", "stance"]
    assert reopened.status.saved == "Saved"


def test_undo_after_a_kill_takes_back_the_last_step_and_shows_its_place(
    reopened: MainWindow,
) -> None:
    page: Any = reopened.pages["code"]
    press(reopened, "Ctrl+Z")
    claim = page.desk.codes[0]
    assert "claim_kind" not in claim.fields
    assert claim.state == "draft"
    assert page.desk.current_code == claim


def test_workbook_holds_what_was_coded_and_not_what_was_undone(
    reopened: MainWindow, tmp_path: Path
) -> None:
    path = reopened.session.store.path if reopened.session else Path()
    press(reopened, "Ctrl+Z")
    reopened.close()
    sheets = _sheets(path, tmp_path / "out.xlsx")
    (event,), (stance,), (claim,) = (sheets[f"{k}_wide"] for k in ("event", "stance", "claim"))
    assert (event["quote"], event["event_type"], event["quad_class"]) == (
        "bombed",
        "assault",
        "material_conflict",
    )
    assert (stance["quote"], stance["holder_lbl"]) == ("We will never accept", "Daan Okoro")
    assert (stance["target_issue"], stance["position"]) == ("ceasefire", -2)
    assert (claim["claimant_lbl"], claim["form"]) == ("Ilse Varga", "verbal_statement")
    assert (claim["issue"], claim["position"]) == ("peace_terms", 1)
    assert (claim["claim_kind"], claim["state"]) == (None, "draft")
    for row in sheets["annotations_long"]:
        assert TEXT.strip()[row["start"] : row["end"]] == row["quote"]


@pytest.mark.parametrize("words", ["👩‍👩‍👧", "🇫🇷", "الهدنة قريبة", "停火将在周一开始", "👍🏽"])
def test_words_of_every_script_are_coded_exactly_by_keys(
    words: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    monkeypatch.setenv("ANNOTATOR_HOME", str(tmp_path / "home"))
    path = _made(tmp_path, "scripts.txt", MANY_SCRIPTS)
    window = _open(path, qtbot)
    page: Any = window.pages["code"]
    press(window, "Ctrl+F")
    field = QApplication.focusWidget()
    assert field is not None
    field.setProperty("text", words)  # as pasted: an offscreen keyboard has no such keys
    press(window, "Return", "Esc", "C")
    QTest.keyClick(window.windowHandle(), "X")
    press(window, "Ctrl+Return")
    assert [c.quote for c in page.desk.codes] == [words]
    window.close()
    (row,) = _sheets(path, tmp_path / "out.xlsx")["claim_wide"]
    text = MANY_SCRIPTS.strip()
    assert row["quote"] == words
    assert text[row["start"] : row["end"]] == words
