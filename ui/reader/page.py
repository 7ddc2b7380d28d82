"""The page: one article laid out, scrolled and painted; nothing here answers keys or mouse.

A read-only QTextEdit, kept for its text cursor, clipboard and accessibility. It is never asked
what the text is: positions go in and out as code points of the stored text, words come from the
article. The layout is ours (`ui.reader.layout`), and so is the painting.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import Any

from PySide6.QtCore import QRectF, Qt, QTimer, QUrl, Signal
from PySide6.QtGui import (
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
)
from PySide6.QtWidgets import QFrame, QTextEdit, QWidget

from annotator.model import Article, Span
from annotator.text.offsets import Utf16Map
from annotator.text.segment import Segments
from annotator.text.snap import snap_to_tokens
from ui.reader.hits import span_rects
from ui.reader.ink import Look, ReadSpans
from ui.reader.layout import ReadingLayout
from ui.reader.marks import Mark, MarkIndex
from ui.reader.meta import meta_line, title_paragraph
from ui.reader.metrics import page_metrics
from ui.reader.painting import PagePainter
from ui.reader.selection import Caret
from ui.theme import LIGHT, Theme

POINTS = 13.0
_PIXELS_PER_POINT = 96 / 72
_IDLE_LIMIT = 400_000
"""Texts longer than this are laid out only where they are looked at."""
_IDLE_SLICE = 12
_IDLE_WORK = 8_000
"""Characters laid out in one slice: some milliseconds."""
_FAR = 3
_COMFORT = 0.14
_LANDING = 0.30
"""Shares of the height: kept free around what is revealed; where a far place lands."""


class ReadingPage(QTextEdit):
    """Shows an article with its marks."""

    laid_out = Signal()
    """Lines moved on the screen: scrolled, resized, laid out anew."""

    def __init__(self, parent: QWidget | None = None, *, theme: Theme = LIGHT) -> None:
        super().__init__(parent)
        self._article: Article | None = None
        self._text = ""
        self._segments = Segments.empty()
        self._meta = ""
        self._look = Look(theme)
        self._caret = Caret()
        self._placing = False
        self._last_top = 0
        self._known_height = 0.0
        self._idle_next = 0
        self._points = POINTS
        self._metrics = page_metrics(self._points * _PIXELS_PER_POINT)
        self._settle_timer = self._timer(0, self._settle)
        self._idle_timer = self._timer(_IDLE_SLICE, self._lay_out_idly)
        self._layout: ReadingLayout
        self._build_page()
        self._show_text("", None)

    def _build_page(self) -> None:
        self.setReadOnly(True)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse
            | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.setUndoRedoEnabled(False)
        self.setCursorWidth(0)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAcceptDrops(False)
        self.viewport().setAcceptDrops(False)
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)

    def _timer(self, interval: int, slot: Callable[[], None]) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.setInterval(interval)
        timer.timeout.connect(slot)
        return timer

    # what is shown

    def show_article(
        self, article: Article, segments: Segments, marks: Iterable[Mark] = ()
    ) -> None:
        """Show an article from its top, with its marks, the caret at its beginning."""
        self._article, self._segments, self._text = article, segments, article.text
        self._meta = meta_line(article)
        self._look = replace(self._look, current=None, participants=(), read=ReadSpans())
        self._metrics = page_metrics(self._points * _PIXELS_PER_POINT, article.language)
        self._show_text(article.text, title_paragraph(article), marks)

    def clear_article(self) -> None:
        """Show an empty page."""
        self._article, self._text, self._meta = None, "", ""
        self._segments = Segments.empty()
        self._show_text("", None)

    @property
    def article(self) -> Article | None:
        return self._article

    def set_marks(self, marks: Iterable[Mark]) -> None:
        """Replace all marks; no text is shaped or broken into lines again."""
        top = self._anchor()
        self._layout.set_marks(MarkIndex(marks))
        self._return_to(top)
        self._after_change()

    def set_current(self, uid: str | None) -> None:
        """Emphasise one mark, or none."""
        self._set_look(current=uid)

    def set_read(self, spans: Sequence[Span]) -> None:
        """Mark sentences as read, in the margin."""
        self._set_look(read=ReadSpans(spans))

    def set_participants(self, participants: Sequence[tuple[Span, str]]) -> None:
        """Light up passages that fill a role of the current code, with the role's name."""
        self._set_look(participants=tuple(participants))

    def set_labels_visible(self, visible: bool) -> None:
        self._set_look(labels=visible)

    def set_theme(self, theme: Theme) -> None:
        self._set_look(theme=theme)

    def set_font_size(self, points: float) -> None:
        """Size of the reading face in points (13 by default)."""
        self._points = points
        language = self._article.language if self._article is not None else None
        self._metrics = page_metrics(points * _PIXELS_PER_POINT, language)
        top = self._anchor()
        self.document().setDefaultFont(self._metrics.font)
        self._format_title(self.document(), self._layout.title)
        self._layout.set_page(self._metrics, self._page_width())
        self._sync_size()
        self._return_to(top)
        self._lay_out_rest()
        self._after_change()

    # where things are

    def caret(self) -> int:
        """Code point the caret stands before."""
        return self._caret.position

    def selection(self) -> Span | None:
        """The selected code points: whole tokens, unless single characters were chosen."""
        span = self._caret.span
        if span is None or self._caret.exact:
            return span
        return snap_to_tokens(self._segments, span)

    def rects_of(self, span: Span) -> list[QRectF]:
        """Rectangles of a span in the viewport, one per visual run.

        Of a long span only what is on the screen or near it; of a span elsewhere the first line.
        """
        if not self._text:
            return []
        height, scroll = self.viewport().height(), self._scroll_top()
        found = span_rects(self._layout, span, scroll - height, scroll + 2 * height)
        if not found:
            top, _, line = self._layout.line_of(min(span.start, len(self._text)))
            first = Span(span.start, min(span.end, line.end)) if line.end > span.start else span
            found = span_rects(self._layout, first, top + line.top, top + line.bottom)
        return [rect.translated(0, -scroll) for rect in found]

    def y_of(self, position: int) -> float:
        """Height in the viewport of the line that holds a code point; estimated where unseen."""
        number = self._layout.paragraphs.at(position)
        top = self._layout.top_of(number) - self._scroll_top()
        if not self._layout.is_laid_out(number):
            return top
        return top + self._layout.box(number).line_of(position).box_top

    def visible_span(self) -> Span:
        """From the first to the last character of the lines fully on the screen."""
        scroll, height = self._scroll_top(), self.viewport().height()
        shown = [
            line
            for top, box in self._layout.boxes_between(scroll, scroll + height)
            for line in box.lines
            if line.start < line.end
            and top + line.box_top >= scroll
            and top + line.box_bottom <= scroll + height
        ]
        return Span(shown[0].start, shown[-1].end) if shown else Span(0, 0)

    # scrolling

    def reveal(self, span: Span) -> None:
        """Scroll as little as needed to show the span, with some text around it."""
        if not self._text:
            return
        height = self.viewport().height()
        top, _, first = self._layout.line_of(span.start)
        bottom, _, last = self._layout.line_of(max(span.start, span.end - 1))
        low, high = top + first.box_top, bottom + last.box_bottom
        room = height * _COMFORT
        scroll = self._scroll_top()
        if low - room >= scroll and high + room <= scroll + height:
            return
        near = -height < low - scroll < 2 * height
        if not near:
            target = low - height * _LANDING
        elif low - room < scroll or high - low + 2 * room > height:
            target = low - room
        else:
            target = high + room - height
        self._scroll_to(target)

    def scroll_position(self) -> int:
        """Code point at the top of the viewport, to come back to (`scroll_back`)."""
        return self._anchor()[0]

    def scroll_back(self, position: int) -> None:
        """Show the line that holds a code point at the top."""
        self._return_to((max(0, min(position, len(self._text))), 0.0))

    def _scroll_top(self) -> int:
        return self.verticalScrollBar().value()

    def _scroll_to(self, top: float) -> None:
        self._sync_size()
        self.verticalScrollBar().setValue(round(top))

    def _anchor(self) -> tuple[int, float]:
        """The line at the top of the viewport and how far it is scrolled past."""
        scroll = self._scroll_top()
        number = self._layout.number_at(scroll)
        box = self._layout.box(number)
        top = self._layout.top_of(number)
        if scroll <= 0:
            return (0, 0.0)
        line = box.line_at(scroll - top)
        return (line.start, scroll - top - line.top)

    def _return_to(self, anchor: tuple[int, float]) -> None:
        position, past = anchor
        if position == 0 and past <= 0:
            self._scroll_to(0)
            return
        top, _, line = self._layout.line_of(position)
        self._scroll_to(top + line.top + past)

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        """Repaint; scrolling up into unseen text keeps the seen text in its place."""
        self.viewport().update()
        if self._placing:
            return
        before, now = self._last_top, self._scroll_top()
        self._last_top = now
        if now < before and before - now < _FAR * self.viewport().height():
            number = self._layout.number_at(before)
            distance = self._layout.top_of(number) - now
            self._shift(self._layout.lay_out_above(number, distance))
        self.laid_out.emit()

    def _shift(self, grown: float) -> None:
        """Text above the viewport grew: scroll along, so that nothing moves on the screen."""
        if not grown:
            return
        self._sync_size()
        self._placing = True
        self.verticalScrollBar().setValue(round(self._scroll_top() + grown))
        self._placing = False
        self._last_top = self._scroll_top()

    # the document and its layout

    def _show_text(self, text: str, title: int | None, marks: Iterable[Mark] = ()) -> None:
        offsets = Utf16Map(text)
        document = QTextDocument(self)
        document.setUndoRedoEnabled(False)
        document.setDocumentMargin(0)
        document.setDefaultFont(self._metrics.font)
        document.setPlainText(text)
        if document.characterCount() - 1 != offsets.utf16_length:
            raise ValueError("the text was not normalised: Qt counts its characters differently")
        self._format_title(document, title)
        layout = ReadingLayout(
            document, text, offsets, title=title, metrics=self._metrics, width=self._page_width()
        )
        layout.set_marks(MarkIndex(marks))
        document.setDocumentLayout(layout)
        self._replace_document(document, layout)
        self._caret = Caret()
        self._known_height = layout.height
        self._last_top = 0
        self._on_shown()
        self.verticalScrollBar().setValue(0)
        self._lay_out_rest()
        self.viewport().update()
        self.laid_out.emit()

    def _on_shown(self) -> None:
        """Another article was put up; for those who keep something about it."""

    def _replace_document(self, document: QTextDocument, layout: ReadingLayout) -> None:
        before = self.document()
        ours = hasattr(self, "_layout")
        self._placing = True
        self.setDocument(document)
        self._placing = False
        self._layout = layout
        if ours:
            before.deleteLater()

    def _format_title(self, document: QTextDocument, title: int | None) -> None:
        if title is None:
            return
        block = document.findBlockByNumber(title)
        cursor = QTextCursor(block)
        cursor.movePosition(QTextCursor.MoveOperation.EndOfBlock, QTextCursor.MoveMode.KeepAnchor)
        shape = QTextCharFormat()
        shape.setFont(self._metrics.title_font)
        cursor.setCharFormat(shape)

    def _page_width(self) -> float:
        return self.width() - self.verticalScrollBar().sizeHint().width()

    def _set_look(self, **changes: Any) -> None:
        self._look = replace(self._look, **changes)
        self.viewport().update()

    def _after_change(self) -> None:
        self._sync_size()
        self.viewport().update()
        self.laid_out.emit()

    def _sync_size(self) -> None:
        """Tell the scroll bar about heights that are known by now."""
        if self._layout.height != self._known_height:
            self._known_height = self._layout.height
            self._layout.documentSizeChanged.emit(self._layout.documentSize())

    def _settle(self) -> None:
        self._sync_size()
        self.laid_out.emit()

    def _lay_out_rest(self) -> None:
        """Begin to lay out what is not on the screen, so that the scroll bar tells the truth."""
        self._idle_next = 0
        if len(self._text) <= _IDLE_LIMIT:
            self._idle_timer.start()

    def _lay_out_idly(self) -> None:
        """Lay out what has not been seen yet, a slice at a time, without moving what is seen."""
        layout = self._layout
        first_shown = layout.number_at(self._scroll_top())
        number, grown, work = self._idle_next, 0.0, 0
        while number < len(layout.paragraphs) and work < _IDLE_WORK:
            if not layout.is_laid_out(number):
                before = layout.height
                layout.box(number)
                work += layout.paragraphs.lengths[number] + 60
                grown += layout.height - before if number < first_shown else 0.0
            number += 1
        self._idle_next = number
        self._shift(grown)
        self._settle()
        if number < len(layout.paragraphs):
            self._idle_timer.start()

    def resizeEvent(self, event: QResizeEvent) -> None:
        top = self._anchor()
        again = self._layout.set_page(self._metrics, self._page_width())
        super().resizeEvent(event)
        if again:
            self._sync_size()
            self._return_to(top)
            self._lay_out_rest()
        self._after_change()

    def paintEvent(self, event: QPaintEvent) -> None:
        caret = self._caret.position if self._article is not None else None
        painter = QPainter(self.viewport())
        try:
            height = self.viewport().height()
            page = PagePainter(painter, self._layout, self._look, self._scroll_top(), height)
            page.paint(QRectF(event.rect()), self.selection(), caret, self.hasFocus())
            page.paint_meta(self._meta)
        finally:
            painter.end()
        if self._layout.height != self._known_height:
            self._settle_timer.start()

    def loadResource(self, kind: int, name: QUrl | str) -> Any:
        """Load nothing: a text is a text."""
        return None
