"""Coding: adding, changing and deleting codes. Every change keeps quote and state true.

Only the acting coder's own codes can be changed. Completeness is computed here at every write, so
`state` never disagrees with the fields.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from annotator.codebook.complete import problems
from annotator.codebook.derive import derived
from annotator.codebook.kinds import KINDS
from annotator.codebook.model import Layer
from annotator.commands.actors import ensure_actor
from annotator.commands.assignments import begin
from annotator.errors import ProjectError
from annotator.model import (
    Annotation,
    Article,
    Fields,
    Origin,
    Span,
    Value,
    fields_from_json,
    fields_to_json,
)
from annotator.project import queries
from annotator.project.queries import lookups
from annotator.project.quote import quote_of
from annotator.project.step import Step, new_uid

NAME_MARK = "name"
"""`Value(value="Ilse Varga", attrs={"name": True})` in an actor field: a name for the registry."""


def add_code(
    step: Step,
    article: str,
    span: Span | None,
    *,
    layer: str,
    fields: Fields | None = None,
    fragments: Sequence[Span] = (),
    origin: Origin = "manual",
    note: str = "",
    certainty: int | None = None,
    flagged: bool = False,
    round: str | None = None,
    unit_uid: str | None = None,
) -> str:
    """Code a passage (or, with `span` None, the whole article); the new code's uid.

    Raises:
        ProjectError: the passage lies outside the text, the layer does not exist, or it takes
            whole articles only (or passages only).
    """
    spec = _layer(step, layer)
    if (span is None) != (spec.level == "article"):
        what = "whole articles" if spec.level == "article" else "passages"
        raise ProjectError(f"{spec.label} codes {what}.")
    text = _article(step, article)
    passages = _checked(text, span, fragments)
    assignment = begin(step, article, round=round)
    uid = new_uid()
    _check_places(step, text, fields or {})
    stored = _stored_fields(step, spec, fields or {})
    step.put(
        "annotation",
        uid,
        assignment=assignment,
        article=article,
        coder=step.require_coder(),
        layer=layer,
        start=None if span is None else passages[0].start,
        end=None if span is None else passages[0].end,
        fragments=[[p.start, p.end] for p in passages[1:]],
        fields=fields_to_json(stored),
        unit_uid=unit_uid,
        quote=quote_of(text.text, passages),
        note=note,
        certainty=certainty,
        flagged=int(flagged),
        state=_state(spec, stored),
        origin=origin,
        codebook_version=step.reader.lasting("codebook", queries.codebook).version,
        created=step.at,
        updated=step.at,
    )
    return uid


def set_field(step: Step, annotation: str, field: str, values: Sequence[Value]) -> None:
    """Set the fillers of one field; none at all means never touched.

    Raises:
        ProjectError: the layer has no such field, or a filler does not fit its kind.
    """
    set_fields(step, annotation, {field: tuple(values)})


def set_fields(step: Step, annotation: str, fields: Fields) -> None:
    """Set several fields of a code at once."""
    code = _own(step, annotation)
    spec = _layer(step, code.layer)
    _check_places(step, _article(step, code.article), fields)
    merged = {**code.fields, **fields}
    _write_fields(step, code, spec, {k: v for k, v in merged.items() if v})


def confirm_fields(step: Step, annotation: str) -> None:
    """Pass every pre-filled value of a code."""
    code = _own(step, annotation)
    confirmed = {k: tuple(v.confirm() for v in values) for k, values in code.fields.items()}
    _write_fields(step, code, _layer(step, code.layer), confirmed)


def set_span(
    step: Step, annotation: str, span: Span, fragments: Sequence[Span] | None = None
) -> None:
    """Move a code to another passage; its fragments stay unless given."""
    code = _own(step, annotation)
    text = _article(step, code.article)
    passages = _checked(text, span, code.fragments if fragments is None else fragments)
    _touch(
        step,
        code,
        start=passages[0].start,
        end=passages[0].end,
        fragments=[[p.start, p.end] for p in passages[1:]],
        quote=quote_of(text.text, passages),
    )


def add_fragment(step: Step, annotation: str, span: Span) -> None:
    """Add a further passage to a code.

    Raises:
        ProjectError: the layer takes connected passages only.
    """
    code = _own(step, annotation)
    spec = _layer(step, code.layer)
    if not spec.fragments:
        raise ProjectError(f"{spec.label} takes one connected passage.")
    assert code.span is not None
    set_span(step, annotation, code.span, [*code.fragments, span])


def copy_code(step: Step, annotation: str, span: Span) -> str:
    """Code another passage with the same layer and fields; the new code's uid."""
    code = _own(step, annotation)
    return add_code(step, code.article, span, layer=code.layer, fields=code.fields)


def delete_code(step: Step, annotation: str) -> None:
    """Delete a code; links to it from the coder's other codes go with it."""
    code = _own(step, annotation)
    for linking in lookups.linking_codes(step.reader, annotation):
        _unlink(step, linking, annotation)
    step.drop("annotation", code.uid)


def set_note(step: Step, annotation: str, note: str) -> None:
    """Write the memo of a code."""
    _touch(step, _own(step, annotation), note=note)


def set_flag(step: Step, annotation: str, flagged: bool) -> None:
    """Flag a code for discussion, or take the flag away."""
    _touch(step, _own(step, annotation), flagged=int(flagged))


