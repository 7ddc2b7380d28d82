"""Which codes of several coders are the same find: the first stage of comparing frames.

Pairing is blind to what is compared later. Every two coders are paired by the layer's rule, pairs
below its threshold dropped first; for three and more coders the pairs are merged into clusters in
descending weight, with one unit per coder in a cluster. Where several pairings are equally good all
of them are used (up to 720, else 200 drawn with the seed) and a cluster weighs the share of them it
occurs in. Unmatched units are clusters of one.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import product
from math import prod

from annotator.agreement.assignment import (
    DRAWS,
    MAX_TIES,
    Component,
    Edge,
    all_best,
    best_pairing,
)
from annotator.agreement.spans import iou, overlapping
from annotator.agreement.units import ArticleWork, Unit
from annotator.codebook.model import MatchRule

KeyOf = Callable[[Unit], object]
EdgesOf = Callable[[Sequence[Unit], Sequence[Unit]], list[Edge]]
Node = tuple[str, int]
"""A coder and the place of a unit in the coder's list."""
WEIGHT = 0.5
"""How much overlap counts beside a rule that is no overlap: it decides between equals only."""


@dataclass(frozen=True)
class Cluster:
    """Units of different coders taken for the same find."""

    members: tuple[tuple[str, Unit], ...]
    weight: float = 1.0

    @property
    def matched(self) -> bool:
        return len(self.members) > 1

    def unit_of(self, coder: str) -> Unit | None:
        for name, unit in self.members:
            if name == coder:
                return unit
        return None


@dataclass(frozen=True)
class ArticleMatch:
    """The clusters of one article, and what each pair of coders has in common."""

    work: ArticleWork
    clusters: tuple[Cluster, ...]
    shared: dict[tuple[str, str], float] = field(default_factory=dict)
    """Per pair of coders the number of matched units (averaged over ties)."""
    tied: int = 0

    def pairs(self) -> Iterator[tuple[str, str, float, int, int]]:
        """Two coders, units both found, units of the first, units of the second."""
        for (a, b), both in self.shared.items():
            yield a, b, both, len(self.work.coders[a]), len(self.work.coders[b])


def edges_by(rule: MatchRule, key_of: KeyOf) -> EdgesOf:
    """How the units of two coders may be paired under a rule.

    Args:
        key_of: what must be equal for `same_article`; None where a unit has nothing to compare.
    """
    if rule.kind == "iou":
        least = rule.threshold or 0.5
        return lambda a, b: [e for e in _overlaps(a, b) if e[2] >= least]
    keys: dict[str, KeyOf] = {
        "same_sentence": lambda unit: unit.sentence,
        "same_article": key_of,
        "given": _given,
    }
    return _equal(keys[rule.kind])


def _given(unit: Unit) -> object:
    """The unit the code was asked for; codes of whole articles belong to the article."""
    return unit.code.unit_uid or (None if unit.parts else "article")


def _overlaps(a: Sequence[Unit], b: Sequence[Unit]) -> list[Edge]:
    return overlapping([u.parts for u in a], [u.parts for u in b])


def _equal(key_of: KeyOf) -> EdgesOf:
    def edges(a: Sequence[Unit], b: Sequence[Unit]) -> list[Edge]:
        theirs: dict[object, list[int]] = {}
        for j, unit in enumerate(b):
            if (key := key_of(unit)) is not None:
                theirs.setdefault(key, []).append(j)
        return [
            (i, j, 1 + WEIGHT * iou(unit.parts, b[j].parts))
            for i, unit in enumerate(a)
            if (key := key_of(unit)) is not None
            for j in theirs.get(key, ())
        ]

    return edges


def match_article(work: ArticleWork, edges_of: EdgesOf, *, seed: int = 0) -> ArticleMatch:
    """Match the units of one article among all its coders."""
    coders = list(work.coders)
    parts: list[_Part] = []
    shared: dict[tuple[str, str], float] = {}
    for n, a in enumerate(coders):
        for b in coders[n + 1 :]:
            edges = edges_of(work.coders[a], work.coders[b])
            weight = {(i, j): w for i, j, w in edges}
            found = all_best(edges, seed=seed)
            parts += [_Part(a, b, component, weight) for component in found]
            shared[a, b] = sum(sum(map(len, c.pairings)) / len(c.pairings) for c in found)
    clusters, tied = _clusters(work, _groups(parts), seed)
    return ArticleMatch(work, clusters, shared, tied)


@dataclass(frozen=True)
class _Part:
    """A knot of units of two coders."""

    a: str
    b: str
    component: Component
    weight: dict[tuple[int, int], float]

    def nodes(self) -> list[Node]:
        rows = [(self.a, i) for i in self.component.rows]
        return rows + [(self.b, j) for j in self.component.columns]

    def links(self, variant: int) -> list[tuple[float, Node, Node]]:
        pairing = self.component.pairings[variant]
        return [(-self.weight[i, j], (self.a, i), (self.b, j)) for i, j in pairing]


def _groups(parts: Sequence[_Part]) -> list[list[_Part]]:
    """Knots that share units, over all pairs of coders."""
    parent: dict[Node, Node] = {}

    def root(node: Node) -> Node:
        while parent.setdefault(node, node) != node:
            parent[node] = parent[parent[node]]
            node = parent[node]
        return node

    for part in parts:
        first, *rest = part.nodes()
        for node in rest:
            parent[root(node)] = root(first)
    groups: dict[Node, list[_Part]] = {}
    for part in parts:
        groups.setdefault(root(part.nodes()[0]), []).append(part)
    return list(groups.values())


