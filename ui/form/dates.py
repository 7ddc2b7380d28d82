"""Dates as people type them: "14 March 2025", "Mar 14", "14.3.2025" and the ISO forms.

Only readings that cannot be mistaken are taken: 3/4/2025 is refused, because it is the third of
April to some coders and the fourth of March to others.
"""

from __future__ import annotations

import re
from datetime import date

_MONTHS = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)
_DAY_FIRST = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?\s+([a-z]+)\.?,?(?:\s+(\d{4}))?")
_MONTH_FIRST = re.compile(r"([a-z]+)\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?(?:\s+(\d{4}))?")
_MONTH_ONLY = re.compile(r"([a-z]+)\.?,?\s+(\d{4})")
_DOTTED = re.compile(r"(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4})")
_SLASHED = re.compile(r"(\d{1,2})[/-](\d{1,2})[/-](\d{4})")
_LOOSE_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})(?:[-/.](\d{1,2}))?")


def to_iso(text: str, *, year: int | None = None) -> str:
    """The ISO form of a typed date; what is not recognised comes back unchanged.

    Args:
        year: of the article, for dates typed without one.

    Raises:
        ValueError: the day does not exist, or day and month cannot be told apart.
    """
    wanted = " ".join(text.split()).casefold()
    if found := _LOOSE_ISO.fullmatch(wanted):
        return _iso(int(found[1]), int(found[2]), int(found[3]) if found[3] else None)
    if found := _DOTTED.fullmatch(wanted):
        return _iso(int(found[3]), int(found[2]), int(found[1]))
    if found := _SLASHED.fullmatch(wanted):
        return _slashed(int(found[1]), int(found[2]), int(found[3]))
    return _worded(wanted, year) or text.strip()


def _worded(wanted: str, year: int | None) -> str | None:
    for pattern, month_at, day_at in ((_DAY_FIRST, 2, 1), (_MONTH_FIRST, 1, 2)):
        found = pattern.fullmatch(wanted)
        month = _month(found[month_at]) if found else None
        if found and month and (found[3] or year):
            return _iso(int(found[3] or year or 0), month, int(found[day_at]))
    found = _MONTH_ONLY.fullmatch(wanted)
    month = _month(found[1]) if found else None
    return _iso(int(found[2]), month, None) if found and month else None


def _month(word: str) -> int | None:
    hits = [n for n, name in enumerate(_MONTHS, start=1) if name.startswith(word)]
    return hits[0] if len(word) >= 3 and len(hits) == 1 else None


def _slashed(first: int, second: int, year: int) -> str:
    if first <= 12 and second <= 12 and first != second:
        raise ValueError(f"Is {first}/{second} a day and a month or the reverse? Write 2025-03-14.")
    day, month = (first, second) if second <= 12 else (second, first)
    return _iso(year, month, day)


def _iso(year: int, month: int, day: int | None) -> str:
    try:
        exact = date(year, month, day or 1)
    except ValueError:
        raise ValueError(f"There is no day {day or ''} of month {month} in {year}.") from None
    return exact.isoformat() if day else exact.isoformat()[:7]