def set_certainty(step: Step, annotation: str, certainty: int | None) -> None:
    """Say how certain the coder is: 1 unsure, 2 fairly sure, 3 certain; None not said.

    Raises:
        ProjectError: another number.
    """
    if certainty not in (None, 1, 2, 3):
        raise ProjectError("Certainty is 1 (unsure), 2 (fairly sure) or 3 (certain).")
    _touch(step, _own(step, annotation), certainty=certainty)


def delete_codes(step: Step, annotations: Sequence[str]) -> int:
    """Delete several codes as one step; how many."""
    for uid in annotations:
        delete_code(step, uid)
    return len(annotations)


def set_field_of_many(
    step: Step, annotations: Sequence[str], field: str, values: Sequence[Value]
) -> int:
    """Set one field of several codes as one step; how many were the coder's own."""
    for uid in annotations:
        set_field(step, uid, field, values)
    return len(annotations)


def _write_fields(step: Step, code: Annotation, spec: Layer, fields: Fields) -> None:
    stored = _stored_fields(step, spec, fields)
    origin = code.origin
    if origin == "accepted" and stored != dict(code.fields):
        origin = "edited"
    _touch(step, code, fields=fields_to_json(stored), state=_state(spec, stored), origin=origin)


def _touch(step: Step, code: Annotation, **columns: Any) -> None:
    current = step.row("annotation", code.uid)
    assert current is not None
    if any(current[k] != v for k, v in columns.items()):
        step.put("annotation", code.uid, updated=step.at, **columns)


def _unlink(step: Step, annotation: str, target: str) -> None:
    row = step.row("annotation", annotation)
    if row is None or annotation == target:
        return
    fields = fields_from_json(row["fields"])
    kept = {k: tuple(v for v in values if v.link != target) for k, values in fields.items()}
    left = {k: v for k, v in kept.items() if v}
    spec = _layer(step, row["layer"])
    step.put(
        "annotation",
        annotation,
        fields=fields_to_json(left),
        state=_state(spec, left),
        updated=step.at,
    )


def _stored_fields(step: Step, spec: Layer, fields: Fields) -> dict[str, tuple[Value, ...]]:
    stored: dict[str, tuple[Value, ...]] = {}
    for key, values in fields.items():
        field = spec.find_field(key)
        if field is None:
            raise ProjectError(
                f"{spec.label} has no field {key!r}.",
                "Its fields are: " + ", ".join(f.key for f in spec.fields) + ".",
            )
        if KINDS[field.kind].slot == "none" or not values:
            continue
        filled = tuple(_registered(step, v) for v in values)
        wrong = KINDS[field.kind].check(field, filled)
        if wrong:
            raise ProjectError(f"{spec.label}, {field.label}: {wrong[0]}")
        stored[key] = filled
    for field in spec.fields:
        if field.kind == "derived" and not field.retired:
            computed = derived(spec, stored, field.key)
            if computed is not None:
                stored[field.key] = (computed,)
    return stored


def _check_places(step: Step, text: Article, fields: Fields) -> None:
    """Refuse links to codes that are not there, and mentions outside the text."""
    for value in (value for values in fields.values() for value in values):
        if value.link is not None and step.row("annotation", value.link) is None:
            raise ProjectError(
                f"There is no code {value.link!r} to link to.", "Name it by its whole uid."
            )
        if value.start is not None and value.end is not None:
            _checked(text, Span(value.start, value.end), ())


def _registered(step: Step, value: Value) -> Value:
    if not value.attrs.get(NAME_MARK):
        return value
    attrs = {k: v for k, v in value.attrs.items() if k != NAME_MARK}
    return replace(value, value=None, actor=ensure_actor(step, str(value.value)), attrs=attrs)


def _state(spec: Layer, fields: Fields) -> str:
    return "draft" if problems(spec, fields) else "complete"


def _own(step: Step, annotation: str) -> Annotation:
    code = queries.annotation(step.reader, annotation)
    if code is None:
        raise ProjectError("This code is no longer there.")
    if code.coder != step.coder:
        raise ProjectError("This code belongs to another coder.", "Only its coder can change it.")
    return code


def _layer(step: Step, key: str) -> Layer:
    book = step.reader.lasting("codebook", queries.codebook)
    layer: Layer | None = book.find_layer(key)
    if layer is None:
        keys = ", ".join(la.key for la in book.layers)
        raise ProjectError(f"The codebook has no layer {key!r}.", f"Its layers are: {keys}.")
    return layer


def _article(step: Step, uid: str) -> Article:
    try:
        return queries.article(step.reader, uid)
    except KeyError:
        raise ProjectError(f"There is no article {uid}.") from None


def _checked(text: Article, span: Span | None, fragments: Sequence[Span]) -> list[Span]:
    if span is None:
        return []
    passages = [span, *fragments]
    for passage in passages:
        if not 0 <= passage.start < passage.end <= len(text.text):
            raise ProjectError(
                f"The passage {passage.start}-{passage.end} does not lie inside the text of "
                f"“{text.title}” (0-{len(text.text)})."
            )
    merged: list[Span] = []
    for passage in sorted(passages):
        if merged and passage.start <= merged[-1].end:
            merged[-1] = Span(merged[-1].start, max(merged[-1].end, passage.end))
        else:
            merged.append(passage)
    return merged
