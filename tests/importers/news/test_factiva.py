"""Exports of Factiva."""

from __future__ import annotations

from pathlib import Path

import pytest

from annotator.importers.registry import read_paths
from annotator.model import ArticleDraft
from tests.importers.files import read

CODED = """HD Talks resume
BY By Ann Lee
WC 23 words
PD 29 December 2011
ET 15:32
SN Reuters News
SC LBA
LA English
CY (c) 2011 Reuters
LP
First paragraph.

TD
Second paragraph.

NS gpol : Politics
AN Document LBA0000020111229e7ct0001r
HD Second
PD 30 December 2011
LP
Text.
AN Document LBA0000020111230e7ct0002r
"""
PLAIN = """Talks resume in the capital
Ann Lee
355 words
29 December 2011
15:32
Reuters News
LBA
English
(c) 2011 Reuters Limited

First paragraph.

Second paragraph.

Document LBA0000020111229e7ct0001r

Zweiter Titel
12 Wörter
30. Dezember 2011
Der Standard
DSTAN
Deutsch
Copyright 2011

Absatz.

Document DSTAN00020111230e7ct0001r
"""


def test_coded_layout() -> None:
    first, second = read("a.txt", CODED.encode())
    assert first == ArticleDraft(
        title="Talks resume",
        text="First paragraph.\n\nSecond paragraph.",
        date="2011-12-29",
        source="Reuters News",
        author="Ann Lee",
        language="en",
        metadata={
            "archive": "Factiva",
            "length": "23 words",
            "ET": "15:32",
            "SC": "LBA",
            "copyright": "(c) 2011 Reuters",
            "NS": "gpol : Politics",
            "document": "Document LBA0000020111229e7ct0001r",
        },
        where="a.txt, article 1",
        title_is_mapped=True,
    )
    assert isinstance(second, ArticleDraft)
    assert (second.title, second.text) == ("Second", "Text.")


def test_plain_layout() -> None:
    first, second = read("a.txt", PLAIN.encode())
    assert isinstance(first, ArticleDraft)
    assert isinstance(second, ArticleDraft)
    assert (first.title, first.author, first.date, first.source, first.language) == (
        "Talks resume in the capital",
        "Ann Lee",
        "2011-12-29",
        "Reuters News",
        "en",
    )
    assert first.text == "First paragraph.\n\nSecond paragraph."
    assert (second.title, second.source, second.language) == ("Zweiter Titel", "Der Standard", "de")
    assert second.text == "Absatz."


@pytest.mark.shared
def test_real_html_export(shared: Path) -> None:
    found = list(read_paths([shared / "samples/news-exports/factiva"]))
    drafts = [f for f in found if isinstance(f, ArticleDraft)]
    assert [(d.title, d.date, d.source, d.language) for d in drafts] == [
        ("Test 1", "2011-12-29", "Test newspaper", "fr"),
        ("Test 2", "2011-12-29", "Ouest France", "fr"),
    ]
    assert drafts[0].text.count("\n\n") == 3
    assert drafts[0].text.endswith("Fourth and last paragraph.")
