"""The cells of one field, read back into values the way the export wrote them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from annotator.codebook.kinds import DATE_PRECISIONS, KINDS
from annotator.codebook.model import Field
from annotator.commands.codes import NAME_MARK
from annotator.model import Missing, Value
from annotator.project import queries
from annotator.project.queries import lookups
from annotator.project.reader import Reader

MAIN, LABEL, MISS, PRECISION = "", "_lbl", "_miss", "_prec"
_MISSING: Mapping[str, Missing] = {"na": "na", "cbd": "cbd"}
_JOINT = re.compile(r"(?<!\\);")
_UID = re.compile(r"[0-9a-f]{32}")


class CellError(ValueError):
    """Why a cell cannot be read; `ending` names the column of the field."""

    def __init__(self, ending: str, why: str) -> None:
        self.ending = ending
        super().__init__(why)


@dataclass(frozen=True, slots=True)
class FieldEdit:
    """A field of a code of which some cells differ; cells by the ending of their column."""

    field: Field
    before: Mapping[str, str]
    after: Mapping[str, str]
    """Only the cells that differ."""
    current: tuple[Value, ...]

    def cell(self, ending: str) -> str:
        """What the cell says now, changed or not."""
        return self.after.get(ending, self.before.get(ending, "")).strip()


class Lookup:
    """What cells may refer to: actors and codes of the project, labels it once had."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self.actors = queries.actor_names(reader)
        self._books = [
            queries.codebook(reader, version) for version in queries.codebook_versions(reader)
        ]

    def actor_named(self, name: str) -> str | None:
        return queries.find_actor(self._reader, name)

    def standing(self, actor: str | None) -> str | None:
        """The actor this one stands for since it was merged."""
        return None if actor is None else lookups.resolved_actor(self._reader, actor)

    def is_code(self, uid: str) -> bool:
        return queries.annotation(self._reader, uid) is not None

    def old_labels(self, field: Field, code: str) -> set[str]:
        """Labels the code has had in frozen versions of the codebook."""
        fields = (f for book in self._books for la in book.layers for f in la.fields)
        found = (f.find_code(code) for f in fields if f.key == field.key)
        return {one.label for one in found if one is not None}


def read_field(edit: FieldEdit, lookup: Lookup) -> tuple[Value, ...] | None:
    """The values the cells stand for; None where they mean what the code has already.

    Raises:
        CellError: they fit neither the field nor each other.
    """
    values = _values(edit, lookup)
    if values is None or _meaning(values) == _meaning(_shown_values(edit)):
        return None
    wrong = KINDS[edit.field.kind].check(edit.field, [v for v in values if not _is_name(v)])
    wrong += _too_many(edit.field, values)
    if wrong:
        raise CellError(_first(edit), wrong[0])
    return values


def _first(edit: FieldEdit) -> str:
    return next(iter(edit.after))


def _too_many(field: Field, values: Sequence[Value]) -> list[str]:
    most = field.maximum if KINDS[field.kind].multiple else 1
    if most is not None and len(values) > most:
        return [f"{field.label} takes at most {most}, not {len(values)}."]
    return []


def _shown_values(edit: FieldEdit) -> tuple[Value, ...]:
    """The values that are in the cells: pre-filled ones nobody confirmed are not."""
    return tuple(value for value in edit.current if value.confirmed)


def _meaning(values: Sequence[Value]) -> list[Any]:
    """What makes two lists of values the same to the person who edits."""
    return [
        (
            v.code,
            v.value,
            type(v.value),
            v.actor,
            v.link,
            v.missing,
            sorted(v.attrs.items(), key=str),
        )
        for v in values
    ]


