"""The lists of names and words the consistency component reads, from `resources/lexicons`."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class Lexicon:
    """What is known about names before a text is read."""

    sure: Mapping[str, str]
    """Name -> label, for names that hardly ever mean anything else in the news."""
    no_surname: frozenset[str]
    """Words that end a longer name but are no surname by themselves: Bridge, Party, May."""


_GOVERNED = ("countries", "other_countries", "capitals", "cities", "other_cities")


@cache
def load_lexicon() -> Lexicon:
    places = _read("places.toml")
    groups = _read("groups.toml")
    words = _read("name_words.toml")
    ambiguous = set(places["ambiguous"])
    sure = dict.fromkeys(_names(places, *_GOVERNED) - ambiguous, "GPE")
    sure |= dict.fromkeys(_names(places, "regions") - ambiguous, "LOC")
    sure |= dict.fromkeys(_names(groups, "nations", "peoples", "faiths", "parties"), "NORP")
    return Lexicon(
        sure, frozenset(_names(words, "facilities", "landforms", "organisations", "others"))
    )


def _read(name: str) -> dict[str, list[str]]:
    text = files("resources.lexicons").joinpath(name).read_text(encoding="utf-8")
    return tomllib.loads(text)


def _names(lists: dict[str, list[str]], *keys: str) -> set[str]:
    return {name for key in keys for name in lists[key]}
