"""Things in rows like words in a line."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from ui.widgets.flow import Wish, flow


def test_things_that_fit_stand_side_by_side() -> None:
    boxes, height = flow([Wish(40, 20), Wish(50, 20)], 100, gap=5)
    assert [(box.left, box.top) for box in boxes] == [(0, 0), (45, 0)]
    assert height == 20


def test_what_does_not_fit_begins_a_row() -> None:
    boxes, height = flow([Wish(60, 20), Wish(50, 20)], 100, gap=5, row_gap=4)
    assert (boxes[1].left, boxes[1].top, height) == (0, 24, 44)


def test_a_stretching_thing_takes_what_is_left() -> None:
    boxes, _ = flow([Wish(40, 20), Wish(10, 20, stretch=True)], 100, gap=5)
    assert boxes[1].width == 55


@given(st.lists(st.floats(1, 400), max_size=20), st.floats(50, 300))
def test_nothing_stands_outside_the_width(widths: list[float], width: float) -> None:
    boxes, _ = flow([Wish(wide, 20) for wide in widths], width)
    assert all(box.right <= width + 0.01 for box in boxes)