def _values(edit: FieldEdit, lookup: Lookup) -> tuple[Value, ...] | None:
    if edit.after.keys() == {MISS}:
        return _with_new_reason(edit)
    filled = _READERS.get(edit.field.kind, _read_plain)(edit, lookup)
    if filled is None:
        return None
    if MISS in edit.after and edit.cell(MISS):
        if filled:
            raise CellError(MISS, "the field is both filled and marked as missing.")
        return _missing(edit)
    if filled or MISS in edit.after or not _stored_missing(edit):
        return filled
    return _missing(edit)


def _with_new_reason(edit: FieldEdit) -> tuple[Value, ...] | None:
    """Only the reason why the field is empty was edited."""
    if not edit.cell(MISS):
        return () if _stored_missing(edit) else None
    if edit.cell(MAIN):
        raise CellError(MISS, "the field is both filled and marked as missing.")
    return _missing(edit)


def _stored_missing(edit: FieldEdit) -> bool:
    return any(value.missing for value in _shown_values(edit))


def _missing(edit: FieldEdit) -> tuple[Value, ...]:
    word = edit.cell(MISS)
    if word not in _MISSING:
        raise CellError(MISS, f"“{word}” is neither na nor cbd.")
    return (Value(missing=_MISSING[word], origin="import"),)


def _parts(text: str) -> list[str]:
    found = (part.replace("\\;", ";").strip() for part in _JOINT.split(text))
    return [part for part in found if part]


def _texts(edit: FieldEdit, ending: str) -> list[str]:
    text = edit.cell(ending)
    if KINDS[edit.field.kind].multiple:
        return _parts(text)
    return [text] if text else []


def _parse(edit: FieldEdit, ending: str, text: str) -> Value:
    try:
        value = KINDS[edit.field.kind].parse(edit.field, text)
    except ValueError as error:
        raise CellError(ending, str(error)) from error
    return replace(value, origin="import")


Filled = tuple[Value, ...] | None


def _read_plain(edit: FieldEdit, _lookup: Lookup) -> Filled:
    """Texts, numbers, yes and no."""
    return tuple(_parse(edit, MAIN, text) for text in _texts(edit, MAIN))


def _read_coded(edit: FieldEdit, lookup: Lookup) -> Filled:
    """Lists: the key, or (where only that was edited) the label."""
    if MAIN not in edit.after and _are_old_labels(edit, lookup):
        return None
    return _by_key_or_label(edit, _coded_value)


def _coded_value(edit: FieldEdit, ending: str, text: str) -> Value:
    parsed = _parse(edit, ending, text)
    kept = (
        v for v in edit.current if v.confirmed and (v.code, v.value) == (parsed.code, parsed.value)
    )
    return next(kept, parsed)


def _by_key_or_label(edit: FieldEdit, read: Any) -> Filled:
    """Read the column that was edited; where both were, they must mean the same."""
    by_key = [read(edit, MAIN, text) for text in _texts(edit, MAIN)] if MAIN in edit.after else None
    if LABEL not in edit.after:
        return tuple(by_key or ())
    if by_key == []:
        return ()
    labels = _texts(edit, LABEL)
    if not labels:
        if by_key is None:
            raise CellError(LABEL, "only the label was emptied; empty the column before it too.")
        return tuple(by_key)
    by_label = [read(edit, LABEL, text) for text in labels]
    if by_key is not None and _meaning(by_key) != _meaning(by_label):
        raise CellError(LABEL, "the value and its label were changed and do not agree.")
    return tuple(by_label)


def _are_old_labels(edit: FieldEdit, lookup: Lookup) -> bool:
    """Whether a label differs only because the codebook has renamed it since."""
    labels, values = _texts(edit, LABEL), _shown_values(edit)
    return len(labels) == len(values) > 0 and all(
        value.code is not None and label in lookup.old_labels(edit.field, value.code)
        for label, value in zip(labels, values, strict=True)
    )


