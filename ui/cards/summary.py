"""A code in one glance: what a card says about it, for any codebook.

Actors come first; an arrow leads from the first role to whatever it acts upon; categories that
depend on each other are joined by a slash ("ASSAULT / aerial").
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from annotator.codebook.kinds import KINDS
from annotator.codebook.model import Field, Layer
from annotator.model import Annotation, Fields, Suggestion, Value
from ui.cards.data import CardData, Chip

ARROW, DOT = "→", "·"
MOST_CHIPS = 8
ROLE_KINDS = ("actor", "actors", "place")
SHOWN_KINDS = ("category", "categories", "ordinal", "open", "boolean", "date", *ROLE_KINDS)
ORIGINS = {
    "manual": "manual",
    "accepted": "accepted",
    "edited": "accepted · edited",
    "imported": "imported",
    "adjudicated": "adjudicated",
}
UNSAID = {"boolean"}
"""Kinds whose bare value says nothing without the field's name."""

Name = Callable[[str], str]


def code_card(
    annotation: Annotation, layer: Layer, *, colour: str, actor_name: Name, actor_entity: Name
) -> CardData:
    """The card of a code. `actor_name` and `actor_entity` look up registry uids."""
    incomplete = annotation.state == "draft"
    status = ORIGINS[annotation.origin] + (" · incomplete" if incomplete else "")
    return CardData(
        annotation.uid,
        layer.key,
        layer.label,
        colour,
        annotation.quote,
        summary_chips(layer, annotation.fields, actor_name, actor_entity),
        status,
        "code",
        incomplete,
        annotation.flagged,
        annotation.note,
        annotation.span is None,
    )


def suggestion_card(
    suggestion: Suggestion,
    layer: Layer,
    *,
    colour: str,
    quote: str,
    actor_name: Name,
    actor_entity: Name,
) -> CardData:
    """The card of what a language pipeline proposes."""
    return CardData(
        suggestion.uid,
        layer.key,
        f"{layer.label}?",
        colour,
        quote,
        summary_chips(layer, suggestion.fields, actor_name, actor_entity),
        f"suggested · {suggestion.pipeline} {suggestion.version}".strip(),
        "suggestion",
    )


def summary_chips(
    layer: Layer, fields: Fields, actor_name: Name, actor_entity: Name
) -> tuple[Chip, ...]:
    """The filled asked fields as chips, actors before codes."""
    asked = [f for f in layer.core_fields if f.kind in SHOWN_KINDS and fields.get(f.key)]
    roles = [f for f in asked if f.kind in ("actor", "actors")]
    others = [f for f in asked if f not in roles]
    chips: list[Chip] = []
    for n, field in enumerate((*roles, *others)):
        joint = ARROW if n == 1 and roles else (DOT if n > 1 else "")
        parent = next((f for f in others if f.key == field.depends_on), None)
        if parent is not None and chips and _joined(chips, field, fields, actor_name):
            continue
        chips += _chips(field, fields[field.key], joint, actor_name, actor_entity)
    return tuple(chips[:MOST_CHIPS])


def _joined(chips: list[Chip], field: Field, fields: Fields, actor_name: Name) -> bool:
    """Write a dependent code behind the one it depends on."""
    last, values = chips[-1], fields[field.key]
    if last.entity or any(value.missing for value in values):
        return False
    text = KINDS[field.kind].show(field, values[0], actor_name)
    chips[-1] = Chip(f"{last.text} / {text}", joint=last.joint, muted=last.muted)
    return True


def _chips(
    field: Field, values: Sequence[Value], joint: str, actor_name: Name, actor_entity: Name
) -> list[Chip]:
    made = []
    for n, value in enumerate(values):
        text = KINDS[field.kind].show(field, value, actor_name)
        if field.kind in UNSAID or value.missing is not None:
            text = f"{field.label}: {text}"
        entity = actor_entity(value.actor) if value.actor is not None else ""
        if field.kind == "place" and value.missing is None:
            entity = "gpe"
        muted = not value.confirmed or value.missing is not None
        made.append(Chip(text, entity, joint if n == 0 else "", muted))
    return made
