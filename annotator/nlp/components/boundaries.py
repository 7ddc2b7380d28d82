"""Repair the borders of single entities, before the document is made consistent.

Three faults of recognisers trained on newswire of the 2000s, each visible in the entity alone:
numbers taken for names, given names cut at their hyphen ("Yau Wai" + "-ching"), and a nationality
torn from the organisation it begins ("Ukrainian" + "Security Council").
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span

NAMES = frozenset(["PERSON", "ORG", "GPE", "LOC", "NORP", "FAC"])


def repaired_entities(doc: Doc) -> list[Span]:
    """The entities of a document with better borders, in order, without overlaps."""
    from spacy.util import filter_spans

    named = [e for e in doc.ents if e.label_ not in NAMES or any(map(str.isalpha, e.text))]
    whole = filter_spans([_with_hyphenated_rest(e) for e in named])
    return _with_nationality(doc, whole)


def _with_hyphenated_rest(entity: Span) -> Span:
    """A person's name with the lower-case part behind its hyphen: Yau Wai-ching."""
    from spacy.tokens import Span

    if entity.label_ != "PERSON":
        return entity
    doc, end = entity.doc, entity.end
    while _continues_by_hyphen(doc, end):
        end += 2
    return entity if end == entity.end else Span(doc, entity.start, end, label="PERSON")


def _continues_by_hyphen(doc: Doc, end: int) -> bool:
    if end + 1 >= len(doc) or doc[end].text != "-":
        return False
    glued = not doc[end - 1].whitespace_ and not doc[end].whitespace_
    rest = doc[end + 1]
    return bool(glued and rest.is_alpha and rest.is_lower)


def _with_nationality(doc: Doc, entities: list[Span]) -> list[Span]:
    """A nationality directly before an organisation's name of two or more words belongs to it."""
    from spacy.tokens import Span

    out: list[Span] = []
    for entity in entities:
        before = out[-1] if out else None
        if (
            before is not None
            and before.label_ == "NORP"
            and entity.label_ == "ORG"
            and before.end == entity.start
            and len(entity) > 1
        ):
            out[-1] = Span(doc, before.start, entity.end, label="ORG")
        else:
            out.append(entity)
    return out
