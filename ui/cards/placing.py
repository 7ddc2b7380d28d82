"""Where cards stand: each beside its passage, none over another. Plain numbers, no Qt.

The selected card stands exactly at its passage; those above it give way upwards, those below it
downwards. Where cards crowd, the run of cards that touch shrinks to single lines, and what would
still stand too far from its passage folds into one "+n".
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

Mode = Literal["card", "line", "more"]

GAP = 6.0
LINE_HEIGHT = 26.0
REACH = 170.0
"""How far a card may be pushed from its passage before its run shrinks, in pixels."""


@dataclass(frozen=True, slots=True)
class Slot:
    """A card that wants to stand at `anchor` (the top of its passage)."""

    uid: str
    anchor: float
    height: float


@dataclass(frozen=True, slots=True)
class Place:
    """Where a card stands, and in which form; `stands_for` names the cards folded into it."""

    uid: str
    top: float
    height: float
    mode: Mode = "card"
    stands_for: tuple[str, ...] = ()

    @property
    def bottom(self) -> float:
        return self.top + self.height


def place(slots: Sequence[Slot], pinned: str | None = None) -> list[Place]:
    """Places for the slots, which are sorted by anchor; `pinned` stands exactly at its anchor."""
    at = next((n for n, slot in enumerate(slots) if slot.uid == pinned), None)
    if at is None:
        return _downwards(slots, None)
    middle = slots[at]
    above = _upwards(slots[:at], middle.anchor - GAP)
    below = _downwards(slots[at + 1 :], middle.anchor + middle.height + GAP)
    return [*above, Place(middle.uid, middle.anchor, middle.height), *below]


def _upwards(slots: Sequence[Slot], ceiling: float) -> list[Place]:
    """The same as downwards, seen in a mirror that turns tops into bottoms."""
    # A card's own top must meet its passage, so the mirrored anchor is that of its bottom.
    mirrored = [Slot(s.uid, -(s.anchor + s.height), s.height) for s in reversed(slots)]
    tops = {slot.uid: slot.anchor for slot in slots}
    out = []
    for got in _downwards(mirrored, -ceiling):
        top = -got.bottom
        if got.mode == "line" and not got.stands_for:
            top = min(top, tops[got.uid]) if top > tops[got.uid] else top
        out.append(Place(got.uid, top, got.height, got.mode, tuple(reversed(got.stands_for))))
    return list(reversed(out))


def _downwards(slots: Sequence[Slot], floor: float | None) -> list[Place]:
    """Stack below `floor` (None: nothing above), shrinking crowded runs."""
    start = floor if floor is not None else float("-inf")
    crowded = _crowded(slots, start)
    places: list[Place] = []
    cursor = start
    for n, slot in enumerate(slots):
        wanted = max(slot.anchor, start)
        top = max(wanted, cursor)
        if not crowded[n]:
            places.append(Place(slot.uid, top, slot.height))
        elif top - wanted <= REACH:
            places.append(Place(slot.uid, top, LINE_HEIGHT, "line"))
        else:
            _fold(places, slot, top)
        cursor = places[-1].bottom + GAP
    return places


def _fold(places: list[Place], slot: Slot, top: float) -> None:
    """Put the card into the "+n" before it, or begin one."""
    last = places[-1] if places else None
    if last is not None and last.mode == "more":
        places[-1] = Place(
            last.uid, last.top, last.height, "more", (*last.stands_for, slot.uid)
        )
    else:
        places.append(Place(slot.uid, top, LINE_HEIGHT, "more", (slot.uid,)))


def _crowded(slots: Sequence[Slot], start: float) -> list[bool]:
    """For each card whether its run, at full height, would push one of its cards too far."""
    crowded = [False] * len(slots)
    run: list[int] = []
    cursor, worst = start, 0.0
    for n, slot in enumerate(slots):
        wanted = max(slot.anchor, start)
        if wanted >= cursor:
            _settle(crowded, run, worst)
            run, worst = [], 0.0
        top = max(wanted, cursor)
        run.append(n)
        worst = max(worst, top - wanted)
        cursor = top + slot.height + GAP
    _settle(crowded, run, worst)
    return crowded


def _settle(crowded: list[bool], run: Sequence[int], worst: float) -> None:
    if worst > REACH:
        for n in run:
            crowded[n] = True
