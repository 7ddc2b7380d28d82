"""Plain text and Markdown files."""

from __future__ import annotations

from pathlib import Path

import pytest

from annotator.importers.base import ImportOptions, Notice, Refusal
from annotator.importers.text import MARKDOWN, TEXT
from annotator.model import ArticleDraft


def read_one(path: Path, data: bytes, options: ImportOptions | None = None) -> ArticleDraft:
    path.write_bytes(data)
    importer = MARKDOWN if path.suffix == ".md" else TEXT
    (found,) = importer.read(path, options)
    assert isinstance(found, ArticleDraft)
    return found


def test_first_line_is_the_title_and_stays_in_the_text(tmp_path: Path) -> None:
    got = read_one(tmp_path / "a.txt", "\n  A  title\r\nBody – é.\r\n".encode())
    assert got.title == "A title"
    assert got.text == "\n  A  title\r\nBody – é.\r\n"
    assert not got.title_is_mapped
    assert got.where == "a.txt"


def test_long_first_line_is_cut_at_a_word(tmp_path: Path) -> None:
    got = read_one(tmp_path / "a.txt", b"word " * 4000)
    assert len(got.title) <= 201
    assert got.title.endswith("word…")


def test_guessed_encoding_is_told(tmp_path: Path) -> None:
    notices: list[Notice] = []
    options = ImportOptions(on_notice=notices.append)
    got = read_one(tmp_path / "a.txt", "café “quoted” € 5".encode("cp1252"), options)
    assert got.text == "café “quoted” € 5"
    assert [n.where for n in notices] == ["a.txt"]
    assert got.metadata["encoding"] == "cp1252 (guessed)"


@pytest.mark.parametrize("blank", [" \n\u3000\u00a0\n", "\ufeff", "\n\n\t"])
def test_blank_text_is_refused(tmp_path: Path, blank: str) -> None:
    path = tmp_path / "a.txt"
    path.write_text(blank, "utf-8")
    assert list(TEXT.read(path)) == [Refusal("a.txt", "there is no text in it, only blanks.")]


def test_front_matter_gives_the_metadata(tmp_path: Path) -> None:
    text = '---\ntitle: "A title"\ndate: 11 January 2010\nsource: Post\npage: 3\n---\n\nBody.\n'
    got = read_one(tmp_path / "a.md", text.encode())
    assert (got.title, got.date, got.source) == ("A title", "2010-01-11", "Post")
    assert got.text == "Body.\n"
    assert got.metadata["page"] == "3"
    assert got.title_is_mapped


def test_heading_of_markdown_is_the_title(tmp_path: Path) -> None:
    got = read_one(tmp_path / "a.md", b"# A title\n\nBody.")
    assert got.title == "A title"
    assert got.text == "# A title\n\nBody."


def test_rule_at_the_top_is_no_front_matter(tmp_path: Path) -> None:
    assert read_one(tmp_path / "a.md", b"---\nBody without an end").text.startswith("---")


def test_missing_file_is_refused(tmp_path: Path) -> None:
    assert list(TEXT.read(tmp_path / "no.txt")) == [
        Refusal("no.txt", "there is no such file or folder.")
    ]
