"""Offsets in code points and UTF-16 units, against known positions and the codec."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.text.normalize import normalize
from annotator.text.offsets import Utf16Map, utf16_length

TEXTS = st.text(st.one_of(st.sampled_from("a😀𠮷é漢"), st.characters(exclude_categories=["Cs"])))


@given(TEXTS)
def test_length_is_that_of_the_codec(text: str) -> None:
    expected = len(text.encode("utf-16-le")) // 2
    assert utf16_length(text) == expected
    assert Utf16Map(text).utf16_length == expected


@given(TEXTS)
def test_code_points_come_back(text: str) -> None:
    spots = Utf16Map(text)
    for i in range(len(text) + 1):
        assert spots.to_utf16(i) == len(text[:i].encode("utf-16-le")) // 2
        assert spots.to_code_point(spots.to_utf16(i)) == i


@given(TEXTS)
def test_units_come_back_or_floor(text: str) -> None:
    spots = Utf16Map(text)
    for unit in range(spots.utf16_length + 1):
        back = spots.to_utf16(spots.to_code_point(unit))
        assert back in (unit, unit - 1)


def test_middle_of_a_pair_gives_its_character() -> None:
    spots = Utf16Map("a😀b")
    assert [spots.to_code_point(u) for u in range(5)] == [0, 1, 1, 2, 3]


def test_outside_is_refused() -> None:
    with pytest.raises(ValueError, match="outside"):
        Utf16Map("ab").to_utf16(3)
    with pytest.raises(ValueError, match="outside"):
        Utf16Map("ab").to_code_point(-1)


@pytest.mark.shared
def test_known_offsets(shared: Path) -> None:
    lines = (
        (shared / "articles/unicode_stress_derived.jsonl").read_text("utf-8").strip().split("\n")
    )
    seen = 0
    for article in map(json.loads, lines):
        text = article["text"]
        spots = Utf16Map(text)
        for gold in article["gold"]:
            start, end = gold["cp"]
            assert text[start:end] == gold["word"]
            assert [spots.to_utf16(start), spots.to_utf16(end)] == gold["utf16"]
            assert [spots.to_code_point(u) for u in gold["utf16"]] == gold["cp"]
            seen += 1
        assert not normalize(text).replaced
    assert seen > 20
