"""How a card is drawn: measured once per content and width, then painted without thinking."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPainterPath, QPen

from ui.cards.data import CardData, Chip
from ui.form.foot import paint_flag
from ui.form.header import QUOTE_HEIGHT, TITLE_HEIGHT, paint_head, paint_quote, quote_font
from ui.theme import Theme, blend, ui_font
from ui.widgets.chips import CHIP_HEIGHT, chip_width, paint_chip
from ui.widgets.flow import Box, Wish, flow
from ui.widgets.key_cap import cap_width, paint_cap

MARGIN = 4
"""Around the card, for its shadow and the ring of the focus."""
BAR = 4
PAD_LEFT, PAD_RIGHT, PAD_TOP, PAD_BOTTOM = 16, 12, 8, 9
RADIUS = 7
JOINT_WIDTHS = {"": 0.0, "·": 10.0}
ARROW_WIDTH = 17.0
HINT_GAP = 6
HINTS = (("accept", "↵"), ("reject", "⌫"))
MOST_ROWS = 3


@dataclass(frozen=True, slots=True)
class Shape:
    """The measured parts of a card, from its inner top left; `height` with all paddings."""

    height: float
    chips: tuple[Box, ...]
    hints: tuple[Box, ...]
    chips_top: float


@lru_cache(maxsize=4096)
def shape_of(data: CardData, width: int) -> Shape:
    """Measure a card of this width (margins left out)."""
    inner = width - PAD_LEFT - PAD_RIGHT
    wishes = [Wish(_chip_width(chip), CHIP_HEIGHT) for chip in data.chips]
    hints = [_hint_width(name, key) for name, key in _hints(data)]
    together = [Wish(sum(hints) + HINT_GAP * (len(hints) - 1), CHIP_HEIGHT)] if hints else []
    boxes, high = flow([*wishes, *together], inner, gap=5, row_gap=4)
    rows = _visible(boxes)
    if rows:
        high = max(box.bottom for box in rows)
    top = TITLE_HEIGHT + (QUOTE_HEIGHT + 2 if data.quote else 2)
    height = PAD_TOP + top + high + PAD_BOTTOM if boxes else PAD_TOP + top + PAD_BOTTOM - 2
    count = len(wishes)
    return Shape(height, boxes[:count], _split(boxes[count:], hints), top)


def _split(together: tuple[Box, ...], widths: list[float]) -> tuple[Box, ...]:
    """The hints side by side in the one box they were given, so that no line parts them."""
    out = []
    for box in together:
        left = box.left
        for width in widths:
            out.append(Box(left, box.top, width, box.height))
            left += width + HINT_GAP
    return tuple(out)


def _visible(boxes: tuple[Box, ...]) -> list[Box]:
    """Chips of the first rows; the rest is for the form."""
    return [box for box in boxes if box.top < MOST_ROWS * (CHIP_HEIGHT + 4) - 4]


def _chip_width(chip: Chip) -> float:
    return chip_width(chip.text) + _joint_width(chip)


def _joint_width(chip: Chip) -> float:
    return JOINT_WIDTHS.get(chip.joint, ARROW_WIDTH)


def _hints(data: CardData) -> tuple[tuple[str, str], ...]:
    return HINTS if data.role == "suggestion" else ()


def _hint_width(name: str, key: str) -> float:
    return cap_width(key) + 4 + QFontMetricsF(ui_font(12)).horizontalAdvance(name) + 3


def paint_frame(
    painter: QPainter,
    box: QRectF,
    colour: str,
    theme: Theme,
    *,
    current: bool = False,
    focused: bool = False,
    dashed: bool = False,
) -> None:
    """Ground, border, the coloured bar; a shadow and a tinted border for the selected card."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    if current:
        _paint_shadow(painter, box, theme)
    if focused:
        painter.setPen(QPen(QColor(theme.halo), 5))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(box, RADIUS, RADIUS)
    path = QPainterPath()
    path.addRoundedRect(box, RADIUS, RADIUS)
    painter.fillPath(path, QColor(theme.card))
    _paint_bar(painter, box, path, colour if not dashed else theme.suggestion, dashed=dashed)
    border = theme.suggestion if dashed else theme.line
    if current:
        border = blend(colour, theme.line, 0.35)
    if focused:
        border = theme.focus_ring
    pen = QPen(QColor(border), 1)
    if dashed:
        pen.setDashPattern([3.5, 3])
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    if not dashed:
        painter.setClipRect(box.adjusted(BAR, -3, 3, 3))
    painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), RADIUS, RADIUS)
    painter.setClipping(False)


