"""The Actors page: real keys and clicks, asserted on the database."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from annotator.commands.actors import add_actor, add_alias
from annotator.commands.codes import add_code
from annotator.model import Actor, Span, Value
from annotator.project import queries
from tests.ui.workplace import Workplace
from ui.models.actors import APPROVED, NAME, USES, ActorFilter, ActorTableModel
from ui.pages.actors import ActorsPage
from ui.pages.actors_merge import preview
from ui.pages.actors_pane import clean_kind

NAMES = ("Ilse Varga", "I. Varga", "Daan Okoro", "Union of Ports")


@pytest.fixture
def page(window: Workplace) -> ActorsPage:
    """Four actors, the first in one role, the last with an alias."""
    run = window.store.run
    uids = [run("Add", add_actor, name, coder=window.coder).result for name in NAMES]
    run("Alias", add_alias, uids[3], "the Union", coder=window.coder)
    span = Span(22, 32)
    fields = {"holder": (Value(actor=uids[0]),)}
    article = window.article.uid
    run("Code", add_code, article, span, layer="stance", fields=fields, coder=window.coder)
    window.press("Ctrl+3")
    page = window.window.pages["actors"]
    assert isinstance(page, ActorsPage)
    return page


def actor(window: Workplace, name: str) -> Actor:
    return next(a for a in queries.actors(window.reader) if a.name == name)


def names(window: Workplace) -> list[str]:
    return [a.name for a in queries.actors(window.reader)]


def choose(page: ActorsPage, *wanted: str) -> None:
    page.table.setFocus()
    page._choose([a.uid for a in page.model.rows if a.name in wanted])


def cells(page: ActorsPage, column: int) -> list[str]:
    return [str(page.proxy.index(row, column).data()) for row in range(page.proxy.rowCount())]


def test_actors_are_listed_by_name(page: ActorsPage) -> None:
    assert cells(page, NAME) == sorted(NAMES, key=str.casefold)


def test_uses_are_counted(page: ActorsPage) -> None:
    assert dict(zip(cells(page, NAME), cells(page, USES), strict=True))["Ilse Varga"] == "1"


def test_enter_renames_and_keeps_the_old_name(
    window: Workplace, page: ActorsPage, qtbot: QtBot
) -> None:
    choose(page, "Daan Okoro")
    window.press("Return")
    window.type("Daan A. Okoro")
    window.press("Return")
    qtbot.waitUntil(lambda: "Daan A. Okoro" in names(window))
    assert actor(window, "Daan A. Okoro").aliases == ("Daan Okoro",)


def test_f2_and_escape_change_nothing(window: Workplace, page: ActorsPage, qtbot: QtBot) -> None:
    choose(page, "Daan Okoro")
    window.press("F2")
    window.type("Nobody")
    window.press("Esc")
    qtbot.wait(20)
    assert "Nobody" not in names(window)


def test_undo_takes_a_renaming_back(window: Workplace, page: ActorsPage, qtbot: QtBot) -> None:
    choose(page, "Daan Okoro")
    window.press("F2")
    window.type("X")
    window.press("Return")
    qtbot.waitUntil(lambda: "X" in names(window))
    page.table.setFocus()
    window.press("Ctrl+Z")
    assert "Daan Okoro" in names(window)
    assert "Daan Okoro" in cells(page, NAME)


def test_a_name_that_is_taken_is_refused(window: Workplace, page: ActorsPage, qtbot: QtBot) -> None:
    choose(page, "Daan Okoro")
    window.press("F2")
    window.type("Union of Ports")
    window.press("Return")
    qtbot.waitUntil(lambda: "Merge the two instead" in window.note)
    assert cells(page, NAME) == sorted(NAMES, key=str.casefold)


def test_merging_shows_what_happens_then_moves_the_uses(
    window: Workplace, page: ActorsPage
) -> None:
    choose(page, "Ilse Varga", "I. Varga")
    window.press("Ctrl+M")
    assert "becomes another name of “Ilse Varga”" in page.merge_bar.sentence.text()
    window.press("Return")
    assert "I. Varga" not in names(window)
    assert actor(window, "Ilse Varga").aliases == ("I. Varga",)


def test_one_undo_takes_a_merge_of_three_back(window: Workplace, page: ActorsPage) -> None:
    choose(page, "Ilse Varga", "I. Varga", "Daan Okoro")
    QTest.mouseClick(page.merge, Qt.MouseButton.LeftButton)
    QTest.mouseClick(page.merge_bar.merge, Qt.MouseButton.LeftButton)
    assert names(window) == ["Ilse Varga", "Union of Ports"]
    window.press("Ctrl+Z")
    assert len(names(window)) == 4


def test_escape_leaves_the_merge(window: Workplace, page: ActorsPage) -> None:
    choose(page, "Ilse Varga", "I. Varga")
    window.press("Ctrl+M", "Esc")
    assert not page.merge_bar.isVisible()
    assert len(names(window)) == 4
    assert page.table.hasFocus()


def test_a_merged_name_splits_off_as_it_was(window: Workplace, page: ActorsPage) -> None:
    before = actor(window, "I. Varga").uid
    choose(page, "Ilse Varga", "I. Varga")
    window.press("Ctrl+M", "Return")
    page.pane.aliases.setFocus()
    page.pane.aliases.setCurrentIndex(page.pane.alias_model.index(0))
    window.press("Return")
    assert actor(window, "I. Varga").uid == before
    assert actor(window, "Ilse Varga").aliases == ()


def test_an_alias_splits_off_as_a_new_actor(window: Workplace, page: ActorsPage) -> None:
    choose(page, "Union of Ports")
    page.pane.aliases.setCurrentIndex(page.pane.alias_model.index(0))
    QTest.mouseClick(page.pane.split, Qt.MouseButton.LeftButton)
    assert "the Union" in names(window)
    assert actor(window, "Union of Ports").aliases == ()


def test_another_name_is_added(window: Workplace, page: ActorsPage) -> None:
    choose(page, "Ilse Varga")
    page.pane.new_alias.setFocus()
    window.type("Varga")
    window.press("Return")
    assert actor(window, "Ilse Varga").aliases == ("Varga",)


def test_a_name_of_somebody_else_is_no_alias(window: Workplace, page: ActorsPage) -> None:
    choose(page, "Ilse Varga")
    page.pane.new_alias.setFocus()
    window.type("Daan Okoro")
    window.press("Return")
    assert actor(window, "Ilse Varga").aliases == ()


def test_kind_and_country_are_set_for_all_chosen(window: Workplace, page: ActorsPage) -> None:
    choose(page, "Ilse Varga", "Daan Okoro")
    window.press("Ctrl+E")
    edit = page.pane.kind.lineEdit()
    assert isinstance(edit, QLineEdit)
    edit.selectAll()
    window.type("opp")
    window.press("Tab")
    window.type("ARV")
    window.press("Return")
    found = {(a.kind, a.country) for a in queries.actors(window.reader) if a.name in NAMES[::2]}
    assert found == {("OPP", "ARV")}


def test_ctrl_enter_approves(window: Workplace, page: ActorsPage) -> None:
    choose(page, "Ilse Varga", "Daan Okoro")
    window.press("Ctrl+Return")
    assert [a.approved for a in queries.actors(window.reader)].count(True) == 2
    assert cells(page, APPROVED).count("approved") == 2


def test_delete_takes_unused_actors_away_and_keeps_the_others(
    window: Workplace, page: ActorsPage
) -> None:
    choose(page, "Ilse Varga", "Daan Okoro")
    window.press("Del")
    assert "Daan Okoro" not in names(window)
    assert "Ilse Varga" in names(window)


def test_an_unused_actor_goes_with_those_merged_into_it(
    window: Workplace, page: ActorsPage
) -> None:
    choose(page, "I. Varga", "Daan Okoro")
    window.press("Ctrl+M", "Return")
    window.press("Del")
    assert names(window) == ["Ilse Varga", "Union of Ports"]
    window.press("Ctrl+Z")
    assert len(names(window)) == 3


def test_a_new_actor_is_named_at_once(window: Workplace, page: ActorsPage, qtbot: QtBot) -> None:
    QTest.mouseClick(page.add, Qt.MouseButton.LeftButton)
    window.type("Port Selm council")
    window.press("Return")
    qtbot.waitUntil(lambda: "Port Selm council" in names(window))


def test_the_filter_looks_into_other_names(window: Workplace, page: ActorsPage) -> None:
    window.press("Ctrl+F")
    window.type("the union")
    assert cells(page, NAME) == ["Union of Ports"]


def test_only_the_unused_can_be_shown(page: ActorsPage) -> None:
    page.shown.setCurrentIndex(page.shown.findData("unused"))
    assert "Ilse Varga" not in cells(page, NAME)


def test_no_hits_are_said_in_words(window: Workplace, page: ActorsPage) -> None:
    window.press("Ctrl+F")
    window.type("xyzzy")
    assert page.empty.isVisible()
    assert not page.table.isVisible()


def test_sorting_by_uses_puts_numbers_in_order(page: ActorsPage) -> None:
    page.table.sortByColumn(USES, Qt.SortOrder.DescendingOrder)
    assert cells(page, NAME)[0] == "Ilse Varga"


def test_the_table_is_copied_as_text(window: Workplace, page: ActorsPage) -> None:
    choose(page, "Daan Okoro")
    window.press("Ctrl+C")
    lines = QGuiApplication.clipboard().text().split("\n")
    assert lines[0].startswith("Name\tKind\tCountry")
    assert len(lines) == 5


def test_the_choice_survives_a_change(window: Workplace, page: ActorsPage) -> None:
    choose(page, "Daan Okoro")
    window.press("Ctrl+Return")
    assert [a.name for a in page.chosen] == ["Daan Okoro"]


def test_the_models_are_sound(qtmodeltester: ModelTester) -> None:
    model, proxy = ActorTableModel(), ActorFilter()
    proxy.setSourceModel(model)
    rows = [
        Actor(f"u{n}", f"Actor {n}", "GOV", None, {}, (f"alias {n}",), n, None, bool(n % 2))
        for n in range(5)
    ]
    model.set_rows(rows)
    proxy.set_wanted("actor")
    qtmodeltester.check(model)
    qtmodeltester.check(proxy)


def test_the_preview_names_everybody_and_counts_uses() -> None:
    def one(name: str, uses: int) -> Actor:
        return Actor(name, name, None, None, {}, (), uses, None, False)

    text = preview(one("Ilse Varga", 7), [one("Varga", 2), one("I. Varga", 1)])
    assert text.startswith("“Varga” and “I. Varga” become other names of “Ilse Varga”")
    assert "3 uses then count for it, 10 in all" in text


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("gov", "GOV"), ("GOV government", "GOV"), ("Government", "GOV"), ("sports club", "sports club"), ("", "")],
)  # fmt: skip
def test_kinds_are_understood(typed: str, kept: str) -> None:
    assert clean_kind(typed) == kept
