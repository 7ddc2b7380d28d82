"""One cell, one piece of spreadsheet XML: what Excel cannot hold is mended here and counted.

Measured on openpyxl's own cells: texts over 32,767 UTF-16 units are cut without a word, "=..."
becomes a live formula, "#N/A" an error, inf and nan vanish, integers over 15 digits lose digits,
control characters raise, U+FFFE and lone surrogates fail only when the file is saved. Every text
is therefore written as an inline string, never guessed from its looks.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime

from exports.columns import Cell

MOST_UNITS = 32_767
"""UTF-16 units a cell can hold."""

CUT_MARK = " … [cut]"
MOST_DIGITS = 15
_MOST_INT = 10**MOST_DIGITS

_UNFIT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_SPECIAL = re.compile("[\x00-\x08\x0b-\x1f\ufffe\uffff\ud800-\udfff&<>]|_x[0-9A-Fa-f]{4}_")
_ESCAPE = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
_FIRST_DAY = date(1900, 3, 1)
"""Earlier days have another number in Excel than in the calendar, or none."""
_DAY_ZERO = date(1899, 12, 30).toordinal()


@dataclass(slots=True)
class CellReport:
    """How many cells had to be changed."""

    cut: int = 0
    """Texts cut at the limit of a cell."""
    unfit: int = 0
    """Characters removed that no spreadsheet can hold."""
    formulas: int = 0
    """Texts that look like a formula and are kept as texts."""
    long_numbers: int = 0
    """Whole numbers of more than 15 digits, written as texts."""
    no_numbers: int = 0
    """inf and nan, written as texts."""
    old_dates: int = 0
    """Dates before March 1900, written as texts."""

    def lines(self) -> list[str]:
        """One sentence for every kind of change that happened."""
        said = {
            "cut": "texts were longer than a cell can hold; they end in “… [cut]” and the column "
            "`truncated` names them",
            "unfit": "control characters were removed",
            "formulas": "texts look like formulas; they are kept as texts",
            "long_numbers": "whole numbers have more than 15 digits and are written as texts",
            "no_numbers": "numbers are infinite or undefined and are written as texts",
            "old_dates": "dates lie before March 1900 and are written as texts",
        }
        counts = {f.name: getattr(self, f.name) for f in fields(self)}
        return [f"{counts[name]} {text}." for name, text in said.items() if counts[name]]


@dataclass(frozen=True, slots=True)
class Styles:
    """Numbers of the shared styles of a workbook. A style object per cell costs 2.4 times."""

    day: int
    time: int
    guarded: int
    """A text that looks like a formula: stays a text when the cell is edited."""
    link: int
    wrapped: int
    """A text that is broken into lines."""


class CellWriter:
    """Turns rows into `<row>` elements, as text."""

    def __init__(self, styles: Styles, report: CellReport) -> None:
        self._styles = styles
        self._report = report

    def row(
        self,
        number: int,
        letters: Sequence[str],
        row: Sequence[Cell],
        *,
        link: int | None = None,
        wrap: bool = False,
    ) -> tuple[str, list[int]]:
        """The XML of a row and the indexes of cells that were cut.

        Args:
            number: of the row, from 1.
            letters: of the columns, at least as many as cells.
            link: index of the cell that is a link.
            wrap: break texts into lines.
        """
        usual = self._styles.wrapped if wrap else 0
        parts, cut = [f'<row r="{number}">'], []
        before = self._report.cut
        for nth, value in enumerate(row):
            if value is None:
                continue
            if isinstance(value, str):
                if not value:
                    continue
                style = self._styles.link if nth == link else usual
                parts.append(self._text(f"{letters[nth]}{number}", value, style))
                if self._report.cut != before:
                    before = self._report.cut
                    cut.append(nth)
            elif type(value) is int and -_MOST_INT < value < _MOST_INT:
                parts.append(f'<c r="{letters[nth]}{number}"><v>{value}</v></c>')
            else:
                parts.append(self._other(f"{letters[nth]}{number}", value))
        parts.append("</row>")
        return "".join(parts), cut

    def _text(self, place: str, text: str, style: int = 0) -> str:
        if len(text) > MOST_UNITS // 2:
            text = self._fit(text)
        if _SPECIAL.search(text):
            text = self._escaped(text)
            if not text:
                return ""
        if text[0] in "=+-@":
            self._report.formulas += 1
            style = self._styles.guarded
        styled = f' s="{style}"' if style else ""
        space = ' xml:space="preserve"' if text[0].isspace() or text[-1].isspace() else ""
        return f'<c r="{place}" t="inlineStr"{styled}><is><t{space}>{text}</t></is></c>'

    def _fit(self, text: str) -> str:
        kept = cut_to_units(text, MOST_UNITS)
        self._report.cut += kept != text
        return kept

    def _escaped(self, text: str) -> str:
        text, removed = _UNFIT.subn("", text.replace("\r\n", "\n").replace("\r", "\n"))
        self._report.unfit += removed
        # Excel reads _x0041_ as an escape for A; _x005F_ is its escape for the underscore.
        text = _ESCAPE.sub("_x005F_", text)
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")

    def _other(self, place: str, value: Cell) -> str:
        if isinstance(value, bool):
            return f'<c r="{place}"><v>{int(value)}</v></c>'
        if isinstance(value, int):
            self._report.long_numbers += 1
            return self._text(place, str(value))
        if isinstance(value, float):
            return self._float(place, value)
        if isinstance(value, date):
            return self._date(place, value)
        raise TypeError(f"no cell can hold {type(value).__name__}")

    def _float(self, place: str, value: float) -> str:
        if not math.isfinite(value):
            self._report.no_numbers += 1
            return self._text(place, str(value))
        return f'<c r="{place}"><v>{value!r}</v></c>'

    def _date(self, place: str, value: date) -> str:
        day = value.date() if isinstance(value, datetime) else value
        if day < _FIRST_DAY:
            self._report.old_dates += 1
            return self._text(place, value.isoformat())
        if isinstance(value, datetime):
            seconds = value.hour * 3600 + value.minute * 60 + value.second
            serial = f"{day.toordinal() - _DAY_ZERO + seconds / 86400:.10f}"
            return f'<c r="{place}" s="{self._styles.time}"><v>{serial}</v></c>'
        serial = str(day.toordinal() - _DAY_ZERO)
        return f'<c r="{place}" s="{self._styles.day}"><v>{serial}</v></c>'


def as_read_back(value: Cell) -> tuple[str, bool]:
    """What a program reads in the cell of this value, as text, and whether that is all of it."""
    if value is None:
        return "", True
    if isinstance(value, str):
        text, removed = _UNFIT.subn("", value.replace("\r\n", "\n").replace("\r", "\n"))
        kept = cut_to_units(text, MOST_UNITS)
        return kept, not removed and kept == text
    if isinstance(value, datetime):
        return value.isoformat(sep=" "), True
    if isinstance(value, date):
        return value.isoformat(), True
    number = int(value) if isinstance(value, bool) or float(value).is_integer() else value
    return str(number), True


def cut_to_units(text: str, most: int) -> str:
    """The text, or as much of its beginning as fits into `most` UTF-16 units with the mark."""
    units = text.encode("utf-16-le", "surrogatepass")
    if len(units) <= most * 2:
        return text
    room = (most - len(CUT_MARK)) * 2
    return units[:room].decode("utf-16-le", "ignore") + CUT_MARK