def _paint_shadow(painter: QPainter, box: QRectF, theme: Theme) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    shade = QColor("#000000")
    for spread, strength in ((4, 5), (3, 7), (2, 9), (1, 11)):
        shade.setAlpha(strength if theme.name == "light" else strength * 3)
        painter.setBrush(shade)
        painter.drawRoundedRect(
            box.adjusted(-spread, -spread + 1.5, spread, spread), RADIUS + 2, RADIUS + 2
        )


def _paint_bar(
    painter: QPainter, box: QRectF, path: QPainterPath, colour: str, *, dashed: bool
) -> None:
    painter.save()
    painter.setClipPath(path)
    bar = QRectF(box.left(), box.top(), BAR, box.height())
    if dashed:
        pen = QPen(QColor(colour), BAR)
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        pen.setDashPattern([1.4, 1])
        painter.setPen(pen)
        middle = bar.center().x()
        painter.drawLine(QPointF(middle, bar.top() + 3), QPointF(middle, bar.bottom() - 3))
    else:
        painter.fillRect(bar, QColor(colour))
    painter.restore()


def paint_card(
    painter: QPainter, box: QRectF, data: CardData, theme: Theme, hovered: str = ""
) -> None:
    """The words of a full card in its frame."""
    shape = shape_of(data, round(box.width()))
    inner = box.adjusted(PAD_LEFT, PAD_TOP, -PAD_RIGHT, -PAD_BOTTOM)
    head = QRectF(inner.left(), inner.top(), inner.width(), TITLE_HEIGHT)
    _paint_card_head(painter, head, data, theme)
    if data.quote:
        quote = QRectF(inner.left(), inner.top() + TITLE_HEIGHT, inner.width(), QUOTE_HEIGHT)
        paint_quote(painter, quote, data.quote, theme)
    origin = QPointF(inner.left(), inner.top() + shape.chips_top)
    visible = _visible((*shape.chips, *shape.hints))
    for chip, at in zip(data.chips, shape.chips, strict=True):
        if at in visible:
            first = at.left == 0
            _paint_joint_and_chip(painter, chip, _moved(at, origin), theme, first=first)
    for (name, key), at in zip(_hints(data), shape.hints, strict=True):
        if at in visible:
            _paint_hint(painter, name, key, _moved(at, origin), theme, hovered == name)


def _paint_card_head(painter: QPainter, head: QRectF, data: CardData, theme: Theme) -> None:
    """Title and status; before the status a ring where answers are missing, a flag, a memo sign."""
    title_colour = data.colour
    if data.role == "suggestion":
        title_colour = blend(data.colour, theme.muted, 0.45)
    paint_head(painter, head, data.title, data.status, title_colour, theme)
    right = head.right() - QFontMetricsF(ui_font(11)).horizontalAdvance(data.status) - 10
    middle = head.center().y()
    if data.incomplete:
        painter.setPen(QPen(QColor(theme.warn), 1.6))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawEllipse(QPointF(right, middle + 0.5), 3.2, 3.2)
        right -= 14
    if data.flagged:
        box = QRectF(right - 8, middle - 8, 16, 16)
        paint_flag(painter, box, theme, filled=True)
        right -= 16
    if data.note:
        _paint_memo_sign(painter, right, middle, theme)


def _paint_memo_sign(painter: QPainter, right: float, middle: float, theme: Theme) -> None:
    painter.setPen(QPen(QColor(theme.muted), 1.2))
    for dy, length in ((-3, 9), (0, 9), (3, 6)):
        painter.drawLine(
            QPointF(right - 5, middle + dy + 0.5), QPointF(right - 5 + length, middle + dy + 0.5)
        )


def _moved(at: Box, origin: QPointF) -> QRectF:
    return QRectF(origin.x() + at.left, origin.y() + at.top, at.width, at.height)


