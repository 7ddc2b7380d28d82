"""Guessing languages: by writing system, by function words, and not at all."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from annotator.text.language import guess_language


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("The ministers said that the talks in the port had not been called off.", "en"),
        ("Die Minister sagten, dass die Gespräche im Hafen nicht abgesagt worden sind.", "de"),
        ("Les ministres ont dit que les pourparlers du port ne sont pas annulés.", "fr"),
        ("停火谈判在港口恢复。双方表示愿意交换俘虏，但没有公布细节。", "zh"),
        ("استؤنفت محادثات وقف إطلاق النار في الميناء يوم الاثنين", "ar"),
    ],
)
def test_a_sentence_tells_its_language(text: str, code: str) -> None:
    assert guess_language(text) == code


@pytest.mark.parametrize("text", ["", "Port Selm", "Kestrel Torvan Arvenia Varga Okoro Selm"])
def test_names_alone_tell_nothing(text: str) -> None:
    assert guess_language(text) is None


@pytest.mark.shared
def test_real_articles_are_hardly_ever_taken_for_another_language(shared: Path) -> None:
    lines = (shared / "articles" / "articles.jsonl").read_text("utf-8").split("\n")
    articles = [json.loads(line) for line in lines if line]
    wrong = sum(guess_language(a["text"]) not in (None, a["lang"]) for a in articles)
    assert wrong <= 0.02 * len(articles)
