"""Where a caret movement leads: tokens and sentences by the segments, lines by the layout."""

from __future__ import annotations

from PySide6.QtCore import QPointF

from annotator.model import Span
from annotator.text.segment import Segments
from ui.reader.geometry import caret_x
from ui.reader.keyboard import Move
from ui.reader.layout import BlockBox, LineBox, ReadingLayout
from ui.reader.selection import Caret, Steps, Unit


class Motion:
    """Carries the x that vertical movement keeps to, from one movement to the next."""

    def __init__(self, layout: ReadingLayout, text: str, segments: Segments, steps: Steps) -> None:
        self._layout, self._text = layout, text
        self._segments, self._steps = segments, steps
        self._goal_x: float | None = None

    def forget_x(self) -> None:
        """The caret went elsewhere: the next vertical movement starts from its own x."""
        self._goal_x = None

    def moved(self, caret: Caret, move: Move, page: float) -> Caret:
        """The caret after a movement; `page` is the height of the viewport."""
        position = self._target(caret, move, page)
        return Caret(caret.anchor if move.extend else position, position)

    def rest_on_line(self, position: int) -> int:
        """The beginning of the token, unless that is on another line."""
        _, _, line = self._layout.line_of(position)
        rest = self._steps.rest(position)
        return rest if line.start <= rest < max(line.end, line.start + 1) else position

    def _target(self, caret: Caret, move: Move, page: float) -> int:
        here = caret.position
        if move.unit in ("line", "page"):
            return self._vertical(here, move, page)
        self._goal_x = None
        if move.unit == "text":
            return len(self._text) if move.forward else 0
        if move.unit == "edge":
            _, _, line = self._layout.line_of(here)
            return line.end if move.forward else line.start
        return self._along(caret, move)

    def _along(self, caret: Caret, move: Move) -> int:
        """By tokens or sentences; the arrow keys mean left and right, whatever way text runs."""
        here, span = caret.position, caret.span
        unit: Unit = "sentence" if move.unit == "sentence" else "token"
        forward = move.forward != self._runs_right_to_left(here)
        if move.extend:
            return self._steps.extend(here, unit, forward=forward)
        if span is not None and unit == "token":
            return self._behind(span) if forward else span.start
        return self._steps.move(here, unit, forward=forward)

    def _behind(self, span: Span) -> int:
        """The first token after a selection."""
        token = self._segments.token_at(span.end)
        if token is not None and token.start == span.end:
            return span.end
        return self._steps.move(span.end - 1, "token", forward=True)

    def _vertical(self, here: int, move: Move, page: float) -> int:
        """One line or one page up or down, keeping to the x where the movement began."""
        layout = self._layout
        top, box, line = layout.line_of(here)
        if self._goal_x is None:
            unit = layout.unit_in_block(box, here)
            self._goal_x = caret_x(layout.qt_line(box, line), unit) + layout.left
        if move.unit == "page":
            y = top + line.baseline + (page if move.forward else -page)
            y = max(layout.metrics.top, min(y, layout.height - layout.metrics.bottom))
        else:
            found = self._neighbour(box, line, forward=move.forward)
            if found is None:
                edge = line.end if move.forward else line.start
                return edge if move.extend else here
            top, box, line = found
            y = top + line.baseline
        point = QPointF(self._goal_x, y)
        position = layout.position_at(point, on_character=not move.extend)
        return position if move.extend else self.rest_on_line(position)

    def _neighbour(
        self, box: BlockBox, line: LineBox, *, forward: bool
    ) -> tuple[float, BlockBox, LineBox] | None:
        """The line below or above, over blank lines."""
        layout, step = self._layout, 1 if forward else -1
        if 0 <= line.number + step < len(box.lines):
            return layout.top_of(box.number), box, box.lines[line.number + step]
        number = box.number + step
        while 0 <= number < len(layout.paragraphs):
            if not layout.paragraphs.blank[number]:
                found = layout.box(number)
                return layout.top_of(number), found, found.lines[0 if forward else -1]
            number += step
        return None

    def _runs_right_to_left(self, position: int) -> bool:
        return self._layout.box(self._layout.paragraphs.at(position)).rtl
