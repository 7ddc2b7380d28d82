"""Names of columns, and fields laid out in them."""

from __future__ import annotations

import re

import pytest

from annotator.codebook.load import load_template, template_names
from annotator.codebook.model import Field, Layer
from annotator.model import Value
from exports.columns import as_date, field_columns, joined, unique_names
from exports.rows import BASE, LayerColumns

NAME = re.compile(r"[a-z_][a-z0-9_]{0,31}")


def test_names_are_cut_to_what_stata_takes() -> None:
    (name,) = unique_names([("a" * 32, "_miss")])
    assert name == "a" * 27 + "_miss"


def test_names_differ_also_where_only_their_case_did() -> None:
    assert unique_names([("Actor", ""), ("actor", "")]) == ["Actor", "actor_2"]


def test_names_that_are_taken_get_a_number() -> None:
    assert unique_names([("note", "")], ["NOTE"]) == ["note_2"]


@pytest.mark.parametrize("template", template_names())
def test_every_column_of_a_template_has_a_name_every_program_takes(template: str) -> None:
    for layer in load_template(template).layers:
        names = [c.name for c in (*BASE, *LayerColumns(layer).columns)]
        assert all(NAME.fullmatch(name) for name in names)
        assert len({name.casefold() for name in names}) == len(names)


@pytest.mark.parametrize("template", template_names())
def test_every_field_says_why_it_is_empty(template: str) -> None:
    for layer in load_template(template).layers:
        for field in layer.fields:
            assert field_columns(field).endings[-1][0] == "_miss"


def test_a_separator_inside_a_value_is_written_so_that_it_is_none() -> None:
    assert joined(["a;b", "c"]) == "a\\;b;c"


def test_a_month_is_no_day() -> None:
    assert as_date("2025-03") == "2025-03"


def test_an_impossible_day_stays_a_text() -> None:
    assert as_date("2025-02-30") == "2025-02-30"


def layer_of(*fields: Field) -> Layer:
    return Layer(
        key="x", label="X", letter="", colour="#000000", colour_dark="#ffffff", line="none",
        level="span", default_span="token", match="given", fragments=False, fields=fields,
        mark_field=None,
    )  # fmt: skip


def test_a_value_that_is_not_confirmed_exports_as_empty() -> None:
    part = LayerColumns(layer_of(Field("note2", "Note", "text")))
    cells = part.cells({"note2": (Value(value="guess", confirmed=False),)}, str)
    assert cells == [None, None]


def test_a_code_that_has_left_the_codebook_keeps_its_key() -> None:
    part = LayerColumns(layer_of(Field("a", "A", "open", codes=())))
    assert part.cells({"a": (Value(code="gone"),)}, str) == ["gone", None]


def test_an_empty_text_is_an_empty_cell() -> None:
    part = LayerColumns(layer_of(Field("a", "A", "text")))
    assert part.cells({"a": (Value(value=""),)}, str) == [None, None]
