"""What a form asks of the world around it. The page answers; the form knows no store and no text.

`FormContext` answers every question with nothing: a page overrides what it can answer.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from annotator.codebook.model import Code, Field
from annotator.model import Span, Value


@dataclass(frozen=True, slots=True)
class ActorChoice:
    """An actor or a mention that can fill a role."""

    name: str
    uid: str | None = None
    """Registry uid; None for a mention whose actor is not in the registry yet."""
    entity: str = ""
    """Code key of the entity type: the colour of the chip, and what counts as a place."""
    note: str = ""
    """Why it is offered, in a word or two: "in this article", "registry · 14 uses"."""
    span: Span | None = None
    """The mention in the article."""


@dataclass(frozen=True, slots=True)
class LinkChoice:
    """A code of this article that can be linked."""

    uid: str
    title: str
    """Label of its layer."""
    quote: str
    colour: str = ""


@dataclass(frozen=True, slots=True)
class Help:
    """What the side help and the tooltips say about a field or a choice."""

    title: str
    definition: str = ""
    include: str = ""
    exclude: str = ""
    example: str = ""
    note: str = ""


class FormContext:
    """The answers of an article nothing is known about."""

    def search_actors(self, text: str) -> Sequence[ActorChoice]:
        """Actors of the article and the registry that match, the best first."""
        return ()

    def article_actors(self) -> Sequence[ActorChoice]:
        """Actors and mentions of this article, in a steady order: their numbers are keys."""
        return ()

    def actor_name(self, uid: str) -> str:
        return uid

    def actor_entity(self, uid: str) -> str:
        """Code key of the entity type an actor is shown as; empty where unknown."""
        return ""

    def recent(self, layer: str, field: Field) -> Sequence[str]:
        """Code keys or texts this coder used in the field, the latest first."""
        return ()

    def open_values(self, layer: str, field: str) -> Sequence[tuple[str, int]]:
        """Texts used in an open list, with their counts, the most used first."""
        return ()

    def links(self, layer: str) -> Sequence[LinkChoice]:
        """Codes of this article a code of the layer can point to."""
        return ()

    def previous_value(self, layer: str, field: str) -> tuple[Value, ...]:
        """What this coder's previous code of the layer holds in the field."""
        return ()

    def selection(self) -> Span | None:
        """The passage selected in the text now."""
        return None

    def text(self, span: Span) -> str:
        """The words of a passage."""
        return ""

    def article_date(self) -> str | None:
        """ISO date of the article: it gives "14 March" its year."""
        return None


def help_on_field(field: Field, rule: str = "") -> Help:
    """What a field asks for."""
    return Help(field.label, field.definition, note=field.help or rule)


def help_on_code(code: Code) -> Help:
    """What a code means, with its poles where it has them."""
    poles = [
        f"{sign} {text}" for sign, text in (("+", code.pole_plus), ("−", code.pole_minus)) if text
    ]
    return Help(
        code.label, code.definition, code.include, code.exclude, code.example, "\n".join(poles)
    )


def tooltip(about: Help) -> str:
    """Rich text of a tooltip; empty where there is nothing to say beyond the name."""
    parts = [
        ("", about.definition),
        ("Include: ", about.include),
        ("Exclude: ", about.exclude),
        ("Example: ", about.example),
        ("", about.note),
    ]
    said = [f"<i>{_safe(name)}</i>{_safe(text)}" for name, text in parts if text]
    if not said:
        return ""
    body = "<br>".join(said)
    return f"<div style='max-width:360px'><b>{_safe(about.title)}</b><br>{body}</div>"


def _safe(text: str) -> str:
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return escaped.replace("\n", "<br>")
