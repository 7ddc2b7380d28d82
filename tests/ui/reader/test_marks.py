"""The index finds what overlaps; lanes never let two marks touch."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.model import Span
from tests.ui.reader.helpers import mark
from ui.reader.marks import LONG, Mark, MarkIndex, lane_count, lanes_on, pieces_on

LINES = st.sampled_from(["fill", "solid", "dotted", "long", "none"])


@st.composite
def marks(draw: st.DrawFn, most: int = 400) -> Mark:
    start = draw(st.integers(0, most))
    end = draw(st.integers(start + 1, most + 40))
    fragments = []
    for _ in range(draw(st.integers(0, 2))):
        first = draw(st.integers(0, most))
        fragments.append(Span(first, draw(st.integers(first + 1, most + 30))))
    line = draw(LINES)
    role = draw(st.sampled_from(["code", "suggestion"]))
    uid = f"{draw(st.integers(0, 10**9)):032x}"
    return mark(start, end, line, role=role, uid=uid, fragments=tuple(fragments))


def hull(one: Mark) -> tuple[int, int]:
    passages = one.passages()
    return min(p.start for p in passages), max(p.end for p in passages)


@given(st.lists(marks(), max_size=40), st.integers(0, 450), st.integers(1, 80))
def test_index_finds_exactly_what_overlaps(found: list[Mark], start: int, length: int) -> None:
    end = start + length
    expected = [m for m in found if hull(m)[0] < end and hull(m)[1] > start]
    got = MarkIndex(found).touching(start, end)
    assert sorted(map(id, got)) == sorted(map(id, expected))


@given(st.lists(marks(), max_size=40))
def test_index_keeps_every_mark_sorted_by_start(found: list[Mark]) -> None:
    index = MarkIndex(found)
    starts = [hull(m)[0] for m in index.marks]
    assert starts == sorted(starts)
    assert len(index) == len(found)


def test_marks_longer_than_most_are_found_everywhere() -> None:
    long = mark(10, 10 + 5 * LONG, uid="long")
    index = MarkIndex([long, *(mark(i, i + 3) for i in range(0, 6000, 7))])
    assert long in index.touching(4 * LONG, 4 * LONG + 1)
    assert long not in index.touching(0, 5)


@given(st.lists(marks(), max_size=25), st.integers(0, 440))
def test_at_gives_the_shortest_first(found: list[Mark], position: int) -> None:
    got = MarkIndex(found).at(position)
    lengths = [sum(map(len, m.passages())) for m in got]
    assert lengths == sorted(lengths)
    assert {id(m) for m in got} == {id(m) for m in found if m.covers(position)}


@given(st.lists(marks(120), max_size=25), st.integers(0, 60), st.integers(1, 80))
def test_no_two_marks_of_a_lane_overlap(found: list[Mark], start: int, length: int) -> None:
    laned = [item for item in lanes_on(found, start, start + length) if item.lane >= 0]
    for one in laned:
        for other in laned:
            if one is not other and one.lane == other.lane:
                assert one.end <= other.start or other.end <= one.start


@given(st.lists(marks(120), max_size=25), st.integers(0, 60), st.integers(1, 80))
def test_no_mark_hangs_lower_than_it_must(found: list[Mark], start: int, length: int) -> None:
    laned = [item for item in lanes_on(found, start, start + length) if item.lane >= 0]
    for item in laned:
        above = [o for o in laned if o.lane == item.lane - 1]
        assert item.lane == 0 or any(o.start < item.end and item.start < o.end for o in above)


@given(st.lists(marks(120), max_size=25), st.integers(0, 60), st.integers(1, 80))
def test_every_piece_lies_on_the_line_and_in_the_mark(
    found: list[Mark], start: int, length: int
) -> None:
    end = start + length
    for item in lanes_on(found, start, end):
        for piece in item.pieces:
            assert start <= piece.start < piece.end <= end
            inside = any(
                p.start <= piece.start and piece.end <= p.end for p in item.mark.passages()
            )
            assert inside or piece.gap


def test_lanes_do_not_depend_on_the_order_of_marks() -> None:
    some = [mark(0, 30, "long"), mark(5, 9), mark(7, 20, "dotted"), mark(0, 30, "none", uid="n")]
    lanes = {item.mark.uid: item.lane for item in lanes_on(some, 0, 40)}
    again = {item.mark.uid: item.lane for item in lanes_on(some[::-1], 0, 40)}
    assert lanes == again


def test_a_word_keeps_its_line_nearer_than_the_sentence_round_it() -> None:
    word, sentence = mark(10, 16), mark(0, 60, "long")
    lanes = {item.mark: item.lane for item in lanes_on([sentence, word], 0, 60)}
    assert lanes == {word: 0, sentence: 1}


def test_fills_and_boxes_need_no_lane() -> None:
    fill, box = mark(0, 5, "fill"), mark(2, 9, "solid", role="suggestion")
    laned = lanes_on([fill, box], 0, 20)
    assert [item.lane for item in laned] == [-1, -1]
    assert lane_count(laned) == 0


def test_eight_codes_on_one_word_get_eight_lanes() -> None:
    some = [mark(10 - i, 16 + i, "long", uid=f"{i}") for i in range(8)]
    assert lane_count(lanes_on(some, 0, 60)) == 8


@pytest.mark.parametrize(("distance", "bridged"), [(100, True), (1000, False)])
def test_only_near_fragments_are_bridged(distance: int, bridged: bool) -> None:
    one = mark(0, 5, fragments=(Span(5 + distance, 9 + distance),))
    pieces = pieces_on(one, 0, 2000)
    assert any(p.gap for p in pieces) is bridged


def test_fragments_before_the_span_are_found_too() -> None:
    one = mark(50, 55, fragments=(Span(3, 8),))
    index = MarkIndex([mark(0, 2), one])
    assert index.touching(4, 5) == [one]
    assert one.passages() == (Span(3, 8), Span(50, 55))


def test_index_finds_marks_by_uid() -> None:
    one = mark(1, 4, uid="x")
    index = MarkIndex([one, replace(one, uid="y")])
    assert index.find("x") is one
    assert index.find("z") is None
    assert index.find(None) is None
