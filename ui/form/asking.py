"""Where Enter goes next: asked fields still empty, then unconfirmed pre-fills, then nowhere.

Asked are the shown core fields. A field the coder has passed empty in this visit is not asked
again, so that Enter always comes to an end; it stays marked as missing.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from annotator.codebook.complete import codes_for, visible
from annotator.codebook.kinds import KINDS
from annotator.codebook.model import Field, Layer
from annotator.model import Fields, Value


def is_unconfirmed(values: Sequence[Value]) -> bool:
    return any(not value.confirmed for value in values)


def is_asked(field: Field, fields: Fields) -> bool:
    """Whether Enter stops here while the field is empty."""
    if not field.core or KINDS[field.kind].slot == "none":
        return False
    has_list = bool(field.codes) and KINDS[field.kind].has_codes
    return not has_list or bool(codes_for(field, fields))


def next_empty(
    layer: Layer, fields: Fields, after: str | None, passed: Collection[str]
) -> Field | None:
    """The asked field to fill next, round the form from the one after `after`."""
    for field in _round(visible(layer, fields), after):
        if field.key not in passed and is_asked(field, fields) and not fields.get(field.key):
            return field
    return None


def next_unconfirmed(layer: Layer, fields: Fields, after: str | None) -> Field | None:
    """The next field whose pre-fill waits to be confirmed, folded ones included."""
    for field in _round(visible(layer, fields), after):
        if field.key != after and is_unconfirmed(fields.get(field.key, ())):
            return field
    return None


def next_stop(
    layer: Layer, fields: Fields, after: str | None, passed: Collection[str]
) -> Field | None:
    """Where Enter goes; None closes the form."""
    return next_empty(layer, fields, after, passed) or next_unconfirmed(layer, fields, after)


def _round(shown: Sequence[Field], after: str | None) -> Iterator[Field]:
    keys = [field.key for field in shown]
    start = keys.index(after) + 1 if after in keys else 0
    yield from (*shown[start:], *shown[:start])
