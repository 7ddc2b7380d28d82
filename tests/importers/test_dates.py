"""Dates: certain ones, ambiguous ones, and the evidence of a column."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.importers.dates import from_serial, order_of, read_date


@pytest.mark.parametrize(
    ("given_", "iso"),
    [
        ("2010-01-11", "2010-01-11"),
        ("2010-1-9", "2010-01-09"),
        ("2010-01-11T08:30:00Z", "2010-01-11"),
        ("2010-01-11 08:30", "2010-01-11"),
        ("2010/01/11", "2010-01-11"),
        ("2010.01.11", "2010-01-11"),
        ("2010-01", "2010-01"),
        ("2010", "2010"),
        ("20100111", "2010-01-11"),
        ("January 11, 2010 Monday", "2010-01-11"),
        ("Monday, January 11, 2010", "2010-01-11"),
        ("Jan. 11, 2010", "2010-01-11"),
        ("December 19, 1991, Sunday, An Edition", "1991-12-19"),
        ("11 January 2010", "2010-01-11"),
        ("Mon, 11 Jan 2010 08:30:00 GMT", "2010-01-11"),
        ("11-Jan-10", "2010-01-11"),
        ("1st May 2010", "2010-05-01"),
        ("January 2010", "2010-01"),
        ("11. Januar 2010", "2010-01-11"),
        ("Montag, 1. März 2010", "2010-03-01"),
        ("1er août 2010", "2010-08-01"),
        ("5 juillet 2012", "2012-07-05"),
        ("11 de enero de 2010", "2010-01-11"),
        ("3 de setembro", None),
        ("2010年1月11日", "2010-01-11"),
        ("25/03/2010", "2010-03-25"),
        ("03/25/2010", "2010-03-25"),
        ("25.3.10", "2010-03-25"),
        ("05/05/2010", "2010-05-05"),
        ("03/04/2010", None),
        ("2010-13-01", None),
        ("31.02.2010", None),
        ("yesterday", None),
        ("", None),
        ("1" * 200, None),
    ],
)
def test_read(given_: str, iso: str | None) -> None:
    assert read_date(given_) == iso


@pytest.mark.parametrize(("order", "iso"), [("dmy", "2010-04-03"), ("mdy", "2010-03-04")])
def test_order_decides_ambiguous_numbers(order: str, iso: str) -> None:
    assert read_date("03/04/2010", order) == iso  # type: ignore[arg-type]


def test_impossible_for_the_order_is_still_read() -> None:
    assert read_date("25/03/2010", "mdy") == "2010-03-25"


@pytest.mark.parametrize(
    ("column", "order", "because"),
    [
        (["03/04/2010", "25/03/2010"], "dmy", "25/03/2010"),
        (["03/04/2010", "03/25/2010"], "mdy", "03/25/2010"),
        (["25/03/2010", "03/25/2010"], "auto", "both"),
        (["03/04/2010"], "auto", "two ways"),
        (["2010-01-02", "05/05/2010", ""], "ymd", "no date is ambiguous"),
    ],
)
def test_column_evidence(column: list[str], order: str, because: str) -> None:
    rule = order_of(column)
    assert rule.order == order
    assert because in rule.describe() or because in rule.because


def test_serial_numbers_of_spreadsheets() -> None:
    assert from_serial(40189) == "2010-01-11"
    assert from_serial(38727, epoch_1904=True) == "2010-01-11"
    assert from_serial(0) is None


@given(st.dates(min_value=date(1800, 1, 1), max_value=date(2099, 12, 31)))
def test_written_dates_come_back(day: date) -> None:
    for shape in ("%Y-%m-%d", "%B %d, %Y", "%d %B %Y", "%A, %d %b %Y", "%d %b. %Y"):
        assert read_date(day.strftime(shape)) == day.isoformat()
    assert read_date(day.strftime("%d/%m/%Y"), "dmy") == day.isoformat()
    assert read_date(day.strftime("%m/%d/%Y"), "mdy") == day.isoformat()


@given(st.text(max_size=90))
def test_any_text_gives_a_date_or_none(text: str) -> None:
    iso = read_date(text)
    assert iso is None or len(iso) in (4, 7, 10)
