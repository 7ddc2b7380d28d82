"""The document decides: each rule on a text made for it, with the recogniser's part played."""

from __future__ import annotations

import pytest
import spacy
from spacy.tokens import Doc

from annotator.nlp.components.consistency import make_consistent

NLP = spacy.blank("en")

Marks = list[tuple[str, str]]


def consistent(text: str, *marks: tuple[str, str]) -> Marks:
    """What remains of the marks (found one after another in the text) after the pass."""
    doc: Doc = NLP(text)
    spans = []
    at = 0
    for quote, label in marks:
        start = text.index(quote, at)
        at = start + len(quote)
        span = doc.char_span(start, at, label=label)
        assert span is not None
        spans.append(span)
    doc.ents = spans
    return [(e.text, e.label_) for e in make_consistent(doc).ents]


def test_majority_of_the_mentions_decides() -> None:
    text = "Belmar Group grew. Belmar Group shrank. Belmar Group closed."
    name = "Belmar Group"
    got = consistent(text, (name, "ORG"), (name, "PERSON"), (name, "ORG"))
    assert got == [(name, "ORG")] * 3


def test_equal_votes_change_nothing() -> None:
    got = consistent("Belmar rose. Belmar fell.", ("Belmar", "ORG"), ("Belmar", "GPE"))
    assert got == [("Belmar", "ORG"), ("Belmar", "GPE")]


def test_surname_of_a_person_named_in_full_is_a_person() -> None:
    got = consistent(
        "Ana Belmar left. Then Belmar spoke.", ("Ana Belmar", "PERSON"), ("Belmar", "ORG")
    )
    assert got == [("Ana Belmar", "PERSON"), ("Belmar", "PERSON")]


def test_missed_surname_is_added() -> None:
    got = consistent("Ana Belmar left. Minister Belmar spoke.", ("Ana Belmar", "PERSON"))
    assert got == [("Ana Belmar", "PERSON"), ("Belmar", "PERSON")]


def test_surname_that_begins_another_name_is_not_added() -> None:
    got = consistent("Raymond Wong won. So did Wong Yeung-tat.", ("Raymond Wong", "PERSON"))
    assert got == [("Raymond Wong", "PERSON")]


def test_missed_name_of_several_words_is_added() -> None:
    got = consistent("The Civic Party won. Ho of Civic Party lost.", ("Civic Party", "ORG"))
    assert got == [("Civic Party", "ORG")] * 2


def test_known_place_is_added_and_keeps_its_label() -> None:
    got = consistent("France and Kenya agreed.", ("France", "PERSON"))
    assert got == [("France", "GPE"), ("Kenya", "GPE")]


def test_known_place_inside_a_longer_name_is_left_alone() -> None:
    assert consistent("He reads Kenya Gazette daily.") == []


@pytest.mark.parametrize(("word", "added"), [("pro-French", True), ("Franco-French", False)])
def test_name_behind_a_hyphen_counts_after_pro_and_anti_only(word: str, added: bool) -> None:
    assert consistent(f"A {word} crowd came.") == ([("French", "NORP")] if added else [])


def test_hyphenated_given_name_is_completed() -> None:
    got = consistent("Then Yau Wai-ching won.", ("Yau Wai", "PERSON"))
    assert got == [("Yau Wai-ching", "PERSON")]


def test_nationality_before_an_organisation_belongs_to_it() -> None:
    marks = (("Ruritanian", "NORP"), ("Security Council", "ORG"))
    got = consistent("The Ruritanian Security Council met.", *marks)
    assert got == [("Ruritanian Security Council", "ORG")]


def test_nationality_before_a_one_word_organisation_stays_apart() -> None:
    marks = (("French", "NORP"), ("Reuters", "ORG"))
    got = consistent("A French Reuters reporter called.", *marks)
    assert got == [("French", "NORP"), ("Reuters", "ORG")]


def test_number_is_no_name() -> None:
    assert consistent("It received 491,667 votes.", ("491,667", "ORG")) == []


def test_dates_and_money_are_left_alone() -> None:
    marks = (("May", "DATE"), ("$ 5", "MONEY"))
    assert consistent("In May it cost $ 5 more.", *marks) == list(marks)


def test_text_without_entities_stays_empty() -> None:
    assert consistent("nothing happened here") == []
