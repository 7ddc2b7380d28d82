"""The caret under real keys: tokens, sentences, lines; any script."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from annotator.model import Span
from annotator.text.segment import segment
from tests.ui.reader.helpers import ARABIC, CHINESE, EMOJI, HARBOUR, HEBREW, layout_of, span_of
from ui.reader.view import ReaderView

Key = Qt.Key
SHIFT = Qt.KeyboardModifier.ShiftModifier
CTRL = Qt.KeyboardModifier.ControlModifier
Show = Callable[..., ReaderView]
LONG = "The minister said that both sides would return to the talks within weeks. " * 8


def visited(qtbot: QtBot, view: ReaderView, key: Qt.Key, count: int) -> list[int]:
    found = [view.caret()]
    for _ in range(count):
        qtbot.keyClick(view, key)
        found.append(view.caret())
    return found


@pytest.mark.parametrize("text", [HARBOUR, EMOJI, CHINESE], ids=["english", "emoji", "chinese"])
def test_right_visits_the_start_of_every_token(show: Show, qtbot: QtBot, text: str) -> None:
    view = show(text)
    starts = [token.start for token in segment(text).tokens]
    assert visited(qtbot, view, Key.Key_Right, len(starts) - 1) == starts
    assert visited(qtbot, view, Key.Key_Left, len(starts) - 1) == starts[::-1]


@pytest.mark.parametrize("text", [ARABIC, HEBREW], ids=["arabic", "hebrew"])
def test_left_goes_on_where_text_runs_right_to_left(show: Show, qtbot: QtBot, text: str) -> None:
    view = show(text, language="ar")
    starts = [token.start for token in segment(text).tokens]
    assert visited(qtbot, view, Key.Key_Left, len(starts) - 1) == starts
    assert visited(qtbot, view, Key.Key_Right, 2)[-1] == starts[-3]


@pytest.mark.parametrize("text", [HARBOUR, EMOJI, CHINESE], ids=["english", "emoji", "chinese"])
def test_shift_right_takes_in_whole_tokens(show: Show, qtbot: QtBot, text: str) -> None:
    view = show(text)
    tokens = segment(text).tokens
    for token in tokens[:6]:
        qtbot.keyClick(view, Key.Key_Right, SHIFT)
        assert view.selection() == Span(tokens[0].start, token.end)
    qtbot.keyClick(view, Key.Key_Left, SHIFT)
    assert view.selection() == Span(tokens[0].start, tokens[4].end)


def test_shift_left_takes_in_the_token_before(show: Show, qtbot: QtBot) -> None:
    view = show(HARBOUR)
    view.place_caret(HARBOUR.index("resume"))
    qtbot.keyClick(view, Key.Key_Left, SHIFT)
    assert view.selection() == span_of(HARBOUR, "talks")


def test_ctrl_arrows_walk_sentences(show: Show, qtbot: QtBot) -> None:
    view = show(HARBOUR)
    starts = [sentence.start for sentence in segment(HARBOUR).sentences]
    for start in starts[1:]:
        qtbot.keyClick(view, Key.Key_Right, CTRL)
        assert view.caret() == start
    qtbot.keyClick(view, Key.Key_Left, CTRL)
    assert view.caret() == starts[-2]


def test_ctrl_shift_right_selects_the_sentence(show: Show, qtbot: QtBot) -> None:
    view = show(HARBOUR)
    second = segment(HARBOUR).sentences[1]
    view.place_caret(second.start)
    qtbot.keyClick(view, Key.Key_Right, CTRL | SHIFT)
    assert view.selection() == second


def test_arrow_without_shift_leaves_the_selection(show: Show, qtbot: QtBot) -> None:
    view = show(HARBOUR)
    view.select(span_of(HARBOUR, "talks resume"))
    qtbot.keyClick(view, Key.Key_Right)
    assert view.caret() == HARBOUR.index("as strikes")
    assert view.selection() is None
    view.select(span_of(HARBOUR, "talks resume"))
    qtbot.keyClick(view, Key.Key_Left)
    assert view.caret() == HARBOUR.index("talks")


def test_down_and_up_keep_to_the_column(show: Show, qtbot: QtBot) -> None:
    view = show(LONG)
    view.place_caret(LONG.index("talks"))
    places = visited(qtbot, view, Key.Key_Down, 4)
    lines = layout_of(view).box(0).lines
    assert [layout_of(view).box(0).line_of(p).number for p in places] == [0, 1, 2, 3, 4]
    xs = [view.rects_of(Span(p, p + 1))[0].left() for p in places]
    assert max(xs) - min(xs) < 90
    assert visited(qtbot, view, Key.Key_Up, 4)[-1] == places[0]
    assert len(lines) > 4


def test_down_passes_over_blank_lines(show: Show, qtbot: QtBot) -> None:
    view = show("One two.\n\n\n\nThree four.")
    qtbot.keyClick(view, Key.Key_Down)
    assert view.caret() == 12


def test_shift_down_selects_whole_tokens(show: Show, qtbot: QtBot) -> None:
    view = show(LONG)
    qtbot.keyClick(view, Key.Key_Down, SHIFT)
    span = view.selection()
    assert span is not None
    assert span.start == 0
    assert any(token.end == span.end for token in segment(LONG).tokens)


def test_home_and_end_go_to_the_edges_of_the_line(show: Show, qtbot: QtBot) -> None:
    view = show(LONG)
    line = layout_of(view).box(0).lines[1]
    view.place_caret(line.start + 20)
    qtbot.keyClick(view, Key.Key_Home)
    assert view.caret() == line.start
    qtbot.keyClick(view, Key.Key_End)
    assert view.caret() == line.end


def test_ctrl_end_reaches_the_end_and_shows_it(show: Show, qtbot: QtBot) -> None:
    text = "\n\n".join([LONG] * 30)
    view = show(text)
    qtbot.keyClick(view, Key.Key_End, CTRL)
    assert view.caret() == len(text)
    assert view.visible_span().end == len(text.rstrip())
    qtbot.keyClick(view, Key.Key_Home, CTRL)
    assert view.caret() == 0
    assert view.visible_span().start == 0


def test_page_down_moves_caret_and_page_together(show: Show, qtbot: QtBot) -> None:
    view = show("\n\n".join([LONG] * 30))
    y = view.y_of(view.caret())
    qtbot.keyClick(view, Key.Key_PageDown)
    assert view.caret() > 500
    assert abs(view.y_of(view.caret()) - y) < 130
    seen = view.visible_span()
    assert seen.start <= view.caret() <= seen.end
    qtbot.keyClick(view, Key.Key_PageUp)
    assert view.caret() < 120


def test_the_caret_is_always_shown(show: Show, qtbot: QtBot) -> None:
    view = show("\n\n".join([LONG] * 6))
    for _ in range(40):
        qtbot.keyClick(view, Key.Key_Down)
        seen = view.visible_span()
        assert seen.start <= view.caret() <= seen.end


def test_signals_tell_caret_and_selection(show: Show, qtbot: QtBot) -> None:
    view = show(HARBOUR)
    with qtbot.waitSignal(view.caret_moved) as moved:
        qtbot.keyClick(view, Key.Key_Right)
    assert moved.args == [8]
    with qtbot.waitSignal(view.selection_changed) as selected:
        qtbot.keyClick(view, Key.Key_Right, SHIFT)
    assert selected.args == [Span(8, 13)]


def test_qt_keeps_step_in_utf16(show: Show, qtbot: QtBot) -> None:
    view = show(EMOJI)
    span = span_of(EMOJI, "resume")
    view.select(span)
    cursor = view.textCursor()
    assert cursor.selectedText() == "resume"
    assert cursor.position() == len(EMOJI[: span.end].encode("utf-16-le")) // 2


def test_a_cursor_moved_by_a_screen_reader_is_followed(show: Show, qtbot: QtBot) -> None:
    view = show(EMOJI)
    cursor = view.textCursor()
    cursor.setPosition(len(EMOJI[: EMOJI.index("talks")].encode("utf-16-le")) // 2)
    view.setTextCursor(cursor)
    assert view.caret() == EMOJI.index("talks")


@pytest.mark.parametrize("key", [Key.Key_Right, Key.Key_Down, Key.Key_End, Key.Key_PageDown])
def test_keys_on_an_empty_page_do_nothing(show: Show, qtbot: QtBot, key: Qt.Key) -> None:
    view = show("")
    qtbot.keyClick(view, key)
    assert view.caret() == 0
