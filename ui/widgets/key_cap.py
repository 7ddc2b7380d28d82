"""A key as a small cap, painted: in rows of choices, on cards, anywhere text stands beside it."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen

from ui.theme import Theme, ui_font

CAP_HEIGHT = 17.0
CAP_LEAST = 18.0
CAP_PIXELS = 11


def cap_width(text: str) -> float:
    """Logical pixels a cap with this text takes."""
    return max(CAP_LEAST, QFontMetricsF(ui_font(CAP_PIXELS)).horizontalAdvance(text) + 8)


def paint_cap(painter: QPainter, left: float, middle: float, text: str, theme: Theme) -> float:
    """Paint one cap, vertically centred on `middle`; return its width."""
    width = cap_width(text)
    box = QRectF(left + 0.5, middle - CAP_HEIGHT / 2 + 0.5, width - 1, CAP_HEIGHT - 1)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(QColor(theme.line), 1))
    painter.setBrush(QColor(theme.key_bg))
    painter.drawRoundedRect(box, 4, 4)
    painter.drawLine(
        QPointF(box.left() + 3, box.bottom() - 1), QPointF(box.right() - 3, box.bottom() - 1)
    )
    painter.setFont(ui_font(CAP_PIXELS))
    painter.setPen(QColor(theme.muted))
    painter.drawText(box.adjusted(0, -0.5, 0, -0.5), Qt.AlignmentFlag.AlignCenter, text)
    painter.restore()
    return width
