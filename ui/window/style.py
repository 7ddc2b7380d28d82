"""What the frame of the window adds to the theme's stylesheet: the banner's tones, hint sizes."""

from __future__ import annotations

from ui.theme import Theme, blend


def window_sheet(theme: Theme) -> str:
    """The extra rules, for the main window."""
    rules = [
        f"#topbar {{ background: {theme.panel}; border: 0;"
        f" border-bottom: 1px solid {theme.line}; }}",
        f"#sidepane {{ background: {theme.panel}; border: 0; }}",
        f"#readerpane {{ background: {theme.paper}; border: 0; }}",
        f"#readerbar {{ background: {theme.paper}; border: 0;"
        f" border-bottom: 1px solid {theme.line}; }}",
        f"#dropzone {{ background: {theme.card}; border: 1.5px dashed {theme.control_line};"
        f" border-radius: 8px; }}",
        f'#dropzone[hot="true"] {{ border-color: {theme.accent};'
        f" background: {theme.accent_soft}; }}",
    ]
    rules.append(
        f"#toast {{ background: {theme.ink}; border: 0; border-radius: 8px; }}"
        f"#toast QLabel {{ color: {theme.paper}; background: transparent; }}"
    )
    for tone, colour in (("info", theme.accent), ("warn", theme.warn), ("danger", theme.danger)):
        ground = blend(colour, theme.panel, 0.14)
        rules.append(
            f'#banner[tone="{tone}"] {{ background: {ground}; border: 0;'
            f" border-left: 4px solid {colour}; border-bottom: 1px solid {colour}; }}"
            f'#banner[tone="{tone}"] QLabel {{ color: {theme.ink}; }}'
        )
    return "\n".join(rules)
