"""Every size of the page, derived from the size of the reading face.

The proportions come from the design: a line of 60 to 75 characters, lines 155 % of the face's own
height, room above the words for a label in tiny capitals and below them for two lanes of lines.
"""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtGui import QFont, QFontDatabase, QFontMetricsF

from ui.theme import READING_PIXELS, TITLE_PIXELS, caps_font, reading_font, ui_font

LINE_HEIGHT = 1.55
TITLE_LINE_HEIGHT = 1.3
COLUMN_CHARACTERS = 72
LEAST_COLUMN = 160.0
MARGIN = 60.0
"""Beside the column: room for the bars at the left."""
NARROW_MARGIN = 36.0
FREE_LANES = 2
"""Lanes that fit under a line without making it taller."""

_SAMPLE = "The minister said on Tuesday that both sides would return to the talks within weeks. "

_FALLBACKS: dict[str, tuple[str, ...]] = {
    "zh": ("Noto Serif CJK SC", "Source Han Serif SC", "Songti SC", "SimSun"),
    "ja": ("Noto Serif CJK JP", "Source Han Serif", "Hiragino Mincho ProN", "Yu Mincho"),
    "ko": ("Noto Serif CJK KR", "Source Han Serif K", "AppleMyungjo", "Batang"),
    "ar": ("Noto Naskh Arabic", "Geeza Pro", "Traditional Arabic"),
    "fa": ("Noto Naskh Arabic", "Geeza Pro", "Traditional Arabic"),
    "he": ("Noto Serif Hebrew", "New Peninim MT", "David"),
}


@dataclass(frozen=True, slots=True)
class PageMetrics:
    """Fonts and distances in logical pixels."""

    em: float
    font: QFont
    title_font: QFont
    label_font: QFont
    meta_font: QFont
    ascent: float
    descent: float
    pitch: float
    """From baseline to baseline."""
    title_ascent: float
    title_descent: float
    title_pitch: float
    column: float
    """Width of the widest text column: about 72 characters."""
    top: float
    bottom: float
    paragraph_gap: float
    blank_gap: float
    """What a run of blank lines adds to the gap between two paragraphs."""
    meta_height: float
    """The gap under the title in which source, date and words stand."""
    lane: float
    """From lane to lane."""
    stroke: float
    """Thickness of a solid line."""
    label_height: float

    def column_for(self, width: float) -> tuple[float, float]:
        """Left edge and width of the text column in a page of this width."""
        margin = MARGIN if width >= self.column + 2 * MARGIN else NARROW_MARGIN
        column = max(LEAST_COLUMN, min(self.column, width - 2 * margin))
        return max(margin, (width - column) / 2), column


def page_metrics(pixels: float = READING_PIXELS, language: str | None = None) -> PageMetrics:
    """All sizes for a reading face of `pixels`; the language chooses the faces of other scripts."""
    scale = pixels / READING_PIXELS
    font = _with_fallbacks(reading_font(pixels), language)
    title = QFont(font)
    title.setPixelSize(round(TITLE_PIXELS * scale))
    title.setWeight(QFont.Weight.DemiBold)
    body, head = QFontMetricsF(font), QFontMetricsF(title)
    label = caps_font(max(9, round(10 * min(scale, 1.6))))
    pitch = round((body.ascent() + body.descent()) * LINE_HEIGHT)
    return PageMetrics(
        em=pixels,
        font=font,
        title_font=title,
        label_font=label,
        meta_font=ui_font(round(12 * scale)),
        ascent=body.ascent(),
        descent=body.descent(),
        pitch=pitch,
        title_ascent=head.ascent(),
        title_descent=head.descent(),
        title_pitch=round((head.ascent() + head.descent()) * TITLE_LINE_HEIGHT),
        column=round(body.horizontalAdvance(_SAMPLE) / len(_SAMPLE) * COLUMN_CHARACTERS),
        top=round(18 * scale),
        bottom=round(96 * scale),
        paragraph_gap=round(pitch * 0.34),
        blank_gap=round(pitch * 0.12),
        meta_height=round(36 * scale),
        lane=4.0 * scale,
        stroke=2.6 * scale,
        label_height=QFontMetricsF(label).capHeight(),
    )


def text_advance(font: QFont, text: str) -> float:
    """Average width of a character of this text, for estimating its height unseen."""
    sample = text[:600].replace("\n", " ") or _SAMPLE
    return max(1.0, QFontMetricsF(font).horizontalAdvance(sample) / len(sample))


def _with_fallbacks(font: QFont, language: str | None) -> QFont:
    """Name the serif faces of the article's script that are on this machine."""
    wanted = _FALLBACKS.get((language or "").partition("-")[0].lower(), ())
    present = [name for name in wanted if QFontDatabase.hasFamily(name)]
    if present:
        font.setFamilies([*font.families(), *present])
    return font
