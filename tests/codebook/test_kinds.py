"""Every kind reads, shows and checks its values."""

from __future__ import annotations

import pytest

from annotator.codebook.kinds import KINDS, METRICS, find_code_by_text, read_date
from annotator.codebook.model import Code, Field
from annotator.model import Value

SCALE = (Code("against", "against", -1), Code("neutral", "neutral", 0), Code("pro", "In favour", 1))


def field(kind: str, **more: object) -> Field:
    return Field("f", "Field", kind, **more)  # type: ignore[arg-type]


def parse(kind: str, text: str, **more: object) -> Value:
    return KINDS[kind].parse(field(kind, **more), text)


def show(kind: str, value: Value, **more: object) -> str:
    return KINDS[kind].show(field(kind, **more), value, {"u1": "Ilse Varga"}.__getitem__)


def test_the_kinds_of_the_design_are_all_there() -> None:
    assert list(KINDS) == [
        "category", "categories", "ordinal", "integer", "number", "boolean", "date", "actor",
        "actors", "place", "text", "span", "link", "links", "open", "derived",
    ]  # fmt: skip


def test_every_kind_names_a_known_metric() -> None:
    assert {kind.metric for kind in KINDS.values()} <= set(METRICS)


@pytest.mark.parametrize("text", ["pro", " in FAVOUR ", "1", "+1"])
def test_a_code_is_found_by_key_label_and_number(text: str) -> None:
    assert parse("ordinal", text, codes=SCALE) == Value(code="pro")


def test_a_negative_number_may_carry_a_typographic_minus() -> None:
    assert parse("ordinal", "−1", codes=SCALE) == Value(code="against")


def test_a_retired_code_is_not_found() -> None:
    assert find_code_by_text([Code("a", "A", retired=True)], "a") is None


def test_an_unlisted_code_is_refused_with_the_choices() -> None:
    with pytest.raises(ValueError, match="Choose one of: against, neutral, pro"):
        parse("category", "maybe", codes=SCALE)


def test_open_takes_a_listed_code_or_a_new_text() -> None:
    assert parse("open", "pro", codes=SCALE) == Value(code="pro")
    assert parse("open", " a new one ", codes=SCALE) == Value(value="a new one")


@pytest.mark.parametrize(
    ("text", "value", "precision"),
    [
        ("2025-03-14", "2025-03-14", 1),
        ("2025-W11", "2025-03-10", 2),
        ("2025-03", "2025-03", 3),
        ("2025", "2025", 4),
    ],
)
def test_dates_keep_their_precision(text: str, value: str, precision: int) -> None:
    assert read_date(text) == (value, precision)
    assert parse("date", text) == Value(value=value, attrs={"precision": precision})


@pytest.mark.parametrize("text", ["2025-02-30", "14.3.2025", "2025-13", "0000", "2025-W60", ""])
def test_impossible_dates_are_refused(text: str) -> None:
    with pytest.raises(ValueError, match="is not a date"):
        parse("date", text)


@pytest.mark.parametrize(("text", "value"), [("12", 12), (" -3 ", -3), ("+4", 4)])
def test_whole_numbers_are_read(text: str, value: int) -> None:
    assert parse("integer", text) == Value(value=value)


@pytest.mark.parametrize("text", ["1.5", "", "1_000", "one", "1e3"])
def test_other_texts_are_no_whole_numbers(text: str) -> None:
    with pytest.raises(ValueError, match="whole number"):
        parse("integer", text)


@pytest.mark.parametrize("text", ["nan", "inf", "1,5", "1_0", ""])
def test_numbers_without_a_value_are_refused(text: str) -> None:
    with pytest.raises(ValueError, match="not a number"):
        parse("number", text)


@pytest.mark.parametrize(("text", "value"), [("yes", True), ("TRUE", True), ("0", False)])
def test_yes_and_no_are_read(text: str, value: bool) -> None:
    assert parse("boolean", text).value is value


