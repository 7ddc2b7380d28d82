"""The cards beside the text: each at its passage, the selected one open as the form.

The column does not scroll by itself. Whoever shows the text says where passages stand
(`set_anchor_provider`) and calls `relayout` when they have moved. Widgets exist only for cards in
view; the places of cards are computed from the passages near the view alone, so that the number of
codes in the article does not matter.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QPoint, QRect, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QApplication, QWidget

from ui.cards.card import CardWidget, OpenCard
from ui.cards.data import CardData
from ui.cards.placing import Place, Slot, place
from ui.cards.shape import MARGIN, shape_of
from ui.form.form import CodeForm
from ui.theme import Theme, ui_font
from ui.widgets.keys import is_enter, is_held_down, is_plain

Anchor = Callable[[str], float | None]

SIDE_SPACE = 10
EDGE = 8
"""Least distance of the open form from the top and bottom of the column."""
EMPTY = "Codes stand here, beside their passage.\nSelect words and press a layer's letter."


class CardColumn(QWidget):
    """Shows cards beside their passages."""

    card_clicked = Signal(str)
    """A click on a card, or Enter on it: open it."""
    current_moved = Signal(str)
    """Up or Down in the column chose another card."""
    accept_clicked = Signal(str)
    reject_clicked = Signal(str)
    form_closed = Signal()
    text_asked = Signal()
    """Esc in the column: the focus wants back to the text."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._cards: tuple[CardData, ...] = ()
        self._index: dict[str, int] = {}
        self._anchor: Anchor = _nowhere
        self._current = self._open = ""
        self._widgets: dict[str, CardWidget] = {}
        self._free: list[CardWidget] = []
        self._wheel_target: QWidget | None = None
        self._empty = EMPTY
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMinimumWidth(240)
        self._build()

    def _build(self) -> None:
        self.form = CodeForm(self._theme)
        self._open_card = OpenCard(self.form, self._theme, self)
        self.form.closed.connect(lambda _: self.close_form())
        self.form.height_changed.connect(self.relayout)

    # --- content ------------------------------------------------------------------------------

    def set_cards(self, cards: Sequence[CardData]) -> None:
        """Show these, sorted as they stand in the article; article-level ones first."""
        self._cards = tuple(cards)
        self._index = {card.uid: n for n, card in enumerate(self._cards)}
        if self._current not in self._index:
            self._current = ""
        self._name()
        self.relayout()

    def set_anchor_provider(self, anchor: Anchor) -> None:
        """`anchor(uid)` gives the top of a passage in this column's pixels, None if unknown."""
        self._anchor = anchor
        self.relayout()

    def set_current(self, uid: str | None) -> None:
        """Align this card exactly with its passage."""
        self._current = uid if uid in self._index else ""
        self.relayout()

    @property
    def current(self) -> str:
        return self._current

    @property
    def cards(self) -> tuple[CardData, ...]:
        return self._cards

    def set_empty_text(self, text: str) -> None:
        """What stands here while the article has no codes."""
        self._empty = text
        self.update()

    def set_wheel_target(self, target: QWidget) -> None:
        """Scroll this (the text's viewport) when the wheel turns over the cards."""
        self._wheel_target = target

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        self.form.set_theme(theme)
        for widget in (*self._widgets.values(), *self._free):
            widget.set_theme(theme)
        self._open_card.set_look(theme, self._colour(self._open))
        self.update()

    def _name(self) -> None:
        count = len(self._cards)
        self.setAccessibleName(f"{count} card{'s' if count != 1 else ''}")

    def _colour(self, uid: str) -> str:
        return self._cards[self._index[uid]].colour if uid in self._index else self._theme.accent

    # --- the form -----------------------------------------------------------------------------

    def open_form(self, uid: str) -> None:
        """Open the card into the form, which the caller has loaded, and give it the focus."""
        if uid not in self._index:
            return
        self._open = self._current = uid
        self._open_card.set_look(self._theme, self._colour(uid))
        self._open_card.show()
        self.relayout()
        self.form.focus_first()

    def close_form(self) -> None:
        """Show the open card as a card again. The caller gives the focus back to the text."""
        if not self._open:
            return
        self._open = ""
        self._open_card.hide()
        self.relayout()
        self.form_closed.emit()

    @property
    def open_uid(self) -> str:
        """Uid of the code in the form; empty where it is closed."""
        return self._open

    # --- places -------------------------------------------------------------------------------

    def relayout(self) -> None:
        """Put every card in view in its place."""
        if self.width() < 2 or self.height() < 2:
            return
        slots = self._slots()
        pinned = self._open or self._current
        shown = [p for p in place(slots, pinned) if self._is_in_view(p)]
        self._give_widgets(shown)
        self.update()

    def _is_in_view(self, got: Place) -> bool:
        return got.bottom > -MARGIN and got.top < self.height() + MARGIN

    def _card_width(self) -> int:
        return self.width() - 2 * SIDE_SPACE

    def _slots(self) -> list[Slot]:
        """The cards whose passages are near the view, with the places they want."""
        anchors: dict[int, float | None] = {}
        first, last = self._near(anchors)
        picked = {*range(first, last)}
        if self._open:
            picked.add(self._index[self._open])
        slots = []
        for n in sorted(picked):
            slot = self._slot(n, anchors)
            if slot is not None:
                slots.append(slot)
        slots.sort(key=lambda slot: slot.anchor)
        return slots

    def _slot(self, n: int, anchors: dict[int, float | None]) -> Slot | None:
        card, at = self._cards[n], self._anchor_of(n, anchors)
        if card.uid == self._open:
            return self._open_slot(card.uid, at)
        if at is None:
            return None
        return Slot(card.uid, at, shape_of(card, self._card_width()).height)

    def _open_slot(self, uid: str, at: float | None) -> Slot:
        """The form stands at its passage too, but never leaves the view."""
        room = self.height() - 2 * EDGE
        height = min(room, self._open_card.wanted_height(self._card_width()))
        top = EDGE if at is None else at
        return Slot(uid, max(EDGE, min(top, self.height() - EDGE - height)), height)

    def _anchor_of(self, n: int, anchors: dict[int, float | None]) -> float | None:
        if n not in anchors:
            found = self._anchor(self._cards[n].uid)
            if found is None and self._cards[n].article_level:
                found = float(EDGE)
            anchors[n] = found
        return anchors[n]

    def _near(self, anchors: dict[int, float | None]) -> tuple[int, int]:
        """The run of cards whose passages are at most one view away, found by halving.

        Passages stand in the order of the cards; where a probe does not know its place, every
        passage is asked.
        """
        count, reach = len(self._cards), self.height()
        try:
            order = _Order(self, anchors, count)
            return bisect_left(order, -float(reach)), bisect_left(order, 2.0 * reach)
        except _UnknownPlaceError:
            near = [
                n
                for n in range(count)
                if (at := self._anchor_of(n, anchors)) is not None and -reach <= at < 2 * reach
            ]
            return (near[0], near[-1] + 1) if near else (0, 0)

    # --- widgets ------------------------------------------------------------------------------

    def _give_widgets(self, shown: Sequence[Place]) -> None:
        wanted = {p.uid: p for p in shown if p.uid != self._open}
        for uid in [uid for uid in self._widgets if uid not in wanted]:
            widget = self._widgets.pop(uid)
            widget.hide()
            self._free.append(widget)
        for uid, got in wanted.items():
            self._show(self._widget(uid), got)
        if self._open:
            got = next(p for p in shown if p.uid == self._open)
            self._open_card.setGeometry(self._outer(got))
            self._open_card.raise_()

    def _widget(self, uid: str) -> CardWidget:
        if uid not in self._widgets:
            self._widgets[uid] = self._free.pop() if self._free else self._make()
        return self._widgets[uid]

    def _make(self) -> CardWidget:
        made = CardWidget(self._theme, self)
        made.clicked.connect(self.card_clicked)
        made.accept_clicked.connect(self.accept_clicked)
        made.reject_clicked.connect(self.reject_clicked)
        return made

    def _show(self, widget: CardWidget, got: Place) -> None:
        current = got.uid == self._current
        widget.show_card(
            self._cards[self._index[got.uid]],
            got.mode,
            folded=tuple(self._cards[self._index[uid]] for uid in got.stands_for),
            current=current,
            focused=current and self.hasFocus(),
        )
        widget.setGeometry(self._outer(got))
        widget.show()

    def _outer(self, got: Place) -> QRect:
        """The widget of a place: with the margin for shadow and ring."""
        return QRect(
            SIDE_SPACE - MARGIN,
            round(got.top) - MARGIN,
            self._card_width() + 2 * MARGIN,
            round(got.height) + 2 * MARGIN,
        )

    def widget_of(self, uid: str) -> QWidget | None:
        """The widget that shows a card now; None while it is out of view or folded away."""
        return self._open_card if uid == self._open and uid else self._widgets.get(uid)

    @property
    def widget_count(self) -> int:
        """Card widgets that exist, shown or waiting."""
        return len(self._widgets) + len(self._free)

    # --- what Qt calls ------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        self.relayout()

    def showEvent(self, event: QEvent) -> None:
        self.relayout()

    def focusInEvent(self, event: QFocusEvent) -> None:
        if not self._current and self._cards:
            self._move_to(self._first_in_view())
        self.relayout()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self.relayout()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scrolling over the cards scrolls the text."""
        target = self._wheel_target
        if target is None:
            event.ignore()
            return
        centre = target.rect().center()
        forwarded = QWheelEvent(
            centre.toPointF(),
            target.mapToGlobal(centre).toPointF(),
            event.pixelDelta(),
            event.angleDelta(),
            event.buttons(),
            event.modifiers(),
            event.phase(),
            event.inverted(),
        )
        QApplication.sendEvent(target, forwarded)
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if is_held_down(event):
            return
        at = self._index.get(self._current, -1)
        if event.key() == Qt.Key.Key_Down and is_plain(event):
            self._move_to(min(at + 1, len(self._cards) - 1))
        elif event.key() == Qt.Key.Key_Up and is_plain(event):
            self._move_to(max(at - 1, 0))
        elif event.key() == Qt.Key.Key_Escape:
            self.text_asked.emit()
        elif is_enter(event) and at >= 0:
            self._enter(self._cards[at])
        elif event.key() == Qt.Key.Key_Backspace and at >= 0:
            self._reject(self._cards[at])
        else:
            event.ignore()

    def _enter(self, card: CardData) -> None:
        signal = self.accept_clicked if card.role == "suggestion" else self.card_clicked
        signal.emit(card.uid)

    def _reject(self, card: CardData) -> None:
        if card.role == "suggestion":
            self.reject_clicked.emit(card.uid)

    def _first_in_view(self) -> int:
        for n, card in enumerate(self._cards):
            at = self._anchor(card.uid)
            if at is not None and at >= 0:
                return n
        return 0

    def _move_to(self, n: int) -> None:
        if 0 <= n < len(self._cards):
            self.set_current(self._cards[n].uid)
            self.current_moved.emit(self._current)

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._cards:
            return
        painter = QPainter(self)
        painter.setFont(ui_font(12))
        painter.setPen(QColor(self._theme.muted))
        box = self.rect().adjusted(24, 0, -24, 0)
        box.moveTopLeft(QPoint(24, 0))
        flags = int(Qt.AlignmentFlag.AlignCenter) | int(Qt.TextFlag.TextWordWrap)
        painter.drawText(box, flags, self._empty)
        painter.end()


class _UnknownPlaceError(Exception):
    """A passage does not know where it stands."""


class _Order(Sequence[float]):
    """The tops of passages in the order of the cards, asked for only where halving looks."""

    def __init__(self, column: CardColumn, anchors: dict[int, float | None], count: int) -> None:
        self._column, self._anchors, self._count = column, anchors, count

    def __len__(self) -> int:
        return self._count

    def __getitem__(self, n: int) -> float:  # type: ignore[override]
        found = self._column._anchor_of(n, self._anchors)
        if found is None:
            raise _UnknownPlaceError
        return found


def _nowhere(_: str) -> float | None:
    """Until a provider is set."""
    return None
