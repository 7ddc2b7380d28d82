"""Paragraphs: the lines of a text, with hard-wrapped lines put together again.

Exports of news archives and plain-text mail break lines at about 70 characters. Taking each such
line for a paragraph would cut every sentence in pieces, so in a text whose lines are all short, a
line whose successor's first word would not have fitted into it goes on in the next line. The text
itself is not touched.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

_NARROWEST, _WIDEST = 40, 100
_LONGEST_WORD = 25
_FEWEST_PAIRS = 4
_SHARE = 0.6

Line = tuple[int, int]


def paragraphs(text: str) -> Iterator[Line]:
    """Yield start and end of every paragraph, blank lines left out."""
    lines = list(_lines(text))
    width = max((end - start for start, end in lines), default=0)
    if not _NARROWEST <= width <= _WIDEST:
        yield from lines
        return
    goes_on = [_goes_on(text, a, b, width) for a, b in pairwise(lines)]
    pairs = [joined for joined in goes_on if joined is not None]
    if len(pairs) < _FEWEST_PAIRS or sum(pairs) < _SHARE * len(pairs):
        yield from lines
        return
    yield from _joined(lines, goes_on)


def _lines(text: str) -> Iterator[Line]:
    start = 0
    for line in text.split("\n"):
        end = start + len(line)
        if line and not line.isspace():
            yield start, end
        start = end + 1


def _goes_on(text: str, line: Line, following: Line, width: int) -> bool | None:
    """Tell whether the first word of the next line was pushed there; None over a blank line."""
    if following[0] - line[1] > 1:
        return None
    head = text[following[0] : min(following[1], following[0] + _LONGEST_WORD + 1)]
    word = head.partition(" ")[0]
    return len(word) <= _LONGEST_WORD and line[1] - line[0] + 1 + len(word) > width


def _joined(lines: list[Line], goes_on: list[bool | None]) -> Iterator[Line]:
    start, end = lines[0]
    for following, joined in zip(lines[1:], goes_on, strict=True):
        if not joined:
            yield start, end
            start = following[0]
        end = following[1]
    yield start, end
