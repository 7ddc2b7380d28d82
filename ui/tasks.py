"""Work that takes longer than a blink, off the GUI thread.

A `Task` runs a Qt-free callable in a thread pool. The callable gets two functions: `progress(done,
total, text)` and `cancelled() -> bool`. Everything a listener sees arrives on the GUI thread.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from threading import Event
from typing import Any

from PySide6.QtCore import QObject, QRunnable, Qt, QThreadPool, Signal, Slot

from annotator.errors import CancelledError, ProjectError

Progress = Callable[[int, int, str], None]
Cancelled = Callable[[], bool]
Work = Callable[[Progress, Cancelled], Any]

log = logging.getLogger(__name__)


class Task(QObject):
    """One piece of background work. Keep a reference until it has ended."""

    progressed = Signal(int, int, str)
    finished = Signal(object)
    failed = Signal(str)
    cancelled = Signal()
    ended = Signal()
    """After any of the three above."""

    _progress = Signal(int, int, str)
    _outcome = Signal(str, object)

    def __init__(self, work: Work, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._work = work
        self._stop = Event()
        self._done = False
        queued = Qt.ConnectionType.QueuedConnection
        self._progress.connect(self._on_progress, queued)
        self._outcome.connect(self._on_outcome, queued)

    def start(self) -> Task:
        """Begin; the signals follow on the GUI thread."""
        QThreadPool.globalInstance().start(_Runner(self))
        return self

    def cancel(self) -> None:
        """Ask the work to stop; it ends at its next look at `cancelled()`."""
        self._stop.set()

    @property
    def is_cancelled(self) -> bool:
        return self._stop.is_set()

    @property
    def is_running(self) -> bool:
        return not self._done

    def work(self) -> None:
        """Do the work in the calling thread (the pool's), turning every ending into a signal."""
        try:
            value = self._work(self._progress.emit, self._stop.is_set)
        except CancelledError:
            self._tell("cancelled", None)
        except ProjectError as error:
            self._tell("failed", str(error))
        except Exception as error:
            log.exception("background work failed")
            self._tell("failed", f"Something unexpected happened: {error}. Details are in the log.")
        else:
            self._tell("finished", value)

    def _tell(self, how: str, value: object) -> None:
        try:
            self._outcome.emit(how, value)
        except RuntimeError:  # the window that asked has been closed meanwhile
            log.debug("nobody waits for the outcome %s any more", how)

    @Slot(int, int, str)
    def _on_progress(self, done: int, total: int, text: str) -> None:
        if not self._done:
            self.progressed.emit(done, total, text)

    @Slot(str, object)
    def _on_outcome(self, how: str, value: object) -> None:
        self._done = True
        if how == "finished":
            self.finished.emit(value)
        elif how == "failed":
            self.failed.emit(str(value))
        else:
            self.cancelled.emit()
        self.ended.emit()


class _Runner(QRunnable):
    def __init__(self, task: Task) -> None:
        super().__init__()
        self._task = task

    def run(self) -> None:
        self._task.work()
