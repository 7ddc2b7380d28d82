"""What the stored text is made of, and that positions survive the way there and back."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.text.normalize import normalize

TRICKY = st.text(
    st.one_of(
        st.sampled_from(
            "\ufeff\r\n\x85\u2028\u2029\x00\x0b\x0c\x1f\t a\ud800\udc00\ufdd0\uffff😀é"
        ),
        st.characters(),
    ),
    max_size=60,
)


@pytest.mark.parametrize(
    ("raw", "text", "replaced"),
    [
        ("\ufeffa", "a", 0),
        ("\ufeff\ufeffa", "a", 0),
        ("a\ufeffb", "a\ufeffb", 0),
        ("a\r\nb\rc\nd", "a\nb\nc\nd", 0),
        ("a\u2028b\u2029c\x85d", "a\nb\nc\nd", 0),
        ("a\r\r\nb", "a\n\nb", 0),
        ("a\x00b", "a�b", 1),
        ("a\x0bb\x0cc\x1fd\te", "a�b�c�d\te", 3),
        ("\ud800\udc00", "��", 2),
        ("\ufdd0\ufdef\ufffe\uffff\U0001fffe\U0010ffff", "�" * 6, 6),
        ("e\u0301é", "e\u0301é", 0),
        ("a\x7fb\x9f", "a\x7fb\x9f", 0),
    ],
)
def test_rule(raw: str, text: str, replaced: int) -> None:
    got = normalize(raw)
    assert (got.text, got.replaced) == (text, replaced)


def test_offsets_around_a_crlf() -> None:
    spots = normalize("\ufeffab\r\ncd").source_map
    assert [spots.to_source(i) for i in range(6)] == [1, 2, 3, 5, 6, 7]
    assert [spots.to_text(i) for i in range(8)] == [0, 0, 1, 2, 2, 3, 4, 5]


def test_offset_outside_is_refused() -> None:
    spots = normalize("ab").source_map
    for call, offset in ((spots.to_text, 3), (spots.to_source, 3), (spots.to_text, -1)):
        with pytest.raises(ValueError, match="outside"):
            call(offset)


@given(TRICKY)
def test_normalising_twice_changes_nothing(raw: str) -> None:
    once = normalize(raw)
    twice = normalize(once.text)
    assert twice.text == once.text
    assert twice.replaced == 0
    assert twice.source_map.is_identity


@given(TRICKY)
def test_source_map_is_monotone_and_comes_back(raw: str) -> None:
    got = normalize(raw)
    there = [got.source_map.to_source(i) for i in range(len(got.text) + 1)]
    assert there == sorted(set(there))
    assert there[-1] == len(raw)
    assert [got.source_map.to_text(s) for s in there] == list(range(len(got.text) + 1))
    back = [got.source_map.to_text(s) for s in range(len(raw) + 1)]
    assert back == sorted(back)


@given(TRICKY)
def test_result_can_be_stored_everywhere(raw: str) -> None:
    text = normalize(raw).text
    text.encode("utf-8")
    assert not set(text) & set("\r\x00\u2028\u2029\x85")


@pytest.mark.shared
def test_stress_texts_keep_their_words(shared: Path) -> None:
    lines = (
        (shared / "articles/unicode_stress_derived.jsonl").read_text("utf-8").strip().split("\n")
    )
    for line in lines:
        article = json.loads(line)
        raw = article["text_crlf"]
        got = normalize(raw)
        words = [g["word"] for g in article["gold"]]
        at = 0
        for word in words:
            at = got.text.index(word, at)
            source = got.source_map.to_source(at)
            assert raw[source : source + len(word)] == word
