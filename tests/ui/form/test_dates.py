"""Dates as people type them."""

from __future__ import annotations

import pytest

from tests.ui.form.conftest import OpenForm
from ui.form.dates import to_iso


@pytest.mark.parametrize(
    ("typed", "iso"),
    [
        ("14 March 2025", "2025-03-14"),
        ("14 mar 2025", "2025-03-14"),
        ("March 14, 2025", "2025-03-14"),
        ("14th March, 2025", "2025-03-14"),
        ("14 March", "2025-03-14"),
        ("Sep. 3", "2025-09-03"),
        ("March 2025", "2025-03"),
        ("14.3.2025", "2025-03-14"),
        ("25/3/2025", "2025-03-25"),
        ("4/4/2025", "2025-04-04"),
        ("2025-3-4", "2025-03-04"),
        ("2025-03", "2025-03"),
        ("2025", "2025"),
        ("2025-W11", "2025-W11"),
    ],
)
def test_typed_dates_become_iso(typed: str, iso: str) -> None:
    assert to_iso(typed, year=2025) == iso


@pytest.mark.parametrize("typed", ["3/4/2025", "30 February 2025", "2025-13-01"])
def test_impossible_and_ambiguous_dates_are_refused(typed: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        to_iso(typed)


def test_a_day_without_a_year_stays_as_typed_where_the_article_has_no_date() -> None:
    assert to_iso("14 March") == "14 March"


def test_a_typed_date_is_stored_as_iso_with_its_precision(open_form: OpenForm) -> None:
    desk = open_form("event")
    desk.form.focus_on("event_date")
    desk.type("March 2025")
    desk.press("Enter")
    (value,) = desk.form.fields()["event_date"]
    assert (value.value, value.attrs) == ("2025-03", {"precision": 3})


def test_an_unreadable_date_keeps_the_focus_and_says_why(open_form: OpenForm) -> None:
    desk = open_form("event")
    desk.form.focus_on("event_date")
    desk.type("someday")
    desk.press("Enter")
    editor = desk.form.editor("event_date")
    assert desk.at == "event_date"
    assert editor is not None
    assert "is not a date" in editor.error
    assert desk.values == []


def test_down_begins_with_the_day_of_the_article(open_form: OpenForm) -> None:
    desk = open_form("event")
    desk.form.focus_on("event_date")
    desk.press("Down", "Up", "Enter")
    assert desk.form.fields()["event_date"][0].value == "2025-03-13"
