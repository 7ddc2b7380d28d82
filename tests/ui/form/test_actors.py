"""Actors: numbers of the article, letters of the registry, new names, generics, chips."""

from __future__ import annotations

from annotator.model import Span, Value
from tests.ui.form.conftest import OpenForm
from tests.ui.form.world import ACTORS


def test_an_empty_field_numbers_the_articles_actors(open_form: OpenForm) -> None:
    desk = open_form("claim")
    assert desk.list_labels == [choice.name for choice in ACTORS]
    desk.press("2")
    assert desk.form.fields()["claimant"][0].actor == ACTORS[1].uid


def test_a_taken_mention_keeps_its_place_in_the_text(open_form: OpenForm) -> None:
    desk = open_form("claim")
    desk.press("1")
    value = desk.form.fields()["claimant"][0]
    assert (value.start, value.end) == (0, 10)


def test_after_a_letter_digits_are_text(open_form: OpenForm) -> None:
    desk = open_form("claim")
    desk.type("Group 1")
    desk.press("Enter")
    value = desk.form.fields()["claimant"][0]
    assert value.value == "Group 1"


def test_letters_search_the_registry_too(open_form: OpenForm) -> None:
    desk = open_form("claim")
    desk.type("union")
    desk.press("Enter")
    assert desk.shown("claimant") == ["Union of Ports"]


def test_a_new_capitalised_name_is_proposed_for_the_registry(open_form: OpenForm) -> None:
    desk = open_form("claim")
    desk.type("Mira Solt")
    desk.press("Enter")
    value = desk.form.fields()["claimant"][0]
    assert (value.value, value.attrs) == ("Mira Solt", {"name": True})


def test_a_new_lower_case_word_stays_a_generic(open_form: OpenForm) -> None:
    desk = open_form("claim")
    desk.type("residents")
    desk.press("Enter")
    value = desk.form.fields()["claimant"][0]
    assert (value.value, dict(value.attrs)) == ("residents", {})


def test_down_takes_the_other_reading_of_a_new_name(open_form: OpenForm) -> None:
    desk = open_form("claim")
    desk.type("residents")
    desk.press("Down", "Enter")
    assert desk.form.fields()["claimant"][0].attrs == {"name": True}


def test_several_fillers_stand_as_chips_and_backspace_removes_the_last(
    open_form: OpenForm,
) -> None:
    desk = open_form("claim")
    desk.press("1", "Shift+Tab", "2")
    assert desk.shown("claimant") == ["Ilse Varga", "Daan Okoro"]
    desk.form.focus_on("claimant")
    desk.press("Backspace")
    assert desk.shown("claimant") == ["Ilse Varga"]


def test_a_comma_adds_a_filler_and_stays(open_form: OpenForm) -> None:
    desk = open_form("claim")
    desk.type("ilse,daan,")
    assert desk.shown("claimant") == ["Ilse Varga", "Daan Okoro"]
    assert desk.at == "claimant"


def test_taking_an_actor_twice_removes_it(open_form: OpenForm) -> None:
    desk = open_form("claim")
    desk.press("1")
    desk.form.focus_on("claimant")
    desk.press("1")
    assert desk.form.fields().get("claimant", ()) == ()


def test_no_more_fillers_than_the_codebook_allows(open_form: OpenForm) -> None:
    desk = open_form("claim")
    most = desk.form.layer.field("claimant").maximum
    assert most == 3
    desk.type("ilse,daan,ministry,kestrel,")
    editor = desk.form.editor("claimant")
    assert editor is not None
    assert len(editor.values) == 3
    assert "At most 3" in editor.error


def test_leaving_with_tab_keeps_a_typed_name(open_form: OpenForm) -> None:
    desk = open_form("claim")
    desk.type("Mira Solt")
    desk.press("Tab")
    assert desk.shown("claimant") == ["Mira Solt"]
    assert desk.at == "form"


def test_escape_drops_the_letters_then_closes(open_form: OpenForm) -> None:
    desk = open_form("claim")
    desk.type("Mira")
    desk.press("Esc")
    assert desk.closed == []
    desk.press("Esc")
    assert desk.closed == [True]
    assert desk.values == []


def test_a_mention_pointed_at_in_the_text_fills_the_current_role(open_form: OpenForm) -> None:
    desk = open_form("claim")
    assert desk.form.takes_mentions()
    assert desk.form.assign_mention("Port Selm", Span(59, 68), ACTORS[4].uid)
    value = desk.form.fields()["claimant"][0]
    assert (value.actor, value.start, value.end) == (ACTORS[4].uid, 59, 68)
    assert desk.at == "claimant"


def test_a_mention_without_an_actor_is_proposed_by_name(open_form: OpenForm) -> None:
    desk = open_form("stance")
    assert desk.form.assign_mention("Torvan", Span(82, 88), None)
    assert desk.form.fields()["holder"][0].attrs == {"name": True}
    assert desk.at == "target_type"


def test_a_mention_does_not_fit_a_list_of_codes(open_form: OpenForm) -> None:
    desk = open_form("claim", start=False)
    desk.form.focus_on("form")
    assert not desk.form.assign_mention("Torvan", Span(82, 88), None)


def test_a_place_offers_the_places_of_the_article(open_form: OpenForm) -> None:
    desk = open_form("event", start=False)
    desk.form.focus_on("location")
    assert desk.list_labels == ["Port Selm", "Kestrel"]
    desk.press("2")
    assert desk.form.fields()["location"] == (Value(value="Kestrel", origin="manual"),)


def test_a_typed_place_is_kept_as_typed(open_form: OpenForm) -> None:
    desk = open_form("event", start=False)
    desk.form.focus_on("location")
    desk.type("Lower Selm")
    desk.press("Enter")
    assert desk.shown("location") == ["Lower Selm"]
