"""Sentence starts in the ways news writes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from spacy.language import Language


@pytest.fixture(scope="module")
def english() -> Language:
    import spacy

    from annotator.nlp.components import SENTENCES, register

    register()
    nlp = spacy.blank("en")
    nlp.add_pipe(SENTENCES)
    return nlp


@pytest.mark.parametrize(
    "sentences",
    [
        ["Talks began.", "They ended."],
        ["“We will not leave.”", "He left."],
        ["“Stop!” he said.", "Nobody did."],
        ['"Stop!" she asked.', '"Now."', "Nobody did."],
        ["“We disagree,” Rell said.", "“A lot lies ahead.”"],
        ["He met the U.S. envoy.", "It rained."],
        ["They flew to the U.S.", "The talks failed."],
        ["It starts at 9 a.m. in Geneva."],
        ["Prices rose 3.5 percent.", "Wages fell."],
        ["He waited…", "Nobody came."],
        ["(They had met before.)", "Nothing came of it."],
    ],
)
def test_running_text_is_split_into(english: Language, sentences: list[str]) -> None:
    doc = english(" ".join(sentences))
    assert [s.text for s in doc.sents] == sentences


def test_line_break_ends_a_sentence_without_a_full_stop(english: Language) -> None:
    doc = english("Talks to resume\n\nThe talks resume on Monday.")
    assert [s.text.strip() for s in doc.sents] == ["Talks to resume", "The talks resume on Monday."]


def test_empty_text_has_no_sentences(english: Language) -> None:
    assert list(english("").sents) == []
