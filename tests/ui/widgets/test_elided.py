"""Text cut to a number of lines."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication

from ui.theme import load_fonts, ui_font
from ui.widgets.elided import wrap

LONG = "one two three four five six seven eight nine ten " * 6


@pytest.fixture(autouse=True)
def fonts(qapp: QApplication) -> None:
    load_fonts()


def test_short_text_is_one_whole_line() -> None:
    assert wrap("own words", ui_font(), 300, 2) == ("own words",)


def test_long_text_is_cut_in_its_last_line() -> None:
    lines = wrap(LONG, ui_font(), 200, 2)
    assert len(lines) == 2
    assert lines[1].endswith("…")


def test_lines_follow_each_other_without_loss() -> None:
    lines = wrap(LONG, ui_font(), 200, 3)
    assert LONG.startswith(" ".join(lines).rstrip("…").rstrip())


def test_one_endless_word_is_cut_too() -> None:
    lines = wrap("x" * 300, ui_font(), 200, 2)
    assert len(lines) == 2
    assert lines[1].endswith("…")


def test_nothing_is_no_line() -> None:
    assert wrap("", ui_font(), 200, 2) == ()
