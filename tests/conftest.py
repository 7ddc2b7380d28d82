"""Fixtures for all tests: no screen, no network, the folder with real data where it is present."""

from __future__ import annotations

import os
import sys
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


_ended_with: list[int] = []


def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    _ended_with.append(int(exitstatus))


@pytest.hookimpl(trylast=True)
def pytest_unconfigure(config: pytest.Config) -> None:
    """Leave with the status of the run, without taking the interpreter apart.

    Python frees what is left of thousands of Qt widgets in any order, after the application object
    is gone; Qt may crash on that when every test has passed and been reported.
    """
    if _ended_with and "PySide6" in sys.modules:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(_ended_with[-1])
