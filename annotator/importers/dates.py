"""Dates as newspapers, spreadsheets and archives write them, by a rule the user can see.

A date with the year first or with the month as a word is certain. Where only numbers stand, day
and month can be told apart by a number over 12; `order_of` looks for one in the whole column. A
date that stays ambiguous is not guessed: it is kept as it was given, beside the article.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from annotator.importers.base import DateOrder

_MONTHS: dict[str, int] = {}
for _names in (
    "january february march april may june july august september october november december",
    "jan feb mar apr may jun jul aug sep oct nov dec",
    "januar februar marz april mai juni juli august september oktober november dezember",
    "janner feber maerz apr mai jun jul aug sept okt nov dez",
    "janvier fevrier mars avril mai juin juillet aout septembre octobre novembre decembre",
    "janv fevr mars avr mai juin juil aout sept oct nov dec",
    "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
    "ene feb mar abr may jun jul ago set oct nov dic",
):
    for _number, _name in enumerate(_names.split(), 1):
        _MONTHS[_name] = _number

_ISO = re.compile(r"(\d{4})[-./](\d{1,2})(?:[-./](\d{1,2}))?(?:[T ]\d{1,2}:\d{2}.*)?$")
_COMPACT = re.compile(r"((?:19|20)\d{2})(\d{2})(\d{2})$")
_YEAR = re.compile(r"(?:1[6-9]|20)\d{2}$")
_CJK = re.compile(r"(\d{4})\s*[年년]\s*(\d{1,2})\s*[月월](?:\s*(\d{1,2})\s*[日일])?")
_NUMERIC = re.compile(r"(\d{1,2})([-./])\s?(\d{1,2})\2\s?(\d{4}|\d{2})(?:[T ,]+\d{1,2}:\d{2}.*)?$")
_WORD = r"([^\W\d_]{3,})\.?"
_DAY = r"(\d{1,2})(?:st|nd|rd|th|er|\.|º)?"
_MONTH_FIRST = re.compile(rf"(?:{_WORD},?\s+)??{_WORD}\s+{_DAY}(?:,|\s)\s*(\d{{4}})\b")
_DAY_FIRST = re.compile(rf"\b{_DAY}[\s-]+(?:de\s+)?{_WORD}[\s,-]+(?:de[l]?\s+)?(\d{{4}}|\d{{2}})\b")
_MONTH_YEAR = re.compile(rf"{_WORD},?\s+(?:de\s+)?(\d{{4}})$")
_EPOCH = date(1899, 12, 30)


@dataclass(frozen=True, slots=True)
class DateRule:
    """How the numbers of a column of dates are read, and why."""

    order: DateOrder
    because: str

    def describe(self) -> str:
        names = {"dmy": "day/month/year", "mdy": "month/day/year", "ymd": "year-month-day"}
        if self.order == "auto":
            return f"Day and month cannot be told apart ({self.because})."
        return f"Dates are read as {names[self.order]} ({self.because})."


def order_of(values: Iterable[str]) -> DateRule:
    """Tell the order of day and month in a column of dates by those that allow one only."""
    seen: dict[str, str] = {}
    ambiguous = ""
    for value in values:
        found = _NUMERIC.match(value.strip())
        if found is None:
            continue
        first, second = int(found[1]), int(found[3])
        if first > 12 >= second:
            seen.setdefault("dmy", value.strip())
        elif second > 12 >= first:
            seen.setdefault("mdy", value.strip())
        elif first != second:
            ambiguous = ambiguous or value.strip()
    if len(seen) == 2:
        return DateRule("auto", f"both {seen['dmy']} and {seen['mdy']} occur")
    if "dmy" in seen:
        return DateRule("dmy", f"because of {seen['dmy']}")
    if "mdy" in seen:
        return DateRule("mdy", f"because of {seen['mdy']}")
    if ambiguous:
        return DateRule("auto", f"{ambiguous} can be read in two ways")
    return DateRule("ymd", "no date is ambiguous")


def read_date(given: str, order: DateOrder = "auto") -> str | None:
    """Read one date as ISO (YYYY, YYYY-MM or YYYY-MM-DD); None where it is none or ambiguous.

    `order` is asked only where numbers alone leave day and month open.
    """
    text = " ".join(given.split())
    if not text or len(text) > 80:
        return None
    for pattern in (_ISO, _CJK, _COMPACT):
        found = pattern.match(text)
        if found:
            return _iso(found[1], found[2], found[3])
    if _YEAR.match(text):
        return text
    found = _NUMERIC.match(text)
    if found:
        return _from_numbers(int(found[1]), int(found[3]), found[4], order)
    return _from_words(text)


def from_serial(serial: float, *, epoch_1904: bool = False) -> str | None:
    """Read the number a spreadsheet stores for a date (days since the end of 1899)."""
    days = int(serial) + (1462 if epoch_1904 else 0)
    return (_EPOCH + timedelta(days=days)).isoformat() if 1 <= days < 200_000 else None


def _from_numbers(first: int, second: int, year: str, order: DateOrder) -> str | None:
    if first > 12 or (order == "dmy" and second <= 12):
        day, month = first, second
    elif second > 12 or order == "mdy" or first == second:
        day, month = second, first
    else:
        return None
    return _iso(_full_year(year), month, day)


def _from_words(text: str) -> str | None:
    plain = _plain(text)
    for found in _MONTH_FIRST.finditer(plain):
        month = _MONTHS.get(found[2]) or _MONTHS.get(found[2].rstrip("."))
        if month:
            return _iso(found[4], month, found[3])
    for found in _DAY_FIRST.finditer(plain):
        month = _MONTHS.get(found[2])
        if month:
            return _iso(_full_year(found[3]), month, found[1])
    year_only = _MONTH_YEAR.search(plain)
    if year_only and year_only[1] in _MONTHS:
        return _iso(year_only[2], _MONTHS[year_only[1]], None)
    return None


def _plain(text: str) -> str:
    """Give small letters without accents: "1er Août 2010" and "März" as the table has them."""
    parts = unicodedata.normalize("NFD", text.casefold())
    return "".join(c for c in parts if not unicodedata.combining(c))


def _full_year(year: str) -> str:
    if len(year) == 4:
        return year
    return f"20{year}" if int(year) < 70 else f"19{year}"


def _iso(year: str | int, month: str | int, day: str | int | None) -> str | None:
    try:
        if day is None:
            return date(int(year), int(month), 1).isoformat()[:7]
        return date(int(year), int(month), int(day)).isoformat()
    except ValueError:
        return None
