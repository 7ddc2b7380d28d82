"""What a token is, in every script, and that none splits what the reader sees as one character."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QTextBoundaryFinder

from annotator.text.normalize import normalize
from annotator.text.offsets import Utf16Map
from annotator.text.tokens import token_bounds

CLUSTERS = st.lists(
    st.sampled_from(
        [
            *"aZ7é漢𠮷あアー한ไทสงหกनत्र.,!?…“”’'\"-–()[]#@$%/ \t\n",
            *"\u0301\u0327\u200d\u200c\ufe0f\u20e3\u0e33\u3099\uff9e\u064e\u00ad\u200b\u200f\ufeff",
            *"\u0600\U0001f1e9\U0001f1ea😀👩🏽🚒❤\U000e0067\U000e007f",
            "👨‍👩‍👧‍👦",
            "U.S.",
            "https://a.b/c",
            "n\u0303",
        ]
    ),
    max_size=25,
).map(lambda parts: normalize("".join(parts)).text)


def tokens(text: str) -> list[str]:
    bounds = token_bounds(text)
    return [text[a:b] for a, b in zip(bounds[::2], bounds[1::2], strict=True)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ukraine’s army won't go.", "Ukraine|’s|army|won't|go|."),
        ("the U.S.-led force at 5 p.m.", "the|U.S.|-|led|force|at|5|p.m."),
        ("50,000.25 of 15%, at 10:30", "50,000.25|of|15|%|,|at|10:30"),
        ("1\u202f000\u00a0000 euros", "1\u202f000\u00a0000|euros"),
        ("face-to-face; Rio—Paris", "face|-|to|-|face|;|Rio|—|Paris"),
        ("l’avion d'enquêtes aujourd'hui", "l’|avion|d'|enquêtes|aujourd'hui"),
        ("O'Brien '90s", "O'Brien|'|90s"),
        ("pre\u00admier ru\u200bn", "pre\u00admier|ru|n"),
        ("Wait... -- so?!", "Wait|...|--|so|?|!"),
        ("see https://x.org/a.b?c=1. @user #tag", "see|https://x.org/a.b?c=1|.|@user|#tag"),
        ("東京タワーは高い。", "東|京|タワー|は|高|い|。"),
        ("한국어는 좋다", "한국어는|좋다"),
        ("การตรวจสอบ ยูเอ็น", "การตรวจสอบ|ยูเอ็น"),
        ("مَارْسِيلْ می\u200cخواهم؟", "مَارْسِيلْ|می\u200cخواهم|؟"),
        ('צה"ל אמר', 'צה"ל|אמר'),
        ("न्त्र है।", "न्त्र|है|।"),
        ("👨‍👩‍👧‍👦🇩🇪🇫🇷👩🏽‍🚒1️⃣", "👨‍👩‍👧‍👦|🇩🇪|🇫🇷|👩🏽‍🚒|1️⃣"),
        ("\u200f(a)\u202e", "(|a|)"),
        ("", ""),
        (" \n\t", ""),
    ],
)
def test_tokens_of(text: str, expected: str) -> None:
    assert "|".join(tokens(text)) == expected


def test_thousands_of_marks_are_one_token() -> None:
    assert tokens("z" + "\u0301" * 3000) == ["z" + "\u0301" * 3000]


@given(CLUSTERS)
def test_no_token_splits_a_character_the_reader_sees(text: str) -> None:
    spots = Utf16Map(text)
    finder = QTextBoundaryFinder(QTextBoundaryFinder.BoundaryType.Grapheme, text)
    seen = {0, len(text)}
    while (unit := finder.toNextBoundary()) >= 0:
        seen.add(spots.to_code_point(unit))
    assert set(token_bounds(text)) <= seen


@given(st.text(max_size=60))
def test_tokens_are_sorted_and_hold_everything_visible(text: str) -> None:
    bounds = list(token_bounds(text))
    assert bounds == sorted(bounds)
    assert all(a < b for a, b in zip(bounds[::2], bounds[1::2], strict=True))
    covered = {i for a, b in zip(bounds[::2], bounds[1::2], strict=True) for i in range(a, b)}
    left = [c for i, c in enumerate(text) if i not in covered and not c.isspace()]
    assert not [c for c in left if c.isalnum()]
