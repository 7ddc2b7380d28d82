"""The Export page: choose what goes out, see how much it is, write it without stopping the work."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QFileDialog,
    QFrame,
    QHBoxLayout,
    QHeaderView,
    QProgressBar,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from annotator.errors import CancelledError, ProjectError
from annotator.model import Changes
from annotator.project import queries
from annotator.project.store import Store
from exports.base import EXPORTERS, Exporter, ExportOptions, ExportReport
from ui.actions import ActionRegistry, key_text
from ui.models.table import Column, TableModel
from ui.pages import export_memory as memory
from ui.pages.base import Page
from ui.pages.export_census import Census, Line, preview, take_census
from ui.pages.export_choices import Choices
from ui.pages.parts import (
    MARGIN,
    card,
    count_text,
    label,
    lasting_task,
    plain_table,
    rule_rows,
    step_pane,
)
from ui.session import Session
from ui.stylesheet import restyle
from ui.tasks import Cancelled, Progress, Task
from ui.theme import Theme

CHOICES_WIDTH = 430
EXPORT_KEY = "Ctrl+Return"
CENSUS_TABLES = ("annotation", "article", "assignment", "actor", "coder", "round", "adjudication")
NAME_TABLES = ("layer", "codebook", "coder", "round", "project")


def export_columns() -> tuple[Column[Line], ...]:
    """The columns of the preview."""
    return (
        Column("What", lambda line: line.name),
        Column("Rows", lambda line: "…" if line.rows is None else f"{line.rows:,}", number=True),
        Column("", lambda line: line.about),
    )


class ExportPage(Page):
    """Choices at the left, what they give at the right, the file at the bottom."""

    key = "export"

    def __init__(
        self,
        session: Session,
        actions: ActionRegistry,
        theme: Theme,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._census: Census | None = None
        self._stale = True
        self._recalled = False
        self._folder = str(session.store.path.resolve().parent)
        self._counting: Task | None = None
        self._task: Task | None = None
        self._report: ExportReport | None = None
        self._build()
        self._bind()
        self.set_theme(theme)

    # --- build and bind ------------------------------------------------------------------------

    def _build(self) -> None:
        page = QVBoxLayout(self)
        page.setContentsMargins(MARGIN, MARGIN - 4, MARGIN, MARGIN - 6)
        page.setSpacing(14)
        row = QHBoxLayout()
        row.setSpacing(14)
        row.addWidget(self._build_choices())
        row.addWidget(self._build_preview(), 1)
        page.addLayout(row, 1)
        page.addWidget(self._build_result())

    def _build_choices(self) -> QWidget:
        self.choices = Choices()
        box, column = card("What to export")
        column.addWidget(label("What to export", "heading"))
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        inside = QWidget()
        inner = QVBoxLayout(inside)
        inner.setContentsMargins(0, 0, 8, 0)
        inner.addWidget(self.choices)
        inner.addStretch(1)
        scroll.setWidget(inside)
        column.addWidget(scroll, 1)
        box.setFixedWidth(CHOICES_WIDTH)
        return box

    def _build_preview(self) -> QWidget:
        box, column = card("What will be written")
        self.heading = label("What will be written", "heading")
        self.summary = label("", "muted", wrap=True)
        self.model: TableModel[Line] = TableModel(export_columns(), self)
        self.table = plain_table("What will be written")
        self.table.setModel(self.model)
        header = self.table.horizontalHeader()
        header.setSectionResizeMode(2, QHeaderView.ResizeMode.Stretch)
        self.table.setColumnWidth(0, 210)
        self.table.setColumnWidth(1, 90)
        self.export = QPushButton("Export …")
        self.export.setProperty("role", "primary")
        self.export.setToolTip(f"Choose the file and write it ({key_text(EXPORT_KEY)})")
        column.addWidget(self.heading)
        column.addWidget(self.summary)
        column.addWidget(self.table, 1)
        foot = QHBoxLayout()
        foot.addWidget(label("The work goes on while the file is written.", "muted"))
        foot.addStretch(1)
        foot.addWidget(self.export)
        column.addLayout(foot)
        return box

    def _build_result(self) -> QWidget:
        self.result, column = card("The export")
        self.progress = QProgressBar()
        self.progress.setAccessibleName("Progress of the export")
        self.progress.setTextVisible(False)
        self.cancel = QPushButton("Cancel")
        self.said = label("", "muted", wrap=True)
        self.said.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.open_file = QPushButton("Open")
        self.open_folder = QPushButton("Open folder")
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.said, 1)
        for button in (self.open_file, self.open_folder, self.cancel):
            row.addWidget(button)
        self.warnings = label("", "warn", wrap=True)
        column.addLayout(row)
        column.addWidget(self.progress)
        column.addWidget(self.warnings)
        self.result.hide()
        return self.result

    def _bind(self) -> None:
        self.choices.changed.connect(self._show_preview)
        self.export.clicked.connect(self._ask_file)
        self.cancel.clicked.connect(self._cancel)
        self.open_folder.clicked.connect(self._open_folder)
        self.open_file.clicked.connect(self._open_file)
        shortcut = QShortcut(QKeySequence(EXPORT_KEY), self)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.setAutoRepeat(False)
        shortcut.activated.connect(self.export.click)
        copy = QShortcut(QKeySequence(QKeySequence.StandardKey.Copy), self.table)
        copy.setContext(Qt.ShortcutContext.WidgetShortcut)
        copy.activated.connect(self._copy)

    # --- the page in the window ----------------------------------------------------------------

    def refresh(self, changes: Changes) -> None:
        if changes.touches(*CENSUS_TABLES, *NAME_TABLES):
            self._stale = True
            if self.isVisible():
                self._read()

    def activated(self) -> None:
        self._read()
        self.choices.format.setFocus(Qt.FocusReason.OtherFocusReason)

    def mode(self) -> str:
        return "form"

    def panes(self) -> list[QWidget]:
        return [self.choices, self.table, self.export]

    def focus_pane(self, step: int) -> None:
        """F6: the choices, the preview, the button."""
        step_pane([self.choices.format, self.table, self.export], step)

    def find_here(self) -> None:
        self.choices.format.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def counts(self) -> str:
        return self.summary.text() if self._census is not None else ""

    def set_theme(self, theme: Theme) -> None:
        rule_rows(self.table, theme)

    def leave(self) -> None:
        for task in (self._counting, self._task):
            if task is not None:
                task.cancel()
        self._counting = None

    # --- preview -------------------------------------------------------------------------------

    def _read(self) -> None:
        if not self._stale:
            return
        self._stale = False
        reader = self._session.reader
        layers = [(la.key, la.label) for la in self._session.codebook.layers]
        self.choices.layers.set_names(layers)
        self.choices.coders.set_names([(c.uid, c.name) for c in queries.coders(reader)])
        self.choices.rounds.set_names([(r.uid, r.name) for r in queries.rounds(reader)])
        if not self._recalled:
            self._recalled = True
            self._recall()
        self._count()

    def _recall(self) -> None:
        kept = memory.recall(self._session.store.path)
        self.choices.restore(kept)
        folder = kept.get("folder")
        if isinstance(folder, str) and Path(folder).is_dir():
            self._folder = folder

    def _count(self) -> None:
        """Count what there is, in the background; the latest count is the one that is shown."""
        if self._counting is not None:
            self._counting.cancel()
        path = self._session.store.path
        task = lasting_task(lambda _progress, cancelled: take_census(path, cancelled))
        task.finished.connect(lambda census: self._on_counted(task, census))
        task.failed.connect(self._on_count_failed)
        self._counting = task.start()
        if self._census is None:
            self.summary.setText("Counting …")

    def _on_count_failed(self, text: str) -> None:
        self.noted.emit(text, "warn")

    def _on_counted(self, task: Task, census: Census) -> None:
        if task is self._counting:
            self._census = census
            self._show_preview()

    def _show_preview(self) -> None:
        problem = self.choices.problem()
        self._allow()
        if problem:
            self.summary.setText(problem)
            self.model.set_rows([])
            return
        if self._census is None:
            return
        reader, format_ = self._session.reader, self.choices.format_key
        try:
            lines = preview(reader, self._census, format_, self.choices.options())
        except ProjectError as error:
            self.summary.setText(str(error))
            return
        self.model.set_rows(lines)
        rows = {line.name: line.rows or 0 for line in lines}
        codes = rows.get("annotations_long", rows.get("annotation", 0))
        articles = rows.get("documents", rows.get("article", 0))
        final = " of the final set" if self.choices.final_only.isChecked() else ""
        self.summary.setText(
            f"{count_text(codes, 'code')}{final} · {count_text(articles, 'article')}"
        )
        if self.isVisible():
            self.counts_changed.emit(self.counts())

    def _allow(self) -> None:
        self.export.setEnabled(not self.choices.problem() and not self._is_writing)

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.model.as_text())

    # --- writing -------------------------------------------------------------------------------

    @property
    def _is_writing(self) -> bool:
        return self._task is not None and self._task.is_running

    def _ask_file(self) -> None:
        if self._is_writing or self.choices.problem():
            return
        exporter = EXPORTERS[self.choices.format_key]
        start = str(Path(self._folder) / f"{self._session.store.path.stem}{exporter.suffix}")
        pattern = f"{exporter.label} (*{exporter.suffix})" if exporter.suffix else ""
        name, _ = QFileDialog.getSaveFileName(self, f"Export: {exporter.label}", start, pattern)
        if name:
            self.write(_with_suffix(Path(name), exporter.suffix))

    def write(self, path: Path) -> None:
        """Write the export to a file, in the background, from a copy of the project as it is."""
        if self._is_writing:
            return
        exporter = EXPORTERS[self.choices.format_key]
        options, project = self.choices.options(), self._session.store.path
        self._folder = str(path.parent)
        memory.remember(project, {**self.choices.to_json(), "folder": self._folder})
        self._report = None
        self._task = lasting_task(
            lambda progress, cancelled: _export(
                project, path, exporter, options, progress, cancelled
            )
        )
        self._task.progressed.connect(self._on_progress)
        self._task.finished.connect(self._on_written)
        self._task.failed.connect(self._on_failed)
        self._task.cancelled.connect(self._on_cancelled)
        self._task.ended.connect(self._allow)
        self._say(f"Writing {path.name} …", "muted", writing=True)
        self.progress.setRange(0, 0)
        self._task.start()
        self._allow()

    def _cancel(self) -> None:
        if self._task is not None:
            self._task.cancel()
            self.said.setText("Stopping …")

    def _on_progress(self, done: int, total: int, text: str) -> None:
        self.progress.setRange(0, max(total, 0))
        self.progress.setValue(done)
        if self._task is not None and not self._task.is_cancelled:
            self.said.setText(text)

    def _on_written(self, report: ExportReport) -> None:
        self._report = report
        rows = report.sheets.get("annotations_long", report.sheets.get("annotation"))
        codes = f" with {count_text(rows, 'code')}" if rows is not None else ""
        self._say(f"{report.path.name} is written{codes}, in {report.path.parent}", "ok")
        written = [replace(one, rows=report.sheets.get(one.name)) for one in self.model.rows]
        self.model.set_rows(written)
        self.warnings.setText("\n".join(report.warnings))
        self.warnings.setVisible(bool(report.warnings))
        self.open_folder.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_failed(self, text: str) -> None:
        self._say(text, "error")

    def _on_cancelled(self) -> None:
        self._say("Cancelled. Nothing was written.", "muted")

    def _say(self, text: str, role: str, *, writing: bool = False) -> None:
        self.said.setText(text)
        self.said.setProperty("role", role)
        restyle(self.said)
        self.result.show()
        self.warnings.hide()
        self.progress.setVisible(writing)
        self.cancel.setVisible(writing)
        done = self._report is not None and not writing
        self.open_folder.setVisible(done)
        self.open_file.setVisible(done and self._report is not None and self._report.path.is_file())

    def _open_folder(self) -> None:
        if self._report is not None:
            path = self._report.path
            folder = path if path.is_dir() else path.parent
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))

    def _open_file(self) -> None:
        if self._report is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._report.path)))


def _with_suffix(path: Path, suffix: str) -> Path:
    if not suffix or path.suffix.lower() == suffix:
        return path
    return path.with_name(path.name + suffix)


def _export(
    project: Path,
    path: Path,
    exporter: Exporter,
    options: ExportOptions,
    progress: Progress,
    cancelled: Cancelled,
) -> ExportReport:
    """Write an export from a private copy of the project; nothing of it holds up the coder."""

    def step(done: int, total: int) -> None:
        if cancelled():
            raise CancelledError
        how_far = f"· {done:,} of {count_text(total, 'code')}" if total else "…"
        progress(done, total, f"Writing {path.name} {how_far}")

    with Store.open(project, read_only=True) as store, store.snapshot() as reader:
        step(0, 0)
        return exporter.write(reader, path, options, step)
