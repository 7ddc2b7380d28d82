"""The reading pane: an article that answers keys and mouse, and tells what the reader did.

The caret rests at the beginnings of tokens, selections are whole tokens unless single characters
were asked for. Keys that are actions leave as action ids; what they do is the page's affair.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QMimeData, QPoint, QPointF, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QFocusEvent,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QTextCursor,
    QWheelEvent,
)
from PySide6.QtWidgets import QApplication, QMenu, QWidget

from annotator.model import Span
from ui.reader import mouse, speech
from ui.reader.hits import marks_at
from ui.reader.hover import Hover
from ui.reader.keyboard import Bindings, Move, acts_once, bound_action, move_for
from ui.reader.marks import Mark
from ui.reader.motion import Motion
from ui.reader.page import ReadingPage
from ui.reader.selection import Caret, Steps
from ui.theme import LIGHT, Theme

_AUTOSCROLL = 40


class ReaderView(ReadingPage):
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
    zoom_asked = Signal(int)
    """Ctrl+wheel: one step larger (+1) or smaller (-1)."""
    menu_asked = Signal(QPoint, str)
    """Context menu wanted at this global place, on this mark (or empty)."""

    def __init__(self, parent: QWidget | None = None, *, theme: Theme = LIGHT) -> None:
        self._press: mouse.Press | None = None
        self._bindings: dict[str, Bindings] = {}
        self._mode = "reading"
        self.tab_leaves = False
        """Whether Tab leaves the text even where an action is bound to it."""
        super().__init__(parent, theme=theme)
        self._build()
        self._bind()

    def _build(self) -> None:
        self.viewport().setMouseTracking(True)
        self.viewport().setCursor(Qt.CursorShape.IBeamCursor)
        self.setAccessibleName("Article")
        self.setAccessibleDescription("The text of the article. Letters code the passage.")
        hints = QApplication.styleHints()
        self._clicks = mouse.Clicks(hints.mouseDoubleClickInterval(), hints.startDragDistance())
        self._hover = Hover(self.viewport())
        self._speaker = speech.Speaker(self)
        self._autoscroll = self._timer(_AUTOSCROLL, self._scroll_while_dragging)

    def _bind(self) -> None:
        self._hover.hovered.connect(self.mark_hovered)
        self.laid_out.connect(self._hover.leave)
        self.cursorPositionChanged.connect(self._on_cursor_moved)

    def _on_shown(self) -> None:
        self._steps = Steps(self._text, self._segments)
        self._motion = Motion(self._layout, self._text, self._segments, self._steps)
        self._press = None

    # the keys of a mode

    def set_bindings(self, bindings: Bindings, mode: str = "reading") -> None:
        """The keys that are actions in a mode (`reading`, `boundary`)."""
        self._bindings[mode] = {action: tuple(keys) for action, keys in bindings.items()}

    def set_mode(self, mode: str) -> None:
        """Which bindings count: `reading`, or `boundary` while the ends of a code are moved."""
        self._mode = mode

    # what the page asks

    def mark_at(self, place: QPointF) -> Mark | None:
        """The mark at a place of the viewport; of several, the current one's next longer."""
        found = marks_at(self._layout, self._in_document(place)) if self._text else []
        if not found:
            return None
        current = [i for i, mark in enumerate(found) if self._look.is_current(mark)]
        return found[(current[0] + 1) % len(found)] if current else found[0]

    # moving caret, selection and page

    def select(self, span: Span | None) -> None:
        """Select exactly these code points; None clears the selection."""
        if span is None:
            self._jump(Caret(self._caret.position, self._caret.position))
        else:
            self._jump(Caret(span.start, span.end, exact=True))

    def place_caret(self, position: int) -> None:
        """Put the caret before a code point, without selection."""
        position = max(0, min(position, len(self._text)))
        self._jump(Caret(position, position))

    # the caret

    def _go(self, caret: Caret) -> None:
        """Take a caret; tell the document and whoever listens."""
        before = self._caret
        if caret == before:
            return
        selected = self.selection()
        self._caret = caret
        self._place_cursor(caret)
        self.viewport().update()
        if self.selection() != selected:
            self.selection_changed.emit(self.selection())
        if caret.position != before.position:
            self.caret_moved.emit(caret.position)
        self._speak()

    def _jump(self, caret: Caret) -> None:
        """Take a caret that did not come by a key: vertical movement starts anew from there."""
        self._motion.forget_x()
        self._go(caret)

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
        self._jump(Caret(anchor, position, exact=True))

    def _move(self, move: Move) -> None:
        """Carry out a caret movement, and show where it led."""
        pitch, height = self._layout.metrics.pitch, self.viewport().height()
        page = max(pitch, height - 2 * pitch)
        if move.unit == "page":
            self._scroll_to(self._scroll_top() + (page if move.forward else -page))
        self._go(self._motion.moved(self._caret, move, page))
        self.reveal(Span(self._caret.position, self._caret.position + 1))

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
        span = self.selection()
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
        self._press_at(event, self._clicks.single(event.position().toPoint()))
        event.accept()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if event.button() != Qt.MouseButton.LeftButton or not self._text:
            event.ignore()
            return
        self._press_at(event, self._clicks.double(event.position().toPoint()))
        event.accept()

    def _press_at(self, event: QMouseEvent, count: int) -> None:
        """The first, second or third press on a place."""
        place, modifiers = event.position(), event.modifiers()
        exact = bool(modifiers & Qt.KeyboardModifier.ControlModifier) and count == 1
        position, between = self._positions(place)
        self._press = mouse.pressed(self._steps, count, exact, position, between, place.toPoint())
        if modifiers & Qt.KeyboardModifier.ShiftModifier:
            self._jump(self._extended_to(between))
        elif count > 1:
            self._jump(Caret(self._press.unit.start, self._press.unit.end))
        else:
            rest = between if exact else self._motion.rest_on_line(position)
            self._jump(Caret(rest, rest))

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
        point, layout = self._in_document(place), self._layout
        return layout.position_at(point, on_character=True), layout.position_at(point)

    def _in_document(self, place: QPointF) -> QPointF:
        return QPointF(place.x(), place.y() + self._scroll_top())

    def _extended_to(self, position: int) -> Caret:
        """The selection from where it began to the whole token at a position."""
        token = self._steps.nearest(position, "token")
        anchor = self._caret.anchor
        if token is None:
            return Caret(anchor, position)
        return Caret(anchor, token.end if token.end > anchor else token.start)

    def _drag_to(self, place: QPointF) -> None:
        if self._press is not None:
            self._jump(mouse.dragged(self._steps, self._press, *self._positions(place)))

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
        found = marks_at(self._layout, self._in_document(place)) if self._text else []
        if not found:
            self._hover.leave()
            return
        rects = self.rects_of(Span(found[0].start, found[0].end))
        under = [r for r in rects if r.top() - 12 <= place.y() <= r.bottom() + 14] or rects
        self._hover.enter(found[0], under[0].bottomLeft().toPoint() + QPoint(0, 8))
