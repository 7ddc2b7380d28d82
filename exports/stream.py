"""openpyxl's streaming sheet, taught to take rows as ready XML. Import it on use: it is heavy.

openpyxl keeps these two classes to itself; the tests of `sheets.py` read every kind of cell back,
so a version that changes them is noticed at once.
"""

from __future__ import annotations

from array import array
from contextlib import suppress
from pathlib import Path
from typing import Any

from openpyxl.worksheet._write_only import WriteOnlyWorksheet
from openpyxl.worksheet._writer import WorksheetWriter
from openpyxl.worksheet.filters import AutoFilter
from openpyxl.worksheet.table import Table, TableColumn, TableStyleInfo
from openpyxl.xml.constants import SHEET_MAIN_NS
from openpyxl.xml.functions import xmlfile

MOST_LINKS = 65_530
"""Links Excel accepts in one sheet."""


class StreamWriter(WorksheetWriter):
    """Writes everything around the rows through lxml, and the rows and links as they are.

    lxml is told to flush before anything is written past it; it writes nothing of its own until
    the element that surrounds the rows ends.
    """

    def get_stream(self) -> Any:
        out: Any = self.out
        with Path(out).open("wb") as file, xmlfile(file) as xf:
            self._file = file
            with xf.element("worksheet", xmlns=SHEET_MAIN_NS), suppress(GeneratorExit):
                while True:
                    element = yield
                    if element is True:
                        yield xf
                    elif element is not None:
                        xf.write(element)

    def write_row(self, xf: Any, row: Any, row_idx: int) -> None:
        if row_idx == 1:
            xf.flush()
        self._file.write(row.encode("utf-8"))

    def write_hyperlinks(self) -> None:
        sheet: Any = self.ws
        if not sheet.links:
            return
        stream: Any = self.xf
        xf = stream.send(True)
        with xf.element("hyperlinks"):
            xf.flush()
            for row, target in zip(sheet.links[::2], sheet.links[1::2], strict=True):
                place = f'ref="{sheet.link_letter}{row}" location="documents!A{target}"'
                self._file.write(f"<hyperlink {place}/>".encode())
        stream.send(None)


class StreamSheet(WriteOnlyWorksheet):
    """A sheet of a write-only workbook.

    Args:
        link_letter: of the column whose cells lead to the sheet `documents`.
    """

    _writer: Any = None

    def __init__(self, workbook: Any, title: str, link_letter: str) -> None:
        super().__init__(workbook, title)
        self.link_letter = link_letter
        self.links = array("l")

    def _get_writer(self) -> None:
        if self._writer is None:
            writer: Any = StreamWriter(self)
            self._writer = writer
            writer.write_top()

    def _values_to_row(self, values: Any, row_idx: int) -> Any:  # noqa: ARG002
        return values[0]

    def join_workbook(self) -> None:
        workbook: Any = self.parent
        workbook._add_sheet(self)

    def append_xml(self, xml: str) -> None:
        """Write a row, given as a `<row>` element."""
        self.append((xml,))

    def has_room_for_links(self) -> bool:
        return len(self.links) < 2 * MOST_LINKS

    def add_link(self, row: int, target: int) -> None:
        """Let the linking cell of a row lead to a row of `documents`."""
        self.links.extend((row, target))

    def add_filter_table(self, last_letter: str, last_row: int, names: list[str]) -> None:
        """Make the rows a table with a filter; a sheet cannot have both kinds of filter."""
        ref = f"A1:{last_letter}{last_row}"
        table = Table(displayName=f"t_{self.title}", ref=ref, autoFilter=AutoFilter(ref=ref))
        table.tableStyleInfo = TableStyleInfo(name="TableStyleLight1", showRowStripes=False)
        table.tableColumns = [TableColumn(id=n, name=name) for n, name in enumerate(names, 1)]
        tables: Any = self.tables
        tables.add(table)

    def discard(self) -> None:
        """Remove the temporary file of a sheet that will not be saved."""
        writer: Any = self._writer
        if writer is None:
            return
        with suppress(Exception):  # half a sheet cannot always be ended well
            self.close()
        with suppress(OSError, ValueError):
            writer.cleanup()
