"""PDF files."""

from __future__ import annotations

from pathlib import Path

import pytest

from annotator.importers.pdf import joined_lines
from annotator.importers.registry import read_paths
from annotator.model import ArticleDraft
from tests.importers.files import pdf, read_one, refused


def test_lines_of_a_paragraph_are_put_together() -> None:
    data = pdf(
        [
            "Talks resume",
            "The minister told reporters on Tuesday that the talks would be held",
            "in the capital before the end of the month, and that nobody was to",
            "expect a breakthrough.",
            "The opposition called the announcement a manoeuvre that came late,",
            "far too late.",
        ]
    )
    got = read_one("a.pdf", data)
    assert got.title == "Talks resume"
    paragraphs = got.text.split("\n\n")
    assert [p[:14] for p in paragraphs] == ["Talks resume", "The minister t", "The opposition"]
    assert "held in the capital" in got.text


def test_pages_are_counted() -> None:
    got = read_one("a.pdf", pdf(["Page one."], ["Café “two”."]))
    assert got.text == "Page one.\n\nCafé “two”."
    assert got.metadata["pages"] == 2


def test_marked_hyphens_are_joined() -> None:
    assert joined_lines("The break\x02\nthrough came.") == ["The breakthrough came."]


def test_scan_is_refused_with_the_reason() -> None:
    assert "scan" in refused("a.pdf", pdf([], []))


@pytest.mark.parametrize("data", [b"%PDF-1.4\nbroken", b"no pdf", b""])
def test_damaged_pdf_is_refused(data: bytes) -> None:
    assert "damaged" in refused("a.pdf", data)


def test_pdf_without_a_suffix_is_recognised() -> None:
    assert read_one("article", pdf(["Text."])).text == "Text."


@pytest.mark.shared
def test_every_character_of_a_real_pdf_comes_in(shared: Path) -> None:
    import pypdfium2

    path = shared / "samples/refi-qda/REFI-QDA-1-5.pdf"
    (got,) = read_paths([path])
    assert isinstance(got, ArticleDraft)
    document = pypdfium2.PdfDocument(path)
    raw = "".join(page.get_textpage().get_text_range() for page in document)
    document.close()
    assert "".join(got.text.split()) == "".join(raw.replace("\ufffe", "").split())
