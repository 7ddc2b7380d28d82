"""What a form shows: pre-fills, required marks, names for screen readers, steady places."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from annotator.codebook.model import Code, Field
from annotator.model import Value
from tests.ui.form.conftest import OpenForm
from tests.ui.form.test_typing import small_layer
from ui.form.context import Help
from ui.form.row import FieldRow
from ui.theme import DARK

PREFILL = Value(code="own_words", origin="prefill", confirmed=False)


def test_every_stop_of_tab_has_an_accessible_name(open_form: OpenForm) -> None:
    desk = open_form("claim")
    pane = desk.form._pane
    assert pane is not None
    pane.unfold(True)
    assert [stop for stop in pane.stops() if not stop.accessibleName()] == []


def test_a_prefill_says_so_to_eye_and_ear(open_form: OpenForm) -> None:
    desk = open_form("stance", holder_voice=(PREFILL,))
    editor = desk.form.editor("holder_voice")
    assert editor is not None
    assert editor._mark.text() == "pre-filled"  # type: ignore[attr-defined]
    assert "not confirmed" in editor.target.accessibleName()


def test_fields_do_not_move_when_one_is_filled(open_form: OpenForm) -> None:
    desk = open_form("claim")
    rows = [desk.form._pane.row(f.key) for f in desk.form.layer.core_fields]  # type: ignore[union-attr]
    before = [row.y() for row in rows if row is not None]
    desk.press("1", "1", "1", "1", "1", "1")
    assert [row.y() for row in rows if row is not None] == before


def test_the_labels_stand_in_a_column_of_96_pixels(open_form: OpenForm) -> None:
    desk = open_form("claim")
    row = desk.form._pane.row("form")  # type: ignore[union-attr]
    assert isinstance(row, FieldRow)
    assert row.editor.x() + 2 - 2 - 96 == 6


def test_a_value_of_300_characters_stays_within_two_lines(open_form: OpenForm) -> None:
    long = "very long " * 30
    layer = small_layer(
        Field("kind", "Kind", "category", core=True, codes=(Code("a", long), Code("b", long))),
    )
    desk = open_form(layer, kind=(Value(code="a"),))
    editor = desk.form.editor("kind")
    assert editor is not None
    assert editor.height() <= 31 + 20


def test_a_form_of_40_fields_keeps_its_head_and_scrolls_to_the_focus(open_form: OpenForm) -> None:
    fields = [Field(f"f{n}", f"Field {n}", "text", core=True) for n in range(40)]
    desk = open_form(small_layer(*fields))
    header_y = desk.form._header.y()
    desk.form.focus_on("f39")
    assert desk.form._header.y() == header_y == 0
    shown = desk.form.editor("f39")
    assert isinstance(shown, QWidget)
    assert not shown.visibleRegion().isEmpty()


def test_help_about_the_choice_under_the_keyboard_is_told(open_form: OpenForm) -> None:
    desk = open_form("event")
    told: list[Help] = []
    desk.form.help_wanted.connect(told.append)
    desk.press("Down")
    code = desk.form.layer.field("event_type").codes[0]
    assert told[-1].title == code.label
    assert told[-1].definition == code.definition


def test_poles_of_a_chosen_issue_are_printed(open_form: OpenForm) -> None:
    desk = open_form("claim")
    issue = next(c for c in desk.form.layer.field("issue").codes if c.pole_plus)
    desk.form.editor("issue").report((Value(code=issue.key),))  # type: ignore[union-attr]
    row = desk.form._pane.row("issue")  # type: ignore[union-attr]
    assert row is not None
    assert issue.pole_plus in row._note.accessibleName()
    assert issue.pole_minus in row._note.accessibleName()


def test_a_derived_field_shows_what_follows(open_form: OpenForm) -> None:
    desk = open_form("event", event_type=(Value(code="assault"),))
    desk.form.focus_on("quad_class")
    editor = desk.form.editor("quad_class")
    assert editor is not None
    assert "material conflict" in editor.accessibleName().lower()


def test_the_form_takes_another_theme(open_form: OpenForm) -> None:
    desk = open_form("claim", claimant=(Value(value="residents"),))
    desk.form.set_theme(DARK)
    assert desk.form.grab().toImage().pixelColor(3, 3).isValid()


def test_one_pane_per_layer_serves_every_code(open_form: OpenForm) -> None:
    desk = open_form("claim")
    from tests.ui.form.world import annotation, news_layer

    first = desk.form._pane
    desk.form.load(annotation("event"), news_layer("event"), desk.world)
    desk.form.load(annotation("claim"), news_layer("claim"), desk.world)
    assert desk.form._pane is first


def test_fields_built_ahead_serve_the_first_code(open_form: OpenForm) -> None:
    from tests.ui.form.world import annotation, news_layer

    desk = open_form("claim")
    desk.form.prepare([news_layer("event"), news_layer("claim")])
    ahead = desk.form._panes["event"]
    assert desk.form.layer.key == "claim"
    desk.form.load(annotation("event"), news_layer("event"), desk.world)
    desk.form.focus_first()
    assert desk.form._pane is ahead
    assert desk.at == "event_type"
