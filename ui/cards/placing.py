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


@dataclass(frozen=True, slots=True)
class _Stack:
    """One direction of stacking, away from `start` (None: nothing stands there)."""

    upwards: bool
    start: float | None = None

    def begin(self) -> float:
        if self.start is not None:
            return self.start
        return float("inf") if self.upwards else float("-inf")

    def top(self, anchor: float, height: float, cursor: float) -> float:
        """The top nearest to the passage that does not pass the cursor."""
        return min(anchor, cursor - height) if self.upwards else max(anchor, cursor)

    def after(self, top: float, height: float) -> float:
        """Where the next card may begin (end, when stacking upwards)."""
        return top - GAP if self.upwards else top + height + GAP


def place(slots: Sequence[Slot], pinned: str | None = None) -> list[Place]:
    """Places for the slots, which are sorted by anchor; `pinned` stands exactly at its anchor."""
    at = next((n for n, slot in enumerate(slots) if slot.uid == pinned), None)
    if at is None:
        return _stacked(slots, _Stack(upwards=False))
    middle = slots[at]
    above = _stacked(slots[:at][::-1], _Stack(upwards=True, start=middle.anchor - GAP))
    below = slots[at + 1 :]
    floor = middle.anchor + middle.height + GAP
    return [
        *above[::-1],
        Place(middle.uid, middle.anchor, middle.height),
        *_stacked(below, _Stack(upwards=False, start=floor)),
    ]


def _stacked(slots: Sequence[Slot], stack: _Stack) -> list[Place]:
    """Places one after the other, crowded runs shrunk; `slots` in the direction of stacking."""
    crowded = _crowded(slots, stack)
    places: list[Place] = []
    cursor = stack.begin()
    for slot, shrinks in zip(slots, crowded, strict=True):
        height = LINE_HEIGHT if shrinks else slot.height
        top = stack.top(slot.anchor, height, cursor)
        pushed = abs(top - stack.top(slot.anchor, height, stack.begin()))
        if not shrinks:
            places.append(Place(slot.uid, top, height))
        elif pushed <= REACH:
            places.append(Place(slot.uid, top, height, "line"))
        else:
            _fold(places, slot, top, stack)
        cursor = stack.after(places[-1].top, places[-1].height)
    return places


def _fold(places: list[Place], slot: Slot, top: float, stack: _Stack) -> None:
    """Put the card into the "+n" before it, or begin one."""
    last = places[-1] if places else None
    if last is None or last.mode != "more":
        places.append(Place(slot.uid, top, LINE_HEIGHT, "more", (slot.uid,)))
        return
    held = (slot.uid, *last.stands_for) if stack.upwards else (*last.stands_for, slot.uid)
    places[-1] = Place(last.uid, last.top, last.height, "more", held)


def _crowded(slots: Sequence[Slot], stack: _Stack) -> list[bool]:
    """For each card whether its run, at full height, would push one of its cards too far."""
    crowded = [False] * len(slots)
    run: list[int] = []
    cursor, worst = stack.begin(), 0.0
    for n, slot in enumerate(slots):
        wanted = stack.top(slot.anchor, slot.height, stack.begin())
        top = stack.top(slot.anchor, slot.height, cursor)
        if top == wanted:
            _settle(crowded, run, worst)
            run, worst = [], 0.0
        run.append(n)
        worst = max(worst, abs(top - wanted))
        cursor = stack.after(top, slot.height)
    _settle(crowded, run, worst)
    return crowded


def _settle(crowded: list[bool], run: Sequence[int], worst: float) -> None:
    if worst > REACH:
        for n in run:
            crowded[n] = True
