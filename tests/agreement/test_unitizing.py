"""The u-alpha family: the published example, several documents, what is undefined."""

from __future__ import annotations

import itertools
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.agreement.estimate import NO_UNITS, NOTHING_PAIRABLE
from annotator.agreement.unitizing import unitizing_alpha

FIGURE_12_11 = (
    60,
    {
        "Alex": [(0, 7, 1), (7, 13, 2), (30, 32, 5), (32, 37, 6), (37, 44, 6), (44, 60, 7)],
        "Paul": [(0, 7, 1), (7, 13, 3), (13, 21, 5), (32, 44, 6)],
        "Suzan": [(0, 7, 1), (7, 13, 4), (13, 21, 5), (32, 37, 6), (37, 41, 6), (41, 44, 6)],
    },
)
"""Krippendorff (2019), Figure 12.11."""


@pytest.mark.parametrize(("name", "published"), [("u", 0.510), ("binary", 0.413), ("cu", 0.724)])
def test_the_printed_example(name: str, published: float) -> None:
    assert getattr(unitizing_alpha([FIGURE_12_11]), name) == pytest.approx(published, abs=7e-4)


def test_each_value_of_the_printed_example() -> None:
    found = unitizing_alpha([FIGURE_12_11]).by_value
    assert {k: v if v is None else round(v, 6) for k, v in found.items()} == {
        1: 1, 2: 0, 3: 0, 4: 0, 5: 1, 6: 1, 7: None,
    }  # fmt: skip


def test_coverage_of_the_printed_example() -> None:
    assert unitizing_alpha([FIGURE_12_11]).coverage == pytest.approx(0.46111111, abs=1e-8)


def test_documents_are_summed_not_averaged() -> None:
    same = (30, {"a": [(0, 10, 1)], "b": [(0, 10, 1)]})
    other = (90, {"a": [(0, 10, 1)], "b": [(50, 60, 1)]})
    found = unitizing_alpha([same, other])
    each = [unitizing_alpha([document]).u for document in (same, other)]
    assert found.u is not None and None not in each
    assert found.u != pytest.approx(sum(x for x in each if x is not None) / 2, abs=0.01)


def test_a_document_of_one_coder_is_dropped_and_counted() -> None:
    alone = (500, {"Alex": [(0, 400, 2)]})
    with_it, without = unitizing_alpha([FIGURE_12_11, alone]), unitizing_alpha([FIGURE_12_11])
    assert (with_it.u, with_it.n_dropped) == (without.u, 1)


def test_a_coder_who_coded_nothing_counts() -> None:
    found = unitizing_alpha([(100, {"a": [(0, 50, 1)], "b": []})])
    assert found.u is not None and found.u < 0


def test_nobody_coded_anything_is_undefined() -> None:
    found = unitizing_alpha([(100, {"a": [], "b": []})])
    assert (found.u, found.binary, found.cu) == (None, None, None)
    assert found.reason


def test_one_coder_only_is_explained() -> None:
    assert unitizing_alpha([(100, {"a": [(0, 4, 1)]})]).reason == NOTHING_PAIRABLE


def test_no_documents_are_explained() -> None:
    assert unitizing_alpha([]).reason == NO_UNITS


def test_overlaps_of_one_coder_are_refused() -> None:
    with pytest.raises(ValueError, match="overlap"):
        unitizing_alpha([(50, {"a": [(0, 10, 1), (5, 12, 1)], "b": []})])


def test_units_outside_the_text_are_refused() -> None:
    with pytest.raises(ValueError, match="outside"):
        unitizing_alpha([(50, {"a": [(40, 51, 1)], "b": []})])


def units() -> st.SearchStrategy[list[tuple[int, int, int]]]:
    cuts = st.lists(st.integers(0, 80), unique=True, max_size=10).map(sorted)
    return cuts.flatmap(
        lambda at: st.lists(st.integers(0, 3), min_size=len(at), max_size=len(at)).map(
            lambda values: [
                (start, end, value)
                for (start, end), value in zip(itertools.pairwise(at), values, strict=False)
                if value
            ]
        )
    )


documents = st.lists(
    st.tuples(st.just(80), st.fixed_dictionaries({c: units() for c in "abc"})),
    min_size=1,
    max_size=3,
)


@given(documents)
def test_coders_and_documents_in_any_order(given_documents: Any) -> None:
    turned = [(n, dict(reversed(c.items()))) for n, c in reversed(given_documents)]
    one, two = unitizing_alpha(given_documents), unitizing_alpha(turned)
    assert [one.u, one.binary, one.cu] == pytest.approx([two.u, two.binary, two.cu])


@given(units())
def test_equal_coders_agree_perfectly(coded: Any) -> None:
    found = unitizing_alpha([(100, {"a": coded, "b": list(coded)})])
    assert found.u is None if not coded else found.u == pytest.approx(1)