def _paint_joint_and_chip(
    painter: QPainter, chip: Chip, box: QRectF, theme: Theme, *, first: bool
) -> None:
    """A chip and what joins it to the one before; a dot at the begin of a line is left out."""
    joint = _joint_width(chip)
    if first and chip.joint in JOINT_WIDTHS:
        box = box.adjusted(0, 0, -joint, 0)
    elif joint:
        painter.setFont(ui_font(12))
        painter.setPen(QColor(theme.muted))
        place = QRectF(box.left() - 1, box.top(), joint - 3, box.height())
        painter.drawText(place, int(Qt.AlignmentFlag.AlignCenter), chip.joint)
        box = box.adjusted(joint, 0, 0, 0)
    paint_chip(painter, box, chip.text, theme, entity=chip.entity, muted=chip.muted)


def _paint_hint(
    painter: QPainter, name: str, key: str, box: QRectF, theme: Theme, hovered: bool
) -> None:
    width = paint_cap(painter, box.left(), box.center().y(), key, theme)
    painter.setFont(ui_font(12))
    painter.setPen(QColor(theme.accent if hovered else theme.ink))
    words = box.adjusted(width + 4, 0, 4, 0)
    painter.drawText(words, int(Qt.AlignmentFlag.AlignVCenter), name)


def hint_at(data: CardData, box: QRectF, at: QPointF) -> str:
    """Which of "accept" and "reject" is under the mouse; empty for none."""
    shape = shape_of(data, round(box.width()))
    origin = QPointF(box.left() + PAD_LEFT, box.top() + PAD_TOP + shape.chips_top)
    for (name, _), place in zip(_hints(data), shape.hints, strict=True):
        if _moved(place, origin).contains(at):
            return name
    return ""


def paint_line(painter: QPainter, box: QRectF, data: CardData, theme: Theme) -> None:
    """A card shrunk to one line: title, then what was coded; the quote where nothing was yet."""
    inner = box.adjusted(PAD_LEFT - 4, 0, -8, 0)
    font = ui_font(12)
    font.setWeight(font.Weight.DemiBold)
    painter.setFont(font)
    painter.setPen(QColor(data.colour))
    middle = int(Qt.AlignmentFlag.AlignVCenter)
    painter.drawText(inner, middle, data.title)
    left = inner.left() + QFontMetricsF(font).horizontalAdvance(data.title) + 8
    right = inner.right()
    if data.incomplete:
        painter.setPen(QPen(QColor(theme.warn), 1.6))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawEllipse(QPointF(right - 4, box.center().y()), 3, 3)
        right -= 14
    if data.flagged:
        paint_flag(painter, QRectF(right - 13, box.center().y() - 8, 16, 16), theme, filled=True)
        right -= 16
    said = _in_one_line(data)
    words = ui_font(12) if said else quote_font()
    words.setPixelSize(12)
    painter.setFont(words)
    painter.setPen(QColor(theme.ink if said else theme.muted))
    room = QRectF(left, box.top(), right - left, box.height())
    cut = QFontMetricsF(words).elidedText(
        " ".join((said or data.quote).split()), Qt.TextElideMode.ElideRight, room.width()
    )
    painter.drawText(room, middle, cut)


def _in_one_line(data: CardData) -> str:
    """The chips as words; what is missing or unconfirmed left out."""
    chips = [chip for chip in data.chips if not chip.muted]
    words = " ".join(f"{chip.joint} {chip.text}".strip() for chip in chips)
    return words.lstrip("→· ")


def paint_more(
    painter: QPainter, box: QRectF, count: int, colours: tuple[str, ...], theme: Theme
) -> None:
    """A pill that stands for several cards: "+n" and a dot per layer among them."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    text = f"+{count}"
    font = ui_font(12)
    font.setWeight(font.Weight.DemiBold)
    wide = QFontMetricsF(font).horizontalAdvance(text) + 20 + 10 * len(colours)
    pill = QRectF(box.left() + 0.5, box.top() + 2.5, wide, box.height() - 5)
    painter.setPen(QPen(QColor(theme.line), 1))
    painter.setBrush(QColor(theme.card))
    painter.drawRoundedRect(pill, pill.height() / 2, pill.height() / 2)
    painter.setFont(font)
    painter.setPen(QColor(theme.muted))
    painter.drawText(pill.adjusted(10, 0, 0, 0), int(Qt.AlignmentFlag.AlignVCenter), text)
    painter.setPen(Qt.PenStyle.NoPen)
    left = pill.right() - 8 - 10 * len(colours) + 5
    for colour in colours:
        painter.setBrush(QColor(colour))
        painter.drawEllipse(QPointF(left, pill.center().y()), 3, 3)
        left += 10