def _clusters(
    work: ArticleWork, groups: Sequence[Sequence[_Part]], seed: int
) -> tuple[tuple[Cluster, ...], int]:
    weights: dict[tuple[Node, ...], float] = {}
    tied = 0
    seen: set[Node] = set()
    for group in groups:
        variants = _variants(group, seed)
        nodes = sorted({node for part in group for node in part.nodes()})
        seen.update(nodes)
        tied += len(nodes) if len(variants) > 1 else 0
        for variant in variants:
            links = [x for part, n in zip(group, variant, strict=True) for x in part.links(n)]
            for members in _merge(nodes, _ordered(links, work)):
                weights[members] = weights.get(members, 0.0) + 1 / len(variants)
    for coder, units in work.coders.items():
        for n in range(len(units)):
            if (coder, n) not in seen:
                weights[((coder, n),)] = 1.0
    clusters = [
        Cluster(tuple((c, work.coders[c][n]) for c, n in members), min(weight, 1.0))
        for members, weight in weights.items()
    ]
    return tuple(sorted(clusters, key=_place)), tied


def _place(cluster: Cluster) -> tuple[int, int]:
    starts = [unit.parts[0] for _, unit in cluster.members if unit.parts]
    return min(starts, default=(0, 0))


def _variants(group: Sequence[_Part], seed: int) -> list[tuple[int, ...]]:
    """Which of its best pairings each knot uses, for every combination that is looked at."""
    sizes = [len(part.component.pairings) for part in group]
    if prod(sizes) <= MAX_TIES:
        return list(product(*map(range, sizes)))
    chance = random.Random(seed)
    return [tuple(chance.randrange(n) for n in sizes) for _ in range(DRAWS)]


def _ordered(
    links: Sequence[tuple[float, Node, Node]], work: ArticleWork
) -> list[tuple[float, Node, Node]]:
    """Heaviest first; of equal weight by the place of the passages, never by who coded them:
    renaming a coder must not change a number."""

    def passages(link: tuple[float, Node, Node]) -> list[tuple[tuple[int, int], ...]]:
        return sorted(tuple(work.coders[coder][n].parts) for coder, n in link[1:])

    return sorted(links, key=lambda link: (round(link[0], 12), passages(link)))


def _merge(
    nodes: Sequence[Node], links: Sequence[tuple[float, Node, Node]]
) -> list[tuple[Node, ...]]:
    """Clusters from pairs, heaviest first, with no coder twice in a cluster."""
    cluster = {node: [node] for node in nodes}
    for _, a, b in links:
        one, two = cluster[a], cluster[b]
        if one is two or {c for c, _ in one} & {c for c, _ in two}:
            continue
        one += two
        for node in two:
            cluster[node] = one
    distinct = {id(members): members for members in cluster.values()}
    return [tuple(sorted(members)) for members in distinct.values()]


def coverage(matches: Sequence[ArticleMatch]) -> float | None:
    """Share of units that are in clusters of two or more coders."""
    total = matched = 0.0
    for match in matches:
        for cluster in match.clusters:
            size = len(cluster.members) * cluster.weight
            total += size
            matched += size if cluster.matched else 0.0
    return matched / total if total else None


CURVE = (0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0)


@dataclass(frozen=True)
class CurveMatch:
    """All articles matched at one threshold of overlap; ties are left to the first pairing."""

    threshold: float
    f1: float | None
    coverage: float | None
    clusters: tuple[tuple[tuple[str, Unit], ...], ...]
    """The matched ones."""


class _Curve:
    """One article; overlaps are measured once, and paired anew where a threshold drops some."""

    def __init__(self, work: ArticleWork) -> None:
        self.work = work
        coders = list(work.coders)
        self._edges = {
            (a, b): _overlaps(work.coders[a], work.coders[b])
            for n, a in enumerate(coders)
            for b in coders[n + 1 :]
        }
        self._at: tuple[int, ...] = ()
        self.shared = 0
        self.clusters: list[tuple[tuple[str, Unit], ...]] = []
        self.units = sum(map(len, work.coders.values()))
        self.compared = self.units * (len(coders) - 1)

    def pair(self, threshold: float) -> None:
        kept = {
            pair: [e for e in edges if e[2] >= threshold - 1e-12]
            for pair, edges in self._edges.items()
        }
        at = tuple(map(len, kept.values()))
        if at == self._at:
            return
        self._at = at
        links = [
            (-w, (a, i), (b, j))
            for (a, b), edges in kept.items()
            for i, j, w in best_pairing(edges)
        ]
        nodes = sorted({node for _, *ends in links for node in ends})
        self.shared = len(links)
        self.clusters = [
            tuple((c, self.work.coders[c][n]) for c, n in members)
            for members in _merge(nodes, _ordered(links, self.work))
            if len(members) > 1
        ]


def curve_matches(works: Sequence[ArticleWork]) -> Iterator[CurveMatch]:
    """Match by overlap at every threshold of the curve."""
    articles = [_Curve(work) for work in works]
    compared = sum(article.compared for article in articles)
    units = sum(article.units for article in articles)
    for threshold in CURVE:
        for article in articles:
            article.pair(threshold)
        clusters = tuple(cluster for article in articles for cluster in article.clusters)
        shared = sum(article.shared for article in articles)
        met = sum(map(len, clusters))
        yield CurveMatch(
            threshold,
            2 * shared / compared if compared else None,
            met / units if units else None,
            clusters,
        )
