"""Computed fields follow the attributes of the chosen codes."""

from __future__ import annotations

import pytest

from annotator.codebook.derive import derived, sources
from annotator.codebook.load import load_template
from annotator.codebook.model import Field
from annotator.model import Value

EVENT = load_template("news").layer("event")


@pytest.mark.parametrize(
    ("event_type", "quad"),
    [
        ("agree", "verbal_cooperation"),
        ("retreat", "material_cooperation"),
        ("request", "verbal_conflict"),
        ("protest", "material_conflict"),
    ],
)
def test_quad_class_follows_the_event_type(event_type: str, quad: str) -> None:
    fields = {"event_type": (Value(code=event_type),)}
    assert derived(EVENT, fields, "quad_class") == Value(code=quad)


def test_the_mode_decides_the_intensity_before_the_type() -> None:
    fields = {"event_type": (Value(code="assault"),), "mode": (Value(code="assault_aerial"),)}
    assert derived(EVENT, fields, "intensity") == Value(value=-10.0)


def test_the_type_decides_the_intensity_of_a_mode_without_one() -> None:
    fields = {"event_type": (Value(code="coerce"),), "mode": (Value(code="coerce_arrest"),)}
    assert derived(EVENT, fields, "intensity") == Value(value=-7.0)


@pytest.mark.parametrize("value", [Value(missing="cbd"), Value(code="agree", confirmed=False)])
def test_nothing_follows_from_missing_or_unconfirmed_values(value: Value) -> None:
    assert derived(EVENT, {"event_type": (value,)}, "quad_class") is None


def test_nothing_follows_from_an_empty_code() -> None:
    assert derived(EVENT, {}, "quad_class") is None


def test_a_rule_of_another_form_is_refused() -> None:
    with pytest.raises(ValueError, match=r"field\.attribute"):
        sources(Field("f", "F", "derived", derive="quad"))
