"""What a card says about a code, from the codebook alone."""

from __future__ import annotations

from dataclasses import replace

from annotator.model import Value
from tests.ui.form.world import World, annotation, news_layer
from ui.cards.data import CardData
from ui.cards.summary import code_card


def made(layer: str, **fields: tuple[Value, ...]) -> CardData:
    world = World()
    return code_card(
        annotation(layer, **fields),
        news_layer(layer),
        colour="#000000",
        actor_name=world.actor_name,
        actor_entity=world.actor_entity,
    )


def test_an_arrow_leads_from_who_acts_to_whom_it_concerns() -> None:
    card = made(
        "event",
        event_type=(Value(code="assault"),),
        actor=(Value(value="police"),),
        recipient=(Value(actor="a" * 32),),
    )
    assert [(chip.joint, chip.text) for chip in card.chips[:2]] == [
        ("", "police"),
        ("→", "Ilse Varga"),
    ]
    assert card.chips[1].entity == "person"


def test_a_dependent_code_stands_behind_the_one_above_it() -> None:
    mode = next(c for c in news_layer("event").field("mode").codes if c.parent == "assault")
    card = made("event", event_type=(Value(code="assault"),), mode=(Value(code=mode.key),))
    assert card.chips[-1].text == f"ASSAULT / {mode.label}"


def test_a_code_with_missing_answers_says_incomplete() -> None:
    card = made("event")
    assert card.incomplete
    assert card.status == "manual · incomplete"


def test_a_missing_state_names_its_field() -> None:
    card = made("event", recipient=(Value(missing="na"),))
    assert [chip.text for chip in card.chips] == ["Recipient: not applicable"]


def test_an_unconfirmed_value_is_muted() -> None:
    card = made("event", actor=(Value(value="police", confirmed=False),))
    assert card.chips[0].muted


def test_a_code_of_the_article_has_no_passage() -> None:
    code = replace(annotation("article"), span=None, quote="")
    card = code_card(
        code, news_layer("article"), colour="#000000", actor_name=str, actor_entity=str
    )
    assert card.article_level
