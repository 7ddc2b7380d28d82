"""Coefficients on fixed units: published values, traps, and laws that hold for any data."""

from __future__ import annotations

import itertools
import math
import random
from collections import Counter
from collections.abc import Sequence
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.agreement.coefficients import (
    alpha_estimate,
    brennan_prediger,
    cohen_kappa,
    fleiss_kappa,
    gwet_ac,
    krippendorff_alpha,
    percent_agreement,
    scott_pi,
)
from annotator.agreement.estimate import NO_VARIATION, NOTHING_PAIRABLE
from tests.agreement.helpers import KRIPPENDORFF_C, columns, from_table

ALL = (krippendorff_alpha, percent_agreement, fleiss_kappa, brennan_prediger, gwet_ac)
COHEN_1960 = from_table([[88, 14, 18], [10, 40, 10], [2, 6, 12]])
PREVALENCE = from_table([[80, 7], [8, 5]])
SETS = [
    ("", ""), ("A", ""), ("A", "A"), ("A", "B"), ("AB", "A"), ("AB", "AC"), ("ABC", "ABC"),
    ("C", "AC"), ("C", "AC"),
]  # fmt: skip
VIDEO = [
    (4, 4, 3, 4), (4, 4, 4, 5), (4, 4, 5, 5), (4, 4, 4, 4), (4, 3, 2, 4), (4, 4, 3, 4),
    (4, 3, 2, 5), (4, 4, 3, 4), (4, 3, 3, 4), (4, 3, 3, 4), (4, 4, 3, 4), (4, 3, 3, 4),
    (4, 4, 4, 4), (4, 4, 4, 4), (4, 4, 3, 4), (4, 4, 4, 4), (4, 4, 4, 4), (4, 4, 4, 4),
    (4, 4, 4, 4), (4, 5, 5, 4),
]  # fmt: skip


@pytest.mark.parametrize(
    ("metric", "published"),
    [("nominal", 0.743), ("ordinal", 0.815), ("interval", 0.849), ("ratio", 0.797)],
)
def test_alpha_of_krippendorffs_example(metric: Any, published: float) -> None:
    assert krippendorff_alpha(KRIPPENDORFF_C, metric=metric) == pytest.approx(published, abs=5e-4)


def test_alpha_of_krippendorffs_two_coders() -> None:
    a, b = [1, 1, 0, 0, 0, 0, 0, 0, 0, 0], [0, 1, 1, 0, 0, 1, 0, 1, 0, 0]
    assert krippendorff_alpha(list(zip(a, b, strict=True))) == pytest.approx(0.095, abs=5e-4)


def test_cohens_kappa_of_cohen_1960() -> None:
    assert cohen_kappa(*columns(COHEN_1960)) == pytest.approx(0.492, abs=5e-4)


def test_scotts_pi_of_artstein_and_poesio() -> None:
    units = from_table([[20, 20], [10, 50]])
    assert scott_pi(*columns(units)) == pytest.approx(0.341, abs=5e-4)


def test_kappa_of_artstein_and_poesio() -> None:
    units = from_table([[20, 20], [10, 50]])
    assert cohen_kappa(*columns(units)) == pytest.approx(0.348, abs=5e-4)


def test_free_marginal_kappa_of_randolph() -> None:
    units = [("Y", "Y", "Y"), ("Y", "Y", "N"), ("Y", "Y", "N"), ("Y", "Y", "Y")]
    assert brennan_prediger(units, categories=["Y", "N"]) == pytest.approx(1 / 3)


def test_fleiss_kappa_of_the_same_data_is_negative() -> None:
    units = [("Y", "Y", "Y"), ("Y", "Y", "N"), ("Y", "Y", "N"), ("Y", "Y", "Y")]
    assert fleiss_kappa(units) == pytest.approx(-0.2)


def test_ac1_withstands_prevalence_where_kappa_falls() -> None:
    assert gwet_ac(PREVALENCE) == pytest.approx(0.808, abs=5e-4)
    assert cohen_kappa(*columns(PREVALENCE)) == pytest.approx(0.314, abs=5e-4)


