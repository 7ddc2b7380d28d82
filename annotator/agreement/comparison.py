"""What the rows of one computation share: units, matches, values, made once and kept."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import combinations

from annotator.agreement.frames import ArticleMatch, Cluster, edges_by, match_article
from annotator.agreement.plan import PlanRow, field_row
from annotator.agreement.resampling import Interval, interval
from annotator.agreement.results import CoderValue, DriftPoint
from annotator.agreement.sums import Sums
from annotator.agreement.units import ArticleWork, Snapshot, Unit, Work, whole_span
from annotator.agreement.values import FieldReader, Registry
from annotator.codebook.model import Layer, MatchRule
from annotator.model import Span

Cancelled = Callable[[], bool]


@dataclass(frozen=True)
class Settings:
    seed: int
    replicates: int
    cancelled: Cancelled = lambda: False


class Comparison:
    """Units, matches and values of a snapshot, each computed when it is first asked for."""

    def __init__(self, snapshot: Snapshot, settings: Settings) -> None:
        self.snapshot = snapshot
        self.settings = settings
        self.work = Work(snapshot)
        self.coders = self.work.coders
        self.names = self.work.names
        self._works: dict[str, list[ArticleWork]] = {}
        self._matches: dict[tuple[str, str], list[ArticleMatch]] = {}
        self._readers: dict[PlanRow, FieldReader] = {}

    def layer(self, key: str) -> Layer:
        return self.snapshot.codebook.layer(key)

    def works(self, layer: str) -> list[ArticleWork]:
        if layer not in self._works:
            self._works[layer] = self.work.layer(layer)
        return self._works[layer]

    def matches(self, layer: str, match: str) -> list[ArticleMatch]:
        """The articles of a layer with their units matched by a rule."""
        if (layer, match) not in self._matches:
            edges = edges_by(MatchRule.parse(match), self._key_of(self.layer(layer), match))
            seed = self.settings.seed
            self._matches[layer, match] = [
                match_article(work, edges, seed=seed) for work in self.works(layer)
            ]
        return self._matches[layer, match]

    def _key_of(self, layer: Layer, match: str) -> Callable[[Unit], object]:
        """The fields a `same_article` rule compares; None where none of them is filled."""
        rows = [field_row(layer, layer.field(key)) for key in MatchRule.parse(match).keys]
        bare = Registry(self.snapshot.actor_of, self.snapshot.actor_names, {})
        readers = [FieldReader(layer, row, bare) for row in rows]

        def key_of(unit: Unit) -> object:
            key = tuple(reader.read(unit.code).value for reader in readers)
            return key if any(key) else None

        return key_of

    def reader(self, row: PlanRow) -> FieldReader:
        if row not in self._readers:
            self._readers[row] = FieldReader(self.layer(row.layer), row, self._registry(row))
        return self._readers[row]

    def _registry(self, row: PlanRow) -> Registry:
        field = self.layer(row.layer).field(row.field or "")
        links = self.links if field.kind in ("link", "links") else {}
        return Registry(self.snapshot.actor_of, self.snapshot.actor_names, links)

    @cached_property
    def links(self) -> dict[str, str]:
        """Uid of every code of a span layer -> the unit it was matched into."""
        found: dict[str, str] = {}
        for layer in self.snapshot.codebook.layers:
            if layer.level == "span" and not layer.retired:
                for match in self.matches(layer.key, layer.match):
                    for n, cluster in enumerate(sorted(match.clusters, key=lambda c: c.weight)):
                        unit = f"{layer.key} {match.work.article.uid[:8]}.{n + 1}"
                        found.update((u.code.uid, unit) for _, u in cluster.members)
        return found

    def interval(self, sums: Sums) -> Interval:
        s = self.settings
        return interval(sums, seed=s.seed, replicates=s.replicates, cancelled=s.cancelled)

    def passage_values(
        self, cluster: Cluster, work: ArticleWork, text: Callable[[Unit], str | None]
    ) -> tuple[CoderValue, ...]:
        """What every coder who finished the article made of a unit."""
        out = []
        for coder in work.coders:
            unit = cluster.unit_of(coder)
            spans = () if unit is None else tuple(Span(s, e) for s, e in unit.parts)
            shown = None if unit is None else text(unit)
            uid = None if unit is None else unit.code.uid
            out.append(CoderValue(coder, self.names[coder], shown, uid, spans))
        return tuple(out)


def place_of(cluster: Cluster, work: ArticleWork) -> tuple[Span | None, str]:
    """The passage of a unit over all coders, and its words."""
    span = whole_span(unit.parts for _, unit in cluster.members)
    return span, "" if span is None else work.article.text[span.start : span.end]


def coder_pairs(work: ArticleWork) -> Iterable[tuple[str, str]]:
    return combinations(work.coders, 2)


def weekly(sums: Sums, works: Sequence[ArticleWork]) -> tuple[DriftPoint, ...]:
    """The number week by week, by when the last coder finished the article."""
    weeks: dict[str, list[int]] = {}
    for n, work in enumerate(works):
        if week := week_of(work.finished_at):
            weeks.setdefault(week, []).append(n)
    points = []
    for week in sorted(weeks):
        value = float(sums.values(sums.per_document[weeks[week]].sum(axis=0)[None, :])[0])
        points.append(DriftPoint(week, None if value != value else value, len(weeks[week])))
    return tuple(points)


def week_of(time: str) -> str:
    """The ISO week of a time; empty where there is none."""
    try:
        year, week, _ = date.fromisoformat(time[:10]).isocalendar()
    except ValueError:
        return ""
    return f"{year}-W{week:02d}"


def common_parent(values: dict[str, Hashable | None]) -> set[str]:
    """The coders who agree on what a field depends on: the largest group, of two or more."""
    groups: dict[Hashable, set[str]] = {}
    for coder, value in values.items():
        if value is not None:
            groups.setdefault(value, set()).add(coder)
    largest = max(groups.values(), key=lambda g: (len(g), sorted(g)), default=set())
    return largest if len(largest) > 1 else set()
