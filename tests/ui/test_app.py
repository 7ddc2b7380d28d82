"""Starting the program: what is imported, what happens when something breaks."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.ui.workplace import make_project

ROOT = Path(__file__).resolve().parents[2]
HEAVY = ("spacy", "openpyxl", "numpy", "lxml", "pypdfium2", "python_calamine", "thinc", "scipy")
SHOW = """
import sys
from pathlib import Path
from annotator.settings import Settings
from ui.app import make_app
app = make_app(["annotator"])
from ui.main_window import MainWindow
window = MainWindow(Settings(suggest_on_open=False))
window.show()
assert window.open_project(Path(sys.argv[1]), "A")
app.processEvents()
print(sorted(m for m in {heavy} if m in sys.modules))
window.close()
"""
BREAK = """
import sys
from ui.app import make_app
app = make_app(["annotator"])
from PySide6.QtCore import QTimer
def bug():
    raise RuntimeError("a bug")
QTimer.singleShot(0, bug)
QTimer.singleShot(50, app.quit)
app.exec()
print("still alive")
"""


def _python(
    code: str, *arguments: str, home: Path, monkeypatch: pytest.MonkeyPatch
) -> subprocess.CompletedProcess[str]:
    monkeypatch.setenv("ANNOTATOR_HOME", str(home))
    return subprocess.run(
        [sys.executable, "-c", code, *arguments],
        cwd=ROOT,
        check=False,
        capture_output=True,
        text=True,
        timeout=60,
    )


def test_window_with_a_project_imports_nothing_heavy(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = make_project(tmp_path)
    code = SHOW.format(heavy=HEAVY)
    done = _python(code, str(path), home=tmp_path / "home", monkeypatch=monkeypatch)
    assert done.stdout.strip() == "[]", done.stderr


def test_bug_goes_to_the_log_and_the_program_lives_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    done = _python(BREAK, home=tmp_path, monkeypatch=monkeypatch)
    assert "still alive" in done.stdout, done.stderr
    assert "RuntimeError: a bug" in (tmp_path / "annotator.log").read_text(encoding="utf-8")
