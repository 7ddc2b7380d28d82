"""Columns: their names, and how the fillers of one field become cells.

Names are snake_case ASCII, at most 32 characters (Stata) and unique whatever their case. Every
field has a column with its code or value, mostly one with what people read (`_lbl`), and one that
says why it is empty (`_miss`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from annotator.codebook.kinds import KINDS
from annotator.codebook.model import Field, Layer
from annotator.model import Value

Cell = str | int | float | date | datetime | None
Row = list[Cell]
CellKind = Literal["text", "number", "date", "time"]
ActorName = Callable[[str], str]

NAME_LENGTH = 32
JOINT = ";"


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table."""

    name: str
    kind: CellKind = "text"
    note: str = ""
    """What stands in it, for the README."""
    width: int = 12
    choices: tuple[str | int, ...] = ()
    """The values a cell may hold, where the list is closed."""


def unique_names(wanted: Iterable[tuple[str, str]], taken: Iterable[str] = ()) -> list[str]:
    """Column names from (stem, ending) pairs: cut to 32 characters, unique in any case."""
    used = {name.casefold() for name in taken}
    names = []
    for stem, ending in wanted:
        name, n = stem[: NAME_LENGTH - len(ending)] + ending, 1
        while name.casefold() in used:
            n += 1
            tail = f"_{n}{ending}"
            name = stem[: NAME_LENGTH - len(tail)] + tail
        used.add(name.casefold())
        names.append(name)
    return names


def joined(texts: Sequence[str]) -> str | None:
    """Several values in one cell, joined by `;`; one inside a value is written as `\\;`."""
    return JOINT.join(text.replace(JOINT, "\\" + JOINT) for text in texts) or None


def _fitted(field: Field) -> Callable[[Sequence[Cell]], Cell]:
    """How the fillers of a field become one cell: joined, or the only one as it is."""
    if KINDS[field.kind].multiple:
        return lambda found: joined([_text(cell) for cell in found])
    return lambda found: (found[0] if found[0] != "" else None) if found else None


@dataclass(frozen=True, slots=True)
class FieldColumns:
    """The columns of one field of a layer and the way its fillers fill them."""

    field: Field
    endings: tuple[tuple[str, Column], ...]
    """(ending of the name, column without its name)."""
    cells: Callable[[Sequence[Value], ActorName], Row]
    """Cells of confirmed, substantive fillers, one per column but the last, `_miss`."""


def field_columns(field: Field) -> FieldColumns:
    """How a field is laid out in columns."""
    main, extra, cells = _LAYOUTS.get(field.kind, _plain)(field)
    note = f"{field.label}: why it is empty (na not applicable, cbd cannot be determined)"
    miss = ("_miss", Column("", note=note, width=8, choices=("na", "cbd")))
    return FieldColumns(field, (("", main), *extra, miss), cells)


Layout = tuple[Column, tuple[tuple[str, Column], ...], Callable[[Sequence[Value], ActorName], Row]]


def _plain(field: Field) -> Layout:
    """Texts and numbers: one column."""
    number = field.kind in ("integer", "number")
    main = Column("", "number" if number else "text", field.label, 10 if number else 24)
    fit = _fitted(field)
    return main, (), lambda values, _: [fit([_raw(v) for v in values])]


def _coded(field: Field) -> Layout:
    """Closed lists: the key (the number of an ordered list) and the label."""
    codes = {code.key: code for code in field.codes}
    if not codes:
        return _plain(field)
    ordered = field.kind == "ordinal"
    single = not KINDS[field.kind].multiple and field.kind not in ("open", "derived")
    keys: Mapping[str, Cell] = {
        key: code.number if ordered and code.number is not None else key
        for key, code in codes.items()
    }
    choices = tuple(k for k in keys.values() if isinstance(k, str | int)) if single else ()
    what = "the number of the value" if ordered else "the key of the value"
    main = Column("", "number" if ordered else "text", f"{field.label}: {what}", 14, choices)

    fit = _fitted(field)

    def cells(values: Sequence[Value], _: ActorName) -> Row:
        found = [keys.get(v.code, v.code) if v.code is not None else _raw(v) for v in values]
        labels: Row = [
            codes[v.code].label if v.code in codes else _text(v.code or v.value) for v in values
        ]
        return [fit(found), fit(labels)]

    return main, (("_lbl", Column("", note=f"{field.label}: label", width=18)),), cells


def _boolean(field: Field) -> Layout:
    main = Column("", "number", f"{field.label}: 1 yes, 0 no", 8, (1, 0))
    return main, (), lambda values, _: [int(bool(values[0].value)) if values else None]


