"""The Agreement page: every number on named units with its interval, and the passages behind it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QComboBox,
    QFileDialog,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QMenu,
    QPushButton,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from annotator.agreement.results import AgreementResults, AgreementRow, Passage
from annotator.errors import CancelledError, ProjectError
from annotator.model import Changes, Span
from annotator.project import queries
from ui.actions import ActionRegistry
from ui.models.table import ROW_ROLE, Column, TableModel
from ui.pages.agreement_plots import IntervalDelegate
from ui.pages.agreement_side import SidePanel, number
from ui.pages.base import Page
from ui.pages.parts import MARGIN, card, count_text, label, plain_table, rule_rows, step_pane
from ui.session import Session
from ui.tasks import Cancelled, Progress, Task
from ui.theme import Theme

INTERVAL_COLUMN = 4
WIDTHS = (206, 100, 54, 98, 112, 54, 54, 72, 52)
TOUCHED = ("annotation", "assignment", "round", "coder", "layer", "field", "code", "actor")
KINDS = {
    "missed": "missed unit",
    "boundary": "boundary",
    "category": "category",
    "role": "role",
    "attribute": "attribute",
    "agreed": "agreed",
}


class AgreementPage(Page):
    """Leads and supervisors see it; coders of a blind round do not."""

    key = "agreement"
    passage_wanted = Signal(str, object)
    """Uid of an article, the `Span` to show."""

    def __init__(
        self,
        session: Session,
        actions: ActionRegistry,
        theme: Theme,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._theme = theme
        self._results: AgreementResults | None = None
        self._task: Task | None = None
        self._stale = True
        self._left_out: set[str] = set()
        """Uids of coders taken out of the comparison."""
        self._build()
        self._bind()
        self.set_theme(theme)

    # --- build ---------------------------------------------------------------------------------

    def _build(self) -> None:
        page = QVBoxLayout(self)
        page.setContentsMargins(MARGIN, 14, MARGIN, MARGIN - 6)
        page.setSpacing(12)
        page.addLayout(self._build_tools())
        self.message = label("", "muted", wrap=True)
        self.message.setAccessibleName("What is shown")
        page.addWidget(self.message)
        row = QHBoxLayout()
        row.setSpacing(14)
        row.addWidget(self._build_tables(), 1)
        self.side = SidePanel(self._theme)
        row.addWidget(self.side)
        page.addLayout(row, 1)

    def _build_tools(self) -> QHBoxLayout:
        self.rounds = QComboBox()
        self.rounds.setAccessibleName("Round")
        self.rounds.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.coders = QPushButton()
        self.coders.setProperty("role", "pill")
        self.coders.setAccessibleName("Coders who are compared")
        self.coders.setMenu(QMenu(self.coders))
        self.methods = QPushButton("Copy methods paragraph")
        self.report = QPushButton("Export report …")
        self.report.setProperty("role", "primary")
        self.cancel = QPushButton("Cancel")
        self.cancel.hide()
        tools = QHBoxLayout()
        tools.setSpacing(8)
        tools.addWidget(self.rounds)
        tools.addWidget(self.coders)
        tools.addStretch(1)
        for part in (self.cancel, self.methods, self.report):
            tools.addWidget(part)
        return tools

    def _build_tables(self) -> QWidget:
        box, column = card("Reliability by layer and field")
        self._head = QLabel("Reliability by layer and field")
        self._head.setProperty("role", "heading")
        self.model = TableModel[AgreementRow](_row_columns(self._named), self)
        self.table = plain_table("Reliability by layer and field")
        self.table.setModel(self.model)
        self.interval = IntervalDelegate(self._theme, self.table)
        self.table.setItemDelegateForColumn(INTERVAL_COLUMN, self.interval)
        _set_widths(self.table, WIDTHS)
        self._passages_head = label("", "heading", wrap=True)
        self.passages_model = TableModel[Passage](_passage_columns(()), self)
        self.passages = plain_table("Passages behind the number")
        self.passages.setModel(self.passages_model)
        column.addWidget(self._head)
        column.addWidget(self.table, 3)
        column.addWidget(self._passages_head)
        column.addWidget(self.passages, 2)
        return box

    def _bind(self) -> None:
        self.rounds.activated.connect(lambda _: self._compute())
        self.methods.clicked.connect(self._copy_methods)
        self.report.clicked.connect(self._ask_report)
        self.cancel.clicked.connect(self._on_cancel)
        self.table.selectionModel().currentRowChanged.connect(lambda *_: self._show_row())
        self.table.activated.connect(lambda _: self._enter_passages())
        self.passages.activated.connect(self._show_passage)
        for table, model in ((self.table, self.model), (self.passages, self.passages_model)):
            copy = QShortcut(QKeySequence.StandardKey.Copy, table)
            copy.setContext(Qt.ShortcutContext.WidgetShortcut)
            copy.activated.connect(lambda m=model: QGuiApplication.clipboard().setText(m.as_text()))
        again = QShortcut(QKeySequence(Qt.Key.Key_F5), self)
        again.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        again.activated.connect(self.find_here)
        back = QShortcut(QKeySequence(Qt.Key.Key_Escape), self.passages)
        back.setContext(Qt.ShortcutContext.WidgetShortcut)
        back.activated.connect(self.table.setFocus)

    # --- computing -----------------------------------------------------------------------------

    def activated(self) -> None:
        if not self._may_see():
            self._hide_numbers()
            return
        self.side.show()
        if self._stale:
            self._fill_choices()
            self._compute()
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def refresh(self, changes: Changes) -> None:
        if changes.touches(*TOUCHED):
            self._stale = True
            if self.isVisible() and self._may_see() and self._results is not None:
                self.message.setText("Codings have changed since; press F5 to compute anew.")

    def _may_see(self) -> bool:
        blind = any(r.blind for r in queries.rounds(self._session.reader))
        return not blind or self._session.coder.role in ("lead", "supervisor")

    def _hide_numbers(self) -> None:
        self.model.set_rows([])
        self.passages_model.set_rows([])
        self.side.hide()
        self.message.setText(
            "This project has a blind round: its coders see each other's work and the agreement "
            "only after the lead has closed it."
        )

    def _fill_choices(self) -> None:
        chosen = self.rounds.currentData()
        self.rounds.clear()
        for one in queries.rounds(self._session.reader):
            self.rounds.addItem(f"{one.name} ({one.kind})", one.uid)
        place = self.rounds.findData(chosen)
        if place < 0:
            kinds = [r.kind for r in queries.rounds(self._session.reader)]
            place = kinds.index("reliability") if "reliability" in kinds else 0
        self.rounds.setCurrentIndex(place)
        self.rounds.adjustSize()

    def _compute(self) -> None:
        """Read the snapshot here, compute in the background."""
        from annotator.agreement.overview import compute

        if self._task is not None and self._task.is_running:
            self._task.cancel()
        try:
            snapshot = queries.agreement_snapshot(
                self._session.reader, round=self.rounds.currentData()
            )
        except ProjectError as error:
            self.message.setText(str(error))
            return
        names = [(c.uid, c.name) for c in snapshot.coders]
        self._fill_coders(names)
        kept = [uid for uid, _ in names if uid not in self._left_out]
        snapshot = snapshot.only(coders=kept) if len(kept) < len(names) else snapshot

        def work(progress: Progress, cancelled: Cancelled) -> AgreementResults:
            def told(done: int, total: int) -> None:
                progress(done, total, f"Computing agreement · {done} of {total}")

            return compute(snapshot, progress=told, cancelled=cancelled)

        self._stale = False
        self.message.setText("Computing …")
        self.cancel.show()
        task = Task(work, self)
        task.progressed.connect(lambda _done, _total, text: self.message.setText(text))
        task.finished.connect(self._show)
        task.failed.connect(self.message.setText)
        task.cancelled.connect(lambda: self.message.setText("Cancelled."))
        task.ended.connect(self.cancel.hide)
        self._task = task.start()

    def _fill_coders(self, names: list[tuple[str, str]]) -> None:
        menu = self.coders.menu()
        menu.clear()
        shown = [name for uid, name in names if uid not in self._left_out]
        self.coders.setText("Coders: " + (", ".join(shown) or "none") + "  ")
        for uid, name in names:
            action = menu.addAction(name)
            action.setCheckable(True)
            action.setChecked(uid not in self._left_out)
            action.toggled.connect(lambda on, u=uid: self._on_coder(u, on))

    def _on_coder(self, uid: str, compared: bool) -> None:
        (self._left_out.discard if compared else self._left_out.add)(uid)
        self._compute()

    def _on_cancel(self) -> None:
        if self._task is not None:
            self._task.cancel()

    # --- showing -------------------------------------------------------------------------------

    def _show(self, results: AgreementResults) -> None:
        self._results = results
        self.model.set_rows(results.rows)
        if results.reason:
            self.message.setText(f"No numbers: {results.reason}")
        else:
            self.message.setText(
                f"{results.round} · {len(results.coders)} coders · "
                f"{count_text(results.articles, 'article')} coded by two or more · "
                f"95 % intervals, {results.replicates:,} replicates, seed {results.seed} · "
                f"codebook v{results.codebook_version}"
            )
        names = tuple(c.name for c in results.coders)
        self.passages_model = TableModel[Passage](_passage_columns(names), self)
        self.passages.setModel(self.passages_model)
        _set_widths(self.passages, (170, 260, *([120] * len(names)), 90))
        if results.rows:
            self.table.selectRow(0)
        self._show_row()
        self.counts_changed.emit(self.counts())

    def row(self) -> AgreementRow | None:
        """The chosen row."""
        index = self.table.currentIndex()
        found = index.data(ROW_ROLE) if index.isValid() else None
        return found if isinstance(found, AgreementRow) else None

    def _show_row(self) -> None:
        row = self.row()
        if self._results is None:
            return
        self.side.show_row(self._results, row, self._named(row) if row else "")
        passages = row.passages if row is not None else ()
        self.passages_model.set_rows(passages)
        if row is None:
            self._passages_head.setText("")
        else:
            differ = sum(p.contribution > 0 for p in passages)
            self._passages_head.setText(
                f"Passages behind {self._named(row)} · {count_text(differ, 'disagreement')}, "
                "largest contribution first · Enter shows the passage"
            )

    def _named(self, row: AgreementRow) -> str:
        """Layer and variable: "Stance · position"."""
        layer = self._session.codebook.find_layer(row.layer)
        label = row.label[:1].lower() + row.label[1:]
        return f"{layer.label if layer else row.layer} · {label}"

    def _enter_passages(self) -> None:
        if self.passages_model.rowCount():
            self.passages.setFocus(Qt.FocusReason.TabFocusReason)
            self.passages.selectRow(0)

    def _show_passage(self, index: QModelIndex) -> None:
        passage = index.data(ROW_ROLE)
        if isinstance(passage, Passage):
            self.passage_wanted.emit(passage.article, passage.span or Span(0, 1))

    # --- taking it away ------------------------------------------------------------------------

    def _copy_methods(self) -> None:
        if self._results is not None and self._results.rows:
            from annotator.agreement.report import methods

            QGuiApplication.clipboard().setText(methods(self._results))
            self.noted.emit("The methods paragraph is on the clipboard.", "info")

    def _ask_report(self) -> None:
        if self._results is None:
            return
        name, _ = QFileDialog.getSaveFileName(
            self,
            "Export report",
            f"{self._results.title} agreement.docx",
            "Report (*.docx *.md);;Workbook (*.xlsx)",
        )
        if name:
            self.write_report(name)

    def write_report(self, name: str) -> None:
        """Write the report; its kind follows from the ending of the name."""
        from pathlib import Path

        from exports.report import write_report

        if self._results is None:
            return
        try:
            write_report(self._results, Path(name))
        except (ProjectError, CancelledError) as error:
            self.noted.emit(str(error), "danger")
            return
        self.noted.emit(f"Wrote {name}.", "info")

    # --- page ----------------------------------------------------------------------------------

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        self.interval.theme = theme
        self.side.set_theme(theme)
        for table in (self.table, self.passages):
            rule_rows(table, theme)
        self._show_row()

    def panes(self) -> list[QWidget]:
        return [self.table, self.passages, self.side.pairs]

    def focus_pane(self, step: int) -> None:
        step_pane(self.panes(), step)

    def find_here(self) -> None:
        self._stale = True
        self.activated()

    def counts(self) -> str:
        rows = len(self._results.rows) if self._results is not None else 0
        return count_text(rows, "number")

    def state(self) -> dict[str, Any]:
        return {}

    def leave(self) -> None:
        self._on_cancel()


def _row_columns(named: Callable[[AgreementRow], str]) -> list[Column[AgreementRow]]:
    return [
        Column("What", named),
        Column("Coefficient", lambda r: _symbol(r.coefficient)),
        Column("Value", lambda r: number(r.value), lambda r: r.value or -2.0, number=True),
        Column("95 % CI", _interval),
        Column("", lambda _: ""),
        Column("%", lambda r: number(r.percent), number=True, tip="Percent agreement"),
        Column("AC1", lambda r: number(r.ac1), number=True, tip="Gwet's AC1 or AC2"),
        Column("Coverage", lambda r: _percent(r.coverage), number=True),
        Column("Units", lambda r: f"{r.units:,.0f}", lambda r: r.units, number=True),
        Column("Status", _status),
    ]


def _symbol(coefficient: str) -> str:
    """ "alpha (nominal)" as "α nominal"."""
    return coefficient.replace("alpha", "α").replace("(", "").replace(")", "")


def _passage_columns(coders: tuple[str, ...]) -> list[Column[Passage]]:
    def value(nth: int) -> Any:
        return lambda p: _shown(p, nth)

    return [
        Column("Article", lambda p: p.title),
        Column("Passage", lambda p: p.quote.replace("\n", " ")),
        *(Column(name, value(nth)) for nth, name in enumerate(coders)),
        Column("Kind", lambda p: KINDS[p.kind]),
    ]


def _shown(passage: Passage, nth: int) -> str:
    if nth >= len(passage.values):
        return ""
    value = passage.values[nth]
    if value.annotation is None and value.value is None:
        return "(not coded)"
    return value.value if value.value is not None else "(no value)"


def _interval(row: AgreementRow) -> str:
    if row.low is None or row.high is None:
        return "" if row.value is not None else "undefined"
    return f"[{number(row.low)}, {number(row.high)}]"


def _status(row: AgreementRow) -> str:
    signs = {"good": "● reliable", "tentative": "◐ tentative", "low": "○ low"}
    shown = signs.get(row.status, "– undefined")
    return f"{shown} · {len(row.warnings)} ⚠" if row.warnings else shown


def _percent(value: float | None) -> str:
    return "–" if value is None else f"{value:.0%}".replace("%", " %")


def _set_widths(table: QTableView, widths: tuple[int, ...]) -> None:
    header = table.horizontalHeader()
    for n, width in enumerate(widths[: header.count()]):
        table.setColumnWidth(n, width)
    header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
    header.setStretchLastSection(True)
