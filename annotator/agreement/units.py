"""The snapshot agreement is computed from, and the units in it.

A snapshot holds what the coders had finished at one moment; nothing here reads a project. Who
finished an article and coded nothing in a layer is an empty list, who was not assigned or has not
finished is absent: these two must never be confused.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from annotator.agreement.spans import Intervals, merged
from annotator.codebook.model import Codebook
from annotator.model import Annotation, Assignment, Coder, Round, Span
from annotator.text.segment import Segments

ELIGIBLE = "eligible"
"""The field of an article layer that says whether an article belongs to the study."""


@dataclass(frozen=True)
class SnapshotArticle:
    uid: str
    title: str
    text: str
    segments: Segments
    date: str | None = None


@dataclass(frozen=True)
class Snapshot:
    """Finished codings of one round, with all that is needed to compare them."""

    project: str
    title: str
    revision: int
    round: Round
    codebook: Codebook
    articles: tuple[SnapshotArticle, ...]
    coders: tuple[Coder, ...]
    """Persons who finished at least one article of the round, by name."""
    assignments: tuple[Assignment, ...]
    """Finished ones only."""
    annotations: tuple[Annotation, ...]
    actor_of: Mapping[str, str] = field(default_factory=dict)
    """Uid of every actor, merged ones included, to the uid of the actor it stands for now."""
    actor_names: Mapping[str, str] = field(default_factory=dict)
    codebooks: Mapping[int, Codebook] = field(default_factory=dict)
    """The frozen versions."""
    articles_total: int = 0
    other_rounds: tuple[str, ...] = ()
    drawn: str = ""
    """How the articles of the round were drawn, in words."""

    def only(
        self,
        *,
        coders: Iterable[str] | None = None,
        date_from: str | None = None,
        date_to: str | None = None,
    ) -> Snapshot:
        """The same with some coders (uids) or with articles of some days (ISO, both included)."""
        kept = {c.uid for c in self.coders} if coders is None else set(coders)
        days = {
            a.uid
            for a in self.articles
            if (date_from is None or (a.date or "") >= date_from)
            and (date_to is None or (a.date or "9999")[: len(date_to)] <= date_to)
        }
        return replace(
            self,
            coders=tuple(c for c in self.coders if c.uid in kept),
            articles=tuple(a for a in self.articles if a.uid in days),
            assignments=tuple(a for a in self.assignments if a.coder in kept and a.article in days),
            annotations=tuple(a for a in self.annotations if a.coder in kept and a.article in days),
        )


@dataclass(frozen=True)
class Unit:
    """One code as something to be matched."""

    code: Annotation
    parts: Intervals
    sentence: int
    """Number of the sentence it begins in."""


@dataclass(frozen=True)
class ArticleWork:
    """What the coders who finished an article made of one layer."""

    article: SnapshotArticle
    coders: Mapping[str, tuple[Unit, ...]]
    finished_at: str
    """When the last of them finished."""

    def only(self, coders: Sequence[str]) -> ArticleWork:
        return replace(self, coders={c: u for c, u in self.coders.items() if c in coders})


class Work:
    """All units of a snapshot by layer and article."""

    def __init__(self, snapshot: Snapshot) -> None:
        self.snapshot = snapshot
        self.coders = tuple(c.uid for c in snapshot.coders)
        self.names = {c.uid: c.name for c in snapshot.coders}
        self._by_assignment: dict[tuple[str, str], list[Annotation]] = {}
        for code in snapshot.annotations:
            self._by_assignment.setdefault((code.assignment, code.layer), []).append(code)

    @cached_property
    def _ineligible(self) -> frozenset[str]:
        """Assignments in which the coder found the whole article not eligible."""
        return frozenset(
            code.assignment
            for code in self.snapshot.annotations
            if code.span is None
            and any(value.value is False for value in code.fields.get(ELIGIBLE, ()))
        )

    def layer(self, key: str) -> list[ArticleWork]:
        """Articles that two or more coders finished with this layer, those without codes too.

        A coder who found an article not eligible was not asked about passages in it.
        """
        at_article: dict[str, list[Assignment]] = {}
        is_span = self.snapshot.codebook.layer(key).level == "span"
        for assignment in self.snapshot.assignments:
            asked = not assignment.layers or key in assignment.layers
            if asked and not (is_span and assignment.uid in self._ineligible):
                at_article.setdefault(assignment.article, []).append(assignment)
        found = []
        for article in self.snapshot.articles:
            done = sorted(at_article.get(article.uid, ()), key=lambda a: self.names[a.coder])
            if len(done) > 1:
                units = {a.coder: self._units(article, a, key) for a in done}
                finished = max((a.finished_at or "") for a in done)
                found.append(ArticleWork(article, units, finished))
        return found

    def _units(
        self, article: SnapshotArticle, assignment: Assignment, layer: str
    ) -> tuple[Unit, ...]:
        codes = self._by_assignment.get((assignment.uid, layer), ())
        units = [self._unit(article, code) for code in codes]
        return tuple(sorted(units, key=lambda u: (u.parts[:1], u.code.created, u.code.uid)))

    def _unit(self, article: SnapshotArticle, code: Annotation) -> Unit:
        parts = merged((s.start, s.end) for s in code.passages())
        number = article.segments.sentence_number(parts[0][0]) if parts else 0
        return Unit(code, parts, number)

    @cached_property
    def articles_compared(self) -> int:
        """Articles that two or more coders finished, in whatever layers."""
        finished: dict[str, int] = {}
        for assignment in self.snapshot.assignments:
            finished[assignment.article] = finished.get(assignment.article, 0) + 1
        return sum(n > 1 for n in finished.values())


def nothing_to_compare(snapshot: Snapshot) -> str:
    """Why there is no agreement to compute; empty where there is."""
    round = f"the round “{snapshot.round.name}”"
    if not snapshot.assignments:
        return (
            f"Nobody has finished an article in {round} yet. Only finished articles are compared."
        )
    if len(snapshot.coders) < 2:
        name = snapshot.coders[0].name if snapshot.coders else "one coder"
        return (
            f"Only {name} has finished articles in {round}. "
            "Agreement needs two coders who finished the same article."
        )
    if not Work(snapshot).articles_compared:
        return (
            f"The coders of {round} have finished no article in common. "
            "Agreement needs two coders who finished the same article."
        )
    return ""


def flat(
    units: Sequence[Unit], value_of: Callable[[Unit], str]
) -> tuple[list[tuple[int, int, Hashable]], int]:
    """Units as stretches that do not overlap, and how many units had to be cut for it.

    Of two that overlap the one that begins first, or is longer, keeps the shared characters: the
    characters that are coded at all stay the same.
    """
    taken: list[tuple[int, int]] = []
    out: list[tuple[int, int, Hashable]] = []
    cut = 0
    for unit in sorted(units, key=_first_and_longest):
        if not taken or (unit.parts and unit.parts[0][0] >= taken[-1][1]):
            free, taken = list(unit.parts), [*taken, *unit.parts]
        else:
            free = [piece for part in unit.parts for piece in _minus(part, taken)]
            taken = list(merged([*taken, *unit.parts]))
        cut += free != list(unit.parts)
        out += [(start, end, value_of(unit)) for start, end in free]
    return sorted(out, key=lambda stretch: stretch[:2]), cut


def _first_and_longest(unit: Unit) -> tuple[int, int]:
    return (unit.parts[0][0], -unit.parts[-1][1]) if unit.parts else (0, 0)


def _minus(part: tuple[int, int], taken: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """What is left of a stretch without the sorted, disjoint ones in `taken`."""
    left, (start, end) = [], part
    for t_start, t_end in taken:
        if t_end <= start or t_start >= end:
            continue
        if t_start > start:
            left.append((start, t_start))
        start = max(start, t_end)
    if start < end:
        left.append((start, end))
    return left


def whole_span(parts: Iterable[Intervals]) -> Span | None:
    """From the first to the last character of several units."""
    every = [part for intervals in parts for part in intervals]
    return Span(min(p[0] for p in every), max(p[1] for p in every)) if every else None
