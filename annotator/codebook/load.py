"""Codebooks from TOML files, and the templates that come with the program.

A file with mistakes is refused with all of them at once: first what is wrong with its shape
(unknown words, wrong types), then what is wrong with its sense (`check.py`). The format is
explained at the top of `resources/codebooks/blank.toml`.
"""

from __future__ import annotations

import difflib
import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from importlib.resources import files
from pathlib import Path
from typing import Any, TypeVar

from annotator.codebook.check import (
    FREE_KEYS,
    RESERVED_KEYS,
    RESERVED_LETTERS,
    check_codebook,
    free_letters,
)
from annotator.codebook.model import Code, Codebook, Condition, Field, Layer
from annotator.errors import CodebookError

__all__ = [
    "FREE_KEYS",
    "RESERVED_KEYS",
    "RESERVED_LETTERS",
    "TEMPLATES",
    "free_letters",
    "load_codebook",
    "load_template",
    "parse_codebook",
    "template_names",
]

TEMPLATES: Mapping[str, str] = {
    "news": "Entities, events, stances, claims and statements in news articles",
    "blank": "A small start of your own: entities, one layer of passages, articles",
}
"""Name of a template and what it is for, in the order they are offered."""

FORMAT = 1

T = TypeVar("T")


def template_names() -> list[str]:
    return list(TEMPLATES)


def load_template(name: str) -> Codebook:
    """A codebook that comes with the program. Raises CodebookError naming those there are."""
    if name not in TEMPLATES:
        raise CodebookError(
            name, [f"there is no such template; the templates are {', '.join(TEMPLATES)}."]
        )
    text = (files("resources") / "codebooks" / f"{name}.toml").read_text(encoding="utf-8")
    return parse_codebook(text, f"template {name}")


def load_codebook(path: Path) -> Codebook:
    """Read a codebook file. Raises CodebookError with every problem."""
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        reason = error.strerror or "cannot be read"
        raise CodebookError(str(path), [f"the file cannot be opened: {reason}."]) from error
    except UnicodeDecodeError as error:
        message = f"the file is not text in UTF-8 (byte {error.start})."
        raise CodebookError(str(path), [message]) from error
    return parse_codebook(text, str(path))


def parse_codebook(toml_text: str, where: str) -> Codebook:
    """Read a codebook; `where` names the file in messages. Raises CodebookError, all at once."""
    try:
        data = tomllib.loads(toml_text)
    except tomllib.TOMLDecodeError as error:
        raise CodebookError(where, [f"it is not readable TOML: {error}."]) from error
    problems: list[str] = []
    codebook = _codebook(_Table(data, "codebook", problems))
    if "layer" not in data or codebook.layers:
        problems += check_codebook(codebook)
    if problems:
        raise CodebookError(where, list(dict.fromkeys(problems)))
    return codebook


class _Table:
    """One TOML table being read: hands out its entries and notes every one that is wrong."""

    def __init__(self, data: Mapping[str, Any], place: str, problems: list[str]) -> None:
        self.data = data
        self.place = place
        self.problems = problems
        self.asked: set[str] = set()

    def _get(self, key: str, expected: tuple[type, ...], what: str, default: T) -> T:
        self.asked.add(key)
        value = self.data.get(key)
        if value is None:
            return default
        if not isinstance(value, expected) or (isinstance(value, bool) and bool not in expected):
            self.problems.append(f"{self.place}: `{key}` must be {what}, not {_name_of(value)}.")
            return default
        return value  # type: ignore[return-value]

    def text(self, key: str, *, needed: bool = False) -> str:
        if needed and key not in self.data:
            self.problems.append(f"{self.place}: `{key}` is missing.")
        return self._get(key, (str,), "a text in quotes", "").strip()

    def optional_text(self, key: str) -> str | None:
        return self.text(key) or None

    def truth(self, key: str) -> bool:
        return self._get(key, (bool,), "true or false", False)

    def whole(self, key: str) -> int | None:
        return self._get(key, (int,), "a whole number", None)

    def tables(self, key: str, what: str) -> Iterator[_Table]:
        found: list[Any] = self._get(key, (list,), f"[[{what}]] blocks", [])
        for n, data in enumerate(found, start=1):
            if not isinstance(data, dict):
                self.problems.append(f"{self.place}: `{key}` must be written as [[{what}]] blocks.")
                continue
            name = data.get("key")
            label = name if isinstance(name, str) and name else f"number {n}"
            before = "" if self.place == "codebook" else f"{self.place}, "
            yield _Table(data, f"{before}{key} {label}", self.problems)

    def condition(self, key: str) -> Condition | None:
        data = self._get(key, (dict,), '{ field = "...", is_in = ["..."] }', None)
        if data is None:
            return None
        table = _Table(data, f"{self.place}, {key}", self.problems)
        values: list[Any] = table._get("is_in", (list,), "a list of codes", [])
        condition = Condition(table.text("field", needed=True), tuple(map(_word, values)))
        table.done()
        return condition if condition.field else None

    def words(self, key: str) -> dict[str, str]:
        data: dict[str, Any] = self._get(key, (dict,), 'a table such as { quad = "1" }', {})
        return {name: _word(value) for name, value in data.items()}

    def done(self) -> None:
        """Note the entries nobody asked for: mostly typing mistakes."""
        for key in self.data:
            if key not in self.asked:
                close = difflib.get_close_matches(key, self.asked, n=1)
                hint = f" Did you mean `{close[0]}`?" if close else ""
                self.problems.append(f"{self.place}: `{key}` is not known here.{hint}")


