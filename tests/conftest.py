"""Fixtures for all tests: no screen, no network, the folder with real data where it is present."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("QT_LOGGING_RULES", "qt.qpa.*=false")


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder `shared` beside the project: real articles, samples, oracles."""
    folder = Path(__file__).resolve().parents[2] / "shared"
    if not folder.is_dir():
        pytest.skip("the folder with real data (../shared) is not here")
    return folder
