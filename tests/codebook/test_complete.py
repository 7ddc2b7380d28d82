"""What a form shows, offers and still asks for."""

from __future__ import annotations

import pytest

from annotator.codebook.complete import codes_for, is_required, not_applicable, problems, visible
from annotator.codebook.load import load_template
from annotator.codebook.model import Condition, Field, Layer
from annotator.model import Fields, Value

NEWS = load_template("news")
EVENT, STANCE, ARTICLE = NEWS.layer("event"), NEWS.layer("stance"), NEWS.layer("article")

COERCE: dict[str, tuple[Value, ...]] = {
    "event_type": (Value(code="coerce"),),
    "actor": (Value(value="police"),),
}


def shown(layer: Layer, fields: Fields) -> set[str]:
    return {field.key for field in visible(layer, fields)}


def test_conditional_fields_follow_their_condition() -> None:
    assert "killed_min" not in shown(EVENT, COERCE)
    assert "killed_min" in shown(EVENT, {"event_type": (Value(code="assault"),)})


def test_an_empty_text_in_a_condition_means_not_filled() -> None:
    assert "position" in shown(STANCE, {})
    assert "position" in shown(STANCE, {"mixed": (Value(value=False),)})
    assert "position" not in shown(STANCE, {"mixed": (Value(value=True),)})


def test_a_field_is_hidden_together_with_the_field_it_asks() -> None:
    fields = (
        Field("a", "A", "boolean"),
        Field("b", "B", "boolean", show_if=Condition("a", ("true",))),
        Field("c", "C", "text", show_if=Condition("b", ("true",))),
    )
    left_over = {"a": (Value(value=False),), "b": (Value(value=True),)}
    assert shown(_layer(fields), left_over) == {"a"}


def test_fields_that_ask_each_other_are_hidden_instead_of_looping() -> None:
    fields = (
        Field("a", "A", "boolean", show_if=Condition("b", ("true",))),
        Field("b", "B", "boolean", show_if=Condition("a", ("true",))),
    )
    both = {"a": (Value(value=True),), "b": (Value(value=True),)}
    assert shown(_layer(fields), both) == set()


def test_retired_fields_are_not_shown() -> None:
    assert shown(_layer((Field("a", "A", "text", retired=True),)), {}) == set()


def test_a_hidden_field_is_not_applicable_once_its_condition_is_answered() -> None:
    assert "killed_min" in not_applicable(EVENT, COERCE)


def test_a_hidden_field_is_merely_empty_while_its_condition_is_open() -> None:
    assert "killed_min" not in not_applicable(EVENT, {})


def test_what_hangs_on_a_field_that_does_not_apply_does_not_apply_either() -> None:
    fields = (
        Field("a", "A", "boolean"),
        Field("b", "B", "boolean", show_if=Condition("a", ("true",))),
        Field("c", "C", "text", show_if=Condition("b", ("true",))),
    )
    assert not_applicable(_layer(fields), {"a": (Value(value=False),)}) == {"b", "c"}


def test_modes_depend_on_the_event_type() -> None:
    offered = {code.key for code in codes_for(EVENT.field("mode"), COERCE)}
    assert "coerce_arrest" in offered and "threaten_arrest" not in offered


def test_no_mode_is_offered_before_a_type_is_chosen() -> None:
    assert codes_for(EVENT.field("mode"), {}) == ()


def test_a_two_level_list_is_offered_whole() -> None:
    issue = NEWS.layer("claim").field("issue")
    assert len(codes_for(issue, {})) == len(issue.codes)


def test_required_and_shown_and_empty_is_a_problem() -> None:
    assert problems(EVENT, {}) == ["Event type is missing.", "Actor is missing."]


def test_a_filled_code_has_no_problem() -> None:
    assert problems(EVENT, COERCE) == []


def test_missing_values_fill_a_required_field() -> None:
    fields = {**COERCE, "actor": (Value(missing="cbd"),)}
    assert problems(EVENT, fields) == []


def test_an_unconfirmed_value_does_not_fill_a_required_field() -> None:
    fields = {**COERCE, "actor": (Value(value="police", confirmed=False),)}
    assert problems(EVENT, fields) == ["Actor is pre-filled but not confirmed."]


@pytest.mark.parametrize("event_type", ["cooperate", "aid", "sanction"])
def test_the_recipient_is_required_for_some_types(event_type: str) -> None:
    fields = {**COERCE, "event_type": (Value(code=event_type),)}
    assert is_required(EVENT.field("recipient"), fields)
    assert problems(EVENT, fields) == ["Recipient is missing."]


def test_the_reason_is_asked_only_for_excluded_articles() -> None:
    kept = {"eligible": (Value(value=True),)}
    left_out = {"eligible": (Value(value=False),)}
    assert problems(ARTICLE, kept) == []
    assert problems(ARTICLE, left_out) == ["Reason for exclusion is missing."]


def test_a_mode_left_over_from_another_type_is_named() -> None:
    fields = {**COERCE, "mode": (Value(code="threaten_arrest"),)}
    assert problems(EVENT, fields) == ["Mode “arrest” does not go with the chosen Event type."]


def _layer(fields: tuple[Field, ...]) -> Layer:
    return Layer(
        "x", "X", "X", "#000000", "#ffffff", "solid", "span", "token", "given", False, fields, None
    )
