"""Each warning has its trigger, and stays silent without it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from annotator.agreement.overview import compute
from annotator.agreement.results import CategoryRow, Confusion, PairCell
from annotator.agreement.warnings import (
    averaged,
    bias,
    cut_overlaps,
    few_articles,
    few_units,
    left_out,
    low_coverage,
    metric_named,
    near_threshold,
    no_variation,
    prevalence,
    strangers,
)
from tests.agreement.studies import Study

NAMES = {"A": "Ana", "B": "Ben"}


def category(name: str, uses: float, prevalence: float) -> CategoryRow:
    return CategoryRow(name, uses, prevalence, 0.5, 0.5)


EVEN = [category("x", 50, 0.5), category("y", 50, 0.5)]
PAIRED = PairCell("A", "B", 0.5, 0.5, 10)
ALONE = PairCell("A", "B", None, None, 0)
FAIR = Confusion("A", "B", ("x", "y"), ((20, 2), (2, 20)))
BIASED = Confusion("A", "B", ("x", "y"), ((10, 20), (0, 10)))

CASES: list[tuple[str, Callable[[], list[object]], Callable[[], list[object]]]] = [
    ("W1", lambda: [*few_units(29, EVEN)], lambda: [*few_units(30, EVEN)]),
    ("W1", lambda: [*few_units(50, [category("x", 4, 0.1)])], lambda: [*few_units(50, EVEN)]),
    ("W2", lambda: [*no_variation("undefined (no variation)")], lambda: [*no_variation("")]),
    (
        "W3",
        lambda: [*prevalence(0.8, 0.95, [category("x", 95, 0.95), category("y", 5, 0.05)])],
        lambda: [*prevalence(0.8, 0.9, EVEN)],
    ),
    ("W3", lambda: [*prevalence(0.3, 0.86, EVEN)], lambda: [*prevalence(None, None, EVEN)]),
    ("W4", lambda: [*bias([BIASED], NAMES)], lambda: [*bias([FAIR], NAMES)]),
    ("W5", lambda: [*left_out(3, 7)], lambda: [*left_out(0, 7)]),
    ("W6", lambda: [*low_coverage(0.69)], lambda: [*low_coverage(0.7)]),
    ("W7", lambda: [*near_threshold(0.7, 0.9, 0.8)], lambda: [*near_threshold(0.81, 0.9, 0.8)]),
    ("W8", lambda: [*few_articles([1.0] * 9)], lambda: [*few_articles([1.0] * 30)]),
    ("W8", lambda: [*few_articles([1.0] * 29)], lambda: [*few_articles([1.0] * 31)]),
    ("W8", lambda: [*few_articles([1.0] * 30 + [40.0])], lambda: [*few_articles([2.0] * 30)]),
    ("W9", lambda: [*cut_overlaps(2)], lambda: [*cut_overlaps(0)]),
    ("W10", lambda: [*strangers([ALONE], NAMES)], lambda: [*strangers([PAIRED], NAMES)]),
    ("W13", lambda: [*metric_named("masi")], lambda: [*metric_named("nominal")]),
    ("W14", lambda: [*averaged([0.2, 0.4], 0.5)], lambda: [*averaged([0.5, 0.54], 0.5)]),
]


@pytest.mark.parametrize(
    ("code", "warned", "silent"), CASES, ids=lambda x: x if isinstance(x, str) else ""
)
def test_a_warning_has_its_trigger(
    code: str, warned: Callable[[], list[object]], silent: Callable[[], list[object]]
) -> None:
    assert {getattr(w, "code", "") for w in warned()} == {code}
    assert silent() == []


def codes_of(study: Study, key: str) -> set[str]:
    return {w.code for w in compute(study.snapshot(), replicates=50).row(key).warnings}


def test_accepted_suggestions_are_named_as_dependent() -> None:
    study = Study(2).both(0, 0, 6, type="attack")
    assert "W11" not in codes_of(study, "event:found")
    study.code("A", 1, 0, 6, origin="accepted", type="protest")
    assert "W11" in codes_of(study, "event:found")


def test_several_versions_of_the_codebook_are_named() -> None:
    study = Study(2).both(0, 0, 6, type="attack")
    assert "W12" not in codes_of(study, "event:found")
    study.code("A", 1, 0, 6, version=2, type="protest")
    assert "W12" in codes_of(study, "event:found")
