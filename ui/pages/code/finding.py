"""Finding words in the open article: hits, and going from one to the next."""

from __future__ import annotations

from bisect import bisect_left

from PySide6.QtCore import QObject

from annotator.model import Span
from ui.pages.code.desk import Desk
from ui.pages.code.panes import Panes


class Hits:
    """The places where the searched words stand; upper and lower case alike."""

    def __init__(self) -> None:
        self.words = ""
        self.spans: list[Span] = []
        self.place = -1

    def search(self, text: str, words: str) -> None:
        """Find all places of `words` in `text`."""
        self.words = words
        self.spans = _places(text, words) if words.strip() else []
        self.place = -1

    def step(self, caret: int, step: int) -> Span | None:
        """The next (1) or previous (-1) hit, going round; the first one from the caret."""
        if not self.spans:
            return None
        if self.place < 0:
            at = bisect_left(self.spans, Span(caret, caret))
            self.place = at % len(self.spans) if step > 0 else (at - 1) % len(self.spans)
        else:
            self.place = (self.place + step) % len(self.spans)
        return self.spans[self.place]


def _places(text: str, words: str) -> list[Span]:
    low, wanted = text.lower(), words.lower()
    if len(low) != len(text) or len(wanted) != len(words):
        low, wanted = text, words  # a letter whose small form is longer would shift all offsets
    found, at = [], low.find(wanted)
    while at >= 0:
        found.append(Span(at, at + len(wanted)))
        at = low.find(wanted, at + len(wanted))
    return found


class Finder(QObject):
    """The bar above the text at work."""

    def __init__(self, desk: Desk, panes: Panes) -> None:
        super().__init__(panes)
        self._desk = desk
        self._panes = panes
        self._hits = Hits()
        panes.find_bar.searched.connect(self._on_searched)
        panes.find_bar.stepped.connect(self.step)
        panes.find_bar.closed.connect(self._on_closed)

    def open(self) -> None:
        """Filter the articles where the keyboard is there, else find in the text."""
        articles = self._panes.articles
        if articles.filter.hasFocus() or articles.list.hasFocus():
            articles.focus_filter()
            return
        chosen, article = self._panes.reader.selection(), self._desk.article
        words = article.text[chosen.start : chosen.end] if article and chosen else ""
        self._panes.find_bar.open(words if "\n" not in words and len(words) < 60 else "")

    def step(self, step: int) -> None:
        """Show the next (1) or previous (-1) hit."""
        span = self._hits.step(self._panes.reader.caret(), step)
        if span is not None:
            self._panes.reader.select(span)
            self._panes.reader.reveal(span)
        self._panes.find_bar.set_count(self._hits.place + 1, len(self._hits.spans))

    def forget(self) -> None:
        """Another article lies open: the words stay, the hits are looked for anew."""
        words = self._panes.find_bar.field.text() if self._panes.find_bar.isVisible() else ""
        self._hits.search(self._desk.article.text if self._desk.article else "", words)
        self._panes.find_bar.set_count(0, len(self._hits.spans))

    def _on_searched(self, words: str) -> None:
        article = self._desk.article
        self._hits.search(article.text if article else "", words)
        self.step(1)

    def _on_closed(self) -> None:
        self._panes.find_bar.hide()
        self._panes.focus_text()
