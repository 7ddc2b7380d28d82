"""Both schemes keep WCAG AA for every pair they use; the fonts are there; the sheet is whole."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtGui import QFontInfo
from PySide6.QtWidgets import QApplication

from annotator.codebook.model import Layer
from ui import theme as themes
from ui.stylesheet import icon_path, stylesheet
from ui.theme import DARK, LIGHT, READING_FAMILY, UI_FAMILY, Theme, contrast

BOTH = pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])

GROUNDS = ("bg", "panel", "paper", "card")
TEXT_PAIRS = [
    *(
        (text, ground)
        for text in ("ink", "muted", "faint", "accent", "danger", "ok", "warn")
        for ground in GROUNDS
    ),
    *(("ink", g) for g in ("accent_soft", "hover", "selection", "chip", "participant")),
    *(("muted", g) for g in ("accent_soft", "hover", "chip", "key_bg")),
    ("accent", "accent_soft"),
    ("accent", "hover"),
    ("accent_ink", "accent"),
    ("label", "paper"),
]
MARK_PAIRS = [
    (mark, ground)
    for mark in ("control_line", "suggestion", "focus_ring", "ok", "warn", "danger", "todo")
    for ground in GROUNDS
] + [("focus_ring", "accent_soft")]


@BOTH
@pytest.mark.parametrize(("text", "ground"), TEXT_PAIRS)
def test_text_is_readable_on_its_ground(theme: Theme, text: str, ground: str) -> None:
    assert contrast(getattr(theme, text), getattr(theme, ground)) >= 4.5


@BOTH
@pytest.mark.parametrize(("mark", "ground"), MARK_PAIRS)
def test_borders_and_marks_stand_out(theme: Theme, mark: str, ground: str) -> None:
    assert contrast(getattr(theme, mark), getattr(theme, ground)) >= 3


@BOTH
@pytest.mark.parametrize("kind", list(LIGHT.entity))
def test_entity_words_and_labels_are_readable(theme: Theme, kind: str) -> None:
    colours = theme.entity[kind]
    assert contrast(theme.ink, colours.fill) >= 7
    assert contrast(colours.ink, colours.fill) >= 4.5
    assert contrast(colours.ink, theme.paper) >= 4.5


@BOTH
def test_primary_button_shows_its_focus(theme: Theme) -> None:
    assert contrast(theme.ink, theme.bg) >= 3


def test_contrast_of_black_on_white_is_21() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@BOTH
def test_sheet_names_only_known_colours_and_existing_pictures(theme: Theme) -> None:
    sheet = stylesheet(theme)
    assert "$" not in sheet
    used = set(re.findall(r"#[0-9a-f]{6}\b", sheet))
    tokens = {v for n in theme.__slots__ if isinstance(v := getattr(theme, n), str)}
    assert used <= tokens
    for path in re.findall(r"url\((.*?)\)", sheet):
        assert path.endswith(f"_{theme.name}.svg")
        assert "<svg" in Path(path).read_text("utf-8")


def test_pictures_exist_for_both_schemes() -> None:
    assert icon_path("check", LIGHT) != icon_path("check", DARK)


def test_bundled_faces_are_loaded(qapp: QApplication) -> None:
    families = themes.load_fonts()
    assert UI_FAMILY in families
    assert READING_FAMILY in families
    assert QFontInfo(themes.ui_font()).family() == UI_FAMILY
    assert QFontInfo(themes.reading_font()).family() == READING_FAMILY


def test_applying_a_theme_dresses_the_application(qapp: QApplication) -> None:
    themes.load_fonts()
    themes.apply(qapp, DARK)
    assert qapp.palette().window().color().name() == DARK.bg
    themes.apply(qapp, LIGHT)
    assert qapp.palette().window().color().name() == LIGHT.bg
    qapp.setStyleSheet("")


def test_system_theme_is_one_of_the_two(qapp: QApplication) -> None:
    assert themes.theme_for("system", qapp) in (LIGHT, DARK)
    assert themes.theme_for("dark", qapp) is DARK


def test_layer_takes_its_dark_colour_in_the_dark() -> None:
    layer = Layer(
        key="event",
        label="Event",
        letter="E",
        colour="#b24c12",
        colour_dark="#f0a070",
        line="solid",
        level="span",
        default_span="token",
        match="iou(.5)",
        fragments=False,
        fields=(),
        mark_field=None,
    )
    assert themes.layer_colour(LIGHT, layer) == "#b24c12"
    assert themes.layer_colour(DARK, layer) == "#f0a070"
    assert themes.layer_colour(DARK, replace(layer, colour_dark="")) == "#b24c12"


def test_unknown_entity_types_get_colours_in_turn() -> None:
    first = themes.entity_colours(LIGHT, "weapon", 0)
    second = themes.entity_colours(LIGHT, "weapon", 1)
    assert first != second
    assert themes.entity_colours(LIGHT, "org", 7) == LIGHT.entity["org"]


def test_blend_mixes_by_share() -> None:
    assert themes.blend("#ffffff", "#000000", 0.5) == "#808080"
    assert themes.blend("#123456", "#000000", 1) == "#123456"
