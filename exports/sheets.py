"""Sheets of an Excel workbook, written row by row: frozen header, filter, widths, links, lists.

openpyxl writes the package, the styles and everything around the rows. The rows themselves are
given to its stream as ready XML: building a cell object per value takes four times as long, and
memory stays flat either way. Nothing in openpyxl's own cells is used, as they guess types.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, Any
from zipfile import ZIP_DEFLATED, ZipFile

from exports.cells import CellReport, CellWriter, Styles
from exports.columns import Cell, Column, Row
from exports.rows import TRUNCATED

if TYPE_CHECKING:
    from openpyxl import Workbook

MOST_ROWS = 1_048_576
"""Rows of a sheet, the header included."""

_SHEET_NAME_LENGTH = 31


class Sheet:
    """One table of the workbook: as many sheets as its rows need."""

    wanted = True

    def __init__(
        self,
        book: Book,
        name: str,
        columns: Sequence[Column],
        *,
        link: int | None = None,
        wrap: bool = False,
    ) -> None:
        self.name = name
        self.rows = 0
        self._book = book
        self._columns = columns
        self._link = link
        self._wrap = wrap
        self._letters = _letters(len(columns))
        self._truncated = next(
            (nth for nth, column in enumerate(columns) if column.name == TRUNCATED), None
        )
        self._parts = 0
        self._next = 0
        self._stream = self._begin_part()

    def append(self, row: Row, *, target: int | None = None) -> None:
        """Write a row. `target` is the row of `documents` the linking cell leads to."""
        if self._next > self._book.most_rows:
            self._end_part()
            self._stream = self._begin_part()
        link = self._link if target is not None and self._stream.has_room_for_links() else None
        write = self._book.cells.row
        xml, cut = write(self._next, self._letters, row, link=link, wrap=self._wrap)
        if cut and self._truncated is not None:
            row = [*row]
            row[self._truncated] = ";".join(self._columns[nth].name for nth in cut)
            write = self._book.uncounted.row
            xml, _ = write(self._next, self._letters, row, link=link, wrap=self._wrap)
        if link is not None and target is not None:
            self._stream.add_link(self._next, target)
        self._stream.append_xml(xml)
        self._next += 1
        self.rows += 1

    def close(self) -> None:
        """End the sheet; drop-down lists and filter now know how many rows there are."""
        self._end_part()

    def _begin_part(self) -> Any:
        self._parts += 1
        tail = "" if self._parts == 1 else f"_{self._parts}"
        title = self.name[: _SHEET_NAME_LENGTH - len(tail)] + tail
        link = self._letters[self._link] if self._link is not None else ""
        stream = self._book.new_stream(title, link)
        stream.freeze_panes = "A2"
        for letter, column in zip(self._letters, self._columns, strict=True):
            stream.column_dimensions[letter].width = column.width + 2
        stream.append_xml(_header(self._letters, self._columns, self._book.header_style))
        self._next = 2
        return stream

    def _end_part(self) -> None:
        last = self._next - 1
        if last > 1:
            self._stream.add_filter_table(self._letters[-1], last, [c.name for c in self._columns])
            self._book.add_lists(self._stream, self._letters, self._columns, last)
        else:
            self._stream.auto_filter.ref = f"A1:{self._letters[-1]}1"


def _header(letters: Sequence[str], columns: Sequence[Column], style: int) -> str:
    cells = "".join(
        f'<c r="{letter}1" t="inlineStr" s="{style}"><is><t>{column.name}</t></is></c>'
        for letter, column in zip(letters, columns, strict=True)
    )
    return f'<row r="1">{cells}</row>'


def _letters(count: int) -> list[str]:
    from openpyxl.utils import get_column_letter

    return [get_column_letter(n) for n in range(1, count + 1)]


class Book:
    """The workbook being written."""

    def __init__(self, *, most_rows: int = MOST_ROWS) -> None:
        from openpyxl import Workbook

        self.most_rows = most_rows
        self.report = CellReport()
        self.workbook: Workbook = Workbook(write_only=True)
        self._streams: list[Any] = []
        self._lists: dict[tuple[str | int, ...], int] = {}
        styles, self.header_style = _shared_styles(self.workbook)
        self.cells = CellWriter(styles, self.report)
        self.uncounted = CellWriter(styles, CellReport())

    def new_stream(self, title: str, link_letter: str) -> Any:
        """A further sheet of the workbook: a `StreamSheet`."""
        from exports.stream import StreamSheet

        stream = StreamSheet(self.workbook, title, link_letter)
        stream.join_workbook()
        self._streams.append(stream)
        return stream

    def add_lists(
        self, stream: Any, letters: Sequence[str], columns: Sequence[Column], last: int
    ) -> None:
        """Give columns with a closed list a drop-down that reads the hidden sheet `lists`."""
        from openpyxl.worksheet.datavalidation import DataValidation

        cells: dict[tuple[str | int, ...], list[str]] = {}
        for letter, column in zip(letters, columns, strict=True):
            if column.choices:
                cells.setdefault(column.choices, []).append(f"{letter}2:{letter}{last}")
        for choices, ranges in cells.items():
            place = self._lists.setdefault(choices, len(self._lists))
            letter = _letters(place + 1)[-1]
            source = f"lists!${letter}$1:${letter}${len(choices)}"
            rule = DataValidation("list", formula1=source, allow_blank=True, sqref=" ".join(ranges))
            rule.showErrorMessage = True
            rule.errorTitle = "Not in the codebook"
            rule.error = "Choose a value of the list, or leave the cell empty."
            stream.data_validations.append(rule)

    def save(self, path: str) -> None:
        """Write the hidden lists and the file."""
        from openpyxl.writer.excel import ExcelWriter

        self._write_lists()
        archive = ZipFile(path, "w", ZIP_DEFLATED, allowZip64=True)
        try:
            ExcelWriter(self.workbook, archive).save()
        except BaseException:
            with suppress(OSError):  # on a full disk closing fails too, and would fail again later
                archive.close()
            raise

    def discard(self) -> None:
        """Remove the temporary files of sheets that will not be saved."""
        for stream in self._streams:
            stream.discard()

    def _write_lists(self) -> None:
        stream = self.new_stream("lists", "")
        stream.sheet_state = "hidden"
        for number, row in enumerate(_side_by_side(list(self._lists)), start=1):
            xml, _ = self.cells.row(number, _letters(len(self._lists)), row)
            stream.append_xml(xml)


def _side_by_side(lists: Sequence[Sequence[Cell]]) -> Iterator[list[Cell]]:
    for number in range(max((len(one) for one in lists), default=0)):
        yield [one[number] if number < len(one) else None for one in lists]


def _shared_styles(workbook: Workbook) -> tuple[Styles, int]:
    """Register each style once; cells name it by its number."""
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Alignment, Border, Font, Side

    from exports.stream import StreamSheet

    owner = StreamSheet(workbook, "styles", "")

    def number_of(**settings: Any) -> int:
        cell = WriteOnlyCell(owner)
        for name, value in settings.items():
            setattr(cell, name, value)
        return int(cell.style_id)

    bold = Font(name="Calibri", size=11, bold=True)
    line = Border(bottom=Side(style="thin"))
    header = number_of(font=bold, border=line, alignment=Alignment(vertical="top"))
    link = Font(name="Calibri", size=11, underline="single", color="0563C1")
    styles = Styles(
        day=number_of(number_format="yyyy-mm-dd"),
        time=number_of(number_format="yyyy-mm-dd hh:mm:ss"),
        guarded=number_of(quotePrefix=1),
        link=number_of(font=link),
        wrapped=number_of(alignment=Alignment(wrap_text=True, vertical="top")),
    )
    return styles, header
