"""Not applicable and cannot be determined are one key away and shown as words."""

from __future__ import annotations

import pytest

from annotator.model import Value
from tests.ui.form.conftest import OpenForm

CASES = [("claim", "claimant"), ("claim", "position"), ("claim", "form"), ("event", "location"),
         ("event", "event_date"), ("statement", "cue"), ("statement", "concept")]  # fmt: skip


@pytest.mark.parametrize(("layer", "field"), CASES)
def test_minus_walks_through_the_missing_states(
    open_form: OpenForm, layer: str, field: str
) -> None:
    desk = open_form(layer, start=False)
    desk.form.focus_on(field)
    shown = []
    for _ in range(3):
        desk.press("-")
        shown.append(desk.shown(field))
    assert shown == [["not applicable"], ["cannot be determined"], []]


def test_minus_does_nothing_to_a_filled_field(open_form: OpenForm) -> None:
    desk = open_form("claim", claimant=(Value(value="residents"),))
    desk.form.focus_on("claimant")
    desk.press("-")
    assert desk.values == []


def test_a_choice_replaces_the_missing_state(open_form: OpenForm) -> None:
    desk = open_form("claim", start=False)
    desk.form.focus_on("position")
    desk.press("-", "1")
    assert desk.form.fields()["position"][0].code is not None


def test_an_actor_replaces_the_missing_state(open_form: OpenForm) -> None:
    desk = open_form("claim")
    desk.press("-", "1")
    assert desk.shown("claimant") == ["Ilse Varga"]


def test_a_missing_field_is_not_asked_again(open_form: OpenForm) -> None:
    desk = open_form("claim")
    desk.press("-", "Enter")
    assert desk.at == "form"


def test_backspace_clears_the_missing_state(open_form: OpenForm) -> None:
    desk = open_form("claim")
    desk.press("-", "Backspace")
    assert desk.form.fields().get("claimant", ()) == ()
