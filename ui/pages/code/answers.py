"""What a form learns from the open article: its actors, recent values, links, the selection."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from annotator.codebook.model import Field
from annotator.model import Annotation, Span, Suggestion, Value
from annotator.project import queries
from ui.form.context import ActorChoice, FormContext, LinkChoice
from ui.pages.code.bench import TextView
from ui.pages.code.desk import Desk
from ui.pages.code.marking import Looks
from ui.theme import layer_colour

NO_ACTORS = frozenset({"date", "money", "event", "other"})
"""Entity types that fill no role."""
SEARCHED = 12
LISTED = 40


class Answers(FormContext):
    """Answers a form's questions from the desk and the registry."""

    def __init__(self, looks: Looks, text: TextView) -> None:
        self._looks = looks
        self._text = text

    @property
    def _desk(self) -> Desk:
        return self._looks.desk

    def search_actors(self, text: str) -> Sequence[ActorChoice]:
        wanted = text.casefold().strip()
        here = [c for c in self.article_actors() if wanted in c.name.casefold()]
        here.sort(key=lambda c: not c.name.casefold().startswith(wanted))
        known = {c.name.casefold() for c in here}
        found = queries.search_actors(self._desk.session.reader, text, limit=SEARCHED)
        others = [
            ActorChoice(a.name, a.uid, self.actor_entity(a.uid), f"registry · {a.uses} uses")
            for a in found
            if a.name.casefold() not in known
        ]
        return [*here, *others][:SEARCHED]

    def article_actors(self) -> Sequence[ActorChoice]:
        """The article's persons, groups and places in the order in which they are named."""
        article = self._desk.article
        if article is None:
            return ()
        types = self._looks.entity_types()
        uids = {name.casefold(): uid for uid, name in self._desk.session.actor_names.items()}
        spans: dict[str, Span] = {}
        counts: Counter[str] = Counter()
        names: dict[str, str] = {}
        things: list[Annotation | Suggestion] = [*self._desk.codes, *self._desk.suggestions]
        for thing in sorted(things, key=lambda t: t.span.start if t.span else -1):
            layer = self._desk.layer(thing.layer)
            if layer is None or layer.line != "fill" or thing.span is None:
                continue
            name = article.text[thing.span.start : thing.span.end]
            key = name.casefold()
            if types.get(key) in NO_ACTORS:
                continue
            spans.setdefault(key, thing.span)
            names.setdefault(key, name)
            counts[key] += 1
        return [
            ActorChoice(names[key], uids.get(key), types.get(key, ""), _times(counts[key]), span)
            for key, span in list(spans.items())[:LISTED]
        ]

    def actor_name(self, uid: str) -> str:
        return self._looks.actor_name(uid)

    def actor_entity(self, uid: str) -> str:
        return self._looks.actor_entity(uid)

    def recent(self, layer: str, field: Field) -> Sequence[str]:
        """What stands in the coder's other codes of the article, the latest first."""
        found: dict[str, None] = {}
        codes = [c for c in self._desk.codes if c.layer == layer]
        for code in sorted(codes, key=lambda c: c.updated, reverse=True):
            for value in code.fields.get(field.key, ()):
                shown = value.code or (value.value if isinstance(value.value, str) else None)
                if shown:
                    found[shown] = None
        for text, _ in queries.open_values(self._desk.session.reader, layer, field.key):
            found.setdefault(text, None)
        return list(found)

    def open_values(self, layer: str, field: str) -> Sequence[tuple[str, int]]:
        return queries.open_values(self._desk.session.reader, layer, field)

    def links(self, layer: str) -> Sequence[LinkChoice]:
        current = self._desk.current.uid if self._desk.current else ""
        found = []
        for code in self._desk.codes_with_text():
            spec = self._desk.layer(code.layer)
            if spec is not None and spec.line != "fill" and code.uid != current:
                colour = layer_colour(self._looks.theme, spec)
                found.append(LinkChoice(code.uid, spec.label, code.quote, colour))
        return found

    def previous_value(self, layer: str, field: str) -> tuple[Value, ...]:
        current = self._desk.current.uid if self._desk.current else ""
        codes = [c for c in self._desk.codes if c.layer == layer and c.uid != current]
        codes = [c for c in codes if c.fields.get(field)]
        if not codes:
            return ()
        return tuple(max(codes, key=lambda c: c.updated).fields[field])

    def selection(self) -> Span | None:
        return self._text.selection()

    def text(self, span: Span) -> str:
        article = self._desk.article
        return article.text[span.start : span.end] if article else ""

    def article_date(self) -> str | None:
        return self._desk.article.date if self._desk.article else None


def _times(count: int) -> str:
    return "in this article" if count == 1 else f"{count} times in this article"
