"""The line under the title, and which paragraph the title is."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.ui.reader.helpers import article
from ui.reader.meta import meta_line, shown_date, title_paragraph


def plain(line: str) -> str:
    return line.replace("\u2068", "").replace("\u2069", "")


@pytest.mark.parametrize(
    ("iso", "shown"),
    [
        ("2025-03-14", "14 March 2025"),
        ("2025-03-14T08:30:00Z", "14 March 2025"),
        ("2025-03", "March 2025"),
        ("2025", "2025"),
        ("2025-13", "2025-13"),
        ("2025-02-31", "2025-02-31"),
        ("spring", "spring"),
        (None, ""),
    ],
)
def test_dates_are_shown_as_far_as_they_are_known(iso: str | None, shown: str) -> None:
    assert shown_date(iso) == shown


def test_the_line_names_source_date_and_words() -> None:
    line = plain(meta_line(article("One two — three.")))
    assert line == "The Northern Courier · 14 March 2025 · 3 words"


def test_what_is_unknown_is_left_out() -> None:
    bare = replace(article("One."), source=None, date=None)
    assert plain(meta_line(bare)) == "1 word"


def test_chinese_is_counted_in_characters() -> None:
    assert plain(meta_line(article("港口谈判恢复。"))).endswith("6 characters")


def test_long_texts_are_not_counted() -> None:
    assert "words" not in meta_line(article("word " * 50_000))


@pytest.mark.parametrize(
    ("text", "title", "expected"),
    [
        ("Title\nBody", "Title", 0),
        ("\n\nTitle \nBody", "Title", 2),
        ("Other\nBody", "Title", None),
        ("", "Title", None),
        ("x" * 400, "x" * 400, None),
    ],
)
def test_the_title_is_the_first_paragraph_that_says_it(
    text: str, title: str, expected: int | None
) -> None:
    assert title_paragraph(article(text, title=title)) == expected


def test_a_mapped_title_is_what_stands_before_the_body() -> None:
    one = replace(article("Headline as printed\nBody", title="Other"), body_start=20)
    assert title_paragraph(one) == 0
