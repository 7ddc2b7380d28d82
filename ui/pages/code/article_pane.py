"""The list of articles at the left: filter, sections with progress, the open one marked."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPersistentModelIndex, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListView,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from annotator.model import ArticleRow
from ui.models.articles import ArticleListModel, Role
from ui.pages.code.article_delegate import ArticleDelegate
from ui.theme import Theme

PANE_WIDTH = 250
RAIL_WIDTH = 44


class ArticleList(QListView):
    """The list view; what an article says changes, its height never does.

    Qt lays out every row again whenever one has changed: with 5,000 articles 60 ms for each code.
    """

    def dataChanged(
        self,
        top_left: QModelIndex | QPersistentModelIndex,
        bottom_right: QModelIndex | QPersistentModelIndex,
        roles: Sequence[int] = (),
    ) -> None:
        self.viewport().update()


class ArticlePane(QFrame):
    """Emits the article somebody wants to read; opens nothing itself."""

    article_wanted = Signal(str)
    left = Signal()
    """Esc: back to the text."""
    import_wanted = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("sidepane")
        self.model = ArticleListModel(self)
        self.delegate = ArticleDelegate(theme, self)
        self._is_rail = False
        self._build()
        self._bind()

    def _build(self) -> None:
        self.filter = QLineEdit()
        self.filter.setProperty("role", "search")
        self.filter.setClearButtonEnabled(True)
        self.filter.setAccessibleName("Filter the articles")
        self.rail = QToolButton()
        self.rail.setProperty("role", "flat")
        self.rail.setText("☰")
        self.rail.setAccessibleName("Show the list of articles")
        self.rail.setToolTip("Show the list of articles (F6)")
        self.rail.hide()
        self.list = ArticleList()
        self.list.setProperty("role", "plain")
        self.list.setAccessibleName("Articles")
        self.list.setModel(self.model)
        self.list.setItemDelegate(self.delegate)
        self.list.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setMouseTracking(True)
        self.list.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.empty = QLabel(
            "No articles yet.\n\nDrop text or csv files anywhere on the window, "
            "or choose File › Import articles."
        )
        self.empty.setProperty("role", "muted")
        self.empty.setWordWrap(True)
        self.empty.setContentsMargins(16, 12, 16, 12)
        self.empty.hide()
        head = QHBoxLayout()
        head.setContentsMargins(10, 10, 10, 6)
        head.addWidget(self.filter)
        head.addWidget(self.rail)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(self.empty)
        column.addWidget(self.list, 1)
        column.addStretch(0)

    def _bind(self) -> None:
        self.filter.textChanged.connect(self._on_filter)
        self.filter.installEventFilter(self)
        self.list.installEventFilter(self)
        self.list.clicked.connect(self._on_index)

    def set_rows(self, rows: Sequence[ArticleRow]) -> None:
        """Show the coder's articles."""
        self.model.set_rows(rows)
        self.empty.setVisible(not rows)
        self.list.setVisible(bool(rows))
        self.filter.setPlaceholderText(
            f"Filter {len(rows):,} article{'s' if len(rows) != 1 else ''}…"
        )
        self.filter.setEnabled(bool(rows))

    def set_current(self, uid: str) -> None:
        """Mark the open article and bring it into view."""
        self.delegate.current = uid
        row = self.model.row_of(uid)
        if row >= 0:
            index = self.model.index(row)
            self.list.setCurrentIndex(index)
            self.list.scrollTo(index, QAbstractItemView.ScrollHint.EnsureVisible)
        self.list.viewport().update()

    def set_theme(self, theme: Theme) -> None:
        self.delegate.set_theme(theme)
        self.list.viewport().update()

    @property
    def is_rail(self) -> bool:
        return self._is_rail

    def set_rail(self, rail: bool) -> None:
        """Fold into a rail that keeps one button."""
        self._is_rail = rail
        for part in (self.filter, self.list):
            part.setVisible(not rail)
        self.empty.setVisible(not rail and self.model.total == 0)
        self.rail.setVisible(rail)
        if rail:
            self.setFixedWidth(RAIL_WIDTH)
        else:
            self.setMinimumWidth(180)
            self.setMaximumWidth(460)

    def focus_filter(self) -> None:
        self.filter.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.filter.selectAll()

    def sizeHint(self) -> QSize:
        return QSize(PANE_WIDTH, 400)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if watched is self.filter:
                return self._filter_key(event)
            if watched is self.list:
                return self._list_key(event)
        return super().eventFilter(watched, event)

    def _filter_key(self, event: QKeyEvent) -> bool:
        if event.key() == Qt.Key.Key_Escape:
            if self.filter.text():
                self.filter.clear()
            else:
                self.left.emit()
            return True
        if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.list.setFocus(Qt.FocusReason.TabFocusReason)
            if event.key() != Qt.Key.Key_Down and self.model.uids:
                self.article_wanted.emit(self.model.uids[0])
            return True
        return False

    def _list_key(self, event: QKeyEvent) -> bool:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
            return True
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.isAutoRepeat():
            self._on_index(self.list.currentIndex())
            return True
        return False

    def _on_filter(self, text: str) -> None:
        self.model.set_filter(text)
        self.set_current(self.delegate.current)

    def _on_index(self, index: QModelIndex) -> None:
        uid = index.data(Role.UID) if index.isValid() else None
        if uid:
            self.article_wanted.emit(uid)
