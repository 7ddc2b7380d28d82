"""The reading pane: shows one article with its marks, moves the caret, tells what the reader did.

A read-only QTextEdit, kept for its text cursor, clipboard and accessibility. It never answers what
the text is: offsets go in and out as code points of the stored text, words come from the article.
The layout is ours (`ui.reader.layout`), and so are the painting, the keys and the mouse.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from PySide6.QtCore import QEvent, QMimeData, QPoint, QPointF, QRectF, Qt, QTimer, QUrl, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QFocusEvent,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QWheelEvent,
)
from PySide6.QtWidgets import QApplication, QFrame, QMenu, QTextEdit, QWidget

from annotator.model import Article, Span
from annotator.text.offsets import Utf16Map
from annotator.text.segment import Segments, segment
from annotator.text.snap import snap_to_tokens
from ui.reader import mouse, speech
from ui.reader.hover import Hover
from ui.reader.ink import Look, ReadSpans
from ui.reader.keyboard import Bindings, Move, acts_once, bound_action, move_for
from ui.reader.layout import BlockBox, LineBox, ReadingLayout
from ui.reader.marks import Mark, MarkIndex
from ui.reader.meta import meta_line, title_paragraph
from ui.reader.metrics import page_metrics
from ui.reader.painting import PagePainter, line_rects
from ui.reader.selection import Caret, Steps
from ui.theme import LIGHT, Theme

POINTS = 13.0
_PIXELS_PER_POINT = 96 / 72
_IDLE_LIMIT = 400_000
"""Texts longer than this are laid out only where they are looked at."""
_IDLE_SLICE = 12
_FAR = 3
_COMFORT = 0.14
_LANDING = 0.30
"""Shares of the height: kept free around what is revealed; where a far place lands."""
_AUTOSCROLL = 40


class ReaderView(QTextEdit):
    """One article, for reading and coding."""

    caret_moved = Signal(int)
    """Code point the caret moved to."""
    selection_changed = Signal(object)
    """The selected Span, or None."""
    mark_activated = Signal(str)
    """Uid of a mark that was clicked."""
    mark_hovered = Signal(str)
    """Uid of the mark under the pointer; empty when it left."""
    key_pressed = Signal(str, object)
    """Action id, the key event."""
    laid_out = Signal()
    """Lines moved on the screen: scrolled, resized, laid out anew."""
    zoom_asked = Signal(int)
    """Ctrl+wheel: one step larger (+1) or smaller (-1)."""
    menu_asked = Signal(QPoint, str)
    """Context menu wanted at this global place, on this mark (or empty)."""

    def __init__(self, parent: QWidget | None = None, *, theme: Theme = LIGHT) -> None:
        super().__init__(parent)
        self._theme = theme
        self._article: Article | None = None
        self._segments = segment("")
        self._steps = Steps("", self._segments)
        self._text = ""
        self._meta = ""
        self._look = Look(theme)
        self._caret = Caret()
        self._goal_x: float | None = None
        self._press: mouse.Press | None = None
        self._placing = False
        self._last_top = 0
        self._known_height = 0.0
        self._idle_next = 0
        self._points = POINTS
        self._metrics = page_metrics(self._points * _PIXELS_PER_POINT)
        self._bindings: dict[str, Bindings] = {}
        self._mode = "reading"
        self.tab_leaves = False
        """Whether Tab leaves the text even where an action is bound to it."""
        self._layout: ReadingLayout
        self._build()
        self._show_text("", None)
        self._bind()

    def _build(self) -> None:
        self.setReadOnly(True)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse
            | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.setUndoRedoEnabled(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAcceptDrops(False)
        self.viewport().setAcceptDrops(False)
        self.viewport().setMouseTracking(True)
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.viewport().setCursor(Qt.CursorShape.IBeamCursor)
        self.setAccessibleName("Article")
        self.setAccessibleDescription("The text of the article. Letters code the passage.")
        hints = QApplication.styleHints()
        self._clicks = mouse.Clicks(hints.mouseDoubleClickInterval(), hints.startDragDistance())
        self._hover = Hover(self.viewport())
        self._speaker = speech.Speaker(self)
        self._settle_timer = self._timer(0, self._settle)
        self._idle_timer = self._timer(_IDLE_SLICE, self._lay_out_idly)
        self._autoscroll = self._timer(_AUTOSCROLL, self._scroll_while_dragging)

    def _bind(self) -> None:
        self._hover.hovered.connect(self.mark_hovered)
        self.cursorPositionChanged.connect(self._on_cursor_moved)

    def _timer(self, interval: int, slot: Any) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.setInterval(interval)
        timer.timeout.connect(slot)
        return timer

    # what the page sets

    def show_article(
        self, article: Article, segments: Segments, marks: Iterable[Mark] = ()
    ) -> None:
        """Show an article from its top, with its marks, the caret at its beginning."""
        self._article, self._segments, self._text = article, segments, article.text
        self._steps = Steps(article.text, segments)
        self._meta = meta_line(article)
        self._look = replace(self._look, current=None, participants=(), read=ReadSpans())
        self._metrics = page_metrics(self._points * _PIXELS_PER_POINT, article.language)
        self._show_text(article.text, title_paragraph(article), marks)

    def clear_article(self) -> None:
        """Show an empty page."""
        self._article, self._text, self._meta = None, "", ""
        self._segments = segment("")
        self._steps = Steps("", self._segments)
        self._show_text("", None)

    @property
    def article(self) -> Article | None:
        return self._article

    def set_marks(self, marks: Iterable[Mark]) -> None:
        """Replace all marks; the text is not laid out again."""
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
        self._theme = theme
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
        self._after_change()

    def set_bindings(self, bindings: Bindings, mode: str = "reading") -> None:
        """The keys that are actions in a mode (`reading`, `boundary`)."""
        self._bindings[mode] = {action: tuple(keys) for action, keys in bindings.items()}

    def set_mode(self, mode: str) -> None:
        """Which bindings count: `reading`, or `boundary` while the ends of a code are moved."""
        self._mode = mode

    # what the page asks

    def caret(self) -> int:
        """Code point the caret stands before."""
        return self._caret.position

    def selection(self) -> Span | None:
        """The selected code points: whole tokens, unless single characters were chosen."""
        span = self._caret.span
        if span is None or self._caret.exact:
            return span
        return snap_to_tokens(self._segments, span)

    def mark_at(self, place: QPointF) -> Mark | None:
        """The mark at a place of the viewport; of several, the current one's next longer."""
        found = self._marks_at(place)
        if not found:
            return None
        current = [i for i, mark in enumerate(found) if self._look.is_current(mark)]
        return found[(current[0] + 1) % len(found)] if current else found[0]

    def rects_of(self, span: Span) -> list[QRectF]:
        """Rectangles of a span in the viewport, one per visual run.

        Of a long span only what is on the screen or near it; of a span elsewhere the first line.
        """
        if not self._text:
            return []
        height = self.viewport().height()
        scroll = self._scroll_top()
        found: list[QRectF] = []
        for top, box in self._layout.boxes_between(scroll - height, scroll + 2 * height):
            if box.start < span.end and span.start < box.end:
                for line in box.lines:
                    found += self._rects_on(top, box, line, span)
        if found:
            return found
        top, box, line = self._layout.line_of(min(span.start, len(self._text)))
        return self._rects_on(top, box, line, span)

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

    # moving caret, selection and page

    def select(self, span: Span | None) -> None:
        """Select exactly these code points; None clears the selection."""
        if span is None:
            self._go(Caret(self._caret.position, self._caret.position))
        else:
            self._go(Caret(span.start, span.end, exact=True))

    def place_caret(self, position: int) -> None:
        """Put the caret before a code point, without selection."""
        position = max(0, min(position, len(self._text)))
        self._go(Caret(position, position))

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

    # the document

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
        self._caret, self._goal_x, self._press = Caret(), None, None
        self._hover.leave()
        self._idle_next = 0
        self._known_height = layout.height
        self._last_top = 0
        self.verticalScrollBar().setValue(0)
        if len(text) <= _IDLE_LIMIT:
            self._idle_timer.start()
        self.viewport().update()
        self.laid_out.emit()

    def _replace_document(self, document: QTextDocument, layout: ReadingLayout) -> None:
        before = self.document()
        ours = hasattr(self, "_layout")
        self._placing = True
        self.setDocument(document)
        self._placing = False
        self._layout = layout
        self.setCursorWidth(0)
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

    # scrolling and laying out

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

    def _lay_out_idly(self) -> None:
        """Lay out what has not been seen yet, a slice at a time, without moving what is seen."""
        layout = self._layout
        first_shown = layout.number_at(self._scroll_top())
        number, grown, work = self._idle_next, 0.0, 0
        while number < len(layout.paragraphs) and work < 8000:
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

    def _shift(self, grown: float) -> None:
        """Text above the viewport grew: scroll along, so that nothing moves on the screen."""
        if not grown:
            return
        self._sync_size()
        self._placing = True
        self.verticalScrollBar().setValue(round(self._scroll_top() + grown))
        self._placing = False
        self._last_top = self._scroll_top()

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

    def resizeEvent(self, event: QResizeEvent) -> None:
        top = self._anchor()
        again = self._layout.set_page(self._metrics, self._page_width())
        super().resizeEvent(event)
        self._idle_next = 0
        if again:
            self._sync_size()
            self._return_to(top)
            self._idle_timer.start()
        self._after_change()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        size = self.viewport().size()
        page = PagePainter(painter, self._layout, self._look, self._scroll_top(), size.height())
        caret = self._caret.position if self._article is not None else None
        clip = QRectF(0, 0, size.width(), size.height())
        page.paint(clip, self._caret.span, caret, self.hasFocus())
        page.paint_meta(self._meta)
        painter.end()
        if self._layout.height != self._known_height:
            self._settle_timer.start()

    def loadResource(self, kind: int, name: QUrl | str) -> Any:
        """Load nothing: a text is a text."""
        return None

    # the caret

    def _go(self, caret: Caret, *, goal_x: float | None = None) -> None:
        """Take a caret; tell the document and whoever listens."""
        before = self._caret
        self._goal_x = goal_x
        if caret == before:
            return
        self._caret = caret
        self._place_cursor(caret)
        self.viewport().update()
        if caret.span != before.span:
            self.selection_changed.emit(self.selection())
        if caret.position != before.position:
            self.caret_moved.emit(caret.position)
        self._speak()

    def _place_cursor(self, caret: Caret) -> None:
        """Keep Qt's own cursor in step, for the clipboard and for screen readers."""
        scroll = self._scroll_top()
        self._placing = True
        cursor = self.textCursor()
        cursor.setPosition(self._layout.to_utf16(caret.anchor))
        keep = QTextCursor.MoveMode.KeepAnchor
        cursor.setPosition(self._layout.to_utf16(caret.position), keep)
        self.setTextCursor(cursor)
        self.verticalScrollBar().setValue(scroll)
        self._placing = False

    def _on_cursor_moved(self) -> None:
        """Someone else moved Qt's cursor (a screen reader): follow it."""
        if self._placing:
            return
        cursor = self.textCursor()
        anchor = self._layout.to_code_point(cursor.anchor())
        position = self._layout.to_code_point(cursor.position())
        self._go(Caret(anchor, position, exact=True))

    def _move(self, move: Move) -> None:
        """Carry out a caret movement, and show where it led."""
        position, goal = self._target(move)
        if move.extend:
            caret = Caret(self._caret.anchor, position)
        else:
            caret = Caret(position, position)
        self._go(caret, goal_x=goal)
        self.reveal(Span(position, position + 1))

    def _target(self, move: Move) -> tuple[int, float | None]:
        here = self._caret.position
        forward = move.forward
        if move.unit in ("token", "sentence") and self._is_rtl(here):
            forward = not forward
        if move.unit in ("token", "sentence"):
            unit = "sentence" if move.unit == "sentence" else "token"
            span = self._caret.span
            if move.extend:
                return self._steps.extend(here, unit, forward=forward), None  # type: ignore[arg-type]
            if span is not None and unit == "token":
                return (self._after_selection(span) if forward else span.start), None
            return self._steps.move(here, unit, forward=forward), None  # type: ignore[arg-type]
        if move.unit == "text":
            return (len(self._text) if forward else 0), None
        if move.unit == "edge":
            _, _, line = self._layout.line_of(here)
            return (line.end if forward else line.start), None
        return self._vertical(here, move)

    def _after_selection(self, span: Span) -> int:
        token = self._segments.token_at(span.end)
        if token is not None and token.start == span.end:
            return span.end
        return self._steps.move(span.end - 1, "token", forward=True)

    def _vertical(self, here: int, move: Move) -> tuple[int, float]:
        """One line or one page up or down, keeping to the x where the movement began."""
        layout = self._layout
        top, box, line = layout.line_of(here)
        x = self._goal_x if self._goal_x is not None else self._caret_x(box, line, here)
        if move.unit == "page":
            step = max(layout.metrics.pitch, self.viewport().height() - 2 * layout.metrics.pitch)
            y = top + line.baseline + (step if move.forward else -step)
            self._scroll_to(self._scroll_top() + (step if move.forward else -step))
            y = max(layout.metrics.top, min(y, layout.height - layout.metrics.bottom))
        else:
            found = self._neighbour(box, line, forward=move.forward)
            if found is None:
                edge = line.end if move.forward else line.start
                return (edge if move.extend else here), x
            top, box, line = found
            y = top + line.baseline
        position = layout.position_at(QPointF(x, y), on_character=not move.extend)
        return (position if move.extend else self._rest_on_line(position)), x

    def _rest_on_line(self, position: int) -> int:
        """The beginning of the token, unless it was broken off from the line above."""
        _, _, line = self._layout.line_of(position)
        return max(line.start, self._steps.rest(position))

    def _neighbour(
        self, box: BlockBox, line: LineBox, *, forward: bool
    ) -> tuple[float, BlockBox, LineBox] | None:
        layout = self._layout
        number = line.number + (1 if forward else -1)
        if 0 <= number < len(box.lines):
            return layout.top_of(box.number), box, box.lines[number]
        step = 1 if forward else -1
        block = box.number + step
        while 0 <= block < len(layout.paragraphs):
            if not layout.paragraphs.blank[block]:
                found = layout.box(block)
                return layout.top_of(block), found, found.lines[0 if forward else -1]
            block += step
        return None

    def _caret_x(self, box: BlockBox, line: LineBox, position: int) -> float:
        unit = self._layout.unit_in_block(box, position)
        found: Any = self._layout.qt_line(box, line).cursorToX(unit)
        return float(found[0] if isinstance(found, tuple) else found) + self._layout.left

    def _is_rtl(self, position: int) -> bool:
        return self._layout.box(self._layout.paragraphs.at(position)).rtl

    def _speak(self) -> None:
        if not self._speaker.is_wanted or not self._text:
            return
        sentence = self._steps.nearest(self._caret.position, "sentence")
        span = self.selection()
        selected = self._text[span.start : span.end] if span is not None else ""
        text = self._text[sentence.start : sentence.end] if sentence is not None else ""
        marks = self._layout.marks.at(self._caret.position)
        self._speaker.say(speech.spoken(text, marks, selected))

    # keys

    def event(self, event: QEvent) -> bool:
        """Claim keys that are actions here before menus and shortcuts see them."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            if self._action(event) is not None or move_for(event) is not None:
                event.accept()
                return True
            event.ignore()
            return False
        return super().event(event)

    def _action(self, event: QKeyEvent) -> str | None:
        if self.tab_leaves and event.key() in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab):
            return None
        return bound_action(event, self._bindings.get(self._mode, {}), self._mode)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        action = self._action(event)
        if action is not None:
            event.accept()
            if not (event.isAutoRepeat() and acts_once(event)):
                self.key_pressed.emit(action, event)
            return
        move = move_for(event)
        if move is not None and self._text:
            self._move(move)
            event.accept()
        elif event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
            event.accept()
        elif event.matches(QKeySequence.StandardKey.SelectAll):
            self.select(Span(0, len(self._text)) if self._text else None)
            event.accept()
        else:
            event.ignore()

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Tab is a key of the text while an action is bound to it."""
        keys = {key for bound in self._bindings.get(self._mode, {}).values() for key in bound}
        if not self.tab_leaves and ("Tab" if forward else "Shift+Tab") in keys:
            return False
        return super().focusNextPrevChild(forward)

    def createMimeDataFromSelection(self) -> QMimeData:
        """Put the stored text on the clipboard, with its own line ends."""
        data = QMimeData()
        span = self._caret.span
        if span is not None:
            data.setText(self._text[span.start : span.end])
        return data

    def canInsertFromMimeData(self, source: QMimeData) -> bool:
        return False

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.viewport().update()

    # the mouse

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() != Qt.MouseButton.LeftButton or not self._text:
            event.ignore()
            return
        place = event.position()
        count = self._clicks.count(place.toPoint(), event.timestamp())
        modifiers = event.modifiers()
        exact = bool(modifiers & Qt.KeyboardModifier.ControlModifier) and count == 1
        position, between = self._positions(place)
        self._press = mouse.pressed(self._steps, count, exact, position, between, place.toPoint())
        if modifiers & Qt.KeyboardModifier.ShiftModifier:
            self._go(Caret(self._caret.anchor, between))
        elif count > 1:
            self._go(Caret(self._press.unit.start, self._press.unit.end))
        else:
            rest = between if exact else self._rest_on_line(position)
            self._go(Caret(rest, rest))
        event.accept()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        place = event.position()
        if self._press is None or not event.buttons() & Qt.MouseButton.LeftButton:
            self._hover_at(place)
            return
        far = (place.toPoint() - self._press.place).manhattanLength()
        if not self._press.dragged and far < QApplication.styleHints().startDragDistance():
            return
        self._press.dragged = True
        self._drag_to(place)
        outside = place.y() < 0 or place.y() > self.viewport().height()
        if outside and not self._autoscroll.isActive():
            self._autoscroll.start()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        press, self._press = self._press, None
        self._autoscroll.stop()
        if press is None or event.button() != Qt.MouseButton.LeftButton:
            event.ignore()
            return
        event.accept()
        if not press.dragged and press.grain == "token" and self._caret.span is None:
            mark = self.mark_at(event.position())
            if mark is not None:
                self.mark_activated.emit(mark.uid)

    def leaveEvent(self, event: QEvent) -> None:
        self._hover.leave()
        super().leaveEvent(event)

    def viewportEvent(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Leave:
            self._hover.leave()
        return super().viewportEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            turned = event.angleDelta().y()
            if turned:
                self.zoom_asked.emit(1 if turned > 0 else -1)
            event.accept()
            return
        self._hover.leave()
        super().wheelEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Leave the menu to the page; on its own the text offers to copy."""
        if self.receivers("2menu_asked(QPoint,QString)"):
            mark = self.mark_at(QPointF(event.pos()))
            self.menu_asked.emit(event.globalPos(), mark.uid if mark is not None else "")
            return
        menu = QMenu(self)
        copy = menu.addAction("Copy")
        copy.setEnabled(self._caret.span is not None)
        copy.triggered.connect(self.copy)
        menu.exec(event.globalPos())

    def _positions(self, place: QPointF) -> tuple[int, int]:
        """The character under a place of the viewport, and the nearest gap between two."""
        point = QPointF(place.x(), place.y() + self._scroll_top())
        layout = self._layout
        return layout.position_at(point, on_character=True), layout.position_at(point)

    def _drag_to(self, place: QPointF) -> None:
        if self._press is not None:
            self._go(mouse.dragged(self._steps, self._press, *self._positions(place)))

    def _scroll_while_dragging(self) -> None:
        """Scroll on while the pointer is held above or below the text."""
        if self._press is None:
            return
        place = QPointF(self.viewport().mapFromGlobal(self.cursor().pos()))
        below = place.y() - self.viewport().height()
        beyond = place.y() if place.y() < 0 else max(0.0, below)
        if beyond:
            self._scroll_to(self._scroll_top() + beyond)
            self._drag_to(place)
            self._autoscroll.start()

    def _hover_at(self, place: QPointF) -> None:
        found = self._marks_at(place) if self._text else []
        if not found:
            self._hover.leave()
            return
        rects = self.rects_of(Span(found[0].start, found[0].end))
        under = [r for r in rects if r.top() - 12 <= place.y() <= r.bottom() + 14] or rects
        self._hover.enter(found[0], under[0].bottomLeft().toPoint() + QPoint(0, 8))

    def _marks_at(self, place: QPointF) -> list[Mark]:
        """Marks at a place of the viewport, the nearest first: by lane below the word."""
        y = place.y() + self._scroll_top()
        layout = self._layout
        number = layout.number_at(y)
        box, top = layout.box(number), layout.top_of(number)
        if not box.lines or not top <= y < top + box.lines[-1].bottom:
            return []
        line = box.line_at(y - top)
        point = QPointF(place.x() - layout.left, line.baseline)
        found = []
        for item in line.laned:
            for piece in item.pieces:
                rects = line_rects(layout, box, line, Span(piece.start, piece.end))
                if not piece.gap and any(r.left() - 2 <= point.x() <= r.right() + 2 for r in rects):
                    found.append(item)
                    break
        below = y - top - line.box_bottom
        if below > 0:
            lane = below / layout.metrics.lane
            found.sort(key=lambda item: abs(item.lane + 0.5 - lane))
        return [item.mark for item in found]

    def _rects_on(self, top: float, box: BlockBox, line: LineBox, span: Span) -> list[QRectF]:
        dx, dy = self._layout.left, top - self._scroll_top()
        return [r.translated(dx, dy) for r in line_rects(self._layout, box, line, span)]
