"""LexisNexis and its successor Nexis Uni.

LexisNexis (txt, html, rtf, docx): every article begins with "3 of 10 DOCUMENTS", then newspaper,
date, headline, capital labels ("BYLINE:", "LENGTH:"), the text, labels again ("LOAD-DATE:").

Nexis Uni (docx, rtf, pdf): a table of contents, then per article headline, newspaper, date,
copyright, labels ("Section:", "Byline:"), a line "Body", the text, more labels, and the line
"End of Document".
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from annotator.importers.base import words
from annotator.importers.dates import read_date
from annotator.importers.news.record import Record

_COUNTER = re.compile(
    r"^\s*(?:document\s+)?[\d.,]+\s+(?:of|von|de|sur|di|van)\s+[\d.,]+\s+"
    r"(?:documents?|dokumente?n?|documentos?|documenti|documenten)\s*$",
    re.IGNORECASE,
)
_LABEL = re.compile(r"^\s*([A-ZÄÖÜÉÈ][A-ZÄÖÜÉÈ ./-]{1,28}):\s*(.*)$", re.DOTALL)
_UNI_LABEL = re.compile(r"^\s*([A-Z][A-Za-z-]+(?: [A-Z][A-Za-z]+)?):[\s\xa0]*(.*)$", re.DOTALL)
_COPYRIGHT = re.compile(r"^\s*(?:copyright|©|\(c\)|\d{4} .*all rights reserved)", re.IGNORECASE)
_END = re.compile(r"^\s*End of Document\s*$", re.IGNORECASE)
_PAGE = re.compile(r"^\s*Page \d+ of \d+\s*$", re.IGNORECASE)

_HEADER = words(
    "BYLINE SECTION LENGTH DATELINE HIGHLIGHT SERIES BODY DISTRIBUTION AUTOR RUBRIK LÄNGE AUTEUR "
    "RUBRIQUE LONGUEUR ENCART"
)
_FOOTER = words(
    "LOAD-DATE LANGUAGE GRAPHIC PUBLICATION-TYPE JOURNAL-CODE SUBJECT COMPANY ORGANIZATION PERSON "
    "CITY STATE COUNTRY GEOGRAPHIC INDUSTRY TICKER DOCUMENT-TYPE CORRECTION CORRECTION-DATE URL "
    "NOTES TYPE PUB-TYPE UPDATE SPRACHE PUBLICATION DATE-CHARGEMENT LANGUE TYPE-PUBLICATION"
)
_UNI_FOOTER = words("graphic classification notes correction load-date language subject")
_AUTHOR = ("BYLINE", "AUTOR", "AUTEUR")
_LANGUAGE = ("LANGUAGE", "SPRACHE", "LANGUE")


def split_nexis_classic(paragraphs: Sequence[str]) -> list[Record] | None:
    """Split an export of LexisNexis; None where no "1 of 10 DOCUMENTS" occurs."""
    starts = [i for i, p in enumerate(paragraphs) if _COUNTER.match(p)]
    if not starts:
        return None
    ends = [*starts[1:], len(paragraphs)]
    return [
        _classic(_visible(paragraphs[start + 1 : end]))
        for start, end in zip(starts, ends, strict=True)
    ]


def _visible(paragraphs: Sequence[str]) -> list[str]:
    return [p for p in paragraphs if p.strip()]


def _classic(block: list[str]) -> Record:
    record = Record()
    head = next((i for i, p in enumerate(block) if _label_of(p) in _HEADER), len(block))
    _classic_top(record, block[:head])
    i = head
    while i < len(block) and _label_of(block[i]) in _HEADER:
        _keep_label(record, block[i])
        i += 1
    while i < len(block) and _label_of(block[i]) not in _FOOTER:
        if not _COPYRIGHT.match(block[i]):
            record.body.append(block[i])
        i += 1
    for paragraph in block[i:]:
        if _label_of(paragraph):
            _keep_label(record, paragraph)
        elif _COPYRIGHT.match(paragraph):
            record.labels.setdefault("copyright", " ".join(paragraph.split()))
    _take_known(record)
    return record


def _classic_top(record: Record, top: list[str]) -> None:
    """Read what stands before the first label: newspaper, date, headline, in this order."""
    rest = [p for p in top if not _COPYRIGHT.match(p)]
    dated = next((i for i, p in enumerate(rest) if read_date(p)), None)
    if dated is None:
        record.source = rest[0] if rest else ""
        record.title = " ".join(rest[1:])
        return
    record.source = " ".join(rest[:dated])
    record.date = rest[dated]
    record.title = " ".join(rest[dated + 1 :])


def _label_of(paragraph: str) -> str:
    found = _LABEL.match(paragraph)
    return found[1].strip() if found else ""


def _keep_label(record: Record, paragraph: str) -> None:
    found = _LABEL.match(paragraph)
    assert found is not None
    if found[1].strip() == "BODY" and found[2].strip():
        record.body.append(found[2])
        return
    record.labels[found[1].strip().lower()] = " ".join(found[2].split())


def _take_known(record: Record) -> None:
    for name in _AUTHOR:
        record.author = record.author or record.labels.pop(name.lower(), "")
    for name in _LANGUAGE:
        record.language = record.language or record.labels.pop(name.lower(), "")
    record.url = record.labels.pop("url", "")


def split_nexis_uni(paragraphs: Sequence[str]) -> list[Record] | None:
    """Split an export of Nexis Uni; None where "End of Document" or "Body" never occurs."""
    ends = [i for i, p in enumerate(paragraphs) if _END.match(p)]
    bodies = [i for i, p in enumerate(paragraphs) if p.strip() == "Body"]
    if not ends or not bodies:
        return None
    starts = [0, *(end + 1 for end in ends[:-1])]
    return [_uni(list(paragraphs[start:end])) for start, end in zip(starts, ends, strict=True)]


def _uni(block: list[str]) -> Record:
    record = Record()
    body = next((i for i, p in enumerate(block) if p.strip() == "Body"), None)
    if body is None:
        body = _after_labels(block)
    _uni_top(record, block[:body])
    rest = block[body + 1 :]
    end = next((i for i, p in enumerate(rest) if _is_uni_footer(p)), len(rest))
    record.body = [p for p in rest[:end] if not _PAGE.match(p)]
    for paragraph in rest[end:]:
        _keep_uni_label(record, paragraph)
    record.author = record.labels.pop("byline", "")
    record.language = record.labels.pop("language", "")
    return record


def _after_labels(block: list[str]) -> int:
    labelled = [i for i, p in enumerate(block) if _UNI_LABEL.match(p) and "Length" in p]
    return labelled[0] if labelled else -1


def _is_uni_footer(paragraph: str) -> bool:
    text = paragraph.strip()
    name = text.partition(":")[0].casefold()
    return name in _UNI_FOOTER and (":" in text or text.casefold() == name)


def _uni_top(record: Record, top: list[str]) -> None:
    """Read headline, newspaper, date and labels; before the headline may be a list of contents."""
    dated = next((i for i in range(len(top) - 1, -1, -1) if _is_dateline(top[i])), None)
    if dated is None:
        record.title = next((p for p in top if p.strip()), "")
        return
    record.date = top[dated]
    i = dated - 1
    while i >= 0 and not top[i].strip():
        i -= 1
    record.source = top[i] if i >= 0 else ""
    title: list[str] = []
    i -= 1
    while i >= 0 and top[i].strip():
        title.insert(0, top[i].strip())
        i -= 1
    record.title = " ".join(title)
    for paragraph in top[dated + 1 :]:
        if _COPYRIGHT.match(paragraph):
            record.labels["copyright"] = " ".join(paragraph.split())
        else:
            _keep_uni_label(record, paragraph)


def _is_dateline(paragraph: str) -> bool:
    """Tell the date of an article from labels that hold a date too."""
    text = paragraph.strip()
    labelled = _UNI_LABEL.match(text) and not re.match(r"\d", text)
    return bool(text) and not labelled and not _COPYRIGHT.match(text) and bool(read_date(text))


def _keep_uni_label(record: Record, paragraph: str) -> None:
    found = _UNI_LABEL.match(paragraph)
    if found:
        record.labels.setdefault(found[1].lower(), " ".join(found[2].split()))
