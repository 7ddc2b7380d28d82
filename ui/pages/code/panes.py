"""The widgets of the Code page and where they stand: list or rail, text, cards or drawer."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFrame, QLabel, QSplitter, QVBoxLayout, QWidget

from annotator.model import Span
from ui.cards.column import CardColumn
from ui.form.context import Help
from ui.pages.code.article_pane import PANE_WIDTH, RAIL_WIDTH, ArticlePane
from ui.pages.code.bars import FindBar, ReaderBar
from ui.reader.view import ReaderView
from ui.theme import Theme

RAIL_BELOW = 1280
DRAWER_BELOW = 1100
"""Logical pixels of the page's width."""
CARDS_WIDTH = 372
HELP_HEIGHT = 92
EMPTY = (
    "No articles yet.\n\nDrop texts, Word, PDF or web pages or tables anywhere on the window, "
    "or press Ctrl+I to choose files."
)


class SideHelp(QFrame):
    """What the codebook says about the field or choice the keyboard stands on."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "panel")
        self.setFixedHeight(HELP_HEIGHT)
        self._text = QLabel()
        self._text.setProperty("role", "muted")
        self._text.setWordWrap(True)
        self._text.setTextFormat(Qt.TextFormat.RichText)
        self._text.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._text.setAccessibleName("Help on the field")
        column = QVBoxLayout(self)
        column.setContentsMargins(18, 6, 14, 6)
        column.addWidget(self._text)
        self.hide()

    @property
    def text(self) -> str:
        return self._text.text()

    def show_help(self, about: Help) -> None:
        """Say it in as many lines as there are; the whole stands in the tooltip too."""
        text = help_html(about)
        self._text.setText(text)
        self.setToolTip(text)


class Panes(QWidget):
    """Builds and arranges the parts; knows nothing of articles and codes."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._folded = True
        """Whether the list is a rail where the page is narrow."""
        self._build(theme)
        self._bind()

    def _build(self, theme: Theme) -> None:
        self.articles = ArticlePane(theme)
        self.bar = ReaderBar()
        self.find_bar = FindBar()
        self.reader = ReaderView(theme=theme)
        self.cards = CardColumn(theme)
        self.cards.set_wheel_target(self.reader.viewport())
        self.help = SideHelp()
        self.side = _column(self.cards, self.help)
        self._text_and_drawer = QSplitter(Qt.Orientation.Vertical)
        self._text_and_drawer.addWidget(self.reader)
        self.no_article = _empty_text(self.reader)
        self._text_and_drawer.setChildrenCollapsible(False)
        middle = _column(self.bar, self.find_bar, self._text_and_drawer)
        middle.setObjectName("readerpane")
        self.splitter = QSplitter(Qt.Orientation.Horizontal)
        self.splitter.setHandleWidth(1)
        self.splitter.setChildrenCollapsible(False)
        for part in (self.articles, middle, self.side):
            self.splitter.addWidget(part)
        self.splitter.setStretchFactor(1, 1)
        self.splitter.setSizes([PANE_WIDTH, 800, CARDS_WIDTH])
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.addWidget(self.splitter)

    def _bind(self) -> None:
        self.articles.rail.clicked.connect(self.unfold)
        self.cards.form.help_wanted.connect(self.help.show_help)

    # --- places --------------------------------------------------------------------------------

    @property
    def is_drawer(self) -> bool:
        """Whether the cards stand under the text."""
        return self._text_and_drawer.indexOf(self.side) >= 0

    def fit(self, width: int) -> None:
        """Below 1280 the list becomes a rail, below 1100 the cards a drawer under the text."""
        rail = width < RAIL_BELOW and self._folded
        if rail != self.articles.is_rail:
            self.articles.set_rail(rail)
            self._share_out()
        drawer = width < DRAWER_BELOW
        if drawer and not self.is_drawer:
            self._text_and_drawer.addWidget(self.side)
            self.show_drawer(bool(self.cards.open_uid), None)
        elif not drawer and self.is_drawer:
            self.splitter.addWidget(self.side)
            self.side.show()
            self._share_out()

    def _share_out(self) -> None:
        """Give list or rail, text and cards their widths."""
        left = RAIL_WIDTH if self.articles.is_rail else PANE_WIDTH
        right = 0 if self.is_drawer else CARDS_WIDTH
        self.splitter.setSizes(
            [left, max(400, self.width() - left - right), right][: 2 + bool(right)]
        )

    def show_drawer(self, shown: bool, passage: Span | None) -> None:
        """Make room for the form, or take it back; the passage stays in view."""
        self.help.setVisible(shown and not self.is_drawer)
        if not self.is_drawer:
            return
        self.side.setVisible(shown)
        if shown:
            height = self._text_and_drawer.height()
            self._text_and_drawer.setSizes([height - height * 55 // 100, height * 55 // 100])
        if passage is not None:
            self.reader.reveal(passage)

    def unfold(self) -> None:
        """Show the list of articles also where there is little room, until it is left."""
        self._folded = False
        self.articles.set_rail(False)
        self._share_out()
        self.articles.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def fold(self) -> None:
        """Back to the rail, where the page is narrow."""
        if not self._folded:
            self._folded = True
            self.fit(self.width())

    # --- the keyboard --------------------------------------------------------------------------

    def focus_text(self) -> None:
        self.reader.setFocus(Qt.FocusReason.OtherFocusReason)

    def all(self) -> list[QWidget]:
        """What F6 walks through, in order."""
        found: list[QWidget] = [self.articles.list, self.reader]
        if self.cards.open_uid:
            found.append(self.cards.form)
        elif self.side.isVisible():
            found.append(self.cards)
        return found

    def step(self, step: int) -> None:
        """F6: the next pane; in the form the field it was left at."""
        panes, focused = self.all(), QApplication.focusWidget()
        held = (n for n, pane in enumerate(panes) if focused and _holds(pane, focused))
        target = panes[(next(held, 1) + step) % len(panes)]
        form = self.cards.form
        if target is form:
            if not form.current_field or not form.focus_on(form.current_field):
                form.focus_first()
        elif target is self.articles.list and self.articles.is_rail:
            self.unfold()
        else:
            target.setFocus(Qt.FocusReason.TabFocusReason)

    def set_theme(self, theme: Theme) -> None:
        self.articles.set_theme(theme)
        self.reader.set_theme(theme)
        self.cards.set_theme(theme)


def _empty_text(reader: ReaderView) -> QLabel:
    """What stands in the middle of an empty project."""
    label = QLabel(EMPTY)
    label.setProperty("role", "muted")
    label.setAlignment(Qt.AlignmentFlag.AlignCenter)
    label.setWordWrap(True)
    label.hide()
    box = QVBoxLayout(reader)
    box.addWidget(label)
    return label


def help_html(about: Help) -> str:
    """Definition, rules and example as a few short paragraphs."""
    from html import escape

    parts = [f"<b>{escape(about.title)}</b>"]
    if about.definition:
        parts[0] += f" — {escape(about.definition)}"
    for head, text in (("Code", about.include), ("Not", about.exclude), ("E.g.", about.example)):
        if text:
            parts.append(f"<i>{head}:</i> {escape(text)}")
    if about.note:
        parts.append(escape(about.note))
    return "<br>".join(parts)


def _column(*parts: QWidget) -> QWidget:
    """Widgets one under the other, the last but the fixed ones growing."""
    box = QWidget()
    column = QVBoxLayout(box)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    for part in parts:
        column.addWidget(part, 1 if isinstance(part, QSplitter | CardColumn) else 0)
    return box


def _holds(pane: QWidget, focused: QWidget) -> bool:
    return pane is focused or pane.isAncestorOf(focused)
