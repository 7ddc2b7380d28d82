"""A column of cards on screen."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication

from ui.theme import LIGHT, apply, load_fonts


@pytest.fixture(scope="session")
def dressed(qapp: QApplication) -> QApplication:
    load_fonts()
    apply(qapp, LIGHT)
    return qapp
