"""A window with a reading pane, in the program's own colours and faces."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from annotator.text.segment import segment
from tests.ui.reader.helpers import article
from ui import theme
from ui.reader.marks import Mark
from ui.reader.view import ReaderView

Show = Callable[..., ReaderView]


@pytest.fixture(scope="session")
def dressed(qapp: QApplication) -> QApplication:
    theme.load_fonts()
    return qapp


@pytest.fixture
def show(dressed: QApplication, qtbot: QtBot) -> Iterator[Show]:
    """Open a text in a reading pane of 800 x 600 that has the focus."""

    def opened(
        text: str,
        marks: Sequence[Mark] = (),
        *,
        title: str = "",
        language: str = "en",
        size: tuple[int, int] = (800, 600),
    ) -> ReaderView:
        view = ReaderView()
        qtbot.addWidget(view)
        view.resize(*size)
        with qtbot.waitExposed(view):
            view.show()
        view.show_article(article(text, title=title, language=language), segment(text), marks)
        view.activateWindow()
        view.setFocus()
        qtbot.waitUntil(view.hasFocus)
        return view

    return opened


@pytest.fixture
def middle() -> Callable[[ReaderView, int, int], QPoint]:
    """The point in the middle of some characters, in the viewport."""

    def point(view: ReaderView, start: int, end: int) -> QPoint:
        from annotator.model import Span

        return view.rects_of(Span(start, end))[0].center().toPoint()

    return point