def _word(value: object) -> str:
    return ("true" if value else "false") if isinstance(value, bool) else str(value)


def _name_of(value: object) -> str:
    names: dict[type, str] = {
        bool: "true or false",
        str: "a text",
        int: "a number",
        float: "a decimal number",
        list: "a list",
        dict: "a table",
    }
    return names.get(type(value), "a date or time")


def _codebook(table: _Table) -> Codebook:
    if table.whole("format") not in (None, FORMAT):
        table.problems.append(f"codebook: `format` must be {FORMAT}; a newer program may read it.")
    codebook = Codebook(
        name=table.text("name"),
        title=table.text("title", needed=True),
        version=table.whole("version") or 1,
        description=table.text("description"),
        licence=table.text("licence"),
        source=table.text("source"),
        layers=tuple(_layer(part) for part in table.tables("layer", "layer")),
    )
    table.done()
    return _with_shared_codes(codebook, table)


def _layer(table: _Table) -> Layer:
    layer = Layer(
        key=table.text("key", needed=True),
        label=table.text("label"),
        letter=table.text("letter"),
        colour=table.text("colour", needed=True),
        colour_dark=table.text("colour_dark") or table.text("colour"),
        line=table.text("line") or "solid",  # type: ignore[arg-type]  # checked in check.py
        level=table.text("level") or "span",  # type: ignore[arg-type]
        default_span=table.text("default_span") or "sentence",  # type: ignore[arg-type]
        match=table.text("match") or "iou(.5)",
        fragments=table.truth("fragments"),
        fields=tuple(_field(part) for part in table.tables("field", "layer.field")),
        mark_field=table.optional_text("mark_field"),
        rule=table.text("rule"),
        definition=table.text("definition"),
        retired=table.truth("retired"),
    )
    table.done()
    return layer


def _field(table: _Table) -> Field:
    table.asked.add("codes_from")
    field = Field(
        key=table.text("key", needed=True),
        label=table.text("label"),
        kind=table.text("kind", needed=True),
        required=table.truth("required"),
        core=table.truth("core"),
        reliability=table.truth("reliability"),
        codes=tuple(_code(part) for part in table.tables("code", "layer.field.code")),
        depends_on=table.optional_text("depends_on"),
        show_if=table.condition("show_if"),
        required_if=table.condition("required_if"),
        definition=table.text("definition"),
        help=table.text("help"),
        pre_fill=table.truth("pre_fill"),
        derive=table.optional_text("derive"),
        maximum=table.whole("maximum"),
        retired=table.truth("retired"),
        metric=table.optional_text("metric"),
    )
    table.done()
    return field


def _code(table: _Table) -> Code:
    code = Code(
        key=table.text("key", needed=True),
        label=table.text("label"),
        number=table.whole("number"),
        definition=table.text("definition"),
        include=table.text("include"),
        exclude=table.text("exclude"),
        example=table.text("example"),
        parent=table.optional_text("parent"),
        retired=table.truth("retired"),
        pole_plus=table.text("pole_plus"),
        pole_minus=table.text("pole_minus"),
        attrs=table.words("attrs"),
    )
    table.done()
    return code


# --- lists shared by two fields -------------------------------------------------------------


def _with_shared_codes(codebook: Codebook, table: _Table) -> Codebook:
    """Give each field with `codes_from = "layer.field"` the codes written there."""
    asked = _shared_sources(table)

    def complete(layer: Layer, field: Field) -> Field:
        wanted = asked.get((layer.key, field.key))
        return _take_codes(codebook, field, wanted, layer, table.problems) if wanted else field

    return _map_fields(codebook, complete)


def _map_fields(codebook: Codebook, change: Callable[[Layer, Field], Field]) -> Codebook:
    layers = [
        replace(layer, fields=tuple(change(layer, field) for field in layer.fields))
        for layer in codebook.layers
    ]
    return replace(codebook, layers=tuple(layers))


def _shared_sources(table: _Table) -> dict[tuple[str, str], str]:
    found: dict[tuple[str, str], str] = {}
    for layer in _dicts(table.data.get("layer")):
        for field in _dicts(layer.get("field")):
            if "codes_from" in field:
                found[str(layer.get("key")), str(field.get("key"))] = str(field["codes_from"])
    return found


def _dicts(value: object) -> list[dict[str, Any]]:
    return [part for part in value if isinstance(part, dict)] if isinstance(value, list) else []


def _take_codes(
    codebook: Codebook, field: Field, wanted: str, layer: Layer, problems: list[str]
) -> Field:
    place = f"layer {layer.key}, field {field.key}"
    source_layer, _, source_field = wanted.partition(".")
    found = codebook.find_layer(source_layer)
    source = found.find_field(source_field) if found else None
    if source is None or not source.codes:
        problems.append(f"{place}: codes_from names {wanted}, where no codes are listed.")
        return field
    if field.codes:
        problems.append(f"{place}: has both codes of its own and codes_from.")
        return field
    return replace(field, codes=source.codes)
