"""The data that crosses borders, as frozen dataclasses. No SQL, no Qt, no files.

Positions are half-open code-point offsets into the stored text everywhere. Times are ISO 8601
strings in UTC. Identities are uids (32 hexadecimal digits), never labels or row numbers.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Literal

Missing = Literal["na", "cbd"]
Origin = Literal["manual", "accepted", "edited", "imported", "adjudicated"]
ValueOrigin = Literal["prefill", "suggestion", "manual", "import"]
CodeState = Literal["draft", "complete"]
AssignmentState = Literal["todo", "in_progress", "done"]
CoderKind = Literal["person", "adjudicated"]
CoderRole = Literal["lead", "supervisor", "coder"]
RoundKind = Literal["training", "pilot", "reliability", "main", "retest"]
Verdict = Literal["accepted", "edited", "rejected"]


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A half-open range of code points, `start < end` for every span of text."""

    start: int
    end: int

    def __len__(self) -> int:
        return self.end - self.start

    def overlaps(self, other: Span) -> bool:
        return self.start < other.end and other.start < self.end

    def contains(self, other: Span) -> bool:
        return self.start <= other.start and other.end <= self.end


@dataclass(frozen=True, slots=True)
class Value:
    """One filler of a field: exactly one of code, value, actor, link, missing is set.

    `value` also carries generic actors ("residents"), texts, numbers, booleans and ISO dates;
    `attrs` what belongs to this filler alone (date precision, nationality, country of a place).
    `start`/`end` is the mention in the text the filler was taken from. An unconfirmed value was
    pre-filled and has not been passed by the coder: it exports as empty.
    """

    code: str | None = None
    value: str | int | float | bool | None = None
    actor: str | None = None
    link: str | None = None
    missing: Missing | None = None
    start: int | None = None
    end: int | None = None
    attrs: Mapping[str, Any] = field(default_factory=dict)
    origin: ValueOrigin | None = None
    confirmed: bool = True

    def to_json(self) -> dict[str, Any]:
        """The stored form: only what is set; `confirmed` only when false."""
        out: dict[str, Any] = {}
        for name in ("code", "value", "actor", "link", "missing", "start", "end", "origin"):
            got = getattr(self, name)
            if got is not None:
                out[name] = got
        if self.attrs:
            out["attrs"] = dict(self.attrs)
        if not self.confirmed:
            out["confirmed"] = False
        return out

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Value:
        return cls(
            code=data.get("code"),
            value=data.get("value"),
            actor=data.get("actor"),
            link=data.get("link"),
            missing=data.get("missing"),
            start=data.get("start"),
            end=data.get("end"),
            attrs=data.get("attrs") or {},
            origin=data.get("origin"),
            confirmed=data.get("confirmed", True),
        )

    def confirm(self) -> Value:
        return self if self.confirmed else replace(self, confirmed=True)


Fields = Mapping[str, tuple[Value, ...]]
"""Field key -> fillers. Never touched = absent."""


def fields_to_json(fields: Fields) -> dict[str, list[dict[str, Any]]]:
    return {key: [v.to_json() for v in values] for key, values in fields.items()}


def fields_from_json(data: Mapping[str, Any]) -> dict[str, tuple[Value, ...]]:
    return {key: tuple(Value.from_json(v) for v in values) for key, values in data.items()}


@dataclass(frozen=True, slots=True)
class ArticleDraft:
    """An article on its way in, before it is stored.

    `text` is raw; the import command normalises it. Where `title` is set and the text does not
    already begin with it, the title becomes the first paragraph of the stored text.
    `where` names the origin for messages ("articles.csv, row 12").
    """

    title: str
    text: str
    date: str | None = None
    source: str | None = None
    author: str | None = None
    url: str | None = None
    language: str | None = None
    metadata: Mapping[str, Any] = field(default_factory=dict)
    where: str = ""
    title_is_mapped: bool = False


@dataclass(frozen=True, slots=True)
class Article:
    """A stored article with its frozen text."""

    uid: str
    title: str
    text_id: int
    text: str
    body_start: int
    date: str | None
    source: str | None
    author: str | None
    url: str | None
    language: str | None
    metadata: Mapping[str, Any]
    segmenter: int


@dataclass(frozen=True, slots=True)
class ArticleRow:
    """One line of the article list, for one coder."""

    uid: str
    title: str
    date: str | None
    source: str | None
    state: AssignmentState
    codes: int
    """Codes of the coder in the article, entities left out."""
    entities: int
    active_seconds: int
    round: str
    """Name of the round."""
    flagged: int
    incomplete: int


@dataclass(frozen=True, slots=True)
class Annotation:
    """One code: a passage (or a whole article, `span` None) with its fields."""

    uid: str
    assignment: str
    article: str
    coder: str
    layer: str
    span: Span | None
    fragments: tuple[Span, ...]
    """Further passages of a discontinuous code, after `span`; usually empty."""
    fields: Fields
    quote: str
    note: str
    certainty: int | None
    flagged: bool
    state: CodeState
    origin: Origin
    codebook_version: int
    created: str
    updated: str
    unit_uid: str | None = None

    def passages(self) -> tuple[Span, ...]:
        return () if self.span is None else (self.span, *self.fragments)


@dataclass(frozen=True, slots=True)
class SuggestionDraft:
    """What a language pipeline proposes, before it is stored."""

    layer: str
    start: int
    end: int
    fields: Fields
    score: float | None = None


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A stored proposal of the machine. Never data."""

    uid: str
    article: str
    layer: str
    span: Span
    fields: Fields
    score: float | None
    pipeline: str
    version: str


@dataclass(frozen=True, slots=True)
class Coder:
    uid: str
    name: str
    colour: str
    kind: CoderKind
    role: CoderRole


@dataclass(frozen=True, slots=True)
class Round:
    uid: str
    name: str
    kind: RoundKind
    codebook_version: int
    blind: bool
    suggestions: bool
    pre_fill: bool


@dataclass(frozen=True, slots=True)
class Assignment:
    uid: str
    article: str
    coder: str
    round: str
    layers: tuple[str, ...]
    state: AssignmentState
    position: int
    active_seconds: int
    finished_at: str | None


@dataclass(frozen=True, slots=True)
class Actor:
    """An entry of the actor registry, resolved: never one that was merged into another."""

    uid: str
    name: str
    kind: str | None
    country: str | None
    attrs: Mapping[str, Any]
    aliases: tuple[str, ...]
    uses: int
    proposed_by: str | None
    approved: bool


@dataclass(frozen=True, slots=True)
class Changes:
    """What a step wrote. Views learn only from this what to read again."""

    step: int
    """Row id of the step; 0 where nothing was written."""
    label: str
    tables: frozenset[str]
    articles: frozenset[str]
    """Uids of the articles whose rows were touched."""
    rows: frozenset[tuple[str, str]] = frozenset()
    """(table, uid) of every row touched."""
    result: Any = None
    """What the command returned."""
    undoes: bool = False

    def touches(self, *tables: str) -> bool:
        return not self.tables.isdisjoint(tables)
