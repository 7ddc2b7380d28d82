"""Background work: progress, ends, cancelling, and that listeners live on the GUI thread."""

from __future__ import annotations

import threading
from collections.abc import Callable
from time import sleep
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from annotator.errors import CancelledError, ProjectError
from ui.tasks import Task


class Listener:
    """What a task said, and on which thread."""

    def __init__(self, qtbot: QtBot, work: Callable[..., Any]) -> None:
        self.said: list[tuple[str, object]] = []
        self.threads: set[int] = set()
        self.task = Task(work)
        self.task.progressed.connect(lambda *got: self._hear("progressed", got))
        self.task.finished.connect(lambda got: self._hear("finished", got))
        self.task.failed.connect(lambda got: self._hear("failed", got))
        self.task.cancelled.connect(lambda: self._hear("cancelled", None))
        self._bot = qtbot

    def _hear(self, what: str, got: object) -> None:
        self.said.append((what, got))
        self.threads.add(threading.get_ident())

    def run(self) -> list[tuple[str, object]]:
        with self._bot.waitSignal(self.task.ended, timeout=5000):
            self.task.start()
        return self.said


def test_value_of_the_work_arrives(qtbot: QtBot) -> None:
    assert Listener(qtbot, lambda _p, _c: 42).run() == [("finished", 42)]


def test_progress_arrives_in_order_before_the_end(qtbot: QtBot) -> None:
    def work(progress: Callable[[int, int, str], None], _stop: object) -> None:
        for n in range(3):
            progress(n, 3, "Reading")

    said = Listener(qtbot, work).run()
    assert [got for what, got in said if what == "progressed"] == [
        (n, 3, "Reading") for n in range(3)
    ]
    assert said[-1][0] == "finished"


def test_everything_arrives_on_the_gui_thread(qtbot: QtBot) -> None:
    listener = Listener(qtbot, lambda progress, _c: progress(1, 1, "x"))
    listener.run()
    assert listener.threads == {threading.get_ident()}


def test_error_the_user_can_act_on_is_told_as_it_is(qtbot: QtBot) -> None:
    def work(_p: object, _c: object) -> None:
        raise ProjectError("The file is gone.", "Put it back.")

    assert Listener(qtbot, work).run() == [("failed", "The file is gone. Put it back.")]


def test_bug_ends_in_the_log_and_in_one_sentence(
    qtbot: QtBot, caplog: pytest.LogCaptureFixture
) -> None:
    said = Listener(qtbot, lambda _p, _c: 1 // 0).run()
    assert said[0][0] == "failed"
    assert "Something unexpected happened" in str(said[0][1])
    assert "ZeroDivisionError" in caplog.text


def test_cancel_stops_the_work(qtbot: QtBot) -> None:
    begun = threading.Event()

    def work(_p: object, cancelled: Callable[[], bool]) -> None:
        begun.set()
        while not cancelled():
            sleep(0.005)
        raise CancelledError

    listener = Listener(qtbot, work)
    listener.task.start()
    assert begun.wait(5)
    with qtbot.waitSignal(listener.task.ended, timeout=5000):
        listener.task.cancel()
    assert listener.said == [("cancelled", None)]
    assert not listener.task.is_running
