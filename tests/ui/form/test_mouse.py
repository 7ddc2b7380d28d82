"""Everything the keys do, the mouse does."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QListView, QWidget
from pytestqt.qtbot import QtBot

from annotator.model import Span, Value
from tests.ui.form.conftest import OpenForm
from ui.form.editors.spans import SpanEditor
from ui.widgets.chips import ChipButton

LEFT = Qt.MouseButton.LeftButton


def click(widget: QWidget, x: int, y: int) -> None:
    QTest.mouseClick(widget, LEFT, Qt.KeyboardModifier.NoModifier, QPoint(x, y))


def test_a_click_on_a_segment_chooses_and_stays(open_form: OpenForm) -> None:
    desk = open_form("claim", start=False)
    target = desk.form.editor("position").target  # type: ignore[union-attr]
    click(target, target.width() - 10, 15)
    assert desk.code_of("position") == desk.form.layer.field("position").codes[-1].key
    assert desk.at == "position"


def test_a_click_opens_the_list_and_a_click_on_a_row_chooses(open_form: OpenForm) -> None:
    desk = open_form("claim", start=False)
    editor = desk.form.editor("form")
    assert editor is not None
    click(editor, 60, 15)
    popup = desk.form.popup()
    view = popup.findChild(QListView)
    assert view is not None
    click(view.viewport(), 50, 40)
    assert desk.code_of("form") == desk.form.layer.field("form").codes[1].key
    assert editor.has_focus()


def test_the_cross_of_a_chip_removes_it(open_form: OpenForm) -> None:
    desk = open_form("claim", claimant=(Value(value="residents"), Value(value="police")))
    chip = desk.form.editor("claimant").findChildren(ChipButton)[0]  # type: ignore[union-attr]
    click(chip, chip.width() - 6, 10)
    assert desk.shown("claimant") == ["police"]


def test_a_click_takes_the_selected_passage(open_form: OpenForm) -> None:
    desk = open_form("statement", start=False)
    desk.world.selected = Span(11, 15)
    editor = desk.form.editor("cue")
    assert isinstance(editor, SpanEditor)
    click(editor, 60, 15)
    assert desk.shown("cue") == ["said"]


def test_space_takes_the_selected_passage(open_form: OpenForm) -> None:
    desk = open_form("statement", start=False)
    desk.world.selected = Span(11, 15)
    desk.form.focus_on("cue")
    desk.press("Space")
    value = desk.form.fields()["cue"][0]
    assert (value.value, value.start, value.end) == ("said", 11, 15)


def test_the_menu_sets_a_missing_state(open_form: OpenForm) -> None:
    desk = open_form("claim")
    editor = desk.form.editor("claimant")
    assert editor is not None
    menu = editor.menu()
    next(a for a in menu.actions() if a.text() == "Cannot be determined").trigger()
    assert desk.shown("claimant") == ["cannot be determined"]


def test_a_click_on_not_applicable_frees_the_segments(open_form: OpenForm, qtbot: QtBot) -> None:
    desk = open_form("claim", start=False, position=(Value(missing="na"),))
    veil = next(
        w for w in desk.form.editor("position").children()  # type: ignore[union-attr]
        if type(w).__name__ == "MissingVeil"
    )  # fmt: skip
    assert isinstance(veil, QWidget)
    click(veil, 20, 15)
    assert desk.form.fields().get("position", ()) == ()


def test_more_unfolds_by_click(open_form: OpenForm) -> None:
    desk = open_form("claim", start=False)
    more = next(w for w in desk.form.findChildren(QWidget) if type(w).__name__ == "MoreButton")
    assert "More (" in more.words()  # type: ignore[attr-defined]
    click(more, 10, 10)
    editor = desk.form.editor("aim")
    assert editor is not None
    assert editor.isVisible()
