"""Arrays of numbers are encoded faster than lists and mean the same."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from annotator.agreement.coefficients import alpha_estimate
from annotator.agreement.ratings import BLOCK, encode

ARRAYS = {
    "whole numbers": np.array([[1, 2], [3, 3]]),
    "small unsigned numbers with a gap": np.array([[1, 9], [5, 5]], dtype=np.uint8),
    "numbers beyond 32 bits": np.array([[10**12, 2], [2, 2]]),
    "large floats": np.array([[1e12, 2], [2, 2]]),
    "fractions": np.array([[1.5, 2], [3, np.nan]]),
    "negative numbers and an infinity": np.array([[-3, np.nan], [np.inf, 2]]),
    "nothing but missing": np.full((2, 2), np.nan),
    "no units": np.zeros((0, 3)),
}


def as_lists(array: Any) -> list[list[Any]]:
    return [[None if value != value else value for value in row] for row in array.tolist()]


@pytest.mark.parametrize("name", ARRAYS)
def test_an_array_is_read_like_the_list_of_its_units(name: str) -> None:
    array = ARRAYS[name]
    assert [list(unit) for unit in encode(array)] == as_lists(array)


@pytest.mark.parametrize("scale", [1, 0.5, 100_000])
def test_an_array_of_several_blocks_gives_the_alpha_of_its_list(scale: float) -> None:
    chance = np.random.default_rng(4)
    array = chance.integers(0, 4, (BLOCK + 500, 3)).astype(float) * scale
    array[:, 1] = np.where(chance.random(len(array)) < 0.6, array[:, 0], array[:, 1])
    array[chance.random(array.shape) < 0.1] = np.nan
    fast, plain = alpha_estimate(array), alpha_estimate(as_lists(array))  # type: ignore[arg-type]
    assert fast.value == pytest.approx(plain.value, abs=1e-12)
    assert (fast.n_units, fast.n_pairable, fast.n_dropped) == (
        plain.n_units,
        plain.n_pairable,
        plain.n_dropped,
    )
