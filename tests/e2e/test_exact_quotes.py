"""Quotes stay exact through the whole path: import, code, export, for scripts of every kind."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import pytest

from annotator.commands.articles import import_articles
from annotator.commands.coders import add_coder
from annotator.commands.codes import add_code
from annotator.importers.registry import ImportOptions, read_paths
from annotator.model import ArticleDraft, Span
from annotator.project import queries
from annotator.project.check import check
from annotator.project.store import Store
from annotator.text.normalize import normalize
from exports.base import EXPORTERS, ExportOptions, no_progress
from tests.helpers import new_store

pytestmark = pytest.mark.shared


@pytest.fixture(scope="module")
def stress(shared: Path) -> list[dict[str, Any]]:
    lines = (shared / "articles" / "unicode_stress_derived.jsonl").read_text("utf-8").split("\n")
    return [json.loads(line) for line in lines if line]


def _code_known_words(store: Store, stress: list[dict[str, Any]]) -> dict[str, str]:
    """Code every known word of every text; uid of the code -> the word."""
    coder = store.run("Add coder", add_coder, "A", coder=None).result
    drafts = [ArticleDraft(title=d["title"], text=d["text"]) for d in stress]
    uids = store.run("Import", import_articles, drafts, coder=None).result
    wanted: dict[str, str] = {}
    for uid, source in zip(uids, stress, strict=True):
        places = normalize(source["text"]).source_map
        for known in source["gold"]:
            start, end = (places.to_text(n) for n in known["cp"])
            made = store.run(
                "Code", add_code, uid, Span(start, end), layer="claim", coder=coder
            ).result
            wanted[made] = known["word"]
    return wanted


def test_the_workbook_holds_every_quote_exactly(
    stress: list[dict[str, Any]], tmp_path: Path
) -> None:
    from openpyxl import load_workbook

    with new_store(tmp_path) as store:
        wanted = _code_known_words(store, stress)
        with store.snapshot() as reader:
            EXPORTERS["xlsx"].write(reader, tmp_path / "out.xlsx", ExportOptions(), no_progress)
    rows = load_workbook(tmp_path / "out.xlsx", read_only=True)["annotations_long"].iter_rows(
        values_only=True
    )
    head = list(next(rows))
    uid, quote = head.index("annotation_id"), head.index("quote")
    assert {row[uid]: row[quote] for row in rows} == wanted


def test_jsonl_holds_every_quote_exactly(stress: list[dict[str, Any]], tmp_path: Path) -> None:
    with new_store(tmp_path) as store:
        wanted = _code_known_words(store, stress)
        with store.snapshot() as reader:
            EXPORTERS["jsonl"].write(reader, tmp_path / "out.jsonl", ExportOptions(), no_progress)
    got = {}
    texts = {}
    for line in (tmp_path / "out.jsonl").read_text("utf-8").split("\n"):
        data = json.loads(line) if line else {}
        if data.get("text") is not None and data.get("title") is not None:
            texts[data["uid"]] = data["text"]
        if "quote" in data:
            got[data["uid"]] = data["quote"]
            assert texts[data["article"]][data["start"] : data["end"]] == data["quote"]
    assert got == wanted


def test_a_table_of_articles_in_eight_languages_comes_in_exactly(
    shared: Path, tmp_path: Path
) -> None:
    lines = (shared / "articles" / "articles.jsonl").read_text("utf-8").split("\n")
    sources = [json.loads(line) for line in lines if line]
    table = tmp_path / "articles.csv"
    with table.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["title", "text", "date", "source"])
        writer.writerows([s["title"], s["text"], s["date"], s["source"]] for s in sources)
    drafts = list(read_paths([table], format="auto", options=ImportOptions()))
    with new_store(tmp_path) as store:
        uids = store.run("Import", import_articles, drafts, coder=None).result
        assert len(uids) == len(sources)
        for uid, source in zip(uids, sources, strict=True):
            article = queries.article(store.reader, uid)
            assert article.text.endswith(normalize(source["text"]).text)
        assert check(store.reader) == []
