"""What Excel cannot hold, written and read back by two programs."""

from __future__ import annotations

import zipfile
from datetime import date, datetime
from pathlib import Path

import pytest
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from exports.cells import CUT_MARK, MOST_UNITS, cut_to_units
from exports.columns import Cell, Column
from exports.sheets import Book, Sheet
from tests.exports.study import calamine_sheet, openpyxl_sheet


def write(path: Path, *cells: Cell, most_rows: int = 100) -> Book:
    """One sheet `s` with a column per cell, and the column `truncated`."""
    book = Book(most_rows=most_rows)
    columns = [*(Column(f"c{n}") for n in range(len(cells))), Column("truncated")]
    sheet = Sheet(book, "s", columns)
    sheet.append([*cells, None])
    sheet.close()
    book.save(str(path))
    return book


def both(path: Path, name: str = "c0") -> tuple[object, object]:
    return openpyxl_sheet(path, "s")[0][name], calamine_sheet(path, "s")[0][name]


def first(path: Path) -> Worksheet:
    return load_workbook(path)["s"]


TEXTS = [
    "=1+1",
    "=cmd|' /C calc'!A0",
    "+49 30 1234",
    "-5 degrees",
    "@Varga",
    "#N/A",
    "#REF!",
    "1E5",
    "00123",
    "12",
    "2025-03-14",
    "TRUE",
    "  blanks around  ",
    "two\nlines\n",
    "tab\there",
    "<b>&amp; \"quotes\" 'n' ]]>",
    "emoji 👩‍👩‍👧 🇺🇦 and é",
    "مرحبا بالعالم",
    "停火谈判",
    "nbsp\u00a0 and \u2028 separators",
    "\ufdd0 no character",
]


@pytest.mark.parametrize("text", TEXTS)
def test_a_text_comes_back_as_it_was(tmp_path: Path, text: str) -> None:
    write(tmp_path / "a.xlsx", text)
    assert both(tmp_path / "a.xlsx") == (text, text)


@pytest.mark.parametrize("text", TEXTS)
def test_a_text_is_never_guessed_to_be_something_else(tmp_path: Path, text: str) -> None:
    write(tmp_path / "a.xlsx", text)
    assert first(tmp_path / "a.xlsx")["A2"].data_type in ("s", "inlineStr")


def test_what_excel_would_take_for_an_escape_is_escaped(tmp_path: Path) -> None:
    write(tmp_path / "a.xlsx", "_x0041_ is no A")  # openpyxl gives escapes as they are
    assert calamine_sheet(tmp_path / "a.xlsx", "s")[0]["c0"] == "_x0041_ is no A"


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@x"])
def test_a_text_like_a_formula_stays_a_text_when_it_is_edited(tmp_path: Path, text: str) -> None:
    write(tmp_path / "a.xlsx", text)
    assert first(tmp_path / "a.xlsx")["A2"].quotePrefix


def test_texts_like_formulas_are_counted(tmp_path: Path) -> None:
    book = write(tmp_path / "a.xlsx", "=1", "plain", "@x")
    assert book.report.formulas == 2


@pytest.mark.parametrize("bad", ["\x00", "\x07", "\x1b", "\ufffe", "\uffff", "\ud800", "\udfff"])
def test_a_character_no_sheet_can_hold_is_removed_and_counted(tmp_path: Path, bad: str) -> None:
    book = write(tmp_path / "a.xlsx", f"a{bad}b")
    assert both(tmp_path / "a.xlsx") == ("ab", "ab")
    assert book.report.unfit == 1


def test_a_text_of_control_characters_alone_leaves_the_cell_empty(tmp_path: Path) -> None:
    write(tmp_path / "a.xlsx", "\x00\x01", "x")
    assert both(tmp_path / "a.xlsx") == (None, None)


def test_carriage_returns_become_line_ends(tmp_path: Path) -> None:
    write(tmp_path / "a.xlsx", "a\r\nb\rc")
    assert both(tmp_path / "a.xlsx") == ("a\nb\nc", "a\nb\nc")


def test_the_longest_text_is_kept_whole(tmp_path: Path) -> None:
    text = "x" * MOST_UNITS
    write(tmp_path / "a.xlsx", text)
    assert both(tmp_path / "a.xlsx") == (text, text)


def test_a_longer_text_ends_in_a_mark_and_is_named_in_truncated(tmp_path: Path) -> None:
    book = write(tmp_path / "a.xlsx", "x" * (MOST_UNITS + 1), "short")
    found, other = both(tmp_path / "a.xlsx")
    assert found == other == "x" * (MOST_UNITS - len(CUT_MARK)) + CUT_MARK
    assert both(tmp_path / "a.xlsx", "truncated") == ("c0", "c0")
    assert book.report.cut == 1


