"""Writes through the session: in order, none lost, none doubled, refusals without surprise."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtTest import QSignalSpy
from pytestqt.qtbot import QtBot

from annotator.commands import actors, codes
from annotator.errors import ProjectError
from annotator.model import Changes, Coder, Span
from annotator.project import queries
from annotator.project.step import Step
from annotator.project.store import Store
from tests.helpers import new_store, with_article, with_coder
from ui.session import Session

HARBOUR = Span(0, 7)


class Desk:
    """A session with one article, and what its signals said."""

    def __init__(self, store: Store) -> None:
        self.article = with_article(store)
        with_coder(store)
        self.session = Session(store, self._coder(store))
        self.changed: list[Changes] = []
        self.session.changed.connect(self.changed.append)

    @staticmethod
    def _coder(store: Store) -> Coder:
        coder = queries.coder_named(store.reader, "Coder A")
        assert coder is not None
        return coder

    def code(self, **options: Any) -> Any:
        return self.session.run(
            "Code event", codes.add_code, self.article, HARBOUR, layer="event", **options
        )

    def codes(self) -> int:
        return queries.annotation_count(self.session.reader)


@pytest.fixture
def desk(tmp_path: Path, qapp: object) -> Iterator[Desk]:
    store = new_store(tmp_path)
    desk = Desk(store)
    yield desk
    desk.session.close()


@pytest.fixture
def other(desk: Desk) -> Iterator[sqlite3.Connection]:
    """Another process that can hold the file."""
    connection = sqlite3.connect(desk.session.store.path, isolation_level=None)
    yield connection
    connection.close()


def test_run_returns_the_result_and_tells_what_changed(desk: Desk) -> None:
    uid = desk.code()
    assert queries.annotation(desk.session.reader, uid) is not None
    assert ("annotation", uid) in desk.changed[-1].rows


def test_then_gets_the_result(desk: Desk) -> None:
    got: list[str] = []
    assert got == [] and desk.code(then=got.append) == got[0]


def test_then_comes_after_the_views_have_learnt_of_it(desk: Desk) -> None:
    order: list[str] = []
    desk.session.changed.connect(lambda _: order.append("changed"))
    desk.code(then=lambda _: order.append("then"))
    assert order == ["changed", "then"]


def test_undo_and_redo_tell_which_place_changed(desk: Desk) -> None:
    uid = desk.code()
    undone = QSignalSpy(desk.session.undone)
    assert desk.session.undo_label == "Code event"
    desk.session.undo()
    assert desk.codes() == 0
    desk.session.redo()
    assert desk.codes() == 1
    assert undone.count() == 2
    assert ("annotation", uid) in undone.at(1)[0].rows


def test_nothing_to_undo_is_no_error(desk: Desk) -> None:
    failed = QSignalSpy(desk.session.failed)
    desk.session.set_coder(Coder("f" * 32, "nobody yet", "#000000", "person", "coder"))
    assert desk.session.undo() is None
    assert failed.count() == 0


def test_refusal_is_told_and_nothing_waits(desk: Desk) -> None:
    failed = QSignalSpy(desk.session.failed)
    assert desk.session.run("Add actor", actors.ensure_actor, "  ") is None
    assert failed.at(0)[0].startswith("An actor needs a name.")
    assert not desk.session.is_waiting


def test_busy_file_keeps_the_command_and_saves_it_later(
    desk: Desk, other: sqlite3.Connection, qtbot: QtBot
) -> None:
    busy = QSignalSpy(desk.session.busy)
    other.execute("BEGIN IMMEDIATE")
    assert desk.code() is None
    assert desk.session.is_waiting
    other.execute("ROLLBACK")
    qtbot.waitUntil(lambda: not desk.session.is_waiting, timeout=3000)
    assert desk.codes() == 1
    assert [busy.at(n)[0] for n in range(busy.count())] == [True, False]


def test_what_waits_is_saved_in_order_and_once(
    desk: Desk, other: sqlite3.Connection, qtbot: QtBot
) -> None:
    made: list[str] = []
    other.execute("BEGIN IMMEDIATE")
    for _ in range(3):
        desk.code(then=made.append)
    desk.session.run("Flag", lambda step: codes.set_flag(step, made[-1], True))
    desk.session.retry()
    assert made == []
    other.execute("ROLLBACK")
    qtbot.waitUntil(lambda: not desk.session.is_waiting, timeout=3000)
    assert len(made) == desk.codes() == 3
    flagged = [queries.annotation(desk.session.reader, uid) for uid in made]
    assert [code.flagged for code in flagged if code] == [False, False, True]


def test_undo_that_had_to_wait_shows_its_place_too(
    desk: Desk, other: sqlite3.Connection, qtbot: QtBot
) -> None:
    desk.code()
    undone = QSignalSpy(desk.session.undone)
    other.execute("BEGIN IMMEDIATE")
    desk.session.undo()
    other.execute("ROLLBACK")
    qtbot.waitUntil(lambda: not desk.session.is_waiting, timeout=3000)
    assert desk.codes() == 0
    assert undone.count() == 1


def test_failed_save_is_loud_and_can_be_tried_again(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    loud = QSignalSpy(desk.session.save_failed)
    run = desk.session.store.run
    monkeypatch.setattr(desk.session.store, "run", _disk_is_full)
    assert desk.code() is None
    assert loud.count() == 1
    monkeypatch.setattr(desk.session.store, "run", run)
    desk.session.retry()
    assert desk.codes() == 1
    assert not desk.session.is_waiting


def test_after_a_failed_save_later_work_waits_behind_it(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = desk.session.store.run
    monkeypatch.setattr(desk.session.store, "run", _disk_is_full)
    desk.code()
    monkeypatch.setattr(desk.session.store, "run", run)
    desk.code()
    assert desk.codes() == 0
    desk.session.retry()
    assert desk.codes() == 2


def test_giving_up_drops_what_waits(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(desk.session.store, "run", _disk_is_full)
    desk.code()
    desk.session.give_up()
    assert not desk.session.is_waiting


def test_moved_file_is_a_failed_save(desk: Desk) -> None:
    loud = QSignalSpy(desk.session.save_failed)
    path = desk.session.store.path
    path.rename(path.with_name("elsewhere.annot"))
    desk.code()
    assert loud.count() == 1
    path.with_name("elsewhere.annot").rename(path)


def test_codebook_is_read_again_after_it_changed(desk: Desk) -> None:
    before = desk.session.codebook
    assert desk.session.codebook is before
    desk.session.run("Touch", _touch_layer, before.layers[0].uid)
    assert desk.session.codebook is not before


def test_actor_names_are_read_again_after_one_came(desk: Desk) -> None:
    assert "Ilse Varga" not in desk.session.actor_names.values()
    desk.session.run("Add actor", actors.ensure_actor, "Ilse Varga")
    assert "Ilse Varga" in desk.session.actor_names.values()


def _touch_layer(step: Step, uid: str) -> None:
    row = step.row("layer", uid)
    assert row is not None
    step.put("layer", uid, spec={**row["spec"], "definition": "other words"})


def _disk_is_full(*_args: object, **_options: object) -> Changes:
    raise ProjectError("The disk is full.", "Free some space.") from sqlite3.OperationalError()
