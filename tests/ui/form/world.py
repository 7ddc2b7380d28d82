"""A small article and what is known about it, for forms that stand alone."""

from __future__ import annotations

from functools import cache

from annotator.codebook.load import load_template
from annotator.codebook.model import Field, Layer
from annotator.model import Annotation, Span, Value
from ui.form.context import ActorChoice, FormContext, LinkChoice

TEXT = (
    "Ilse Varga said on Monday that negotiators would return to Port Selm within days. "
    "Torvan aircraft bombed a rail depot near Kestrel."
)

ACTORS = (
    ActorChoice("Ilse Varga", "a" * 32, "person", "", Span(0, 10)),
    ActorChoice("Daan Okoro", "b" * 32, "person"),
    ActorChoice("Ministry of Transport", "c" * 32, "org"),
    ActorChoice("Torvan aircraft", None, "norp", "", Span(82, 97)),
    ActorChoice("Port Selm", "d" * 32, "gpe", "", Span(59, 68)),
    ActorChoice("Kestrel", "e" * 32, "gpe"),
)
REGISTRY = (ActorChoice("Union of Ports", "f" * 32, "org", "registry"),)


class World(FormContext):
    """Answers like a page that shows the article."""

    def __init__(self) -> None:
        self.selected: Span | None = None
        self.previous: dict[str, tuple[Value, ...]] = {}
        self.used: dict[str, list[tuple[str, int]]] = {}
        self.recently: dict[str, list[str]] = {}

    def article_actors(self) -> tuple[ActorChoice, ...]:
        return ACTORS

    def search_actors(self, text: str) -> list[ActorChoice]:
        wanted = text.casefold()
        return [c for c in (*ACTORS, *REGISTRY) if wanted in c.name.casefold()]

    def actor_name(self, uid: str) -> str:
        return next((c.name for c in (*ACTORS, *REGISTRY) if c.uid == uid), uid)

    def actor_entity(self, uid: str) -> str:
        return next((c.entity for c in (*ACTORS, *REGISTRY) if c.uid == uid), "")

    def recent(self, layer: str, field: Field) -> list[str]:
        return self.recently.get(field.key, [])

    def open_values(self, layer: str, field: str) -> list[tuple[str, int]]:
        return self.used.get(field, [])

    def links(self, layer: str) -> list[LinkChoice]:
        return [
            LinkChoice("1" * 32, "Claim", "negotiators would return to Port Selm"),
            LinkChoice("2" * 32, "Event", "bombed"),
        ]

    def previous_value(self, layer: str, field: str) -> tuple[Value, ...]:
        return self.previous.get(field, ())

    def selection(self) -> Span | None:
        return self.selected

    def text(self, span: Span) -> str:
        return TEXT[span.start : span.end]

    def article_date(self) -> str:
        return "2025-03-14"


@cache
def news_layer(key: str) -> Layer:
    return load_template("news").layer(key)


def annotation(layer: str = "claim", quote: str = "", **fields: tuple[Value, ...]) -> Annotation:
    """A code as the store would give it."""
    return Annotation(
        uid="9" * 32,
        assignment="",
        article="",
        coder="",
        layer=layer,
        span=Span(31, 80),
        fragments=(),
        fields=fields,
        quote=quote or "negotiators would return to Port Selm within days",
        note="",
        certainty=None,
        flagged=False,
        state="draft",
        origin="manual",
        codebook_version=1,
        created="",
        updated="",
    )
