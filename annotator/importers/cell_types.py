"""Cells of a workbook that read as empty although something stands in them.

A formula that no program has computed yet and an error such as #N/A come out of the reader as
empty cells. For a table of articles that is right; where an empty cell means "take this value
away", it would lose data. The types are read from the sheet's XML, which has been through the
guards of `archives`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from xml.etree.ElementTree import Element

from annotator.errors import ImportRefusedError
from annotator.importers.archives import Archive, open_archive

FORMULA = "the cell holds a formula without a result; type the value itself."
ERROR = "the cell holds an error instead of a value."

Place = tuple[int, int]
"""(row as a spreadsheet counts, column counted from the first that is used)."""

_CELL = re.compile(rb"<(?:\w+:)?c\b[^>]*?\br=\"([A-Z]{1,3})(\d{1,7})\"[^>]*?(?<!/)>")
_ERROR = re.compile(rb"<(?:\w+:)?c\b([^>]*?\bt=\"e\"[^>]*?)(?<!/)>")
_FORMULA = re.compile(
    rb"<(?:\w+:)?c\b([^>]*?)(?<!/)><(?:\w+:)?f\b[^>]*?(?:/>|>[^<]*</(?:\w+:)?f>)"
    rb"(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v></(?:\w+:)?v>)?</(?:\w+:)?c>"
)
_REFERENCE = re.compile(rb"\br=\"([A-Z]{1,3})(\d{1,7})\"")
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


def unreadable_cells(data: bytes, where: str) -> Mapping[str, Mapping[Place, str]]:
    """Name of a sheet -> place -> why the cell cannot be read. Old binary workbooks give none.

    Raises:
        ImportRefusedError: the file is damaged, or built to do harm.
    """
    if not data.startswith(b"PK"):
        return {}
    archive = open_archive(data, where)
    return {name: dict(_places(archive.read(member))) for name, member in _members(archive)}


def _members(archive: Archive) -> Iterator[tuple[str, str]]:
    """(name of a sheet, its file in the archive)."""
    targets = {
        one.get("Id"): (one.get("Target") or "").removeprefix("/xl/")
        for one in _parsed(archive, "xl/_rels/workbook.xml.rels")
    }
    for one in _parsed(archive, "xl/workbook.xml").iter():
        if one.tag.rpartition("}")[2] == "sheet":
            member = f"xl/{targets.get(one.get(_RELATION), '')}"
            if member in archive:
                yield one.get("name") or "", member


def _parsed(archive: Archive, member: str) -> Element:
    from defusedxml.common import DefusedXmlException
    from defusedxml.ElementTree import ParseError, fromstring

    try:
        root: Element = fromstring(archive.read_xml(member))
    except (ParseError, DefusedXmlException) as error:
        raise ImportRefusedError(f"{archive.where}: the workbook is damaged.") from error
    return root


def _places(xml: bytes) -> Iterator[tuple[Place, str]]:
    found = [(m[1], ERROR) for m in _ERROR.finditer(xml)]
    found += [(m[1], FORMULA) for m in _FORMULA.finditer(xml)]
    if not found:
        return
    first = min(_column(m[1]) for m in _CELL.finditer(xml))
    for attributes, why in found:
        if reference := _REFERENCE.search(attributes):
            yield (int(reference[2]), _column(reference[1]) - first), why


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number
