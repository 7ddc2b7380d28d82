"""Which fields a code shows now, which codes a field offers, and what is missing to be complete."""

from __future__ import annotations

from annotator.codebook.kinds import KINDS
from annotator.codebook.model import NOT_FILLED, Code, Condition, Field, Layer
from annotator.model import Fields, Value


def visible(layer: Layer, fields: Fields) -> tuple[Field, ...]:
    """The fields shown for this code; a hidden field is structurally not applicable."""
    return tuple(f for f in layer.fields if not f.retired and _is_shown(layer, fields, f, ()))


def not_applicable(layer: Layer, fields: Fields) -> frozenset[str]:
    """Keys of the hidden fields whose condition is decided: exports write `na` for them.

    A field that is hidden because its condition has not been answered yet is merely not coded.
    """
    return frozenset(
        field.key
        for field in layer.fields
        if field.show_if is not None
        and not field.retired
        and not _is_shown(layer, fields, field, ())
        and _is_decided(layer, fields, field, ())
    )


def _is_decided(layer: Layer, fields: Fields, field: Field, above: tuple[str, ...]) -> bool:
    """Whether the condition of a hidden field, or of one it hangs on, has been answered with no."""
    condition = field.show_if
    asked = layer.find_field(condition.field) if condition else None
    if condition is None or asked is None or field.key in above:
        return False
    if fields.get(condition.field) and not _holds(condition, fields):
        return True
    return _is_decided(layer, fields, asked, (*above, field.key))


def codes_for(field: Field, fields: Fields) -> tuple[Code, ...]:
    """The codes offered now: without retired ones, and fitting the field this one depends on."""
    offered = tuple(code for code in field.codes if not code.retired)
    if field.depends_on is None:
        return offered
    chosen = {value.code for value in fields.get(field.depends_on, ()) if value.code}
    return tuple(code for code in offered if code.parent is None or code.parent in chosen)


def is_required(field: Field, fields: Fields) -> bool:
    """Whether the code is incomplete without this field, given what is filled already."""
    if KINDS[field.kind].slot == "none":
        return False
    return field.required or (field.required_if is not None and _holds(field.required_if, fields))


def problems(layer: Layer, fields: Fields) -> list[str]:
    """What keeps a code from being complete, one plain sentence each, in the form's order."""
    found: list[str] = []
    for field in visible(layer, fields):
        values = fields.get(field.key, ())
        if is_required(field, fields) and not any(value.confirmed for value in values):
            found.append(_not_filled(field, values))
        found += KINDS[field.kind].check(field, values)
        found += _misfits(layer, field, fields)
    return found


def _not_filled(field: Field, values: tuple[Value, ...]) -> str:
    if values:
        return f"{field.label} is pre-filled but not confirmed."
    return f"{field.label} is missing."


def _misfits(layer: Layer, field: Field, fields: Fields) -> list[str]:
    """Codes left over from another choice in the field this one depends on."""
    if field.depends_on is None:
        return []
    chosen = {value.code for value in fields.get(field.depends_on, ()) if value.code}
    upper = layer.field(field.depends_on).label
    return [
        f"{field.label} “{code.label}” does not go with the chosen {upper}."
        for value in fields.get(field.key, ())
        if (code := field.find_code(value.code)) and code.parent and code.parent not in chosen
    ]


def _is_shown(layer: Layer, fields: Fields, field: Field, above: tuple[str, ...]) -> bool:
    condition = field.show_if
    if condition is None:
        return True
    asked = layer.find_field(condition.field)
    if asked is None or asked.key in above:
        return False
    return _holds(condition, fields) and _is_shown(layer, fields, asked, (*above, field.key))


def _holds(condition: Condition, fields: Fields) -> bool:
    values = fields.get(condition.field)
    if not values:
        return NOT_FILLED in condition.is_in
    return any(_word(value) in condition.is_in for value in values)


def _word(value: Value) -> str:
    if isinstance(value.value, bool):
        return "true" if value.value else "false"
    return value.code or ""
