"""The best one-to-one pairing of two small groups, and all pairings that are as good.

A Hungarian algorithm with potentials (Kuhn-Munkres in the shortest-path form), run on the connected
components of a sparse graph. The potentials of the optimum tell which edges can be part of any
other optimal pairing, so the ties are enumerated from those edges alone. Checked in the tests
against a general solver.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from annotator.errors import ProjectError

Edge = tuple[int, int, float]
Pairing = tuple[tuple[int, int], ...]

SAME = 1e-9
"""Weights closer than this are equal."""
MAX_TIES = 720
"""Up to so many equally good pairings are all used (six codes on one passage: 6! = 720)."""
DRAWS = 200
"""Beyond that, so many are drawn."""
MAX_COMPONENT = 400
"""More codes of one coder in one knot of overlaps than this are refused."""


class TooManyOverlapsError(ProjectError):
    """So many codes overlap one another that no pairing of them would mean anything."""


@dataclass(frozen=True, slots=True)
class Component:
    """Codes that are connected by edges, with all their best pairings (the first is the main)."""

    rows: tuple[int, ...]
    columns: tuple[int, ...]
    pairings: tuple[Pairing, ...]
    drawn: bool = False
    """True where there were more than `MAX_TIES` and the pairings are a random sample."""


def components(edges: Sequence[Edge]) -> list[list[Edge]]:
    """The edges grouped by connected component, in the order of their first edge."""
    parent: dict[tuple[int, int], tuple[int, int]] = {}

    def root(node: tuple[int, int]) -> tuple[int, int]:
        while parent.setdefault(node, node) != node:
            parent[node] = parent[parent[node]]
            node = parent[node]
        return node

    for i, j, _ in edges:
        parent[root((0, i))] = root((1, j))
    groups: dict[tuple[int, int], list[Edge]] = {}
    for edge in edges:
        groups.setdefault(root((0, edge[0])), []).append(edge)
    return list(groups.values())


def best_pairing(edges: Sequence[Edge]) -> list[Edge]:
    """The pairs of one maximum-weight pairing, sorted."""
    weight = {(i, j): w for i, j, w in edges}
    chosen = [pair for part in components(edges) for pair in _solve(part).pairing]
    return [(i, j, weight[i, j]) for i, j in sorted(chosen)]


def all_best(edges: Sequence[Edge], *, seed: int = 0) -> list[Component]:
    """Every component with its best pairings: all up to 720, else 200 drawn with `seed`."""
    return [_ties(part, seed) for part in components(edges)]


@dataclass(frozen=True, slots=True)
class _Solution:
    rows: tuple[int, ...]
    columns: tuple[int, ...]
    pairing: Pairing
    u: tuple[float, ...]
    v: tuple[float, ...]


def _solve(part: Sequence[Edge]) -> _Solution:
    """Solve one component; `u` and `v` are its non-negative potentials, u_i + v_j >= w_ij."""
    if len(part) == 1:
        i, j, w = part[0]
        return _Solution((i,), (j,), ((i, j),), (w,), (0.0,))
    rows = tuple(sorted({i for i, _, _ in part}))
    columns = tuple(sorted({j for _, j, _ in part}))
    if max(len(rows), len(columns)) > MAX_COMPONENT:
        raise TooManyOverlapsError(
            f"More than {MAX_COMPONENT} codes of one coder overlap one another in one place, so "
            "that they cannot be paired with the other coder's.",
            "Compare by sentence or paragraph instead, or look for codes imported twice.",
        )
    row_at = {i: n for n, i in enumerate(rows)}
    column_at = {j: n for n, j in enumerate(columns)}
    weight = [[0.0] * len(columns) for _ in rows]
    for i, j, w in part:
        weight[row_at[i]][column_at[j]] = w
    taken, u, v = _hungarian(weight)
    pairs = tuple(
        sorted((rows[r], columns[c]) for r, c in enumerate(taken) if c >= 0 and weight[r][c] > 0)
    )
    return _Solution(rows, columns, pairs, tuple(u), tuple(v))


def _hungarian(weight: list[list[float]]) -> tuple[list[int], list[float], list[float]]:
    """Maximum-weight pairing of a dense table in which every row may stay alone.

    Returns for each row its column or -1, and the potentials of rows and columns. Each row has a
    column of its own beside the real ones, worth nothing: staying alone.
    """
    n, m = len(weight), len(weight[0])
    width = m + n
    u, v = [0.0] * (n + 1), [0.0] * (width + 1)
    owner = [0] * (width + 1)
    for row in range(1, n + 1):
        owner[0], at = row, 0
        shortest, came = [float("inf")] * (width + 1), [0] * (width + 1)
        done = [False] * (width + 1)
        while True:
            done[at] = True
            here, delta, following = owner[at], float("inf"), 0
            costs = weight[here - 1]
            for column in range(1, width + 1):
                if done[column]:
                    continue
                cost = -costs[column - 1] if column <= m else 0.0
                reduced = cost - u[here] - v[column]
                if reduced < shortest[column]:
                    shortest[column], came[column] = reduced, at
                if shortest[column] < delta:
                    delta, following = shortest[column], column
            for column in range(width + 1):
                if done[column]:
                    u[owner[column]] += delta
                    v[column] -= delta
                else:
                    shortest[column] -= delta
            at = following
            if owner[at] == 0:
                break
        while at:
            owner[at], at = owner[came[at]], came[at]
    taken = [-1] * n
    for column in range(1, m + 1):
        if owner[column]:
            taken[owner[column] - 1] = column - 1
    return taken, [-x for x in u[1:]], [-x for x in v[1 : m + 1]]


def _ties(part: Sequence[Edge], seed: int) -> Component:
    solution = _solve(part)
    if len(part) == 1:
        return Component(solution.rows, solution.columns, (solution.pairing,))
    u = dict(zip(solution.rows, solution.u, strict=True))
    v = dict(zip(solution.columns, solution.v, strict=True))
    tight = [(i, j, w) for i, j, w in part if u[i] + v[j] - w < SAME]
    if len(tight) == len(solution.pairing):
        return Component(solution.rows, solution.columns, (solution.pairing,))
    must = {j for j in solution.columns if v[j] > SAME}
    found: list[Pairing] = []
    for steps, pairing in enumerate(_enumerate(solution.rows, tight, u, must)):
        if pairing is not None:
            found.append(pairing)
        if len(found) > MAX_TIES or steps > 50 * MAX_TIES:
            return Component(solution.rows, solution.columns, _draw(tight, seed), drawn=True)
    found.sort(key=lambda pairing: (pairing != solution.pairing, pairing))
    return Component(solution.rows, solution.columns, tuple(found))


def _enumerate(
    rows: Sequence[int], tight: Sequence[Edge], u: dict[int, float], must: set[int]
) -> Iterator[Pairing | None]:
    """All pairings of tight edges that use every column in `must`; None for a step without one."""
    choices = {i: [j for r, j, _ in tight if r == i] for i in rows}
    left: dict[int, int] = {}
    for j in (j for js in choices.values() for j in js):
        left[j] = left.get(j, 0) + 1

    def walk(at: int, used: frozenset[int], chosen: Pairing) -> Iterator[Pairing | None]:
        if at == len(rows):
            yield tuple(sorted(chosen)) if must <= used else None
            return
        row = rows[at]
        free = [j for j in choices[row] if j not in used]
        if u[row] < SAME:
            yield from walk(at + 1, used, chosen)
        if not free:
            yield None
        for j in free:
            yield from walk(at + 1, used | {j}, (*chosen, (row, j)))

    return walk(0, frozenset(), ())


def _draw(tight: Sequence[Edge], seed: int) -> tuple[Pairing, ...]:
    """Random optimal pairings: the tight edges, each a hair heavier by chance."""
    chance = random.Random(seed)
    drawn = []
    for _ in range(DRAWS):
        shaken = [(i, j, w + chance.random() * SAME) for i, j, w in tight]
        drawn.append(tuple(sorted(p for part in components(shaken) for p in _solve(part).pairing)))
    return tuple(drawn)
