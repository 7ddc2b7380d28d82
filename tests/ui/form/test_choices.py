"""Codes by printed key, by letters, by arrows."""

from __future__ import annotations

from annotator.model import Value
from tests.ui.form.conftest import OpenForm
from ui.form.editors.segments import SegmentEditor


def test_a_digit_sets_the_value_and_moves_on(open_form: OpenForm) -> None:
    desk = open_form("claim", start=False)
    desk.form.focus_on("position")
    desk.press("3")
    assert desk.code_of("position") == desk.form.layer.field("position").codes[2].key
    assert desk.at == "claim_kind"


def test_a_digit_without_a_choice_does_nothing(open_form: OpenForm) -> None:
    desk = open_form("claim", start=False)
    desk.form.focus_on("position")
    desk.press("9")
    assert desk.values == []
    assert desk.at == "position"


def test_few_short_codes_are_segments_and_many_are_a_list(open_form: OpenForm) -> None:
    desk = open_form("claim")
    assert isinstance(desk.form.editor("position"), SegmentEditor)
    assert not isinstance(desk.form.editor("form"), SegmentEditor)


def test_long_position_labels_shrink_to_signs(open_form: OpenForm) -> None:
    desk = open_form("stance")
    editor = desk.form.editor("position")
    assert isinstance(editor, SegmentEditor)
    assert [segment.label for segment in editor.segments] == ["−−", "−", "0", "+", "++"]


def test_arrows_move_without_choosing_and_enter_takes(open_form: OpenForm) -> None:
    desk = open_form("claim", start=False)
    desk.form.focus_on("position")
    desk.press("Right", "Right")
    assert desk.values == []
    desk.press("Enter")
    assert desk.code_of("position") == desk.form.layer.field("position").codes[1].key


def test_a_letter_goes_to_the_segment_that_begins_with_it(open_form: OpenForm) -> None:
    desk = open_form("stance", start=False)
    desk.form.focus_on("explicitness")
    desk.press("i", "Enter")
    assert desk.code_of("explicitness") == "implied"


def test_an_empty_list_opens_with_its_keys_when_the_focus_comes(open_form: OpenForm) -> None:
    desk = open_form("event")
    rows = desk.form.popup().rows
    assert [row.key for row in rows[:9]] == list("123456789")
    assert len(rows) == 16


def test_letters_filter_the_list_and_enter_takes_the_first(open_form: OpenForm) -> None:
    desk = open_form("event")
    desk.type("thr")
    assert desk.list_labels == ["THREATEN"]
    desk.press("Enter")
    assert desk.code_of("event_type") == "threaten"


def test_a_digit_after_letters_takes_the_printed_match(open_form: OpenForm) -> None:
    desk = open_form("event")
    desk.type("re")
    first_two = desk.list_labels[:2]
    desk.press("2")
    assert desk.shown("event_type") == [first_two[1]]


def test_letters_that_match_nothing_are_refused_with_a_word(open_form: OpenForm) -> None:
    desk = open_form("event")
    desk.type("xyz")
    desk.press("Enter")
    editor = desk.form.editor("event_type")
    assert editor is not None
    assert "not in the list" in editor.error
    assert desk.at == "event_type"


def test_a_value_beyond_the_ninth_gets_a_number_once_used(open_form: OpenForm) -> None:
    desk = open_form("event")
    desk.type("assa")
    desk.press("Enter")
    desk.form.focus_on("event_type")
    desk.press("Down")
    assert ("9", "ASSAULT") in [(row.key, row.label) for row in desk.form.popup().rows]


def test_dependent_codes_follow_the_choice_above_them(open_form: OpenForm) -> None:
    desk = open_form("event")
    desk.type("prot")
    desk.press("Enter")
    assert desk.at == "mode"
    assert desk.list_labels
    parents = {desk.form.layer.field("mode").find_code(r.value.code).parent
               for r in desk.form.popup().rows}  # type: ignore[union-attr]  # fmt: skip
    assert parents == {"protest"}


def test_a_dependent_code_that_no_longer_fits_goes(open_form: OpenForm) -> None:
    desk = open_form(
        "event",
        event_type=(Value(code="assault"),),
        mode=(Value(code="assault_aerial"),),
    )
    mode = desk.form.layer.field("mode")
    first = next(code for code in mode.codes if code.parent == "assault")
    desk.form.editor("mode").set_values((Value(code=first.key),))  # type: ignore[union-attr]
    desk.form.focus_on("event_type")
    desk.type("prot")
    desk.press("Enter")
    assert "mode" not in desk.form.fields() or desk.form.fields()["mode"] == ()


def test_a_type_without_modes_is_not_asked_for_one(open_form: OpenForm) -> None:
    desk = open_form("event")
    modes = desk.form.layer.field("mode").codes
    without = next(
        code
        for code in desk.form.layer.field("event_type").codes
        if not any(mode.parent == code.key for mode in modes)
    )
    desk.type(without.label.lower())
    desk.press("Enter")
    assert desk.at == "actor"


def test_several_codes_are_toggled_with_space(open_form: OpenForm) -> None:
    desk = open_form("stance", start=False)
    desk.form.focus_on("basis")
    desk.press("Down", "Space", "Down", "Space")
    codes = desk.form.layer.field("basis").codes
    assert [v.code for v in desk.form.fields()["basis"]] == [codes[0].key, codes[1].key]
    desk.press("Space")
    assert [v.code for v in desk.form.fields()["basis"]] == [codes[0].key]


def test_backspace_takes_the_value_away(open_form: OpenForm) -> None:
    desk = open_form("claim", form=(Value(code="verbal_statement"),))
    desk.form.focus_on("form")
    desk.press("Backspace")
    assert desk.form.fields().get("form", ()) == ()


def test_a_choice_made_is_the_coders_own(open_form: OpenForm) -> None:
    desk = open_form("stance", start=False)
    desk.form.focus_on("explicitness")
    desk.press("1")
    (value,) = desk.form.fields()["explicitness"]
    assert (value.origin, value.confirmed) == ("manual", True)
