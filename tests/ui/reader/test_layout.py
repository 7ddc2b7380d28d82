"""Where lines stand: gaps, growth of crowded lines, estimates that give way to measures."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QPointF
from PySide6.QtWidgets import QApplication

from tests.ui.reader.helpers import HARBOUR, STRESS, made_layout, mark
from ui.reader.layout import Paragraphs, ReadingLayout
from ui.reader.marks import MarkIndex

LONG = "The minister said that both sides would return to the talks within weeks. " * 12


def gap_between(layout: ReadingLayout, above: int, below: int) -> float:
    bottom = layout.top_of(above) + layout.box(above).lines[-1].bottom
    return layout.top_of(below) + layout.box(below).lines[0].top - bottom


def test_a_run_of_blank_lines_is_one_small_gap(dressed: QApplication) -> None:
    layout = made_layout("One.\nTwo.\n\nThree.\n\n\n\n\n \nFour.")
    for number in range(len(layout.paragraphs)):
        layout.box(number)
    one = gap_between(layout, 0, 1)
    few, many = gap_between(layout, 1, 3), gap_between(layout, 3, 9)
    assert few == many
    assert one <= few <= layout.metrics.pitch / 2


def test_the_line_height_leaves_room_for_labels_and_lanes(dressed: QApplication) -> None:
    layout = made_layout(LONG)
    metrics = layout.metrics
    first, second = layout.box(0).lines[:2]
    assert 1.5 <= metrics.pitch / (metrics.ascent + metrics.descent) <= 1.6
    assert second.top - first.top == metrics.pitch
    free = (second.baseline - metrics.em * 0.78) - (first.baseline + metrics.em * 0.24)
    assert free >= metrics.label_height + 2 * metrics.lane


def test_lines_hold_sixty_to_seventyfive_characters(dressed: QApplication) -> None:
    layout = made_layout(LONG, width=1600)
    lengths = [line.end - line.start for line in layout.box(0).lines[:-1]]
    assert 60 <= sum(lengths) / len(lengths) <= 75
    assert layout.left == pytest.approx((1600 - layout.column) / 2)


def test_crowded_lines_grow_and_no_others(dressed: QApplication) -> None:
    layout = made_layout(LONG)
    before = [line.bottom - line.top for line in layout.box(0).lines]
    second = layout.box(0).lines[1]
    layout.set_marks(
        MarkIndex([mark(second.start, second.start + 4, "long", uid=f"{i}") for i in range(8)])
    )
    lines = layout.box(0).lines
    after = [line.bottom - line.top for line in lines]
    assert after[1] == pytest.approx(before[1] + 6 * layout.metrics.lane)
    assert after[:1] + after[2:] == pytest.approx(before[:1] + before[2:])
    last = lines[1].box_bottom + 8 * layout.metrics.lane
    assert last <= lines[2].box_top - layout.metrics.label_height


def test_two_lanes_move_nothing(dressed: QApplication) -> None:
    layout = made_layout(LONG)
    before = layout.box(0)
    tops = [line.top for line in before.lines]
    layout.set_marks(MarkIndex([mark(0, 9, "long"), mark(4, 8), mark(0, 30, "fill")]))
    assert layout.box(0) is before
    assert [line.top for line in layout.box(0).lines] == tops


def test_lanes_begin_close_below_the_descenders(dressed: QApplication) -> None:
    layout = made_layout(LONG)
    line = layout.box(0).lines[0]
    descenders = line.baseline + layout.metrics.em * 0.24
    assert 0 < line.box_bottom + 1 - descenders <= 4


def test_the_title_stands_over_the_meta_line(dressed: QApplication) -> None:
    layout = made_layout(HARBOUR, title=0)
    title, body = layout.box(0), layout.box(1)
    assert layout.meta_top() == layout.top_of(0) + title.lines[-1].bottom
    assert layout.top_of(1) >= layout.meta_top() + 24
    assert body.lines[0].bottom - body.lines[0].top < title.lines[0].bottom


def test_without_a_title_the_meta_line_comes_first(dressed: QApplication) -> None:
    layout = made_layout("No title here.\nBody.")
    assert layout.meta_top() == layout.metrics.top
    assert layout.top_of(0) == layout.metrics.top + layout.metrics.meta_height


def test_only_what_is_looked_at_is_laid_out(dressed: QApplication) -> None:
    layout = made_layout("\n".join([LONG] * 400))
    shown = list(layout.boxes_between(0, 600))
    assert len(shown) < 6
    assert not layout.is_laid_out(200)
    top = layout.top_of(200)
    assert layout.number_at(top + 5) == 200


def test_estimates_come_close(dressed: QApplication) -> None:
    layout = made_layout("\n\n".join([LONG, LONG[:200], LONG[:700]] * 30))
    guessed = layout.height
    for number in range(len(layout.paragraphs)):
        layout.box(number)
    assert layout.height == pytest.approx(guessed, rel=0.1)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.sampled_from([*STRESS.values(), HARBOUR, LONG]), st.data())
def test_a_place_and_its_position_belong_together(
    dressed: QApplication, text: str, data: st.DataObject
) -> None:
    """Pointing at the middle of a character finds that character, or its cluster."""
    layout = made_layout(text, width=500)
    position = data.draw(st.integers(0, len(text) - 1))
    top, box, line = layout.line_of(position)
    if not line.start <= position < line.end or text[position].isspace():
        return
    from annotator.model import Span
    from ui.reader.hits import runs_of

    runs = runs_of(layout, box, line, Span(position, position + 1))
    if len(runs) != 1 or runs[0][1] - runs[0][0] < 4:
        return
    middle = sum(runs[0]) / 2 + layout.left
    found = layout.position_at(QPointF(middle, top + line.baseline - 3), on_character=True)
    again = runs_of(layout, box, line, Span(found, found + 1))
    assert again == runs


def test_a_point_in_a_gap_belongs_to_the_text_above(dressed: QApplication) -> None:
    layout = made_layout("One.\n\n\nTwo.")
    y = layout.top_of(0) + layout.box(0).lines[-1].bottom + 2
    assert 0 <= layout.position_at(QPointF(layout.left + 2, y)) <= 4


def test_wrapped_lines_share_no_character(dressed: QApplication) -> None:
    layout = made_layout(STRESS["emoji"] * 20, width=420)
    lines = layout.box(0).lines
    for line, following in pairwise(lines):
        assert line.start < line.end <= following.start
    assert layout.text[lines[0].end : lines[1].start].isspace()


@pytest.mark.parametrize("text", ["", "\n", " \n \n"])
def test_a_text_without_words_is_laid_out(dressed: QApplication, text: str) -> None:
    layout = made_layout(text)
    assert layout.position_at(QPointF(50, 50)) <= len(text)
    assert layout.height > 0


def test_paragraphs_know_where_they_are() -> None:
    paragraphs = Paragraphs("ab\n\ncd")
    assert paragraphs.starts == [0, 3, 4]
    assert [paragraphs.at(p) for p in range(7)] == [0, 0, 0, 1, 2, 2, 2]
    assert paragraphs.blank == [False, True, False]
