"""Fields that are computed and never typed: the quad class of an event follows from its type.

The rule is data of the codebook. `derive = "event_type.quad"` reads the attribute `quad` of the
code chosen in `event_type`; several sources, separated by commas, are tried in order, so
`"mode.intensity, event_type.intensity"` prefers the finer one.
"""

from __future__ import annotations

from annotator.codebook.model import Field, Layer
from annotator.model import Fields, Value


def sources(field: Field) -> tuple[tuple[str, str], ...]:
    """The (field key, attribute) pairs a derived field reads, in order of preference.

    Raises:
        ValueError: the rule is not of the form `field.attribute`.
    """
    pairs = []
    for part in (field.derive or "").split(","):
        source, dot, attribute = part.strip().partition(".")
        if not (source and dot and attribute):
            raise ValueError(
                f"“{field.derive}” is no rule; write field.attribute, as event_type.quad"
            )
        pairs.append((source, attribute))
    return tuple(pairs)


def derived(layer: Layer, fields: Fields, key: str) -> Value | None:
    """The computed value of a derived field; None where its sources are empty or unconfirmed."""
    target = layer.field(key)
    for source, attribute in sources(target):
        found = _attribute(layer, fields, source, attribute)
        if found is not None:
            return _as_value(target, found)
    return None


def _attribute(layer: Layer, fields: Fields, source: str, attribute: str) -> str | None:
    field = layer.find_field(source)
    if field is None:
        return None
    for value in fields.get(source, ()):
        code = field.find_code(value.code) if value.confirmed else None
        if code is not None and attribute in code.attrs:
            return code.attrs[attribute]
    return None


def _as_value(field: Field, text: str) -> Value:
    if field.find_code(text) is not None:
        return Value(code=text)
    try:
        return Value(value=float(text))
    except ValueError:
        return Value(value=text)