def test_the_limit_counts_utf16_units(tmp_path: Path) -> None:
    write(tmp_path / "a.xlsx", "😀" * 20_000)
    found, _ = both(tmp_path / "a.xlsx")
    assert isinstance(found, str)
    assert len(found.encode("utf-16-le")) // 2 <= MOST_UNITS


def test_cutting_never_splits_a_character_of_two_units() -> None:
    cut = cut_to_units("a" + "😀" * 20_000, MOST_UNITS)
    assert cut.endswith("😀" + CUT_MARK)


@pytest.mark.parametrize("number", [0, 1, -7, 999_999_999_999_999, 0.1, -2.5, 1e300])
def test_a_number_is_a_number(tmp_path: Path, number: float) -> None:
    write(tmp_path / "a.xlsx", number)
    assert first(tmp_path / "a.xlsx")["A2"].data_type == "n"
    assert both(tmp_path / "a.xlsx") == (number, number)


@pytest.mark.parametrize("number", [10**15, -(10**15), 12345678901234567890])
def test_a_number_of_more_digits_than_excel_keeps_is_a_text(tmp_path: Path, number: int) -> None:
    book = write(tmp_path / "a.xlsx", number)
    assert both(tmp_path / "a.xlsx") == (str(number), str(number))
    assert book.report.long_numbers == 1


@pytest.mark.parametrize("number", [float("inf"), float("-inf"), float("nan")])
def test_no_number_is_written_as_a_text(tmp_path: Path, number: float) -> None:
    book = write(tmp_path / "a.xlsx", number)
    assert both(tmp_path / "a.xlsx") == (str(number), str(number))
    assert book.report.no_numbers == 1


def test_a_date_is_a_real_date(tmp_path: Path) -> None:
    write(tmp_path / "a.xlsx", date(2025, 3, 14))
    cell = first(tmp_path / "a.xlsx")["A2"]
    assert (cell.value, cell.is_date, cell.number_format) == (
        datetime(2025, 3, 14),
        True,
        "yyyy-mm-dd",
    )
    assert calamine_sheet(tmp_path / "a.xlsx", "s")[0]["c0"] == date(2025, 3, 14)


def test_a_time_is_a_real_time(tmp_path: Path) -> None:
    when = datetime(2025, 3, 14, 23, 59, 58)
    write(tmp_path / "a.xlsx", when)
    assert both(tmp_path / "a.xlsx") == (when, when)


def test_a_date_excel_cannot_count_is_a_text(tmp_path: Path) -> None:
    book = write(tmp_path / "a.xlsx", date(1899, 5, 1))
    assert both(tmp_path / "a.xlsx") == ("1899-05-01", "1899-05-01")
    assert book.report.old_dates == 1


def test_rows_beyond_the_last_go_on_in_a_second_sheet(tmp_path: Path) -> None:
    book = Book(most_rows=3)
    sheet = Sheet(book, "a_name_of_thirty_one_characters", [Column("n", "number")])
    for n in range(5):
        sheet.append([n])
    sheet.close()
    book.save(str(tmp_path / "a.xlsx"))
    names = load_workbook(tmp_path / "a.xlsx").sheetnames
    assert names == [
        "a_name_of_thirty_one_characters",
        "a_name_of_thirty_one_characte_2",
        "a_name_of_thirty_one_characte_3",
        "lists",
    ]
    found = [row["n"] for name in names[:3] for row in calamine_sheet(tmp_path / "a.xlsx", name)]
    assert found == [0, 1, 2, 3, 4]


def test_a_drop_down_reads_the_hidden_lists(tmp_path: Path) -> None:
    book = Book()
    sheet = Sheet(book, "s", [Column("miss", choices=("na", "cbd"))])
    sheet.append(["na"])
    sheet.close()
    book.save(str(tmp_path / "a.xlsx"))
    workbook = load_workbook(tmp_path / "a.xlsx")
    (rule,) = workbook["s"].data_validations.dataValidation
    assert (str(rule.sqref), rule.formula1) == ("A2", "lists!$A$1:$A$2")
    assert [c.value for c in workbook["lists"]["A"]] == ["na", "cbd"]
    assert workbook["lists"].sheet_state == "hidden"


def test_the_parts_of_a_sheet_stand_in_the_order_the_format_demands(tmp_path: Path) -> None:
    book = Book()
    sheet = Sheet(book, "s", [Column("a"), Column("b", choices=("x",))], link=0)
    sheet.append(["t", "x"], target=2)
    sheet.close()
    book.save(str(tmp_path / "a.xlsx"))
    xml = zipfile.ZipFile(tmp_path / "a.xlsx").read("xl/worksheets/sheet1.xml").decode()
    parts = ["<sheetViews", "<cols", "<sheetData", "<dataValidations", "<hyperlinks", "<tableParts"]
    places = [xml.index(part) for part in parts]
    assert places == sorted(places)
