"""One label per name in a document, after the entity recogniser.

A recogniser sees a few words at a time: it calls the same man PERSON in one paragraph and ORG in
another, and misses his bare surname in a third. News repeats its names, so the document decides:
names known beforehand keep their label, surnames of persons named in full are persons, else the
majority of the mentions wins; then mentions the recogniser missed are added.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import TYPE_CHECKING

from annotator.nlp.components.lexicon import Lexicon, load_lexicon

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span, Token

NAMES = frozenset(["PERSON", "ORG", "GPE", "LOC", "NORP", "FAC"])
_RELABELLED = NAMES | {"EVENT"}
_NEEDS_FREE_NEIGHBOURS = frozenset(["NORP", "GPE", "ORG"])
"""An unmarked capitalised neighbour makes these part of a longer name that was missed."""

Votes = Mapping[str, Counter[str]]
"""Name -> how often the recogniser gave it each label."""


def make_consistent(doc: Doc) -> Doc:
    """Relabel and complete `doc.ents`."""
    from spacy.tokens import Span
    from spacy.util import filter_spans

    lexicon = load_lexicon()
    votes = votes_of(doc)
    surnames = surnames_of(doc, lexicon)
    labels = decided_labels(votes, surnames, lexicon)
    kept = [
        Span(doc, e.start, e.end, label=labels.get(e.text, e.label_))
        if e.label_ in _RELABELLED
        else e
        for e in doc.ents
    ]
    wanted = repeated_labels(votes, labels, lexicon) | dict.fromkeys(surnames, "PERSON")
    doc.ents = filter_spans(kept + missed_mentions(doc, kept, {**lexicon.sure, **wanted}))
    return doc


def votes_of(doc: Doc) -> Votes:
    votes: dict[str, Counter[str]] = {}
    for entity in doc.ents:
        if entity.label_ in NAMES:
            votes.setdefault(entity.text, Counter())[entity.label_] += 1
    return votes


def surnames_of(doc: Doc, lexicon: Lexicon) -> set[str]:
    """The last words of persons named with more than one word."""
    last = (e[-1] for e in doc.ents if e.label_ == "PERSON" and len(e) > 1)
    return {t.text for t in last if _is_surname(t, lexicon)}


def _is_surname(token: Token, lexicon: Lexicon) -> bool:
    text = token.text
    known = text in lexicon.sure or text in lexicon.no_surname
    return bool(token.is_alpha and text[:1].isupper() and len(text) > 2 and not known)


def decided_labels(votes: Votes, surnames: set[str], lexicon: Lexicon) -> dict[str, str]:
    """The label each marked name gets everywhere; names left out keep what they have."""
    labels: dict[str, str] = {}
    for name, counts in votes.items():
        if name in lexicon.sure:
            labels[name] = lexicon.sure[name]
        elif name in surnames:
            labels[name] = "PERSON"
        elif (winner := _majority(counts)) is not None:
            labels[name] = winner
    return labels


def _majority(counts: Counter[str]) -> str | None:
    """The most frequent of several labels, unless two are equally frequent."""
    ranked = counts.most_common(2)
    return ranked[0][0] if len(ranked) == 2 and ranked[0][1] > ranked[1][1] else None


def repeated_labels(votes: Votes, labels: Mapping[str, str], lexicon: Lexicon) -> dict[str, str]:
    """Single words marked as a name at least twice, with their label."""
    return {
        name: labels.get(name) or counts.most_common(1)[0][0]
        for name, counts in votes.items()
        if counts.total() >= 2
        and " " not in name
        and name[:1].isupper()
        and len(name) > 2
        and name not in lexicon.no_surname
    }


def missed_mentions(doc: Doc, marked: list[Span], labels: Mapping[str, str]) -> list[Span]:
    """Unmarked single words that `labels` knows, where they stand by themselves."""
    from spacy.tokens import Span

    taken = {i for span in marked for i in range(span.start, span.end)}
    return [
        Span(doc, token.i, token.i + 1, label=labels[token.text])
        for token in doc
        if token.i not in taken
        and token.text in labels
        and token.text[:1].isupper()
        and not _follows_hyphen(token)
        and not (labels[token.text] in _NEEDS_FREE_NEIGHBOURS and _is_part_of_name(token, taken))
    ]


def _follows_hyphen(token: Token) -> bool:
    if token.i == 0:
        return False
    before = token.nbor(-1)
    return before.text in ("-", "–") and not before.whitespace_


def _is_part_of_name(token: Token, taken: set[int]) -> bool:
    """Whether an unmarked capitalised word stands beside it."""
    i, doc = token.i, token.doc
    if i > 0 and i - 1 not in taken:
        before = doc[i - 1]
        if _is_name_word(before) and not before.is_sent_start and not before.is_stop:
            return True
    return i + 1 < len(doc) and i + 1 not in taken and _is_name_word(doc[i + 1])


def _is_name_word(token: Token) -> bool:
    return bool(token.is_title and token.is_alpha)
