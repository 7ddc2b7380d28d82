"""Exports of ProQuest."""

from __future__ import annotations

import pytest

from annotator.model import ArticleDraft
from tests.importers.files import docx_of, read

RULE = "_" * 60
TEXT = f"""{RULE}

Report Information from ProQuest
January 12 2015 10:21
{RULE}

Document 1 of 2

Bank expands again; it acquires another

Author: Lee, Ann

Publication info: Los Angeles Times ; Los Angeles, Calif. [Los Angeles, Calif]08 May 2010: AA.2.

ProQuest document link

Abstract: In short.

Links: x

Full text: First paragraph.

Second paragraph: with a colon.

Subject: Banking; Mergers

Title: Bank expands again; it acquires another

Publication title: Los Angeles Times; Los Angeles, Calif.

Publication date: May 8, 2010

Language of publication: English

ProQuest document ID: 251439970

Document URL: https://search.example/docview/251439970

Database: U.S. Major Dailies

{RULE}

Document 2 of 2

Second

Publication info: Post ; Town [Town]09 May 2010: 1.

ProQuest document link

Full text: Text.

ProQuest document ID: 2
"""
HTML = """<div><p>Bank expands</p><p><strong>Author: </strong>Lee, Ann</p>
<p><strong>Publication info: </strong>Times ; LA [LA]08 May 2010: AA.2.</p>
<p><a href="x">ProQuest document link</a></p><p><strong>Abstract: </strong></p><p>In short.</p>
<p><strong>Full text: </strong><text><p>First.</p><p>Second.</p></text></p>
<p><strong>Subject: </strong>Banking</p><p><strong>Publication title: </strong>Times; LA</p>
<p><strong>Publication date: </strong>May 8, 2010</p>
<p><strong>ProQuest document ID: </strong>25</p><p><strong>Database: </strong>Dailies</p></div>
<div><p>Second article</p><p><a href="y">ProQuest document link</a></p>
<p><strong>Full text: </strong><text><p>More.</p></text></p>
<p><strong>Publication date: </strong>May 9, 2010</p>
<p><strong>ProQuest document ID: </strong>26</p><p><strong>Database: </strong>Dailies</p></div>"""
WORD = [
    "Bank expands",
    "Lee, Ann",
    "ProQuest document link",
    "ABSTRACT (ENGLISH)",
    "In short.",
    "FULL TEXT",
    "First.",
    "Second.",
    "DETAILS",
    "Subject:",
    "Publication title: Times; LA",
    "Publication date: May 8, 2010",
    "ProQuest document ID: 25",
    "Database: Dailies",
    "Second article",
    "ProQuest document link",
    "FULL TEXT",
    "More.",
    "DETAILS",
    "Publication date: May 9, 2010",
    "ProQuest document ID: 26",
    "Database: Dailies",
]


def test_text_export() -> None:
    first, second = read("a.txt", TEXT.encode())
    assert isinstance(first, ArticleDraft)
    assert isinstance(second, ArticleDraft)
    assert (first.title, first.date, first.source, first.author, first.language, first.url) == (
        "Bank expands again; it acquires another",
        "2010-05-08",
        "Los Angeles Times",
        "Lee, Ann",
        "en",
        "https://search.example/docview/251439970",
    )
    assert first.text == "First paragraph.\n\nSecond paragraph: with a colon."
    assert first.metadata["Abstract"] == "In short."
    assert (second.title, second.date, second.source) == ("Second", "2010-05-09", "Post")


@pytest.mark.parametrize(("name", "data"), [("a.html", HTML.encode()), ("a.docx", docx_of(WORD))])
def test_exports_without_counters(name: str, data: bytes) -> None:
    first, second = read(name, data)
    assert isinstance(first, ArticleDraft)
    assert isinstance(second, ArticleDraft)
    assert (first.title, first.date, first.source) == ("Bank expands", "2010-05-08", "Times")
    assert first.text == "First.\n\nSecond."
    assert first.metadata["Abstract"] == "In short."
    assert (second.title, second.date, second.text) == ("Second article", "2010-05-09", "More.")
