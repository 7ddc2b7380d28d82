"""The frame around the pages: opening, closing, switching, finding, dropping; nothing left over."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QInputDialog
from pytestqt.qtbot import QtBot

from annotator.model import Coder
from annotator.project import queries
from annotator.project.store import Store
from annotator.settings import load_settings
from tests.helpers import new_store
from tests.ui.conftest import QUIET
from tests.ui.workplace import PIPELINE, SECOND_TITLE, TITLE, Opened, Workplace, suggested
from ui.dialogs.help import HelpDialog, chapters
from ui.window.palette import CheatSheet

# welcome, new, open


def test_welcome_page_comes_first(windows: Opened) -> None:
    desk = windows()
    assert desk.window.stack.currentWidget() is desk.window.welcome
    assert desk.window.session is None
    assert desk.window.status.isHidden()


def test_welcome_page_offers_no_action_of_a_project(windows: Opened) -> None:
    desk = windows()
    offered = {s.id for s in desk.window.actions_table.specs() if not s.fixed}
    usable = {a for a in offered if desk.window.actions_table.is_enabled(a)}
    assert "project.open" in usable
    assert not any(a.startswith(("code.", "article.", "layer.", "suggestion.")) for a in usable)


def test_new_project_opens_ready_for_its_coder(windows: Opened, tmp_path: Path) -> None:
    desk = windows()
    assert desk.window.new_project(tmp_path / "fresh.annot", "news", "Ilse")
    assert desk.coder and desk.window.session is not None
    assert desk.window.session.coder.name == "Ilse"
    assert desk.page.panes_box.no_article.isVisible()
    assert load_settings(tmp_path / "home" / "settings.json").user_name == "Ilse"


def test_project_that_exists_is_not_made_again(windows: Opened, project: Path) -> None:
    desk = windows()
    assert not desk.window.new_project(project, "news", "Ilse")
    assert "exists already" in desk.window.banner.text
    assert desk.window.session is None


def test_missing_project_leaves_the_open_one_open(window: Workplace, tmp_path: Path) -> None:
    assert not window.window.open_project(tmp_path / "gone.annot")
    assert "There is no project" in window.window.banner.text
    assert window.article.title == TITLE


def test_opening_the_open_project_again_keeps_it_writable(window: Workplace) -> None:
    assert window.window.open_project(window.path)
    assert window.window.session is not None
    assert not window.window.session.read_only


def test_recent_projects_stand_on_the_welcome_page(windows: Opened, project: Path) -> None:
    desk = windows(project)
    desk.press("Ctrl+W")
    assert desk.window.session is None
    settings = load_settings(project.parent / "home" / "settings.json")
    assert [Path(r.path).name for r in settings.recent] == ["study.annot"]


def test_relative_path_brings_back_the_coder_of_last_time(
    windows: Opened, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    windows(project, coder="Ilse").window.close()
    monkeypatch.chdir(project.parent)
    desk = windows(None, settings=load_settings(project.parent / "home" / "settings.json"))
    desk.window.open_project(Path("study.annot"))
    assert desk.window.session is not None
    assert desk.window.session.coder.name == "Ilse"


def test_locked_project_opens_for_reading_with_a_banner(windows: Opened, project: Path) -> None:
    first = windows(project)
    second = windows(project)
    assert first.window.session is not None and not first.window.session.read_only
    assert second.window.session is not None and second.window.session.read_only
    assert "It is open for reading only." in second.window.banner.text
    assert second.window.status.saved == "Read only"


def test_read_only_project_refuses_keys_that_write(windows: Opened, project: Path) -> None:
    windows(project)
    second = windows(project)
    second.select("bombed")
    second.press("E", "A", "Return", "Space", "Ctrl+Z", "Ctrl+Shift+Return")
    assert second.codes() == []
    assert not second.form_is_open
    assert "reading only" in second.note


def test_read_only_project_can_be_walked(windows: Opened, project: Path) -> None:
    windows(project)
    second = windows(project)
    second.press("Tab", "Tab")
    assert second.current == "Monday"
    second.press("Alt+Down")
    assert second.article.title == SECOND_TITLE


# closing


def test_closing_the_project_takes_its_actions_away(window: Workplace) -> None:
    frame = window.window
    frame.close_project()
    window.press("Alt+Down", "Ctrl+Z", "Ctrl+Shift+Return", "Ctrl+Shift+F", "F6", "F3")
    offered = {s.id for s in frame.actions_table.specs() if not s.fixed}
    assert not any(a.startswith(("code.", "article.next", "layer.", "type.")) for a in offered)


def test_suggestions_that_come_after_closing_are_let_go(window: Workplace, tmp_path: Path) -> None:
    from annotator.nlp.pipelines import Pipeline
    from ui.language import LanguageWork

    frame, path = window.window, window.path
    assert frame.session is not None
    frame._language = LanguageWork(frame.session, "", frame)
    language, article = frame._language, window.article
    frame.close_project()
    pipeline = Pipeline("late", "1", None, "en", "installed", False, True)
    language._on_batch(pipeline, [(article.uid, suggested(article.text)[:1])])
    with Store.open(path) as store:
        assert queries.suggestion_counts(store.reader)[2].startswith(PIPELINE["pipeline"])


def test_hits_of_a_closed_project_are_forgotten(window: Workplace, tmp_path: Path) -> None:
    window.press("Ctrl+Shift+F")
    window.type("Okoro")
    window.press("Return")
    with new_store(tmp_path, name="other.annot") as store:
        other = store.path
    assert window.window.open_project(other, "A")
    assert window.window.find_panel.list.count() == 0


def test_unsaved_work_keeps_the_window_open_once(
    windows: Opened, project: Path, qtbot: QtBot
) -> None:
    desk = windows(project)
    with _held(project):
        desk.press("Tab", "Return")
        assert desk.window.session is not None and desk.window.session.is_waiting
        assert not desk.window.close()
        assert "Not everything is saved" in desk.window.banner.text
        assert desk.window.close()


def test_unsaved_work_keeps_another_project_from_opening(
    windows: Opened, project: Path, tmp_path: Path
) -> None:
    with new_store(tmp_path, name="other.annot") as store:
        other = store.path
    desk = windows(project)
    with _held(project):
        desk.press("Tab", "Return")
        assert not desk.window.open_project(other)
    assert desk.store.path == project


def test_keys_wait_while_another_program_holds_the_file(window: Workplace, qtbot: QtBot) -> None:
    with _held(window.path):
        window.press("Tab", "Return")
        assert window.window.status.saved == "Waiting"
        window.press("Ctrl+Z", "F10", "Esc", "Alt+Down")
    qtbot.waitUntil(lambda: window.window.status.saved == "Saved", timeout=3000)
    assert window.codes() == []
    assert window.window.session is not None
    assert window.window.session.redo_label == "Accept entity"


# coming back


def test_article_and_place_come_back(windows: Opened, project: Path) -> None:
    desk = windows(project)
    desk.press("Alt+Down")
    desk.page.reader.scroll_back(1200)
    place = desk.page.reader.scroll_position()
    assert place > 0
    desk.window.close()
    again = windows(project)
    assert again.article.title == SECOND_TITLE
    assert again.page.reader.scroll_position() == place


def test_place_comes_back_on_another_machine_too(windows: Opened, project: Path) -> None:
    desk = windows(project)
    desk.press("Alt+Down", "Tab", "Return")
    desk.page.reader.scroll_back(1200)
    place = desk.page.reader.scroll_position()
    desk.window.close()
    (project.parent / "home" / "views.json").unlink()
    again = windows(project)
    assert again.article.title == SECOND_TITLE
    assert again.page.reader.scroll_position() == place


def test_page_in_front_comes_back(windows: Opened, project: Path) -> None:
    desk = windows(project)
    desk.press("Ctrl+2")
    front = desk.window.page
    assert front is not None
    desk.window.close()
    again = windows(project)
    assert again.window.page is not None and again.window.page.key == front.key


def test_widths_of_the_panes_come_back(windows: Opened, project: Path) -> None:
    desk = windows(project)
    desk.page.splitter.setSizes([300, 740, 400])
    sizes = desk.page.splitter.sizes()
    desk.window.close()
    settings = load_settings(project.parent / "home" / "settings.json")
    again = windows(project, settings=settings)
    assert again.page.splitter.sizes() == sizes


# switching


def test_theme_toggles_and_is_kept(windows: Opened, project: Path) -> None:
    desk = windows(project)
    desk.press("Ctrl+Shift+L")
    assert json.loads((project.parent / "home" / "settings.json").read_text())["theme"] == "dark"
    assert desk.page.looks.theme.name == "dark"
    desk.press("Ctrl+Shift+L")
    assert desk.page.looks.theme.name == "light"


def test_coder_switch_shows_the_other_coders_codes(window: Workplace) -> None:
    window.press("Tab", "Return")
    other = _switch(window, "B")
    assert window.window.session is not None and window.window.session.coder == other
    assert window.page.desk.codes == []
    assert len(window.page.desk.suggestions) == 7
    window.press("Tab", "Return")
    (code,) = window.codes()
    assert code.coder == other.uid


def test_coder_switch_drops_an_untouched_code_of_the_coder_before(window: Workplace) -> None:
    first = window.coder
    window.select("bombed")
    window.press("E")
    _switch(window, "B")
    assert queries.annotations_of(window.reader, window.article.uid, first) == []
    assert window.note == ""


def test_new_coder_is_asked_for_and_added(
    window: Workplace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QInputDialog, "getText", lambda *_a, **_k: ("Okoro", True))
    window.window.top_bar.coder_wanted.emit(None)
    assert window.window.session is not None
    assert window.window.session.coder.name == "Okoro"


def test_pages_open_by_key_and_back(window: Workplace) -> None:
    window.press("Ctrl+2")
    assert window.window.page is not None and window.window.page.key == "codebook"
    window.press("Ctrl+1")
    assert window.window.page is window.page
    assert window.has_text_focus()


def test_font_size_steps_and_returns(window: Workplace) -> None:
    before = window.page.reader.y_of(300)
    window.press("Ctrl++", "Ctrl++")
    assert window.page.reader.y_of(300) > before
    window.press("Ctrl+0")
    assert window.page.reader.y_of(300) == before


# finding


def test_find_everywhere_opens_the_passage(window: Workplace) -> None:
    window.press("Ctrl+Shift+F")
    window.type("dockers")
    window.press("Return")
    assert window.article.title == SECOND_TITLE
    assert window.selected == "Dockers"
    assert window.has_text_focus()


def test_next_hit_goes_on_through_the_articles(window: Workplace) -> None:
    window.press("Ctrl+Shift+F")
    window.type("Okoro")
    window.press("Return", "F3", "F3")
    assert window.selected == "Okoro"


def test_find_everywhere_says_where_nothing_is_found(window: Workplace) -> None:
    window.press("Ctrl+Shift+F")
    window.type("zeppelin")
    window.press("Return")
    assert window.article.title == TITLE
    window.press("Esc")
    assert window.has_text_focus()


# palette, cheat sheet, help


def test_palette_finds_and_triggers(window: Workplace, qtbot: QtBot) -> None:
    window.press("Ctrl+K")
    window.type("next art")
    window.press("Return")
    qtbot.waitUntil(lambda: window.article.title == SECOND_TITLE)
    assert window.has_text_focus()


def test_palette_leaves_without_a_trace(window: Workplace) -> None:
    window.press("Ctrl+K", "Esc")
    assert window.window.palette_box.isHidden()
    assert window.has_text_focus()


def test_palette_offers_only_what_can_be_done_now(window: Workplace) -> None:
    window.press("Ctrl+K")
    assert not any("Undo" in t for t in _offered(window))
    window.press("Esc", "Tab", "Return", "Ctrl+K")
    assert any("Undo" in t for t in _offered(window))


def test_cheat_sheet_lists_every_action_with_a_key(window: Workplace) -> None:
    from PySide6.QtWidgets import QLabel

    sheet = CheatSheet(window.window.actions_table, window.window)
    shown = {label.text() for label in sheet.findChildren(QLabel)}
    wanted = {s.text for s in window.window.actions_table.specs() if s.keys}
    assert {t for t in wanted if not t.startswith("Set type")} <= shown
    sheet.deleteLater()


def test_menus_hold_every_action_with_a_menu(window: Workplace) -> None:
    frame = window.window
    shown: set[str] = set()
    for action in frame.top_bar.menu.actions():
        menu = action.menu()
        menu.aboutToShow.emit()
        shown |= {a.text().split("\t")[0] for a in menu.actions()}
    wanted = {s.text for s in frame.actions_table.specs() if s.menu}
    assert wanted <= shown


def test_undo_in_the_menu_names_the_step(window: Workplace) -> None:
    window.press("Tab", "Return")
    edit = next(a.menu() for a in window.window.top_bar.menu.actions() if a.text() == "Edit")
    edit.aboutToShow.emit()
    assert edit.actions()[0].text().startswith("Undo “Accept entity”")


def test_every_chapter_of_the_guide_can_be_read(dressed_app: QApplication) -> None:
    guide = HelpDialog()
    for key in chapters():
        assert guide.show_chapter(key)
        assert len(guide.text.toPlainText()) > 200
    guide.deleteLater()


def test_links_between_chapters_lead_somewhere(dressed_app: QApplication) -> None:
    import re

    for text in chapters().values():
        for target in re.findall(r"\]\(([a-z-]+)\.md", text):
            assert target in chapters()


# dropping


def test_dropped_text_becomes_an_article(window: Workplace, tmp_path: Path, qtbot: QtBot) -> None:
    file = tmp_path / "truce.txt"
    file.write_text("Truce holds\n\nThe truce held on Friday.", encoding="utf-8")
    _drop(window, file)
    qtbot.waitUntil(lambda: window.page.articles.model.total == 3, timeout=5000)
    assert window.article.title == TITLE


def test_first_dropped_article_opens(windows: Opened, tmp_path: Path, qtbot: QtBot) -> None:
    desk = windows()
    desk.window.new_project(tmp_path / "fresh.annot", "news", "A")
    file = tmp_path / "truce.txt"
    file.write_text("Truce holds\n\nThe truce held on Friday.", encoding="utf-8")
    _drop(desk, file)
    qtbot.waitUntil(lambda: desk.page.desk.article is not None, timeout=5000)
    assert desk.article.text.startswith("Truce holds")


def test_undo_of_an_import_takes_the_open_article_away(
    windows: Opened, tmp_path: Path, qtbot: QtBot
) -> None:
    desk = windows()
    desk.window.new_project(tmp_path / "fresh.annot", "news", "A")
    file = tmp_path / "truce.txt"
    file.write_text("Truce holds\n\nThe truce held on Friday.", encoding="utf-8")
    _drop(desk, file)
    qtbot.waitUntil(lambda: desk.page.desk.article is not None, timeout=5000)
    desk.press("Ctrl+Z")
    assert desk.page.desk.article is None
    assert desk.page.articles.empty.isVisible()


def test_dropped_project_opens(window: Workplace, tmp_path: Path) -> None:
    with new_store(tmp_path, name="other.annot") as store:
        other = store.path
    window.window.open_project(other, "A")
    _drop(window, window.path)
    assert window.store.path == window.path


def test_drop_on_the_welcome_page_says_what_to_do(windows: Opened, tmp_path: Path) -> None:
    desk = windows()
    file = tmp_path / "truce.txt"
    file.write_text("The truce held.", encoding="utf-8")
    _drop(desk, file)
    assert "Make or open a project first" in desk.note


# settings


def test_rebound_key_acts(windows: Opened, project: Path) -> None:
    from dataclasses import replace

    desk = windows(project, settings=replace(QUIET, keys={"code.flag": ("X",)}))
    desk.press("Tab", "Return", "K", "F", "X")
    assert [c.flagged for c in desk.codes()] == [True]


def test_tab_can_be_set_to_leave_the_text(windows: Opened, project: Path) -> None:
    from dataclasses import replace

    desk = windows(project, settings=replace(QUIET, tab_leaves_text=True))
    desk.press("Tab")
    assert not desk.has_text_focus()


def _switch(window: Workplace, name: str) -> Coder:
    from annotator.commands.coders import add_coder

    found = queries.coder_named(window.reader, name)
    if found is None:
        window.store.run("Add coder", add_coder, name, coder=None)
        found = queries.coder_named(window.reader, name)
    assert found is not None
    window.window.top_bar.coder_wanted.emit(found)
    return found


def _offered(window: Workplace) -> list[str]:
    box = window.window.palette_box.list
    return [box.item(n).text() for n in range(box.count())]


def _drop(desk: Workplace, *files: Path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(file)) for file in files])
    event = QDropEvent(
        QPointF(QPoint(300, 300)),
        Qt.DropAction.CopyAction,
        data,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    desk.window.dropEvent(event)
    QTest.qWait(0)


class _held:  # noqa: N801 - reads as what it does
    """Another program that holds the file meanwhile."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def __enter__(self) -> None:
        import sqlite3

        self._conn = sqlite3.connect(self._path, isolation_level=None)
        self._conn.execute("BEGIN EXCLUSIVE")

    def __exit__(self, *_: object) -> None:
        self._conn.execute("ROLLBACK")
        self._conn.close()
