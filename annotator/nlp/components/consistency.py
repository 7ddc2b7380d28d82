"""One label per name in a document, after the entity recogniser.

A recogniser sees a few words at a time: it calls the same man PERSON in one paragraph and ORG in
another, and misses his bare surname in a third. News repeats its names, so the document decides:
names known beforehand keep their label, surnames of persons named in full are persons, else the
majority of the mentions wins; then mentions the recogniser missed are added.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from annotator.nlp.components.boundaries import NAMES, repaired_entities
from annotator.nlp.components.lexicon import Lexicon, load_lexicon

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span, Token

_RELABELLED = NAMES | {"EVENT"}
_NEEDS_FREE_NEIGHBOURS = frozenset(["NORP", "GPE", "ORG"])
"""An unmarked capitalised neighbour makes these part of a longer name that was missed."""
_ATTITUDES = frozenset(["pro", "anti"])
"""What may stand before a name and a hyphen: pro-Russian; not U.S.-led or Anglo-American."""

Votes = Mapping[str, Counter[str]]
"""Name -> how often the recogniser gave it each label."""
Labels = Mapping[str, str]
"""Name -> the label it gets in this document."""


def make_consistent(doc: Doc) -> Doc:
    """Repair, relabel and complete `doc.ents`."""
    from spacy.util import filter_spans

    lexicon = load_lexicon()
    found = repaired_entities(doc)
    votes = votes_of(found)
    surnames = surnames_of(found, lexicon)
    decided = decided_labels(votes, surnames, lexicon)
    marked = [_relabelled(entity, decided) for entity in found]
    texts = [token.text for token in doc]
    marked = filter_spans(marked + list(repeated_names(doc, texts, marked)))
    words = {
        **lexicon.sure,
        **repeated_words(votes, decided, lexicon),
        **dict.fromkeys(surnames, "PERSON"),
    }
    doc.ents = filter_spans(marked + missed_words(doc, texts, marked, words))
    return doc


def votes_of(entities: Iterable[Span]) -> Votes:
    votes: dict[str, Counter[str]] = {}
    for entity in entities:
        if entity.label_ in NAMES:
            votes.setdefault(entity.text, Counter())[entity.label_] += 1
    return votes


def surnames_of(entities: Iterable[Span], lexicon: Lexicon) -> set[str]:
    """The last words of persons named with more than one word."""
    last = (e[-1] for e in entities if e.label_ == "PERSON" and len(e) > 1)
    return {t.text for t in last if _is_surname(t, lexicon)}


def _is_surname(token: Token, lexicon: Lexicon) -> bool:
    text = token.text
    known = text in lexicon.sure or text in lexicon.no_surname
    return bool(token.is_alpha and text[:1].isupper() and len(text) > 2 and not known)


def decided_labels(votes: Votes, surnames: set[str], lexicon: Lexicon) -> Labels:
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


def _relabelled(entity: Span, decided: Labels) -> Span:
    from spacy.tokens import Span

    if entity.label_ not in _RELABELLED:
        return entity
    label = decided.get(entity.text, entity.label_)
    return Span(entity.doc, entity.start, entity.end, label=label)


def repeated_names(doc: Doc, texts: Sequence[str], marked: Sequence[Span]) -> Iterator[Span]:
    """Every place where a name of several words stands that is marked somewhere.

    `texts` are the words of the document; reading them from its tokens is the slow part.
    """
    from spacy.tokens import Span

    names: dict[str, dict[tuple[str, ...], str]] = {}
    for entity in marked:
        words = tuple(texts[entity.start : entity.end])
        if entity.label_ in NAMES and len(words) > 1 and words[0][:1].isupper():
            names.setdefault(words[0], {}).setdefault(words, entity.label_)
    for start, text in enumerate(texts):
        for words, label in names.get(text, {}).items():
            end = start + len(words)
            if tuple(texts[start:end]) == words:
                yield Span(doc, start, end, label=label)


def repeated_words(votes: Votes, decided: Labels, lexicon: Lexicon) -> Labels:
    """Single words marked as a name at least twice, with their label."""
    return {
        name: decided.get(name) or counts.most_common(1)[0][0]
        for name, counts in votes.items()
        if counts.total() >= 2
        and " " not in name
        and name[:1].isupper()
        and len(name) > 2
        and name not in lexicon.no_surname
    }


def missed_words(
    doc: Doc, texts: Sequence[str], marked: Iterable[Span], labels: Labels
) -> list[Span]:
    """Unmarked single words that `labels` knows, where they stand by themselves."""
    from spacy.tokens import Span

    taken = {i for span in marked for i in range(span.start, span.end)}
    return [
        Span(doc, i, i + 1, label=labels[text])
        for i, text in enumerate(texts)
        if text in labels
        and i not in taken
        and text[:1].isupper()
        and _stands_alone(doc[i], labels[text], taken)
    ]


def _stands_alone(token: Token, label: str, taken: set[int]) -> bool:
    """Whether the word is a whole name here and no part of a longer one."""
    if _is_behind_hyphen(token):
        return token.i > 1 and token.nbor(-2).lower_ in _ATTITUDES
    if label == "PERSON":
        return not _goes_on(token, taken)
    if label in _NEEDS_FREE_NEIGHBOURS:
        return not (_name_word_before(token, taken) or _name_word_behind(token, taken))
    return True


def _is_behind_hyphen(token: Token) -> bool:
    if token.i == 0:
        return False
    before = token.nbor(-1)
    return before.text in ("-", "–") and not before.whitespace_


def _goes_on(token: Token, taken: set[int]) -> bool:
    """Whether a person's name continues: "Wong" in "Wong Yeung-tat". Titles may stand before."""
    hyphen = token.i + 1 < len(token.doc) and token.nbor().text == "-" and not token.whitespace_
    return hyphen or _name_word_behind(token, taken)


def _name_word_before(token: Token, taken: set[int]) -> bool:
    if token.i == 0 or token.i - 1 in taken:
        return False
    before = token.nbor(-1)
    return _is_name_word(before) and not before.is_sent_start and not before.is_stop


def _name_word_behind(token: Token, taken: set[int]) -> bool:
    at = token.i + 1
    return at < len(token.doc) and at not in taken and _is_name_word(token.doc[at])


def _is_name_word(token: Token) -> bool:
    return bool(token.is_title and token.is_alpha)
