"""The look before importing: what is shown comes in, as one step; what is left out does not."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import (
    QCoreApplication,
    QEvent,
    QMimeData,
    QPoint,
    QPointF,
    Qt,
    QThreadPool,
    QUrl,
)
from PySide6.QtGui import QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from annotator.project import queries
from tests.ui.workplace import TEXT, Workplace
from ui.dialogs.import_wizard import ImportWizard
from ui.importing import Twin, is_table, needs_a_look
from ui.models.importing import TwinModel

TABLE = (
    "Kopf;Body;Pub date;Outlet\n"
    "Bridge closed;The bridge will stay closed until the repairs are done.;03/04/2025;Courier\n"
    "Strike over;Dockers went back to work after nine days of strike.;13/04/2025;Post\n"
    "No text;;14/04/2025;Post\n"
)
STORY = " ".join(f"Word{n} of a long story about the harbour." for n in range(60))

Ask = Callable[..., ImportWizard]


@pytest.fixture(autouse=True)
def no_wizard_left(window: Workplace) -> Iterator[None]:
    """Closes what a test left open, before its project is closed."""
    yield
    for wizard in window.window.findChildren(ImportWizard):
        wizard.close()
    QThreadPool.globalInstance().waitForDone(5000)
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture
def ask(window: Workplace, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> Ask:
    """File > Import with these files chosen; the wizard once it has read them."""

    def opened(*paths: Path) -> ImportWizard:
        names = [str(path) for path in paths]
        monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_: (names, ""))
        window.press("Ctrl+I")
        qtbot.waitUntil(lambda: window.window.findChild(ImportWizard) is not None)
        wizard = window.window.findChild(ImportWizard)
        assert isinstance(wizard, ImportWizard)
        read(wizard, qtbot)
        return wizard

    return opened


def read(wizard: ImportWizard, qtbot: QtBot) -> None:
    """Wait until what is shown is what the present choices give."""
    qtbot.waitUntil(
        lambda: wizard._task is not None and not wizard._task.is_running, timeout=20_000
    )


def titles(window: Workplace) -> list[str]:
    uids = queries.article_uids(window.reader)
    return [queries.article(window.reader, uid).title for uid in uids]


def write(folder: Path, name: str, text: str, encoding: str = "utf-8") -> Path:
    path = folder / name
    path.write_text(text, encoding=encoding)
    return path


def tab_names(wizard: ImportWizard) -> list[str]:
    tabs = wizard.tabs
    return [tabs.tabText(n) for n in range(tabs.count()) if tabs.isTabVisible(n)]


def test_a_table_is_shown_before_it_comes_in(window: Workplace, ask: Ask, tmp_path: Path) -> None:
    wizard = ask(write(tmp_path, "news.csv", TABLE))
    assert wizard.heading.text() == "2 articles would come in"
    assert [a.draft.source for a in wizard.articles.rows] == ["Courier", "Post"]
    assert len(titles(window)) == 2


def test_enter_imports_what_is_shown_as_one_step(
    window: Workplace, ask: Ask, tmp_path: Path
) -> None:
    wizard = ask(write(tmp_path, "news.csv", TABLE))
    QTest.keyClick(wizard.bring_in, Qt.Key.Key_Return)
    assert len(titles(window)) == 4
    window.window.activateWindow()
    window.press("Ctrl+Z")
    assert len(titles(window)) == 2


def test_escape_imports_nothing(window: Workplace, ask: Ask, tmp_path: Path, qtbot: QtBot) -> None:
    wizard = ask(write(tmp_path, "news.csv", TABLE))
    QTest.keyClick(wizard, Qt.Key.Key_Escape)
    qtbot.wait(20)
    assert len(titles(window)) == 2


def test_refused_rows_are_listed_with_their_reason(ask: Ask, tmp_path: Path) -> None:
    wizard = ask(write(tmp_path, "news.csv", TABLE))
    (refused,) = wizard.refusals.rows
    assert "row 4" in refused.where
    assert "no text" in refused.why
    assert "Refused (1)" in tab_names(wizard)


def test_the_rule_for_dates_is_in_sight(ask: Ask, tmp_path: Path) -> None:
    wizard = ask(write(tmp_path, "news.csv", TABLE))
    assert "day/month/year" in wizard.decided.text()
    assert wizard.decided.isVisible()


def test_another_order_of_dates_is_read_at_once(ask: Ask, tmp_path: Path, qtbot: QtBot) -> None:
    table = "title;text;date\nBridge;The bridge stays closed.;03/04/2025\n"
    wizard = ask(write(tmp_path, "news.csv", table))
    assert wizard.articles.rows[0].draft.date is None
    order = wizard.choices.order
    order.setFocus()
    QTest.keyClick(order, Qt.Key.Key_Down)
    qtbot.waitUntil(lambda: wizard.articles.rows[0].draft.date == "2025-04-03")


def test_a_column_can_be_mapped_by_hand(ask: Ask, tmp_path: Path, qtbot: QtBot) -> None:
    table = TABLE.replace("Kopf", "Aufmacher")
    wizard = ask(write(tmp_path, "news.csv", table))
    combo = wizard.choices.parts["title"]
    assert combo.currentData() == ""
    combo.setFocus()
    QTest.keyClick(combo, Qt.Key.Key_Down)
    read(wizard, qtbot)
    qtbot.waitUntil(lambda: wizard.articles.rows[0].title == "Bridge closed")
    assert wizard.articles.rows[0].draft.title_is_mapped


def test_a_table_without_a_text_column_can_be_mapped(
    ask: Ask, tmp_path: Path, qtbot: QtBot
) -> None:
    wizard = ask(write(tmp_path, "news.csv", TABLE.replace("Body", "Wortlaut")))
    assert not wizard.bring_in.isEnabled()
    combo = wizard.choices.parts["text"]
    combo.setCurrentIndex(combo.findData("Wortlaut"))
    combo.activated.emit(combo.currentIndex())
    qtbot.waitUntil(lambda: wizard.articles.rowCount() == 2)
    assert wizard.bring_in.isEnabled()


def test_each_table_keeps_its_own_columns(ask: Ask, tmp_path: Path, qtbot: QtBot) -> None:
    first = write(tmp_path, "a.csv", "Alpha;text\nOne;The first text of all.\n")
    second = write(tmp_path, "b.csv", "Beta;text\nTwo;Another text altogether.\n")
    wizard = ask(first, second)
    for number, header in enumerate(("Alpha", "Beta")):
        wizard.choices.table.setCurrentIndex(number)
        combo = wizard.choices.parts["title"]
        combo.setCurrentIndex(combo.findData(header))
        combo.activated.emit(combo.currentIndex())
        read(wizard, qtbot)
    qtbot.waitUntil(lambda: [a.title for a in wizard.articles.rows] == ["One", "Two"])


def test_an_encoding_can_be_chosen(ask: Ask, tmp_path: Path, qtbot: QtBot) -> None:
    table = "title;text\nGröße;Der Straßenbau geht nächstes Jahr weiter, früher als geplant.\n"
    wizard = ask(write(tmp_path, "news.csv", table, "cp1252"))
    combo = wizard.choices.encoding
    combo.setCurrentIndex(combo.findData("cp1251"))
    combo.activated.emit(combo.currentIndex())
    read(wizard, qtbot)
    qtbot.waitUntil(lambda: "Größe" not in wizard.articles.rows[0].title)
    combo.setCurrentIndex(combo.findData("cp1252"))
    combo.activated.emit(combo.currentIndex())
    qtbot.waitUntil(lambda: wizard.articles.rows[0].title == "Größe")


def test_names_of_files_are_read_by_a_pattern(ask: Ask, tmp_path: Path, qtbot: QtBot) -> None:
    first = write(tmp_path, "2025-03-01_Courier_a.txt", "The bridge stays closed.")
    second = write(tmp_path, "2025-03-02_Post_b.txt", "Dockers went back to work.")
    wizard = ask(first, second)
    QTest.keyClicks(wizard.choices.pattern, "{date}_{source}_{title}")
    qtbot.waitUntil(lambda: wizard.articles.rows[0].draft.source == "Courier")
    assert [a.draft.date for a in wizard.articles.rows] == ["2025-03-01", "2025-03-02"]


def test_what_is_nearly_the_same_can_be_left_out(
    window: Workplace, ask: Ask, tmp_path: Path
) -> None:
    first = write(tmp_path, "first.txt", f"Harbour story\n\n{STORY}")
    later = write(tmp_path, "later.txt", f"Harbour story, updated\n\n{STORY} More to follow.")
    wizard = ask(first, later)
    assert wizard.heading.text() == "2 articles would come in"
    wizard.tabs.setCurrentWidget(wizard.twin_table)
    wizard.twin_table.setFocus()
    wizard.twin_table.setCurrentIndex(wizard.twins.index(0, 0))
    QTest.keyClick(wizard.twin_table, Qt.Key.Key_Space)
    assert wizard.bring_in.text() == "Import 1 article"
    QTest.mouseClick(wizard.bring_in, Qt.MouseButton.LeftButton)
    assert titles(window)[2:] == ["Harbour story"]


def test_the_same_words_in_other_lines_are_left_out_unless_checked(
    ask: Ask, tmp_path: Path
) -> None:
    first = write(tmp_path, "first.txt", f"Harbour story\n\n{STORY}")
    again = write(tmp_path, "again.txt", f"Harbour   story\n\n{STORY.replace('. ', '.  ')}")
    wizard = ask(first, again)
    assert wizard.heading.text() == "1 article would come in"
    wizard.twins.check_all(True)
    assert wizard.heading.text() == "2 articles would come in"


def test_an_article_of_the_project_is_recognised(
    window: Workplace, ask: Ask, tmp_path: Path
) -> None:
    near = write(tmp_path, "near.txt", TEXT.replace("that night", "that evening"))
    other = write(tmp_path, "other.txt", "Nothing like it.")
    wizard = ask(near, other)
    (twin,) = wizard.twins.rows
    assert (twin.stored, twin.other) == (True, "Harbour talks resume")


def test_a_text_the_project_has_is_not_brought_in_again(ask: Ask, tmp_path: Path) -> None:
    wizard = ask(write(tmp_path, "a.txt", TEXT), write(tmp_path, "b.txt", "Something new."))
    assert "1 there already" in wizard.facts.text()
    assert wizard.bring_in.text() == "Import 1 article"


def test_a_single_text_comes_in_without_a_question(
    window: Workplace, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = [str(write(tmp_path, "one.txt", "Quite new\n\nA text of its own."))]
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_: (names, ""))
    window.press("Ctrl+I")
    qtbot.waitUntil(lambda: "Quite new" in titles(window))
    assert window.window.findChild(ImportWizard) is None


def test_a_single_file_that_is_refused_is_shown(ask: Ask, tmp_path: Path) -> None:
    wizard = ask(write(tmp_path, "empty.txt", "  \n"))
    assert wizard.heading.text() == "Nothing would come in"
    assert wizard.tabs.currentWidget() is wizard.refusal_table
    assert not wizard.bring_in.isEnabled()


def test_a_dropped_text_comes_in_at_once(window: Workplace, tmp_path: Path, qtbot: QtBot) -> None:
    drop(window, write(tmp_path, "one.txt", "Quite new\n\nA text of its own."))
    qtbot.waitUntil(lambda: "Quite new" in titles(window))


def test_a_dropped_table_is_shown_first(window: Workplace, tmp_path: Path, qtbot: QtBot) -> None:
    drop(window, write(tmp_path, "news.csv", TABLE))
    wizard = window.window.findChild(ImportWizard)
    assert isinstance(wizard, ImportWizard)
    read(wizard, qtbot)
    assert len(titles(window)) == 2


def drop(window: Workplace, path: Path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    event = QDropEvent(
        QPointF(QPoint(200, 200)), Qt.DropAction.CopyAction, data,
        Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier,
    )  # fmt: skip
    window.window.dropEvent(event)


def test_closing_while_reading_stops_reading(
    window: Workplace, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    paths = [write(tmp_path, f"{n}.txt", f"Text number {n}, {STORY}") for n in range(200)]
    window.window.look_before_import(paths)
    wizard = window.window.findChild(ImportWizard)
    assert isinstance(wizard, ImportWizard)
    task = wizard._task
    assert task is not None
    QTest.keyClick(wizard, Qt.Key.Key_Escape)
    assert task.is_cancelled
    assert len(titles(window)) == 2


def test_which_files_need_a_look(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "all.zip", "w"):
        pass
    assert needs_a_look([tmp_path / "all.zip"])
    assert needs_a_look([tmp_path / "a.xlsx"])
    assert needs_a_look([tmp_path / "a.txt", tmp_path / "b.txt"])
    assert not needs_a_look([tmp_path / "a.txt"])
    assert is_table(tmp_path / "A.CSV")


def test_the_list_of_twins_is_a_sound_model(qtmodeltester: ModelTester) -> None:
    model = TwinModel()
    model.show_twins(
        (Twin(0, "b", True, "near", 0.8), Twin(1, "c", False, "same", 1.0)), ("A", "B")
    )
    assert model.left_out == {1}
    qtmodeltester.check(model)
