"""Rectangles of visual runs cover the glyphs they stand for, in any mixture of directions."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QTextCharFormat, QTextLayout, QTextLine
from PySide6.QtWidgets import QApplication

from annotator.model import Span
from annotator.text.offsets import Utf16Map
from annotator.text.segment import segment
from tests.ui.reader.helpers import STRESS, made_layout
from ui.reader.geometry import line_runs, runs_right_to_left, visible_parts
from ui.reader.hits import runs_of
from ui.reader.layout import ReadingLayout

TALL = 160
"""More than any line of fallback faces is high."""
SAME_WORD = 3.0
"""Glyphs may reach this far over their advance."""


def inked_columns(layout: ReadingLayout, number: int, line_number: int, span: Span) -> list[int]:
    """The columns in which the characters of a span leave ink, drawn alone in black."""
    box = layout.box(number)
    ours = layout.block(number).layout()
    alone = QTextLayout(layout.text[box.start : box.end], layout.metrics.font)
    alone.setTextOption(ours.textOption())
    alone.beginLayout()
    while (line := alone.createLine()).isValid():
        line.setLineWidth(layout.column)
        line.setPosition(QPointF(0, TALL * line.lineNumber()))
    alone.endLayout()
    black = QTextLayout.FormatRange()
    black.start = layout.unit_in_block(box, span.start)
    black.length = layout.unit_in_block(box, span.end) - black.start
    shape = QTextCharFormat()
    shape.setForeground(QColor("black"))
    black.format = shape
    image = QImage(round(layout.column) + 20, TALL, QImage.Format.Format_Grayscale8)
    image.fill(Qt.GlobalColor.white)
    painter = QPainter(image)
    painter.setPen(QColor(255, 255, 255, 0))
    alone.draw(painter, QPointF(0, -TALL * line_number), [black])
    painter.end()
    grey = np.frombuffer(image.constBits(), np.uint8).reshape(TALL, image.bytesPerLine())
    return [int(x) for x in np.flatnonzero((grey[:, : image.width()] < 190).any(axis=0))]


@pytest.mark.parametrize("name", list(STRESS))
def test_every_token_is_covered_and_nothing_else(dressed: QApplication, name: str) -> None:
    text = STRESS[name]
    layout = made_layout(text)
    box = layout.box(0)
    for token in segment(text).tokens:
        for line in box.lines:
            runs = runs_of(layout, box, line, token)
            if not runs:
                continue
            columns = inked_columns(layout, 0, line.number, token)
            assert columns or not text[token.start : token.end].isalnum(), token
            for x in columns:
                assert any(a - SAME_WORD <= x <= b + SAME_WORD for a, b in runs), token
            if text[token.start : token.end].isalnum():
                assert runs[0][0] >= columns[0] - 6, token
                assert runs[-1][1] <= columns[-1] + 8, token


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        (STRESS["mixed"], "الوزير أحمد) said “לא"),
        (STRESS["mixed"], "محمد علي was 2025"),
        (STRESS["arabic"], "إن 14 مفاوضا سيعودون إلى بورت سيلم (Port Selm) في"),
        (STRESS["hebrew"], "25 נציגים מ-Ministry of"),
    ],
)
def test_spans_over_both_directions_are_covered(
    dressed: QApplication, text: str, quote: str
) -> None:
    layout = made_layout(text)
    box = layout.box(0)
    start = text.index(quote)
    span = Span(start, start + len(quote))
    rest = [Span(0, start), Span(span.end, len(text))]
    for line in box.lines:
        runs = runs_of(layout, box, line, span)
        for x in inked_columns(layout, 0, line.number, span):
            assert any(a - SAME_WORD <= x <= b + SAME_WORD for a, b in runs)
        for other in rest:
            if len(other) and other.start < line.end and other.end > line.start:
                for x in inked_columns(layout, 0, line.number, other):
                    assert not any(a + SAME_WORD < x < b - SAME_WORD for a, b in runs)


def test_a_span_in_a_mixed_line_stands_in_several_places(dressed: QApplication) -> None:
    layout = made_layout(STRESS["mixed"])
    box = layout.box(0)
    start = STRESS["mixed"].index("الوزير أحمد) said “לא")
    runs = runs_of(layout, box, box.lines[0], Span(start, start + 21))
    assert len(runs) == 2


ALPHABET = st.sampled_from(
    [*"abc  .,()“”12", "ا", "ب", "م ", "ש", "ל", "中", "文", "😀", "e\u0301", "\u200f", "\u200e"]
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.lists(ALPHABET, min_size=1, max_size=90).map("".join), st.data())
def test_runs_are_in_order_and_share_no_place(
    dressed: QApplication, text: str, data: st.DataObject
) -> None:
    if not text.strip():
        return
    layout = made_layout(text, width=360)
    box = layout.box(0)
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    for line in box.lines:
        runs = runs_of(layout, box, line, Span(start, end))
        assert bool(runs) == (max(start, line.start) < min(end, line.end))
        for left, right in runs:
            assert left < right
            assert left > -2
            assert right < layout.column + 40
        for before, after in pairwise(runs):
            assert before[1] < after[0]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.lists(ALPHABET, min_size=2, max_size=60).map("".join), st.data())
def test_two_halves_of_a_line_fill_it_between_them(
    dressed: QApplication, text: str, data: st.DataObject
) -> None:
    """Splitting a span loses no width: every piece of it belongs to one of its parts."""
    if not text.strip():
        return
    layout = made_layout(text)
    box = layout.box(0)
    line = box.lines[0]
    tokens = [t for t in segment(text).tokens if t.end <= line.end]
    if len(tokens) < 2:
        return
    cut = tokens[data.draw(st.integers(1, len(tokens) - 1))].start
    whole = _width(runs_of(layout, box, line, Span(line.start, line.end)))
    left = _width(runs_of(layout, box, line, Span(line.start, cut)))
    right = _width(runs_of(layout, box, line, Span(cut, line.end)))
    assert left + right == pytest.approx(whole, abs=6.0)


def _width(runs: list[tuple[float, float]]) -> float:
    return sum(b - a for a, b in runs)


def test_left_to_right_lines_need_no_glyphs() -> None:
    assert not runs_right_to_left("Plain text, 中文, 😀, é")
    assert runs_right_to_left("a \u05d0")
    assert runs_right_to_left("a \u200f b")


def test_nothing_of_a_span_on_another_line(dressed: QApplication) -> None:
    layout = made_layout("word " * 60)
    box = layout.box(0)
    line: QTextLine = layout.qt_line(box, box.lines[0])
    assert line_runs(line, 200, 210, mixed=False) == []


def test_offsets_behind_astral_characters_stay_exact(dressed: QApplication) -> None:
    text = "𝔘𝔫𝔦 😀😀 bombed the depot"
    layout = made_layout(text)
    assert Utf16Map(text).utf16_length == layout.document().characterCount() - 1
    box = layout.box(0)
    start = text.index("bombed")
    columns = inked_columns(layout, 0, 0, Span(start, start + 6))
    (left, right) = runs_of(layout, box, box.lines[0], Span(start, start + 6))[0]
    assert abs(left - columns[0]) < SAME_WORD
    assert abs(right - columns[-1]) < SAME_WORD


def test_invisible_controls_add_no_width(dressed: QApplication) -> None:
    plain, marked = "قال أحمد (Ahmed) نعم", "قال أحمد\u200f (Ahmed) نعم"
    widths = []
    for text, last in ((plain, 8), (marked, 9)):
        layout = made_layout(text)
        box = layout.box(0)
        widths.append(_width(runs_of(layout, box, box.lines[0], Span(4, last))))
    assert widths[0] == pytest.approx(widths[1], abs=0.5)
    assert visible_parts("a\u200fb", 0, 3) == [(0, 1), (2, 3)]
    assert visible_parts("\u200f", 0, 1) == [(0, 1)]
