"""A look before importing: what would come in, what not and why, how the files are read.

Nothing is stored here: the dialog gives what was read to the window, which makes one step of it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QProgressBar,
    QPushButton,
    QScrollArea,
    QTableView,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from annotator.project import queries
from ui.dialogs.import_options import ReadingChoices
from ui.importing import Look, Reading, look_at
from ui.models.importing import TwinModel, article_columns, notice_columns, refusal_columns
from ui.models.table import TableModel
from ui.pages.parts import card, count_text, label, lasting_task, plain_table, rule_rows
from ui.session import Session
from ui.tasks import Task
from ui.theme import Theme

OPTIONS_WIDTH = 320
MOST_NOTICES = 2
SIZE = (1080, 700)


class ImportWizard(QDialog):
    """Shows what files hold; `import_wanted` brings it in."""

    import_wanted = Signal(object)
    """The `Reading` to store, without what was left out."""

    def __init__(
        self,
        paths: Sequence[Path],
        session: Session,
        theme: Theme,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._paths, self._session = tuple(paths), session
        self._known = queries.known_texts(session.reader)
        self._look: Look | None = None
        self._task: Task | None = None
        self._build(theme)
        self._bind()
        self._read()

    # --- build and bind ------------------------------------------------------------------------

    def _build(self, theme: Theme) -> None:
        self.setWindowTitle("Import articles")
        self.resize(*SIZE)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(12)
        self.heading = label("Reading …", "title")
        self.facts = label(_names(self._paths), "muted", wrap=True)
        self.decided = label("", "warn", wrap=True)
        self.decided.hide()
        for part in (self.heading, self.facts, self.decided):
            column.addWidget(part)
        row = QHBoxLayout()
        row.setSpacing(14)
        row.addWidget(self._build_options())
        row.addWidget(self._build_lists(theme), 1)
        column.addLayout(row, 1)
        column.addLayout(self._build_foot())

    def _build_options(self) -> QWidget:
        self.choices = ReadingChoices()
        box, column = card("How the files are read")
        box.setFixedWidth(OPTIONS_WIDTH)
        column.addWidget(label("How the files are read", "heading"))
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        inside = QWidget()
        inner = QVBoxLayout(inside)
        inner.setContentsMargins(0, 0, 8, 0)
        inner.addWidget(self.choices)
        scroll.setWidget(inside)
        column.addWidget(scroll, 1)
        return box

    def _build_lists(self, theme: Theme) -> QWidget:
        self.articles = TableModel(article_columns(), self)
        self.twins = TwinModel(self)
        self.refusals = TableModel(refusal_columns(), self)
        self.notices = TableModel(notice_columns(), self)
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self.tabs.tabBar().setDrawBase(False)
        self.article_table = self._tab(self.articles, "Coming in", (200, 104, 150, 88, 140), theme)
        self.twin_table = self._tab(self.twins, "Nearly the same", (290, 260, 120, 70), theme)
        self.refusal_table = self._tab(self.refusals, "Refused", (230, 300), theme)
        self.notice_table = self._tab(self.notices, "Notes", (230, 300), theme)
        box, column = card("What would come in")
        column.setContentsMargins(6, 4, 6, 6)
        column.addWidget(self.tabs, 1)
        return box

    def _tab(
        self, model: TableModel[Any], name: str, widths: Sequence[int], theme: Theme
    ) -> QTableView:
        table = plain_table(name)
        table.setModel(model)
        for number, width in enumerate(widths):
            table.setColumnWidth(number, width)
        stretched = {self.articles: 0, self.twins: 1}.get(model, model.columnCount() - 1)
        table.horizontalHeader().setSectionResizeMode(stretched, QHeaderView.ResizeMode.Stretch)
        rule_rows(table, theme)
        copy = QShortcut(QKeySequence(QKeySequence.StandardKey.Copy), table)
        copy.setContext(Qt.ShortcutContext.WidgetShortcut)
        copy.activated.connect(lambda: QGuiApplication.clipboard().setText(model.as_text()))
        self.tabs.addTab(table, name)
        return table

    def _build_foot(self) -> QHBoxLayout:
        self.progress = QProgressBar()
        self.progress.setAccessibleName("Reading the files")
        self.progress.setTextVisible(False)
        self.progress.setFixedWidth(150)
        self.said = QLabel()
        self.said.setProperty("role", "muted")
        self.cancel = QPushButton("Cancel")
        self.cancel.setAutoDefault(False)
        self.bring_in = QPushButton("Import")
        self.bring_in.setProperty("role", "primary")
        self.bring_in.setDefault(True)
        row = QHBoxLayout()
        row.setSpacing(10)
        row.addWidget(self.progress)
        row.addWidget(self.said, 1)
        row.addWidget(self.cancel)
        row.addWidget(self.bring_in)
        return row

    def _bind(self) -> None:
        self.choices.changed.connect(self._read)
        self.twins.changed.connect(self._show_count)
        self.cancel.clicked.connect(self.reject)
        self.bring_in.clicked.connect(self._on_import)
        self.finished.connect(self._stop)

    # --- reading -------------------------------------------------------------------------------

    def _read(self) -> None:
        """Read the files in the background; the latest reading is the one that is shown."""
        self._stop()
        options, columns = self.choices.options(), self.choices.columns()
        paths, known, project = self._paths, self._known, self._session.store.path
        task = lasting_task(
            lambda progress, cancelled: look_at(
                paths, project, known, progress, cancelled, options=options, columns=columns
            )
        )
        task.progressed.connect(lambda _done, _total, text: self._on_progress(task, text))
        task.finished.connect(lambda look: self._on_look(task, look))
        task.failed.connect(lambda text: self._on_failed(task, text))
        self._task = task
        self.bring_in.setEnabled(False)
        self.progress.setRange(0, 0)
        self.progress.show()
        task.start()

    def _stop(self) -> None:
        if self._task is not None:
            self._task.cancel()
            self._task = None

    def _on_progress(self, task: Task, text: str) -> None:
        if task is self._task:
            self.said.setText(text)

    def _on_failed(self, task: Task, text: str) -> None:
        if task is self._task:
            self.progress.hide()
            self.heading.setText("The files cannot be read")
            self.said.setText(text)

    def _on_look(self, task: Task, look: Look) -> None:
        if task is not self._task:
            return
        self._look = look
        reading = look.reading
        self.progress.hide()
        self.said.clear()
        self.choices.show_tables(look.tables)
        self.articles.set_rows(reading.articles)
        self.twins.show_twins(look.twins, tuple(a.title for a in reading.articles))
        self.refusals.set_rows(reading.refused)
        self.notices.set_rows(reading.notices)
        self._show_notices(reading)
        self._show_tabs()
        self._show_count()
        if self.bring_in.isEnabled():
            self.bring_in.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_notices(self, reading: Reading) -> None:
        """What was guessed about the files stands in sight, the rest under Notes."""
        lines = [f"{notice.where}: {notice.what}" for notice in reading.notices[:MOST_NOTICES]]
        if len(reading.notices) > MOST_NOTICES:
            lines.append(f"and {len(reading.notices) - MOST_NOTICES:,} more under Notes")
        self.decided.setText("\n".join(lines))
        self.decided.setVisible(bool(lines))

    def _show_tabs(self) -> None:
        counts = (
            ("Coming in", self.articles.rowCount()),
            ("Nearly the same", self.twins.rowCount()),
            ("Refused", self.refusals.rowCount()),
            ("Notes", self.notices.rowCount()),
        )
        for number, (name, rows) in enumerate(counts):
            self.tabs.setTabText(number, f"{name} ({rows:,})")
            self.tabs.setTabVisible(number, number == 0 or rows > 0)
        if not self.articles.rowCount() and self.refusals.rowCount():
            self.tabs.setCurrentWidget(self.refusal_table)

    def _show_count(self) -> None:
        look = self._look
        if look is None:
            return
        number = len(look.reading.articles) - len(self.twins.left_out)
        self.heading.setText(
            f"{count_text(number, 'article')} would come in" if number else "Nothing would come in"
        )
        self.facts.setText(" · ".join(part for part in self._parts(look) if part))
        self.bring_in.setText(f"Import {count_text(number, 'article')}" if number else "Import")
        self.bring_in.setEnabled(number > 0)

    def _parts(self, look: Look) -> tuple[str, ...]:
        reading, out = look.reading, len(self.twins.left_out)
        return (
            f"from {_names(self._paths)}",
            f"{len(reading.known):,} there already" if reading.known else "",
            f"{out:,} left out as the same" if out else "",
            f"{len(reading.refused):,} refused" if reading.refused else "",
        )

    def _on_import(self) -> None:
        look = self._look
        if look is None:
            return
        out = self.twins.left_out
        kept = tuple(a for n, a in enumerate(look.reading.articles) if n not in out)
        self.accept()
        self.import_wanted.emit(replace(look.reading, articles=kept, refused=()))


def _names(paths: Sequence[Path]) -> str:
    names = ", ".join(path.name for path in paths[:3])
    return f"{names} and {len(paths) - 3:,} more" if len(paths) > 3 else names
