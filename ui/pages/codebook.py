"""The Codebook page: what can be coded, to read while coding. Nothing is changed here."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import QEvent, QModelIndex, QObject, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSplitter, QTextBrowser, QVBoxLayout, QWidget

from annotator.codebook.model import Codebook
from annotator.model import Changes
from annotator.project import queries
from ui.actions import ActionRegistry
from ui.models.codebook import OutlineModel, Role
from ui.pages.base import Page
from ui.pages.codebook_outline import OutlineDelegate, OutlineView
from ui.pages.codebook_sheet import Sheet, hits, wanted_words
from ui.pages.parts import count_text, label, search_field, step_pane
from ui.session import Session
from ui.theme import Theme

OUTLINE_WIDTH = 270
SHEET_MARGIN = 28
TYPING_MS = 120
CODEBOOK_TABLES = ("codebook", "layer", "field", "code", "project")


class CodebookPage(Page):
    """Layers and fields at the left, their definitions and values at the right."""

    key = "codebook"

    def __init__(
        self,
        session: Session,
        actions: ActionRegistry,
        theme: Theme,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._session, self._theme = session, theme
        self._layer = ""
        self._words: tuple[str, ...] = ()
        self._uses: dict[tuple[str, str], Mapping[str, int]] = {}
        self._stale = True
        self._build()
        self._bind()

    # --- build and bind ------------------------------------------------------------------------

    def _build(self) -> None:
        self.splitter = QSplitter(Qt.Orientation.Horizontal)
        self.splitter.setHandleWidth(1)
        self.splitter.setChildrenCollapsible(False)
        self.splitter.addWidget(self._build_side())
        self.splitter.addWidget(self._build_sheet())
        self.splitter.setStretchFactor(1, 1)
        self.splitter.setSizes([OUTLINE_WIDTH, 1000])
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.addWidget(self.splitter)
        self._typing = QTimer(self, singleShot=True, interval=TYPING_MS)
        self._dress()

    def _build_side(self) -> QFrame:
        self.filter = search_field("Search the codebook", "Search fields and values…")
        self.outline = OutlineView()
        self.model = OutlineModel(self)
        self.outline.setModel(self.model)
        self.delegate = OutlineDelegate(self._session.codebook, self._theme, self.outline)
        self.outline.setItemDelegate(self.delegate)
        self.about = label("", "muted", wrap=True)
        self.about.setContentsMargins(14, 8, 14, 12)
        head = QHBoxLayout()
        head.setContentsMargins(10, 10, 10, 6)
        head.addWidget(self.filter)
        side = QFrame()
        side.setObjectName("sidepane")
        column = QVBoxLayout(side)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(self.outline, 1)
        column.addWidget(self.about)
        return side

    def _build_sheet(self) -> QTextBrowser:
        self.sheet = QTextBrowser()
        self.sheet.setAccessibleName("Definitions and values")
        self.sheet.setOpenLinks(False)
        self.sheet.setFrameShape(QFrame.Shape.NoFrame)
        self.sheet.document().setDocumentMargin(SHEET_MARGIN)
        self.sheet.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        return self.sheet

    def _bind(self) -> None:
        self.filter.textChanged.connect(lambda _: self._typing.start())
        self._typing.timeout.connect(self._search)
        self.outline.selectionModel().currentChanged.connect(self._on_current)
        for watched in (self.filter, self.outline, self.sheet):
            watched.installEventFilter(self)

    def _dress(self) -> None:
        paper = f"background: {self._theme.paper}; border: 0; border-radius: 0; padding: 0;"
        self.sheet.setStyleSheet(
            f"QTextBrowser {{ {paper} }} QTextBrowser:focus {{ border: 0; padding: 0; }}"
        )

    # --- the page in the window ----------------------------------------------------------------

    def refresh(self, changes: Changes) -> None:
        if changes.touches(*CODEBOOK_TABLES, "annotation"):
            self._uses.clear()
            self._stale = True
            if self.isVisible():
                self._show()

    def activated(self) -> None:
        self._show()
        self.outline.setFocus(Qt.FocusReason.OtherFocusReason)

    def panes(self) -> list[QWidget]:
        return [self.filter, self.outline, self.sheet]

    def focus_pane(self, step: int) -> None:
        """F6: search field, outline, sheet."""
        step_pane(self.panes(), step)

    def find_here(self) -> None:
        self.filter.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.filter.selectAll()

    def find_next(self, step: int) -> None:
        """Go to the next line of the outline."""
        index = self.outline.currentIndex()
        way = self.outline.indexBelow if step > 0 else self.outline.indexAbove
        if index.isValid() and way(index).isValid():
            self.outline.setCurrentIndex(way(index))

    def counts(self) -> str:
        layers = [layer for layer in self._book.layers if not layer.retired]
        fields = [field for layer in layers for field in layer.fields]
        codes = sum(len(field.codes) for field in fields)
        pairs = ((len(layers), "layer"), (len(fields), "field"), (codes, "value"))
        return " · ".join(count_text(number, word) for number, word in pairs)

    def state(self) -> dict[str, Any]:
        return {"layer": self._layer}

    def set_state(self, state: dict[str, Any]) -> None:
        layer = state.get("layer")
        if isinstance(layer, str) and self._book.find_layer(layer) is not None:
            self._layer = layer
            self._stale = True

    def set_theme(self, theme: Theme) -> None:
        self._theme = self.delegate.theme = theme
        self._dress()
        if not self._stale:
            self._show_sheet()
        self.outline.viewport().update()

    # --- showing -------------------------------------------------------------------------------

    @property
    def _book(self) -> Codebook:
        return self._session.codebook

    def _show(self) -> None:
        if not self._stale:
            return
        self._stale = False
        book = self._book
        self.delegate.codebook = book
        lines = [f"{book.title}, version {book.version}", book.licence]
        self.about.setText("\n".join(line for line in lines if line))
        self.about.setToolTip("\n\n".join(t for t in (book.description, book.source) if t))
        self._search()

    def _search(self) -> None:
        """Show what matches, where the reader was; else in the first layer that has a hit."""
        self._words = wanted_words(self.filter.text())
        found = [hits(layer, self._words) for layer in self._book.layers]
        at = self._place([bool(fields) for fields in found])
        place = self.sheet.verticalScrollBar().value()
        same = at >= 0 and self._book.layers[at].key == self._layer and not self._words
        selection = self.outline.selectionModel()
        selection.blockSignals(True)
        self.model.show_codebook(self._book, found, bool(self._words))
        if at >= 0:
            self._layer = self._book.layers[at].key
            self.outline.unfold(at)
            self.outline.setCurrentIndex(self.model.index(at, 0))
        selection.blockSignals(False)
        self._show_sheet()
        if same:
            self.sheet.verticalScrollBar().setValue(place)

    def _place(self, found: list[bool]) -> int:
        keys = [layer.key for layer in self._book.layers]
        if not keys:
            return -1
        at = keys.index(self._layer) if self._layer in keys else 0
        return at if found[at] or True not in found else found.index(True)

    def _show_sheet(self) -> None:
        layer = self._book.find_layer(self._layer)
        if layer is None:
            grey = self._theme.muted
            self.sheet.setHtml(f'<p style="color:{grey}">This codebook has no layers yet.</p>')
            return
        self.sheet.setHtml(Sheet(layer, self._theme, self._uses_of, self._words).html())
        self.sheet.setAccessibleDescription(layer.label)

    def _uses_of(self, field: str) -> Mapping[str, int]:
        key = (self._layer, field)
        if key not in self._uses:
            self._uses[key] = dict(queries.open_values(self._session.reader, *key))
        return self._uses[key]

    # --- keys and clicks -----------------------------------------------------------------------

    def _on_current(self, index: QModelIndex) -> None:
        if not index.isValid():
            return
        layer, field = index.data(Role.LAYER), index.data(Role.FIELD)
        if layer != self._layer:
            self._layer = layer
            self.outline.unfold((index.parent() if field else index).row())
            self._show_sheet()
        if field:
            self.sheet.scrollToAnchor(field)
        else:
            self.sheet.verticalScrollBar().setValue(0)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if event.key() == Qt.Key.Key_Escape:
                self._on_escape()
                return True
            if watched is self.filter and event.key() in _LEAVE_FILTER:
                self._flush()
                self.outline.setFocus(Qt.FocusReason.TabFocusReason)
                return True
            if watched is self.outline and event.key() in _ENTER:
                self.sheet.setFocus(Qt.FocusReason.TabFocusReason)
                return True
        return super().eventFilter(watched, event)

    def _on_escape(self) -> None:
        """Clear the search, else go back to the outline."""
        if self.filter.text():
            self.filter.clear()
            self._flush()
        else:
            self.outline.setFocus(Qt.FocusReason.TabFocusReason)

    def _flush(self) -> None:
        """Show at once what was typed."""
        if self._typing.isActive():
            self._typing.stop()
            self._search()


_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_LEAVE_FILTER = (Qt.Key.Key_Down, *_ENTER)
