"""Cards stand beside their passages and never over each other."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from ui.cards.placing import GAP, LINE_HEIGHT, REACH, Slot, place

SLOTS = st.lists(st.tuples(st.floats(-500, 3000), st.floats(60, 140)), min_size=0, max_size=60).map(
    lambda pairs: [Slot(str(n), anchor, height) for n, (anchor, height) in enumerate(sorted(pairs))]
)


def test_cards_with_room_stand_exactly_at_their_passages() -> None:
    slots = [Slot("a", 0, 80), Slot("b", 100, 80), Slot("c", 400, 80)]
    assert [p.top for p in place(slots)] == [0, 100, 400]


def test_the_selected_card_is_exactly_aligned_and_others_give_way() -> None:
    slots = [Slot("a", 100, 80), Slot("b", 120, 80), Slot("c", 130, 80)]
    places = {p.uid: p for p in place(slots, "b")}
    assert places["b"].top == 120
    assert places["a"].bottom == 120 - GAP
    assert places["c"].top == 200 + GAP


def test_a_crowded_run_shrinks_to_lines() -> None:
    slots = [Slot(str(n), 100 + n, 80) for n in range(5)]
    assert {p.mode for p in place(slots)} == {"line"}


def test_a_very_crowded_run_folds_into_plus_n() -> None:
    slots = [Slot(str(n), 100 + n, 80) for n in range(30)]
    places = place(slots)
    assert places[-1].mode == "more"
    assert sum(len(p.stands_for) or 1 for p in places) == 30


def test_an_open_form_does_not_make_those_below_it_crowded() -> None:
    slots = [Slot("form", 100, 400), Slot("next", 130, 80)]
    assert [p.mode for p in place(slots, "form")] == ["card", "card"]


@given(SLOTS, st.integers(-1, 59))
def test_nothing_overlaps_and_nothing_is_lost(slots: list[Slot], chosen: int) -> None:
    pinned = str(chosen) if 0 <= chosen < len(slots) else None
    places = place(slots, pinned)
    for above, below in pairwise(places):
        assert below.top >= above.bottom - 0.001
    named = [uid for p in places for uid in (p.stands_for or (p.uid,))]
    assert sorted(named) == sorted(slot.uid for slot in slots)


@given(SLOTS, st.integers(0, 59))
def test_the_selected_card_always_stands_at_its_passage(slots: list[Slot], chosen: int) -> None:
    if chosen >= len(slots):
        return
    got = next(p for p in place(slots, str(chosen)) if p.uid == str(chosen))
    assert got.top == slots[chosen].anchor
    assert got.mode == "card"


@given(SLOTS)
def test_no_card_is_pushed_further_than_the_reach(slots: list[Slot]) -> None:
    anchors = {slot.uid: slot.anchor for slot in slots}
    for got in place(slots):
        if got.mode != "more":
            assert got.top - anchors[got.uid] <= REACH + LINE_HEIGHT + 140