def _date(field: Field) -> Layout:
    main = Column("", "date", f"{field.label}: a day, or a text where only month or year are known")
    precision = Column("", "number", f"{field.label}: 1 day, 2 week, 3 month, 4 year", 6)

    def cells(values: Sequence[Value], _: ActorName) -> Row:
        if not values:
            return [None, None]
        exact = values[0].attrs.get("precision")
        return [as_date(_text(values[0].value)), exact if isinstance(exact, int) else None]

    return main, (("_prec", precision),), cells


def _place(field: Field) -> Layout:
    main = Column("", note=f"{field.label}: name of the place", width=16)
    extra = (
        ("_country", Column("", note=f"{field.label}: country", width=10)),
        ("_lat", Column("", "number", f"{field.label}: latitude", 10)),
        ("_lon", Column("", "number", f"{field.label}: longitude", 10)),
    )

    def cells(values: Sequence[Value], _: ActorName) -> Row:
        attrs = values[0].attrs if values else {}
        more: Row = [attrs.get(name) for name in ("country", "lat", "lon")]
        return [_raw(values[0]) if values else None, *more]

    return main, extra, cells


def _span(field: Field) -> Layout:
    main = Column("", note=f"{field.label}: the words", width=18)
    extra = (
        ("_start", Column("", "number", f"{field.label}: first character", 8)),
        ("_end", Column("", "number", f"{field.label}: after the last character", 8)),
    )

    def cells(values: Sequence[Value], _: ActorName) -> Row:
        if not values:
            return [None, None, None]
        return [_raw(values[0]) or None, values[0].start, values[0].end]

    return main, extra, cells


def _link(field: Field) -> Layout:
    main = Column("", note=f"{field.label}: annotation_id of the linked code", width=12)
    fit = _fitted(field)
    return main, (), lambda values, _: [fit([v.link for v in values])]


def _actor(field: Field) -> Layout:
    note = f"{field.label}: actor_id, or the words where it is not in the registry"
    main = Column("", note=note, width=12)
    label = Column("", note=f"{field.label}: name", width=22)
    fit = _fitted(field)

    def cells(values: Sequence[Value], actor_name: ActorName) -> Row:
        return [
            fit([v.actor or _text(v.value) for v in values]),
            fit([filler_name(v, actor_name) for v in values]),
        ]

    return main, (("_lbl", label),), cells


_LAYOUTS: Mapping[str, Callable[[Field], Layout]] = {
    "category": _coded,
    "categories": _coded,
    "ordinal": _coded,
    "open": _coded,
    "derived": _coded,
    "boolean": _boolean,
    "date": _date,
    "place": _place,
    "span": _span,
    "link": _link,
    "links": _link,
    "actor": _actor,
    "actors": _actor,
}


def filler_name(value: Value, actor_name: ActorName) -> str:
    """The name of an actor filler: of the registry, or the words themselves."""
    return actor_name(value.actor) if value.actor is not None else _text(value.value)


def _raw(value: Value) -> Cell:
    if isinstance(value.value, bool):
        return int(value.value)
    return value.value if value.value is not None else value.code


def _text(value: object) -> str:
    return "" if value is None else str(value)


def as_date(text: str | None) -> Cell:
    """A real date where the text names a day (`2025-03-14`), else the text; empty is None."""
    if not text:
        return None
    try:
        return date.fromisoformat(text) if len(text) == 10 else text
    except ValueError:
        return text


def as_time(text: str | None) -> Cell:
    """A real point in time (UTC, to the second) of an ISO text, else the text; empty is None."""
    if not text:
        return None
    try:
        return datetime.fromisoformat(text).replace(tzinfo=None, microsecond=0)
    except ValueError:
        return text


def named_columns(columns: Sequence[FieldColumns], taken: Sequence[str]) -> list[Column]:
    """The columns of several fields with their final names."""
    pairs = [(fc.field.key, ending, col) for fc in columns for ending, col in fc.endings]
    names = unique_names(((stem, ending) for stem, ending, _ in pairs), taken)
    return [
        Column(name, col.kind, col.note, col.width, col.choices)
        for name, (_, _, col) in zip(names, pairs, strict=True)
    ]


def exported_fields(layer: Layer, wanted: Sequence[str] | None) -> list[Field]:
    """The fields of a layer that are exported; `wanted` names `layer.field` or `field`."""
    if wanted is None:
        return list(layer.fields)
    return [f for f in layer.fields if f.key in wanted or f"{layer.key}.{f.key}" in wanted]
