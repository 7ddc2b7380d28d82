"""Articles that come twice."""

from __future__ import annotations

import random
import time

from annotator.importers.duplicates import Twins, find_duplicates, fingerprint

WORDS = [f"word{i}" for i in range(2000)]


def article(seed: int, length: int = 300) -> str:
    return " ".join(random.Random(seed).choices(WORDS, k=length))


def test_blanks_case_and_punctuation_do_not_matter() -> None:
    assert fingerprint("The  talks,\nfailed.") == fingerprint("the talks failed")
    assert fingerprint("The talks failed") != fingerprint("The talks succeeded")


def test_same_text_is_found() -> None:
    texts = [("a", article(1)), ("b", article(2)), ("c", article(1).upper() + "!")]
    assert find_duplicates(texts) == [Twins("a", "c", "same", 1.0)]


def test_later_edition_is_found_with_its_similarity() -> None:
    words = article(1).split()
    words[150:152] = ["changed", "here"]
    (twins,) = find_duplicates([("a", article(1)), ("b", article(2)), ("c", " ".join(words))])
    assert (twins.first, twins.second, twins.kind) == ("a", "c", "near")
    assert 0.9 < twins.similarity < 1


def test_article_cut_short_is_found() -> None:
    whole = article(1)
    (twins,) = find_duplicates([("a", whole), ("b", whole[: int(len(whole) * 0.85)])])
    assert twins.kind == "near"


def test_different_articles_are_left_alone() -> None:
    assert find_duplicates((i, article(i)) for i in range(50)) == []


def test_short_and_empty_texts() -> None:
    texts = [("a", ""), ("b", "one two"), ("c", "one two"), ("d", "three"), ("e", "")]
    assert {(t.first, t.second) for t in find_duplicates(texts)} == {("b", "c"), ("a", "e")}


def test_languages_without_blanks() -> None:
    text = "聯合國回顧國家削減碳計劃時說他們非常難以實現保持全球氣溫上升所需要的水平" * 3
    changed = text[:60] + "不" + text[60:]
    (twins,) = find_duplicates([("a", text), ("b", changed)])
    assert twins.kind == "near"


def test_a_thousand_copies_are_quick() -> None:
    begin = time.process_time()
    found = find_duplicates((i, f"{article(1)} extra{i}") for i in range(1000))
    assert len(found) == 999
    assert time.process_time() - begin < 5
