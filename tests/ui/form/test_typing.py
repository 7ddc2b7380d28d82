"""Free text, numbers, memo: reported after a rest and on leaving, never as choice keys."""

from __future__ import annotations

from pytestqt.qtbot import QtBot

from annotator.codebook.model import Code, Field, Layer
from annotator.model import Value
from tests.ui.form.conftest import OpenForm
from tests.ui.form.world import annotation


def small_layer(*fields: Field) -> Layer:
    return Layer(
        key="test",
        label="Test",
        letter="T",
        colour="#1f7a6d",
        colour_dark="#5fc4b4",
        line="solid",
        level="span",
        default_span="token",
        match="iou(.5)",
        fragments=False,
        fields=fields,
        mark_field=None,
    )


NUMBERS = small_layer(
    Field("count", "Count", "integer", core=True),
    Field("score", "Score", "number", core=True),
    Field("kind", "Kind", "category", core=True, codes=(Code("a", "one"), Code("b", "two"))),
)


def test_text_is_reported_after_a_rest(open_form: OpenForm, qtbot: QtBot) -> None:
    desk = open_form("claim", start=False)
    desk.form.focus_on("aim")
    desk.type("that")
    assert desk.values == []
    qtbot.waitUntil(lambda: bool(desk.values), timeout=1500)
    assert desk.values == [("aim", (Value(value="that", origin="manual"),), True)]


def test_leaving_a_text_reports_it_at_once(open_form: OpenForm) -> None:
    desk = open_form("claim", start=False)
    desk.form.focus_on("aim")
    desk.type("now")
    desk.press("Tab")
    assert [value for _, value, _ in desk.values] == [(Value(value="now", origin="manual"),)]


def test_digits_and_dashes_are_text_in_a_text(open_form: OpenForm) -> None:
    desk = open_form("claim", start=False)
    desk.form.focus_on("aim")
    desk.type("-1")
    desk.press("Tab")
    assert desk.shown("aim") == ["-1"]


def test_shift_enter_begins_a_line(open_form: OpenForm) -> None:
    desk = open_form("claim", start=False)
    desk.form.focus_on("note")
    desk.type("a")
    desk.press("Shift+Enter")
    desk.type("b")
    desk.press("Tab")
    assert desk.notes == ["a\nb"]


def test_an_emptied_text_is_reported_as_never_touched(open_form: OpenForm) -> None:
    desk = open_form("claim", start=False, aim=(Value(value="x"),))
    desk.form.focus_on("aim")
    desk.press("Backspace", "Tab")
    assert desk.values == [("aim", (), True)]


def test_digits_are_text_in_a_number(open_form: OpenForm) -> None:
    desk = open_form(NUMBERS)
    desk.type("12")
    desk.press("Enter")
    assert desk.form.fields()["count"] == (Value(value=12, origin="manual"),)
    assert desk.at == "score"


def test_a_minus_before_a_digit_makes_a_negative_number(open_form: OpenForm) -> None:
    desk = open_form(NUMBERS)
    desk.form.focus_on("score")
    desk.type("-3.5")
    desk.press("Enter")
    assert desk.form.fields()["score"][0].value == -3.5


def test_a_minus_alone_means_not_applicable(open_form: OpenForm) -> None:
    desk = open_form(NUMBERS)
    desk.press("-", "Enter")
    assert desk.form.fields()["count"][0].missing == "na"


def test_what_is_no_number_is_refused_with_a_word(open_form: OpenForm) -> None:
    desk = open_form(NUMBERS)
    desk.type("many")
    desk.press("Enter")
    editor = desk.form.editor("count")
    assert editor is not None
    assert "not a whole number" in editor.error
    assert desk.at == "count"


def test_the_store_does_not_overwrite_what_is_being_typed(open_form: OpenForm) -> None:
    desk = open_form("claim", start=False)
    desk.form.focus_on("aim")
    desk.type("half a sen")
    desk.form.refresh(annotation("claim", aim=(Value(value="half"),)))
    desk.press("Tab")
    assert desk.values[-1][1][0].value == "half a sen"


def test_an_undone_text_shows_the_stored_one(open_form: OpenForm) -> None:
    desk = open_form("claim", start=False, aim=(Value(value="after"),))
    desk.form.focus_on("aim")
    desk.form.refresh(annotation("claim", aim=(Value(value="before"),)))
    assert desk.shown("aim") == ["before"]
    assert desk.values == []


def test_certainty_and_flag_are_reported(open_form: OpenForm) -> None:
    desk = open_form("claim", start=False)
    desk.form.focus_on("certainty")
    desk.press("2")
    assert desk.certainties == [2]
    desk.form.focus_on("certainty")
    desk.press("Tab", "Space")
    assert desk.flags == [True]
