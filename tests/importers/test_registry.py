"""From paths to articles: folders, wildcards, order, formats, and what is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from annotator.importers.base import source_of
from annotator.importers.registry import IMPORTERS, Refusal, find_importer, preview, read_paths
from annotator.model import ArticleDraft


def places(*paths: Path) -> list[str]:
    return [found.where for found in read_paths(paths)]


def test_folder_in_natural_order(tmp_path: Path) -> None:
    folder = tmp_path / "news"
    for name in ("10.txt", "2.txt", "sub/1.txt", ".hidden.txt", "~$x.txt", "Thumbs.db"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text("x", "utf-8")
    assert places(folder) == ["news/2.txt", "news/10.txt", "news/sub/1.txt"]


def test_wildcard(tmp_path: Path) -> None:
    for name in ("a.txt", "b.md", "c.txt"):
        (tmp_path / name).write_text("x", "utf-8")
    assert places(tmp_path / "*.txt") == ["a.txt", "c.txt"]


def test_brackets_in_a_name_are_no_wildcard(tmp_path: Path) -> None:
    path = tmp_path / "a [1].txt"
    path.write_text("x", "utf-8")
    assert places(path) == ["a [1].txt"]


@pytest.mark.parametrize("name", ["no.txt", "no*.txt"])
def test_missing_path_is_one_refusal(tmp_path: Path, name: str) -> None:
    (found,) = read_paths([tmp_path / name])
    assert isinstance(found, Refusal)


def test_empty_folder_is_one_refusal(tmp_path: Path) -> None:
    (found,) = read_paths([tmp_path])
    assert isinstance(found, Refusal)


def test_bad_file_does_not_keep_out_the_good_one(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"")
    (tmp_path / "b.txt").write_bytes(b"good")
    kinds = [type(found) for found in read_paths([tmp_path])]
    assert kinds == [Refusal, ArticleDraft]


def test_file_without_a_suffix_is_read_as_text(tmp_path: Path) -> None:
    path = tmp_path / "article"
    path.write_text("x", "utf-8")
    assert find_importer(source_of(path)).key == "txt"


def test_unknown_suffix_is_refused_with_the_formats(tmp_path: Path) -> None:
    path = tmp_path / "a.xyz"
    path.write_text("x", "utf-8")
    (found,) = read_paths([path])
    assert isinstance(found, Refusal)
    assert "csv" in found.why


def test_chosen_format_goes_before_the_suffix(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("title,text\nA,B\n", "utf-8")
    (found,) = read_paths([path], format="txt")
    assert isinstance(found, ArticleDraft)
    assert found.text.startswith("title,text")


def test_preview_of_a_table_and_of_a_text(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("Titel;Text\nA;B\n", "utf-8")
    (tmp_path / "a.txt").write_text("A", "utf-8")
    got = preview(tmp_path / "a.csv")
    assert got is not None
    assert got.mapping == {"title": "Titel", "text": "Text"}
    assert preview(tmp_path / "a.txt") is None


def test_suffixes_belong_to_one_format_each() -> None:
    suffixes = [s for importer in IMPORTERS.values() for s in importer.suffixes]
    assert len(suffixes) == len(set(suffixes))
    assert all(s == s.lower() and s.startswith(".") for s in suffixes)


@pytest.mark.shared
def test_hostile_encodings(shared: Path) -> None:
    found = {f.where.split("/")[1]: f for f in read_paths([shared / "samples/hostile/18_enc"])}
    refused = {name for name, f in found.items() if isinstance(f, Refusal)}
    assert refused == {"empty.txt", "invalid_utf8.txt", "whitespace_only.txt"}
    texts = {name: f.text for name, f in found.items() if isinstance(f, ArticleDraft)}
    assert texts["utf16le_bom.txt"] == "Über 😀 protest"
    assert texts["cp1252.txt"] == "café “quoted” € 5"
    assert texts["nul_inside.txt"] == "before\x00after"
    assert texts["bom_middle.txt"] == "one\ufefftwo"
    assert texts["nfd_nfc.txt"].startswith("Ame\u0301lie Amélie")


@pytest.mark.shared
def test_hostile_names(shared: Path) -> None:
    found = list(read_paths([shared / "samples/hostile/30_names"]))
    assert len(found) == 3
    assert all(isinstance(f, ArticleDraft) for f in found)
