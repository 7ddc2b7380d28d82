"""From what the mouse and the caret give to spans worth coding: whole tokens, clauses, sentences.

Every function takes and gives code points. A span that cannot be made is None, never an empty
span.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from annotator.model import Span
from annotator.text.quotes import quotation_at, quotations
from annotator.text.segment import Segments, clause_at

Unit = Literal["token", "sentence", "quotation"]


def snap_to_tokens(segments: Segments, span: Span) -> Span:
    """Grow a span to whole tokens and drop the whitespace at its ends.

    A span that touches no token comes back as it is.
    """
    tokens = segments.tokens_in(span)
    return Span(tokens[0].start, tokens[-1].end) if tokens else span


def widen(text: str, segments: Segments, span: Span) -> Span:
    """Give the smallest larger unit: tokens, clause, quotation, sentence, paragraph.

    A span that fills its paragraphs comes back as it is.
    """
    larger = [unit for unit in _units_around(text, segments, span) if _holds_more(unit, span)]
    return min(larger, key=len, default=span)


def narrow(text: str, segments: Segments, span: Span, anchor: int) -> Span:
    """Give the largest smaller unit at `anchor`; a single token comes back as it is."""
    position = min(max(anchor, span.start), span.end - 1)
    token = segments.token_at(position) or segments.previous_token(position)
    if token is None or not span.contains(token):
        token = next(iter(segments.tokens_in(span)), None)
    if token is None:
        return span
    units = (*_units_around(text, segments, token), token)
    smaller = (u for u in units if _holds_more(span, u) and u.contains(token))
    return max(smaller, key=len, default=span)


def default_span(text: str, segments: Segments, position: int, kind: Unit) -> Span | None:
    """Give the unit at the caret that a layer starts from.

    Outside any quotation, "quotation" gives the sentence. Between two units the one before counts,
    as the caret stands right after it.
    """
    if kind == "token":
        return segments.token_at(position) or _touching(
            segments.previous_token(position), segments.next_token(position), position
        )
    if kind == "quotation":
        found = quotation_at(quotations(text), position)
        if found is not None:
            return snap_to_tokens(segments, found)
    return segments.sentence_at(position) or _touching(
        segments.previous_sentence(position), segments.next_sentence(position), position
    )


def next_token(segments: Segments, position: int) -> Span | None:
    """Give the first token that begins after `position`."""
    return segments.next_token(position)


def prev_token(segments: Segments, position: int) -> Span | None:
    """Give the last token that begins before `position`."""
    return segments.previous_token(position)


def next_sentence(segments: Segments, position: int) -> Span | None:
    """Give the first sentence that begins after `position`."""
    return segments.next_sentence(position)


def prev_sentence(segments: Segments, position: int) -> Span | None:
    """Give the last sentence that begins before `position`."""
    return segments.previous_sentence(position)


def _units_around(text: str, segments: Segments, span: Span) -> Iterator[Span]:
    """Yield every unit at a span; a clause may leave out the comma the span stands on."""
    snapped = snap_to_tokens(segments, span)
    yield snapped
    last = snapped.end - 1
    clauses = clause_at(text, segments, snapped.start), clause_at(text, segments, last)
    if clauses[0] is not None and clauses[1] is not None:
        yield Span(clauses[0].start, max(clauses[0].end, clauses[1].end))
    for found in quotations(text):
        if found.contains(snapped):
            yield snap_to_tokens(segments, found)
    for units in (segments.sentences_in(snapped), segments.paragraphs_in(snapped)):
        if units:
            yield Span(units[0].start, units[-1].end)


def _holds_more(outer: Span, inner: Span) -> bool:
    return outer != inner and outer.contains(inner)


def _touching(before: Span | None, after: Span | None, position: int) -> Span | None:
    """Choose between the units around a caret that stands between them."""
    if before is not None and before.end == position:
        return before
    return after or before
