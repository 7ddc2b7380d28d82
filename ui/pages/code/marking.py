"""From codes and suggestions to what is seen of them: marks in the text, cards beside it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from annotator.codebook.model import Layer
from annotator.model import Annotation, Fields, Span, Suggestion
from ui.cards.data import CardData
from ui.cards.summary import code_card, suggestion_card, summary_chips
from ui.pages.code.desk import Desk
from ui.reader.marks import Mark
from ui.theme import Theme, entity_colours, layer_colour

TITLE_LENGTH = 160


@dataclass(frozen=True, slots=True)
class Looks:
    """How things look for one desk: its codebook, its actors, the theme."""

    desk: Desk
    theme: Theme

    def marks(self) -> list[Mark]:
        """Every code and suggestion that stands on a passage."""
        found = [self._code_mark(code) for code in self.desk.codes_with_text()]
        found += [self._suggestion_mark(s) for s in self.desk.suggestions]
        return [mark for mark in found if mark is not None]

    def cards(self, keep: str = "") -> list[CardData]:
        """The cards: article-level codes, then by place; entities only while current or kept."""
        shown = {self.desk.current.uid if self.desk.current else "", keep}
        placed: list[tuple[tuple[bool, int, int], CardData]] = []
        for code in self.desk.codes:
            layer = self.desk.layer(code.layer)
            if layer is not None and (layer.line != "fill" or code.uid in shown):
                placed.append((_place(code.span), self._code_card(code, layer)))
        for suggestion in self.desk.suggestions:
            layer = self.desk.layer(suggestion.layer)
            if layer is not None and (layer.line != "fill" or suggestion.uid in shown):
                placed.append((_place(suggestion.span), self._suggestion_card(suggestion, layer)))
        placed.sort(key=lambda pair: pair[0])
        return [card for _, card in placed]

    def card_of(self, uid: str) -> CardData | None:
        """The card of one code or suggestion, whether it is shown or not."""
        code, suggestion = self.desk.code(uid), self.desk.suggestion(uid)
        thing = code or suggestion
        layer = self.desk.layer(thing.layer) if thing else None
        if layer is None:
            return None
        if code is not None:
            return self._code_card(code, layer)
        return self._suggestion_card(suggestion, layer) if suggestion else None

    def participants(self) -> list[tuple[Span, str]]:
        """The passages that fill a role of the current code, with the role's name."""
        code = self.desk.current_code
        layer = self.desk.layer(code.layer) if code else None
        if code is None or layer is None or layer.line == "fill":
            return []
        found = []
        for field in layer.fields:
            for value in code.fields.get(field.key, ()):
                if value.start is not None and value.end is not None:
                    found.append((Span(value.start, value.end), field.label.lower()))
                elif value.actor is not None:
                    found += [(s, field.label.lower()) for s in self._mentions(code, value.actor)]
        return found

    def _mentions(self, code: Annotation, actor: str) -> list[Span]:
        """Where the actor's name stands in the sentence of the code."""
        name = self.desk.session.actor_names.get(actor, "")
        sentence = self.desk.sentence_at(code.span.start) if code.span else None
        if not name or sentence is None:
            return []
        return [s for s in self.desk.same_text(name) if sentence.contains(s)][:1]

    def _code_mark(self, code: Annotation) -> Mark | None:
        layer = self.desk.layer(code.layer)
        if layer is None or code.span is None:
            return None
        colour, ink, label = self._paint(layer, code.fields)
        return Mark(
            uid=code.uid,
            layer=layer.key,
            role="code",
            start=code.span.start,
            end=code.span.end,
            fragments=code.fragments,
            line=layer.line,
            colour=colour,
            ink=ink,
            label=label,
            incomplete=code.state == "draft" and layer.line != "fill",
            title=self._title(layer, code.fields, code.note),
        )

    def _suggestion_mark(self, suggestion: Suggestion) -> Mark | None:
        layer = self.desk.layer(suggestion.layer)
        if layer is None:
            return None
        colour, ink, label = self._paint(layer, suggestion.fields)
        return Mark(
            uid=suggestion.uid,
            layer=layer.key,
            role="suggestion",
            start=suggestion.span.start,
            end=suggestion.span.end,
            line=layer.line,
            colour=colour,
            ink=ink,
            label=label,
            title=f"Suggested: {self._title(layer, suggestion.fields, '')}",
        )

    def _paint(self, layer: Layer, fields: Fields) -> tuple[str, str, str]:
        """Ground, ink and label of a mark."""
        key = _mark_key(layer, fields)
        if layer.line != "fill":
            colour = layer_colour(self.theme, layer)
            return colour, colour, ""
        found = entity_colours(self.theme, key, _index_of(layer, key))
        return found.fill, found.ink, (key or layer.label).upper().replace("_", " ")

    def _title(self, layer: Layer, fields: Fields, note: str) -> str:
        chips = summary_chips(layer, fields, self.actor_name, self.actor_entity)
        words = " ".join(f"{chip.joint} {chip.text}".strip() for chip in chips)
        text = " · ".join(part for part in (layer.label, words, note) if part)
        return text if len(text) <= TITLE_LENGTH else text[: TITLE_LENGTH - 1] + "…"

    def _code_card(self, code: Annotation, layer: Layer) -> CardData:
        return code_card(
            code,
            layer,
            colour=self._card_colour(layer, code.fields),
            actor_name=self.actor_name,
            actor_entity=self.actor_entity,
        )

    def _suggestion_card(self, suggestion: Suggestion, layer: Layer) -> CardData:
        article = self.desk.article
        span = suggestion.span
        return suggestion_card(
            suggestion,
            layer,
            colour=self._card_colour(layer, suggestion.fields),
            quote=article.text[span.start : span.end] if article else "",
            actor_name=self.actor_name,
            actor_entity=self.actor_entity,
        )

    def _card_colour(self, layer: Layer, fields: Fields) -> str:
        if layer.line != "fill":
            return layer_colour(self.theme, layer)
        return self._paint(layer, fields)[1]

    def actor_name(self, uid: str) -> str:
        return self.desk.session.actor_names.get(uid, "?")

    def actor_entity(self, uid: str) -> str:
        """The entity type an actor's name is coded or suggested as in this article."""
        return self.entity_types().get(self.actor_name(uid).casefold(), "")

    def entity_types(self) -> Mapping[str, str]:
        """Words of an entity in this article, lower case -> key of its type."""
        article = self.desk.article
        if article is None:
            return {}
        found: dict[str, str] = {}
        things: list[Annotation | Suggestion] = [*self.desk.suggestions, *self.desk.codes]
        for thing in things:
            layer = self.desk.layer(thing.layer)
            if layer is None or layer.line != "fill" or thing.span is None:
                continue
            key = _mark_key(layer, thing.fields)
            if key:
                found[article.text[thing.span.start : thing.span.end].casefold()] = key
        return found


def _mark_key(layer: Layer, fields: Fields) -> str | None:
    values = fields.get(layer.mark_field or "", ())
    return values[0].code if values else None


def _index_of(layer: Layer, key: str | None) -> int:
    field = layer.find_field(layer.mark_field) if layer.mark_field else None
    keys = [code.key for code in field.codes] if field else []
    return keys.index(key) if key in keys else 0


def _place(span: Span | None) -> tuple[bool, int, int]:
    return (False, 0, 0) if span is None else (True, span.start, -span.end)
