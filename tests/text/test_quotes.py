"""Quotations in the marks of several languages."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.model import Span
from annotator.text.quotes import quotation_at, quotations


def contents(text: str) -> list[str]:
    return [text[s.start : s.end] for s in quotations(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("He said “yes” and “no”.", ["yes", "no"]),
        ('He said "yes" and "no".', ["yes", "no"]),
        ("Il dit « oui » et «non».", ["oui", "non"]),
        ("Er sagt „ja“ und „nein”.", ["ja", "nein"]),
        ("Er sagt »ja« und geht.", ["ja"]),
        ("彼は「行く」と『本』を。", ["行く", "本"]),
        ("“He told me ‘go’ twice.”", ["He told me ‘go’ twice.", "go"]),
        ("“Ukraine’s army won’t go.”", ["Ukraine’s army won’t go."]),
        ("It’s Ukraine’s.", []),
        ("He's 6'2\" tall", []),
        ("‘We won’t go,’ he said.", ["We won’t go,"]),
        ("the 'self-medicating' ants", ["self-medicating"]),
        ("An unclosed “mark\n\nA new “one”.", ["one"]),
        ("“One.\n\n“Two.”", ["One.\n\n“Two."]),
        ('"One.\n\n"Two," he said. "Three."', ['One.\n\n"Two,', "Three."]),
        ("“”", []),
    ],
)
def test_content(text: str, expected: list[str]) -> None:
    assert contents(text) == expected


@given(st.text(st.sampled_from("ab .\n\"'“”„‘’«»「」"), max_size=40))
def test_quotations_are_sorted_and_visible(text: str) -> None:
    found = quotations(text)
    assert list(found) == sorted(found, key=lambda s: (s.start, -s.end))
    assert all(text[s.start : s.end].strip() == text[s.start : s.end] != "" for s in found)


def test_innermost_quotation_counts() -> None:
    text = "“He told me ‘go’ twice.”"
    assert quotation_at(quotations(text), text.index("go")) == Span(13, 15)
    assert quotation_at(quotations(text), 0) is None
