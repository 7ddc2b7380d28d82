"""Where every line of the article stands.

A document layout of our own, because Qt's lays out everything, gives all lines one height and
shows every blank line. Here a paragraph is laid out when it is first looked at, the height of all
others is estimated; a line grows only where its marks need more than two lanes; a run of blank
lines becomes one small gap; and under the title there is room for the line with source and date.

Lines start at x = 0 within the column; `left` is where the column begins. Heights and tops are
logical pixels in the document.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import accumulate
from typing import Any

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import (
    QAbstractTextDocumentLayout,
    QPainter,
    QTextBlock,
    QTextDocument,
    QTextFrame,
    QTextLine,
    QTextOption,
)

from annotator.text.offsets import Utf16Map
from ui.reader.geometry import character_at, runs_right_to_left
from ui.reader.heights import Heights
from ui.reader.marks import Laned, MarkIndex, lane_count, lanes_on
from ui.reader.metrics import FREE_LANES, PageMetrics, text_advance

_BOX_TOP = 0.90
_BOX_BOTTOM = 0.27
"""How far the ground of a word reaches above and below the baseline, in em."""


@dataclass(slots=True)
class LineBox:
    """One laid-out line; vertical positions from the top of its paragraph."""

    number: int
    start: int
    """Code points of the text."""
    end: int
    """Without the blanks at which the line was broken."""
    top: float
    bottom: float
    baseline: float
    box_top: float
    box_bottom: float
    laned: tuple[Laned, ...] = ()
    ink: object | None = None
    """What `ui.reader.ink` made for it; dropped when its marks change."""


@dataclass(slots=True)
class BlockBox:
    """One laid-out paragraph."""

    number: int
    start: int
    end: int
    mixed: bool
    rtl: bool
    marks: MarkIndex
    """The marks its lanes were made for."""
    lines: list[LineBox] = field(default_factory=list)
    bars: object | None = None

    def line_at(self, y: float) -> LineBox:
        return next((line for line in self.lines if y < line.bottom), self.lines[-1])

    def line_of(self, position: int) -> LineBox:
        """The line that holds the character; the last one for the paragraph's end."""
        index = bisect_right(self.lines, position, key=lambda line: line.start) - 1
        return self.lines[max(0, index)]


class Paragraphs:
    """The paragraphs of a text as its blocks: where they begin, which of them are blank."""

    def __init__(self, text: str) -> None:
        pieces = text.split("\n")
        self.lengths = list(map(len, pieces))
        self.starts = [0, *accumulate(length + 1 for length in self.lengths[:-1])]
        self.blank = [not piece or piece.isspace() for piece in pieces]

    def __len__(self) -> int:
        return len(self.lengths)

    def at(self, position: int) -> int:
        """Number of the paragraph that holds this code point."""
        return bisect_right(self.starts, position) - 1


