"""How many keys a code costs: every key is a real key press, counted."""

from __future__ import annotations

from annotator.codebook.complete import problems
from tests.ui.form.conftest import OpenForm

LAYER_KEY = 1
"""The letter that coded the selected sentence and opened the form."""


def test_a_claim_takes_at_most_eight_keys(open_form: OpenForm) -> None:
    desk = open_form("claim")
    desk.press("1", "2", "3", "4", "1", "2", "Enter")
    assert desk.closed == [False]
    assert problems(desk.form.layer, desk.form.fields()) == []
    assert desk.pressed + LAYER_KEY <= 8


def test_an_event_takes_at_most_eight_keys(open_form: OpenForm) -> None:
    desk = open_form("event")
    desk.type("as")
    desk.press("Enter", "1", "4")
    assert desk.code_of("event_type") == "assault"
    assert desk.shown("actor") == ["Torvan aircraft"]
    assert desk.at == "recipient"
