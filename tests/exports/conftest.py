"""The small study, fresh for every test that changes it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.exports.study import Study, small_study


@pytest.fixture
def study(tmp_path: Path) -> Iterator[Study]:
    made = small_study(tmp_path)
    yield made
    made.store.close()
