"""Texts and marks for the tests of the reading pane."""

from __future__ import annotations

from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QImage

from annotator.model import Article, Span
from annotator.text.offsets import Utf16Map
from ui.reader.layout import ReadingLayout
from ui.reader.marks import LineKind, Mark, Role
from ui.reader.metrics import page_metrics
from ui.reader.view import ReaderView

HARBOUR = (
    "Harbour talks resume as strikes widen\n"
    "Ilse Varga said on Monday that negotiators would return to Port Selm within days, a step "
    "that officials in Arvenia had ruled out a week earlier.\n"
    "\n\n"
    "Hours later Torvan aircraft bombed a rail depot near Kestrel. Police detained eleven people.\n"
)
ARABIC = "قالت Ilse Varga يوم الاثنين إن 14 مفاوضا سيعودون إلى بورت سيلم (Port Selm) في غضون أيام."
HEBREW = "אילזה ורגה אמרה כי 25 נציגים מ-Ministry of Transport יחזרו לשולחן."
MIXED = "The minister (الوزير أحمد) said “לא נקבל” and left at 10:30 — محمد علي was 2025 misspelt."
CHINESE = "伊尔丝·瓦尔加周一表示，谈判代表将在数日内返回塞尔姆港。𠮷野否认。"
EMOJI = "Peace 👨‍👩‍👧‍👦 talks 🇩🇪 resume 👩🏽‍🚒 now. e\u0301te\u0301 𝔘𝔫𝔦 ends."
STRESS = {"arabic": ARABIC, "hebrew": HEBREW, "mixed": MIXED, "chinese": CHINESE, "emoji": EMOJI}


def article(text: str, *, title: str = "", language: str = "en") -> Article:
    return Article(
        uid="a" * 32,
        title=title,
        text_id=1,
        text=text,
        body_start=0,
        date="2025-03-14",
        source="The Northern Courier",
        author=None,
        url=None,
        language=language,
        metadata={},
        segmenter=1,
    )


def mark(
    start: int,
    end: int,
    line: LineKind = "solid",
    *,
    uid: str = "",
    role: Role = "code",
    colour: str = "#b24c12",
    label: str = "",
    fragments: tuple[Span, ...] = (),
    title: str = "",
    incomplete: bool = False,
) -> Mark:
    return Mark(
        uid=uid or f"{line}-{start}-{end}-{role}",
        layer=line,
        role=role,
        start=start,
        end=end,
        fragments=fragments,
        line=line,
        colour=colour,
        ink="#2d5684" if line == "fill" else colour,
        label=label,
        title=title,
        incomplete=incomplete,
    )


def over(
    text: str, quote: str, line: LineKind = "solid", occurrence: int = 0, **more: object
) -> Mark:
    """A mark over a quote of the text."""
    start = -1
    for _ in range(occurrence + 1):
        start = text.index(quote, start + 1)
    return mark(start, start + len(quote), line, **more)  # type: ignore[arg-type]


def span_of(text: str, quote: str) -> Span:
    start = text.index(quote)
    return Span(start, start + len(quote))


def layout_of(view: ReaderView) -> ReadingLayout:
    found = view.document().documentLayout()
    assert isinstance(found, ReadingLayout)
    return found


def made_layout(text: str, width: float = 700, title: int | None = None) -> ReadingLayout:
    """A layout without a widget; it owns its document."""
    from PySide6.QtGui import QTextDocument

    metrics = page_metrics()
    document = QTextDocument()
    document.setDocumentMargin(0)
    document.setDefaultFont(metrics.font)
    document.setPlainText(text)
    layout = ReadingLayout(
        document, text, Utf16Map(text), title=title, metrics=metrics, width=width
    )
    document.setDocumentLayout(layout)
    layout.kept = document  # type: ignore[attr-defined]
    return layout


def picture(view: ReaderView) -> QImage:
    return view.viewport().grab().toImage().convertToFormat(QImage.Format.Format_RGB32)


def colours_in(image: QImage, rect: QRectF) -> set[str]:
    """The colours of a part of a picture; `rect` in logical pixels."""
    ratio = image.devicePixelRatioF()
    scaled = QRectF(rect.topLeft() * ratio, rect.size() * ratio)
    area = scaled.toAlignedRect().intersected(image.rect())
    return {
        QColor(image.pixel(x, y)).name()
        for x in range(area.left(), area.right() + 1)
        for y in range(area.top(), area.bottom() + 1)
    }


def shows(image: QImage, rect: QRectF, colour: str) -> bool:
    return colour in colours_in(image, rect)
