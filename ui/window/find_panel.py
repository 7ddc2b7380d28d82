"""Find in all articles (Ctrl+Shift+F): words, hits with their sentence, Enter shows the passage."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QFrame,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from annotator.model import Span
from annotator.project import queries
from ui.session import Session

PANEL_WIDTH = 620
REST_MS = 150
MOST = 200


class FindPanel(QFrame):
    """Stays open while one walks through the hits with F3."""

    passage_wanted = Signal(str, object)
    """Uid of an article, the `Span` of the hit."""
    closed = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("role", "card")
        self.setAccessibleName("Find in all articles")
        self._session: Session | None = None
        self._hits: list[queries.Hit] = []
        self._rest = QTimer(self, singleShot=True, interval=REST_MS)
        self._rest.timeout.connect(self._search)
        self.field = QLineEdit()
        self.field.setPlaceholderText("Words in any article; “quoted” for a phrase")
        self.field.setAccessibleName("Words to find")
        self.field.textChanged.connect(lambda _: self._rest.start())
        self.field.installEventFilter(self)
        self._count = QLabel()
        self._count.setProperty("role", "muted")
        self.list = QListWidget()
        self.list.setAccessibleName("Hits")
        self.list.setWordWrap(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.itemClicked.connect(lambda _: self._show())
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 12, 12, 12)
        for part in (self.field, self._count, self.list):
            column.addWidget(part)
        self.hide()

    def open(self, session: Session) -> None:
        """Show it, with the words of last time."""
        self._session = session
        window = self.parentWidget() or self
        width = min(PANEL_WIDTH, window.width() - 40)
        self.setGeometry(window.width() - width - 14, 52, width, min(520, window.height() - 100))
        self._search()
        self.show()
        self.raise_()
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.field.selectAll()

    def forget(self) -> None:
        """The project closes: its hits go."""
        self._session, self._hits = None, []
        self._rest.stop()
        self.list.clear()
        self._count.setText("")
        self.hide()

    def step(self, step: int) -> None:
        """Show the next (1) or previous (-1) hit."""
        if self._hits:
            self.list.setCurrentRow((self.list.currentRow() + step) % len(self._hits))
            self._show()

    def _search(self) -> None:
        self.list.clear()
        words = self.field.text()
        if self._session is None or not words.strip():
            self._hits = []
            self._count.setText("")
            return
        self._hits = queries.search_texts(self._session.reader, words, limit=MOST)
        for hit in self._hits:
            item = QListWidgetItem(f"{hit.title}\n… {hit.snippet} …")
            self.list.addItem(item)
        number = len(self._hits)
        more = "more than " if number == MOST else ""
        self._count.setText(
            f"{more}{number} article{'s' if number != 1 else ''}" if number else "Nothing found."
        )
        self.list.setCurrentRow(0)

    def _show(self) -> None:
        row = self.list.currentRow()
        if 0 <= row < len(self._hits):
            hit = self._hits[row]
            self.passage_wanted.emit(hit.article, Span(hit.start, max(hit.end, hit.start + 1)))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.field and event.type() == QEvent.Type.KeyPress:
            assert isinstance(event, QKeyEvent)
            if event.key() == Qt.Key.Key_Escape:
                self.hide()
                self.closed.emit()
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                if self._rest.isActive():
                    self._rest.stop()
                    self._search()
                self._show()
                self.hide()
                return True
            if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up):
                step = 1 if event.key() == Qt.Key.Key_Down else -1
                row = max(0, min(self.list.currentRow() + step, self.list.count() - 1))
                self.list.setCurrentRow(row)
                return True
        return super().eventFilter(watched, event)
