"""JSON lines and lists of objects."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from annotator.importers.base import ImportOptions, Refusal
from annotator.importers.registry import read_paths
from annotator.model import ArticleDraft
from tests.importers.files import read, read_one, refused


def test_line_is_an_article() -> None:
    line = {"headline": "T", "body": "Text 😀", "date": "11 Jan 2010", "n": 7, "tags": ["a"]}
    got = read_one("a.jsonl", json.dumps(line).encode())
    assert got == ArticleDraft(
        title="T",
        text="Text 😀",
        date="2010-01-11",
        metadata={"n": "7", "tags": '["a"]'},
        where="a.jsonl, line 1",
        title_is_mapped=True,
    )


def test_list_of_objects() -> None:
    data = json.dumps([{"text": "a"}, {"text": "b", "title": "B"}, 3], indent=1).encode()
    found = read("a.json", data)
    assert {f.where: f.text for f in found if isinstance(f, ArticleDraft)} == {
        "a.json, line 1": "a",
        "a.json, line 2": "b",
    }
    assert [f.where for f in found if isinstance(f, Refusal)] == ["a.json, line 3"]


def test_chosen_columns() -> None:
    options = ImportOptions(columns={"text": "x"})
    assert read_one("a.jsonl", b'{"x": "body", "text": "other"}', options).text == "body"


def test_no_text_key_lists_the_keys() -> None:
    assert "The columns are: a, b." in refused("a.jsonl", b'{"a": 1}\n{"b": 2}')


def test_broken_json_file_is_one_refusal() -> None:
    assert "not JSON" in refused("a.json", b'[\n{"text": "a"},\n')


def test_exported_project_is_not_taken_for_articles() -> None:
    line = b'{"type":"header","format":"annotator-jsonl"}\n{"type":"article","text":"x"}'
    assert "whole exported project" in refused("a.jsonl", line)


def test_many_different_keys_are_capped() -> None:
    lines = [json.dumps({"text": "x", f"k{i}": i}) for i in range(3000)]
    assert len(read("a.jsonl", "\n".join(lines).encode())) == 3000


@pytest.mark.shared
def test_hostile_lines_are_refused_one_by_one(shared: Path) -> None:
    found = list(read_paths([shared / "samples/hostile/21_deep.jsonl"]))
    refusals = {f.where: f.why for f in found if isinstance(f, Refusal)}
    lines = [int(where.rpartition(" ")[2]) for where in refusals]
    assert sorted(lines) == [1, 4, 6, 8, 9]
    assert "nested" in refusals["21_deep.jsonl, line 1"]
    texts = [f.text for f in found if isinstance(f, ArticleDraft)]
    assert texts == ["ok", "second", "\ud800 lone", "<script>alert(1)</script>"]


@pytest.mark.shared
def test_formulas_stay_text(shared: Path) -> None:
    found = list(read_paths([shared / "samples/hostile/12_formula_titles.jsonl"]))
    assert len(found) == 18
    assert all(isinstance(f, ArticleDraft) for f in found)
