"""What goes into an export, as controls: format, layers, coders, rounds, dates, and the rest."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import (
    QAbstractItemView,
    QCheckBox,
    QComboBox,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QListView,
    QVBoxLayout,
    QWidget,
)

from exports.base import EXPORTERS, ExportOptions
from ui.pages.parts import label
from ui.stylesheet import restyle

_DATE = re.compile(r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?")
LIST_ROW, LEAST_ROWS, MOST_ROWS = 25, 2, 7
TABLES = ("xlsx", "csv")
"""Formats made of sheets."""


class CheckList(QListView):
    """Names to check; all checked means no limit. Space checks, Ctrl+A checks all or none."""

    changed = Signal()

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._items = QStandardItemModel(self)
        self.setModel(self._items)
        self._items.itemChanged.connect(lambda _: self.changed.emit())

    def set_names(self, names: Sequence[tuple[str, str]]) -> None:
        """Offer (key, label) pairs; what was left out stays left out."""
        if names == [(str(i.data(KEY)), i.text()) for i in self._rows()]:
            return
        left_out = {str(i.data(KEY)) for i in self._rows() if not _is_checked(i)}
        self._items.blockSignals(True)
        self._items.clear()
        for key, text in names:
            item = QStandardItem(text)
            item.setData(key, KEY)
            item.setCheckable(True)
            item.setCheckState(_state(key not in left_out))
            self._items.appendRow(item)
        self._items.blockSignals(False)
        self._items.layoutChanged.emit()
        rows = min(MOST_ROWS, max(LEAST_ROWS, len(names)))
        self.setFixedHeight(rows * LIST_ROW + 6)

    @property
    def chosen(self) -> tuple[str, ...] | None:
        """Keys of what is checked; None where all are."""
        keys = tuple(str(i.data(KEY)) for i in self._rows() if _is_checked(i))
        return None if len(keys) == self._items.rowCount() else keys

    def choose(self, keys: Sequence[str] | None) -> None:
        """Check these; None checks all."""
        for item in self._rows():
            item.setCheckState(_state(keys is None or str(item.data(KEY)) in keys))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        ctrl = event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if event.key() == Qt.Key.Key_A and ctrl:
            self.choose(() if self.chosen is None else None)
        else:
            super().keyPressEvent(event)

    def _rows(self) -> list[QStandardItem]:
        return [self._items.item(row) for row in range(self._items.rowCount())]


KEY = int(Qt.ItemDataRole.UserRole) + 1


def _is_checked(item: QStandardItem) -> bool:
    return item.checkState() == Qt.CheckState.Checked


def _state(checked: bool) -> Qt.CheckState:
    return Qt.CheckState.Checked if checked else Qt.CheckState.Unchecked


class Choices(QWidget):
    """All choices of one export; `changed` after each of them."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._build()
        self._bind()
        self._enable()

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        self.format = QComboBox()
        self.format.setAccessibleName("Format")
        for exporter in EXPORTERS.values():
            self.format.addItem(exporter.label, exporter.key)
        column.addWidget(label("Format", "section"))
        column.addWidget(self.format)
        self.layers = CheckList("Layers")
        self.coders = CheckList("Coders")
        self.rounds = CheckList("Rounds")
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(4)
        for number, (text, part) in enumerate(
            (("Layers", self.layers), ("Coders", self.coders), ("Rounds", self.rounds))
        ):
            place = (0, 0, 3, 1) if number == 0 else (2 * number - 2, 1, 1, 1)
            grid.addLayout(_titled(text, part), *place)
        grid.setRowStretch(3, 1)
        column.addSpacing(6)
        column.addLayout(grid)
        column.addSpacing(6)
        column.addWidget(label("Dates of the articles", "section"))
        column.addLayout(self._build_dates())
        column.addSpacing(6)
        column.addWidget(label("What is written", "section"))
        self.with_text = _check("Texts of the articles", True)
        self.final_only = _check("The final set only", False)
        self.wide_all = _check("All codes in the sheets of single layers", False)
        self.with_audit = _check("The log of all changes", True)
        self.csv_twin = _check("A folder of CSV files beside the workbook", False)
        for box in self.boxes:
            column.addWidget(box)

    def _build_dates(self) -> QHBoxLayout:
        self.date_from, self.date_to = QLineEdit(), QLineEdit()
        row = QHBoxLayout()
        row.setSpacing(8)
        for field, name, hint in (
            (self.date_from, "First date", "2025-01-31"),
            (self.date_to, "Last date", "2025-12"),
        ):
            field.setAccessibleName(name)
            field.setPlaceholderText(hint)
            field.setToolTip("Year, year-month or year-month-day; empty means no limit")
            row.addWidget(field, 1)
            if field is self.date_from:
                row.addWidget(label("to", "muted"))
        return row

    @property
    def boxes(self) -> tuple[QCheckBox, ...]:
        return self.with_text, self.final_only, self.wide_all, self.with_audit, self.csv_twin

    def _bind(self) -> None:
        self.format.currentIndexChanged.connect(lambda _: self._on_changed())
        for part in (self.layers, self.coders, self.rounds):
            part.changed.connect(self._on_changed)
        for field in (self.date_from, self.date_to):
            field.textChanged.connect(lambda _: self._on_changed())
            field.installEventFilter(self)
        for box in self.boxes:
            box.toggled.connect(lambda _: self._on_changed())

    def _on_changed(self) -> None:
        self._enable()
        self.changed.emit()

    def _enable(self) -> None:
        is_tables = self.format_key in TABLES
        self.wide_all.setEnabled(is_tables and not self.final_only.isChecked())
        self.with_audit.setEnabled(is_tables)
        self.csv_twin.setEnabled(self.format_key == "xlsx")

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusOut:
            for field in (self.date_from, self.date_to):
                bad = not _is_date(field.text())
                if bool(field.property("invalid")) != bad:
                    field.setProperty("invalid", bad)
                    restyle(field)
        return super().eventFilter(watched, event)

    # --- what was chosen -----------------------------------------------------------------------

    @property
    def format_key(self) -> str:
        return str(self.format.currentData())

    def problem(self) -> str:
        """Why nothing can be exported like this; empty where it can."""
        for part, what in (
            (self.layers, "layer"),
            (self.coders, "coder"),
            (self.rounds, "round"),
        ):
            if part.chosen == ():
                return f"Choose at least one {what}."
        for field in (self.date_from, self.date_to):
            if not _is_date(field.text()):
                return f"“{field.text()}” is no date: write 2025, 2025-03 or 2025-03-14."
        low, high = self.date_from.text().strip(), self.date_to.text().strip()
        if low and high and low[: len(high)] > high[: len(low)]:
            return "The first date is after the last."
        return ""

    def options(self) -> ExportOptions:
        """The choices as the exporters want them."""
        return ExportOptions(
            with_text=self.with_text.isChecked(),
            layers=self.layers.chosen,
            coders=self.coders.chosen,
            rounds=self.rounds.chosen,
            date_from=self.date_from.text().strip() or None,
            date_to=self.date_to.text().strip() or None,
            final_only=self.final_only.isChecked(),
            wide_all=self.wide_all.isEnabled() and self.wide_all.isChecked(),
            with_audit=self.with_audit.isChecked(),
            csv_twin=self.csv_twin.isEnabled() and self.csv_twin.isChecked(),
        )

    def to_json(self) -> dict[str, Any]:
        """The choices to remember."""
        return {
            "format": self.format_key,
            "layers": _listed(self.layers.chosen),
            "coders": _listed(self.coders.chosen),
            "rounds": _listed(self.rounds.chosen),
            "date_from": self.date_from.text(),
            "date_to": self.date_to.text(),
            "checked": [n for n, box in enumerate(self.boxes) if box.isChecked()],
        }

    def restore(self, kept: dict[str, Any]) -> None:
        """Choose again what was remembered; tolerant to anything missing."""
        at = self.format.findData(kept.get("format"))
        if at >= 0:
            self.format.setCurrentIndex(at)
        for name in ("layers", "coders", "rounds"):
            keys = kept.get(name)
            if isinstance(keys, list) and keys:
                getattr(self, name).choose([str(key) for key in keys])
        for name in ("date_from", "date_to"):
            if isinstance(text := kept.get(name), str):
                getattr(self, name).setText(text)
        if isinstance(checked := kept.get("checked"), list):
            for number, box in enumerate(self.boxes):
                box.setChecked(number in checked)


def _titled(text: str, part: QWidget) -> QVBoxLayout:
    column = QVBoxLayout()
    column.setSpacing(4)
    column.addWidget(label(text, "section"))
    column.addWidget(part)
    column.addStretch(1)
    return column


def _check(text: str, checked: bool) -> QCheckBox:
    box = QCheckBox(text)
    box.setChecked(checked)
    return box


def _listed(keys: tuple[str, ...] | None) -> list[str] | None:
    return None if keys is None else list(keys)


def _is_date(text: str) -> bool:
    return not text.strip() or _DATE.fullmatch(text.strip()) is not None