def test_an_actor_is_typed_as_a_name() -> None:
    assert parse("actor", " Ilse Varga ") == Value(value="Ilse Varga")


def test_a_passage_is_typed_as_start_and_end() -> None:
    assert parse("span", "12-30") == Value(value="", start=12, end=30)


@pytest.mark.parametrize("text", ["30-12", "12", "a-b"])
def test_a_passage_that_is_none_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="not a passage"):
        parse("span", text)


def test_derived_fields_cannot_be_typed() -> None:
    with pytest.raises(ValueError, match="computed"):
        parse("derived", "1")


@pytest.mark.parametrize("kind", ["text", "place", "actor", "open", "link"])
def test_nothing_typed_is_refused(kind: str) -> None:
    with pytest.raises(ValueError, match="nothing was typed"):
        parse(kind, "  ")


@pytest.mark.parametrize(
    ("kind", "value", "text"),
    [
        ("ordinal", Value(code="pro"), "In favour"),
        ("category", Value(code="gone"), "gone"),
        ("actor", Value(actor="u1"), "Ilse Varga"),
        ("actors", Value(value="residents"), "residents"),
        ("boolean", Value(value=False), "no"),
        ("number", Value(value=2.5), "2.5"),
        ("number", Value(value=2.0), "2"),
        ("date", Value(value="2025-03-10", attrs={"precision": 2}), "week of 2025-03-10"),
        ("text", Value(missing="na"), "not applicable"),
        ("date", Value(missing="cbd"), "cannot be determined"),
        ("span", Value(value="", start=3, end=9), "3-9"),
        ("span", Value(value="said", start=3, end=7), "said"),
        ("link", Value(link="abc"), "abc"),
    ],
)
def test_values_are_shown_for_people(kind: str, value: Value, text: str) -> None:
    assert show(kind, value, codes=SCALE) == text


@pytest.mark.parametrize(
    ("kind", "values"),
    [
        ("category", [Value(code="pro")]),
        ("categories", [Value(code="pro"), Value(code="neutral")]),
        ("actors", [Value(actor="u1"), Value(value="residents")]),
        ("integer", [Value(value=0)]),
        ("boolean", [Value(value=False)]),
        ("date", [Value(missing="cbd")]),
        ("open", [Value(value="new")]),
        ("open", [Value(code="pro")]),
        ("span", [Value(value="said", start=1, end=5)]),
        ("derived", [Value(code="pro")]),
        ("category", []),
    ],
)
def test_good_values_have_no_problem(kind: str, values: list[Value]) -> None:
    assert KINDS[kind].check(field(kind, codes=SCALE), values) == []


@pytest.mark.parametrize(
    ("kind", "values", "part"),
    [
        ("category", [Value(code="gone")], "not in the codebook"),
        ("category", [Value(value="pro")], "cannot hold"),
        ("category", [Value(code="pro"), Value(code="neutral")], "at most 1"),
        ("actors", [Value(actor="u1"), Value(missing="na")], "both filled and marked"),
        ("integer", [Value(value=True)], "whole number"),
        ("integer", [Value(value=1.5)], "whole number"),
        ("number", [Value(value=float("nan"))], "a number"),
        ("boolean", [Value(value="yes")], "yes or no"),
        ("date", [Value(value="soon")], "not a date"),
        ("span", [Value(value="said")], "passage"),
        ("link", [Value(code="pro")], "cannot hold"),
        ("derived", [Value(actor="u1")], "cannot hold"),
        ("text", [Value()], "cannot hold"),
    ],
)
def test_bad_values_are_named(kind: str, values: list[Value], part: str) -> None:
    (problem,) = KINDS[kind].check(field(kind, codes=SCALE), values)
    assert part in problem


def test_the_most_values_of_a_list_are_kept_to() -> None:
    three = [Value(actor="u1"), Value(value="a"), Value(value="b")]
    (problem,) = KINDS["actors"].check(field("actors", maximum=2), three)
    assert "at most 2, not 3" in problem
