"""The lists of names: readable, without contradictions."""

from __future__ import annotations

import tomllib
from importlib.resources import files

import pytest

from annotator.nlp.components.lexicon import load_lexicon

LISTS = ("places.toml", "groups.toml", "name_words.toml")


def test_ambiguous_names_are_never_sure() -> None:
    places = tomllib.loads(files("resources.lexicons").joinpath("places.toml").read_text("utf-8"))
    assert load_lexicon().sure.keys().isdisjoint(places["ambiguous"])


@pytest.mark.parametrize(
    ("name", "label"),
    [("France", "GPE"), ("Kyiv", "GPE"), ("French", "NORP"), ("West Bank", "LOC")],
)
def test_known_names_have_their_label(name: str, label: str) -> None:
    assert load_lexicon().sure[name] == label


@pytest.mark.parametrize("name", LISTS)
def test_every_list_is_sorted_without_repetition(name: str) -> None:
    lists = tomllib.loads(files("resources.lexicons").joinpath(name).read_text("utf-8"))
    assert all(names == sorted(set(names)) for names in lists.values())
