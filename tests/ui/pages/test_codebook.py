"""The Codebook page, read with the keyboard: layers, fields, values, search."""

from __future__ import annotations

from dataclasses import replace

import pytest
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from annotator.codebook.kinds import KINDS
from annotator.codebook.load import load_template
from annotator.codebook.model import Code
from tests.ui.workplace import Workplace
from ui.models.codebook import OutlineModel, Role
from ui.pages.codebook import CodebookPage
from ui.pages.codebook_sheet import KIND_WORDS, Sheet, hits
from ui.theme import DARK, LIGHT


@pytest.fixture
def page(window: Workplace) -> CodebookPage:
    window.press("Ctrl+2")
    page = window.window.pages["codebook"]
    assert isinstance(page, CodebookPage)
    return page


def test_every_layer_of_the_codebook_is_listed(page: CodebookPage) -> None:
    shown = [page.model.item(n).text() for n in range(page.model.rowCount())]
    assert shown == [layer.label for layer in load_template("news").layers]


def test_the_page_has_the_focus_in_the_outline(page: CodebookPage) -> None:
    assert page.outline.hasFocus()


def test_down_shows_the_next_layer_with_its_definitions(
    window: Workplace, page: CodebookPage
) -> None:
    page.outline.setCurrentIndex(page.model.index(0, 0))
    window.press("Left", *["Down"] * (1 + page.model.item(0).rowCount()))
    assert page.outline.currentIndex().data(Role.LAYER) == "event"
    text = page.sheet.toPlainText()
    assert "ASSAULT" in text
    assert "Include:" in text


def test_right_and_down_go_to_a_field_of_the_layer(window: Workplace, page: CodebookPage) -> None:
    window.press("Down")
    assert page.outline.currentIndex().data(Role.FIELD) == "type"


def test_ctrl_f_searches_and_shows_only_hits(
    window: Workplace, page: CodebookPage, qtbot: QtBot
) -> None:
    window.press("Ctrl+F")
    window.type("ceasefire")
    qtbot.waitUntil(lambda: "ceasefire" in page.sheet.toPlainText())
    assert "AGREE" not in page.sheet.toPlainText().split()


def test_search_goes_to_the_first_layer_with_a_hit(
    window: Workplace, page: CodebookPage, qtbot: QtBot
) -> None:
    window.press("Ctrl+F")
    window.type("hunger strike")
    qtbot.waitUntil(lambda: page.outline.currentIndex().data(Role.LAYER) == "event")


def test_escape_clears_the_search(window: Workplace, page: CodebookPage) -> None:
    window.press("Ctrl+F")
    window.type("ceasefire")
    window.press("Esc")
    assert page.filter.text() == ""
    assert page.model.item(0).rowCount() > 0


def test_uses_of_a_value_are_counted(window: Workplace) -> None:
    window.press("Tab", "Return")
    window.press("Ctrl+2")
    page = window.window.pages["codebook"]
    assert isinstance(page, CodebookPage)
    assert "1 ×" in page.sheet.toPlainText()


def test_nothing_found_is_said_in_words() -> None:
    layer = load_template("news").layer("event")
    assert "No field or value" in Sheet(layer, LIGHT, lambda _: {}, ("xyzzy",)).html()


def test_a_search_with_signs_of_html_does_no_harm() -> None:
    layer = replace(load_template("news").layer("event"), definition="a < b & c")
    html = Sheet(layer, DARK, lambda _: {}, ("<", "b")).html()
    assert "&lt;" in html
    assert "a < b" not in html


def test_every_kind_of_field_has_a_word() -> None:
    assert set(KIND_WORDS) == set(KINDS)


def test_five_hundred_values_are_all_shown(page: CodebookPage, qtbot: QtBot) -> None:
    layer = load_template("news").layer("event")
    codes = tuple(Code(f"k{n}", f"Value {n}", n, f"Definition {n}") for n in range(500))
    big = replace(layer, fields=(replace(layer.fields[0], codes=codes),))
    page.sheet.setHtml(Sheet(big, LIGHT, lambda _: {}, ()).html())
    assert "Value 499" in page.sheet.toPlainText()


def test_the_outline_is_a_sound_model(qtmodeltester: ModelTester) -> None:
    book, model = load_template("news"), OutlineModel()
    model.show_codebook(book, [hits(layer, ("port",)) for layer in book.layers], True)
    qtmodeltester.check(model)


def test_themes_are_taken_over(page: CodebookPage) -> None:
    page.set_theme(DARK)
    assert DARK.paper in page.sheet.styleSheet()


def test_f6_walks_through_the_panes(window: Workplace, page: CodebookPage) -> None:
    window.press("F6")
    assert page.sheet.hasFocus()
    window.press("F6")
    assert page.filter.hasFocus()
