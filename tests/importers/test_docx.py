"""Word documents."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from annotator.importers.base import ImportOptions
from annotator.importers.registry import Refusal, read_paths
from annotator.model import ArticleDraft
from tests.importers.files import docx, docx_of, read_one, refused, zipped


def test_paragraphs_are_lines() -> None:
    got = read_one("a.docx", docx_of(["Head", "", "One & two.", "Ünïcode 😀 漢"]))
    assert got.text == "Head\n\nOne & two.\nÜnïcode 😀 漢"
    assert got.title == "Head"


def test_heading_style_is_the_title() -> None:
    body = (
        "<w:p><w:r><w:t>Kicker</w:t></w:r></w:p>"
        '<w:p><w:pPr><w:pStyle w:val="Heading1"/></w:pPr><w:r><w:t>Head</w:t></w:r></w:p>'
    )
    assert read_one("a.docx", docx(body)).title == "Head"


def test_runs_signs_and_links_are_joined() -> None:
    body = (
        "<w:p><w:r><w:t>a</w:t><w:tab/><w:t>b</w:t><w:br/><w:t>c</w:t><w:noBreakHyphen/></w:r>"
        "<w:hyperlink><w:r><w:t>link</w:t></w:r></w:hyperlink>"
        "<w:ins><w:r><w:t> new</w:t></w:r></w:ins><w:del><w:r><w:delText>old</w:delText></w:r></w:del>"
        "<w:r><w:instrText>PAGE</w:instrText></w:r><w:sdt><w:sdtContent><w:r><w:t>!</w:t></w:r>"
        "</w:sdtContent></w:sdt></w:p>"
    )
    assert read_one("a.docx", docx(body)).text == "a\tb\nc-link new!"


def test_tables_are_read_cell_by_cell() -> None:
    cell = "<w:tc><w:p><w:r><w:t>{}</w:t></w:r></w:p></w:tc>"
    body = f"<w:tbl><w:tr>{cell.format('x')}{cell.format('y')}</w:tr></w:tbl>"
    assert read_one("a.docx", docx(body)).text == "x\ny"


def test_entities_are_refused() -> None:
    head = '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/hostname">]>'
    data = docx("<w:p><w:r><w:t>&e;</w:t></w:r></w:p>", head=head)
    assert "entities" in refused("a.docx", data)


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "damaged"),
        (b"not a zip", "damaged"),
        (zipped({"other.xml": "<x/>"}), "not a Word document"),
        (zipped({"word/document.xml": "<w:document><w:body>"}), "damaged"),
        (docx_of(["", "  "]), "no text"),
    ],
)
def test_refused_with_the_reason(data: bytes, why: str) -> None:
    assert why in refused("a.docx", data)


def test_deep_nesting_is_refused_not_crashed() -> None:
    body = "<w:smartTag>" * 3000 + "</w:smartTag>" * 3000
    assert refused("a.docx", docx(f"<w:p>{body}</w:p>"))


@pytest.mark.shared
def test_same_text_as_the_format_s_own_library(shared: Path) -> None:
    library = pytest.importorskip("docx")
    options = ImportOptions(split=False)
    for name in ("news-exports/nexis/sample.DOCX", "tables-docs/ID1.docx"):
        path = shared / "samples" / name
        (got,) = read_paths([path], options=options)
        assert isinstance(got, ArticleDraft)
        document = library.Document(io.BytesIO(path.read_bytes()))
        everywhere = document.element.body.iter(library.oxml.ns.qn("w:p"))
        expected = "\n".join(library.text.paragraph.Paragraph(p, None).text for p in everywhere)
        assert got.text == expected.strip("\n")


@pytest.mark.shared
@pytest.mark.parametrize(
    ("name", "why"), [("01_zipbomb.docx", "packed that tight"), ("07_xxe.docx", "entities")]
)
def test_hostile_documents_are_refused(shared: Path, name: str, why: str) -> None:
    (found,) = read_paths([shared / "samples/hostile" / name])
    assert isinstance(found, Refusal)
    assert why in found.why


@pytest.mark.shared
def test_remote_template_is_not_fetched(shared: Path) -> None:
    (found,) = read_paths([shared / "samples/hostile/25_remote_template.docx"])
    assert isinstance(found, ArticleDraft)
    assert found.text == "text"
