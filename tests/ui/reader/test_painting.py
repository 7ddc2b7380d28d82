"""What the pixels show: grounds, labels, lanes, outlines, the margin, both schemes."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QApplication, QLineEdit

from annotator.model import Span
from tests.ui.reader.helpers import (
    ARABIC,
    HARBOUR,
    MIXED,
    colours_in,
    layout_of,
    mark,
    over,
    picture,
    shows,
    span_of,
)
from ui.reader.ink import Label, LineInk, bars_of, ink_of
from ui.reader.view import ReaderView
from ui.theme import DARK, LIGHT

Show = Callable[..., ReaderView]
FILL = "#cfe3fa"
EVENT = "#b24c12"
CLAIM = "#1f7a6d"


def rect_of(view: ReaderView, text: str, quote: str) -> QRectF:
    return view.rects_of(span_of(text, quote))[0]


def below(rect: QRectF) -> QRectF:
    """Where lanes run under a word."""
    return QRectF(rect.left() + 2, rect.bottom() + 1, rect.width() - 4, 8)


def above(rect: QRectF) -> QRectF:
    """Where the label stands over a word."""
    return QRectF(rect.left(), rect.top() - 11, rect.width(), 8)


def ink_at(view: ReaderView, text: str, quote: str) -> LineInk:
    layout = layout_of(view)
    _, box, line = layout.line_of(text.index(quote))
    return ink_of(layout, box, line, view._look)


@pytest.mark.parametrize(
    ("text", "quote", "language"),
    [
        (HARBOUR, "Port Selm", "en"),
        (MIXED, "محمد علي", "en"),
        (ARABIC, "يوم الاثنين", "ar"),
    ],
)
def test_a_fill_stands_behind_its_words_and_no_others(
    show: Show, text: str, quote: str, language: str
) -> None:
    view = show(text, [over(text, quote, "fill", colour=FILL)], language=language)
    image = picture(view)
    span = span_of(text, quote)
    for rect in view.rects_of(span):
        assert shows(image, rect, FILL)
    for other in (Span(0, span.start - 2), Span(span.end + 3, len(text))):
        for rect in view.rects_of(other):
            assert not shows(image, rect.adjusted(4, 0, -4, 0), FILL)


def test_words_are_drawn_over_their_ground(show: Show) -> None:
    view = show(HARBOUR, [over(HARBOUR, "Port Selm", "fill", colour=FILL)])
    found = colours_in(picture(view), rect_of(view, HARBOUR, "Port Selm"))
    assert min(QColor(c).lightness() for c in found) < 70


def test_the_label_stands_over_the_word_and_can_be_hidden(show: Show) -> None:
    view = show(HARBOUR, [over(HARBOUR, "Port Selm", "fill", colour=FILL, label="GPE")])
    rect = rect_of(view, HARBOUR, "Port Selm")
    assert len(colours_in(picture(view), above(rect))) > 1
    view.set_labels_visible(False)
    assert colours_in(picture(view), above(rect)) == {LIGHT.paper}


@pytest.mark.parametrize("line", ["solid", "long", "dotted", "none"])
def test_lines_run_below_their_words(show: Show, line: str) -> None:
    view = show(HARBOUR, [over(HARBOUR, "bombed", line, colour=EVENT)])  # type: ignore[arg-type]
    image = picture(view)
    assert len(colours_in(image, below(rect_of(view, HARBOUR, "bombed")))) > 1
    assert colours_in(image, below(rect_of(view, HARBOUR, "depot near"))) == {LIGHT.paper}


def test_eight_codes_on_one_word_are_eight_lines(show: Show) -> None:
    start = HARBOUR.index("bombed")
    some = [mark(start, start + 6, "solid", uid=f"{i}", colour=EVENT) for i in range(8)]
    view = show(HARBOUR, some)
    image = picture(view)
    rect = rect_of(view, HARBOUR, "bombed")
    ratio = image.devicePixelRatioF()
    x, bottom = round(rect.center().x() * ratio), round(rect.bottom() * ratio)
    column = [
        QColor(image.pixel(x, y)).name() == LIGHT.paper
        for y in range(bottom, bottom + round(34 * ratio))
    ]
    lines = sum(before and not now for before, now in pairwise(column))
    assert lines == 8


def test_a_suggestion_has_dashes_until_it_is_confirmed(show: Show) -> None:
    suggestion = over(HARBOUR, "Port Selm", "fill", colour=FILL, role="suggestion")
    view = show(HARBOUR, [suggestion])
    (outline,) = ink_at(view, HARBOUR, "Port Selm").outlines
    assert outline.dashed
    assert outline.colour == LIGHT.suggestion
    view.set_marks([over(HARBOUR, "Port Selm", "fill", colour=FILL)])
    assert not ink_at(view, HARBOUR, "Port Selm").outlines


def test_the_current_mark_is_emphasised(show: Show) -> None:
    view = show(
        HARBOUR, [over(HARBOUR, "bombed", uid="e"), over(HARBOUR, "Kestrel", "fill", uid="k")]
    )
    plain = ink_at(view, HARBOUR, "bombed")
    assert not plain.grounds[1:]
    assert not plain.outlines
    view.set_current("e")
    ink = ink_at(view, HARBOUR, "bombed")
    assert len(ink.grounds) == len(plain.grounds) + 1
    assert ink.strokes[0].width > plain.strokes[0].width
    view.set_current("k")
    assert ink_at(view, HARBOUR, "bombed").outlines


def test_fragments_are_joined_by_dots(show: Show) -> None:
    second = span_of(HARBOUR, "depot near")
    view = show(HARBOUR, [over(HARBOUR, "aircraft", "long", fragments=(second,))])
    kinds = [stroke.kind for stroke in ink_at(view, HARBOUR, "aircraft").strokes]
    assert kinds == ["long", "join", "long"]


def test_participants_are_lit_with_their_role(show: Show) -> None:
    view = show(HARBOUR, [over(HARBOUR, "Torvan", "fill", label="NORP")])
    view.set_participants(
        [(span_of(HARBOUR, "Torvan"), "Actor"), (span_of(HARBOUR, "Kestrel"), "Place")]
    )
    image = picture(view)
    assert shows(image, rect_of(view, HARBOUR, "Kestrel"), LIGHT.participant)
    labels = [label.text for label in ink_at(view, HARBOUR, "Torvan").labels]
    assert labels == ["ACTOR", "PLACE"]


def test_one_passage_in_two_roles_names_both(show: Show) -> None:
    view = show(HARBOUR)
    span = span_of(HARBOUR, "Torvan")
    view.set_participants([(span, "Actor"), (span, "Holder")])
    labels = [label.text for label in ink_at(view, HARBOUR, "Torvan").labels]
    assert labels == ["ACTOR, HOLDER"]


def test_incomplete_codes_carry_a_ring(show: Show) -> None:
    view = show(HARBOUR, [over(HARBOUR, "bombed", incomplete=True)])
    assert len(ink_at(view, HARBOUR, "bombed").rings) == 1


def test_labels_share_no_place(show: Show) -> None:
    words = ["Hours", "later", "Torvan", "aircraft", "bombed", "a", "rail"]
    some = [over(HARBOUR, w, "fill", label="ORGANISATION") for w in words]
    some += [over(HARBOUR, "Torvan", "fill", label=f"T{i}", uid=f"{i}") for i in range(5)]
    labels = sorted(ink_at(show(HARBOUR, some), HARBOUR, "Torvan").labels, key=_left)
    for one, other in pairwise(labels):
        assert one.x + one.width <= other.x
    assert any("+" in label.text for label in labels)


def _left(label: Label) -> float:
    return label.x


def test_bars_stand_beside_the_lines_of_events_and_claims(show: Show) -> None:
    some = [over(HARBOUR, "bombed", colour=EVENT), over(HARBOUR, "Kestrel", "fill")]
    some.append(over(HARBOUR, "Torvan aircraft bombed a rail depot", "long", colour=CLAIM))
    view = show(HARBOUR, some)
    layout = layout_of(view)
    _, box, _line = layout.line_of(HARBOUR.index("bombed"))
    bars = bars_of(box, view._look)
    assert {bar.colour for bar in bars} == {EVENT, CLAIM}
    assert len({bar.column for bar in bars}) == 2
    margin = QRectF(layout.left - 40, rect_of(view, HARBOUR, "bombed").top(), 30, 15)
    found = colours_in(picture(view), margin)
    assert {EVENT, CLAIM} <= found


def test_suggestions_have_no_bar(show: Show) -> None:
    view = show(HARBOUR, [over(HARBOUR, "Torvan aircraft", "long", role="suggestion")])
    _, box, _line = layout_of(view).line_of(HARBOUR.index("bombed"))
    assert bars_of(box, view._look) == []


def test_read_sentences_show_in_the_margin(show: Show) -> None:
    view = show(HARBOUR)
    layout = layout_of(view)
    rect = rect_of(view, HARBOUR, "Harbour")
    margin = QRectF(layout.left - 16, rect.top(), 8, rect.height())
    assert colours_in(picture(view), margin) == {LIGHT.paper}
    view.set_read([span_of(HARBOUR, "Harbour talks resume as strikes widen")])
    assert len(colours_in(picture(view), margin)) > 1


def test_half_a_line_read_is_half_a_mark(show: Show) -> None:
    text = "One two three four five six. Seven eight nine ten eleven."
    view = show(text)
    view.set_read([Span(0, 28)])
    ink = ink_at(view, text, "One")
    line = layout_of(view).box(0).lines[0]
    assert ink.read is not None
    share = (ink.read[1] - ink.read[0]) / (line.bottom - line.top)
    assert share == pytest.approx(28 / len(text))


def test_selection_stands_behind_the_words_only(show: Show) -> None:
    view = show(HARBOUR)
    before = picture(view)
    view.select(span_of(HARBOUR, "Ilse Varga said on Monday"))
    after = picture(view)
    rect = rect_of(view, HARBOUR, "Ilse Varga said on Monday")
    assert _differs(before, after, rect)
    assert not _differs(before, after, above(rect))


def test_the_caret_is_seen_with_and_without_focus(show: Show, qtbot: object) -> None:
    view = show(HARBOUR)
    view.place_caret(HARBOUR.index("Monday"))
    left = rect_of(view, HARBOUR, "Monday").left()
    place = QRectF(left - 2, rect_of(view, HARBOUR, "Monday").top() + 4, 3, 8)
    assert shows(picture(view), place, LIGHT.accent)
    other = QLineEdit(view)
    other.show()
    other.setFocus()
    QApplication.processEvents()
    assert len(colours_in(picture(view), place)) > 1
    assert not shows(picture(view), place, LIGHT.accent)


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_paper_and_words_take_the_scheme(show: Show, theme: object) -> None:
    view = show(HARBOUR)
    view.set_theme(theme)  # type: ignore[arg-type]
    image = picture(view)
    assert QColor(image.pixel(5, 5)).name() == theme.paper  # type: ignore[attr-defined]
    assert shows(image, rect_of(view, HARBOUR, "Harbour"), theme.ink)  # type: ignore[attr-defined]


def test_the_meta_line_stands_under_the_title(show: Show) -> None:
    view = show(HARBOUR, title="Harbour talks resume as strikes widen")
    layout = layout_of(view)
    gap = QRectF(layout.left, layout.meta_top(), 240, 22)
    assert len(colours_in(picture(view), gap)) > 3
    assert "Northern Courier" not in layout.text


def test_the_title_is_larger(show: Show) -> None:
    plain = rect_of(show(HARBOUR), HARBOUR, "Harbour talks").width()
    title = "Harbour talks resume as strikes widen"
    assert rect_of(show(HARBOUR, title=title), HARBOUR, "Harbour talks").width() > 1.3 * plain


def _differs(one: QImage, other: QImage, rect: QRectF) -> bool:
    return colours_in(one, rect) != colours_in(other, rect)
