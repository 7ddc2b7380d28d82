"""Factiva (html, rtf, docx, txt), with and without its two-letter codes.

With codes: "HD  Headline", "PD  29 December 2011", "LP" and "TD" for the text, "AN  Document ..."
at the end. Without: headline, author, "355 words", date, newspaper, code, language, copyright,
text, and the line "Document LBA0000020100111e61b000xx" at the end. The codes are the same in every
language of the program.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from annotator.importers.dates import read_date
from annotator.importers.news.record import Record

_CODES = (
    "HD SE HL BY CR CT WC PD ET SN SC ED PG VOL LA CY LP TD RF CO IN NS RE IPC IPD PUB AN ART NGC "
    "GC CLM DE RST CX"
)
_CODE = re.compile(rf"^\s*({_CODES.replace(' ', '|')})(?:[\s\xa0]+(.*))?$", re.DOTALL)
_END = re.compile(r"^\s*(?:AN[\s\xa0]+)?(?:Document|Dokument|Documento)\s+[A-Za-z0-9]{18,32}\s*$")
_WORDS = re.compile(
    r"^\s*[\d.,\s\xa0]+(?:words|mots|Wörter|palabras|parole|palavras|woorden|слов)\s*$",
    re.IGNORECASE,
)
_TIME = re.compile(r"^\s*\d{1,2}[:.]\d{2}(?:\s*[AaPp][Mm])?\s*$")
_SHORT_CODE = re.compile(r"^[A-Z0-9]{2,8}$")
_COPYRIGHT = re.compile(r"^\s*(?:\(c\)|©|copyright)", re.IGNORECASE)
_NAMES = {"WC": "length", "SE": "section", "PG": "page", "CY": "copyright", "AN": "document"}


def split_factiva(paragraphs: Sequence[str]) -> list[Record] | None:
    """Split an export of Factiva; None where no document number of it occurs."""
    ends = [i for i, p in enumerate(paragraphs) if _END.match(p)]
    if not ends:
        ends = _ends_by_code(paragraphs)
    if not ends:
        return None
    starts = [0, *(end + 1 for end in ends[:-1])]
    blocks = [paragraphs[s : e + 1] for s, e in zip(starts, ends, strict=True)]
    return [_coded(b) if _has_codes(b) else _plain(b) for b in blocks]


def _ends_by_code(paragraphs: Sequence[str]) -> list[int]:
    """Find the document number on the line after its code "AN"."""
    return [
        i + 1
        for i, p in enumerate(paragraphs[:-1])
        if p.strip(" \xa0") == "AN" and _END.match(paragraphs[i + 1])
    ]


def _has_codes(block: Sequence[str]) -> bool:
    seen = {m[1] for p in block if (m := _CODE.match(p))}
    return "HD" in seen and bool(seen & {"LP", "TD"})


def _coded(block: Sequence[str]) -> Record:
    parts: dict[str, list[str]] = {}
    code = ""
    for paragraph in block:
        found = _CODE.match(paragraph)
        if found:
            code = found[1]
            parts.setdefault(code, [])
            paragraph = found[2] or ""
        if code and paragraph.strip(" \xa0"):
            parts[code].append(paragraph.strip(" \xa0"))
    record = Record(
        title=_joined(parts.pop("HD", [])),
        body=parts.pop("LP", []) + parts.pop("TD", []),
        date=_joined(parts.pop("PD", [])),
        source=_joined(parts.pop("SN", [])),
        author=_joined(parts.pop("BY", [])),
        language=_joined(parts.pop("LA", [])),
    )
    for code, lines in parts.items():
        record.labels[_NAMES.get(code, code)] = _joined(lines)
    return record


def _joined(lines: Sequence[str]) -> str:
    return " ".join(" ".join(lines).split())


def _plain(block: Sequence[str]) -> Record:
    lines = [p.strip(" \xa0") for p in block if p.strip(" \xa0\n")]
    record = Record(labels={"document": lines.pop()})
    count = next((i for i, line in enumerate(lines) if _WORDS.match(line)), None)
    if count is None:
        record.title, record.body = (lines[0] if lines else ""), lines[1:]
        return record
    record.labels["length"] = lines[count]
    head = lines[:count]
    if len(head) > 1:
        record.author = head.pop() if len(head[-1]) < 80 else ""
    record.title = head[-1] if head else ""
    record.body = _after_header(record, lines[count + 1 :])
    return record


def _after_header(record: Record, lines: list[str]) -> list[str]:
    """Read date, time, newspaper, code, language and copyright; the rest is the text."""
    i = 0
    if i < len(lines) and read_date(lines[i]):
        record.date = lines[i]
        i += 1
    if i < len(lines) and _TIME.match(lines[i]):
        record.labels["ET"] = lines[i]
        i += 1
    if i < len(lines):
        record.source = lines[i]
        i += 1
    while i < len(lines) and i < 12 and not _COPYRIGHT.match(lines[i]):
        if _SHORT_CODE.match(lines[i]):
            record.labels["SC"] = lines[i]
        elif len(lines[i]) < 20 and lines[i].isalpha():
            record.language = lines[i]
        elif len(lines[i]) > 60:
            return lines[i:]
        i += 1
    if i < len(lines) and _COPYRIGHT.match(lines[i]):
        record.labels["copyright"] = lines[i]
        i += 1
    return lines[i:]
