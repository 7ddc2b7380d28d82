"""Metadata from file names."""

from __future__ import annotations

import pytest

from annotator.errors import ImportRefusedError
from annotator.importers.base import ImportOptions, Notice
from annotator.importers.file_names import read_name
from tests.importers.files import read_one, refused


@pytest.mark.parametrize(
    ("stem", "pattern", "facts"),
    [
        (
            "2010-01-11_Guardian_Talks fail_again",
            "{date}_{source}_{title}",
            {"date": "2010-01-11", "source": "Guardian", "title": "Talks fail_again"},
        ),
        (
            "Post - 7 - x",
            "{source} - {page} - {title}",
            {"source": "Post", "page": "7", "title": "x"},
        ),
        ("a (b)", "{title} ({id})", {"title": "a", "id": "b"}),
        ("nothing", "{date}_{title}", None),
    ],
)
def test_read_name(stem: str, pattern: str, facts: dict[str, str] | None) -> None:
    assert read_name(stem, pattern) == facts


@pytest.mark.parametrize("pattern", ["", "no holes", "{a}{b}", "{a}_{a}"])
def test_unusable_pattern_is_refused(pattern: str) -> None:
    with pytest.raises(ImportRefusedError, match="pattern"):
        read_name("x", pattern)


def test_name_fills_what_the_file_lacks() -> None:
    options = ImportOptions(file_name="{date}_{source}_{title}_{page}", date_order="dmy")
    got = read_one("11.1.2010_Post_Talks_7.txt", b"First line.\nBody.", options)
    assert (got.date, got.source, got.title) == ("2010-01-11", "Post", "Talks")
    assert got.metadata["page"] == "7"
    assert not got.title_is_mapped


def test_what_the_file_says_goes_first() -> None:
    page = b"<head><title>Talks</title><meta name=date content=2010-01-11></head><p>Text.</p>"
    got = read_one("2020-02-02_x.html", page, ImportOptions(file_name="{date}_{title}"))
    assert (got.date, got.title) == ("2010-01-11", "Talks")


def test_name_that_does_not_fit_is_told() -> None:
    notices: list[Notice] = []
    options = ImportOptions(file_name="{date}_{title}", on_notice=notices.append)
    assert read_one("plain.txt", b"Text.", options).title == "Text."
    assert "does not fit" in notices[0].what


def test_unusable_pattern_refuses_the_file_in_a_sentence() -> None:
    assert "pattern" in refused("a.txt", b"x", ImportOptions(file_name="{a}{b}"))
