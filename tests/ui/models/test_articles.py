"""The list of articles as a model: sections, filter, order, and that nothing loses its place."""

from __future__ import annotations

from dataclasses import replace
from time import perf_counter
from typing import Literal

import pytest
from PySide6.QtCore import QAbstractItemModel, Qt
from PySide6.QtTest import QAbstractItemModelTester, QSignalSpy

from annotator.model import ArticleRow
from ui.models.articles import ArticleListModel, Role, status_line
from ui.models.table import Column, TableModel

State = Literal["todo", "in_progress", "done"]


def _row(uid: str, title: str = "", *, state: State = "todo", round: str = "Main") -> ArticleRow:
    return ArticleRow(
        uid=uid,
        title=title or f"Article {uid}",
        date=None,
        source="Courier",
        state=state,
        codes=0,
        entities=0,
        active_seconds=0,
        round=round,
        flagged=0,
        incomplete=0,
    )


@pytest.fixture
def model(qapp: object) -> ArticleListModel:
    model = ArticleListModel()
    model.set_rows(
        [
            _row("a", "Harbour talks", state="done", round="Pilot"),
            _row("b", "Border crossing", round="Pilot"),
            _row("c", "Prisoner lists", state="done"),
            _row("d", "ÉLECTION called"),
        ]
    )
    return model


def _texts(model: QAbstractItemModel) -> list[str]:
    return [model.index(n, 0).data() for n in range(model.rowCount())]


def test_model_keeps_the_rules_of_qt(model: ArticleListModel) -> None:
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    for words in ("ta", "", "zzz", ""):
        model.set_filter(words)
    model.set_rows([])
    model.set_rows([_row("x")])
    assert tester.model() is model


def test_every_round_has_a_section_with_its_progress(model: ArticleListModel) -> None:
    assert _texts(model) == [
        "Pilot · 1 of 2 done",
        "Harbour talks",
        "Border crossing",
        "Main · 1 of 2 done",
        "Prisoner lists",
        "ÉLECTION called",
    ]


def test_sections_cannot_be_selected(model: ArticleListModel) -> None:
    assert not model.flags(model.index(0)) & Qt.ItemFlag.ItemIsSelectable


@pytest.mark.parametrize(
    ("words", "uids"),
    [("talks", ["a"]), ("TALKS harbour", ["a"]), ("élection", ["d"]), ("courier", list("abcd"))],
)
def test_filter_asks_for_every_word(model: ArticleListModel, words: str, uids: list[str]) -> None:
    model.set_filter(words)
    assert model.uids == uids


def test_progress_counts_hidden_articles_too(model: ArticleListModel) -> None:
    model.set_filter("border")
    assert _texts(model)[0] == "Pilot · 1 of 2 done"


def test_new_counts_move_no_row(model: ArticleListModel) -> None:
    resets = QSignalSpy(model.modelReset)
    done = replace(_row("b", "Border crossing", round="Pilot"), state="done", codes=3)
    assert model.update_rows([done])
    assert resets.count() == 0
    assert _texts(model)[0] == "Pilot · 2 of 2 done"
    assert model.index(model.row_of("b")).data(Role.ROW).codes == 3


def test_new_counts_of_a_hidden_article_reach_its_section(model: ArticleListModel) -> None:
    model.set_filter("harbour")
    model.update_rows([replace(_row("b", "Border crossing", round="Pilot"), state="done")])
    model.set_filter("")
    assert _texts(model)[0] == "Pilot · 2 of 2 done"


def test_article_that_is_not_listed_is_not_taken_over(model: ArticleListModel) -> None:
    assert not model.update_rows([_row("new")])
    assert "new" not in model.uids


def test_neighbours_end_at_the_ends(model: ArticleListModel) -> None:
    assert model.neighbour("b", 1) == "c"
    assert model.neighbour("d", 1) is None
    assert model.neighbour("a", -1) is None


def test_next_undone_goes_round(model: ArticleListModel) -> None:
    assert model.next_undone("d") == "b"


def test_next_undone_is_none_when_all_is_done(model: ArticleListModel) -> None:
    model.set_rows([_row("a", state="done"), _row("b", state="done")])
    assert model.next_undone("a") is None


def test_status_says_state_in_words() -> None:
    row = replace(_row("a", state="in_progress"), codes=1, active_seconds=360, flagged=2)
    assert status_line(row) == "in progress  1 code  6 min  2 flagged"


def test_filtering_a_hundred_thousand_articles_is_quick(qapp: object) -> None:
    model = ArticleListModel()
    model.set_rows([_row(str(n), f"Article on harbour {n}") for n in range(100_000)])
    began = perf_counter()
    model.set_filter("harbour 4711")
    assert perf_counter() - began < 1.0
    assert "4711" in model.uids


def test_table_keeps_the_rules_of_qt(qapp: object) -> None:
    table: TableModel[tuple[str, int]] = TableModel(
        [Column("Name", lambda r: r[0]), Column("Uses", lambda r: str(r[1]), number=True)]
    )
    tester = QAbstractItemModelTester(table, QAbstractItemModelTester.FailureReportingMode.Fatal)
    table.set_rows([("a", 1), ("b", 2)])
    table.set_rows([])
    assert tester.model() is table


def test_table_copies_as_text(qapp: object) -> None:
    table: TableModel[tuple[str, int]] = TableModel(
        [Column("Name", lambda r: r[0]), Column("Uses", lambda r: str(r[1]))]
    )
    table.set_rows([("a\tb\nc", 1)])
    assert table.as_text() == "Name\tUses\na b c\t1"


def test_row_that_was_equal_once_is_still_updated_later(model: ArticleListModel) -> None:
    model.update_rows([_row("d", "ÉLECTION called")])
    model.update_rows([_row("d", "ÉLECTION called", state="done")])
    shown = model.index(model.row_of("d")).data(Role.ROW)
    assert shown.state == "done"
