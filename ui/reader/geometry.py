"""Where characters stand on a line: rectangles of visual runs, not of start and end.

In a line that mixes directions a stretch of text can stand in several places, and the x of its
start and of its end say nothing about them. Lines that run left to right only are measured by
caret positions; all others by their glyphs.
"""

from __future__ import annotations

import re

from PySide6.QtGui import QGlyphRun, QTextLayout, QTextLine

Run = tuple[float, float]
"""Left and right edge of a piece of a line."""

_RIGHT_TO_LEFT = re.compile(
    "[\u0590-\u08ff\u200f\u202a-\u202e\u2066-\u2069\ufb1d-\ufdff\ufe70-\ufefc"
    "\U00010800-\U00010fff\U0001e800-\U0001efff]"
)
_INVISIBLE = re.compile("[\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]+")
"""Controls that take no room, though their glyphs claim the width of a blank."""
_PLACES = (
    QTextLayout.GlyphRunRetrievalFlag.RetrieveGlyphIndexes
    | QTextLayout.GlyphRunRetrievalFlag.RetrieveGlyphPositions
)
_LEAST = 2.0
_TOUCHING = 0.75


def runs_right_to_left(text: str) -> bool:
    """Whether any character or control of the text can turn the direction of a line."""
    return not text.isascii() and _RIGHT_TO_LEFT.search(text) is not None


def visible_parts(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """The stretches of [start, end) without invisible controls; all of it where nothing is seen."""
    parts, first = [], start
    for found in _INVISIBLE.finditer(text, start, end):
        parts.append((first, found.start()))
        first = found.end()
    parts.append((first, end))
    return [(a, b) for a, b in parts if a < b] or [(start, end)]


def line_runs(line: QTextLine, start: int, end: int, *, mixed: bool) -> list[Run]:
    """Left and right edges of the characters [start, end), in UTF-16 units of the block.

    Args:
        mixed: the paragraph holds characters that run right to left.

    Returns:
        Runs from left to right; touching ones joined. Invisible characters give a thin run.
    """
    first = max(start, line.textStart())
    last = min(end, line.textStart() + line.textLength())
    if first >= last:
        return []
    if not mixed:
        return [_straight(line, first, last)]
    runs = joined(_glyph_runs(line, first, last))
    if runs:
        return runs
    x = _x(line, first)
    return [(x, x + _LEAST)]


def caret_x(line: QTextLine, position: int) -> float:
    """Where the caret stands before the character at `position`."""
    return _x(line, position)


def character_at(layout: QTextLayout, line: QTextLine, x: float, *, mixed: bool) -> int:
    """The character under x, in UTF-16 units of the block; at the ends of the line the nearest.

    Qt's own answer is wrong where text runs right to left (and so are the string indexes of its
    glyph runs), so mixed lines are searched for the cluster whose glyphs stand there.
    """
    if not mixed:
        return line.xToCursor(x, QTextLine.CursorPosition.CursorOnCharacter)
    nearest, found = float("inf"), line.textStart()
    first, end = line.textStart(), line.textStart() + line.textLength()
    while first < end:
        following = max(first + 1, layout.nextCursorPosition(first))
        for left, right in _glyph_runs(line, first, min(following, end)):
            away = max(left - x, x - right, 0.0)
            if away < nearest and right > left:
                nearest, found = away, first
        if not nearest:
            break
        first = following
    return found


def _straight(line: QTextLine, first: int, last: int) -> Run:
    left, right = _x(line, first), _x(line, last)
    return (left, max(right, left + _LEAST))


def _x(line: QTextLine, position: int) -> float:
    found = line.cursorToX(position)
    return float(found[0] if isinstance(found, tuple) else found)  # type: ignore[arg-type]


def _glyph_runs(line: QTextLine, first: int, last: int) -> list[Run]:
    found = []
    for run in line.glyphRuns(first, last - first, _PLACES):
        extents = _extents(run)
        if extents:
            found.append((min(left for left, _ in extents), max(right for _, right in extents)))
    return found


def _extents(run: QGlyphRun) -> list[Run]:
    """Left and right edge of every glyph, by its advance."""
    advances = run.rawFont().advancesForGlyphIndexes(run.glyphIndexes())
    places = zip(run.positions(), advances, strict=True)
    return [(place.x(), place.x() + advance.x()) for place, advance in places]


def joined(runs: list[Run]) -> list[Run]:
    """From left to right, those that touch made one."""
    found: list[Run] = []
    for left, right in sorted(runs):
        if found and left <= found[-1][1] + _TOUCHING:
            found[-1] = (found[-1][0], max(right, found[-1][1]))
        elif right > left:
            found.append((left, right))
    return found
