"""PDF: the text of every page, with the lines of a paragraph put together.

A PDF knows no paragraphs, only lines. A line that fills the width of its page goes on in the next
one; a shorter line ends its paragraph. Words that were hyphenated at the line end are joined where
the PDF marks the hyphen as such. Scans have no text and are refused with that reason.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from annotator.errors import ImportRefusedError
from annotator.importers.base import Found, Importer, ImportOptions, Source
from annotator.importers.document import Document, found_in

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument

MOST_PAGES = 3000
_MOST_TEXT = 50_000_000
_FULL = 0.85
_HYPHEN = re.compile("[\x02\ufffe]\n?")
_ENDS = (".", "!", "?", "”", '"', "…", "。", ":", "»")


def parse_pdf(source: Source, options: ImportOptions) -> Iterator[Found]:
    """Read a PDF."""
    pages = _pages(source)
    if not any(page.strip() for page in pages):
        raise ImportRefusedError(
            f"{source.where}: there is no text on any page; it seems to be a scan.",
            "Run it through text recognition (OCR) first.",
        )
    paragraphs = [p for page in pages for p in joined_lines(page)]
    document = Document(paragraphs, "\n\n".join(paragraphs), metadata={"pages": len(pages)})
    return found_in(document, source, options)


def _pages(source: Source) -> list[str]:
    import pypdfium2

    data = source.load()
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        raise ImportRefusedError(f"{source.where}: {_why(error)}") from error
    try:
        return _texts(document, source.where)
    except pypdfium2.PdfiumError as error:
        raise ImportRefusedError(f"{source.where}: {_why(error)}") from error
    finally:
        document.close()


def _texts(document: PdfDocument, where: str) -> list[str]:
    if len(document) > MOST_PAGES:
        raise ImportRefusedError(
            f"{where}: it has {len(document):,} pages; the most is {MOST_PAGES:,}."
        )
    texts: list[str] = []
    size = 0
    for page in document:
        content = page.get_textpage()
        texts.append(content.get_text_range().replace("\r\n", "\n").replace("\r", "\n"))
        content.close()
        page.close()
        size += len(texts[-1])
        if size > _MOST_TEXT:
            raise ImportRefusedError(f"{where}: it holds too much text for one article.")
    return texts


def _why(error: Exception) -> str:
    if "password" in str(error).casefold():
        return "the PDF is protected by a password."
    return "the PDF is damaged or no PDF at all."


def joined_lines(page: str) -> list[str]:
    """Make paragraphs of the lines of one page."""
    lines = [line.strip() for line in _HYPHEN.sub("", page).split("\n")]
    lengths = sorted(len(line) for line in lines if line)
    if not lengths:
        return []
    full = _FULL * lengths[int(0.9 * (len(lengths) - 1))]
    paragraphs: list[str] = []
    goes_on = False
    for line in lines:
        if line and goes_on:
            paragraphs[-1] += f" {line}"
        elif line:
            paragraphs.append(line)
        goes_on = bool(line) and len(line) >= full and len(lengths) > 2
    return paragraphs


PDF = Importer("pdf", "PDF", (".pdf",), parse_pdf)