def test_ac1_of_gwets_four_raters() -> None:
    assert gwet_ac(KRIPPENDORFF_C) == pytest.approx(0.77544, abs=5e-6)


@pytest.mark.parametrize(
    ("weights", "expected"), [(None, 0.5953888), ("linear", 0.6523804), ("quadratic", 0.7023343)]
)
def test_weighted_kappa_of_stuarts_vision_data(weights: Any, expected: float) -> None:
    units = from_table(
        [[1520, 266, 124, 66], [234, 1512, 432, 78], [117, 362, 1772, 205], [36, 82, 179, 492]]
    )
    assert cohen_kappa(*columns(units), weights=weights) == pytest.approx(expected, abs=1e-7)


@pytest.mark.parametrize(("metric", "expected"), [("masi", 0.2730806608), ("jaccard", 0.31561997)])
def test_alpha_of_sets_counts_empty_sets_as_values(metric: Any, expected: float) -> None:
    units = [tuple(map(frozenset, unit)) for unit in SETS]
    assert krippendorff_alpha(units, metric=metric) == pytest.approx(expected, abs=1e-8)


# --- traps ----------------------------------------------------------------------------------


def test_complete_data_of_four_coders_divide_by_m_minus_1() -> None:
    """A common script takes 1 instead of m - 1 for complete data and reports .0397."""
    assert krippendorff_alpha(VIDEO) == pytest.approx(0.0477244772, abs=1e-9)


def test_an_unpaired_unit_changes_nothing() -> None:
    with_one_more = [*VIDEO, (3, None, None, None)]
    assert krippendorff_alpha(with_one_more) == krippendorff_alpha(VIDEO)


def test_units_with_one_value_are_counted_as_dropped() -> None:
    found = alpha_estimate(KRIPPENDORFF_C)
    assert (found.n_units, found.n_pairable, found.n_dropped) == (11, 40, 1)


def test_gwets_ordinal_weights_are_not_krippendorffs_ordinal_metric() -> None:
    gwets = gwet_ac(KRIPPENDORFF_C, weights="ordinal")
    assert gwets == pytest.approx(0.89894, abs=5e-6)
    assert krippendorff_alpha(KRIPPENDORFF_C, metric="ordinal") == pytest.approx(0.81539, abs=5e-6)


@pytest.mark.parametrize("coefficient", ALL[:1] + ALL[2:])
def test_one_category_is_undefined(coefficient: Any) -> None:
    assert coefficient([(1, 1)] * 24) is None


def test_one_category_agrees_in_percent() -> None:
    assert percent_agreement([(1, 1)] * 24) == 1


def test_one_category_is_defined_for_ac1_where_two_are_declared() -> None:
    assert gwet_ac([(1, 1)] * 24, categories=[1, 2]) == pytest.approx(1)


def test_the_reason_of_an_undefined_alpha_is_said() -> None:
    assert alpha_estimate([(1, 1)] * 24).reason == NO_VARIATION


@pytest.mark.parametrize("coefficient", ALL)
def test_nothing_pairable_is_undefined(coefficient: Any) -> None:
    assert coefficient([(1, None), (None, 2)]) is None


def test_nothing_pairable_has_its_reason() -> None:
    assert alpha_estimate([(1, None), (None, 2)]).reason == NOTHING_PAIRABLE


@pytest.mark.parametrize("coefficient", ALL)
def test_no_units_are_undefined(coefficient: Any) -> None:
    assert coefficient([]) is None


def test_all_zero_ratio_data_are_undefined() -> None:
    assert krippendorff_alpha([(0, 0), (0, 0)], metric="ratio") is None


def test_kappa_of_two_constant_coders_is_undefined() -> None:
    assert cohen_kappa([1, 1, 1], [1, 1, 1]) is None


def test_unhashable_sets_are_refused_plainly() -> None:
    with pytest.raises(ValueError, match="frozenset"):
        krippendorff_alpha([({1}, {1})])


def test_texts_cannot_have_an_interval_metric() -> None:
    with pytest.raises(ValueError, match="numbers"):
        krippendorff_alpha([("a", "b")], metric="interval")