class ReadingLayout(QAbstractTextDocumentLayout):
    """Lays out an article for reading; see the module.

    Args:
        document: filled with the text and not yet shown.
        text: the stored text, code points.
        title: number of the paragraph that is the title, or None.
    """

    def __init__(
        self,
        document: QTextDocument,
        text: str,
        offsets: Utf16Map,
        *,
        title: int | None,
        metrics: PageMetrics,
        width: float,
    ) -> None:
        super().__init__(document)
        self.text = text
        self.paragraphs = Paragraphs(text)
        self.title = title
        self.metrics = metrics
        self.marks = MarkIndex()
        self._same_units = offsets.utf16_length == offsets.length
        self._offsets = offsets
        self._boxes: dict[int, BlockBox] = {}
        self._heights = Heights(())
        self._page_width = width
        self.left, self.column = metrics.column_for(width)
        self._estimate_all()

    # positions

    def to_utf16(self, position: int) -> int:
        return position if self._same_units else self._offsets.to_utf16(position)

    def to_code_point(self, unit: int) -> int:
        return unit if self._same_units else self._offsets.to_code_point(unit)

    # what the page changes

    def set_page(self, metrics: PageMetrics, width: float) -> bool:
        """Take a new size of page or face; return whether lines have to be broken again."""
        left, column = metrics.column_for(width)
        again = column != self.column or metrics is not self.metrics
        self.metrics, self._page_width, self.left, self.column = metrics, width, left, column
        if again:
            self._boxes.clear()
            self._estimate_all()
        return again

    def set_marks(self, marks: MarkIndex) -> None:
        """Take new marks; a paragraph learns of them when it is next looked at.

        Only lines whose number of lanes changes move.
        """
        self.marks = marks

    # where things are

    @property
    def height(self) -> float:
        return self.metrics.top + self._head() + self._heights.total + self.metrics.bottom

    def top_of(self, number: int) -> float:
        return self.metrics.top + self._head() + self._heights.top(number)

    def number_at(self, y: float) -> int:
        return self._heights.at(y - self.metrics.top - self._head())

    def meta_top(self) -> float:
        """Where the line with source, date and words begins."""
        if self.title is None:
            return self.metrics.top
        box = self.box(self.title)
        return self.top_of(self.title) + box.lines[-1].bottom

    def box(self, number: int) -> BlockBox:
        """The paragraph, laid out."""
        found = self._boxes.get(number)
        if found is None:
            return self._lay_out(number)
        if found.marks is not self.marks and self._give_lanes(found):
            self._place(found)
        return found

    def is_laid_out(self, number: int) -> bool:
        """Whether the paragraph stands as it will be painted."""
        found = self._boxes.get(number)
        return found is not None and found.marks is self.marks

    def boxes_between(self, top: float, bottom: float) -> Iterator[tuple[float, BlockBox]]:
        """Top and box of every paragraph that shows between two heights, laid out as needed."""
        number = self.number_at(top)
        y = self.top_of(number)
        while number < len(self.paragraphs) and y < bottom:
            box = self.box(number)
            yield y, box
            y += self._heights[number]
            number += 1

    def lay_out_above(self, number: int, distance: float) -> float:
        """Lay out so many pixels before a paragraph; return by how much they grew."""
        grown = 0.0
        while distance > 0 and number > 0:
            number -= 1
            if not self.is_laid_out(number):
                before = self._heights[number]
                self.box(number)
                grown += self._heights[number] - before
            distance -= self._heights[number]
        return grown

    def line_of(self, position: int) -> tuple[float, BlockBox, LineBox]:
        """Top of the paragraph, paragraph and line that hold a code point."""
        box = self.box(self.paragraphs.at(position))
        return self.top_of(box.number), box, box.line_of(position)

    def block(self, number: int) -> QTextBlock:
        return self.document().findBlockByNumber(number)

    def qt_line(self, box: BlockBox, line: LineBox) -> QTextLine:
        return self.block(box.number).layout().lineAt(line.number)

    def unit_in_block(self, box: BlockBox, position: int) -> int:
        """UTF-16 offset of a code point within its paragraph."""
        return self.to_utf16(position) - self.to_utf16(box.start)

    # laying out

    def _head(self) -> float:
        """An article whose title is not in its text begins with the meta line."""
        return 0.0 if self.title is not None else self.metrics.meta_height

    def _estimate_all(self) -> None:
        m, paragraphs = self.metrics, self.paragraphs
        per_line = max(1.0, self.column / text_advance(m.font, self.text))
        gap, pitch = m.paragraph_gap, m.pitch
        heights = [-(-length // per_line) * pitch + gap for length in paragraphs.lengths]
        for number in [i for i, blank in enumerate(paragraphs.blank) if blank]:
            heights[number] = self._blank_height(number)
        if self.title is not None:
            heights[self.title] = m.title_pitch + m.meta_height
        self._heights = Heights(heights)

    def _blank_height(self, number: int) -> float:
        """The first blank line of a run is a small gap, the rest nothing."""
        if self.title is not None and number <= self.title + 1:
            return 0.0
        first = number == 0 or not self.paragraphs.blank[number - 1]
        return self.metrics.blank_gap if first else 0.0

    def _lay_out(self, number: int) -> BlockBox:
        paragraphs = self.paragraphs
        start = paragraphs.starts[number]
        end = start + paragraphs.lengths[number]
        block = self.block(number)
        mixed = runs_right_to_left(self.text[start:end])
        rtl = mixed and block.textDirection() == Qt.LayoutDirection.RightToLeft
        layout = block.layout()
        layout.setTextOption(_option(rtl))
        layout.beginLayout()
        while (line := layout.createLine()).isValid():
            line.setLineWidth(self.column)
        layout.endLayout()
        box = BlockBox(number, start, end, mixed, rtl, self.marks)
        unit = self.to_utf16(start)
        for index in range(layout.lineCount()):
            line = layout.lineAt(index)
            first = self.to_code_point(unit + line.textStart())
            last = self.to_code_point(unit + line.textStart() + line.textLength())
            last = first + len(self.text[first:last].rstrip())
            box.lines.append(LineBox(index, first, last, 0, 0, 0, 0, 0))
        self._boxes[number] = box
        self._give_lanes(box)
        self._place(box)
        return box

    def _give_lanes(self, box: BlockBox) -> bool:
        """Sort the paragraph's marks into lanes; return whether any line changed its height."""
        here = self.marks.touching(box.start, box.end)
        changed = False
        box.marks, box.bars = self.marks, None
        for line in box.lines:
            before = lane_count(line.laned)
            if not here:
                line.laned = ()
            else:
                several = len(box.lines) > 1
                on = self.marks.touching(line.start, line.end) if several else here
                line.laned = lanes_on(on, line.start, line.end)
            line.ink = None
            after = lane_count(line.laned)
            changed = changed or max(before, FREE_LANES) != max(after, FREE_LANES)
        return changed

    def _place(self, box: BlockBox) -> float:
        """Stack the lines of a paragraph; return by how much it grew."""
        m = self.metrics
        if self.paragraphs.blank[box.number]:
            return self._place_blank(box)
        title = box.number == self.title
        ascent, descent, pitch, em = (
            (m.title_ascent, m.title_descent, m.title_pitch, m.title_ascent / m.ascent * m.em)
            if title
            else (m.ascent, m.descent, m.pitch, m.em)
        )
        room = (pitch - ascent - descent) / 2
        layout = self.block(box.number).layout()
        y = 0.0
        for line in box.lines:
            qt_line = layout.lineAt(line.number)
            up, down = max(ascent, qt_line.ascent()), max(descent, qt_line.descent())
            line.top = y
            line.baseline = round(y + room + up)
            line.box_top = line.baseline - em * _BOX_TOP - (up - ascent) * 0.6
            line.box_bottom = line.baseline + em * _BOX_BOTTOM + (down - descent) * 0.8
            crowd = max(0, lane_count(line.laned) - FREE_LANES)
            y += max(pitch, round(room * 2 + up + down)) + round(crowd * m.lane)
            line.bottom = y
            qt_line.setPosition(QPointF(0, line.baseline - qt_line.ascent()))
        return self._heights.change(box.number, y + (m.meta_height if title else m.paragraph_gap))

    def _place_blank(self, box: BlockBox) -> float:
        height = self._blank_height(box.number)
        layout = self.block(box.number).layout()
        for line in box.lines:
            line.baseline, line.bottom = height, height
            layout.lineAt(line.number).setPosition(QPointF(0, 0))
        return self._heights.change(box.number, height)

    # what Qt asks for

    def documentChanged(self, start: int, removed: int, added: int) -> None:
        """The text never changes, and the width comes by `set_page`."""

    def draw(self, painter: QPainter, context: QAbstractTextDocumentLayout.PaintContext) -> None:
        """Draw the words alone; the page draws the marks (`ui.reader.painting`)."""
        clip = (
            context.clip if context.clip.isValid() else QRectF(0, 0, self._page_width, self.height)
        )
        for top, box in self.boxes_between(clip.top(), clip.bottom()):
            self.block(box.number).layout().draw(painter, QPointF(self.left, top))

    def hitTest(self, point: Any, accuracy: Qt.HitTestAccuracy) -> int:
        """UTF-16 position nearest to a point of the document."""
        return self.to_utf16(self.position_at(QPointF(point)))

    def position_at(self, point: QPointF, *, on_character: bool = False) -> int:
        """Code point at, or nearest to, a point of the document.

        Args:
            on_character: the character under the point, not the nearest gap between two.
        """
        number = self._nearest_text(point.y())
        box = self.box(number)
        line = box.line_at(point.y() - self.top_of(number))
        layout = self.block(number).layout()
        qt_line, x = layout.lineAt(line.number), point.x() - self.left
        if on_character:
            unit = character_at(layout, qt_line, x, mixed=box.mixed)
        else:
            unit = qt_line.xToCursor(x)
        found = self.to_code_point(self.to_utf16(box.start) + unit)
        return max(line.start, min(found, line.end))

    def _nearest_text(self, y: float) -> int:
        """The paragraph at a height; a gap belongs to the paragraph before it."""
        number = self.number_at(y)
        blank = self.paragraphs.blank
        found = number
        while found > 0 and blank[found]:
            found -= 1
        while found < len(blank) - 1 and blank[found]:
            found += 1
        return found

    def pageCount(self) -> int:
        return 1

    def documentSize(self) -> QSizeF:
        return QSizeF(self._page_width, self.height)

    def frameBoundingRect(self, frame: QTextFrame) -> QRectF:
        return QRectF(0, 0, self._page_width, self.height)

    def blockBoundingRect(self, block: QTextBlock) -> QRectF:
        if not block.isValid() or block.blockNumber() >= len(self.paragraphs):
            return QRectF()
        box = self.box(block.blockNumber())
        height = self._heights[box.number]
        return QRectF(self.left, self.top_of(box.number), self.column, height)


def _option(rtl: bool) -> QTextOption:
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    if rtl:
        option.setTextDirection(Qt.LayoutDirection.RightToLeft)
        option.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignAbsolute)
    else:
        option.setTextDirection(Qt.LayoutDirection.LeftToRight)
    return option
