"""How well the bundled pipeline does on real articles annotated by hand.

The floors lie just below what was measured (see the model card), so that a change which costs
accuracy is noticed.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from annotator.nlp.labels import LABELS
from annotator.nlp.suggest import suggest_entities
from tests.nlp.peace_talks_gold import PEACE_TALKS
from tests.nlp.scoring import Score, located
from tests.nlp.wikinews_gold import HELD_OUT, WIKINEWS

if TYPE_CHECKING:
    from spacy.language import Language

pytestmark = pytest.mark.shared

Gold = tuple[tuple[str, int, str], ...]


def add_score(score: Score, nlp: Language, text: str, gold: Gold) -> None:
    wanted = [(start, end, LABELS[label]) for start, end, label in located(text, gold)]
    drafts = suggest_entities(nlp, text)
    score.add(text, wanted, [(d.start, d.end, str(d.fields["type"][0].code)) for d in drafts])


def wikinews_score(shared: Path, nlp: Language, gold: Mapping[str, Gold]) -> Score:
    lines = (shared / "articles/articles.jsonl").read_text(encoding="utf-8").splitlines()
    texts = {record["id"]: record["text"] for record in map(json.loads, lines)}
    score = Score()
    for uid, marks in gold.items():
        add_score(score, nlp, texts[uid], marks)
    return score


def test_entities_of_the_peace_talks_article_reach_the_goal(shared: Path, nlp: Language) -> None:
    score = Score()
    text = (shared / "articles/peace_talks.txt").read_text(encoding="utf-8")
    add_score(score, nlp, text, PEACE_TALKS)
    assert score.f >= 0.95


def test_wikinews_articles_keep_their_score(shared: Path, nlp: Language) -> None:
    assert wikinews_score(shared, nlp, WIKINEWS).f >= 0.83


def test_held_out_article_keeps_its_score(shared: Path, nlp: Language) -> None:
    assert wikinews_score(shared, nlp, HELD_OUT).f >= 0.92


def test_suggestions_lie_on_the_text_without_blanks_at_their_edges(
    shared: Path, nlp: Language
) -> None:
    lines = (shared / "articles/articles.jsonl").read_text(encoding="utf-8").splitlines()
    for record in map(json.loads, lines[:60:3]):
        text = record["text"]
        for draft in suggest_entities(nlp, text):
            quote = text[draft.start : draft.end]
            assert quote == quote.strip() != ""
            assert "\n" not in quote
