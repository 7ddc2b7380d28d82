"""The Codebook page: layers, fields and values with their rules, found as one types."""

from __future__ import annotations

from html import escape
from typing import Any

from PySide6.QtCore import QModelIndex, QSortFilterProxyModel, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QFrame,
    QHeaderView,
    QLabel,
    QLineEdit,
    QSplitter,
    QTextBrowser,
    QTreeView,
    QVBoxLayout,
    QWidget,
)

from annotator.codebook.model import Code, Codebook, Field, Layer
from annotator.model import Changes
from annotator.project import queries
from ui.actions import ActionRegistry
from ui.models.codebook import PART_ROLE, WORDS_ROLE, codebook_model
from ui.pages.base import Page
from ui.session import Session
from ui.theme import Theme, layer_colour

TREE_WIDTH = 620


class CodebookPage(Page):
    """Reads the codebook; changing it is a matter of its file."""

    key = "codebook"

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
        self._part: Layer | Field | Code | None = None
        self._build()
        self._bind()
        self._load()

    def _build(self) -> None:
        self._title = QLabel()
        self._title.setProperty("role", "title")
        self._about = QLabel()
        self._about.setProperty("role", "muted")
        self._about.setWordWrap(True)
        self.filter = QLineEdit()
        self.filter.setProperty("role", "search")
        self.filter.setClearButtonEnabled(True)
        self.filter.setPlaceholderText("Search names, definitions and examples…")
        self.filter.setAccessibleName("Search the codebook")
        self._proxy = QSortFilterProxyModel(self)
        self._proxy.setRecursiveFilteringEnabled(True)
        self._proxy.setAutoAcceptChildRows(True)
        self._proxy.setFilterRole(WORDS_ROLE)
        self._proxy.setFilterCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.tree = QTreeView()
        self.tree.setModel(self._proxy)
        self.tree.setAccessibleName("Layers, fields and values")
        self.tree.setEditTriggers(QTreeView.EditTrigger.NoEditTriggers)
        self.tree.setUniformRowHeights(True)
        self.tree.setAllColumnsShowFocus(True)
        self.details = QTextBrowser()
        self.details.setAccessibleName("Definition")
        self.details.setOpenLinks(False)
        self.details.setFrameShape(QFrame.Shape.NoFrame)
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(24, 20, 16, 20)
        column.setSpacing(8)
        for part in (self._title, self._about, self.filter):
            column.addWidget(part)
        column.addWidget(self.tree, 1)
        right = QFrame()
        right.setObjectName("readerpane")
        beside = QVBoxLayout(right)
        beside.setContentsMargins(28, 24, 24, 20)
        beside.addWidget(self.details)
        splitter = QSplitter(Qt.Orientation.Horizontal)
        splitter.setChildrenCollapsible(False)
        splitter.addWidget(left)
        splitter.addWidget(right)
        splitter.setSizes([TREE_WIDTH, 800])
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.addWidget(splitter)

    def _bind(self) -> None:
        self.filter.textChanged.connect(self._on_filter)
        self.filter.returnPressed.connect(self.tree.setFocus)
        self.tree.selectionModel().currentChanged.connect(lambda now, _: self._show(now))
        leave = QShortcut(QKeySequence(Qt.Key.Key_Escape), self)
        leave.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        leave.activated.connect(self._on_escape)

    def _load(self) -> None:
        book = self._session.codebook
        before = self._proxy.sourceModel()
        model = codebook_model(book, self._theme, self)
        self._proxy.setSourceModel(model)
        if before is not None:
            before.deleteLater()
        self._title.setText(book.title)
        self._about.setText(self._subtitle(book))
        header = self.tree.header()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        for section in range(1, model.columnCount()):
            header.setSectionResizeMode(section, QHeaderView.ResizeMode.ResizeToContents)
        for row in range(self._proxy.rowCount()):
            self.tree.expand(self._proxy.index(row, 0))
        self.tree.setCurrentIndex(self._proxy.index(0, 0))

    def _subtitle(self, book: Codebook) -> str:
        frozen = queries.codebook_versions(self._session.reader)
        state = "frozen" if book.version in frozen else "draft"
        fields = sum(len(layer.fields) for layer in book.layers)
        values = sum(len(field.codes) for layer in book.layers for field in layer.fields)
        numbers = f"{len(book.layers)} layers · {fields} fields · {values} values"
        return f"Version {book.version} ({state}) · {numbers}\n{book.description}".strip()

    def _on_filter(self, words: str) -> None:
        self._proxy.setFilterFixedString(words.strip())
        if words.strip():
            self.tree.expandAll()
            first = self._first_hit(QModelIndex(), words.strip().casefold())
            if first is not None:
                self.tree.setCurrentIndex(first)

    def _first_hit(self, parent: QModelIndex, words: str) -> QModelIndex | None:
        for row in range(self._proxy.rowCount(parent)):
            index = self._proxy.index(row, 0, parent)
            if words in str(index.data(WORDS_ROLE)).casefold():
                return index
            below = self._first_hit(index, words)
            if below is not None:
                return below
        return None

    def _on_escape(self) -> None:
        if self.filter.text():
            self.filter.clear()
        self.tree.setFocus()

    def _show(self, index: QModelIndex) -> None:
        part = index.siblingAtColumn(0).data(PART_ROLE) if index.isValid() else None
        self._part = part
        self.details.setHtml(_page(part, self._theme) if part is not None else "")

    def refresh(self, changes: Changes) -> None:
        """Read the codebook again where it changed."""
        if changes.touches("layer", "field", "code", "codebook"):
            self._load()

    def activated(self) -> None:
        self.tree.setFocus(Qt.FocusReason.OtherFocusReason)

    def panes(self) -> list[QWidget]:
        return [self.filter, self.tree, self.details]

    def find_here(self) -> None:
        self.filter.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.filter.selectAll()

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        self._load()

    def counts(self) -> str:
        return f"{len(self._session.codebook.layers)} layers"

    def state(self) -> dict[str, Any]:
        return {"search": self.filter.text()}


