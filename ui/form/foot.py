"""The small controls of a form: *More (n)*, how sure the coder is, the flag."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFontMetricsF,
    QKeyEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractButton, QWidget

from annotator.codebook.model import Code, Field
from annotator.model import Value
from ui.form.editors.base import Host
from ui.form.editors.segments import SegmentEditor
from ui.theme import Theme, ui_font
from ui.widgets.keys import is_enter, is_held_down
from ui.widgets.segmented import RING, Segment, paint_halo, segments_width

CERTAINTY = Field(
    "certainty",
    "Certainty",
    "ordinal",
    codes=(
        Code("1", "unsure", 1, definition="Another coder could well decide otherwise."),
        Code("2", "fair", 2, definition="Probably right, with some doubt."),
        Code("3", "sure", 3, definition="No doubt."),
    ),
    definition="How sure you are of this code.",
)
FOOT_HEIGHT = 31


class CertaintyEditor(SegmentEditor):
    """Three degrees, stored as 1 to 3."""

    may_be_missing = False

    def __init__(self, host: Host, parent: QWidget) -> None:
        segments = [Segment(code.key, code.label, code.definition) for code in CERTAINTY.codes]
        fillers = [Value(code=code.key) for code in CERTAINTY.codes]
        super().__init__(CERTAINTY, host, segments, fillers, parent)

    def set_certainty(self, certainty: int | None) -> None:
        self.set_values(() if certainty is None else (Value(code=str(certainty)),))

    def wanted_width(self) -> int:
        return round(segments_width(self.segments)) + 6

    def certainty(self) -> int | None:
        return int(self.values[0].code) if self.values and self.values[0].code else None


class SmallButton(QAbstractButton):
    """A button without a box: it has one only while it is focused or under the mouse."""

    def __init__(self, host: Host, parent: QWidget) -> None:
        super().__init__(parent)
        self._host = host
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    @property
    def theme(self) -> Theme:
        return self._host.theme

    def paint_ground(self, painter: QPainter) -> QRectF:
        """The halo and the ground; returns the box to draw in."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect()).adjusted(RING, RING, -RING, -RING)
        if self.hasFocus():
            paint_halo(painter, box, 5, self.theme)
            painter.setPen(QPen(QColor(self.theme.focus_ring), 1))
            painter.setBrush(QColor(self.theme.card))
            painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), 5, 5)
        elif self.underMouse():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(self.theme.hover))
            painter.drawRoundedRect(box, 5, 5)
        return box


class MoreButton(SmallButton):
    """Shows and folds the fields that are not asked of everyone."""

    def __init__(self, host: Host, parent: QWidget) -> None:
        super().__init__(host, parent)
        self.setCheckable(True)
        self._count = self._filled = 0
        self.set_counts(0, 0)

    def set_counts(self, count: int, filled: int) -> None:
        """How many fields are folded, and how many of them hold something."""
        self._count, self._filled = count, filled
        self.setVisible(count > 0)
        state = "shown" if self.isChecked() else "folded"
        self.setAccessibleName(f"{count} more fields, {filled} filled, {state}")
        self.updateGeometry()
        self.update()

    def words(self) -> str:
        if self.isChecked():
            return "Less"
        filled = f", {self._filled} filled" if self._filled else ""
        return f"More ({self._count}{filled})"

    def sizeHint(self) -> QSize:
        wide = QFontMetricsF(ui_font(12)).horizontalAdvance(self.words())
        return QSize(round(wide) + 2 * RING + 12, 24)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        box = self.paint_ground(painter)
        painter.setFont(ui_font(12))
        painter.setPen(QColor(self.theme.accent))
        painter.drawText(box.adjusted(5, 0, 0, 0), int(Qt.AlignmentFlag.AlignVCenter), self.words())
        painter.end()


class FlagButton(SmallButton):
    """Marks the code for a talk with the others."""

    def __init__(self, host: Host, parent: QWidget) -> None:
        super().__init__(host, parent)
        self.setCheckable(True)
        self.setToolTip("Flag this code for discussion")
        self.setFixedSize(28, 26)
        self.toggled.connect(self._name)
        self._name(False)

    def _name(self, flagged: bool) -> None:
        self.setAccessibleName("Flagged for discussion" if flagged else "Not flagged")

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        box = self.paint_ground(painter)
        paint_flag(painter, box, self.theme, filled=self.isChecked())
        painter.end()


def paint_flag(painter: QPainter, box: QRectF, theme: Theme, *, filled: bool) -> None:
    """A small flag: outlined, or filled where the code is flagged."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    x, y = box.center().x(), box.center().y()
    colour = QColor(theme.warn if filled else theme.muted)
    painter.setPen(QPen(colour, 1.4))
    painter.drawLine(round(x - 4), round(y - 6), round(x - 4), round(y + 7))
    path = QPainterPath()
    path.moveTo(x - 4, y - 5.5)
    path.lineTo(x + 5, y - 5.5)
    path.lineTo(x + 2.5, y - 2)
    path.lineTo(x + 5, y + 1.5)
    path.lineTo(x - 4, y + 1.5)
    path.closeSubpath()
    painter.setBrush(colour if filled else Qt.BrushStyle.NoBrush)
    painter.drawPath(path)
    painter.restore()


class FormFoot(QWidget):
    """More on the left, certainty and flag on the right."""

    key = Signal(object, object)
    """A key in one of the buttons: (button, event); accepted where the form acts."""

    def __init__(self, host: Host, parent: QWidget) -> None:
        super().__init__(parent)
        self.more = MoreButton(host, self)
        self.certainty = CertaintyEditor(host, self)
        self.flag = FlagButton(host, self)
        for button in (self.more, self.flag):
            button.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if not isinstance(event, QKeyEvent):
            return False
        if event.type() == QEvent.Type.ShortcutOverride:
            if event.key() in (Qt.Key.Key_Escape, Qt.Key.Key_Space) or is_enter(event):
                event.accept()
            return False
        if event.type() != QEvent.Type.KeyPress:
            return False
        if is_held_down(event):
            return True
        event.setAccepted(False)
        self.key.emit(watched, event)
        return event.isAccepted()

    def height_for(self, width: int) -> int:
        return FOOT_HEIGHT

    def arrange(self) -> None:
        more = self.more.sizeHint().width()
        self.more.setGeometry(-5, 3, more, 25)
        flag = self.flag.width()
        self.flag.move(self.width() - flag, 2)
        wide = min(self.certainty.wanted_width(), self.width() - more - flag - 8)
        self.certainty.setGeometry(self.width() - flag - wide - 2, 0, wide, 31)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self.arrange()
