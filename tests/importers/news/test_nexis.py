"""Exports of LexisNexis and Nexis Uni."""

from __future__ import annotations

from pathlib import Path

import pytest

from annotator.importers.base import ImportOptions, Notice
from annotator.importers.registry import Refusal, read_paths
from annotator.model import ArticleDraft
from tests.importers.files import docx_of, read, read_one

CLASSIC = """



                               1 of 2 DOCUMENTS


                              The Times (London)

                            January 11, 2010 Monday
                                   Edition 1

Talks resume in the capital after a
long night

BYLINE: Ann Lee

SECTION: NEWS; Pg. 3

LENGTH: 23 words

The first paragraph of the text, which was wrapped at a fixed width and so
goes on here. NOTE: this is text.

Second paragraph.

LOAD-DATE: January 12, 2010

LANGUAGE: ENGLISH

GRAPHIC: A picture

                       Copyright 2010 Times Newspapers
                              All Rights Reserved

                               2 of 2 DOCUMENTS

                              Süddeutsche Zeitung

                            12. Januar 2010 Dienstag

Nur Überschrift

LÄNGE: 0 Wörter

UPDATE: 12. Januar 2010
"""

UNI = [
    "Documents (2)",
    "1. Talks resume",
    "Search Terms: talks",
    "",
    "",
    "Talks resume",
    "The Guardian(London)",
    "July 1, 2019 Monday 9:20 AM GMT",
    "",
    "Copyright 2019 Guardian All Rights Reserved",
    "",
    "Section:\xa0POLITICS; Version:28",
    "Length:\xa0355 words",
    "Byline:\xa0Ann Lee",
    "Body",
    "",
    "First paragraph on July 4, 2018.",
    "Second: with a colon.",
    "",
    "Graphic",
    "A picture",
    "Classification",
    "Language: ENGLISH",
    "Load-Date: July 2, 2019",
    "End of Document",
    "",
    "Second head",
    "The Post",
    "2 July 2019",
    "Length: 1 words",
    "Body",
    "Text.",
    "End of Document",
]


def test_classic_text_is_split_and_unwrapped() -> None:
    first, second = read("a.txt", CLASSIC.encode())
    assert first == ArticleDraft(
        title="Talks resume in the capital after a long night",
        text="The first paragraph of the text, which was wrapped at a fixed width and so goes on "
        "here. NOTE: this is text.\n\nSecond paragraph.",
        date="2010-01-11",
        source="The Times (London)",
        author="Ann Lee",
        language="en",
        metadata={
            "archive": "LexisNexis",
            "section": "NEWS; Pg. 3",
            "length": "23 words",
            "load-date": "January 12, 2010",
            "graphic": "A picture",
            "copyright": "Copyright 2010 Times Newspapers All Rights Reserved",
        },
        where="a.txt, article 1",
        title_is_mapped=True,
    )
    assert second == Refusal("a.txt, article 2", "there is no text in it (“Nur Überschrift”).")


def test_uni_document_is_split() -> None:
    first, second = read("a.docx", docx_of(UNI))
    assert isinstance(first, ArticleDraft)
    assert isinstance(second, ArticleDraft)
    assert (first.title, first.source, first.date, first.author, first.language) == (
        "Talks resume",
        "The Guardian(London)",
        "2019-07-01",
        "Ann Lee",
        "en",
    )
    assert first.text == "First paragraph on July 4, 2018.\n\nSecond: with a colon."
    assert first.metadata["length"] == "355 words"
    assert (second.title, second.date, second.text) == ("Second head", "2019-07-02", "Text.")


def test_splitting_is_told() -> None:
    notices: list[Notice] = []
    read("a.docx", docx_of(UNI), ImportOptions(on_notice=notices.append))
    assert notices == [Notice("a.docx", "an export of Nexis Uni with 2 articles.")]


def test_splitting_can_be_switched_off() -> None:
    assert (
        "1 of 2 DOCUMENTS" in read_one("a.txt", CLASSIC.encode(), ImportOptions(split=False)).text
    )


def test_ordinary_text_is_not_split() -> None:
    text = b"He read 3 of 10 documents.\n\nBody\n\nThe End of Document storage."
    assert read_one("a.txt", text).text.startswith("He read")


@pytest.mark.shared
def test_real_uni_export(shared: Path) -> None:
    found = list(read_paths([shared / "samples/news-exports/nexis/sample.DOCX"]))
    drafts = [f for f in found if isinstance(f, ArticleDraft)]
    assert len(drafts) == len(found) == 10
    assert {d.source for d in drafts} == {"The Guardian(London)"}
    assert [d.date for d in drafts][:3] == ["2019-07-01", "2019-07-02", "2019-07-04"]
    assert drafts[0].author == "Mattha Busby (now), Andrew Sparrow (earlier)"
    assert drafts[9].title == "What is Wikipedia"
    assert drafts[8].text.startswith("R is a programming language and free software")
    assert drafts[8].text.endswith("on-line in a number of formats and in hard copy.")
    assert not any("End of Document" in d.text or "Load-Date" in d.text for d in drafts)


@pytest.mark.shared
def test_real_classic_export(shared: Path) -> None:
    found = list(read_paths([shared / "samples/news-exports/nexis/sample.TXT"]))
    drafts = [f for f in found if isinstance(f, ArticleDraft)]
    assert len(drafts) == len(found) == 10
    assert drafts[2].source == "The Sun (England)"
    assert drafts[7].title == "PRISONER OF HIS OWN CABINET"
    assert drafts[7].author == "STEPHEN POLLARD"
    assert {d.date for d in drafts} >= {"2010-01-08", "2010-01-11"}
    assert not any("Copyright 2010" in d.text or "LOAD-DATE" in d.text for d in drafts)


@pytest.mark.shared
def test_real_html_export(shared: Path) -> None:
    found = list(read_paths([shared / "samples/news-exports/lexisnexis-html"]))
    drafts = [f for f in found if isinstance(f, ArticleDraft)]
    assert [(d.title, d.date, d.source) for d in drafts] == [
        ("Heading One", "1991-12-19", "Some Newspaper"),
        ("First part; Second part", "1993-01-28", "Some Newspaper"),
    ]
    assert drafts[0].text.startswith("Some text.\n\nSome more text.")
