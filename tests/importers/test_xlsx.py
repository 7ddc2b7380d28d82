"""Excel workbooks."""

from __future__ import annotations

import io
import resource
from pathlib import Path

import openpyxl
import pytest

from annotator.importers.base import ImportOptions, Notice
from annotator.importers.registry import Refusal, read_paths
from annotator.importers.xlsx import preview_xlsx
from annotator.model import ArticleDraft
from tests.importers.files import read, read_one, refused, row, sheet, source, xlsx


def workbook(*sheets: list[list[object]]) -> bytes:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for number, rows in enumerate(sheets):
        page = book.create_sheet(f"S{number}")
        for cells in rows:
            page.append(cells)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_rows_are_articles() -> None:
    import datetime

    data = workbook(
        [
            ["Headline", "Body", "Date", "Newspaper", "Page", "Ratio"],
            ["T", "One\ntwo é 😀", datetime.datetime(2010, 1, 11), "Post", 7, 1.5],
        ]
    )
    assert read("a.xlsx", data) == [
        ArticleDraft(
            title="T",
            text="One\ntwo é 😀",
            date="2010-01-11",
            source="Post",
            metadata={"Page": "7", "Ratio": "1.5"},
            where="a.xlsx, row 2",
            title_is_mapped=True,
        )
    ]


def test_table_that_begins_lower_keeps_its_row_numbers() -> None:
    data = xlsx(
        f"<sheetData>{row(4, {'C': 'text'})}{row(6, {'C': 'x'})}{row(7, {'D': 'y'})}</sheetData>"
    )
    places = [f.where for f in read("a.xlsx", data)]
    assert places == ["a.xlsx, row 6", "a.xlsx, row 7"]


def test_sheet_without_a_text_column_is_passed_over_and_named() -> None:
    notices: list[Notice] = []
    data = workbook([["a", "b"], [1, 2]], [["text"], ["x"]])
    got = read_one("a.xlsx", data, ImportOptions(on_notice=notices.append))
    assert got.where == "a.xlsx, sheet S1, row 2"
    assert "S0" in notices[0].what


def test_no_text_column_anywhere_lists_the_columns() -> None:
    assert "The columns are: a, b." in refused("a.xlsx", workbook([["a", "b"], [1, 2]]))


def test_text_that_looks_like_a_number_stays_text() -> None:
    data = xlsx(sheet({"A": "title", "B": "text"}, {"A": "00123", "B": "=1+1"}))
    got = read_one("a.xlsx", data)
    assert (got.title, got.text) == ("00123", "=1+1")


def test_far_cell_is_left_out_and_told() -> None:
    notices: list[Notice] = []
    body = row(1, {"A": "text"}) + row(2, {"A": "x"}) + row(1_048_576, {"XFD": "1"})
    data = xlsx(f'<dimension ref="A1:XFD1048576"/><sheetData>{body}</sheetData>')
    got = read_one("a.xlsx", data, ImportOptions(on_notice=notices.append))
    assert got.text == "x"
    assert "left out" in notices[0].what


def test_far_cell_in_the_same_row_is_refused() -> None:
    body = "".join(row(n, {"A": "text", "XFD": "1"}) for n in range(1, 1500, 100))
    data = xlsx(f"<sheetData>{body}</sheetData>")
    assert "far outside" in refused("a.xlsx", data)


def test_entities_are_refused() -> None:
    strings = '<!DOCTYPE x [<!ENTITY a "b">]><sst/>'
    data = xlsx(sheet({"A": "text"}), **{"xl/sharedStrings.xml": strings})
    assert "entities" in refused("a.xlsx", data)


@pytest.mark.parametrize("data", [b"", b"not a zip", b"\xd0\xcf\x11\xe0" + b"\0" * 600])
def test_damaged_workbook_is_refused(data: bytes) -> None:
    assert "damaged" in refused("a.xlsx", data)


def test_empty_workbook_is_refused() -> None:
    assert "empty" in refused("a.xlsx", workbook([[]]))


def test_preview_shows_the_mapping() -> None:
    data = workbook([["Titel", "Text"], ["A", "B"]])
    got = preview_xlsx(source("a.xlsx", data), ImportOptions())
    assert got.mapping == {"title": "Titel", "text": "Text"}
    assert got.rows == (("A", "B"),)


@pytest.mark.shared
@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("02_zipbomb.xlsx", "packed that tight"),
        ("23_dimension_bomb.xlsx", "no column is named"),
        ("24_billion_laughs.xlsx", "entities"),
    ],
)
def test_hostile_workbooks_are_refused_cheaply(shared: Path, name: str, why: str) -> None:
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    (found,) = read_paths([shared / "samples/hostile" / name])
    assert isinstance(found, Refusal)
    assert why in found.why
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 300_000  # kB
