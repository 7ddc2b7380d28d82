"""Whatever keys are pressed: the project stays sound, and the window shows what is in the file."""

from __future__ import annotations

import shutil
from pathlib import Path

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtTest import QTest

from annotator.project import queries
from annotator.project.check import check
from tests.ui.workplace import Workplace
from ui.main_window import MainWindow
from ui.models.articles import Role

REOPEN = "(close and open again)"
SELECT = "(select a word)"
READING = [
    "N",
    "E",
    "S",
    "C",
    "Q",
    "Tab",
    "Shift+Tab",
    "Return",
    "Shift+Return",
    "Backspace",
    "1",
    "2",
    "3",
    "9",
    "A",
    "Shift+A",
    "J",
    "K",
    "Del",
    "W",
    "Shift+W",
    "B",
    "Shift+B",
    "Space",
    "Shift+Space",
    "G",
    "M",
    "F",
    "Ctrl+D",
    "Alt+Down",
    "Alt+Up",
    "Ctrl+Shift+Return",
    "Esc",
    "Right",
    "Shift+Right",
    "Ctrl+Right",
    "Down",
    "F6",
    "Shift+F6",
    "Ctrl+Return",
]
OFTEN = [SELECT, "E", "Tab", "Return", "Esc", "Ctrl+Z", "Ctrl+Z", "Ctrl+Shift+Z", REOPEN]
KEYS = st.lists(st.sampled_from(READING + OFTEN), min_size=4, max_size=24)


class Walk:
    """One run: a fresh copy of the project, and the checks after every key."""

    def __init__(self, frame: MainWindow, untouched: Path, folder: Path) -> None:
        self.desk = Workplace(frame, folder / "walk.annot")
        shutil.copy(untouched, self.desk.path)
        self._words = 0
        self.open()

    def open(self) -> None:
        self.desk.window.activateWindow()
        assert self.desk.window.open_project(self.desk.path, "A")
        assert QTest.qWaitForWindowActive(self.desk.window)
        self.desk.window.show_page("code")

    def close(self) -> None:
        self.desk.window.close_project()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)

    def do(self, key: str) -> None:
        if key == REOPEN:
            self.close()
            self.open()
        elif key == SELECT:
            self._words += 1
            tokens = self.desk.page.desk.segments.tokens  # type: ignore[union-attr]
            self.desk.page.reader.select(tokens[7 * self._words % len(tokens)])
            self.desk.page.focus_text()
        else:
            self.desk.press(key)

    def look(self) -> None:
        """The desk is what the database holds, the page shows what the desk has."""
        page, reader = self.desk.page, self.desk.reader
        uid, coder = self.desk.article.uid, self.desk.coder
        assert page.desk.codes == queries.annotations_of(reader, uid, coder)
        assert page.desk.suggestions == queries.open_suggestions(reader, uid, coder)
        assert page.desk.assignment == queries.assignment_of(reader, uid, coder)
        if page.desk.assignment is not None:
            assert page.desk.read == queries.read_spans(reader, page.desk.assignment.uid)
        model = page.articles.model
        rows = {r.uid: r for r in queries.article_rows(reader, coder)}
        assert {u: model.article_row(u) for u in rows} == rows
        assert {u: model.index(model.row_of(u)).data(Role.ROW) for u in model.uids} == rows
        shown = {mark.uid: mark for mark in page.reader._layout.marks.marks}
        assert shown == {mark.uid: mark for mark in page.looks.marks()}
        assert page.cards.cards == tuple(page.looks.cards(keep=page.cards.open_uid))
        if page.desk.current is not None:
            uid = page.desk.current.uid
            assert page.desk.code(uid) or page.desk.suggestion(uid)
        if page.cards.open_uid:
            assert page.desk.code(page.cards.open_uid) is not None
        assert self.desk.mode == page.mode().upper()


@settings(
    max_examples=8,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(keys=KEYS)
@example(keys=["Tab", "Shift+Return", "Shift+F6", "Tab", "Ctrl+Z", "Ctrl+Z", "Ctrl+Shift+Z"])
@example(keys=["E", "F6", "F6", "F6", "N", "Alt+Down", "Ctrl+Z", REOPEN, "Ctrl+Shift+Z"])
@example(keys=["A", "J", "B", "Right", "Alt+Down", "Ctrl+Shift+Return", "Ctrl+Shift+Return"])
def test_window_shows_what_is_in_the_file(
    keys: list[str],
    frame: MainWindow,
    home: Path,
    untouched_project: Path,
    tmp_path: Path,
) -> None:
    walk = Walk(frame, untouched_project, tmp_path)
    try:
        for key in keys:
            walk.do(key)
            walk.look()
        assert check(walk.desk.reader) == []
    finally:
        walk.close()
