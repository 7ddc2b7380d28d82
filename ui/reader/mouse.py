"""Pressing, dragging and letting go: what is selected, which mark was meant."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import QPoint

from annotator.model import Span
from ui.reader.selection import Caret, Steps, Unit

Grain = Literal["token", "exact", "sentence"]

_CLICKS_FOR_SENTENCE = 3


@dataclass(slots=True)
class Press:
    """A mouse button held down on the text."""

    grain: Grain
    place: QPoint
    unit: Span
    """What was pressed: a token, a sentence, or an empty span between two characters."""
    dragged: bool = False


class Clicks:
    """Counts presses that follow each other quickly on one place."""

    def __init__(self, interval: int, distance: int) -> None:
        self._interval, self._distance = interval, distance
        self._count, self._when, self._place = 0, 0, QPoint()

    def count(self, place: QPoint, when: int) -> int:
        """1 for a click, 2 for a double click, 3 for a triple one; `when` in milliseconds."""
        near = (place - self._place).manhattanLength() <= self._distance
        quick = when - self._when <= self._interval
        self._count = (
            self._count % _CLICKS_FOR_SENTENCE + 1 if near and quick and self._count else 1
        )
        self._place, self._when = place, when
        return self._count


def pressed(
    steps: Steps, clicks: int, exact: bool, position: int, between: int, place: QPoint
) -> Press:
    """Begin a press.

    Args:
        position: the character under the pointer.
        between: the gap between two characters nearest to the pointer.
    """
    if exact:
        return Press("exact", place, Span(between, between))
    grain: Unit = "sentence" if clicks == _CLICKS_FOR_SENTENCE else "token"
    unit = steps.nearest(position, grain)
    return Press(grain, place, unit or Span(position, position))


def dragged(steps: Steps, press: Press, position: int, between: int) -> Caret:
    """The selection while the pointer is elsewhere with the button down."""
    if press.grain == "exact":
        return Caret(press.unit.start, between, exact=True)
    grain: Unit = "sentence" if press.grain == "sentence" else "token"
    unit = steps.nearest(position, grain) or press.unit
    return steps.span_between(press.unit, unit)
