"""The whole window on a small project: opened, used by real keys, closed without a trace."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import shiboken6
from PySide6.QtCore import QCoreApplication, QEvent, QThreadPool, QtMsgType, qInstallMessageHandler
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.logging import _QtMessageCapture as QtMessages

from annotator.settings import Settings
from tests.ui.workplace import Opened, Workplace, make_project
from ui.main_window import MainWindow
from ui.theme import load_fonts

HARMLESS = ("This plugin does not support",)
"""What the plugin without a screen says about windows and menus."""
QUIET = Settings(suggest_on_open=False, theme="light")
SIZE = (1440, 900)


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


@pytest.fixture(scope="session")
def untouched_project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_project(tmp_path_factory.mktemp("untouched"))


@pytest.fixture
def project(untouched_project: Path, tmp_path: Path) -> Path:
    """A project of two articles with suggestions; nothing is coded yet."""
    return Path(shutil.copy(untouched_project, tmp_path / "study.annot"))


@pytest.fixture
def no_qt_warnings(qtlog: QtMessages) -> Iterator[None]:
    """Fails where Qt complains, in the test or while things are closed afterwards."""
    with qt_warnings() as said:
        yield
    said += [(r.type_name, r.message) for r in qtlog.records if r.matches_level("WARNING")]
    assert [text for _, text in said if not any(h in text for h in HARMLESS)] == []


@pytest.fixture
def windows(home: Path, dressed_app: QApplication, no_qt_warnings: None) -> Iterator[Opened]:
    """Opens windows, with a project or on the welcome page; closes them and looks for leftovers."""
    threads = set(threading.enumerate())
    made: list[MainWindow] = []

    def opened(
        path: Path | None = None,
        *,
        settings: Settings = QUIET,
        coder: str | None = "A",
        size: tuple[int, int] = SIZE,
    ) -> Workplace:
        window = _shown(settings, size)
        made.append(window)
        if path is not None:
            assert window.open_project(path, coder)
        return Workplace(window, path or Path())

    yield opened
    for window in made:
        close(window)
    assert QThreadPool.globalInstance().waitForDone(5000)
    assert set(threading.enumerate()) <= threads


@pytest.fixture(scope="module")
def frame(dressed_app: QApplication) -> Iterator[MainWindow]:
    """One window for the tests of a module: making it anew takes longer than most of them."""
    window = _shown(QUIET, SIZE)
    yield window
    close(window)


@pytest.fixture
def window(
    frame: MainWindow, home: Path, project: Path, no_qt_warnings: None
) -> Iterator[Workplace]:
    """A window in which the project is open; closed again afterwards."""
    if (frame.width(), frame.height()) != SIZE:
        frame.resize(*SIZE)
    frame.toast.hide()
    frame.activateWindow()
    assert frame.open_project(project, "A")
    yield Workplace(frame, project)
    if frame.session is not None:
        frame.session.give_up()
    frame.close_project()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


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
        if kind not in (QtMsgType.QtDebugMsg, QtMsgType.QtInfoMsg):
            said.append((kind.name, text))

    before = qInstallMessageHandler(listen)
    try:
        yield said
    finally:
        qInstallMessageHandler(before)


def _shown(settings: Settings, size: tuple[int, int]) -> MainWindow:
    window = MainWindow(settings)
    window.resize(*size)
    window.show()
    window.activateWindow()
    assert QTest.qWaitForWindowActive(window)
    return window
