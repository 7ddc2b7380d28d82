"""Segments as a whole: nested, exact, quick, the same after packing."""

from __future__ import annotations

import json
import time
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.model import Span
from annotator.text.normalize import normalize
from annotator.text.segment import SEGMENTER_VERSION, Segments, clause_at, segment

TEXTS = st.lists(
    st.one_of(
        st.sampled_from(
            [
                "The U.S. said. ",
                "“Why?” he",
                "\n",
                "\n\n",
                " ",
                "漢字。",
                "x",
                "...",
                "?",
                '"',
                "😀",
            ]
        ),
        st.text(max_size=8),
    ),
    max_size=20,
).map(lambda parts: normalize("".join(parts)).text)

NEWS = "The talks failed, officials said; both sides left. “No,” he said.\n\nNext paragraph here.\n"


def check_nesting(text: str, got: Segments) -> None:
    starts, ends = {t.start for t in got.tokens}, {t.end for t in got.tokens}
    for units in (got.tokens, got.sentences, got.paragraphs):
        assert all(s.start < s.end for s in units)
        assert all(a.end <= b.start for a, b in pairwise(units))
        assert all(s.start in starts and s.end in ends for s in units)
    for inner, outer in ((got.tokens, got.sentences), (got.sentences, got.paragraphs)):
        holders = iter(outer)
        holder = next(holders, None)
        for unit in inner:
            while holder is not None and not holder.contains(unit):
                holder = next(holders, None)
            assert holder is not None
    for sentence in got.sentences:
        quote = text[sentence.start : sentence.end]
        assert quote.rstrip() == quote


@given(TEXTS)
def test_tokens_nest_in_sentences_in_paragraphs(text: str) -> None:
    check_nesting(text, segment(text))


@given(TEXTS)
def test_packing_comes_back(text: str) -> None:
    got = segment(text)
    again = Segments.unpack(got.pack())
    assert again == got
    assert again.tokens == got.tokens
    assert again.sentences == got.sentences


@given(TEXTS, st.integers(-2, 200))
def test_lookups_agree_with_a_search(text: str, position: int) -> None:
    got = segment(text)
    for units, at in (
        (got.tokens, got.token_at),
        (got.sentences, got.sentence_at),
        (got.paragraphs, got.paragraph_at),
    ):
        expected = next((s for s in units if s.start <= position < s.end), None)
        assert at(position) == expected
    later = next((s for s in got.tokens if s.start > position), None)
    earlier = next((s for s in reversed(got.tokens) if s.start < position), None)
    assert got.next_token(position) == later
    assert got.previous_token(position) == earlier


@given(TEXTS, st.integers(0, 60), st.integers(1, 60))
def test_units_in_a_span_are_those_that_overlap(text: str, start: int, length: int) -> None:
    got, span = segment(text), Span(start, start + length)
    assert got.tokens_in(span) == tuple(t for t in got.tokens if t.overlaps(span))
    assert got.sentences_in(span) == tuple(s for s in got.sentences if s.overlaps(span))


def test_numbers_count_from_one() -> None:
    got = segment(NEWS)
    assert got.sentence_number(0) == 1
    assert got.sentence_number(NEWS.index("he said.")) == 2
    assert got.paragraph_number(NEWS.index("Next")) == 2
    assert got.sentence_number(len(NEWS)) == 0


@pytest.mark.parametrize("data", [b"", b"\x01", b"\x09" + b"\0" * 12, b"\x01" + b"\0" * 30])
def test_damaged_packing_is_refused(data: bytes) -> None:
    with pytest.raises(ValueError, match="packed segments"):
        Segments.unpack(data)


def test_cut_packing_is_refused() -> None:
    with pytest.raises(ValueError, match="packed segments"):
        Segments.unpack(segment(NEWS).pack()[:-4])


def test_large_gaps_pack() -> None:
    text = "a" + " " * 70000 + "b"
    assert Segments.unpack(segment(text).pack()).tokens == segment(text).tokens


def test_version_is_a_number() -> None:
    assert SEGMENTER_VERSION >= 1


@pytest.mark.parametrize(
    ("at", "clause"),
    [
        ("talks", "The talks failed"),
        ("officials", "officials said"),
        ("both", "both sides left."),
        (", officials", "The talks failed"),
        ("No", "No"),
        ("he said.", "he said."),
        ("“", "No"),
    ],
)
def test_clause_at(at: str, clause: str) -> None:
    got = clause_at(NEWS, segment(NEWS), NEWS.index(at))
    assert got is not None
    assert NEWS[got.start : got.end] == clause


def test_no_clause_between_paragraphs() -> None:
    assert clause_at(NEWS, segment(NEWS), NEWS.index("\n\n")) is None


def test_a_megabyte_is_quick() -> None:
    text = ("“We don’t know,” the U.S. envoy said on Monday. Talks went on.\n\n" * 16000)[
        :1_000_000
    ]
    begin = time.process_time()
    segment(text)
    assert time.process_time() - begin < 1.5


def test_one_endless_line_is_quick() -> None:
    begin = time.process_time()
    for text in ("a" * 300_000, "." * 300_000, "“" * 300_000, "\u0301" * 300_000, "a." * 150_000):
        segment(text)
    assert time.process_time() - begin < 3


@pytest.mark.shared
def test_all_languages_segment(shared: Path) -> None:
    lines = (shared / "articles/articles.jsonl").read_text("utf-8").strip().split("\n")
    for article in map(json.loads, lines):
        text = normalize(article["text"]).text
        got = segment(text)
        check_nesting(text, got)
        assert got.sentences
        assert Segments.unpack(got.pack()) == got


@pytest.mark.shared
def test_stress_words_are_tokens(shared: Path) -> None:
    lines = (shared / "articles/unicode_stress_derived.jsonl").read_text("utf-8").strip()
    for article in map(json.loads, lines.split("\n")):
        got = segment(article["text"])
        tokens = set(got.tokens)
        whole = [Span(*gold["cp"]) in tokens for gold in article["gold"]]
        assert not whole or sum(whole) / len(whole) > 0.9