def test_an_array_gives_the_same_as_lists() -> None:
    array = np.array([[np.nan if v is None else v for v in unit] for unit in KRIPPENDORFF_C])
    assert krippendorff_alpha(array) == krippendorff_alpha(KRIPPENDORFF_C)  # type: ignore[arg-type]


# --- laws -----------------------------------------------------------------------------------

ratings = st.integers(2, 5).flatmap(
    lambda m: st.lists(
        st.lists(st.one_of(st.none(), st.integers(0, 4)), min_size=m, max_size=m),
        min_size=1,
        max_size=25,
    )
)
metrics = st.sampled_from(["nominal", "ordinal", "interval", "ratio"])


def naive_alpha(units: Sequence[Sequence[int | None]]) -> float | None:
    """Nominal alpha straight from the published definition, by coincidences."""
    pairable = [[v for v in unit if v is not None] for unit in units]
    pairable = [unit for unit in pairable if len(unit) > 1]
    coincidences: Counter[tuple[int, int]] = Counter()
    together: dict[tuple[int, int], float] = {}
    for unit in pairable:
        for a, b in itertools.permutations(unit, 2):
            together[a, b] = together.get((a, b), 0) + 1 / (len(unit) - 1)
    coincidences.update(dict.fromkeys(together, 1))
    n = sum(together.values())
    margins = Counter(v for unit in pairable for v in unit)
    expected = n * n - sum(c * c for c in margins.values())
    if not expected:
        return None
    observed = sum(count for (a, b), count in together.items() if a != b)
    return 1 - (n - 1) * observed / expected


def same(a: float | None, b: float | None) -> bool:
    return a is b is None or (a is not None and b is not None and math.isclose(a, b, abs_tol=1e-9))


@given(ratings)
def test_nominal_alpha_is_the_published_formula(units: Any) -> None:
    assert same(krippendorff_alpha(units), naive_alpha(units))


@given(ratings, metrics, st.randoms(use_true_random=False))
def test_the_order_of_units_changes_nothing(units: Any, metric: Any, chance: Any) -> None:
    shuffled = chance.sample(units, len(units))
    before, after = (krippendorff_alpha(u, metric=metric) for u in (units, shuffled))
    assert same(before, after)


@given(ratings, metrics, st.randoms(use_true_random=False))
def test_the_order_of_coders_changes_nothing(units: Any, metric: Any, chance: Any) -> None:
    order = chance.sample(range(len(units[0])), len(units[0]))
    shuffled = [[unit[i] for i in order] for unit in units]
    before, after = (krippendorff_alpha(u, metric=metric) for u in (units, shuffled))
    assert same(before, after)


@given(ratings)
def test_the_order_of_coders_changes_no_other_coefficient(units: Any) -> None:
    turned = [unit[::-1] for unit in units]
    assert all(same(c(units), c(turned)) for c in ALL)


@given(st.lists(st.integers(0, 4), min_size=2, max_size=30), st.integers(2, 4), metrics)
def test_perfect_agreement_is_1(values: Any, coders: int, metric: Any) -> None:
    units = [[value] * coders for value in values]
    expected = None if len(set(values)) == 1 else 1.0
    assert same(krippendorff_alpha(units, metric=metric), expected)


@given(ratings)
def test_no_coefficient_is_nan(units: Any) -> None:
    found = [c(units) for c in ALL]
    assert all(value is None or math.isfinite(value) for value in found)


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3)), min_size=1, max_size=40))
def test_interval_alpha_does_not_depend_on_the_unit_of_measure(units: Any) -> None:
    scaled = [(10 * a + 3, 10 * b + 3) for a, b in units]
    before, after = (krippendorff_alpha(u, metric="interval") for u in (units, scaled))
    assert same(before, after)


def test_random_coders_have_an_alpha_near_0() -> None:
    chance = random.Random(4)
    units = [(chance.randrange(3), chance.randrange(3)) for _ in range(4000)]
    assert krippendorff_alpha(units) == pytest.approx(0, abs=0.05)
