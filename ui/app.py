"""Starting the Qt application: fonts, high-DPI, the exception hook, the window."""

from __future__ import annotations

import logging
import sys
import traceback
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QMessageBox

from annotator import __version__
from annotator.paths import log_file
from ui.main_window import MainWindow
from ui.theme import load_fonts

log = logging.getLogger("annotator")


def run_app(project: Path | None, coder: str | None) -> int:
    """Open the window, with a project where one is named; returns when it is closed."""
    app = make_app(sys.argv[:1])
    window = MainWindow()
    window.show()
    if project is not None:
        window.open_project(project, coder)
    return app.exec()


def make_app(arguments: list[str]) -> QApplication:
    """The application object, set up once."""
    QCoreApplication.setApplicationName("Annotator")
    QCoreApplication.setApplicationVersion(__version__)
    QGuiApplication.setDesktopFileName("annotator")
    app = QApplication.instance() or QApplication(arguments)
    assert isinstance(app, QApplication)
    app.setStyle("Fusion")
    load_fonts()
    _start_log()
    sys.excepthook = _on_exception
    return app


def _start_log() -> None:
    try:
        path = log_file()
        path.parent.mkdir(parents=True, exist_ok=True)
        handler = logging.FileHandler(path, encoding="utf-8", delay=True)
    except OSError:
        return
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    root = logging.getLogger()
    if not any(isinstance(h, logging.FileHandler) for h in root.handlers):
        root.addHandler(handler)
        root.setLevel(logging.INFO)


def _on_exception(
    kind: type[BaseException], error: BaseException, trace: TracebackType | None
) -> None:
    """A bug: into the log, then a dialog. Every step is committed already, so no work is lost."""
    if issubclass(kind, KeyboardInterrupt):
        QApplication.quit()
        return
    text = "".join(traceback.format_exception(kind, error, trace))
    log.error("unexpected error\n%s", text)
    sys.stderr.write(text)
    if QApplication.instance() is None or QGuiApplication.platformName() == "offscreen":
        return
    box = QMessageBox()
    box.setIcon(QMessageBox.Icon.Warning)
    box.setWindowTitle("Annotator")
    box.setText("Something went wrong inside Annotator. Your codes are saved up to the last step.")
    box.setInformativeText(f"You can go on. The details are in {log_file()}.")
    box.setDetailedText(text)
    box.exec()
