"""Sentence starts for news: aware of quotation marks, line breaks and abbreviations.

spaCy's rule-based `sentencizer` breaks inside quotations ("Stop!" he said) and runs headlines into
the first sentence. Suggestions need sentences where the pipeline has no parser; coding itself
never uses these but the segments frozen at import.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.tokens import Doc

_CLOSING = frozenset(["”", "’", '"', "''", ")", "]", "’”", "'", "»", "›"])
_OPENING = frozenset(["“", "‘", "(", "[", "``", '"', "«", "‹", "„"])
_ENDS = frozenset([".", "!", "?", "…", "...", "?!", "!?", "!!", "。"])
# fmt: off
_ABBREVIATIONS = frozenset([
    "U.S.", "U.N.", "U.K.", "E.U.", "D.C.", "a.m.", "p.m.",
    "Inc.", "Corp.", "Co.", "Ltd.", "Jr.", "Sr.", "etc.",
])
# fmt: on
"""May end a sentence, but only before a word that begins one."""
# fmt: off
_BEGINNERS = frozenset([
    "the", "a", "an", "this", "that", "he", "she", "it", "they", "we", "i", "his", "her", "their",
    "but", "and", "in", "on", "at", "however",
])
# fmt: on
_CONTINUING = frozenset([",", ";", ":", "-", "—", "–"])
_SPEAKERS = frozenset(["he", "she", "they", "it"])
_SAYING = frozenset(["said", "asked", "says", "told", "added"])


def mark_sentences(doc: Doc) -> Doc:
    """Set `is_sent_start` of every token, in one go: its setter looks at the whole document."""
    import numpy as np

    values = np.full((len(doc), 1), -1, dtype="int64")
    values[[start for start in sentence_starts(doc) if start < len(doc)]] = 1
    return doc.from_array(["SENT_START"], values.astype("uint64"))  # type: ignore[arg-type]


def sentence_starts(doc: Doc) -> set[int]:
    """Indices of the tokens that begin a sentence; always with the first one."""
    texts = [token.text for token in doc]
    starts = {0}
    in_quote = False
    i = 0
    while i < len(texts):
        text = texts[i]
        if text == '"':
            in_quote = not in_quote
        if "\n" in text:
            starts.add(i + 1)
        elif text in _ENDS or (text in _ABBREVIATIONS and _before_beginner(doc, i)):
            after, in_quote = _after_closing(texts, i + 1, in_quote)
            if after < len(doc) and _begins(doc, i, after):
                starts.add(after + doc[after].is_space)
            i = after
            continue
        i += 1
    return starts


def _before_beginner(doc: Doc, i: int) -> bool:
    """Whether a word that begins sentences stands behind an abbreviation."""
    if i + 1 >= len(doc):
        return False
    following = doc[i + 1]
    return bool(following.is_title and following.lower_ in _BEGINNERS)


def _after_closing(texts: list[str], i: int, in_quote: bool) -> tuple[int, bool]:
    """The index behind closing marks and further full stops; a straight quote closes once."""
    while i < len(texts):
        text = texts[i]
        if text == '"' and in_quote:
            in_quote = False
        elif text == '"' or text not in _CLOSING | _ENDS:
            break
        i += 1
    return i, in_quote


def _begins(doc: Doc, end: int, at: int) -> bool:
    """Whether the token at `at`, behind the end mark at `end`, begins a sentence."""
    first = doc[at]
    if first.is_space:
        return True
    if first.is_lower or first.text in _CONTINUING:
        return False
    if doc[end].text in ("!", "?") and at > end + 1 and _is_saying(doc, at):
        return False
    return bool(doc[at - 1].whitespace_ or first.is_upper)


def _is_saying(doc: Doc, at: int) -> bool:
    """Whether "he said" stands here: the sentence goes on after the quotation."""
    while at < len(doc) and doc[at].text in _OPENING:
        at += 1
    return at + 1 < len(doc) and doc[at].lower_ in _SPEAKERS and doc[at + 1].lower_ in _SAYING
