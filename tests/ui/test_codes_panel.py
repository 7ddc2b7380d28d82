"""Finding codes by real keys: the list walks the text, the checked ones change as one step."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QTableView
from pytestqt.qtbot import QtBot

from annotator.commands import codes
from annotator.commands.coders import add_coder
from annotator.model import Annotation, Fields, Value
from annotator.project import queries
from annotator.project.store import Store
from tests.ui.conftest import Opened
from tests.ui.workplace import SECOND_TEXT, TEXT, Workplace, places
from ui.models.found_codes import ARTICLE, FoundCodesModel
from ui.window.codes_panel import LINES, CodesPanel
from ui.window.codes_setting import read_fillers, shared_fields

BOMBED = {"event_type": (Value(code="assault"),)}
MET = {"event_type": (Value(code="consult"),)}
VARGA = (Value(value="Ilse Varga", attrs={"name": True}),)


def _fill(path: Path) -> None:
    """Three events and a claim of A in two articles, and an event of B."""
    with Store.open(path) as store:
        b = str(store.run("Add coder", add_coder, "B", coder=None).result)
        named = queries.coder_named(store.reader, "A")
        first, second = queries.article_uids(store.reader)
        assert named is not None

        def add(by: str, article: str, words: str, layer: str, fields: Fields) -> None:
            span = places(TEXT if article == first else SECOND_TEXT, words)[0]
            store.run("Code", codes.add_code, article, span, layer=layer, fields=fields, coder=by)

        add(named.uid, first, "bombed", "event", {**BOMBED, "actor": VARGA})
        add(b, first, "called", "event", BOMBED)
        add(named.uid, first, "met behind", "event", MET)
        add(named.uid, first, "We will never accept", "claim", {"claimant": VARGA})
        add(named.uid, second, "walked out", "event", {})


@pytest.fixture(scope="module")
def untouched_codes(untouched_project: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    copy = Path(shutil.copy(untouched_project, tmp_path_factory.mktemp("codes") / "codes.annot"))
    _fill(copy)
    return copy


@pytest.fixture
def project(untouched_codes: Path, tmp_path: Path) -> Path:
    """A project in which two coders have coded."""
    return Path(shutil.copy(untouched_codes, tmp_path / "study.annot"))


@pytest.fixture
def place(window: Workplace) -> Workplace:
    """The panel is open and holds every code; the keyboard is in its field."""
    window.press("Ctrl+Shift+C")
    return window


def _panel(place: Workplace) -> CodesPanel:
    return place.window.codes_panel


def _found(place: Workplace) -> list[str]:
    return [hit.quote for hit in _panel(place).model.rows]


def _checked(place: Workplace) -> list[str]:
    return [hit.quote for hit in _panel(place).model.checked()]


def _walk(place: Workplace, qtbot: QtBot, *keys: str) -> None:
    """Press keys, each followed by the text."""
    for key in keys:
        place.press(key)
        qtbot.wait(60)


def _events(place: Workplace) -> dict[str, str | None]:
    """Quote -> event type of every event of both coders, as the database has them."""
    found = queries.annotation_records(place.reader, layer="event")
    return {r.annotation.quote: _type(r.annotation) for r in found}


def _type(code: Annotation) -> str | None:
    values = code.fields.get("event_type", ())
    return values[0].code if values else None


def test_the_key_opens_the_panel_with_every_code(place: Workplace) -> None:
    assert _panel(place).isVisible()
    assert _panel(place).words.hasFocus()
    assert _found(place) == [
        "bombed", "called", "We will never accept", "met behind", "walked out",
    ]  # fmt: skip


def test_words_narrow_the_list(place: Workplace, qtbot: QtBot) -> None:
    place.type("varga assault")
    qtbot.waitUntil(lambda: _found(place) == ["bombed"])


def test_layer_field_and_value_narrow_the_list(place: Workplace) -> None:
    filters = _panel(place).filters
    filters.layer.setCurrentIndex(filters.layer.findData("event"))
    filters.field.setCurrentIndex(filters.field.findData("event_type"))
    filters.value.setCurrentIndex(filters.value.findData("assault"))
    assert _found(place) == ["bombed", "called"]
    filters.value.setCurrentIndex(filters.value.findData(queries.EMPTY))
    assert _found(place) == ["walked out"]
    filters.clear()
    assert len(_found(place)) == 5


def test_incomplete_ones_and_those_of_this_article_are_found(place: Workplace) -> None:
    filters = _panel(place).filters
    filters.here.setChecked(True)
    assert "walked out" not in _found(place)
    filters.here.setChecked(False)
    filters.incomplete.setChecked(True)
    assert "walked out" in _found(place)
    assert "bombed" not in _found(place)


def test_down_walks_the_text_while_the_list_keeps_the_keyboard(
    place: Workplace, qtbot: QtBot
) -> None:
    _walk(place, qtbot, "Down")
    assert place.selected == "bombed"
    _walk(place, qtbot, "Down", "Down", "Down", "Down")
    assert place.selected == "walked out"
    assert place.article.text == SECOND_TEXT
    assert _panel(place).table.hasFocus()
    assert place.mode == "LIST"
    _walk(place, qtbot, "Up")
    assert place.selected == "met behind"


def test_an_own_code_becomes_current(place: Workplace, qtbot: QtBot) -> None:
    _walk(place, qtbot, "Down")
    current = place.page.desk.current_code
    assert current is not None
    assert current.quote == "bombed"


def test_enter_gives_the_keyboard_to_the_text_and_the_panel_stays(
    place: Workplace, qtbot: QtBot
) -> None:
    _walk(place, qtbot, "Down", "Down")
    place.press("Return")
    assert place.has_text_focus()
    assert _panel(place).isVisible()
    assert place.selected == "called"
    place.press("Ctrl+Shift+C")
    assert _panel(place).table.hasFocus()


def test_f3_walks_from_the_text(place: Workplace, qtbot: QtBot) -> None:
    _walk(place, qtbot, "Down", "Return", "F3")
    assert place.selected == "called"


def test_esc_closes_and_goes_back_to_the_text(place: Workplace, qtbot: QtBot) -> None:
    _walk(place, qtbot, "Down")
    place.press("Esc")
    assert not _panel(place).isVisible()
    assert place.has_text_focus()


def test_esc_in_the_field_closes_too(place: Workplace) -> None:
    place.press("Esc")
    assert not _panel(place).isVisible()
    assert place.has_text_focus()


def test_space_checks_own_codes_only_and_says_why(place: Workplace, qtbot: QtBot) -> None:
    _walk(place, qtbot, "Down", "Space", "Down", "Space")
    assert _checked(place) == ["bombed"]
    assert "Only B" in _panel(place).foot.text()
    _walk(place, qtbot, "Up", "Space")
    assert _checked(place) == []


def test_ctrl_a_checks_all_own_codes_and_then_none(place: Workplace, qtbot: QtBot) -> None:
    _walk(place, qtbot, "Down", "Ctrl+A")
    assert _checked(place) == ["bombed", "We will never accept", "met behind", "walked out"]
    place.press("Ctrl+A")
    assert _checked(place) == []


def test_a_field_of_the_checked_is_set_as_one_step(place: Workplace, qtbot: QtBot) -> None:
    filters = _panel(place).filters
    filters.layer.setCurrentIndex(filters.layer.findData("event"))
    _walk(place, qtbot, "Down", "Ctrl+A", "Ctrl+E", "Return")
    place.type("THREATEN")
    differences = _panel(place).setting.preview.rows
    assert [(d.quote, d.before, d.after) for d in differences] == [
        ("bombed", "ASSAULT", "THREATEN"),
        ("met behind", "CONSULT", "THREATEN"),
        ("walked out", "–", "THREATEN"),
    ]
    _walk(place, qtbot, "Return", "Return")
    assert _events(place) == {
        "bombed": "threaten", "called": "assault", "met behind": "threaten",
        "walked out": "threaten",
    }  # fmt: skip
    assert place.window.session is not None
    assert place.window.session.undo_label == "Set Event type of 3 codes"
    place.press("Ctrl+Z")
    assert _events(place) == {
        "bombed": "assault", "called": "assault", "met behind": "consult", "walked out": None,
    }  # fmt: skip


def test_codes_that_already_have_the_value_are_left_alone(place: Workplace, qtbot: QtBot) -> None:
    filters = _panel(place).filters
    filters.layer.setCurrentIndex(filters.layer.findData("event"))
    _walk(place, qtbot, "Down", "Ctrl+A", "Ctrl+E")
    setting = _panel(place).setting
    setting.value.setText("ASSAULT")
    assert [d.quote for d in setting.preview.rows if d.same] == ["bombed"]
    assert setting.do.text() == "Set in 2 codes"


def test_what_does_not_fit_the_field_cannot_be_set(place: Workplace, qtbot: QtBot) -> None:
    filters = _panel(place).filters
    filters.layer.setCurrentIndex(filters.layer.findData("event"))
    _walk(place, qtbot, "Down", "Ctrl+A", "Ctrl+E")
    before = _events(place)
    _panel(place).setting.value.setText("nonsense")
    assert not _panel(place).setting.do.isEnabled()
    place.press("Return", "Return", "Esc")
    assert _events(place) == before
    assert _panel(place).table.hasFocus()


def test_layers_that_share_no_field_say_so(place: Workplace, qtbot: QtBot) -> None:
    _walk(place, qtbot, "Down", "Ctrl+A", "Ctrl+E")
    assert not _panel(place).setting.isVisible()
    assert "share no field" in _panel(place).foot.text()


def test_nothing_checked_is_said(place: Workplace, qtbot: QtBot) -> None:
    _walk(place, qtbot, "Down", "Ctrl+E")
    assert "Check codes first" in _panel(place).foot.text()


def test_deleting_asks_once_and_is_one_step(place: Workplace, qtbot: QtBot) -> None:
    _walk(place, qtbot, "Down", "Ctrl+A", "Del")
    assert _panel(place).foot.text().startswith("Delete 4 codes?")
    assert len(_events(place)) == 4
    place.press("Del")
    assert list(_events(place)) == ["called"]
    assert _found(place) == ["called"]
    place.press("Ctrl+Z")
    assert len(_events(place)) == 4
    qtbot.waitUntil(lambda: len(_found(place)) == 5)


def test_another_key_takes_the_question_back(place: Workplace, qtbot: QtBot) -> None:
    _walk(place, qtbot, "Down", "Space", "Del", "Down", "Del")
    assert len(_events(place)) == 4
    place.press("Esc")
    assert _panel(place).isVisible()
    assert _panel(place).foot.text() == "1 checked"


def test_what_is_coded_elsewhere_appears_in_the_list(place: Workplace, qtbot: QtBot) -> None:
    assert place.window.session is not None
    span = places(TEXT, "return")[0]
    article = queries.article_uids(place.reader)[0]
    place.window.session.run("Code", codes.add_code, article, span, layer="event")
    qtbot.waitUntil(lambda: "return" in _found(place))


def test_lines_of_an_actor_stand_in_context_and_walk_the_text(
    place: Workplace, qtbot: QtBot
) -> None:
    panel = _panel(place)
    panel.show_view(LINES)
    place.type("ilse v")
    qtbot.waitUntil(lambda: panel.lines.model.rowCount() == 2)
    assert panel.keyword.hasFocus()
    assert panel.keyword.list_is_open
    _walk(place, qtbot, "Down", "Return", "Return")
    assert panel.keyword.text() == "Ilse Varga"
    assert panel.lines.view.hasFocus()
    assert place.selected == "bombed"
    assert place.article.text == TEXT


def test_another_page_closes_the_panel(place: Workplace) -> None:
    place.press("Ctrl+3")
    assert not _panel(place).isVisible()


def test_without_a_project_there_is_nothing_to_find(windows: Opened) -> None:
    here = windows()
    here.press("Ctrl+Shift+C")
    assert not here.window.codes_panel.isVisible()


def test_a_project_open_for_reading_can_be_searched_but_not_checked(
    project: Path, windows: Opened, qtbot: QtBot
) -> None:
    with Store.open(project):
        here = windows(project)
        here.press("Ctrl+Shift+C")
        _walk(here, qtbot, "Down", "Space", "Ctrl+A")
        assert len(_found(here)) == 5
        assert _checked(here) == []


def test_nothing_of_a_closed_project_stays(place: Workplace, qtbot: QtBot) -> None:
    panel = _panel(place)
    place.type("varga")
    _walk(place, qtbot, "Down", "Ctrl+A")
    panel.show_view(LINES)
    assert place.window.open_project(place.path, "A")
    place.window.close_project()
    assert place.window.open_project(place.path, "A")
    place.press("Ctrl+Shift+C")
    assert len(_found(place)) == 5
    assert _checked(place) == []


def test_the_panel_takes_over_the_other_theme(place: Workplace) -> None:
    before = _panel(place).styleSheet()
    place.window.actions_table.trigger("view.theme")
    changed = _panel(place).styleSheet()
    place.window.actions_table.trigger("view.theme")
    assert changed != before == _panel(place).styleSheet()


def test_model_keeps_the_rules_of_qt(place: Workplace) -> None:
    model = _panel(place).model
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    model.toggle_all()
    model.setData(model.index(0, ARTICLE), Qt.CheckState.Unchecked, Qt.ItemDataRole.CheckStateRole)
    _panel(place).words.setText("varga")
    _panel(place).search()
    assert tester.model() is model


def test_a_check_box_of_another_coder_does_not_exist(place: Workplace) -> None:
    model: FoundCodesModel = _panel(place).model
    theirs = model.index(1, ARTICLE)
    assert theirs.data(Qt.ItemDataRole.CheckStateRole) is None
    assert not theirs.flags() & Qt.ItemFlag.ItemIsUserCheckable
    assert "Only B" in theirs.data(Qt.ItemDataRole.ToolTipRole)


def test_only_what_every_layer_has_can_be_set_in_all(place: Workplace) -> None:
    assert place.window.session is not None
    book = place.window.session.codebook
    event = book.layer("event")
    twin = replace(event, key="twin", fields=event.fields[:1])
    both = replace(book, layers=(*book.layers, twin))
    assert [f.key for f in shared_fields(both, ["event", "twin"])] == ["event_type"]


def test_several_fillers_are_parted_by_semicolons(place: Workplace) -> None:
    assert place.window.session is not None
    field = place.window.session.codebook.layer("event").field("actor")
    one, new = read_fillers(field, "Ilse Varga; the navy", {"ilse varga": "u1"})
    assert one.actor == "u1"
    assert (new.value, new.attrs) == ("the navy", {"name": True})
    assert read_fillers(field, "not applicable", {})[0].missing == "na"
    assert read_fillers(field, "leave empty", {}) == ()


def test_the_rows_are_whole_and_single(place: Workplace) -> None:
    assert _panel(place).table.selectionMode() == QTableView.SelectionMode.SingleSelection
