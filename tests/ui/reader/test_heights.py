"""Prefix sums over chunks agree with plain sums."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from ui.reader.heights import Heights

LISTS = st.lists(st.integers(0, 60), min_size=1, max_size=700)


@given(LISTS, st.data())
def test_top_is_the_sum_of_what_is_above(values: list[int], data: st.DataObject) -> None:
    index = data.draw(st.integers(0, len(values)))
    assert Heights(values).top(index) == sum(values[:index])


@given(LISTS, st.data())
def test_changes_reach_every_sum(values: list[int], data: st.DataObject) -> None:
    heights = Heights(values)
    for _ in range(data.draw(st.integers(1, 5))):
        index = data.draw(st.integers(0, len(values) - 1))
        new = data.draw(st.integers(0, 90))
        assert heights.change(index, new) == new - values[index]
        values[index] = new
    assert heights.total == sum(values)
    assert heights.top(len(values)) == sum(values)
    assert [heights[i] for i in range(len(values))] == values


@given(LISTS, st.integers(-50, 60_000))
def test_at_finds_the_stretch_that_holds_a_height(values: list[int], y: int) -> None:
    heights = Heights(values)
    index = heights.at(y)
    top = heights.top(index)
    if 0 <= y < heights.total:
        assert top <= y < top + values[index]
    else:
        assert 0 <= index < len(values)
