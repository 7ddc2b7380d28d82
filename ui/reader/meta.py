"""The line under the title (source, date, words), and which paragraph the title is."""

from __future__ import annotations

import re
from datetime import date

from annotator.model import Article

_LONGEST_TITLE = 300
_COUNTED = 200_000
"""Longer texts are not counted: the line must cost nothing."""
_ISOLATE, _POP = "\u2068", "\u2069"
"""Keep a source in Arabic letters from turning the date around."""
_MONTHS = {
    "01": "January",
    "02": "February",
    "03": "March",
    "04": "April",
    "05": "May",
    "06": "June",
    "07": "July",
    "08": "August",
    "09": "September",
    "10": "October",
    "11": "November",
    "12": "December",
}
_HAN = re.compile("[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")


def title_paragraph(article: Article) -> int | None:
    """Number of the paragraph that is the title; None where the text has none."""
    text = article.text
    start = len(text) - len(text.lstrip())
    end = text.find("\n", start)
    end = len(text) if end < 0 else end
    first = text[start:end].strip()
    if not first or len(first) > _LONGEST_TITLE:
        return None
    if first == article.title.strip() or start < end <= article.body_start:
        return text.count("\n", 0, start)
    return None


def meta_line(article: Article) -> str:
    """Source, date and number of words, as far as they are known."""
    parts = [article.source or "", shown_date(article.date), _length(article.text)]
    return " · ".join(f"{_ISOLATE}{part}{_POP}" for part in parts if part)


def shown_date(iso: str | None) -> str:
    """`2025-03-14` as `14 March 2025`; shorter dates as far as they go, others as they are."""
    if not iso:
        return ""
    found = re.fullmatch(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?(?:[T ].*)?", iso)
    if found is None:
        return iso
    year, month, day = found.groups()
    if month is None:
        return str(year)
    if month not in _MONTHS:
        return iso
    if day is None:
        return f"{_MONTHS[month]} {year}"
    try:
        date(int(year), int(month), int(day))
    except ValueError:
        return iso
    return f"{int(day)} {_MONTHS[month]} {year}"


def _length(text: str) -> str:
    if len(text) > _COUNTED:
        return ""
    han = 0 if text.isascii() else len(_HAN.findall(text))
    if han > len(text) // 4:
        return f"{han:,} characters"
    words = len(text.split()) - sum(text.count(f" {dash} ") for dash in "-–—")
    return f"{words:,} word{'s' if words != 1 else ''}"
