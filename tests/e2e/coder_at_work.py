"""A coder at the keyboard, in a process of its own: codes three passages, then is killed.

    python -m tests.e2e.coder_at_work PROJECT

Every key is a real key event. The last thing the process does is to kill itself without warning:
no window is closed, no file, nothing is flushed.
"""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path

from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from annotator.settings import Settings
from ui.app import make_app
from ui.main_window import MainWindow

EVENT = ("bombed", ("E", "assault", "Return", "Return", "Torvan aircraft", "Return", "Ctrl+Return"))
STANCE = (
    "We will never accept",
    ("S", "Daan Okoro", "Return", "2", "ceasefire", "Return", "1", "Ctrl+Return"),
)
CLAIM = (
    "negotiators would return",
    ("C", "Ilse Varga", "Return", "2", "Return", "peace", "Return", "3", "7"),
)
"""Words to find, then the keys: a layer's letter, names typed, choices by their printed keys."""
NAMED = frozenset({"Return", "Esc", "Ctrl+Return"})


def main(project: Path) -> None:
    """Open the project and code the three passages."""
    app = make_app(["annotator"])
    window = MainWindow(Settings(suggest_on_open=False, theme="light"))
    window.show()
    window.activateWindow()
    window.open_project(project, "A")
    app.processEvents()
    for words, keys in (EVENT, STANCE, CLAIM):
        press(window, "Ctrl+F", *words, "Return", "Esc")
        press(window, *(k for key in keys for k in ([key] if key in NAMED else key)))
    print("done", flush=True)
    die()


def press(window: MainWindow, *keys: str) -> None:
    """Press keys: single characters are typed, others are names of keys."""
    for key in keys:
        if len(key) == 1:
            QTest.keyClick(window.windowHandle(), key)
        else:
            pressed = QKeySequence.fromString(key)[0]  # type: ignore[index]
            QTest.keyClick(window.windowHandle(), pressed.key(), pressed.keyboardModifiers())
        QApplication.processEvents()


def die() -> None:
    """End without warning, as when the power goes."""
    if hasattr(signal, "SIGKILL"):
        os.kill(os.getpid(), signal.SIGKILL)
    os._exit(9)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
