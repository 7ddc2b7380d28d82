"""What the Code page shows of the desk: marks, cards, hints, counts, the current item."""

from __future__ import annotations

from PySide6.QtCore import QPoint

from ui.pages.code.desk import Desk
from ui.pages.code.marking import Looks
from ui.pages.code.panes import Panes
from ui.theme import Theme


class Showing:
    """Brings the panes in line with the desk; changes nothing else."""

    def __init__(self, desk: Desk, panes: Panes, theme: Theme) -> None:
        self._desk = desk
        self._panes = panes
        self.theme = theme

    @property
    def looks(self) -> Looks:
        return Looks(self._desk, self.theme)

    def all(self) -> None:
        """Marks, cards and hints, after a step or when suggestions arrive."""
        self.marks()
        self.cards()
        self.hints()

    def marks(self) -> None:
        reader, looks = self._panes.reader, self.looks
        reader.set_marks(looks.marks())
        reader.set_read(self._desk.read)
        reader.set_participants(looks.participants())

    def cards(self) -> None:
        cards = self._panes.cards
        cards.set_cards(self.looks.cards(keep=cards.open_uid))

    def current(self) -> None:
        """Emphasise the current item in the text and beside it."""
        uid = self._desk.current.uid if self._desk.current else None
        self._panes.reader.set_current(uid)
        self._panes.reader.set_participants(self.looks.participants())
        self.cards()
        self._panes.cards.set_current(uid)
        self.hints()

    def hints(self) -> None:
        """What the keys do at this place."""
        desk = self._desk
        count = len(desk.suggestions)
        pairs: list[tuple[str, str]]
        if desk.session.read_only:
            pairs = [("", "read only"), ("Tab", "next suggestion"), ("J", "next code")]
        elif desk.current_suggestion is not None:
            pairs = [("", str(count)), ("Tab", "next"), ("Return", "accept"),
                     ("Backspace", "reject"), ("A", "all on screen")]  # fmt: skip
        elif desk.current_code is not None:
            pairs = [("Return", "open"), ("J", "next"), ("B", "ends"), ("Del", "delete")]
        elif count:
            pairs = [("", f"{count} suggested"), ("Tab", "next"), ("A", "accept on screen")]
        else:
            pairs = [("Space", "read"), ("F1", "keys")]
        if desk.article is None:
            pairs = []
        elif desk.is_done:
            pairs = [("", "✓ finished"), *pairs]
        self._panes.bar.set_hints(pairs)

    def counts(self) -> str:
        codes = sum(1 for code in self._desk.codes if not self._is_entity(code.layer))
        entities = len(self._desk.codes) - codes
        return f"{_many(codes, 'code', 'codes')} · {_many(entities, 'entity', 'entities')}"

    def anchor_of(self, uid: str) -> float | None:
        """Where the passage of a card stands, in pixels of the column of cards."""
        thing = self._desk.code(uid) or self._desk.suggestion(uid)
        if thing is None:
            return None
        if thing.span is None:
            return 0.0
        reader, cards = self._panes.reader, self._panes.cards
        top = reader.mapTo(reader.window(), QPoint(0, 0)).y()
        own = cards.mapTo(cards.window(), QPoint(0, 0)).y()
        return reader.y_of(thing.span.start) + top - own

    def _is_entity(self, key: str) -> bool:
        layer = self._desk.layer(key)
        return layer is not None and layer.line == "fill"


def _many(number: int, one: str, many: str) -> str:
    return f"{number} {one if number == 1 else many}"
