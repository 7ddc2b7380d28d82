"""Intervals: reproducible, over documents, and absent where they would mislead."""

from __future__ import annotations

import functools
import random
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotator.agreement.coefficients import gwet_ac, krippendorff_alpha, percent_agreement
from annotator.agreement.ratings import encode
from annotator.agreement.resampling import bootstrap, interval, jackknife
from annotator.agreement.student import t_cdf, t_quantile
from annotator.agreement.sums import AlphaSums


def study(documents: int, seed: int = 1) -> list[list[tuple[int, int]]]:
    chance = random.Random(seed)
    return [
        [
            (value, value if chance.random() < 0.85 else chance.randrange(3))
            for value in (chance.randrange(3) for _ in range(chance.randrange(0, 9)))
        ]
        for _ in range(documents)
    ]


@given(st.integers(0, 2**31))
@settings(max_examples=20, deadline=None)
def test_the_bootstrap_is_reproducible_by_seed(seed: int) -> None:
    one, two = (bootstrap(study(15), krippendorff_alpha, replicates=200, seed=seed) for _ in "ab")
    assert one == two


def test_the_fast_bootstrap_agrees_with_the_plain_one() -> None:
    def plain(units: Any) -> float | None:
        return krippendorff_alpha(units)

    fast = bootstrap(study(40), krippendorff_alpha, seed=2)
    slow = bootstrap(study(40), plain, replicates=1000, seed=3)
    assert list(fast)[:2] == pytest.approx(list(slow)[:2], abs=0.04)


@pytest.mark.parametrize(
    "statistic",
    [percent_agreement, gwet_ac, functools.partial(krippendorff_alpha, metric="ordinal")],
)
def test_the_interval_holds_the_value(statistic: Any) -> None:
    documents = study(40)
    low, high, _, _ = bootstrap(documents, statistic, seed=2)
    value = statistic([unit for units in documents for unit in units])
    assert low is not None and high is not None and low < value < high


def test_the_chance_of_lying_below_the_thresholds() -> None:
    _, _, below_667, below_800 = bootstrap(study(40), krippendorff_alpha, seed=2)
    assert below_667 is not None and below_800 is not None
    assert 0 <= below_667 <= below_800 <= 1


def test_units_of_one_document_are_drawn_together() -> None:
    clustered = [[(0, 0)] * 20] * 6 + [[(1, 1)] * 20] * 6 + [[(0, 1)] * 20] * 3
    single = [[unit] for units in clustered for unit in units]
    wide = bootstrap(clustered, krippendorff_alpha, seed=1)
    narrow = bootstrap(single, krippendorff_alpha, seed=1)
    assert wide.high is not None and wide.low is not None
    assert narrow.high is not None and narrow.low is not None
    assert wide.high - wide.low > 2 * (narrow.high - narrow.low)


def test_mostly_undefined_replicates_give_no_interval() -> None:
    documents = [[(0, 0)]] * 20 + [[(1, 1)]]
    found = bootstrap(documents, krippendorff_alpha, seed=1)
    assert found.low is None and "undefined" in found.reason


def test_under_ten_documents_the_jackknife_is_used() -> None:
    units = [unit for document in study(6) for unit in document]
    where = np.repeat(np.arange(6), [len(d) for d in study(6)])
    sums = AlphaSums(encode(units), documents=where, n_documents=6)
    assert interval(sums, seed=1).method == "jackknife"


def test_the_jackknife_of_one_document_says_why_there_is_none() -> None:
    found = jackknife([[(0, 0), (0, 1), (1, 1)]], krippendorff_alpha)
    assert found.low is None and "two documents" in found.reason


def test_no_documents_give_no_interval() -> None:
    assert bootstrap([], krippendorff_alpha, seed=1).low is None


@pytest.mark.parametrize(
    ("p", "df", "t"), [(0.975, 4, 2.776), (0.975, 9, 2.262), (0.95, 30, 1.697)]
)
def test_quantiles_of_student(p: float, df: int, t: float) -> None:
    assert t_quantile(p, df) == pytest.approx(t, abs=5e-4)


@given(st.floats(-8, 8), st.integers(1, 60))
@settings(deadline=None)
def test_student_is_the_libraries(t: float, df: int) -> None:
    stats = pytest.importorskip("scipy.stats")
    assert t_cdf(t, df) == pytest.approx(stats.t.cdf(t, df), abs=1e-9)
