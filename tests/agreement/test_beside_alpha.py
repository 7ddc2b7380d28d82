"""Pairs of coders, single categories, and errors by formula."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from annotator.agreement.gwet import analytic, cohen_se
from annotator.agreement.pairs import coincidences, confusion, holsti, leave_one_out, pair_matrix
from annotator.agreement.specific import per_category, positive_negative, specific_agreement
from tests.agreement.helpers import KRIPPENDORFF_C, columns, from_counts, from_table

PREVALENCE = from_table([[80, 7], [8, 5]], [True, False])


def test_holsti_equals_percent_agreement_on_equal_units() -> None:
    assert holsti(*columns(PREVALENCE)) == pytest.approx(0.85)


def test_holsti_of_nothing_is_undefined() -> None:
    assert holsti([None], [None]) is None


def test_positive_and_negative_agreement() -> None:
    assert positive_negative(PREVALENCE) == pytest.approx((160 / 175, 10 / 25))


def test_an_unused_category_has_no_specific_agreement() -> None:
    assert specific_agreement(PREVALENCE, "none") is None


def test_categories_are_told_apart() -> None:
    rows = {row.category: row for row in per_category([("a", "a"), ("b", "c"), ("c", "c")])}
    assert rows["a"].alpha == pytest.approx(1) and rows["b"].specific == 0


def test_coincidences_sum_to_the_pairable_values() -> None:
    counts = coincidences(KRIPPENDORFF_C).counts
    assert sum(map(sum, counts)) == pytest.approx(40)


def test_a_confusion_table_counts_common_units() -> None:
    found = confusion(PREVALENCE, ["A", "B"], 0, 1)
    assert sorted(n for row in found.counts for n in row) == [5, 7, 8, 80]


def test_a_pair_without_common_units_says_so() -> None:
    first = pair_matrix([(1, None, 1), (None, 2, 2)], "ABC")[0]
    assert first.alpha is None and "no unit in common" in first.reason


def test_leaving_one_of_two_out_leaves_nothing() -> None:
    assert leave_one_out(PREVALENCE, "AB") == ()


def test_leaving_each_of_four_out() -> None:
    assert [row.coder for row in leave_one_out(KRIPPENDORFF_C, "ABCD")] == list("ABCD")


KINDS = {
    "percent_agreement": "percent",
    "gwet_ac": "gwet",
    "gwet_ac1": "gwet",
    "fleiss_kappa": "fleiss",
    "brennan_prediger": "brennan_prediger",
}


@pytest.mark.shared
@pytest.mark.parametrize("name", ["gwet_raw4raters", "gwet_ben_gerry"])
def test_standard_errors_of_gwets_tables(shared: Path, name: str) -> None:
    case = _case(shared, name)
    for weights, block in case["expected"].items():
        for coefficient, want in block.items():
            if coefficient in KINDS:
                found = analytic(
                    case["data"]["units_by_coders"],
                    kind=KINDS[coefficient],  # type: ignore[arg-type]
                    weights=None if weights == "identity" else weights,
                    categories=case["data"].get("categories"),
                )
                assert found is not None
                assert found.se == pytest.approx(want["se"], abs=6e-6), (weights, coefficient)


@pytest.mark.shared
def test_standard_errors_of_six_raters(shared: Path) -> None:
    case = _case(shared, "gwet_distrib6raters")
    units = from_counts(case["data"]["units_by_categories"])
    for coefficient, want in case["expected"].items():
        if coefficient in KINDS:
            found = analytic(units, kind=KINDS[coefficient])  # type: ignore[arg-type]
            assert found is not None and found.se == pytest.approx(want["se"], abs=1e-9)


def test_the_error_of_kappa_is_zero_for_perfect_agreement() -> None:
    assert cohen_se([1, 2, 1, 2], [1, 2, 1, 2]) == pytest.approx(0)


def test_the_error_of_an_undefined_kappa_is_undefined() -> None:
    assert cohen_se([1, 1], [1, 1]) is None


def test_no_error_without_pairs() -> None:
    assert analytic([(1, None)], kind="gwet") is None


def _case(shared: Path, name: str) -> dict[str, Any]:
    cases = json.loads((shared / "oracles" / "agreement.json").read_text("utf-8"))
    return next(case for case in cases if case["name"] == name)
