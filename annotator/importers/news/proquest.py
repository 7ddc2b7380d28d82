"""ProQuest (txt, html, rtf, docx).

Each article has its headline, "Author:", "Publication info:", the line "ProQuest document link",
an abstract, the text after "Full text:" or under a line "FULL TEXT", then labels again, among them
"Publication title:", "Publication date:" and "ProQuest document ID:".
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from annotator.importers.news.record import Record

_LINK = re.compile(r"^\s*ProQuest document link\s*$", re.IGNORECASE)
_COUNTER = re.compile(r"^\s*Document \d+ of \d+\s*$", re.IGNORECASE)
_RULE = re.compile(r"^\s*_{20,}\s*$")
_ID = re.compile(r"^\s*ProQuest document ID\s*[:|\t]", re.IGNORECASE)
_FULL = re.compile(r"^\s*full text(?:\s*:\s*|\s*\Z)(.*)$", re.IGNORECASE | re.DOTALL)
_LABELS = (
    "Author|Publication info|Abstract|Links|Subject|Location|People|Company / organization|"
    "Classification|Identifier / keyword|Title|Alternate title|Publication title|Pages|"
    "First page|Number of pages|Publication year|Publication date|Year|Issue|Volume|Section|"
    "Publisher|Place of publication|Country of publication|Publication subject|Journal subject|"
    "ISSN|e-ISSN|Source|Source type|Language|Language of publication|Document type|"
    "Document feature|Dateline|Column|Accession number|ProQuest document ID|Document URL|"
    "Copyright|Last updated|Database|Credit|DOI|Graphic|Report Information from ProQuest"
)
_LABEL = re.compile(rf"^\s*({_LABELS})\s*(?::|\t|\|)\s*(.*)$", re.DOTALL)
_SECTION = re.compile(r"^\s*(?:ABSTRACT|LINKS|DETAILS|FULL TEXT)(?: \(.*\))?\s*$")
_CONTENTS = re.compile(r"^\s*(?:Table of contents|Bibliography)\s*$", re.IGNORECASE)


def split_proquest(paragraphs: Sequence[str]) -> list[Record] | None:
    """Split an export of ProQuest; None where neither its link line nor its number occurs."""
    if not any(_ID.match(p) or _LINK.match(p) for p in paragraphs):
        return None
    if not any(_FULL.match(p) for p in paragraphs):
        return None
    blocks = _blocks([p for p in paragraphs if p.strip(" \xa0")])
    records = [_record(block) for block in blocks]
    return [r for r in records if r.title or r.body]


def _blocks(paragraphs: list[str]) -> list[list[str]]:
    """Cut at counters and rules; without them, before the headline of each link line."""
    cuts = [i for i, p in enumerate(paragraphs) if _COUNTER.match(p) or _RULE.match(p)]
    if not cuts:
        cuts = _cuts_at_headlines(paragraphs)
    bounds = [0, *cuts, len(paragraphs)]
    blocks = [paragraphs[a:b] for a, b in pairwise(bounds)]
    return [block for block in blocks if any(_FULL.match(p) or _LINK.match(p) for p in block)]


def _cuts_at_headlines(paragraphs: list[str]) -> list[int]:
    """Find where a new article begins after the closing labels of the one before."""
    cuts: list[int] = []
    closing = False
    for i, paragraph in enumerate(paragraphs):
        label = _label(paragraph)
        if label in ("Database", "Last updated", "Copyright", "Document URL"):
            closing = True
        elif closing and not label:
            cuts.append(i)
            closing = False
    return cuts


def _label(paragraph: str) -> str:
    found = _LABEL.match(paragraph)
    return found[1] if found else ""


def _record(block: list[str]) -> Record:
    record = Record()
    lines = [p for p in block if not (_COUNTER.match(p) or _RULE.match(p) or _LINK.match(p))]
    full = next((i for i, p in enumerate(lines) if _FULL.match(p)), len(lines))
    _read_top(record, lines[:full])
    if full < len(lines):
        first = _FULL.match(lines[full])
        assert first is not None
        end = next((i for i in range(full + 1, len(lines)) if _closes(lines[i])), len(lines))
        record.body = [p for p in (first[1], *lines[full + 1 : end]) if p.strip()]
        _read_labels(record, lines[end:])
    _take_known(record)
    return record


def _closes(paragraph: str) -> bool:
    return bool(_LABEL.match(paragraph) or _SECTION.match(paragraph))


def _read_top(record: Record, lines: list[str]) -> None:
    """Read the headline, which is the first line without a label, and the labels after it."""
    for i, line in enumerate(lines):
        if not (_LABEL.match(line) or _SECTION.match(line) or _CONTENTS.match(line)):
            record.title = line.strip()
            _read_labels(record, lines[i + 1 :])
            return
    _read_labels(record, lines)


def _read_labels(record: Record, lines: list[str]) -> None:
    name = ""
    for line in lines:
        found = _LABEL.match(line)
        if found:
            name = found[1]
            record.labels.setdefault(name, " ".join(found[2].strip(" |").split()))
        elif _SECTION.match(line):
            name = line.split("(")[0].strip().capitalize()
        elif name in ("Abstract",):
            record.labels[name] = f"{record.labels.get(name, '')} {line.strip()}".strip()


def _take_known(record: Record) -> None:
    labels = record.labels
    record.title = labels.pop("Title", "") or record.title
    record.author = labels.pop("Author", "")
    record.source = labels.pop("Publication title", "").partition(";")[0]
    info = labels.get("Publication info", "")
    record.source = record.source or info.partition(";")[0].strip()
    record.date = labels.pop("Publication date", "") or _date_in(info)
    record.language = labels.pop("Language of publication", "") or labels.pop("Language", "")
    record.url = labels.pop("Document URL", "")
    for name in ("Publication year", "Links", "Year"):
        labels.pop(name, None)


def _date_in(info: str) -> str:
    """Take "08 May 2010" out of "Los Angeles Times ; Los Angeles [...]08 May 2010: AA.2."."""
    found = re.search(r"(\d{1,2} [A-Z][a-z]{2,8} \d{4})", info)
    return found[1] if found else ""
