"""Tokens, sentences and paragraphs of a stored text: computed once at import, then kept.

Snapping, "read" and the units of agreement all rest on these segments, so they must not differ
between coders, machines or language pipelines: no model, no locale, a version number. All spans
begin and end at tokens; every token lies in one sentence, every sentence in one paragraph.
"""

from __future__ import annotations

import struct
import sys
import zlib
from array import array
from bisect import bisect_left, bisect_right
from functools import cached_property
from itertools import accumulate

from annotator.model import Span
from annotator.text.quotes import quotations as quotations

SEGMENTER_VERSION: int = 1

_HEADER = struct.Struct("<BIII")
_FORMAT = 1
_WIDTHS = (("B", 1 << 8), ("H", 1 << 16), ("I", 1 << 32))
_CLAUSE_MARKS = frozenset(',;:–—―()[]{}،؛、，；：（）「」『』“”„«»"…') | {"--", "..."}


class Segments:
    """The segments of one text; positions are code points.

    Args:
        tokens, sentences, paragraphs: flat bounds, start and end in turn, sorted.
    """

    def __init__(self, tokens: array[int], sentences: array[int], paragraphs: array[int]) -> None:
        self._tokens = tokens
        self._sentences = sentences
        self._paragraphs = paragraphs

    @classmethod
    def empty(cls) -> Segments:
        """The segments of no text."""
        return cls(array("I"), array("I"), array("I"))

    @cached_property
    def tokens(self) -> tuple[Span, ...]:
        return _spans(self._tokens)

    @cached_property
    def sentences(self) -> tuple[Span, ...]:
        return _spans(self._sentences)

    @cached_property
    def paragraphs(self) -> tuple[Span, ...]:
        return _spans(self._paragraphs)

    def token_at(self, position: int) -> Span | None:
        """Give the token that covers the character at `position`."""
        return _at(self._tokens, position)

    def sentence_at(self, position: int) -> Span | None:
        return _at(self._sentences, position)

    def paragraph_at(self, position: int) -> Span | None:
        return _at(self._paragraphs, position)

    def tokens_in(self, span: Span) -> tuple[Span, ...]:
        """Give the tokens that overlap a span."""
        return _spans(_overlapping(self._tokens, span))

    def sentences_in(self, span: Span) -> tuple[Span, ...]:
        return _spans(_overlapping(self._sentences, span))

    def paragraphs_in(self, span: Span) -> tuple[Span, ...]:
        return _spans(_overlapping(self._paragraphs, span))

    def next_token(self, position: int) -> Span | None:
        """Give the first token that begins after `position`."""
        return _after(self._tokens, position)

    def previous_token(self, position: int) -> Span | None:
        """Give the last token that begins before `position`."""
        return _before(self._tokens, position)

    def next_sentence(self, position: int) -> Span | None:
        return _after(self._sentences, position)

    def previous_sentence(self, position: int) -> Span | None:
        return _before(self._sentences, position)

    def sentence_number(self, position: int) -> int:
        """Give the number, from 1, of the sentence at or after `position`; 0 at the end."""
        return _number(self._sentences, position)

    def paragraph_number(self, position: int) -> int:
        return _number(self._paragraphs, position)

    def pack(self) -> bytes:
        """Give a compact form for the database: gaps and lengths, compressed."""
        parts = (self._tokens, self._sentences, self._paragraphs)
        header = _HEADER.pack(_FORMAT, *(len(p) for p in parts))
        return header + zlib.compress(b"".join(map(_packed, parts)), 6)

    @classmethod
    def unpack(cls, data: bytes) -> Segments:
        """Read what `pack` wrote; ValueError where the data are not that."""
        try:
            form, *lengths = _HEADER.unpack_from(data)
            if form != _FORMAT:
                raise ValueError(f"unknown form {form} of packed segments")
            body = memoryview(zlib.decompress(data[_HEADER.size :]))
            parts = []
            for length in lengths:
                part, body = _unpacked(body, length)
                parts.append(part)
        except (struct.error, zlib.error, IndexError) as error:
            raise ValueError("packed segments are damaged") from error
        return cls(*parts)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Segments):
            return NotImplemented
        return (
            self._tokens == other._tokens
            and self._sentences == other._sentences
            and self._paragraphs == other._paragraphs
        )

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        counts = (len(p) // 2 for p in (self._tokens, self._sentences, self._paragraphs))
        return "Segments({} tokens, {} sentences, {} paragraphs)".format(*counts)


def segment(text: str) -> Segments:
    """Segment a stored text. The same text gives the same segments everywhere.

    The patterns are imported here: compiling them is only worth it where a text comes in.
    """
    from annotator.text.paragraphs import paragraphs
    from annotator.text.sentences import cuts
    from annotator.text.tokens import token_bounds

    tokens = token_bounds(text)
    whole, parts = array("I"), array("I")
    for start, end in paragraphs(text):
        first, last = _trimmed(tokens, start, end)
        if first == last:
            continue
        whole.extend((tokens[first], tokens[last - 1]))
        begin = first
        for cut in cuts(text, start, end):
            stop = bisect_left(tokens, cut)
            if stop % 2:
                if tokens[stop] != cut:  # inside a token, such as a web address
                    continue
                stop += 1
            if begin < stop < last:
                parts.extend((tokens[begin], tokens[stop - 1]))
                begin = stop
        parts.extend((tokens[begin], tokens[last - 1]))
    return Segments(tokens, parts, whole)


def clause_at(text: str, segments: Segments, position: int) -> Span | None:
    """Give the stretch between commas, dashes, brackets and quotation marks at `position`.

    Never reaches over the sentence; None between sentences. On a mark itself, the stretch before
    it counts, at the beginning of a sentence that after it.
    """
    sentence = segments.sentence_at(position)
    if sentence is None:
        return None
    stretches: list[Span] = []
    start = end = -1
    for token in segments.tokens_in(sentence):
        if text[token.start : token.end] in _CLAUSE_MARKS:
            if start >= 0:
                stretches.append(Span(start, end))
            start = -1
            continue
        start = token.start if start < 0 else start
        end = token.end
    if start >= 0:
        stretches.append(Span(start, end))
    before = [s for s in stretches if s.start <= position]
    return before[-1] if before else next(iter(stretches), sentence)


def _spans(bounds: array[int]) -> tuple[Span, ...]:
    return tuple(map(Span, bounds[::2], bounds[1::2]))


def _at(bounds: array[int], position: int) -> Span | None:
    i = bisect_right(bounds, position) if position >= 0 else 0
    return Span(bounds[i - 1], bounds[i]) if i % 2 else None


def _after(bounds: array[int], position: int) -> Span | None:
    i = bisect_right(bounds, max(position, -1)) if position >= 0 else 0
    i += i % 2
    if i < len(bounds) and bounds[i] <= position:
        i += 2
    return Span(bounds[i], bounds[i + 1]) if i < len(bounds) else None


def _before(bounds: array[int], position: int) -> Span | None:
    i = bisect_left(bounds, max(position, 0))
    i -= 1 if i % 2 else 2
    return Span(bounds[i], bounds[i + 1]) if i >= 0 else None


def _number(bounds: array[int], position: int) -> int:
    i = bisect_right(bounds, max(position, 0))
    number = i // 2 + 1
    return number if number * 2 <= len(bounds) else 0


def _overlapping(bounds: array[int], span: Span) -> array[int]:
    first = bisect_right(bounds, span.start)
    first -= first % 2
    last = bisect_left(bounds, span.end)
    last += last % 2
    return bounds[first:last]


def _trimmed(tokens: array[int], start: int, end: int) -> tuple[int, int]:
    """Give the range of `tokens` that lies between two offsets."""
    return bisect_left(tokens, start), bisect_right(tokens, end)


def _packed(bounds: array[int]) -> bytes:
    gaps = [b - a for a, b in zip((0, *bounds), bounds, strict=False)]
    largest = max(gaps, default=0)
    code = next(c for c, limit in _WIDTHS if largest < limit)
    data = array(code, gaps)
    if sys.byteorder == "big":
        data.byteswap()
    return code.encode() + data.tobytes()


def _unpacked(data: memoryview, length: int) -> tuple[array[int], memoryview]:
    gaps = array(chr(data[0]))
    size = 1 + length * gaps.itemsize
    gaps.frombytes(data[1:size])
    if sys.byteorder == "big":
        gaps.byteswap()
    return array("I", accumulate(gaps)), data[size:]
