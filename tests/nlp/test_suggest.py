"""Spans of suggestions: exact, trimmed, also beyond the length a pipeline takes at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.nlp import suggest
from annotator.nlp.suggest import pieces, reads, suggest_entities, trimmed
from tests.nlp.conftest import TEXT

if TYPE_CHECKING:
    from spacy.language import Language


def found(nlp: Language, text: str) -> list[tuple[str, str | None]]:
    drafts = suggest_entities(nlp, text)
    return [(text[d.start : d.end], d.fields["type"][0].code) for d in drafts]


def test_entities_are_suggested_with_their_type(nlp: Language) -> None:
    assert found(nlp, TEXT) == [
        ("Angela Merkel", "person"),
        ("Barack Obama", "person"),
        ("Berlin", "gpe"),
        ("Monday", "date"),
        ("United Nations", "org"),
        ("Merkel", "person"),
    ]


def test_offsets_count_code_points_not_utf16(nlp: Language) -> None:
    assert ("Berlin", "gpe") in found(nlp, "👩‍👩‍👧 𝒩ews: 🎉🎉 " + TEXT)


def test_label_missing_in_the_table_is_not_suggested(nlp: Language) -> None:
    drafts = suggest_entities(nlp, TEXT, {"GPE": "place"})
    assert [TEXT[d.start : d.end] for d in drafts] == ["Berlin"]


def test_long_text_keeps_exact_offsets(nlp: Language, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(suggest, "PIECE", 200)
    text = (TEXT + "\n\n") * 20
    assert found(nlp, text) == found(nlp, TEXT) * 20


@given(st.text(alphabet="ab \n.é𝒩", max_size=80), st.integers(1, 20))
def test_pieces_joined_are_the_text(text: str, limit: int) -> None:
    parts = list(pieces(text, limit))
    assert "".join(piece for _, piece in parts) == text
    assert all(text[start : start + len(piece)] == piece for start, piece in parts)
    assert all(len(piece) <= limit for _, piece in parts)


def test_text_is_split_at_a_paragraph_where_there_is_one() -> None:
    assert [p for _, p in pieces("one two\nthree four\nfive", 13)] == [
        "one two\n",
        "three four\n",
        "five",
    ]


@pytest.mark.parametrize(
    ("text", "kept"),
    [(" Berlin ", "Berlin"), ("Berlin\n", "Berlin"), ("Berlin\nThe", "Berlin"), (" \n ", "")],
)
def test_entity_loses_blanks_and_what_follows_a_line_break(text: str, kept: str) -> None:
    start, end = trimmed(text, 0, len(text))
    assert text[start:end] == kept


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("en", "Talks go on in Genève.", True),
        ("en", "خدمة مصممة خصيصا لتغيير حياة الناس", False),
        ("en", "北京举行会谈", False),
        ("en", "123 456", True),
        ("ru", "Переговоры в Женеве", True),
    ],
)
def test_pipeline_leaves_texts_in_other_scripts_alone(
    language: str, text: str, expected: bool
) -> None:
    assert reads(language, text) is expected
