"""Every published and hand-computed value of the shared oracles that the program must give."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from annotator.agreement.coefficients import (
    alpha_estimate,
    brennan_prediger,
    cohen_estimate,
    cohen_kappa,
    fleiss_kappa,
    gwet_ac,
    gwet_estimate,
    krippendorff_alpha,
    percent_agreement,
    scott_pi,
)
from annotator.agreement.matching import Counts, match_units, span_counts, span_f1
from annotator.agreement.resampling import bootstrap
from annotator.agreement.spans import intervals, iou
from annotator.agreement.unitizing import unitizing_alpha
from tests.agreement.helpers import columns, from_counts, from_table

pytestmark = pytest.mark.shared


@pytest.fixture(scope="module")
def oracles(shared: Path) -> dict[str, dict[str, Any]]:
    cases = json.loads((shared / "oracles" / "agreement.json").read_text("utf-8"))
    return {case["name"]: case for case in cases}


def units_of(case: dict[str, Any]) -> list[Any]:
    data = case["data"]
    if data["format"] == "contingency":
        return list(from_table(data["table"], data.get("labels", ())))
    if data["format"] == "counts":
        return list(from_counts(data["units_by_categories"]))
    if data["format"] == "set_ratings":
        return [tuple(map(frozenset, unit)) for unit in data["units_by_coders"]]
    return list(data["units_by_coders"])


@pytest.mark.parametrize("metric", ["nominal", "ordinal", "interval", "ratio"])
def test_krippendorff_2011(oracles: Any, metric: Any) -> None:
    case = oracles[f"kripp2011_C_{metric}"]
    found = alpha_estimate(units_of(case), metric=metric)
    assert found.value == pytest.approx(case["expected"]["alpha"], abs=1e-9)
    assert found.n_pairable == case["expected"]["n_pairable_values"]
    assert found.n_units == case["expected"]["n_units_used"]


def test_krippendorff_2011_disagreements(oracles: Any) -> None:
    case = oracles["kripp2011_C_disagreements"]
    found = alpha_estimate(units_of(case))
    assert found.observed == pytest.approx(case["expected"]["observed_disagreement"], abs=1e-6)
    assert found.expected == pytest.approx(case["expected"]["expected_disagreement"], abs=1e-6)


def test_krippendorff_binary(oracles: Any) -> None:
    case = oracles["kripp_A_binary_2coders"]
    found = alpha_estimate(units_of(case))
    want = case["expected"]
    assert found.value == pytest.approx(want["alpha"], abs=1e-6)
    assert found.expected == pytest.approx(want["expected_disagreement"], abs=1e-6)
    assert percent_agreement(units_of(case)) == pytest.approx(want["percent_agreement"])


def test_cohen_1960(oracles: Any) -> None:
    case = oracles["cohen1960_table2"]
    found = cohen_estimate(*columns(units_of(case)))
    want = case["expected"]
    assert found.value == pytest.approx(want["kappa"], abs=1e-9)
    assert (found.observed, found.expected) == pytest.approx((want["po"], want["pe"]))
    assert gwet_ac(units_of(case)) == pytest.approx(want["gwet_ac1"], abs=1e-4)


def test_fleiss_1971(oracles: Any) -> None:
    case = oracles["fleiss1971_diagnoses"]
    found = gwet_estimate(units_of(case), kind="fleiss")
    want = case["expected"]
    assert found.value == pytest.approx(want["kappa"], abs=1e-6)
    assert found.observed == pytest.approx(want["po"], abs=1e-6)
    assert found.expected == pytest.approx(want["pe"], abs=5e-4)


def test_fleiss_1971_per_category_from_exact_proportions(oracles: Any) -> None:
    """The printed ones come from rounded proportions (.248 instead of .245)."""
    case = oracles["fleiss1971_diagnoses"]
    for category, kappa in case["expected"]["per_category"].items():
        split = [[value == int(category) for value in unit] for unit in units_of(case)]
        assert fleiss_kappa(split) == pytest.approx(kappa, abs=6e-4)


KINDS = {
    "percent_agreement": "percent",
    "gwet_ac": "gwet",
    "gwet_ac1": "gwet",
    "fleiss_kappa": "fleiss",
    "brennan_prediger": "brennan_prediger",
}


@pytest.mark.parametrize("name", ["gwet_raw4raters", "gwet_ben_gerry"])
def test_gwets_tables(oracles: Any, name: str) -> None:
    case = oracles[name]
    for weights, block in case["expected"].items():
        for coefficient, want in block.items():
            if coefficient not in KINDS:
                continue
            found = gwet_estimate(
                units_of(case),
                kind=KINDS[coefficient],  # type: ignore[arg-type]
                weights=None if weights == "identity" else weights,
                categories=case["data"].get("categories"),
            )
            where = (weights, coefficient)
            assert found.value == pytest.approx(want["value"], abs=6e-6), where
            assert found.observed == pytest.approx(want["pa"], abs=1e-9), where
            assert found.expected == pytest.approx(want["pe"], abs=1e-9), where


def test_gwets_identity_alpha_is_krippendorffs(oracles: Any) -> None:
    case = oracles["gwet_raw4raters"]
    want = case["expected"]["identity"]["krippendorff_alpha_gwet_form"]["value"]
    assert krippendorff_alpha(units_of(case)) == pytest.approx(want, abs=6e-6)


@pytest.mark.parametrize("name", ["gwet_cont3x3abstractors", "gwet_distrib6raters"])
def test_gwets_other_tables(oracles: Any, name: str) -> None:
    case = oracles[name]
    units = units_of(case)
    found = {
        "gwet_ac1": gwet_ac(units),
        "brennan_prediger": brennan_prediger(units),
        "fleiss_kappa": fleiss_kappa(units),
        "krippendorff_alpha": krippendorff_alpha(units),
        "percent_agreement": percent_agreement(units),
    }
    if name == "gwet_cont3x3abstractors":
        found["cohen_kappa"] = cohen_kappa(*columns(units))
        found["scott_pi"] = scott_pi(*columns(units))
    for key, want in case["expected"].items():
        assert found[key] == pytest.approx(want["value"], abs=1e-9), key


def test_news_tone_of_hayes_and_krippendorff(oracles: Any) -> None:
    case = oracles["hayes_krippendorff2007_news_tone"]
    want = case["expected"]
    for metric in ("nominal", "ordinal", "interval", "ratio"):
        key = "alpha" if metric == "ordinal" else f"alpha_{metric}"
        found = krippendorff_alpha(units_of(case), metric=metric)  # type: ignore[arg-type]
        assert found == pytest.approx(want[key], abs=1e-9)


def test_bootstrap_of_the_news_tone_over_articles(oracles: Any) -> None:
    case = oracles["hayes_krippendorff2007_unit_bootstrap"]
    documents = [[unit] for unit in units_of(case)]

    def ordinal(units: Any) -> float | None:
        return krippendorff_alpha(units, metric="ordinal")

    low, high, _, _ = bootstrap(documents, ordinal, seed=2025)
    assert [low, high] == pytest.approx(case["expected"]["ci95"], abs=0.015)


def test_artstein_and_poesio_1(oracles: Any) -> None:
    case = oracles["artstein_poesio2008_ex1"]
    a, b = columns(units_of(case))
    want = case["expected"]
    assert scott_pi(a, b) == pytest.approx(want["scott_pi"], abs=1e-6)
    assert cohen_kappa(a, b) == pytest.approx(want["cohen_kappa"], abs=1e-6)
    assert brennan_prediger(units_of(case)) == pytest.approx(want["bennett_s"], abs=1e-6)


def test_artstein_and_poesio_2_with_their_distance(oracles: Any) -> None:
    case = oracles["artstein_poesio2008_ex2_weighted"]

    def distance(a: str, b: str) -> float:
        return 0.0 if a == b else (0.5 if "Chck" in (a, b) else 1.0)

    units, want = units_of(case), case["expected"]
    a, b = columns(units)
    assert percent_agreement(units) == pytest.approx(want["percent_agreement"])
    assert scott_pi(a, b) == pytest.approx(want["scott_pi"], abs=1e-4)
    assert cohen_kappa(a, b) == pytest.approx(want["cohen_kappa"], abs=1e-4)
    assert krippendorff_alpha(units) == pytest.approx(want["alpha_nominal"], abs=6e-4)
    weighted = krippendorff_alpha(units, metric=distance)
    assert weighted == pytest.approx(want["alpha_weighted"], abs=1e-3)
    kappa = cohen_kappa(a, b, weights=lambda x, y: 1 - distance(x, y))
    assert kappa == pytest.approx(want["weighted_kappa"], abs=1e-3)


def test_sets(oracles: Any) -> None:
    case = oracles["set_valued_9items"]
    units, want = units_of(case), case["expected"]
    masi = krippendorff_alpha(units, metric="masi")
    assert masi == pytest.approx(want["alpha_masi_passonneau2006"], abs=1e-9)
    jaccard = krippendorff_alpha(units, metric="jaccard")
    assert jaccard == pytest.approx(want["alpha_jaccard"], abs=1e-9)
    assert krippendorff_alpha(units) == pytest.approx(want["alpha_nominal_on_sets"], abs=1e-9)


def test_unitizing_figure_12_11(oracles: Any) -> None:
    case = oracles["krippendorff2019_fig12_11_unitizing"]
    found = unitizing_alpha([(case["data"]["length"], case["data"]["coders"])])
    want = case["expected"]
    assert found.u == pytest.approx(want["u_alpha"], abs=1e-9)
    assert found.binary == pytest.approx(want["bar_u_alpha"], abs=1e-9)
    assert found.cu == pytest.approx(want["cu_alpha"], abs=1e-9)
    assert found.coverage == pytest.approx(want["cu_coverage"], abs=1e-6)
    for value, alpha in want["k_u_alpha"].items():
        assert found.by_value[value] == (None if alpha is None else pytest.approx(alpha, abs=1e-6))
        coverage = want["k_coverage"][value]
        assert found.coverage_by_value[value] == pytest.approx(coverage, abs=1e-6)


def test_exact_f1_of_two_documents(oracles: Any) -> None:
    case = oracles["bratiaa_agree2_span_f1"]
    total = Counts()
    for name, coders in case["data"]["docs"].items():
        a, b = ([(s, e, label) for label, s, e in coders[c]] for c in ("ann1", "ann2"))
        counts = span_counts(a, b, match="exact", labelled=True)
        assert counts.f1 == pytest.approx(case["expected"]["f1_per_doc"][name])
        total += counts
    assert total.f1 == pytest.approx(case["expected"]["micro_f1"])
    assert (total.both, total.n_a, total.n_b) == (13, 16, 17)


def test_matching_thresholds(oracles: Any) -> None:
    case = oracles["matching_threshold_hand"]
    a, b = case["data"]["coders"]["A"], case["data"]["coders"]["B"]
    want = case["expected"]
    assert [[iou(intervals(x), intervals(y)) for y in b] for x in a] == want["iou"]
    assert span_f1(a, b, match="exact") == want["f1_exact"]
    assert span_f1(a, b, match="overlap") == want["f1_any_overlap"]
    assert span_f1(a, b, match=0.5) == want["f1_iou_0.5"]
    assert span_f1(a, b, match="character") == pytest.approx(want["char_f1"])


def test_optimal_beats_greedy(oracles: Any) -> None:
    case = oracles["matching_optimal_beats_greedy_hand"]
    coders = case["data"]["coders"]
    pairs = match_units(coders["A"], coders["B"], threshold=0.5)
    assert [[i, j] for i, j, _ in pairs] == case["expected"]["optimal_pairs"]
    assert sum(w for _, _, w in pairs) == pytest.approx(case["expected"]["optimal_sum_iou"])


def test_prevalence_paradox(oracles: Any) -> None:
    case = oracles["prevalence_paradox_2x2"]
    units, want = units_of(case), case["expected"]
    assert percent_agreement(units) == pytest.approx(want["percent_agreement"])
    assert gwet_ac(units) == pytest.approx(want["gwet_ac1"], abs=1e-5)
    assert cohen_kappa(*columns(units)) == pytest.approx(want["cohen_kappa"], abs=1e-9)
    assert scott_pi(*columns(units)) == pytest.approx(want["scott_pi"], abs=1e-9)


def test_likert_with_quadratic_weights(oracles: Any) -> None:
    case = oracles["likert4_ac2_quadratic"]
    units, want = units_of(case), case["expected"]
    assert gwet_ac(units) == pytest.approx(want["ac1"], abs=1e-5)
    found = gwet_estimate(units, kind="gwet", weights="quadratic")
    assert found.value == pytest.approx(want["ac2_quadratic"], abs=1e-5)
    assert found.observed == pytest.approx(want["pa_quadratic"], abs=1e-9)
    assert found.expected == pytest.approx(want["pe_quadratic"], abs=1e-9)


def test_vision(oracles: Any) -> None:
    case = oracles["vision_weighted_kappa"]
    a, b = columns(units_of(case))
    for weights in (None, "linear", "quadratic"):
        want = case["expected"][weights or "unweighted"]
        assert cohen_kappa(a, b, weights=weights) == pytest.approx(want, abs=1e-9)  # type: ignore[arg-type]


def test_video(oracles: Any) -> None:
    case = oracles["video_alpha"]
    for metric, want in case["expected"].items():
        assert krippendorff_alpha(units_of(case), metric=metric) == pytest.approx(want, abs=1e-9)


def test_randolph(oracles: Any) -> None:
    case = oracles["randolph2005_paradox"]
    units, want = units_of(case), case["expected"]
    assert fleiss_kappa(units) == pytest.approx(want["fleiss_kappa"])
    found = brennan_prediger(units, categories=case["data"]["categories"])
    assert found == pytest.approx(want["randolph_kappa"])


def test_one_category(oracles: Any) -> None:
    units = units_of(oracles["degenerate_single_category"])
    assert percent_agreement(units) == 1
    assert krippendorff_alpha(units) is None
    assert cohen_kappa(*columns(units)) is None
    assert fleiss_kappa(units) is None
    assert brennan_prediger(units, categories=[1, 2]) == pytest.approx(1)
    assert gwet_ac(units, categories=[1, 2]) == pytest.approx(1)


def test_nothing_pairable(oracles: Any) -> None:
    assert krippendorff_alpha(units_of(oracles["degenerate_no_pairable"])) is None
