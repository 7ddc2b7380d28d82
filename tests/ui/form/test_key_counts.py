"""How many keys a code costs: every key is a real key press, counted."""

from __future__ import annotations

from annotator.codebook.complete import problems
from annotator.model import Value
from tests.ui.form.conftest import OpenForm
from tests.ui.form.world import World

LAYER_KEY = 1
"""The letter that coded the selected sentence and opened the form."""


def test_a_claim_takes_at_most_eight_keys(open_form: OpenForm) -> None:
    desk = open_form("claim")
    desk.press("1", "2", "3", "4", "1", "2", "Enter")
    assert desk.closed == [False]
    assert problems(desk.form.layer, desk.form.fields()) == []
    assert desk.pressed + LAYER_KEY <= 8


def test_an_event_takes_at_most_eight_keys(open_form: OpenForm) -> None:
    """The date is pre-filled from the text; the type is among those used lately."""
    world = World()
    world.recently = {"event_type": ["assault"]}
    date = Value(value="2025-03-10", attrs={"precision": 1}, origin="prefill", confirmed=False)
    desk = open_form("event", world=world, event_date=(date,))
    desk.press("9", "1", "4", "3", "2", "Enter")
    assert desk.closed == [False]
    shown = {key: desk.shown(key) for key in ("event_type", "actor", "recipient", "location")}
    assert shown == {
        "event_type": ["ASSAULT"],
        "actor": ["Torvan aircraft"],
        "recipient": ["Ministry of Transport"],
        "location": ["Kestrel"],
    }
    assert desk.form.fields()["event_date"][0].confirmed
    assert problems(desk.form.layer, desk.form.fields()) == []
    assert desk.pressed + LAYER_KEY <= 8


def test_a_stance_takes_at_most_ten_keys(open_form: OpenForm) -> None:
    desk = open_form("stance")
    desk.press("2", "1", "3", "5")
    while not desk.closed:
        desk.press("Enter")
    assert problems(desk.form.layer, desk.form.fields()) == []
    assert desk.pressed + LAYER_KEY <= 10


def test_a_new_type_is_found_by_letters(open_form: OpenForm) -> None:
    desk = open_form("event")
    desk.type("as")
    desk.press("Enter", "1", "4")
    assert desk.code_of("event_type") == "assault"
    assert desk.at == "recipient"
