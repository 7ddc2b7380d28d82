"""Placing things in rows like words in a line: chips in a field, chips on a card. Plain numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Box:
    """Where one thing stands, in pixels from the top left of the flow."""

    left: float
    top: float
    width: float
    height: float

    @property
    def right(self) -> float:
        return self.left + self.width

    @property
    def bottom(self) -> float:
        return self.top + self.height


@dataclass(frozen=True, slots=True)
class Wish:
    """What a thing asks for. `stretch`: it takes what is left of its row."""

    width: float
    height: float
    stretch: bool = False
    glued: bool = False
    """Stays on the row of the thing before it (a joint such as an arrow goes with its chip)."""


def flow(
    wishes: Sequence[Wish], width: float, *, gap: float = 4, row_gap: float = 4
) -> tuple[tuple[Box, ...], float]:
    """Boxes for the wishes, row by row, and the height they take.

    A thing wider than the row is cut to the row. Things of a row are centred on each other.
    """
    rows = _rows(wishes, width, gap)
    boxes: list[Box] = []
    top = 0.0
    for row in rows:
        height = max(wishes[n].height for n in row)
        boxes += _boxes_of_row([wishes[n] for n in row], width, gap, top, height)
        top += height + row_gap
    return tuple(boxes), max(0.0, top - row_gap)


def _rows(wishes: Sequence[Wish], width: float, gap: float) -> list[list[int]]:
    rows: list[list[int]] = []
    used = 0.0
    for n, wish in enumerate(wishes):
        wanted = min(wish.width, width)
        if rows and (wish.glued or used + gap + wanted <= width + 0.01):
            rows[-1].append(n)
            used += gap + wanted
        else:
            rows.append([n])
            used = wanted
    return rows


def _boxes_of_row(
    wishes: Sequence[Wish], width: float, gap: float, top: float, height: float
) -> list[Box]:
    fixed = sum(min(wish.width, width) for wish in wishes) + gap * (len(wishes) - 1)
    spare = max(0.0, width - fixed)
    stretching = sum(wish.stretch for wish in wishes)
    boxes, left = [], 0.0
    for wish in wishes:
        wide = min(wish.width, max(0.0, width - left))
        if wish.stretch:
            wide += spare / stretching
        boxes.append(Box(left, top + (height - wish.height) / 2, wide, wish.height))
        left += wide + gap
    return boxes
