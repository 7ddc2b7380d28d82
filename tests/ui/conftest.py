"""The whole window on a small project: opened, used by real keys, closed without a trace."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import shiboken6
from PySide6.QtCore import QCoreApplication, QEvent, QThreadPool, QtMsgType, qInstallMessageHandler
from PySide6.QtWidgets import QApplication
from pytestqt.logging import _QtMessageCapture as QtMessages
from pytestqt.qtbot import QtBot

from annotator.settings import Settings
from tests.ui.workplace import Opened, Workplace, make_project
from ui.main_window import MainWindow
from ui.theme import load_fonts

HARMLESS = ("propagateSizeHints",)
"""What the plugin without a screen says about every window."""
QUIET = Settings(suggest_on_open=False, theme="light")


@pytest.fixture(scope="session")
def dressed_app(qapp: QApplication) -> QApplication:
    qapp.setStyle("Fusion")
    load_fonts()
    return qapp


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of the test's own for settings, views and backups."""
    folder = tmp_path / "home"
    folder.mkdir()
    monkeypatch.setenv("ANNOTATOR_HOME", str(folder))
    return folder


@pytest.fixture
def windows(
    home: Path, dressed_app: QApplication, qtbot: QtBot, qtlog: QtMessages
) -> Iterator[Opened]:
    """Opens windows, with a project or on the welcome page; closes them and looks for leftovers."""
    threads = set(threading.enumerate())
    made: list[MainWindow] = []

    def opened(
        path: Path | None = None,
        *,
        settings: Settings = QUIET,
        coder: str | None = "A",
        size: tuple[int, int] = (1440, 900),
    ) -> Workplace:
        window = MainWindow(settings)
        made.append(window)
        window.resize(*size)
        with qtbot.waitExposed(window):
            window.show()
        window.activateWindow()
        qtbot.waitUntil(window.isActiveWindow)
        if path is not None:
            assert window.open_project(path, coder)
        return Workplace(window, path or Path())

    yield opened
    with qt_warnings() as said:
        for window in made:
            close(window)
    assert QThreadPool.globalInstance().waitForDone(5000)
    assert set(threading.enumerate()) <= threads
    said += [(r.type_name, r.message) for r in qtlog.records if r.matches_level("WARNING")]
    assert [text for _, text in said if not any(h in text for h in HARMLESS)] == []


@pytest.fixture
def window(windows: Opened, tmp_path: Path) -> Workplace:
    """A window with a project of two articles; nothing is coded yet."""
    return windows(make_project(tmp_path))


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return make_project(tmp_path)


def close(window: MainWindow) -> None:
    """Close a window and let it go, with everything it owns."""
    if not shiboken6.isValid(window):
        return
    if window.session is not None:
        window.session.give_up()
    window.close()
    assert window.session is None
    window.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    QCoreApplication.processEvents()
    assert not shiboken6.isValid(window)


@contextmanager
def qt_warnings() -> Iterator[list[tuple[str, str]]]:
    """Everything Qt complains about meanwhile."""
    said: list[tuple[str, str]] = []

    def listen(kind: QtMsgType, _context: object, text: str) -> None:
        if kind != QtMsgType.QtDebugMsg and kind != QtMsgType.QtInfoMsg:
            said.append((kind.name, text))

    before = qInstallMessageHandler(listen)
    try:
        yield said
    finally:
        qInstallMessageHandler(before)
