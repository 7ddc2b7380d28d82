"""The list of choices under a field: printed keys, notes, ticks. It never takes the focus.

It is a child of the window, not a window of its own: no platform grabs the keyboard, no input
method loses its composition, and it cannot stay behind when the program goes to the background.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QRectF,
    QSize,
    Qt,
)
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from annotator.model import Value
from ui.form.context import Help, tooltip
from ui.theme import Theme, entity_colours, ui_font
from ui.widgets.key_cap import CAP_LEAST, paint_cap

ROW_HEIGHT = 27
MOST_ROWS = 11
LEAST_WIDTH = 200
MOST_WIDTH = 380
INDENT = 14
SHADOW = 6
"""Around the list, inside its widget."""
PAD = 5
FOOT = 22

Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class Row:
    """One choice of the list."""

    label: str
    value: Value = field(default_factory=Value)
    key: str = ""
    """The digit printed on it."""
    note: str = ""
    checked: bool = False
    depth: int = 0
    entity: str = ""
    """Entity type whose colour marks the row."""
    about: Help | None = None
    is_new: bool = False
    """Makes something that is not in a list yet."""
    colour: str = ""
    """Colour of the layer a linked code belongs to."""

    def spoken(self) -> str:
        """The row as a screen reader says it."""
        state = "chosen" if self.checked else ""
        return ", ".join(part for part in (self.key, self.label, self.note, state) if part)


class RowModel(QAbstractListModel):
    """The rows as Qt wants them."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.rows: tuple[Row, ...] = ()

    def replace(self, rows: Sequence[Row]) -> None:
        self.beginResetModel()
        self.rows = tuple(rows)
        self.endResetModel()

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.rows)

    def data(self, index: Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> object:
        if not index.isValid() or index.row() >= len(self.rows):
            return None
        row = self.rows[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return row.label
        if role == Qt.ItemDataRole.ToolTipRole:
            return tooltip(row.about) if row.about else (row.label if len(row.label) > 36 else "")
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return row.spoken()
        return None


class RowPainter(QStyledItemDelegate):
    """Key cap, label, note, tick."""

    def __init__(self, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.theme = theme

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(LEAST_WIDTH, ROW_HEIGHT)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        model = index.model()
        assert isinstance(model, RowModel)
        row = model.rows[index.row()]
        box = QRectF(option.rect)
        state = option.state
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_ground(painter, box, state)
        left = box.left() + 6
        if row.key:
            paint_cap(painter, left, box.center().y(), row.key, self.theme)
        left += CAP_LEAST + 7 + row.depth * INDENT
        if row.colour or row.entity in self.theme.entity:
            left += self._paint_dot(painter, left, box, row)
        right = self._paint_right(painter, row, box)
        self._paint_label(painter, row, QRectF(left, box.top(), right - left, box.height()))
        painter.restore()

    def _paint_ground(self, painter: QPainter, box: QRectF, state: QStyle.StateFlag) -> None:
        colour = ""
        if state & QStyle.StateFlag.State_Selected:
            colour = self.theme.accent_soft
        elif state & QStyle.StateFlag.State_MouseOver:
            colour = self.theme.hover
        if colour:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(colour))
            painter.drawRoundedRect(box.adjusted(0, 0.5, 0, -0.5), 4, 4)

    def _paint_dot(self, painter: QPainter, left: float, box: QRectF, row: Row) -> float:
        colours = entity_colours(self.theme, row.entity)
        painter.setPen(QPen(QColor(row.colour or colours.ink), 1))
        painter.setBrush(QColor(row.colour or colours.fill))
        painter.drawRoundedRect(QRectF(left + 0.5, box.center().y() - 4.5, 9, 9), 2.5, 2.5)
        return 15

    def _paint_right(self, painter: QPainter, row: Row, box: QRectF) -> float:
        """Note and tick; returns where the label must end."""
        right = box.right() - 8
        if row.checked:
            painter.setPen(QPen(QColor(self.theme.accent), 1.8))
            y = box.center().y()
            painter.drawPolyline(
                [QPoint(round(right - 9), round(y)), QPoint(round(right - 6), round(y + 3)),
                 QPoint(round(right), round(y - 4))]
            )  # fmt: skip
            right -= 16
        if row.note:
            painter.setFont(ui_font(11))
            painter.setPen(QColor(self.theme.muted))
            width = QFontMetricsF(ui_font(11)).horizontalAdvance(row.note)
            side = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight)
            painter.drawText(QRectF(right - width - 1, box.top(), width + 1, box.height()), side,
                             row.note)  # fmt: skip
            right -= width + 10
        return right

    def _paint_label(self, painter: QPainter, row: Row, box: QRectF) -> None:
        font = label_font(row)
        painter.setFont(font)
        painter.setPen(QColor(self.theme.accent if row.is_new else self.theme.ink))
        cut = QFontMetricsF(font).elidedText(row.label, Qt.TextElideMode.ElideRight, box.width())
        painter.drawText(box, int(Qt.AlignmentFlag.AlignVCenter), cut)


def _nobody(row: int) -> None:
    """Nobody listens yet."""


def label_font(row: Row) -> QFont:
    return ui_font(13, QFont.Weight.Medium if row.checked else QFont.Weight.Normal)


class ChoicePopup(QFrame):
    """The list itself. One per form; its owner is the field it hangs under."""

    def __init__(self, theme: Theme, window: QWidget) -> None:
        super().__init__(window)
        self._owner: QWidget | None = None
        self._watched: list[QWidget] = []
        self._foot = ""
        self._on_picked: Callable[[int], None] = _nobody
        self._on_pointed: Callable[[int], None] = _nobody
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._build(theme)
        self._list.clicked.connect(lambda index: self._on_picked(index.row()))
        self.hide()

    def _build(self, theme: Theme) -> None:
        self._model = RowModel(self)
        self._painter = RowPainter(theme, self)
        self._list = QListView(self)
        self._list.setProperty("role", "plain")
        self._list.setModel(self._model)
        self._list.setItemDelegate(self._painter)
        self._list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._list.setMouseTracking(True)
        self._list.setUniformItemSizes(True)
        self._list.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self._list.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._list.setAccessibleName("Choices")
        box = QVBoxLayout(self)
        box.setContentsMargins(*[SHADOW + PAD] * 4)
        box.addWidget(self._list)

    def set_theme(self, theme: Theme) -> None:
        self._painter.theme = theme
        self.update()

    @property
    def rows(self) -> tuple[Row, ...]:
        return self._model.rows

    @property
    def owner(self) -> QWidget | None:
        return self._owner

    @property
    def current(self) -> int:
        """The row the keyboard stands on, -1 for none."""
        index = self._list.currentIndex()
        return index.row() if index.isValid() else -1

    def is_open_for(self, owner: QWidget) -> bool:
        return self._owner is owner and not self.isHidden()

    def serve(self, on_picked: Callable[[int], None], on_pointed: Callable[[int], None]) -> None:
        """Tell this field of clicks and of the row the keyboard stands on."""
        self._on_picked, self._on_pointed = on_picked, on_pointed

    def open_under(
        self, owner: QWidget, rows: Sequence[Row], *, current: int = -1, foot: str = ""
    ) -> None:
        """Show the rows under (or above) a field; an empty list shows its footnote alone."""
        self._model.replace(rows)
        self._foot = foot
        if self._owner is not owner:
            self._unwatch()
            self._owner = owner
            self._watch(owner)
        self.set_current(current)
        self._place()
        self.raise_()
        self.show()

    def close_list(self) -> bool:
        """Hide; says whether it was open."""
        was_open = not self.isHidden()
        self._unwatch()
        self._owner = None
        self.hide()
        return was_open

    def move_by(self, step: int) -> None:
        """Move the keyboard's row, round the ends."""
        count = len(self._model.rows)
        if not count:
            return
        if self.current < 0:
            self.set_current(0 if step > 0 else count - 1)
        elif abs(step) == 1:
            self.set_current((self.current + step) % count)
        else:
            self.set_current(min(count - 1, max(0, self.current + step)))

    def set_current(self, row: int) -> None:
        if 0 <= row < len(self._model.rows):
            index = self._model.index(row)
            self._list.setCurrentIndex(index)
            self._list.scrollTo(index)
            self._on_pointed(row)
        else:
            self._list.clearSelection()
            self._list.setCurrentIndex(QModelIndex())
            self._list.scrollToTop()

    # --- its place ----------------------------------------------------------------------------

    def _watch(self, owner: QWidget) -> None:
        """Follow the owner when anything it stands in moves, and hide with it."""
        widget: QWidget | None = owner
        while widget is not None and widget is not self.parentWidget():
            widget.installEventFilter(self)
            self._watched.append(widget)
            widget = widget.parentWidget()

    def _unwatch(self) -> None:
        for widget in self._watched:
            widget.removeEventFilter(self)
        self._watched = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.Move, QEvent.Type.Resize):
            self._place()
        elif event.type() == QEvent.Type.Hide:
            self.close_list()
        return False

    def _place(self) -> None:
        owner, window = self._owner, self.parentWidget()
        if owner is None or window is None:
            return
        at = owner.mapTo(window, QPoint(0, 0))
        width = max(LEAST_WIDTH, owner.width() - 4, min(MOST_WIDTH, self._wanted_width()))
        left = min(at.x() + 2, window.width() - width - 4)
        below = window.height() - (at.y() + owner.height()) - 6
        above = at.y() - 6
        wanted = self._wanted_height()
        if wanted <= below or below >= above:
            height = min(wanted, max(below, ROW_HEIGHT * 3))
            top = at.y() + owner.height()
        else:
            height = min(wanted, above)
            top = at.y() - height
        place = QRect(max(2, left), top, width, height)
        self.setGeometry(place.adjusted(-SHADOW, -SHADOW, SHADOW, SHADOW))

    def _wanted_height(self) -> int:
        rows = min(MOST_ROWS, len(self._model.rows))
        foot = FOOT if self._foot else 0
        box = self.layout()
        assert box is not None
        edge = SHADOW + PAD
        box.setContentsMargins(edge, edge, edge, edge + foot)
        return rows * ROW_HEIGHT + 2 * PAD + foot

    def _wanted_width(self) -> int:
        notes, widest = QFontMetricsF(ui_font(11)), 0.0
        for row in self._model.rows[:60]:
            wide = QFontMetricsF(label_font(row)).horizontalAdvance(row.label)
            wide += notes.horizontalAdvance(row.note) + (12 if row.note else 0)
            wide += row.depth * INDENT + (15 if row.entity else 0) + (18 if row.checked else 0)
            widest = max(widest, wide)
        foot = notes.horizontalAdvance(self._foot) + 26
        return int(max(widest + CAP_LEAST + 48, foot))

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, painter = self._painter.theme, QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect()).adjusted(SHADOW, SHADOW, -SHADOW, -SHADOW)
        paint_shadow(painter, box)
        box = box.adjusted(0.5, 0.5, -0.5, -0.5)
        painter.setPen(QPen(QColor(theme.control_line), 1))
        painter.setBrush(QColor(theme.card))
        painter.drawRoundedRect(box, 7, 7)
        if self._foot:
            foot = QRectF(box.left() + 12, box.bottom() - 23, box.width() - 20, 20)
            painter.setFont(ui_font(11))
            painter.setPen(QColor(theme.muted))
            painter.drawText(foot, int(Qt.AlignmentFlag.AlignVCenter), self._foot)
        painter.end()


def paint_shadow(painter: QPainter, box: QRectF) -> None:
    """A soft edge that lifts the list off the form."""
    painter.setPen(Qt.PenStyle.NoPen)
    shade = QColor("#000000")
    for spread, strength in ((5, 5), (4, 6), (3, 8), (2, 9), (1, 10)):
        shade.setAlpha(strength)
        painter.setBrush(shade)
        grown = box.adjusted(-spread, -spread + 2, spread, spread + 1)
        painter.drawRoundedRect(grown, 9, 9)
