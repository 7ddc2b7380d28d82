"""Entities of one text as suggestions, whatever its length.

Offsets are code points of the text given: spaCy's own character offsets are code points of the
string it was handed, so only the start of a piece has to be added where a text is split.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from annotator.model import SuggestionDraft, Value
from annotator.nlp.labels import LABELS, TYPE_FIELD

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

ENTITY_LAYER = "entity"
PIECE = 100_000
"""Longest text, in code points, handed to a pipeline at once. spaCy's own limit of a million
characters costs about a gigabyte; a real article never comes near this one."""

AT_ONCE = 32
"""Texts a pipeline looks at together; more is no faster and answers come later."""

Entity = tuple[int, int, str]
"""Start, end, entity type."""


def suggest_entities(
    nlp: Language, text: str, entity_types: Mapping[str, str] = LABELS
) -> list[SuggestionDraft]:
    """Suggestions of the layer `entity`, sorted by position."""
    found: list[Entity] = []
    for start, piece in pieces(text, piece_limit(nlp)):
        found += entities_of(nlp(piece), entity_types, start)
    return [draft(entity) for entity in found]


def read(
    nlp: Language, texts: list[str], entity_types: Mapping[str, str], language: str
) -> Iterator[list[Entity]]:
    """The entities of each text of a batch, as soon as they are found.

    Nothing is found in a text whose script the language does not use.
    """
    limit = piece_limit(nlp)
    parts = [list(pieces(text, limit)) if reads(language, text) else [] for text in texts]
    docs = nlp.pipe((piece for part in parts for _, piece in part), batch_size=AT_ONCE)
    for part in parts:
        yield [e for start, _ in part for e in entities_of(next(docs), entity_types, start)]


def draft(entity: Entity, score: float | None = None) -> SuggestionDraft:
    start, end, entity_type = entity
    fields = {TYPE_FIELD: (Value(code=entity_type),)}
    return SuggestionDraft(ENTITY_LAYER, start, end, fields, score)


def piece_limit(nlp: Language) -> int:
    return int(min(nlp.max_length, PIECE))


def entities_of(doc: Doc, entity_types: Mapping[str, str], offset: int = 0) -> Iterator[Entity]:
    """The entities of a parsed text whose label is in the table, without blanks at their edges."""
    text = doc.text
    for entity in doc.ents:
        entity_type = entity_types.get(entity.label_)
        if entity_type is None:
            continue
        start, end = trimmed(text, entity.start_char, entity.end_char)
        if start < end:
            yield start + offset, end + offset, entity_type


def trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """The range without white space at its edges, cut at the first line break inside it."""
    while start < end and text[start].isspace():
        start += 1
    line_end = text.find("\n", start, end)
    if line_end >= 0:
        end = line_end
    while start < end and text[end - 1].isspace():
        end -= 1
    return start, end


def pieces(text: str, limit: int) -> Iterator[tuple[int, str]]:
    """Split a text at line breaks into pieces of at most `limit` code points, with their starts.

    A paragraph longer than that is split at white space, and a run without any where it must be.
    The pieces joined are the text.
    """
    start = 0
    while len(text) - start > limit:
        end = _border(text, start, start + limit)
        yield start, text[start:end]
        start = end
    yield start, text[start:]


def _border(text: str, start: int, stop: int) -> int:
    """Where to cut between `start` and `stop`: after a line break, else after a blank."""
    for blank in ("\n", ". ", " "):
        at = text.rfind(blank, start + 1, stop)
        if at > start:
            return at + len(blank)
    return stop


def reads(language: str, text: str) -> bool:
    """Whether a pipeline of this language can make anything of the text's script.

    An English pipeline sees a name in every word of an Arabic or Chinese text. Judged by the
    letters at the beginning of the text; without letters the answer is yes.
    """
    if language not in _LATIN:
        return True
    letters = [letter for letter in text[:_SAMPLE] if letter.isalpha()]
    return not letters or sum(map(_is_latin, letters)) >= len(letters) / 2


# fmt: off
_LATIN = frozenset([
    "ca", "da", "de", "en", "es", "fi", "fr", "hr", "it", "lt", "nb", "nl", "pl", "pt", "ro",
    "sl", "sv",
])
# fmt: on
_SAMPLE = 2_000


def _is_latin(letter: str) -> bool:
    return letter < "\u0250" or "\u1e00" <= letter < "\u1f00"
