"""The mouse on real pixels: words, sentences, single characters, marks."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from annotator.model import Span
from annotator.text.segment import segment
from tests.ui.reader.helpers import ARABIC, EMOJI, HARBOUR, MIXED, over, span_of
from ui.reader.hover import Hover
from ui.reader.view import ReaderView

LEFT = Qt.MouseButton.LeftButton
CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
NONE = Qt.KeyboardModifier.NoModifier
Show = Callable[..., ReaderView]


def place(view: ReaderView, start: int, end: int | None = None) -> QPoint:
    """The middle of some characters."""
    return view.rects_of(Span(start, end or start + 1))[0].center().toPoint()


def edge(view: ReaderView, position: int) -> QPoint:
    """Just left of a character."""
    rect = view.rects_of(Span(position, position + 1))[0]
    return QPoint(round(rect.left()), round(rect.center().y()))


def drag(
    qtbot: QtBot,
    view: ReaderView,
    start: QPoint,
    end: QPoint,
    modifiers: Qt.KeyboardModifier = NONE,
) -> None:
    qtbot.mousePress(view.viewport(), LEFT, modifiers, start)
    for share in (0.3, 0.7, 1.0):
        between = start + (end - start) * share
        move = QMouseEvent(
            QEvent.Type.MouseMove,
            QPointF(between),
            QPointF(view.viewport().mapToGlobal(between)),
            Qt.MouseButton.NoButton,
            LEFT,
            modifiers,
        )
        QApplication.sendEvent(view.viewport(), move)
    qtbot.mouseRelease(view.viewport(), LEFT, modifiers, end)


def hover(view: ReaderView, point: QPoint) -> None:
    """Move the pointer with no button down."""
    move = QMouseEvent(
        QEvent.Type.MouseMove,
        QPointF(point),
        QPointF(view.viewport().mapToGlobal(point)),
        Qt.MouseButton.NoButton,
        Qt.MouseButton.NoButton,
        NONE,
    )
    QApplication.sendEvent(view.viewport(), move)


def selected(view: ReaderView, text: str) -> str | None:
    span = view.selection()
    return None if span is None else text[span.start : span.end]


@pytest.mark.parametrize("text", [HARBOUR, EMOJI, ARABIC, MIXED])
def test_a_click_puts_the_caret_before_any_word(show: Show, qtbot: QtBot, text: str) -> None:
    view = show(text)
    for token in segment(text).tokens:
        if text[token.start : token.end].isalnum():
            qtbot.mouseClick(view.viewport(), LEFT, NONE, place(view, token.start, token.end))
            assert view.caret() == token.start


def test_dragging_selects_whole_words(show: Show, qtbot: QtBot) -> None:
    view = show(HARBOUR)
    start = HARBOUR.index("negotiators")
    end = HARBOUR.index("return")
    drag(qtbot, view, place(view, start + 4), place(view, end + 2))
    assert selected(view, HARBOUR) == "negotiators would return"


def test_dragging_back_selects_whole_words(show: Show, qtbot: QtBot) -> None:
    view = show(HARBOUR)
    drag(qtbot, view, place(view, HARBOUR.index("return") + 2), place(view, HARBOUR.index("that")))
    assert selected(view, HARBOUR) == "that negotiators would return"


def test_dragging_over_right_to_left_words(show: Show, qtbot: QtBot) -> None:
    view = show(ARABIC, language="ar")
    quote = "يوم الاثنين إن"
    span = span_of(ARABIC, quote)
    drag(qtbot, view, place(view, span.start + 1), place(view, span.end - 1))
    assert selected(view, ARABIC) == quote


def test_ctrl_dragging_selects_single_characters(show: Show, qtbot: QtBot) -> None:
    view = show(HARBOUR)
    start = HARBOUR.index("negotiators")
    drag(qtbot, view, edge(view, start + 2), edge(view, start + 7), CTRL)
    assert selected(view, HARBOUR) == "gotia"


def test_ctrl_dragging_never_splits_an_emoji(show: Show, qtbot: QtBot) -> None:
    view = show(EMOJI)
    start = EMOJI.index("👨")
    drag(qtbot, view, edge(view, 0), edge(view, start + 3), CTRL)
    span = view.selection()
    family = segment(EMOJI).token_at(start)
    assert span is not None
    assert family is not None
    assert span.end in (family.start, family.end)


def test_double_click_selects_the_word(show: Show, qtbot: QtBot) -> None:
    view = show(HARBOUR)
    point = place(view, HARBOUR.index("Arvenia") + 2)
    qtbot.mouseClick(view.viewport(), LEFT, NONE, point)
    qtbot.mouseDClick(view.viewport(), LEFT, NONE, point)
    assert selected(view, HARBOUR) == "Arvenia"


def test_triple_click_selects_the_sentence(show: Show, qtbot: QtBot) -> None:
    view = show(HARBOUR)
    point = place(view, HARBOUR.index("bombed") + 2)
    qtbot.mouseClick(view.viewport(), LEFT, NONE, point)
    qtbot.mouseDClick(view.viewport(), LEFT, NONE, point)
    qtbot.mouseClick(view.viewport(), LEFT, NONE, point)
    assert (
        selected(view, HARBOUR) == "Hours later Torvan aircraft bombed a rail depot near Kestrel."
    )


def test_shift_click_extends_to_the_word(show: Show, qtbot: QtBot) -> None:
    view = show(HARBOUR)
    view.place_caret(HARBOUR.index("Torvan"))
    qtbot.mouseClick(view.viewport(), LEFT, SHIFT, place(view, HARBOUR.index("bombed") + 1))
    assert selected(view, HARBOUR) == "Torvan aircraft bombed"


def test_a_click_clears_the_selection(show: Show, qtbot: QtBot) -> None:
    view = show(HARBOUR)
    view.select(span_of(HARBOUR, "Torvan aircraft"))
    qtbot.mouseClick(view.viewport(), LEFT, NONE, place(view, HARBOUR.index("Arvenia")))
    assert view.selection() is None


def test_a_click_on_a_mark_tells_which(show: Show, qtbot: QtBot) -> None:
    view = show(HARBOUR, [over(HARBOUR, "Port Selm", "fill", uid="selm")])
    with qtbot.waitSignal(view.mark_activated) as clicked:
        qtbot.mouseClick(view.viewport(), LEFT, NONE, place(view, HARBOUR.index("Selm") + 1))
    assert clicked.args == ["selm"]


def test_a_click_beside_marks_tells_nothing(show: Show, qtbot: QtBot) -> None:
    view = show(HARBOUR, [over(HARBOUR, "Port Selm", "fill")])
    with qtbot.assertNotEmitted(view.mark_activated):
        qtbot.mouseClick(view.viewport(), LEFT, NONE, place(view, HARBOUR.index("Monday") + 1))


def test_dragging_over_a_mark_does_not_activate_it(show: Show, qtbot: QtBot) -> None:
    view = show(HARBOUR, [over(HARBOUR, "Port Selm", "fill")])
    with qtbot.assertNotEmitted(view.mark_activated):
        drag(
            qtbot,
            view,
            place(view, HARBOUR.index("Port") + 1),
            place(view, HARBOUR.index("Selm") + 1),
        )


def test_on_the_word_the_shortest_mark_is_meant_below_it_the_lane(show: Show) -> None:
    word = over(HARBOUR, "bombed", uid="event")
    claim = over(HARBOUR, "Torvan aircraft bombed a rail depot", "long", uid="claim")
    view = show(HARBOUR, [word, claim])
    rect = view.rects_of(span_of(HARBOUR, "bombed"))[0]
    lane = view._layout.metrics.lane
    on_word = view.mark_at(rect.center())
    first = view.mark_at(QPointF(rect.center().x(), rect.bottom() + 1 + lane * 0.5))
    second = view.mark_at(QPointF(rect.center().x(), rect.bottom() + 1 + lane * 1.5))
    assert [m.uid for m in (on_word, first, second) if m] == ["event", "event", "claim"]


def test_clicking_again_goes_through_the_stack(show: Show) -> None:
    some = [over(HARBOUR, "bombed", uid="a"), over(HARBOUR, "aircraft bombed a", "long", uid="b")]
    view = show(HARBOUR, some)
    centre = view.rects_of(span_of(HARBOUR, "bombed"))[0].center()
    found = view.mark_at(centre)
    assert found is not None
    assert found.uid == "a"
    view.set_current("a")
    found = view.mark_at(centre)
    assert found is not None
    assert found.uid == "b"


def test_hovering_tells_the_mark_and_its_leaving(show: Show, qtbot: QtBot) -> None:
    view = show(HARBOUR, [over(HARBOUR, "Port Selm", "fill", uid="selm", title="gpe")])
    told: list[str] = []
    view.mark_hovered.connect(told.append)
    hover(view, place(view, HARBOUR.index("Monday") + 1))
    hover(view, place(view, HARBOUR.index("Selm") + 1))
    hover(view, place(view, HARBOUR.index("Selm") + 2))
    hover(view, place(view, HARBOUR.index("Monday") + 1))
    assert told == ["selm", ""]


def test_the_summary_waits_for_a_rest(show: Show, qtbot: QtBot) -> None:
    view = show(HARBOUR)
    hover = view.findChild(Hover) or view.viewport().findChild(Hover)
    assert hover is not None
    hover.enter(over(HARBOUR, "Port Selm", title="Port Selm: gpe"), QPoint(9, 9))
    assert hover._timer.isActive()
    hover.leave()
    assert not hover._timer.isActive()
