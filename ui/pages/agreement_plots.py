"""The plots of the Agreement page, drawn with QPainter: intervals on bands, heat maps, lines.

Every plot can be copied and saved as a picture (PNG, SVG); numbers stand in the cells, so nothing
is said by colour alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QGuiApplication,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import (
    QFileDialog,
    QMenu,
    QSizePolicy,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from ui.models.table import ROW_ROLE
from ui.theme import Theme, blend, ui_font

TENTATIVE, GOOD = 0.667, 0.80
"""Krippendorff's customary bounds: rely on it from .80, tentative conclusions from .667."""


def band_colours(theme: Theme) -> tuple[str, str, str]:
    """Grounds of the three bands: low, tentative, good."""
    return (
        blend(theme.danger, theme.card, 0.14),
        blend(theme.warn, theme.card, 0.16),
        blend(theme.ok, theme.card, 0.18),
    )


class IntervalDelegate(QStyledItemDelegate):
    """Paints value and interval on the bands; the row gives `value`, `low` and `high`."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme = theme

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        super().paint(painter, option, index)
        row = index.data(ROW_ROLE)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        bar = QRectF(option.rect).adjusted(8, 0, -8, 0)
        bar = QRectF(bar.left(), bar.center().y() - 6, bar.width(), 12)
        self._paint_bands(painter, bar)
        if row is not None and row.value is not None:
            self._paint_interval(painter, bar, row.value, row.low, row.high)
        painter.restore()

    def _paint_bands(self, painter: QPainter, bar: QRectF) -> None:
        clip = QPainterPath()
        clip.addRoundedRect(bar, 3, 3)
        painter.setClipPath(clip)
        edges = (0.0, TENTATIVE, GOOD, 1.0)
        for colour, low, high in zip(band_colours(self.theme), edges, edges[1:], strict=False):
            left, right = bar.left() + low * bar.width(), bar.left() + high * bar.width()
            painter.fillRect(QRectF(left, bar.top(), right - left, bar.height()), QColor(colour))
        painter.setClipping(False)

    def _paint_interval(
        self, painter: QPainter, bar: QRectF, value: float, low: float | None, high: float | None
    ) -> None:
        def at(number: float) -> float:
            return bar.left() + min(1.0, max(0.0, number)) * bar.width()

        ink = QColor(self.theme.ink)
        middle = bar.center().y()
        if low is not None and high is not None:
            painter.setPen(QPen(ink, 2))
            painter.drawLine(QPointF(at(low), middle), QPointF(at(high), middle))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ink)
        painter.drawEllipse(QPointF(at(value), middle), 4.5, 4.5)

    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        return QSize(140, 30)


class Plot(QWidget):
    """A drawing that can be copied and saved."""

    def __init__(self, theme: Theme, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_theme(self, theme: Theme) -> None:
        self.theme = theme
        self.update()

    def draw(self, painter: QPainter) -> None:
        """Draw everything into the widget's rectangle."""
        raise NotImplementedError

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self.draw(painter)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(self.theme.focus_ring), 1.5))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 4, 4)
        painter.end()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        menu = QMenu(self)
        menu.addAction("Copy picture", self.copy)
        menu.addAction("Save picture …", self.ask_save)
        menu.exec(event.globalPos())

    def copy(self) -> None:
        """Put the picture on the clipboard."""
        QGuiApplication.clipboard().setPixmap(self.grab())

    def ask_save(self) -> None:
        name, _ = QFileDialog.getSaveFileName(
            self, "Save picture", f"{self.accessibleName()}.svg", "Pictures (*.svg *.png)"
        )
        if name:
            self.save(Path(name))

    def save(self, path: Path) -> None:
        """Write the picture: SVG by that ending, else PNG at twice the size."""
        if path.suffix.lower() == ".svg":
            from PySide6.QtSvg import QSvgGenerator

            sheet = QSvgGenerator()
            sheet.setFileName(str(path))
            sheet.setSize(self.size())
            sheet.setViewBox(self.rect())
            sheet.setTitle(self.accessibleName())
            painter = QPainter(sheet)
            painter.fillRect(self.rect(), QColor(self.theme.card))
            self.draw(painter)
            painter.end()
        else:
            self.grab().save(str(path))


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a heat map."""

    text: str
    colour: str = ""
    """Empty: the ground of the card."""
    tip: str = ""


class HeatMap(Plot):
    """A small table of coloured cells with their numbers."""

    HEAD, ROW = 26, 28

    def __init__(self, theme: Theme, name: str, parent: QWidget | None = None) -> None:
        super().__init__(theme, name, parent)
        self._rows: Sequence[str] = ()
        self._columns: Sequence[str] = ()
        self._cells: Sequence[Sequence[Cell]] = ()

    def show_cells(
        self, rows: Sequence[str], columns: Sequence[str], cells: Sequence[Sequence[Cell]]
    ) -> None:
        """Show a table; spoken row by row to screen readers."""
        self._rows, self._columns, self._cells = rows, columns, cells
        lines = (
            f"{row}: "
            + ", ".join(f"{c} {cell.text}" for c, cell in zip(columns, line, strict=True))
            for row, line in zip(rows, cells, strict=True)
        )
        self.setAccessibleDescription("; ".join(lines))
        self.setFixedHeight(self.HEAD + self.ROW * len(rows) + 4 if rows else 30)
        self.update()

    def draw(self, painter: QPainter) -> None:
        painter.setFont(ui_font(12))
        if not self._rows:
            painter.setPen(QColor(self.theme.muted))
            painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, "nothing to show")
            return
        metrics = painter.fontMetrics()
        head = min(
            self.width() * 0.34, max(metrics.horizontalAdvance(r) for r in self._rows) + 16.0
        )
        width = (self.width() - head) / max(1, len(self._columns))
        painter.setPen(QColor(self.theme.muted))
        for n, column in enumerate(self._columns):
            box = QRectF(head + n * width, 0, width, self.HEAD)
            text = metrics.elidedText(column, Qt.TextElideMode.ElideRight, int(width) - 4)
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)
        for m, (row, line) in enumerate(zip(self._rows, self._cells, strict=True)):
            top = self.HEAD + m * self.ROW
            painter.setPen(QColor(self.theme.muted))
            text = metrics.elidedText(row, Qt.TextElideMode.ElideRight, int(head) - 8)
            left = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
            painter.drawText(QRectF(2, top, head - 6, self.ROW), left, text)
            for n, cell in enumerate(line):
                box = QRectF(head + n * width + 1, top + 1, width - 2, self.ROW - 2)
                painter.fillRect(box, QColor(cell.colour or self.theme.panel))
                painter.setPen(QColor(self.theme.ink))
                painter.drawText(box, Qt.AlignmentFlag.AlignCenter, cell.text)


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a chart: (x, y or None) points."""

    name: str
    colour: str
    points: tuple[tuple[str, float | None], ...]


