"""How caret and selection move: by tokens and sentences, never by half a character.

Plain positions in code points, no widget: the view asks where to go and goes there. The caret
rests at the beginnings of tokens; extending a selection takes in whole tokens or sentences.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from annotator.model import Span
from annotator.text.segment import Segments

Unit = Literal["token", "sentence"]


@dataclass(frozen=True, slots=True)
class Caret:
    """Where the caret stands and where the selection began; equal without a selection."""

    anchor: int = 0
    position: int = 0
    exact: bool = False
    """The mouse chose single characters: no snapping."""

    @property
    def span(self) -> Span | None:
        if self.anchor == self.position:
            return None
        return Span(min(self.anchor, self.position), max(self.anchor, self.position))


class Steps:
    """Where a step from a position leads."""

    def __init__(self, text: str, segments: Segments) -> None:
        self._text = text
        self._segments = segments

    def move(self, position: int, unit: Unit, *, forward: bool) -> int:
        """The beginning of the next or previous unit; at the last one, its end."""
        if forward:
            following = self._following(position, unit)
            return following.start if following is not None else self._last_end(position)
        before = self._before(position, unit)
        return before.start if before is not None else position

    def extend(self, position: int, unit: Unit, *, forward: bool) -> int:
        """The end of the unit at or after a position, or the beginning of the one before."""
        if not forward:
            return self.move(position, unit, forward=False)
        here = self.unit_at(position, unit)
        if here is not None and here.end > position:
            return here.end
        following = self._following(position, unit)
        return following.end if following is not None else position

    def unit_at(self, position: int, unit: Unit) -> Span | None:
        if unit == "token":
            return self._segments.token_at(position)
        return self._segments.sentence_at(position)

    def nearest(self, position: int, unit: Unit) -> Span | None:
        """The unit at a position, else the one before it, else the one after."""
        return (
            self.unit_at(position, unit)
            or self._before(position, unit)
            or self._following(position, unit)
        )

    def rest(self, position: int) -> int:
        """Where the caret rests when it is put at a character: the beginning of its token.

        On a blank between two words the second one's.
        """
        token = self._segments.token_at(position)
        if token is not None:
            return token.start
        following = self._segments.next_token(position)
        if following is None or "\n" in self._text[position : following.start]:
            return position
        return following.start

    def span_between(self, first: Span, last: Span) -> Caret:
        """The selection from one unit to another, the caret at the end that moved."""
        if last.start >= first.start:
            return Caret(first.start, max(first.end, last.end))
        return Caret(first.end, last.start)

    def _following(self, position: int, unit: Unit) -> Span | None:
        if unit == "token":
            return self._segments.next_token(position)
        return self._segments.next_sentence(position)

    def _before(self, position: int, unit: Unit) -> Span | None:
        if unit == "token":
            return self._segments.previous_token(position)
        return self._segments.previous_sentence(position)

    def _last_end(self, position: int) -> int:
        last = self._segments.token_at(position) or self._segments.previous_token(position)
        return max(position, last.end) if last is not None else position
