"""The Agreement page: numbers of the sample study, and the way from a number to its passage."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from annotator.project import queries
from annotator.project.store import Store
from annotator.sample import build_sample
from tests.helpers import new_store, with_article, with_coder
from ui.actions import ActionRegistry
from ui.pages.agreement import AgreementPage
from ui.session import Session
from ui.theme import LIGHT


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("sample") / "study.annot"
    build_sample(path)
    return path


def _page(path: Path, coder: str) -> tuple[AgreementPage, Session]:
    store = Store.open(path, read_only=True)
    found = queries.coder_named(store.reader, coder)
    assert found is not None
    session = Session(store, found)
    page = AgreementPage(session, ActionRegistry({}), LIGHT)
    page.resize(1300, 800)
    page.show()
    return page, session


def _computed(page: AgreementPage) -> None:
    page.activated()
    end = time.monotonic() + 60
    while page.cancel.isVisibleTo(page) and time.monotonic() < end:
        QApplication.processEvents()
        time.sleep(0.01)


@pytest.fixture
def page(qapp: QApplication, sample: Path) -> Iterator[AgreementPage]:
    made, session = _page(sample, "Coder A")
    _computed(made)
    yield made
    made.close()
    session.close()


def test_every_number_has_its_units(page: AgreementPage) -> None:
    assert page._results is not None
    assert all(row.units > 0 for row in page._results.rows if row.value is not None)
    assert page.model.rowCount() == len(page._results.rows) > 20


def test_from_a_number_to_its_passage_by_keyboard(page: AgreementPage) -> None:
    wanted: list[tuple[str, object]] = []
    page.passage_wanted.connect(lambda article, span: wanted.append((article, span)))
    page.table.setFocus()
    QTest.keyClick(page.table, Qt.Key.Key_Down)
    QTest.keyClick(page.table, Qt.Key.Key_Return)
    QTest.keyClick(page.passages, Qt.Key.Key_Return)
    row = page.row()
    assert row is not None
    assert wanted == [(row.passages[0].article, row.passages[0].span)]


def test_passages_with_the_largest_contribution_come_first(page: AgreementPage) -> None:
    row = page.row()
    assert row is not None
    shares = [p.contribution for p in row.passages]
    assert shares == sorted(shares, reverse=True)


def test_the_table_is_copied_as_text(page: AgreementPage) -> None:
    page.table.setFocus()
    QTest.keyClick(page.table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text().startswith("What\tCoefficient\tValue")


def test_plots_are_saved_as_svg_and_png(page: AgreementPage, tmp_path: Path) -> None:
    for name, head in (("pairs.svg", b"<?xml"), ("pairs.png", b"\x89PNG")):
        page.side.pairs.save(tmp_path / name)
        assert (tmp_path / name).read_bytes().startswith(head)


def test_coders_of_a_blind_round_see_no_numbers(qapp: QApplication, sample: Path) -> None:
    made, session = _page(sample, "Coder B")
    made.activated()
    assert made.model.rowCount() == 0
    assert "blind" in made.message.text()
    made.close()
    session.close()


def test_one_coder_only_gets_an_explanation(qapp: QApplication, tmp_path: Path) -> None:
    with new_store(tmp_path) as store:
        with_article(store)
        with_coder(store)
    made, session = _page(tmp_path / "study.annot", "Coder A")
    _computed(made)
    assert made.message.text().startswith("No numbers:")
    made.close()
    session.close()
