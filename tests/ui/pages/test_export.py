"""The Export page: what is shown is what is written."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from annotator.commands.codes import add_code
from annotator.errors import ProjectError
from annotator.model import Span, Value
from exports import base
from exports.base import Exporter, ExportOptions, ExportReport
from tests.ui.workplace import Workplace
from ui.models.table import TableModel
from ui.pages import export_memory
from ui.pages.export import ExportPage, export_columns
from ui.pages.export_census import Line


@pytest.fixture
def page(window: Workplace, qtbot: QtBot) -> ExportPage:
    """Two entities and one event are coded."""
    fields = {"type": (Value(code="person"),)}
    for start, layer in ((22, "entity"), (27, "entity"), (60, "event")):
        span = Span(start, start + 4)
        window.store.run(
            "Code", add_code, window.article.uid, span, layer=layer,
            fields=fields if layer == "entity" else {}, coder=window.coder,
        )  # fmt: skip
    window.press("Ctrl+6")
    page = window.window.pages["export"]
    assert isinstance(page, ExportPage)
    qtbot.waitUntil(lambda: bool(page.model.rows))
    return page


def rows(page: ExportPage) -> dict[str, int | None]:
    return {line.name: line.rows for line in page.model.rows}


def written(page: ExportPage, path: Path, qtbot: QtBot) -> ExportReport:
    page.write(path)
    assert page._task is not None
    qtbot.waitUntil(lambda: not page._is_writing, timeout=20_000)
    assert page._report is not None, page.said.text()
    return page._report


def uncheck(page: ExportPage, list_name: str, key: str) -> None:
    part = getattr(page.choices, list_name)
    keys = [str(item.data(257)) for item in part._rows()]
    part.choose([k for k in keys if k != key])


def test_the_preview_counts_codes_and_articles(page: ExportPage) -> None:
    assert rows(page)["annotations_long"] == 3
    assert rows(page)["documents"] == 2
    assert page.summary.text() == "3 codes · 2 articles"


def test_leaving_out_a_layer_changes_the_preview_at_once(page: ExportPage) -> None:
    uncheck(page, "layers", "entity")
    assert rows(page)["annotations_long"] == 1
    assert "entity_wide" not in rows(page)


def test_space_unchecks_a_layer(window: Workplace, page: ExportPage) -> None:
    page.choices.layers.setFocus()
    page.choices.layers.setCurrentIndex(page.choices.layers.model().index(0, 0))
    window.press("Space")
    assert rows(page)["annotations_long"] == 1


def test_ctrl_a_unchecks_all_and_checks_them_again(window: Workplace, page: ExportPage) -> None:
    page.choices.layers.setFocus()
    window.press("Ctrl+A")
    assert page.choices.layers.chosen == ()
    window.press("Ctrl+A")
    assert page.choices.layers.chosen is None


def test_nothing_chosen_is_said_and_cannot_be_exported(page: ExportPage) -> None:
    page.choices.layers.choose(())
    assert page.summary.text() == "Choose at least one layer."
    assert not page.export.isEnabled()


@pytest.mark.parametrize("text", ["14 March", "2025-13", "2025-3-1"])
def test_what_is_no_date_is_said(page: ExportPage, text: str) -> None:
    page.choices.date_from.setText(text)
    assert "is no date" in page.summary.text()
    assert not page.export.isEnabled()


def test_dates_the_wrong_way_round_are_said(page: ExportPage) -> None:
    page.choices.date_from.setText("2025-05")
    page.choices.date_to.setText("2024")
    assert page.summary.text() == "The first date is after the last."


def test_articles_without_a_date_are_left_out_of_a_range(page: ExportPage) -> None:
    page.choices.date_from.setText("2025")
    assert rows(page)["documents"] == 0


def test_the_workbook_has_the_rows_of_the_preview(
    page: ExportPage, tmp_path: Path, qtbot: QtBot
) -> None:
    import openpyxl

    shown = {name: n for name, n in rows(page).items() if n is not None}
    report = written(page, tmp_path / "out.xlsx", qtbot)
    book = openpyxl.load_workbook(report.path, read_only=True)
    found = {name: sum(1 for _ in book[name].rows) - 1 for name in book.sheetnames}
    book.close()
    assert {name: found[name] for name in shown} == shown


def test_json_lines_have_the_rows_of_the_preview(
    page: ExportPage, tmp_path: Path, qtbot: QtBot
) -> None:
    page.choices.format.setCurrentIndex(page.choices.format.findData("jsonl"))
    shown = rows(page)
    report = written(page, tmp_path / "out.jsonl", qtbot)
    assert {name: report.sheets.get(name, 0) for name in shown} == shown


def test_ctrl_enter_asks_for_the_file_and_writes_it(
    window: Workplace,
    page: ExportPage,
    tmp_path: Path,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    target = str(tmp_path / "mine")
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (target, ""))
    window.press("Ctrl+Return")
    qtbot.waitUntil(lambda: not page._is_writing, timeout=20_000)
    assert (tmp_path / "mine.xlsx").exists()
    assert "mine.xlsx is written with 3 codes" in page.said.text()


def test_the_folder_can_be_opened_afterwards(
    page: ExportPage, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[QUrl] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", opened.append)
    written(page, tmp_path / "out.xlsx", qtbot)
    QTest.mouseClick(page.open_folder, Qt.MouseButton.LeftButton)
    assert opened[0].toLocalFile() == str(tmp_path)


def test_a_folder_that_is_not_there_is_said(page: ExportPage, tmp_path: Path, qtbot: QtBot) -> None:
    page.write(tmp_path / "nowhere" / "out.xlsx")
    qtbot.waitUntil(lambda: not page._is_writing)
    assert "There is no folder" in page.said.text()
    assert page.export.isEnabled()


def test_cancel_leaves_nothing_behind(
    page: ExportPage, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    def slow(
        reader: object, path: Path, options: ExportOptions, progress: base.Progress
    ) -> ExportReport:
        for n in range(2000):
            progress(n, 2000)
            QTest.qSleep(2)
        raise ProjectError("It was never cancelled.")

    monkeypatch.setitem(base.EXPORTERS, "xlsx", Exporter("xlsx", "Slow", ".xlsx", slow))
    page.write(tmp_path / "out.xlsx")
    qtbot.waitUntil(lambda: "of 2,000 codes" in page.said.text())
    assert not page.export.isEnabled()
    QTest.mouseClick(page.cancel, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not page._is_writing)
    assert page.said.text() == "Cancelled. Nothing was written."
    assert not (tmp_path / "out.xlsx").exists()


def test_closing_the_project_stops_the_export(
    window: Workplace, page: ExportPage, tmp_path: Path, qtbot: QtBot
) -> None:
    page.write(tmp_path / "out.xlsx")
    task = page._task
    assert task is not None
    window.window.close_project()
    qtbot.waitUntil(lambda: not task.is_running, timeout=20_000)
    assert list(tmp_path.glob("*.xlsx")) == []


def test_coding_goes_on_while_the_file_is_written(
    window: Workplace, page: ExportPage, tmp_path: Path, qtbot: QtBot
) -> None:
    page.write(tmp_path / "out.xlsx")
    assert window.window.session is not None
    window.window.session.run(
        "Code", add_code, window.article.uid, Span(70, 74), layer="event", fields={}
    )
    qtbot.waitUntil(lambda: not page._is_writing, timeout=20_000)
    assert len(window.codes("event")) == 2


def test_choices_are_remembered(
    window: Workplace, page: ExportPage, tmp_path: Path, qtbot: QtBot
) -> None:
    uncheck(page, "layers", "entity")
    page.choices.with_text.setChecked(False)
    page.choices.date_to.setText("2026")
    written(page, tmp_path / "out.xlsx", qtbot)
    window.window.close_project()
    assert window.window.open_project(window.path, "A")
    window.press("Ctrl+6")
    again = window.window.pages["export"]
    assert isinstance(again, ExportPage)
    assert again.choices.to_json() == {
        **again.choices.to_json(), "date_to": "2026", "checked": [3],
    }  # fmt: skip
    assert "entity" not in (again.choices.layers.chosen or ())
    qtbot.waitUntil(lambda: bool(again.model.rows))


def test_damaged_memory_costs_only_the_memory(home: Path) -> None:
    export_memory.memory_file().write_text("{", encoding="utf-8")
    assert export_memory.recall(Path("x.annot")) == {}
    export_memory.remember(Path("x.annot"), {"format": "csv"})
    assert export_memory.recall(Path("x.annot")) == {"format": "csv"}


def test_a_new_code_is_counted_when_the_page_comes_back(
    window: Workplace, page: ExportPage, qtbot: QtBot
) -> None:
    window.press("Ctrl+1")
    window.put_caret("Kestrel")
    window.press("E")
    window.leave_form()
    coded = len(window.codes())
    window.press("Ctrl+6")
    qtbot.waitUntil(lambda: rows(page)["annotations_long"] == coded)


def test_the_preview_is_a_sound_model(qtmodeltester: ModelTester) -> None:
    model: TableModel[Line] = TableModel(export_columns())
    model.set_rows([Line("a", 1, "x"), Line("b", None)])
    qtmodeltester.check(model)
