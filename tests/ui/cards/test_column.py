"""The column: alignment, few widgets, clicks, the form in place."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from tests.ui.form.world import World, annotation, news_layer
from ui.cards.card import CardWidget
from ui.cards.column import CardColumn
from ui.cards.data import CardData, Chip
from ui.cards.shape import MARGIN, shape_of
from ui.theme import DARK, LIGHT

LEFT = Qt.MouseButton.LeftButton
MakeColumn = Callable[..., CardColumn]


def card(n: int, **changes: object) -> CardData:
    values: dict[str, object] = {
        "uid": str(n),
        "layer": "event",
        "title": "Event",
        "colour": "#b24c12",
        "quote": f"passage {n}",
        "chips": (Chip("Ilse Varga", "person"), Chip("ASSAULT", joint="→")),
        "status": "manual",
        **changes,
    }
    return CardData(**values)  # type: ignore[arg-type]


@pytest.fixture
def make(qtbot: QtBot, dressed: QApplication) -> MakeColumn:
    def build(
        cards: list[CardData], anchor: Callable[[str], float | None], height: int = 700
    ) -> CardColumn:
        column = CardColumn(LIGHT)
        qtbot.addWidget(column)
        column.resize(360, height)
        column.set_cards(cards)
        column.set_anchor_provider(anchor)
        column.show()
        column.activateWindow()
        qtbot.waitUntil(column.isActiveWindow)
        return column

    return build


def top_of(column: CardColumn, uid: str) -> int:
    widget = column.widget_of(uid)
    assert widget is not None
    return widget.y() + MARGIN


def test_a_card_stands_at_its_passage(make: MakeColumn) -> None:
    column = make([card(0), card(1)], {"0": 40.0, "1": 300.0}.get)
    assert (top_of(column, "0"), top_of(column, "1")) == (40, 300)


def test_the_current_card_is_aligned_exactly(make: MakeColumn) -> None:
    column = make([card(n) for n in range(4)], {str(n): 100.0 + n for n in range(4)}.get)
    column.set_current("2")
    assert top_of(column, "2") == 102


def test_five_hundred_cards_need_few_widgets(make: MakeColumn) -> None:
    offset = [0.0]
    column = make([card(n) for n in range(500)], lambda uid: int(uid) * 60.0 - offset[0])
    for _ in range(60):
        offset[0] += 400
        column.relayout()
    assert column.widget_count < 30


def test_only_passages_near_the_view_are_asked_for_their_place(make: MakeColumn) -> None:
    asked: list[str] = []

    def anchor(uid: str) -> float:
        asked.append(uid)
        return int(uid) * 60.0

    column = make([card(n) for n in range(5000)], anchor)
    asked.clear()
    column.relayout()
    assert len(asked) < 100


def test_passages_without_a_known_place_have_no_card(make: MakeColumn) -> None:
    column = make([card(0), card(1)], {"0": 40.0}.get)
    assert column.widget_of("0") is not None
    assert column.widget_of("1") is None


def test_a_code_of_the_whole_article_stands_on_top(make: MakeColumn) -> None:
    column = make([card(0, article_level=True, quote="")], {}.get)
    assert top_of(column, "0") == 8


def test_a_click_on_a_card_asks_to_open_it(make: MakeColumn) -> None:
    column = make([card(0)], {"0": 40.0}.get)
    clicked: list[str] = []
    column.card_clicked.connect(clicked.append)
    widget = column.widget_of("0")
    assert widget is not None
    QTest.mouseClick(widget, LEFT, Qt.KeyboardModifier.NoModifier, QPoint(60, 30))
    assert clicked == ["0"]


def test_accept_and_reject_of_a_suggestion_can_be_clicked(make: MakeColumn) -> None:
    data = card(0, role="suggestion", chips=())
    column = make([data], {"0": 40.0}.get)
    told: list[str] = []
    column.accept_clicked.connect(lambda uid: told.append(f"accept {uid}"))
    column.reject_clicked.connect(lambda uid: told.append(f"reject {uid}"))
    widget = column.widget_of("0")
    assert isinstance(widget, CardWidget)
    shape = shape_of(data, column._card_width())
    for hint in shape.hints:
        at = QPoint(
            round(MARGIN + 16 + hint.left + 8), round(MARGIN + 8 + shape.chips_top + hint.top + 8)
        )
        QTest.mouseClick(widget, LEFT, Qt.KeyboardModifier.NoModifier, at)
    assert told == ["accept 0", "reject 0"]


def test_arrows_walk_through_the_cards_and_enter_opens(make: MakeColumn) -> None:
    column = make([card(0), card(1)], {"0": 40.0, "1": 300.0}.get)
    opened: list[str] = []
    column.card_clicked.connect(opened.append)
    column.setFocus()
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_Return):
        QTest.keyClick(column, key)
    assert opened == ["0"]


def test_the_form_opens_in_place_of_its_card(make: MakeColumn) -> None:
    uid = annotation("claim").uid
    column = make([card(0), card(1, uid=uid), card(2)], {"0": 20.0, uid: 150.0, "2": 180.0}.get)
    column.form.load(annotation("claim"), news_layer("claim"), World())
    column.open_form(uid)
    assert column.form.isVisible()
    assert top_of(column, uid) == 150
    assert column.form.has_focus()
    below = column.widget_of("2")
    open_card = column.widget_of(uid)
    assert below is not None
    assert open_card is not None
    assert below.y() >= open_card.geometry().bottom() - 2 * MARGIN


def test_the_open_form_never_leaves_the_view(make: MakeColumn) -> None:
    uid = annotation("claim").uid
    place = [650.0]
    column = make([card(1, uid=uid)], lambda _: place[0])
    column.form.load(annotation("claim"), news_layer("claim"), World())
    column.open_form(uid)
    for at in (650.0, -3000.0, 9000.0):
        place[0] = at
        column.relayout()
        widget = column.widget_of(uid)
        assert widget is not None
        assert column.rect().contains(widget.geometry())


def test_escape_closes_the_form_and_tells(make: MakeColumn) -> None:
    uid = annotation("claim").uid
    column = make([card(1, uid=uid)], {uid: 40.0}.get)
    column.form.load(annotation("claim"), news_layer("claim"), World(), fresh=True)
    closed: list[str] = []
    dropped: list[bool] = []
    column.form_closed.connect(lambda: closed.append("closed"))
    column.form.closed.connect(dropped.append)
    column.open_form(uid)
    for _ in range(2):
        target = QApplication.focusWidget()
        assert target is not None
        QTest.keyClick(target, Qt.Key.Key_Escape)
    assert (closed, dropped, column.open_uid) == (["closed"], [True], "")


def test_the_wheel_over_the_cards_scrolls_the_text(make: MakeColumn, qtbot: QtBot) -> None:
    turned: list[int] = []

    class Text(QWidget):
        def wheelEvent(self, event: QWheelEvent) -> None:
            turned.append(event.angleDelta().y())

    text = Text()
    qtbot.addWidget(text)
    column = make([card(0)], {"0": 40.0}.get)
    column.set_wheel_target(text)
    event = QWheelEvent(
        QPointF(50, 500),
        QPointF(50, 500),
        QPoint(0, 0),
        QPoint(0, -120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(column, event)
    assert turned == [-120]


def test_a_card_says_itself_to_screen_readers(make: MakeColumn) -> None:
    column = make([card(0, flagged=True)], {"0": 40.0}.get)
    widget = column.widget_of("0")
    assert widget is not None
    said = widget.accessibleName()
    assert all(word in said for word in ("Event", "passage 0", "Ilse Varga", "manual", "flagged"))


def test_a_removed_card_is_current_no_more(make: MakeColumn) -> None:
    column = make([card(0), card(1)], {"0": 40.0, "1": 300.0}.get)
    column.set_current("1")
    column.set_cards([card(0)])
    assert column.current == ""


def test_an_empty_column_and_another_theme_paint(make: MakeColumn) -> None:
    column = make([], {}.get)
    column.set_theme(DARK)
    assert not column.grab().isNull()
