"""What the sample study consists of, as frozen dataclasses."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from annotator.commands.articles import PreparedArticle
from annotator.model import CoderRole, Fields, RoundKind, Span, SuggestionDraft

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class SampleArticle:
    """An article with its text as the project will store it, the title in front."""

    key: str
    prepared: PreparedArticle

    @property
    def text(self) -> str:
        return self.prepared.text


@dataclass(frozen=True, slots=True)
class SampleActor:
    name: str
    kind: str
    country: str | None
    aliases: tuple[str, ...]
    roles: tuple[Mapping[str, str], ...]
    """What the actor was, `title` and months `from` and `until` (half-open) where known."""


@dataclass(frozen=True, slots=True)
class SampleCode:
    """One code of one coder. Actors stand by name, links by the `id` of another code."""

    article: str
    layer: str
    id: str | None
    span: Span | None
    fragments: tuple[Span, ...]
    fields: Fields
    note: str
    certainty: int | None
    flagged: bool
    state: str
    where: str
    """File and line, for messages."""


@dataclass(frozen=True, slots=True)
class SampleCoder:
    name: str
    role: CoderRole
    codes: tuple[SampleCode, ...]


@dataclass(frozen=True, slots=True)
class SampleRound:
    name: str
    kind: RoundKind
    blind: bool
    pre_fill: bool


@dataclass(frozen=True, slots=True)
class SampleWork:
    """How far a coder has come in a round; articles by key."""

    coder: str
    round: str
    done: tuple[str, ...]
    in_progress: tuple[str, ...]
    todo: tuple[str, ...]
    minutes: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class SampleSuggestions:
    """What the bundled pipeline proposed, by article key."""

    pipeline: str
    version: str
    drafts: Mapping[str, tuple[SuggestionDraft, ...]]


@dataclass(frozen=True, slots=True)
class SampleStudy:
    title: str
    codebook: str
    articles: tuple[SampleArticle, ...]
    actors: tuple[SampleActor, ...]
    coders: tuple[SampleCoder, ...]
    rounds: tuple[SampleRound, ...]
    work: tuple[SampleWork, ...]
    suggestions: SampleSuggestions

    def article(self, key: str) -> SampleArticle:
        """The article with this key. Raises KeyError."""
        return _named(self.articles, key, lambda article: article.key)

    def coder(self, name: str) -> SampleCoder:
        """The coder with this name. Raises KeyError."""
        return _named(self.coders, name, lambda coder: coder.name)


def _named(things: Sequence[T], wanted: str, name: Callable[[T], str]) -> T:
    """The thing so named. Raises KeyError."""
    for thing in things:
        if name(thing) == wanted:
            return thing
    raise KeyError(wanted)
