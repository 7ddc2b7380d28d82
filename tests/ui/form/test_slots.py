"""Numbers of long lists stay where fingers have learned them."""

from __future__ import annotations

from ui.form.slots import RecentSlots

KEYS = [f"k{n}" for n in range(1, 13)]


def test_first_nine_are_numbered_at_first() -> None:
    assert RecentSlots(KEYS).numbered(KEYS) == KEYS[:9]


def test_a_value_outside_gets_one_number_and_the_others_stay() -> None:
    slots = RecentSlots(KEYS)
    slots.use("k12")
    assert slots.numbered(KEYS) == [*KEYS[:8], "k12"]


def test_used_numbers_are_given_away_last() -> None:
    slots = RecentSlots(KEYS)
    for key in KEYS[:9]:
        slots.use(key)
    slots.use("k10")
    assert slots.numbered(KEYS)[0] == "k10"
    assert slots.numbered(KEYS)[1:] == KEYS[1:9]


def test_recent_values_are_numbered_from_the_start() -> None:
    assert "k12" in RecentSlots(KEYS, ["k12"]).numbered(KEYS)


def test_values_not_offered_leave_their_numbers() -> None:
    slots = RecentSlots(KEYS)
    assert slots.numbered(KEYS[6:]) == KEYS[6:]
