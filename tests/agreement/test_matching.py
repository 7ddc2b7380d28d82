"""Pairing of passages: the best pairing, ties, F1."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotator.agreement.assignment import TooManyOverlapsError, all_best, best_pairing
from annotator.agreement.matching import edges, match_units, span_counts, span_f1


def test_the_best_pairing_beats_the_greedy_one() -> None:
    pairs = match_units([(0, 100), (0, 56)], [(0, 80), (30, 100)], threshold=0.5)
    assert [(i, j) for i, j, _ in pairs] == [(0, 1), (1, 0)]


def test_pairs_below_the_threshold_are_dropped_before_pairing() -> None:
    """The other way round, two poor pairs would take the place of the one valid pair."""
    pairs = match_units([(0, 31), (31, 41)], [(9, 41), (0, 9)], threshold=0.5)
    assert [(i, j) for i, j, _ in pairs] == [(0, 0)]


def test_pairing_is_blind_to_labels() -> None:
    assert len(match_units([(0, 9, "x")], [(0, 9, "y")])) == 1


def test_a_passage_with_a_gap_is_a_set_of_characters() -> None:
    assert match_units([[(0, 10), (20, 30)]], [[(0, 10), (20, 30)]])[0][2] == 1
    assert match_units([[(0, 10), (20, 30)]], [(10, 20)], threshold=0) == []


@pytest.mark.parametrize(
    ("match", "expected"), [("exact", 0), ("overlap", 1), (0.5, 0.5), ("character", 26 / 38)]
)
def test_f1_by_hand(match: Any, expected: float) -> None:
    found = span_f1([(0, 10), (20, 30)], [(5, 15), (22, 30)], match=match)
    assert found == pytest.approx(expected)


def test_f1_of_nothing_is_undefined() -> None:
    assert span_f1([], []) is None


def test_f1_counts_twins_once_each() -> None:
    counts = span_counts([(0, 5), (0, 5)], [(0, 5)], match="exact")
    assert (counts.both, counts.n_a, counts.n_b) == (1, 2, 1)


def test_two_codes_on_one_passage_tie() -> None:
    (part,) = all_best(edges([(0, 9), (0, 9)], [(0, 9), (0, 9)], threshold=0.5))
    assert sorted(part.pairings) == [((0, 0), (1, 1)), ((0, 1), (1, 0))]


def test_many_ties_are_drawn() -> None:
    eight = [(0, 9)] * 8
    (part,) = all_best(edges(eight, eight, threshold=0.5), seed=1)
    assert part.drawn and len(part.pairings) == 200
    assert all(len(pairing) == 8 for pairing in part.pairings)


def test_thousands_of_codes_on_one_passage_are_refused_with_a_reason() -> None:
    many = [(0, 9)] * 500
    with pytest.raises(TooManyOverlapsError, match="overlap one another"):
        match_units(many, many)


weights = st.integers(1, 7).flatmap(
    lambda n: st.integers(1, 7).flatmap(
        lambda m: st.lists(
            st.lists(st.sampled_from([0, 0, 0.25, 0.5, 0.5, 0.75, 1]), min_size=m, max_size=m),
            min_size=n,
            max_size=n,
        )
    )
)


def listed(table: list[list[float]]) -> list[tuple[int, int, float]]:
    return [(i, j, w) for i, row in enumerate(table) for j, w in enumerate(row) if w]


@given(weights)
@settings(deadline=None)
def test_pairing_is_as_heavy_as_the_general_solvers(table: Any) -> None:
    optimize = pytest.importorskip("scipy.optimize")
    matrix = np.array(table)
    rows, cols = optimize.linear_sum_assignment(matrix, maximize=True)
    best = matrix[rows, cols].sum()
    assert sum(w for _, _, w in best_pairing(listed(table))) == pytest.approx(best)


@given(weights)
@settings(deadline=None)
def test_every_tied_pairing_is_as_heavy_and_named_once(table: Any) -> None:
    weight = {(i, j): w for i, j, w in listed(table)}
    for part in all_best(listed(table)):
        totals = [sum(weight[pair] for pair in pairing) for pairing in part.pairings]
        assert totals == pytest.approx([totals[0]] * len(totals))
        assert part.drawn or len(set(part.pairings)) == len(part.pairings)


@given(weights)
@settings(deadline=None)
def test_ties_are_complete(table: Any) -> None:
    """Counted against all pairings of small tables."""
    small = [row[:3] for row in table[:3]]
    weight = {(i, j): w for i, j, w in listed(small)}

    def all_pairings(i: int, used: frozenset[int]) -> list[tuple[tuple[int, int], ...]]:
        if i == len(small):
            return [()]
        out = list(all_pairings(i + 1, used))
        for j in range(len(small[0])):
            if j not in used and (i, j) in weight:
                out += [((i, j), *rest) for rest in all_pairings(i + 1, used | {j})]
        return out

    every = all_pairings(0, frozenset())
    best = max(sum(weight[p] for p in pairing) for pairing in every)
    wanted = {p for p in every if sum(weight[x] for x in p) > best - 1e-9}
    found: set[tuple[tuple[int, int], ...]] = {()}
    for part in all_best(listed(small)):
        found = {tuple(sorted((*a, *b))) for a in found for b in part.pairings}
    assert found == wanted


@given(st.lists(st.tuples(st.integers(0, 50), st.integers(1, 20)), max_size=8))
def test_a_coder_matches_themselves(starts: Any) -> None:
    spans = [(start, start + size) for start, size in starts]
    assert span_f1(spans, spans, match=0.5) == (1 if spans else None)