def _read_actors(edit: FieldEdit, lookup: Lookup) -> Filled:
    """Actors by their id, or by a name; an unknown name is a new actor of the registry."""

    def read(edit: FieldEdit, ending: str, text: str) -> Value:
        kept = next((v for v in edit.current if v.confirmed and text in _words(v, lookup)), None)
        if kept is not None:
            return kept
        if text in lookup.actors:
            return Value(actor=text, origin="import")
        if _UID.fullmatch(text):
            raise CellError(ending, f"there is no actor {text} in the project.")
        actor = lookup.actor_named(text)
        if actor is not None:
            same = (v for v in edit.current if v.confirmed and lookup.standing(v.actor) == actor)
            return next(same, Value(actor=actor, origin="import"))
        return Value(value=text, attrs={NAME_MARK: True}, origin="import")

    return _by_key_or_label(edit, read)


def _words(value: Value, lookup: Lookup) -> tuple[str, ...]:
    if value.actor is None:
        return (str(value.value),)
    return (value.actor, lookup.actors.get(value.actor, value.actor))


def _is_name(value: Value) -> bool:
    return bool(value.attrs.get(NAME_MARK))


def _read_date(edit: FieldEdit, _lookup: Lookup) -> Filled:
    text, exact = edit.cell(MAIN), edit.cell(PRECISION)
    if not text:
        if edit.after.get(PRECISION):
            raise CellError(PRECISION, "there is no date.")
        return ()
    value = _parse(edit, MAIN, text)
    found = value.attrs["precision"]
    if exact == "2" and found == 1 and _is_monday(text):
        return (replace(value, attrs={"precision": 2}),)
    if PRECISION in edit.after and exact and exact != str(found):
        raise CellError(PRECISION, f"“{text}” is exact to the {DATE_PRECISIONS[found]}.")
    if not edit.current or edit.current[0].value != value.value:
        return (value,)
    return edit.current


def _is_monday(text: str) -> bool:
    return date.fromisoformat(text).weekday() == 0


def _read_place(edit: FieldEdit, _lookup: Lookup) -> Filled:
    text = edit.cell(MAIN)
    if not text:
        for ending in ("_country", "_lat", "_lon"):
            if edit.after.get(ending):
                raise CellError(ending, "there is no place.")
        return ()
    attrs = dict(edit.current[0].attrs) if edit.current and edit.current[0].confirmed else {}
    if MAIN in edit.after:
        attrs = {}
    for ending in ("_country", "_lat", "_lon"):
        if ending in edit.after or MAIN in edit.after:
            attrs.pop(ending[1:], None)
            if edit.cell(ending):
                attrs[ending[1:]] = _place_part(edit, ending)
    kept = edit.current[0] if edit.current and MAIN not in edit.after else None
    return (replace(kept or _parse(edit, MAIN, text), attrs=attrs),)


def _place_part(edit: FieldEdit, ending: str) -> str | float:
    text = edit.cell(ending)
    if ending == "_country":
        return text
    try:
        degrees = float(text)
    except ValueError:
        degrees = 1000.0
    if abs(degrees) > (90 if ending == "_lat" else 180):
        raise CellError(ending, f"“{text}” is no number of degrees.")
    return int(degrees) if degrees.is_integer() else degrees


def _read_links(edit: FieldEdit, lookup: Lookup) -> Filled:
    values = []
    for uid in _texts(edit, MAIN):
        kept = next((v for v in edit.current if v.confirmed and v.link == uid), None)
        if kept is None and not lookup.is_code(uid):
            raise CellError(MAIN, f"there is no code “{uid}” in the project.")
        values.append(kept or Value(link=uid, origin="import"))
    return tuple(values)


def _read_span(edit: FieldEdit, _lookup: Lookup) -> Filled:
    raise CellError(_first(edit), "a passage cannot be changed in a workbook.")


_READERS = {
    "category": _read_coded,
    "categories": _read_coded,
    "ordinal": _read_coded,
    "open": _read_coded,
    "date": _read_date,
    "place": _read_place,
    "span": _read_span,
    "link": _read_links,
    "links": _read_links,
    "actor": _read_actors,
    "actors": _read_actors,
}
