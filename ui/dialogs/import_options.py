"""How files are read, as controls: columns of tables, dates, encoding, names of files."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import get_args

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFormLayout,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from annotator.importers.columns import PARTS
from annotator.importers.registry import DateOrder, ImportOptions, TablePreview
from ui.importing import Columns
from ui.pages.parts import label

TYPING_MS = 350
NOT_THERE = "not in the table"

PART_WORDS = {
    "title": "Title",
    "text": "Text",
    "date": "Date",
    "source": "Source",
    "author": "Author",
    "url": "Address",
    "language": "Language",
}
DATE_WORDS: dict[DateOrder, str] = {
    "auto": "as the dates themselves show",
    "dmy": "day / month / year",
    "mdy": "month / day / year",
    "ymd": "year / month / day",
}
ENCODINGS = (
    ("", "found out from the file"),
    ("utf-8", "UTF-8"),
    ("utf-16", "UTF-16"),
    ("cp1252", "Western European (1252)"),
    ("cp1250", "Central European (1250)"),
    ("cp1251", "Cyrillic (1251)"),
    ("cp1253", "Greek (1253)"),
    ("cp1254", "Turkish (1254)"),
    ("cp1255", "Hebrew (1255)"),
    ("cp1256", "Arabic (1256)"),
    ("gb18030", "Chinese (GB 18030)"),
    ("big5", "Chinese (Big5)"),
    ("shift_jis", "Japanese (Shift JIS)"),
    ("euc_kr", "Korean (EUC-KR)"),
)


class ReadingChoices(QWidget):
    """Emits `changed` a moment after something was chosen; reads nothing itself."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tables: dict[Path, TablePreview] = {}
        self._columns: dict[Path, dict[str, str]] = {}
        self._build()
        self._bind()

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        self.table_part = QWidget()
        form = _form(self.table_part)
        self.table = _combo("Table")
        self.table_heading = label("Columns", "section")
        form.addRow(self.table_heading)
        form.addRow(self.table)
        self.parts = {part: _combo(f"Column of {PART_WORDS[part].lower()}") for part in PARTS}
        for part, combo in self.parts.items():
            form.addRow(label(PART_WORDS[part], "muted"), combo)
        self.order = _combo("Order of day and month")
        for order in get_args(DateOrder):
            self.order.addItem(DATE_WORDS[order], order)
        self.encoding = _combo("Encoding")
        for key, text in ENCODINGS:
            self.encoding.addItem(text, key)
        self.pattern = QLineEdit()
        self.pattern.setAccessibleName("Pattern of the file names")
        self.pattern.setPlaceholderText("{date}_{source}_{title}")
        self.pattern.setToolTip(
            "Read date, source, title, author or anything else from the names of the files"
        )
        self.split = QCheckBox("Take exports of news archives apart")
        self.split.setChecked(True)
        column.addWidget(self.table_part)
        fields: tuple[tuple[str, QWidget], ...] = (
            ("Day and month", self.order),
            ("Encoding", self.encoding),
            ("Names of the files", self.pattern),
        )
        for text, field in fields:
            column.addWidget(label(text, "section"))
            column.addWidget(field)
        column.addWidget(self.split)
        column.addStretch(1)
        self.table_part.hide()
        self._pause = QTimer(self, singleShot=True, interval=TYPING_MS)

    def _bind(self) -> None:
        self._pause.timeout.connect(self.changed)
        self.table.currentIndexChanged.connect(lambda _: self._show_table())
        for combo in self.parts.values():
            combo.activated.connect(lambda _: self._on_column())
        for combo in (self.order, self.encoding):
            combo.activated.connect(lambda _: self.changed.emit())
        self.pattern.textChanged.connect(lambda _: self._pause.start())
        self.split.clicked.connect(lambda _: self.changed.emit())

    # --- what was chosen -----------------------------------------------------------------------

    def options(self) -> ImportOptions:
        """The choices as the importers want them, without the columns."""
        return ImportOptions(
            encoding=str(self.encoding.currentData()) or None,
            date_order=self.order.currentData(),
            file_name=self.pattern.text().strip() or None,
            split=self.split.isChecked(),
        )

    def columns(self) -> Columns:
        """The columns mapped by hand, per table."""
        return {path: dict(mapped) for path, mapped in self._columns.items()}

    # --- tables --------------------------------------------------------------------------------

    def show_tables(self, tables: Sequence[tuple[Path, TablePreview]]) -> None:
        """Offer the columns of these tables."""
        self._tables = dict(tables)
        self.table_part.setVisible(bool(tables))
        self.table.setVisible(len(tables) > 1)
        names = [path.name for path, _ in tables]
        if names != [self.table.itemText(n) for n in range(self.table.count())]:
            self.table.blockSignals(True)
            self.table.clear()
            for path, _ in tables:
                self.table.addItem(path.name, path)
            self.table.blockSignals(False)
        self._show_table()

    @property
    def _path(self) -> Path | None:
        path = self.table.currentData()
        return path if isinstance(path, Path) else None

    def _show_table(self) -> None:
        path = self._path
        found = self._tables.get(path) if path else None
        if found is None or path is None:
            return
        mapping = self._columns.get(path, found.mapping)
        headers = list(dict.fromkeys(h for h in found.headers if h.strip()))
        for part, combo in self.parts.items():
            combo.clear()
            combo.addItem(NOT_THERE, "")
            for header in headers:
                combo.addItem(header, header)
            combo.setCurrentIndex(max(0, combo.findData(mapping.get(part, ""))))
            example = _example(found, combo.currentData())
            combo.setToolTip(f"For example: {example}" if example else "")

    def _on_column(self) -> None:
        path = self._path
        if path is not None:
            chosen = {part: str(combo.currentData()) for part, combo in self.parts.items()}
            self._columns[path] = {part: header for part, header in chosen.items() if header}
            self.changed.emit()


def _example(table: TablePreview, header: str) -> str:
    """The first cell that says something under a header."""
    if header not in table.headers:
        return ""
    at = table.headers.index(header)
    cells = (row[at].strip() for row in table.rows if at < len(row))
    return next((cell[:80] for cell in cells if cell), "")


def _combo(name: str) -> QComboBox:
    combo = QComboBox()
    combo.setAccessibleName(name)
    combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    combo.setMinimumContentsLength(12)
    return combo


def _form(parent: QWidget) -> QFormLayout:
    form = QFormLayout(parent)
    form.setContentsMargins(0, 0, 0, 4)
    form.setSpacing(6)
    form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
    return form
