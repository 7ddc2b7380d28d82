"""The main window: assembles the pages and the frame around them, and carries out their wishes."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QByteArray, Qt, QTimer
from PySide6.QtGui import (
    QAction,
    QCloseEvent,
    QDragEnterEvent,
    QDropEvent,
    QKeySequence,
    QResizeEvent,
    QShortcut,
)
from PySide6.QtWidgets import (
    QApplication,
    QFileDialog,
    QInputDialog,
    QMainWindow,
    QMenu,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from annotator import settings as user_settings
from annotator.commands.coders import add_coder
from annotator.errors import LockedError, ProjectError, ReadOnlyError
from annotator.model import Changes, Coder, Span
from annotator.paths import backup_folder, documents_folder, settings_file, view_file
from annotator.project import queries
from annotator.project.store import SUFFIX, Store
from annotator.settings import Settings
from annotator.views import load_view, save_view
from ui import theme as themes
from ui.actions import PAGES, ActionRegistry, key_text
from ui.pages.base import Page
from ui.pages.registry import PAGE_MAKERS
from ui.pages.welcome import WelcomePage
from ui.session import Session
from ui.tasks import Task
from ui.window.banner import Banner
from ui.window.codes_panel import CodesPanel
from ui.window.find_panel import FindPanel
from ui.window.palette import CheatSheet, Palette
from ui.window.status_bar import StatusBar
from ui.window.style import window_sheet
from ui.window.toast import Toast
from ui.window.top_bar import TopBar

if TYPE_CHECKING:
    from ui.importing import Reading
    from ui.language import LanguageWork

MENUS = ("File", "Edit", "Code", "Go", "View", "Help")
FONT_STEP = 1.0
SMALLEST_FONT, LARGEST_FONT, NORMAL_FONT = 9.0, 28.0, 13.0
BACKUP_CHECK_MS = 5 * 60 * 1000
FIRST_TEMPLATE = "news"
WIDE = 1280
"""Logical pixels from which the panes of the Code page have widths of their own."""
COMPACT_BELOW = 1180
SETTLE_MS = 300
"""After opening a project: time to paint before work in the background begins."""
CODEBOOK_FILTER = "Codebooks (*.toml)"
PROJECT_FILTER = f"Annotator projects (*{SUFFIX})"


class MainWindow(QMainWindow):
    """One window, one project."""

    def __init__(self, settings: Settings | None = None) -> None:
        super().__init__()
        self._settings = settings or user_settings.load_settings(settings_file())
        self.session: Session | None = None
        self.pages: dict[str, Page] = {}
        """The pages made so far; each is made when it is first wanted."""
        self._states: dict[str, dict[str, Any]] = {}
        self._language: LanguageWork | None = None
        self._import: Task | None = None
        self._backup: Task | None = None
        self._told_unsaved = False
        self._shortcuts: list[QShortcut] = []
        self.actions_table = ActionRegistry(self._settings.keys, self)
        self._theme = self._chosen_theme()
        self._build()
        self._bind()
        self._register()
        self._restore_window()
        self._show_welcome()

    # --- build ---------------------------------------------------------------------------------

    def _build(self) -> None:
        self.setWindowTitle("Annotator")
        self.setAcceptDrops(True)
        self.top_bar = TopBar()
        self.banner = Banner()
        self.stack = QStackedWidget()
        self.status = StatusBar()
        self.welcome = WelcomePage(self._settings)
        self.stack.addWidget(self.welcome)
        centre = QWidget()
        column = QVBoxLayout(centre)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self.codes_panel = CodesPanel(self._theme)
        self.floors = QSplitter(Qt.Orientation.Vertical)
        self.floors.setChildrenCollapsible(False)
        for floor, share in ((self.stack, 3), (self.codes_panel, 2)):
            self.floors.addWidget(floor)
            self.floors.setStretchFactor(self.floors.count() - 1, share)
        for part in (self.top_bar, self.banner, self.floors):
            column.addWidget(part, 1 if part is self.floors else 0)
        self.setCentralWidget(centre)
        self.setStatusBar(self.status)
        self.palette_box = Palette(self.actions_table, centre)
        self.find_panel = FindPanel(centre)
        self.toast = Toast(centre)
        self.setStyleSheet(window_sheet(self._theme))
        self._backup_timer = QTimer(self, interval=BACKUP_CHECK_MS)

    def _bind(self) -> None:
        self.top_bar.page_wanted.connect(self.show_page)
        self.top_bar.coder_wanted.connect(self._on_coder_wanted)
        self.top_bar.find_wanted.connect(self._find_everywhere)
        self.top_bar.theme_wanted.connect(self._switch_theme)
        self.status.cancel_wanted.connect(self._cancel_work)
        self.palette_box.triggered.connect(self._on_palette)
        self.palette_box.closed.connect(self._focus_page)
        self.find_panel.passage_wanted.connect(self._show_passage)
        self.find_panel.closed.connect(self._focus_page)
        self.codes_panel.set_article_of(self._open_article)
        self.codes_panel.passage_wanted.connect(self._walk_to)
        self.codes_panel.text_wanted.connect(self._focus_page)
        self.codes_panel.closed.connect(self._focus_page)
        self.codes_panel.mode_changed.connect(self._on_mode)
        self.welcome.sample_wanted.connect(self.open_sample)
        self.welcome.open_wanted.connect(self._ask_open)
        self.welcome.recent_wanted.connect(lambda path: self.open_project(Path(path)))
        self.welcome.new_wanted.connect(self._ask_new)
        self.welcome.codebook_wanted.connect(self._ask_codebook)
        self.actions_table.changed.connect(self._make_shortcuts)
        self._backup_timer.timeout.connect(self._back_up)

    def _register(self) -> None:
        add = self.actions_table.register
        add(
            {
                "project.new": lambda: self._ask_new("", self._settings.user_name),
                "project.open": self._ask_open,
                "project.sample": self.open_sample,
                "app.quit": self.close,
                "view.palette": self.palette_box.open,
                "view.keys": self._show_keys,
                "view.help": self._show_help,
                "view.menu": self.top_bar.open_menu,
                "view.theme": self._switch_theme,
                "view.system_theme": lambda: self._set_theme("system"),
            }
        )
        add(
            {
                "project.import": self._ask_import,
                "project.close": self._close_if_saved,
                "find.here": lambda: self.page.find_here() if self.page else None,
                "find.next": lambda: self._find_step(1),
                "find.previous": lambda: self._find_step(-1),
                "find.everywhere": self._find_everywhere,
                "find.codes": self._find_codes,
                "view.larger": lambda: self._font_step(FONT_STEP),
                "view.smaller": lambda: self._font_step(-FONT_STEP),
                "view.normal": lambda: self._set_font(NORMAL_FONT),
                "view.labels": self._toggle_labels,
                "view.letters": self._toggle_letters,
                "pane.next": lambda: self._step_pane(1),
                "pane.previous": lambda: self._step_pane(-1),
            },
            enabled=lambda: self.session is not None,
        )
        add({"edit.undo": self._undo}, enabled=self._can_undo)
        add({"edit.redo": self._redo}, enabled=self._can_redo)
        add({"article.suggest": self._suggest_again}, enabled=self._may_write)
        self._own_actions = self.actions_table.names()
        self._build_menus()

    def _build_menus(self) -> None:
        """On macOS the menu bar of the screen, elsewhere behind the sign in the top bar."""
        main = self.top_bar.menu
        main.clear()
        for name in MENUS:
            menu = self.menuBar().addMenu(name) if sys.platform == "darwin" else main.addMenu(name)
            menu.aboutToShow.connect(partial(self._fill_menu, menu, name))
            menu.addAction("…")
        self.top_bar.set_menu_shown(sys.platform != "darwin")

    def _fill_menu(self, menu: QMenu, name: str) -> None:
        menu.clear()
        for spec in self.actions_table.specs():
            if spec.menu != name:
                continue
            action = QAction(self._menu_text(spec.id, spec.text), menu)
            keys = "\t" + key_text(spec.keys[0]) if spec.keys else ""
            action.setText(action.text() + keys)
            action.setToolTip(spec.tip)
            action.setEnabled(self.actions_table.is_enabled(spec.id))
            action.triggered.connect(lambda _=False, a=spec.id: self.actions_table.trigger(a))
            menu.addAction(action)

    def _menu_text(self, action: str, text: str) -> str:
        if self.session is not None and action == "edit.undo" and self.session.undo_label:
            return f"Undo “{self.session.undo_label}”"
        if self.session is not None and action == "edit.redo" and self.session.redo_label:
            return f"Redo “{self.session.redo_label}”"
        return text

    def _make_shortcuts(self) -> None:
        """Keys that count everywhere; the others belong to the text and the form."""
        for old in self._shortcuts:
            old.setEnabled(False)
            old.deleteLater()
        self._shortcuts = []
        for action, keys in self.actions_table.bindings("all").items():
            for key in keys:
                shortcut = QShortcut(QKeySequence(key), self)
                shortcut.setAutoRepeat(action.startswith(("view.", "edit.", "find.", "article.n")))
                shortcut.activated.connect(lambda a=action: self.actions_table.trigger(a))
                self._shortcuts.append(shortcut)

    # --- projects ------------------------------------------------------------------------------

    @property
    def page(self) -> Page | None:
        """The page in front; None on the welcome page."""
        shown = self.stack.currentWidget()
        return shown if isinstance(shown, Page) else None

    def open_project(self, path: Path, coder: str | None = None) -> bool:
        """Open a project; one that is locked or write-protected opens for reading."""
        if self.session is not None and _is_same(path, self.session.store.path):
            self.show_page("code")
            return True
        if self._keeps_unsaved():
            return False
        try:
            store, why = _open_store(path)
        except ProjectError as error:
            self.banner.show_lasting(str(error))
            return False
        chosen = self._chosen_coder(store, coder)
        if chosen is None:
            store.close()
            return False
        self.close_project()
        with self.actions_table.at_once():
            self._begin(Session(store, chosen, self))
        if why:
            self.banner.show_lasting(why, "warn", state=True)
        return True

    def open_sample(self) -> None:
        """Open the user's copy of the sample study."""
        from annotator.sample import sample_copy

        try:
            path = sample_copy()
        except (ProjectError, OSError) as error:
            self.banner.show_lasting(str(error))
            return
        self.open_project(path, "Coder A")

    def new_project(self, path: Path, codebook: str, coder: str) -> bool:
        """Make a project and open it."""
        from annotator.codebook.load import load_codebook, load_template, template_names

        try:
            book = (
                load_template(codebook)
                if codebook in template_names()
                else load_codebook(Path(codebook))
            )
            store = Store.create(path, codebook=book)
            store.run("Add coder", add_coder, coder, role="lead", coder=None)
            store.close()
        except ProjectError as error:
            self.banner.show_lasting(str(error))
            return False
        self._keep(user_name=coder)
        return self.open_project(path, coder)

    def close_project(self) -> None:
        """Close the project and show the welcome page."""
        if self.session is None:
            return
        self._cancel_work()
        self._save_state()
        for page in self.pages.values():
            page.leave()
        for page in self.pages.values():
            self.stack.removeWidget(page)
            page.deleteLater()
        self.pages = {}
        if self._language is not None:
            self._language.close()
            self._language = None
        self.session.close()
        self.session.deleteLater()
        self.session = None
        self._backup_timer.stop()
        self.find_panel.forget()
        self.codes_panel.forget()
        self.banner.reset()
        with self.actions_table.at_once():
            self.actions_table.keep_only(self._own_actions)
            self.actions_table.set_codebook(None)
        self._show_welcome()

    def _close_if_saved(self) -> None:
        if not self._keeps_unsaved():
            self.close_project()

    def _keeps_unsaved(self) -> bool:
        """Whether something is not in the file yet; says so once, the second time lets it go."""
        session = self.session
        if session is None or not session.is_waiting:
            return False
        session.retry()
        if not session.is_waiting:
            return False
        if self._told_unsaved:
            session.give_up()
            return False
        self._told_unsaved = True
        self.banner.show_lasting(
            "Not everything is saved yet. Close again to leave it unsaved.",
            "danger",
            (("Leave unsaved", self._leave_unsaved),),
        )
        return True

    def _begin(self, session: Session) -> None:
        self.session = session
        info = queries.project_info(session.reader)
        session.changed.connect(self._on_changed)
        session.saved.connect(self._on_saved)
        session.failed.connect(lambda text: self.toast.show_note(text))
        session.save_failed.connect(self._on_save_failed)
        session.busy.connect(self._on_busy)
        self._add_page("code")
        self.codes_panel.set_session(session)
        self._register_pages()
        self.top_bar.set_project(info.title)
        self._show_coders()
        shown = [
            (k, label, f"Ctrl+{n}") for n, (k, label) in enumerate(PAGES, 1) if k in PAGE_MAKERS
        ]
        self.top_bar.set_pages(shown)
        self.status.show()
        self.status.set_saved("Read only" if session.read_only else "Saved", loud=session.read_only)
        self.status.set_codebook(f"Codebook v{info.codebook_version}")
        self._remember(info.title)
        self.setWindowTitle(f"{info.title} — Annotator")
        self._apply_reading_settings()
        self.show_page("code")
        self._restore_panes()
        self._restore_state()
        self._backup_timer.start()
        QTimer.singleShot(SETTLE_MS, session, self._begin_background)

    def _begin_background(self) -> None:
        self._start_language()
        self._back_up()

    def _add_page(self, key: str) -> Page:
        """Make a page when it is first wanted."""
        assert self.session is not None
        page = PAGE_MAKERS[key](self.session, self.actions_table, self._theme)
        self.pages[key] = page
        self.stack.addWidget(page)
        page.noted.connect(self.toast.show_note)
        page.mode_changed.connect(self._on_mode)
        page.counts_changed.connect(self.status.set_counts)
        page.place_changed.connect(self.status.set_place)
        for name, slot in (
            ("passage_wanted", self._show_passage),
            ("font_step_wanted", lambda step: self._font_step(step * FONT_STEP)),
        ):
            signal = getattr(page, name, None)
            if signal is not None:
                signal.connect(slot)
        page.set_font_size(self._settings.font_size)
        page.set_state(self._states.get(key, {}))
        return page

    def _register_pages(self) -> None:
        go: dict[str, Callable[[], object]] = {
            f"page.{key}": partial(self.show_page, key) for key in PAGE_MAKERS
        }
        self.actions_table.register(go, enabled=lambda: self.session is not None)

    def show_page(self, key: str) -> None:
        """Bring a page to the front."""
        if self.session is None or key not in PAGE_MAKERS:
            return
        if key != "code":
            self.codes_panel.hide()
        page = self.pages.get(key) or self._add_page(key)
        self.stack.setCurrentWidget(page)
        self.top_bar.set_page(key)
        page.activated()
        self.status.set_counts(page.counts())
        self._on_mode(page.mode())

    def _show_welcome(self) -> None:
        self.welcome.set_recent(self._settings.recent)
        self.stack.setCurrentWidget(self.welcome)
        self.top_bar.set_project(None)
        self.top_bar.set_pages([])
        self.status.hide()
        self.setWindowTitle("Annotator")

    # --- asking --------------------------------------------------------------------------------

    def _ask_open(self) -> None:
        name, _ = QFileDialog.getOpenFileName(self, "Open project", self._folder(), PROJECT_FILTER)
        if name:
            self.open_project(Path(name))

    def _ask_new(self, codebook: str, coder: str) -> None:
        if not coder:
            coder, chosen = QInputDialog.getText(self, "New project", "Your name, as coder:")
            if not chosen or not coder.strip():
                return
        start = str(Path(self._folder()) / f"study{SUFFIX}")
        name, _ = QFileDialog.getSaveFileName(self, "New project", start, PROJECT_FILTER)
        if name:
            path = Path(name)
            path = path if path.suffix else path.with_name(path.name + SUFFIX)
            self.new_project(path, codebook or FIRST_TEMPLATE, coder.strip())

    def _ask_codebook(self) -> None:
        name, _ = QFileDialog.getOpenFileName(
            self, "Codebook", self._folder(), "Codebooks (*.toml)"
        )
        if not name:
            return
        from annotator.codebook.load import load_codebook

        try:
            load_codebook(Path(name))
        except ProjectError as error:
            self.banner.show_lasting(str(error))
            return
        self.welcome.use_codebook(name)

    def _ask_import(self) -> None:
        from ui import importing

        names, _ = QFileDialog.getOpenFileNames(
            self, "Import articles", self._folder(), importing.file_filter()
        )
        if names:
            self.look_before_import([Path(n) for n in names])

    def _chosen_coder(self, store: Store, wanted: str | None) -> Coder | None:
        """As `_choose_coder`; where the file cannot be read or written now, that is said."""
        try:
            return self._choose_coder(store, wanted)
        except ProjectError as error:
            self.banner.show_lasting(str(error))
            return None

    def _choose_coder(self, store: Store, wanted: str | None) -> Coder | None:
        """The coder asked for, else who coded last here, else the first; new names are added."""
        name = wanted or user_settings.coder_of(self._settings, store.path.resolve())
        people = [c for c in queries.coders(store.reader) if c.kind == "person"]
        if name:
            found = queries.coder_named(store.reader, name)
            if found is None and wanted and not store.read_only:
                store.run("Add coder", add_coder, name, coder=None)
                found = queries.coder_named(store.reader, name)
            if found is not None:
                return found
        if people:
            return people[0]
        if store.read_only:
            self.banner.show_lasting("This project has no coder yet, and it cannot be written to.")
            return None
        name, chosen = QInputDialog.getText(self, "Who codes?", "Your name, as coder:")
        if not chosen or not name.strip():
            return None
        uid = store.run("Add coder", add_coder, name.strip(), role="lead", coder=None).result
        return queries.coder(store.reader, uid)

    def _on_coder_wanted(self, coder: Coder | None) -> None:
        session = self.session
        if session is None:
            return
        if coder is None:
            name, chosen = QInputDialog.getText(self, "Add a coder", "Name of the coder:")
            if not chosen or not name.strip():
                return
            uid = session.run("Add coder", add_coder, name.strip())
            coder = queries.coder(session.reader, uid) if uid else None
        if coder is not None:
            session.set_coder(coder)
            self._show_coders()
            self._remember(queries.project_info(session.reader).title)

    def _show_coders(self) -> None:
        assert self.session is not None
        people = [c for c in queries.coders(self.session.reader) if c.kind == "person"]
        self.top_bar.set_coders(people, self.session.coder)

    def _folder(self) -> str:
        return self._settings.last_folder or str(documents_folder())

    # --- importing -----------------------------------------------------------------------------

    def look_before_import(self, paths: Sequence[Path]) -> None:
        """Show what tables, archives or several files hold; a single text comes in at once."""
        from ui import importing

        if importing.needs_a_look(paths):
            self._open_wizard(paths)
        else:
            self.import_files(paths, look_at_refused=True)

    def _open_wizard(self, paths: Sequence[Path]) -> None:
        session = self.session
        if session is None:
            return
        if session.read_only:
            self.toast.show_note("This project is open for reading only; nothing can come in.")
            return
        from ui.dialogs.import_wizard import ImportWizard

        wizard = ImportWizard(paths, session, self._theme, self)
        wizard.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        wizard.import_wanted.connect(self._on_read)
        wizard.open()

    def _import_dropped(self, paths: Sequence[Path]) -> None:
        """Bring plain texts in at once; show tables and archives first."""
        from ui import importing

        if any(importing.needs_a_look([path]) for path in paths):
            self._open_wizard(paths)
        else:
            self.import_files(paths)

    def import_files(self, paths: Sequence[Path], *, look_at_refused: bool = False) -> None:
        """Read articles in the background and store them as one step."""
        session = self.session
        if session is None or (self._import is not None and self._import.is_running):
            return
        if session.read_only:
            self.toast.show_note("This project is open for reading only; nothing can come in.")
            return
        from ui.importing import read_files

        known = queries.known_texts(session.reader)
        self._import = Task(lambda progress, stop: read_files(paths, known, progress, stop), self)
        self._import.progressed.connect(
            lambda done, total, text: self.status.progress.show_progress(text, done, total)
        )
        self._import.finished.connect(
            lambda reading: (
                self._open_wizard(paths)
                if look_at_refused and reading.refused
                else self._on_read(reading)
            )
        )
        self._import.failed.connect(lambda text: self.banner.show_lasting(text))
        self._import.ended.connect(self.status.progress.finish)
        self.status.progress.show_progress("Reading articles", 0, 0)
        self._import.start()

    def _on_read(self, reading: Reading) -> None:
        session = self.session
        if session is None:
            return
        from annotator.commands.articles import import_articles
        from ui.importing import summary

        stored = 0
        if reading.articles:
            count = len(reading.articles)
            label = f"Import {count:,} article{'s' if count != 1 else ''}"
            stored = len(session.run(label, import_articles, reading.articles) or ())
        text = summary(reading, stored)
        if reading.refused:
            details = "\n".join(f"{r.where}: {r.why}" for r in reading.refused)
            self.banner.show_lasting(
                text,
                "warn",
                (("Copy the list", lambda: QApplication.clipboard().setText(details)),),
            )
        else:
            self.toast.show_note(text, "info")
        self._start_language()

    # --- language ------------------------------------------------------------------------------

    def _start_language(self) -> None:
        session = self.session
        if session is None or not self._settings.suggest_on_open:
            return
        if self._language is None:
            from ui.language import LanguageWork

            self._language = LanguageWork(session, self._settings.pipeline, self)
            self._language.progressed.connect(self.status.progress.show_progress)
            self._language.arrived.connect(self._on_suggestions)
            self._language.failed.connect(lambda text: self.toast.show_note(text))
            self._language.ended.connect(self.status.progress.finish)
        code = self.pages.get("code")
        first = code.state().get("article") if code else None
        self._language.start(first)
        self._show_pipeline()

    def _suggest_again(self) -> None:
        uid = self.pages["code"].state().get("article") if "code" in self.pages else None
        if self._language is not None and uid:
            self._language.start(uid, again=[uid])

    def _on_suggestions(self, articles: set[str]) -> None:
        for page in self.pages.values():
            arrived = getattr(page, "suggestions_arrived", None)
            if arrived is not None:
                arrived(articles)
        self._show_pipeline()

    def _show_pipeline(self) -> None:
        if self.session is not None:
            read, found, name = queries.suggestion_counts(self.session.reader)
            tip = f"{found:,} suggestions in {read:,} articles by {name}" if name else ""
            self.status.set_pipeline(name, tip)

    def _cancel_work(self) -> None:
        for work in (self._import, self._language, self._backup):
            if work is not None:
                work.cancel()

    # --- backups -------------------------------------------------------------------------------

    def _back_up(self) -> None:
        """Keep a verified backup where one is due; quietly, in the background."""
        from annotator.project import backups

        session = self.session
        if session is None or session.read_only or session.is_waiting:
            return
        folder = backups.folder_of(backup_folder(), session.store)
        if not backups.is_due(folder, session.store):
            return
        path = session.store.path

        def work(_progress: object, _cancelled: object) -> object:
            with Store.open(path, read_only=True) as copy:
                return backups.keep_backup(copy, folder)

        self._backup = Task(work, self)
        self._backup.failed.connect(
            lambda text: self.toast.show_note(f"No backup was made. {text}")
        )
        self._backup.start()

    # --- what sessions and pages tell ----------------------------------------------------------

    def _on_changed(self, changes: Changes) -> None:
        for page in self.pages.values():
            page.refresh(changes)
        if changes.touches("coder"):
            self._show_coders()

    def _on_saved(self) -> None:
        self._told_unsaved = False
        self.status.set_saved("Saved")

    def _on_save_failed(self, text: str) -> None:
        assert self.session is not None
        self.status.set_saved("NOT SAVED", loud=True)
        self.banner.show_lasting(
            f"{text} Stop coding: what you do now is not in the file.",
            "danger",
            (("Try again", self.session.retry), ("Save a copy …", self._save_copy)),
        )

    def _on_busy(self, waits: bool) -> None:
        self.status.set_saved("Waiting" if waits else "Saved", loud=waits)
        if waits:
            self.banner.show_lasting(
                "Another program is using the file. What you did waits and is saved as soon as "
                "possible.",
                "warn",
            )
        else:
            self.banner.clear()

    def _save_copy(self) -> None:
        if self.session is None:
            return
        name, _ = QFileDialog.getSaveFileName(self, "Save a copy", self._folder(), PROJECT_FILTER)
        if name:
            try:
                self.session.store.back_up(Path(name))
            except ProjectError as error:
                self.banner.show_lasting(str(error))

    def _on_mode(self, mode: str) -> None:
        self.status.set_mode(mode.upper())

    def _show_passage(self, uid: str, span: object) -> None:
        code = self.pages.get("code")
        show = getattr(code, "show_passage", None)
        if show is not None and isinstance(span, Span):
            self.show_page("code")
            show(uid, span)

    def _undo(self) -> None:
        if self.session is not None:
            label = self.session.undo_label
            if self.session.undo() is not None:
                self.toast.show_note(f"Undone: {label}", "info")

    def _redo(self) -> None:
        if self.session is not None:
            label = self.session.redo_label
            if self.session.redo() is not None:
                self.toast.show_note(f"Done again: {label}", "info")

    def _can_undo(self) -> bool:
        return self.session is not None and self.session.undo_label is not None

    def _can_redo(self) -> bool:
        return self.session is not None and self.session.redo_label is not None

    def _may_write(self) -> bool:
        return self.session is not None and not self.session.read_only

    # --- finding, panes, help ------------------------------------------------------------------

    def _find_everywhere(self) -> None:
        if self.session is not None:
            self.find_panel.open(self.session)

    def _find_codes(self) -> None:
        if self.page is not self.pages.get("code"):
            self.show_page("code")
        self.codes_panel.open()

    def _open_article(self) -> str | None:
        code = self.pages.get("code")
        return code.state().get("article") if code is not None else None

    def _walk_to(self, article: str, span: Span | None, annotation: str) -> None:
        """Show a code or a line of the panel, which keeps the keyboard."""
        from ui.pages.code.page import CodePage

        self.show_page("code")
        code = self.pages["code"]
        assert isinstance(code, CodePage)
        code.leave_form()
        if span is not None:
            code.show_passage(article, span)
        elif self._open_article() != article:
            code.open_article(article)
        if code.desk.code(annotation) is not None:
            code.make_current(annotation)
        self.codes_panel.take_focus()

    def _find_step(self, step: int) -> None:
        if self.codes_panel.isVisible():
            self.codes_panel.step(step)
            return
        code = self.pages.get("code")
        bar = getattr(code, "find_bar", None)
        if self.find_panel.list.count() and not (bar is not None and bar.isVisible()):
            self.find_panel.step(step)
        elif self.page is not None:
            self.page.find_next(step)

    def _step_pane(self, step: int) -> None:
        move = getattr(self.page, "focus_pane", None)
        if move is not None:
            move(step)

    def _show_keys(self) -> None:
        sheet = CheatSheet(self.actions_table, self)
        sheet.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        sheet.open()

    def _show_help(self) -> None:
        from ui.dialogs.help import HelpDialog

        guide = HelpDialog(self)
        guide.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        guide.show()

    def _on_palette(self, action: str) -> None:
        QTimer.singleShot(0, self, lambda: self.actions_table.trigger(action))

    def _focus_page(self) -> None:
        if self.page is not None:
            self.page.activated()

    # --- looks and settings --------------------------------------------------------------------

    def _chosen_theme(self) -> themes.Theme:
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        theme = themes.theme_for(self._settings.theme, app)
        themes.apply(app, theme)
        return theme

    def _switch_theme(self) -> None:
        self._set_theme("light" if self._theme.name == "dark" else "dark")

    def _set_theme(self, name: Any) -> None:
        self._keep(theme=name)
        self._theme = self._chosen_theme()
        self.setStyleSheet(window_sheet(self._theme))
        self.codes_panel.set_theme(self._theme)
        for page in self.pages.values():
            page.set_theme(self._theme)

    def _font_step(self, step: float) -> None:
        self._set_font(min(LARGEST_FONT, max(SMALLEST_FONT, self._settings.font_size + step)))

    def _set_font(self, points: float) -> None:
        self._keep(font_size=points)
        for page in self.pages.values():
            page.set_font_size(points)

    def _toggle_labels(self) -> None:
        self._keep(labels_visible=not self._settings.labels_visible)
        self._apply_reading_settings()

    def _toggle_letters(self) -> None:
        self._keep(bare_letters=not self._settings.bare_letters)
        self._apply_reading_settings()
        act = "act" if self._settings.bare_letters else "do not act"
        self.toast.show_note(f"Single letters {act} now.", "info")

    def _apply_reading_settings(self) -> None:
        for page in self.pages.values():
            page.set_font_size(self._settings.font_size)
            reader = getattr(page, "reader", None)
            if reader is not None:
                reader.set_labels_visible(self._settings.labels_visible)
                reader.tab_leaves = self._settings.tab_leaves_text
            letters = getattr(page, "set_bare_letters", None)
            if letters is not None:
                letters(self._settings.bare_letters)

    def _keep(self, **changed: Any) -> None:
        self._settings = replace(self._settings, **changed)
        user_settings.save_settings(settings_file(), self._settings)

    def _remember(self, title: str) -> None:
        assert self.session is not None
        self._settings = user_settings.remember_project(
            self._settings,
            self.session.store.path.resolve(),
            title=title,
            coder=self.session.coder.name,
        )
        user_settings.save_settings(settings_file(), self._settings)

    def _save_state(self) -> None:
        if self.session is None:
            return
        states = self._states | {key: page.state() for key, page in self.pages.items()}
        front = next((k for k, p in self.pages.items() if p is self.page), "code")
        save_view(view_file(), self.session.store.path, self.session.coder.name, front, states)
        splitter = getattr(self.pages.get("code"), "splitter", None)
        if splitter is not None and self.width() >= WIDE:
            self._settings = replace(self._settings, panes=tuple(splitter.sizes()))

    def _restore_state(self) -> None:
        assert self.session is not None
        front, self._states = load_view(
            view_file(), self.session.store.path, self.session.coder.name
        )
        for key, page in self.pages.items():
            page.set_state(self._states.get(key, {}))
        if front in PAGE_MAKERS and front != "code":
            self.show_page(front)

    def _restore_panes(self) -> None:
        splitter = getattr(self.pages.get("code"), "splitter", None)
        panes = self._settings.panes
        if splitter is not None and self.width() >= WIDE and len(panes) == splitter.count():
            splitter.setSizes(list(panes))

    def _restore_window(self) -> None:
        self.resize(1440, 900)
        if self._settings.window:
            self.restoreGeometry(QByteArray.fromBase64(self._settings.window.encode()))

    # --- Qt ------------------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.top_bar.set_compact(self.width() < COMPACT_BELOW)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if any(_wanted(path) for path in _paths(event)):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        paths = _paths(event)
        projects = [p for p in paths if p.suffix == SUFFIX]
        articles = [p for p in paths if p.suffix != SUFFIX and _wanted(p)]
        event.acceptProposedAction()
        if projects:
            self.open_project(projects[0])
        if articles and self.session is not None:
            self._import_dropped(articles)
        elif articles:
            self.toast.show_note("Make or open a project first; then drop the articles again.")

    def closeEvent(self, event: QCloseEvent) -> None:
        geometry = bytes(self.saveGeometry().toBase64().data()).decode()
        self._save_state()
        self._keep(window=geometry)
        if self._keeps_unsaved():
            event.ignore()
            return
        self.close_project()
        event.accept()

    def _leave_unsaved(self) -> None:
        if self.session is not None:
            self.session.give_up()
        self.close()


def _open_store(path: Path) -> tuple[Store, str]:
    """The store, and why it is open for reading only (empty where it is not)."""
    try:
        return Store.open(path), ""
    except (LockedError, ReadOnlyError) as error:
        return Store.open(path, read_only=True), f"{error.what} It is open for reading only."


def _is_same(one: Path, other: Path) -> bool:
    try:
        return one.samefile(other)
    except OSError:
        return False


def _paths(event: QDropEvent) -> list[Path]:
    return [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]


def _wanted(path: Path) -> bool:
    from ui.importing import is_article_file

    return path.suffix == SUFFIX or is_article_file(path)
