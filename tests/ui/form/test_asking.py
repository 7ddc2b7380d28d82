"""What Enter asks for, without a window."""

from __future__ import annotations

from annotator.codebook.model import Code, Condition, Field
from annotator.model import Value
from tests.ui.form.test_typing import small_layer
from ui.form.asking import next_empty, next_stop, next_unconfirmed

A = Field("a", "A", "text", core=True)
B = Field("b", "B", "text", core=True)
FOLDED = Field("m", "M", "text")
LAYER = small_layer(A, B, FOLDED)
PREFILL = (Value(value="x", origin="prefill", confirmed=False),)


def test_the_next_field_is_looked_for_after_the_present_one_first() -> None:
    found = next_empty(LAYER, {}, "a", ())
    assert found is B


def test_the_search_goes_round_the_end() -> None:
    assert next_empty(LAYER, {"b": PREFILL}, "b", ()) is A


def test_a_field_passed_empty_is_not_asked_again() -> None:
    assert next_empty(LAYER, {}, "b", {"a", "b"}) is None


def test_folded_fields_are_not_asked() -> None:
    assert next_empty(LAYER, {"a": PREFILL, "b": PREFILL}, None, ()) is None


def test_prefills_come_after_the_empty_fields() -> None:
    assert next_stop(LAYER, {"a": PREFILL}, "a", ()) is B
    assert next_stop(LAYER, {"a": PREFILL, "b": (Value(value="y"),)}, "b", ()) is A


def test_folded_prefills_are_visited_too() -> None:
    filled = (Value(value="y"),)
    assert next_unconfirmed(LAYER, {"a": filled, "b": filled, "m": PREFILL}, "b") is FOLDED


def test_a_hidden_field_is_not_asked() -> None:
    hidden = Field("c", "C", "text", core=True, show_if=Condition("k", ("yes",)))
    kind = Field("k", "K", "category", core=True, codes=(Code("yes", "yes"), Code("no", "no")))
    layer = small_layer(kind, hidden)
    assert next_empty(layer, {"k": (Value(code="no"),)}, "k", ()) is None
    assert next_empty(layer, {"k": (Value(code="yes"),)}, "k", ()) is hidden
