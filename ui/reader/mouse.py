"""Pressing, dragging and letting go: what is selected, which mark was meant."""

from __future__ import annotations

import time
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
    """Tells a third click from a first: Qt tells double clicks only."""

    def __init__(self, interval: int, distance: int) -> None:
        self._interval, self._distance = interval / 1000, distance
        self._doubled_at, self._place = -1e9, QPoint()

    def double(self, place: QPoint) -> int:
        """A double click was told."""
        self._doubled_at, self._place = time.monotonic(), place
        return 2

    def single(self, place: QPoint) -> int:
        """A press was told: 3 soon after a double click on the same place, else 1."""
        near = (place - self._place).manhattanLength() <= self._distance
        quick = time.monotonic() - self._doubled_at <= self._interval
        self._doubled_at = -1e9
        return _CLICKS_FOR_SENTENCE if near and quick else 1


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
