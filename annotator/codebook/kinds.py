"""The kinds of field a codebook can ask for, one entry each: how a value is read, shown, checked.

Every other part asks this table instead of comparing kind names. The window has a registry of
editors with the same keys.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from annotator.codebook.model import Code, Field
from annotator.model import Value

Slot = Literal["code", "value", "actor", "link", "none"]
ActorName = Callable[[str], str]

MISSING_LABELS = {"na": "not applicable", "cbd": "cannot be determined"}
DATE_PRECISIONS = {1: "day", 2: "week", 3: "month", 4: "year"}


@dataclass(frozen=True, slots=True)
class Kind:
    """What one kind of field can hold.

    `parse` turns typed text into a value and raises ValueError with a plain sentence; `show`
    turns a value into a short text for people; `check` names what is wrong with stored fillers.
    """

    key: str
    slot: Slot
    multiple: bool
    metric: str
    """Agreement metric unless the codebook names another; `none` = not compared."""
    parse: Callable[[Field, str], Value]
    show: Callable[[Field, Value, ActorName], str]
    check: Callable[[Field, Sequence[Value]], list[str]]
    has_codes: bool = False
    """The field must list codes (an open list may)."""


# --- reading typed text ---------------------------------------------------------------------


def find_code_by_text(codes: Iterable[Code], text: str) -> Code | None:
    """The code meant by a key, a label (any case) or a number, in this order of trust."""
    wanted, usable = text.strip(), [code for code in codes if not code.retired]
    tests: tuple[Callable[[Code], bool], ...] = (
        lambda code: code.key == wanted,
        lambda code: code.label.casefold() == wanted.casefold(),
        lambda code: code.number is not None and _number_text(wanted) == str(code.number),
    )
    for test in tests:
        for code in usable:
            if test(code):
                return code
    return None


def _number_text(text: str) -> str:
    return text.removeprefix("+").replace("−", "-")


def _parse_code(field: Field, text: str) -> Value:
    code = find_code_by_text(field.codes, text)
    if code is None:
        choices = [c.key for c in field.codes if not c.retired]
        shown = ", ".join(choices[:20]) + (", ..." if len(choices) > 20 else "")
        raise ValueError(f"{field.label}: “{text}” is not in the list. Choose one of: {shown}.")
    return Value(code=code.key)


def _parse_open(field: Field, text: str) -> Value:
    code = find_code_by_text(field.codes, text)
    return Value(code=code.key) if code else Value(value=_filled(field, text))


def _parse_integer(field: Field, text: str) -> Value:
    cleaned = _number_text(text.strip())
    if not re.fullmatch(r"-?[0-9]{1,18}", cleaned):
        raise ValueError(f"{field.label}: “{text}” is not a whole number.")
    return Value(value=int(cleaned))


def _parse_number(field: Field, text: str) -> Value:
    try:
        number = float(_number_text(text.strip()))
    except ValueError:
        number = math.nan
    if not math.isfinite(number) or "_" in text:
        raise ValueError(f"{field.label}: “{text}” is not a number. Write decimals with a point.")
    return Value(value=number)


_TRUE = {"true", "yes", "y", "1"}
_FALSE = {"false", "no", "n", "0"}


def _parse_boolean(field: Field, text: str) -> Value:
    word = text.strip().casefold()
    if word not in _TRUE | _FALSE:
        raise ValueError(f"{field.label}: “{text}” is neither yes nor no.")
    return Value(value=word in _TRUE)


_DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
_WEEK = re.compile(r"(\d{4})-W(\d{2})")
_MONTH = re.compile(r"(\d{4})-(\d{2})")
_YEAR = re.compile(r"\d{4}")


def _parse_date(field: Field, text: str) -> Value:
    try:
        value, precision = read_date(text)
    except ValueError:
        raise ValueError(
            f"{field.label}: “{text}” is not a date. Write 2025-03-14, 2025-W11, 2025-03 or 2025."
        ) from None
    return Value(value=value, attrs={"precision": precision})


def read_date(text: str) -> tuple[str, int]:
    """An ISO date and how exact it is: 1 day, 2 week (its Monday), 3 month, 4 year.

    Raises:
        ValueError: not one of YYYY-MM-DD, YYYY-Www, YYYY-MM, YYYY, or no such day.
    """
    wanted = text.strip()
    if found := _DAY.fullmatch(wanted):
        return date(*map(int, found.groups())).isoformat(), 1
    if found := _WEEK.fullmatch(wanted):
        return date.fromisocalendar(int(found[1]), int(found[2]), 1).isoformat(), 2
    if found := _MONTH.fullmatch(wanted):
        date(int(found[1]), int(found[2]), 1)
        return wanted, 3
    if _YEAR.fullmatch(wanted) and int(wanted):
        return wanted, 4
    raise ValueError(text)


def _parse_text(field: Field, text: str) -> Value:
    return Value(value=_filled(field, text))


def _parse_actor(field: Field, text: str) -> Value:
    """A name; the command that stores it looks the name up in the registry of actors."""
    return Value(value=_filled(field, text))


def _parse_span(field: Field, text: str) -> Value:
    found = re.fullmatch(r"\s*(\d+)\s*[-:]\s*(\d+)\s*", text)
    if not found or int(found[1]) >= int(found[2]):
        raise ValueError(f"{field.label}: “{text}” is not a passage. Write start-end, as 120-134.")
    return Value(value="", start=int(found[1]), end=int(found[2]))


def _parse_link(field: Field, text: str) -> Value:
    return Value(link=_filled(field, text))


def _parse_derived(field: Field, text: str) -> Value:  # noqa: ARG001  (one signature for all)
    raise ValueError(f"{field.label} is computed from other fields and cannot be typed.")


def _filled(field: Field, text: str) -> str:
    if not text.strip():
        raise ValueError(f"{field.label}: nothing was typed.")
    return text.strip()


# --- showing --------------------------------------------------------------------------------


def _show(field: Field, value: Value, actor_name: ActorName) -> str:
    if value.missing is not None:
        return MISSING_LABELS[value.missing]
    if value.code is not None:
        code = field.find_code(value.code)
        return code.label if code else value.code
    if value.actor is not None:
        return actor_name(value.actor)
    if value.link is not None:
        return value.link
    return _show_plain(value.value)


def _show_plain(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return f"{value:.15g}"
    return str(value)


def _show_date(field: Field, value: Value, actor_name: ActorName) -> str:
    shown = _show(field, value, actor_name)
    return f"week of {shown}" if value.attrs.get("precision") == 2 else shown


def _show_span(field: Field, value: Value, actor_name: ActorName) -> str:
    shown = _show(field, value, actor_name)
    return shown or (f"{value.start}-{value.end}" if value.start is not None else "")


# --- checking -------------------------------------------------------------------------------

Test = Callable[[Field, Value], str | None]


def _checker(slots: tuple[str, ...], multiple: bool, test: Test | None = None) -> CheckFunction:
    def check(field: Field, values: Sequence[Value]) -> list[str]:
        problems = _count_problems(field, values, multiple)
        for value in values:
            if value.missing is not None:
                continue
            filled = _slot_of(value)
            if filled not in slots:
                problems.append(f"{field.label} cannot hold {_a(filled)}.")
            elif test is not None and (problem := test(field, value)):
                problems.append(problem)
        return problems

    return check


CheckFunction = Callable[[Field, Sequence[Value]], list[str]]


def _a(slot: str) -> str:
    names = {"code": "a code of a list", "actor": "an actor", "link": "a link", "value": "a text"}
    return names.get(slot, "an empty value")


def _slot_of(value: Value) -> str:
    for slot in ("code", "actor", "link", "value"):
        if getattr(value, slot) is not None:
            return slot
    return "none"


def _count_problems(field: Field, values: Sequence[Value], multiple: bool) -> list[str]:
    most = (field.maximum if multiple else 1) or len(values)
    if len(values) > most:
        return [f"{field.label} takes at most {most}, not {len(values)}."]
    if len(values) > 1 and any(value.missing for value in values):
        return [f"{field.label} is both filled and marked as missing."]
    return []


def _is_listed(field: Field, value: Value) -> str | None:
    if value.code is None or field.find_code(value.code) is not None:
        return None
    return f"{field.label}: the code {value.code} is not in the codebook."


def _is_number(whole: bool) -> Test:
    def test(field: Field, value: Value) -> str | None:
        number = value.value
        right = isinstance(number, int if whole else int | float) and not isinstance(number, bool)
        if right and math.isfinite(float(number or 0)):
            return None
        return f"{field.label} needs {'a whole number' if whole else 'a number'}."

    return test


def _is_boolean(field: Field, value: Value) -> str | None:
    return None if isinstance(value.value, bool) else f"{field.label} is yes or no."


def _is_date(field: Field, value: Value) -> str | None:
    try:
        read_date(str(value.value))
    except ValueError:
        return f"{field.label}: {value.value} is not a date."
    return None


def _is_passage(field: Field, value: Value) -> str | None:
    if value.start is None or value.end is None or value.start >= value.end:
        return f"{field.label} needs a passage of the text."
    return None


# --- the table ------------------------------------------------------------------------------


def _kind(
    key: str,
    slot: Slot,
    metric: str,
    parse: Callable[[Field, str], Value],
    *,
    multiple: bool = False,
    also: tuple[str, ...] = (),
    test: Test | None = None,
    show: Callable[[Field, Value, ActorName], str] = _show,
    has_codes: bool = False,
) -> Kind:
    check = _checker((slot, *also), multiple, test)
    return Kind(key, slot, multiple, metric, parse, show, check, has_codes)


KINDS: dict[str, Kind] = {
    kind.key: kind
    for kind in (
        _kind("category", "code", "nominal", _parse_code, test=_is_listed, has_codes=True),
        _kind(
            "categories",
            "code",
            "masi",
            _parse_code,
            multiple=True,
            test=_is_listed,
            has_codes=True,
        ),
        _kind("ordinal", "code", "ordinal", _parse_code, test=_is_listed, has_codes=True),
        _kind("integer", "value", "ratio", _parse_integer, test=_is_number(whole=True)),
        _kind("number", "value", "interval", _parse_number, test=_is_number(whole=False)),
        _kind("boolean", "value", "nominal", _parse_boolean, test=_is_boolean),
        _kind("date", "value", "nominal", _parse_date, test=_is_date, show=_show_date),
        _kind("actor", "actor", "nominal", _parse_actor, also=("value",)),
        _kind("actors", "actor", "masi", _parse_actor, multiple=True, also=("value",)),
        _kind("place", "value", "nominal", _parse_text),
        _kind("text", "value", "none", _parse_text),
        _kind("span", "value", "none", _parse_span, test=_is_passage, show=_show_span),
        _kind("link", "link", "nominal", _parse_link),
        _kind("links", "link", "masi", _parse_link, multiple=True),
        _kind("open", "value", "nominal", _parse_open, also=("code",), test=_is_listed),
        _kind("derived", "none", "nominal", _parse_derived, also=("code", "value")),
    )
}

METRICS = ("nominal", "ordinal", "interval", "ratio", "jaccard", "masi", "none")
