"""From caret and mouse to spans: snapping, widening, narrowing, stepping."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from annotator.model import Span
from annotator.text.normalize import normalize
from annotator.text.segment import segment
from annotator.text.snap import (
    default_span,
    narrow,
    next_sentence,
    next_token,
    prev_sentence,
    prev_token,
    snap_to_tokens,
    widen,
)

NEWS = "Head line\n\nHe said “we won, they lost” today, in Rome. All left.\n\nSecond part."
SEGMENTS = segment(NEWS)
TEXTS = st.text(st.sampled_from('abA .,;\n“”"é😀漢。'), min_size=1, max_size=60).map(
    lambda raw: normalize(raw).text
)


def quote(span: Span | None) -> str | None:
    return None if span is None else NEWS[span.start : span.end]


def around(part: str) -> Span:
    start = NEWS.index(part)
    return Span(start, start + len(part))


@pytest.mark.parametrize(
    ("drawn", "snapped"),
    [("ead li", "Head line"), (" said ", "said"), ("won,", "won,"), ("e said “w", "He said “we")],
)
def test_snap(drawn: str, snapped: str) -> None:
    assert quote(snap_to_tokens(SEGMENTS, around(drawn))) == snapped


def test_snap_of_blanks_alone_changes_nothing() -> None:
    blank = Span(9, 11)
    assert snap_to_tokens(SEGMENTS, blank) == blank


def test_widening_step_by_step() -> None:
    steps = [around("won")]
    while (wider := widen(NEWS, SEGMENTS, steps[-1])) != steps[-1]:
        steps.append(wider)
    assert [quote(s) for s in steps] == [
        "won",
        "we won",
        "we won, they lost",
        "He said “we won, they lost” today, in Rome.",
        "He said “we won, they lost” today, in Rome. All left.",
    ]


def test_narrowing_goes_back_the_same_way() -> None:
    anchor = NEWS.index("won")
    steps = [SEGMENTS.paragraphs[1]]
    while (smaller := narrow(NEWS, SEGMENTS, steps[-1], anchor)) != steps[-1]:
        steps.append(smaller)
    assert [quote(s) for s in steps][1:] == [
        "He said “we won, they lost” today, in Rome.",
        "we won, they lost",
        "we won",
        "won",
    ]


def test_widening_over_two_paragraphs_takes_parts_of_both() -> None:
    assert quote(widen(NEWS, SEGMENTS, around("Second"))) == "Second part."
    assert quote(widen(NEWS, SEGMENTS, around("left.\n\nSecond"))) == "All left.\n\nSecond part."


@pytest.mark.parametrize(
    ("at", "kind", "expected"),
    [
        ("said", "token", "said"),
        (" said", "token", "He"),
        ("\nHe", "token", "He"),
        ("won", "sentence", "He said “we won, they lost” today, in Rome."),
        (" All", "sentence", "He said “we won, they lost” today, in Rome."),
        ("won", "quotation", "we won, they lost"),
        ("Rome", "quotation", "He said “we won, they lost” today, in Rome."),
    ],
)
def test_default_span(at: str, kind: str, expected: str) -> None:
    got = default_span(NEWS, SEGMENTS, NEWS.index(at), kind)  # type: ignore[arg-type]
    assert quote(got) == expected


def test_empty_text_has_no_default() -> None:
    assert default_span("", segment(""), 0, "token") is None
    assert default_span("", segment(""), 0, "sentence") is None


def test_steps() -> None:
    at = NEWS.index("said")
    assert quote(next_token(SEGMENTS, at)) == "“"
    assert quote(prev_token(SEGMENTS, at)) == "He"
    assert quote(next_sentence(SEGMENTS, at)) == "All left."
    assert quote(prev_sentence(SEGMENTS, NEWS.index("All"))) == quote(SEGMENTS.sentences[1])
    assert prev_token(SEGMENTS, 0) is None
    assert next_token(SEGMENTS, len(NEWS)) is None


@example(';;;;";\n""')
@given(TEXTS)
def test_widening_from_any_token_ends_with_whole_paragraphs(text: str) -> None:
    segments = segment(text)
    for token in segments.tokens:
        span = token
        while (wider := widen(text, segments, span)) != span:
            span = wider
        filled = segments.paragraphs_in(span)
        assert span == Span(filled[0].start, filled[-1].end)


@given(TEXTS, st.data())
def test_widening_always_grows_to_the_paragraphs(text: str, data: st.DataObject) -> None:
    segments = segment(text)
    if not segments.tokens:
        return
    span = data.draw(st.sampled_from(segments.tokens))
    for _ in range(len(text) + 5):
        wider = widen(text, segments, span)
        assert wider.contains(span)
        if wider == span:
            break
        span = wider
    filled = segments.paragraphs_in(span)  # several where a quotation goes on after a break
    assert span == Span(filled[0].start, filled[-1].end)


@given(TEXTS, st.data())
def test_narrowing_shrinks_to_a_token_at_the_anchor(text: str, data: st.DataObject) -> None:
    segments = segment(text)
    if not segments.tokens:
        return
    token = data.draw(st.sampled_from(segments.tokens))
    span = segments.paragraph_at(token.start)
    assert span is not None
    for _ in range(len(text) + 5):
        smaller = narrow(text, segments, span, token.start)
        assert span.contains(smaller)
        if smaller == span:
            break
        span = smaller
    assert span == token


@given(TEXTS, st.data())
def test_narrowing_undoes_widening_of_a_token(text: str, data: st.DataObject) -> None:
    segments = segment(text)
    if not segments.tokens:
        return
    token = data.draw(st.sampled_from(segments.tokens))
    wider = widen(text, segments, token)
    if wider != token:
        assert narrow(text, segments, wider, token.start) == token


@given(TEXTS, st.integers(0, 60), st.integers(1, 20))
def test_snapping_twice_changes_nothing(text: str, start: int, length: int) -> None:
    segments = segment(text)
    once = snap_to_tokens(segments, Span(start, start + length))
    assert snap_to_tokens(segments, once) == once
