"""Who did it, and to whom: the actors of this article first, then the registry, then a new name."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from annotator.codebook.model import Field
from annotator.model import Span, Value
from ui.form.context import ActorChoice, Help
from ui.form.editors.base import Host
from ui.form.editors.segments import toggled
from ui.form.editors.type_ahead import TypeAheadEditor
from ui.form.popup import Row

NAME = {"name": True}
"""Marks a typed name that belongs into the registry; without it the text is a generic."""
PLACES = ("gpe", "loc", "fac")


class ActorEditor(TypeAheadEditor):
    """One actor or several: a number takes one of the article, letters search."""

    letters_are_text = True
    as_chips = True

    def __init__(self, field: Field, host: Host, parent: QWidget | None = None) -> None:
        self._entities: dict[str, str] = {}
        super().__init__(field, host, parent)

    def rows(self, text: str) -> Sequence[Row]:
        if not text:
            return [
                self._row(choice, str(n) if n <= 9 else "")
                for n, choice in enumerate(self.host.context.article_actors(), start=1)
            ]
        found = [self._row(choice, "") for choice in self.host.context.search_actors(text)]
        return [*found, *self._new_rows(text, found)]

    def _row(self, choice: ActorChoice, key: str) -> Row:
        value = actor_value(choice.name, choice.span, choice.uid)
        self._entities[choice.uid or choice.name] = choice.entity
        return Row(
            choice.name,
            value,
            key=key,
            note=choice.note,
            checked=any(same_filler(value, held) for held in self.values),
            entity=choice.entity,
        )

    def _new_rows(self, text: str, found: Sequence[Row]) -> list[Row]:
        if any(row.label.casefold() == text.casefold() for row in found):
            return []
        name = Row(f"“{text}”", Value(value=text, attrs=NAME), note="new actor", is_new=True)
        name = _explained(name, "A new actor", "A name: it is proposed for the registry.")
        generic = Row(f"“{text}”", Value(value=text), note="no name, as written", is_new=True)
        generic = _explained(generic, "As written", "Nobody by name: residents, sources, police.")
        return [generic, name] if text[:1].islower() else [name, generic]

    def foot(self, text: str, rows: Sequence[Row]) -> str:
        return "" if text else "type a name  ·  − not applicable"

    def entity_of(self, value: Value) -> str:
        if value.actor is not None:
            known = self.host.context.actor_entity(value.actor)
            return known or self._entities.get(value.actor, "")
        return self._entities.get(str(value.value), "")

    def assign(self, name: str, span: Span, actor: str | None) -> bool:
        value = self.manual(actor_value(name, span, actor))
        if self.kind.multiple:
            if any(same_filler(value, held) for held in self.values):
                return True
            self.report(toggled(self.values, value))
        else:
            self.report((value,))
        return True


def actor_value(name: str, span: Span | None, uid: str | None) -> Value:
    """The filler for an actor of the registry, or for a name that is to enter it."""
    start, end = (span.start, span.end) if span else (None, None)
    if uid is not None:
        return Value(actor=uid, start=start, end=end)
    return Value(value=name, attrs=NAME, start=start, end=end)


def same_filler(one: Value, other: Value) -> bool:
    """Whether both name the same actor, whatever mention they came from."""
    return (one.actor, one.value) == (other.actor, other.value)


def _explained(row: Row, title: str, text: str) -> Row:
    return Row(row.label, row.value, note=row.note, is_new=True, about=Help(title, text))


class PlaceEditor(TypeAheadEditor):
    """A place: one the article names, or any typed one."""

    letters_are_text = True
    as_chips = True

    def rows(self, text: str) -> Sequence[Row]:
        places = [c for c in self.host.context.article_actors() if c.entity in PLACES]
        if not text:
            return [
                self._row(choice, str(n) if n <= 9 else "")
                for n, choice in enumerate(places, start=1)
            ]
        wanted = text.casefold()
        found = [self._row(c, "") for c in places if wanted in c.name.casefold()]
        if any(row.label.casefold() == wanted for row in found):
            return found
        return [*found, Row(f"“{text}”", Value(value=text), note="as typed", is_new=True)]

    def preferred(self, text: str, rows: Sequence[Row]) -> int:
        """A place of the article only where the letters begin its name."""
        begins = rows and rows[0].label.casefold().startswith(text.casefold())
        return 0 if begins else len(rows) - 1

    def _row(self, choice: ActorChoice, key: str) -> Row:
        span = choice.span
        start, end = (span.start, span.end) if span else (None, None)
        value = Value(value=choice.name, start=start, end=end)
        held = any(v.value == choice.name for v in self.values)
        return Row(choice.name, value, key=key, note=choice.note, checked=held,
                   entity=choice.entity)  # fmt: skip

    def foot(self, text: str, rows: Sequence[Row]) -> str:
        return "" if text else "type a place  ·  − not applicable"

    def entity_of(self, value: Value) -> str:
        return "gpe"

    def assign(self, name: str, span: Span, actor: str | None) -> bool:
        self.report((self.manual(Value(value=name, start=span.start, end=span.end)),))
        return True
