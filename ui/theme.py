"""Colours and fonts of the window: every colour the program paints has its name here.

Two schemes, light and dark, as frozen tokens; `apply` turns one into the application's palette and
one stylesheet (`ui.stylesheet`). Every pair of text and ground reaches WCAG AA (4.5:1) and every
border, mark and focus ring 3:1; a test computes them all. Code colours come from the codebook.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from types import MappingProxyType
from typing import Literal

from PySide6.QtCore import QByteArray, Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QPalette
from PySide6.QtWidgets import QApplication, QStyleFactory

from annotator.codebook.model import Layer
from ui.stylesheet import stylesheet

UI_FAMILY = "Inter"
READING_FAMILY = "Noto Serif"
UI_PIXELS = 13
TITLE_PIXELS = 25
READING_PIXELS = 17

FONT_FILES = (
    "Inter-Regular.otf",
    "Inter-Medium.otf",
    "Inter-SemiBold.otf",
    "Inter-Italic.otf",
    "NotoSerif-Regular.ttf",
    "NotoSerif-Italic.ttf",
    "NotoSerif-Bold.ttf",
)

ThemeName = Literal["light", "dark"]


@dataclass(frozen=True, slots=True)
class EntityColours:
    """A soft ground for the word and a darker ink of the same hue for its label and chip."""

    fill: str
    ink: str


@dataclass(frozen=True, slots=True)
class Theme:
    """The colour tokens of one scheme, each `#rrggbb`."""

    name: ThemeName
    bg: str
    """The window behind everything."""
    panel: str
    """Side panes, top bar, status bar."""
    paper: str
    """The page the article stands on."""
    card: str
    """Cards, inputs, menus."""
    ink: str
    muted: str
    """Secondary text."""
    faint: str
    """Placeholders and quotes: still readable."""
    line: str
    """Hairlines that only decorate."""
    control_line: str
    """Borders that tell what can be used."""
    hover: str
    accent: str
    accent_soft: str
    """Ground of the chosen row, tab or choice."""
    accent_ink: str
    """Text on a ground of `accent`."""
    danger: str
    ok: str
    warn: str
    todo: str
    """The mark of what has not been begun."""
    suggestion: str
    """Dashes round what the machine proposes."""
    selection: str
    focus_ring: str
    halo: str
    """The glow around the focused control."""
    chip: str
    key_bg: str
    label: str
    """Tiny caps above the words."""
    read: str
    """The margin beside sentences that were read."""
    participant: str
    """Ground of the words that fill a role of the current code."""
    entity: Mapping[str, EntityColours]


_LIGHT_ENTITIES = {
    "person": EntityColours("#cfe3fa", "#2d5684"),
    "org": EntityColours("#e6d9f3", "#634389"),
    "gpe": EntityColours("#dcefe2", "#2a6242"),
    "loc": EntityColours("#cdebea", "#1c6163"),
    "norp": EntityColours("#f7e1dd", "#8a4136"),
    "fac": EntityColours("#e7e2d3", "#635738"),
    "event": EntityColours("#fbdfc6", "#86480f"),
    "date": EntityColours("#f3ead2", "#715811"),
    "money": EntityColours("#e4edc6", "#4d600f"),
    "other": EntityColours("#e6e6e8", "#53575f"),
}

_DARK_ENTITIES = {
    "person": EntityColours("#22405f", "#a9cdf3"),
    "org": EntityColours("#43325a", "#d2b9ee"),
    "gpe": EntityColours("#23432f", "#a3d9b6"),
    "loc": EntityColours("#194447", "#96d6d4"),
    "norp": EntityColours("#572f29", "#f0b9ae"),
    "fac": EntityColours("#413b2a", "#d6cba8"),
    "event": EntityColours("#553619", "#f2c294"),
    "date": EntityColours("#483d1c", "#e3cf92"),
    "money": EntityColours("#3a4319", "#cbdb91"),
    "other": EntityColours("#3a3c42", "#c9ccd2"),
}

LIGHT = Theme(
    name="light",
    bg="#f6f5f2",
    panel="#fbfaf8",
    paper="#fffefc",
    card="#ffffff",
    ink="#22252a",
    muted="#5f646b",
    faint="#6b7077",
    line="#dcd8cf",
    control_line="#8a8780",
    hover="#f1efea",
    accent="#2f5d8a",
    accent_soft="#e9eef4",
    accent_ink="#ffffff",
    danger="#a93226",
    ok="#2c7a4b",
    warn="#8a5d00",
    todo="#85827b",
    suggestion="#7b838f",
    selection="#a8cdf5",
    focus_ring="#2f5d8a",
    halo="#d6e3f0",
    chip="#eeece8",
    key_bg="#ffffff",
    label="#565c66",
    read="#8f9aa6",
    participant="#fdeaa8",
    entity=MappingProxyType(_LIGHT_ENTITIES),
)

DARK = Theme(
    name="dark",
    bg="#161719",
    panel="#1a1b1e",
    paper="#1e1f22",
    card="#25262a",
    ink="#e4e2dd",
    muted="#a4a7ad",
    faint="#989ca3",
    line="#36383d",
    control_line="#7e828a",
    hover="#2a2c30",
    accent="#8db9e6",
    accent_soft="#26333f",
    accent_ink="#10171e",
    danger="#f19384",
    ok="#6fc795",
    warn="#e2b55a",
    todo="#85888f",
    suggestion="#8d95a0",
    selection="#31577f",
    focus_ring="#8db9e6",
    halo="#2b4258",
    chip="#313338",
    key_bg="#2b2d31",
    label="#adb2ba",
    read="#67717c",
    participant="#5a4a12",
    entity=MappingProxyType(_DARK_ENTITIES),
)

THEMES: Mapping[str, Theme] = MappingProxyType({"light": LIGHT, "dark": DARK})


def theme_for(name: Literal["light", "dark", "system"], app: QApplication) -> Theme:
    """The theme of that name; `system` follows the desktop, light where it does not say."""
    if name != "system":
        return THEMES[name]
    dark = app.styleHints().colorScheme() == Qt.ColorScheme.Dark
    return DARK if dark else LIGHT


def apply(app: QApplication, theme: Theme) -> None:
    """Dress the whole application: style, font, palette and stylesheet.

    The fonts must be loaded (`load_fonts`). Cheap enough to be called when the theme is switched.
    """
    fusion = QStyleFactory.create("Fusion")
    if fusion is not None and app.style().objectName().lower() != "fusion":
        app.setStyle(fusion)
    app.setFont(ui_font())
    app.setPalette(palette(theme))
    app.setStyleSheet(stylesheet(theme))


def palette(theme: Theme) -> QPalette:
    """The colours of what the stylesheet does not reach (native parts, plain text, links)."""
    roles = QPalette.ColorRole
    colours = {
        roles.Window: theme.bg,
        roles.WindowText: theme.ink,
        roles.Base: theme.card,
        roles.AlternateBase: theme.panel,
        roles.Text: theme.ink,
        roles.PlaceholderText: theme.faint,
        roles.Button: theme.card,
        roles.ButtonText: theme.ink,
        roles.BrightText: theme.danger,
        roles.ToolTipBase: theme.card,
        roles.ToolTipText: theme.ink,
        roles.Highlight: theme.selection,
        roles.HighlightedText: theme.ink,
        roles.Link: theme.accent,
        roles.LinkVisited: theme.accent,
        roles.Mid: theme.line,
        roles.Midlight: theme.hover,
        roles.Dark: theme.control_line,
        roles.Light: theme.card,
        roles.Shadow: theme.line,
        roles.Accent: theme.accent,
    }
    made = QPalette()
    for role, colour in colours.items():
        made.setColor(role, QColor(colour))
    for role in (roles.WindowText, roles.Text, roles.ButtonText):
        made.setColor(QPalette.ColorGroup.Disabled, role, QColor(theme.faint))
    return made


def load_fonts() -> tuple[str, ...]:
    """Register the bundled faces with Qt; return the families that are now available.

    Other scripts (Arabic, Han, emoji ...) come from the fonts of the system. A face that cannot be
    loaded is left out: Qt then uses the system's next best, and the text stays readable.
    """
    folder = files("resources.fonts")
    families: list[str] = []
    for name in FONT_FILES:
        number = QFontDatabase.addApplicationFontFromData(QByteArray((folder / name).read_bytes()))
        if number >= 0:
            families += QFontDatabase.applicationFontFamilies(number)
    return tuple(dict.fromkeys(families))


def ui_font(pixels: int = UI_PIXELS, weight: QFont.Weight = QFont.Weight.Normal) -> QFont:
    """The face of everything but the article."""
    font = QFont(UI_FAMILY)
    font.setPixelSize(pixels)
    font.setWeight(weight)
    return font


def reading_font(pixels: float = READING_PIXELS) -> QFont:
    """The serif face of the article and of quotes; size in logical pixels."""
    font = QFont(READING_FAMILY)
    font.setStyleHint(QFont.StyleHint.Serif)
    font.setPixelSize(round(pixels))
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    return font


def caps_font(pixels: int = 10) -> QFont:
    """Tiny spaced capitals: labels above words, headings of lists."""
    font = ui_font(pixels, QFont.Weight.DemiBold)
    font.setLetterSpacing(QFont.SpacingType.PercentageSpacing, 104)
    return font


def layer_colour(theme: Theme, layer: Layer) -> str:
    """The layer's colour from the codebook, for this scheme."""
    return layer.colour_dark if theme.name == "dark" and layer.colour_dark else layer.colour


def entity_colours(theme: Theme, code_key: str | None, index: int = 0) -> EntityColours:
    """Colours of an entity type: by its key, else by its place in the codebook's list."""
    if code_key is not None and code_key in theme.entity:
        return theme.entity[code_key]
    palette_ = tuple(theme.entity.values())
    return palette_[index % len(palette_)]


def contrast(a: str, b: str) -> float:
    """WCAG 2.1 contrast ratio of two `#rrggbb` colours, 1 to 21."""
    first, second = sorted((_luminance(a), _luminance(b)), reverse=True)
    return (first + 0.05) / (second + 0.05)


def blend(over: str, under: str, share: float) -> str:
    """`share` (0 to 1) of one colour laid over another."""
    mixed = (
        round(a * share + b * (1 - share)) for a, b in zip(_rgb(over), _rgb(under), strict=True)
    )
    return "#{:02x}{:02x}{:02x}".format(*mixed)


def _rgb(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def _luminance(colour: str) -> float:
    def linear(channel: int) -> float:
        c = channel / 255
        return c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4

    red, green, blue = (linear(c) for c in _rgb(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
