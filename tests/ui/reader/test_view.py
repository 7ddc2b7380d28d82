"""The pane as its page uses it: texts stay exact, places stay put."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QPointF, Qt, QUrl
from PySide6.QtGui import QTextDocument
from PySide6.QtWidgets import QApplication, QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from annotator.model import Span
from annotator.text.normalize import normalize
from annotator.text.offsets import utf16_length
from annotator.text.segment import segment
from tests.ui.reader.helpers import HARBOUR, STRESS, article, layout_of, mark, over, span_of
from ui.reader import speech
from ui.reader.layout import ReadingLayout
from ui.reader.marks import MarkIndex
from ui.reader.view import ReaderView
from ui.theme import DARK

Key = Qt.Key
Show = Callable[..., ReaderView]
LONG = "The minister said that both sides would return to the talks within weeks. " * 8
MANY = "\n\n".join(f"Paragraph {n}. {LONG}" for n in range(120))


# exact texts


@pytest.mark.parametrize("name", list(STRESS))
def test_qt_counts_what_we_count(show: Show, name: str) -> None:
    view = show(STRESS[name])
    assert view.document().characterCount() - 1 == utf16_length(STRESS[name])


def test_a_text_that_was_not_normalised_is_refused(show: Show) -> None:
    view = show("Fine.")
    with pytest.raises(ValueError, match="normalised"):
        view.show_article(article("a\r\nb"), segment("a\nb"), [])


@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60
)
@given(st.text(max_size=200))
def test_any_normalised_text_is_shown_and_copied_exactly(dressed: QApplication, raw: str) -> None:
    text = normalize(raw).text
    view = ReaderView()
    view.show_article(article(text), segment(text), [])
    if text:
        view.select(Span(0, len(text)))
        assert view.createMimeDataFromSelection().text() == text
    view.deleteLater()


def test_copying_gives_the_stored_text_with_its_line_ends(show: Show, qtbot: QtBot) -> None:
    view = show(HARBOUR)
    span = Span(HARBOUR.index("strikes"), HARBOUR.index("Torvan"))
    view.select(span)
    qtbot.keyClick(view, Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    copied = QApplication.clipboard().text()
    assert copied == HARBOUR[span.start : span.end]
    assert "\u2029" not in copied


@pytest.mark.shared
def test_the_stress_articles_keep_every_token(dressed: QApplication, shared: Path) -> None:
    lines = (
        (shared / "articles" / "unicode_stress_derived.jsonl")
        .read_text("utf-8")
        .strip()
        .split("\n")
    )
    view = ReaderView()
    view.resize(800, 600)
    for line in lines:
        text = normalize(json.loads(line)["text"]).text
        segments = segment(text)
        view.show_article(article(text), segments, [])
        for token in segments.tokens[:: max(1, len(segments.tokens) // 25)]:
            view.select(token)
            copied = view.createMimeDataFromSelection().text()
            assert copied == text[token.start : token.end]
            assert view.textCursor().selectedText() == copied
            assert view.rects_of(token)
    view.deleteLater()


def test_nothing_is_loaded_from_anywhere(show: Show) -> None:
    view = show("See file:///etc/passwd and http://example.org/x.png")
    kind = QTextDocument.ResourceType.ImageResource.value
    assert view.loadResource(kind, QUrl("file:///etc/hostname")) is None


def test_typing_changes_nothing(show: Show, qtbot: QtBot) -> None:
    view = show(HARBOUR)
    qtbot.keyClicks(view, "abc ")
    qtbot.keyClick(view, Key.Key_Delete)
    assert view.document().characterCount() - 1 == utf16_length(HARBOUR)


# marks and looks


def test_new_marks_break_no_line_again(
    show: Show, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    view = show(HARBOUR)
    layout = layout_of(view)
    numbers = range(len(layout.paragraphs))
    qtbot.waitUntil(lambda: all(layout.is_laid_out(n) for n in numbers))
    again: list[int] = []
    monkeypatch.setattr(ReadingLayout, "_lay_out", lambda _self, number: again.append(number))
    view.set_marks([over(HARBOUR, "bombed", uid="x"), mark(0, 40, "long", uid="y")])
    view.viewport().repaint()
    assert again == []


def test_marks_above_do_not_move_what_is_read(show: Show) -> None:
    view = show(MANY)
    position = MANY.index("Paragraph 40")
    view.scroll_back(position)
    view.viewport().repaint()
    before = view.y_of(position)
    early = MANY.index("Paragraph 38") + 15
    view.set_marks([mark(early, early + 9, "long", uid=f"{i}") for i in range(9)])
    for number in range(120):
        layout_of(view).box(number)
    view.viewport().repaint()
    assert abs(view.y_of(position) - before) < 80


def test_a_second_article_forgets_the_first(show: Show) -> None:
    view = show(MANY, [mark(0, 5)])
    view.scroll_back(len(MANY) // 2)
    view.select(Span(3, 9))
    view.set_current("solid-0-5-code")
    view.show_article(article(HARBOUR), segment(HARBOUR), [])
    assert view.selection() is None
    assert view.caret() == 0
    assert view.visible_span().start == 0
    assert view.mark_at(view.rects_of(Span(0, 3))[0].center()) is None


def test_clearing_leaves_an_empty_page(show: Show) -> None:
    view = show(HARBOUR, [mark(0, 5)])
    view.clear_article()
    view.viewport().repaint()
    assert view.article is None
    assert view.visible_span() == Span(0, 0)
    assert view.rects_of(Span(0, 4)) == []


def test_theme_and_labels_change_no_place(show: Show) -> None:
    view = show(HARBOUR, [over(HARBOUR, "Port Selm", "fill", label="GPE")])
    before = view.rects_of(span_of(HARBOUR, "bombed"))
    view.set_theme(DARK)
    view.set_labels_visible(False)
    view.set_read([span_of(HARBOUR, "Harbour talks")])
    view.set_participants([(span_of(HARBOUR, "Torvan"), "Actor")])
    view.viewport().repaint()
    assert view.rects_of(span_of(HARBOUR, "bombed")) == before


# places


@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=40
)
@given(st.data())
def test_a_word_is_found_where_its_rectangle_says(
    dressed: QApplication, data: st.DataObject
) -> None:
    text = data.draw(st.sampled_from([*STRESS.values(), HARBOUR]))
    tokens = [t for t in segment(text).tokens if text[t.start : t.end].isalnum()]
    token = data.draw(st.sampled_from(tokens))
    view = ReaderView()
    view.resize(data.draw(st.integers(240, 900)), 700)
    view.show_article(article(text), segment(text), [mark(token.start, token.end, "fill", uid="t")])
    for rect in view.rects_of(token):
        found = view.mark_at(rect.center())
        assert found is not None
        assert found.uid == "t"
    view.deleteLater()


def test_what_is_elsewhere_has_rectangles_outside_the_screen(show: Show) -> None:
    view = show(MANY)
    start = MANY.index("Paragraph 100")
    (rect,) = view.rects_of(Span(start, start + 9))
    assert rect.top() > view.viewport().height()
    assert abs(view.y_of(start) - rect.top()) < 1


def test_reveal_shows_a_far_place_with_room_around(show: Show) -> None:
    view = show(MANY)
    span = Span(MANY.index("Paragraph 77"), MANY.index("Paragraph 77") + 12)
    view.reveal(span)
    rect = view.rects_of(span)[0]
    assert 60 < rect.top() < view.viewport().height() - 60


def test_reveal_of_what_is_seen_moves_nothing(show: Show) -> None:
    view = show(MANY)
    view.scroll_back(MANY.index("Paragraph 30"))
    before = view.verticalScrollBar().value()
    middle = view.rects_of(view.visible_span())
    point = middle[len(middle) // 2].center()
    position = view._positions(point)[0]
    view.reveal(Span(position, position + 1))
    assert view.verticalScrollBar().value() == before


def test_scrolling_up_into_unseen_text_keeps_steps_even(show: Show) -> None:
    """Estimated heights give way to measured ones above the screen without a jerk."""
    text = "\n".join(LONG[: 40 + 97 * (n % 9)] for n in range(2500))
    assert len(text) > 400_000
    view = show(text)
    bar = view.verticalScrollBar()
    bar.setValue(bar.maximum() // 2)
    view.viewport().repaint()
    for _ in range(60):
        position = view.visible_span().start
        before = view.y_of(position)
        bar.setValue(bar.value() - 40)
        view.viewport().repaint()
        assert view.y_of(position) - before == pytest.approx(40, abs=1.5)


def test_the_scroll_bar_reaches_the_last_line(show: Show) -> None:
    text = "\n".join(LONG[: 40 + 97 * (n % 9)] for n in range(2500))
    view = show(text)
    bar = view.verticalScrollBar()
    for _ in range(12):
        bar.setValue(bar.maximum())
        view.viewport().repaint()
        QApplication.processEvents()
    assert view.visible_span().end == len(text.rstrip())


def test_a_new_width_keeps_the_line_at_the_top(show: Show, qtbot: QtBot) -> None:
    view = show(MANY)
    position = MANY.index("Paragraph 50")
    view.scroll_back(position)
    view.resize(420, 600)
    QApplication.processEvents()
    assert abs(view.y_of(position)) < 40
    view.resize(800, 600)
    QApplication.processEvents()
    assert abs(view.y_of(position)) < 60


def test_larger_type_keeps_the_line_at_the_top(show: Show) -> None:
    view = show(MANY, title=MANY.split("\n")[0])
    position = MANY.index("Paragraph 50")
    view.scroll_back(position)
    height = view.rects_of(Span(position, position + 4))[0].height()
    view.set_font_size(20)
    QApplication.processEvents()
    assert abs(view.y_of(position)) < 40
    assert view.rects_of(Span(position, position + 4))[0].height() > 1.4 * height


def test_the_reading_position_comes_back(show: Show) -> None:
    view = show(MANY)
    view.scroll_back(MANY.index("Paragraph 66"))
    kept = view.scroll_position()
    view.scroll_back(0)
    view.scroll_back(kept)
    assert view.scroll_position() == kept


def test_visible_span_holds_only_whole_lines(show: Show) -> None:
    view = show(MANY)
    view.verticalScrollBar().setValue(517)
    seen = view.visible_span()
    first = view.rects_of(Span(seen.start, seen.start + 1))[0]
    last = view.rects_of(Span(seen.end - 1, seen.end))[0]
    assert first.top() >= 0
    assert last.bottom() <= view.viewport().height()


def test_who_aligns_cards_is_told_of_every_movement(show: Show, qtbot: QtBot) -> None:
    view = show(MANY)
    for act in (
        lambda: view.verticalScrollBar().setValue(300),
        lambda: view.resize(500, 500),
        lambda: view.set_font_size(15),
        lambda: view.set_marks([mark(0, 4)]),
    ):
        with qtbot.waitSignal(view.laid_out):
            act()


# keys


def test_bound_keys_leave_as_actions(show: Show, qtbot: QtBot) -> None:
    view = show(HARBOUR)
    view.set_bindings({"layer.event": ("E",), "suggestion.next": ("Tab",)})
    told: list[str] = []
    view.key_pressed.connect(lambda action, _event: told.append(action))
    qtbot.keyClick(view, Key.Key_E)
    qtbot.keyClick(view, Key.Key_Tab)
    assert told == ["layer.event", "suggestion.next"]
    assert view.hasFocus()


def test_modes_have_their_own_keys(show: Show, qtbot: QtBot) -> None:
    view = show(HARBOUR)
    view.set_bindings({"boundary.right": ("Right",)}, "boundary")
    told: list[str] = []
    view.key_pressed.connect(lambda action, _event: told.append(action))
    qtbot.keyClick(view, Key.Key_Right)
    view.set_mode("boundary")
    qtbot.keyClick(view, Key.Key_Right)
    assert told == ["boundary.right"]
    assert view.caret() == HARBOUR.index("talks")


@pytest.mark.parametrize("leaves", [False, True])
def test_tab_can_be_set_to_leave(dressed: QApplication, qtbot: QtBot, leaves: bool) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    view, other = ReaderView(), QLineEdit()
    rows = QVBoxLayout(window)
    rows.addWidget(view)
    rows.addWidget(other)
    with qtbot.waitExposed(window):
        window.show()
    window.activateWindow()
    view.set_bindings({"suggestion.next": ("Tab",)})
    view.tab_leaves = leaves
    view.setFocus()
    qtbot.waitUntil(view.hasFocus)
    qtbot.keyClick(view, Key.Key_Tab)
    assert other.hasFocus() is leaves


def test_ctrl_wheel_asks_for_zoom(show: Show, qtbot: QtBot) -> None:
    from PySide6.QtCore import QPoint
    from PySide6.QtGui import QWheelEvent

    view = show(HARBOUR)
    event = QWheelEvent(
        QPointF(50, 50),
        QPointF(50, 50),
        QPoint(),
        QPoint(0, 120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.ControlModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    with qtbot.waitSignal(view.zoom_asked) as asked:
        QApplication.sendEvent(view.viewport(), event)
    assert asked.args == [1]


# screen readers


def test_announcements_name_sentence_and_codes() -> None:
    one = replace(mark(0, 3), title="Event: assault")
    assert speech.spoken("They  bombed it.", [one]) == "They bombed it. Codes here: Event: assault."
    assert speech.spoken("They bombed it.", [], "bombed") == "Selected: bombed"


def test_the_pane_has_a_name(show: Show) -> None:
    assert show(HARBOUR).accessibleName() == "Article"


def test_marks_at_the_caret_are_found_for_speech(show: Show) -> None:
    index = MarkIndex([over(HARBOUR, "bombed", uid="e")])
    assert [m.uid for m in index.at(HARBOUR.index("bombed"))] == ["e"]