def _page(part: Layer | Field | Code, theme: Theme) -> str:
    """The details of one part as rich text."""
    lines = [
        f'<p style="font-size:20px; font-weight:600; margin:0 0 2px 0">{_title(part, theme)}</p>'
    ]
    lines.append(f'<p style="color:{theme.muted}; margin:0 0 14px 0">{escape(_kind(part))}</p>')
    for heading, text in _sections(part):
        if text:
            body = escape(text).replace("\n", "<br>")
            lines.append(
                f'<p style="color:{theme.muted}; font-size:12px; margin:12px 0 1px 0">{heading}</p>'
                f'<p style="font-size:14px; margin:0; line-height:140%">{body}</p>'
            )
    return "".join(lines)


def _title(part: Layer | Field | Code, theme: Theme) -> str:
    label = escape(part.label)
    if isinstance(part, Layer):
        return f'<span style="color:{layer_colour(theme, part)}">■</span> {label}'
    return label


def _kind(part: Layer | Field | Code) -> str:
    if isinstance(part, Layer):
        key = f" · key {part.letter}" if part.letter else ""
        level = "code of a passage" if part.level == "span" else "code of the whole article"
        return f"Layer {part.key} · {level}{key} · matched by {part.match}"
    if isinstance(part, Field):
        words = [f"Field {part.key}", part.kind]
        words += ["required"] if part.required else []
        words += ["counted in reliability"] if part.reliability else []
        words += [f"at most {part.maximum}"] if part.maximum else []
        return " · ".join(words)
    number = "" if part.number is None else f" · number {part.number} in exports"
    return f"Value {part.key}{number}" + (" · retired" if part.retired else "")


def _sections(part: Layer | Field | Code) -> list[tuple[str, str]]:
    if isinstance(part, Layer):
        return [("What it is", part.definition), ("One unit", part.rule)]
    if isinstance(part, Field):
        shown = part.show_if
        return [
            ("What is asked", part.definition),
            ("How to answer", part.help),
            ("Asked only if", f"{shown.field} is {' or '.join(shown.is_in)}" if shown else ""),
            ("Choices depend on", part.depends_on or ""),
        ]
    return [
        ("What it is", part.definition),
        ("Include", part.include),
        ("Leave out", part.exclude),
        ("Example", part.example),
        ("In favour means", part.pole_plus),
        ("Against means", part.pole_minus),
    ]