class LineChart(Plot):
    """Lines over named places, on the three bands."""

    LEFT, RIGHT, TOP, BOTTOM = 34, 66, 8, 22

    def __init__(self, theme: Theme, name: str, parent: QWidget | None = None) -> None:
        super().__init__(theme, name, parent)
        self._lines: Sequence[Line] = ()
        self.setFixedHeight(150)

    def show_lines(self, lines: Sequence[Line]) -> None:
        """Show these lines; they share the places of the first."""
        self._lines = lines
        told = (
            f"{line.name}: " + ", ".join(f"{x} {y:.2f}" for x, y in line.points if y is not None)
            for line in lines
        )
        self.setAccessibleDescription("; ".join(told))
        self.update()

    def draw(self, painter: QPainter) -> None:
        field = QRectF(
            self.LEFT,
            self.TOP,
            self.width() - self.LEFT - self.RIGHT,
            self.height() - self.TOP - self.BOTTOM,
        )
        painter.setFont(ui_font(11))
        self._draw_bands(painter, field)
        places = [x for x, _ in self._lines[0].points] if self._lines else []
        if not places:
            painter.setPen(QColor(self.theme.muted))
            painter.drawText(field, Qt.AlignmentFlag.AlignCenter, "nothing to show")
            return
        painter.setPen(QColor(self.theme.muted))
        below = QRectF(field.left(), field.bottom() + 4, field.width(), 16)
        painter.drawText(below, Qt.AlignmentFlag.AlignLeft, places[0])
        if len(places) > 1:
            painter.drawText(below, Qt.AlignmentFlag.AlignRight, places[-1])
        for line in self._lines:
            self._draw_line(painter, field, line)

    def _draw_bands(self, painter: QPainter, field: QRectF) -> None:
        low, tentative, good = band_colours(self.theme)
        for colour, bottom, top in (
            (low, 0, TENTATIVE),
            (tentative, TENTATIVE, GOOD),
            (good, GOOD, 1),
        ):
            box = QRectF(
                field.left(),
                field.bottom() - top * field.height(),
                field.width(),
                (top - bottom) * field.height(),
            )
            painter.fillRect(box, QColor(colour))
        painter.setPen(QColor(self.theme.muted))
        for number in (TENTATIVE, GOOD):
            y = field.bottom() - number * field.height()
            painter.drawText(
                QRectF(0, y - 8, self.LEFT - 4, 16), Qt.AlignmentFlag.AlignRight, f"{number:.2f}"
            )

    def _draw_line(self, painter: QPainter, field: QRectF, line: Line) -> None:
        step = field.width() / max(1, len(line.points) - 1)
        shift = field.width() / 2 if len(line.points) == 1 else 0.0
        path, last, begun = QPainterPath(), None, False
        dots = []
        for n, (_, value) in enumerate(line.points):
            if value is None:
                begun = False
                continue
            height = min(1.0, max(0.0, value)) * field.height()
            spot = QPointF(field.left() + shift + n * step, field.bottom() - height)
            if begun:
                path.lineTo(spot)
            else:
                path.moveTo(spot)
            begun, last = True, spot
            dots.append(spot)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor(line.colour), 2))
        painter.drawPath(path)
        painter.setBrush(QColor(line.colour))
        painter.setPen(Qt.PenStyle.NoPen)
        for spot in dots:
            painter.drawEllipse(spot, 2.5, 2.5)
        if last is not None:
            painter.setPen(QColor(line.colour))
            box = QRectF(field.right() + 5, last.y() - 8, self.RIGHT - 6, 16)
            name = painter.fontMetrics().elidedText(
                line.name, Qt.TextElideMode.ElideRight, self.RIGHT - 8
            )
            painter.drawText(box, Qt.AlignmentFlag.AlignLeft, name)


def agreement_colour(theme: Theme, value: float | None) -> str:
    """The ground of a coefficient: its band."""
    if value is None:
        return ""
    low, tentative, good = band_colours(theme)
    return good if value >= GOOD else tentative if value >= TENTATIVE else low
