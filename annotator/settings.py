"""The user's settings and recent projects: one small JSON file, read tolerantly.

A damaged settings file must never keep the program from starting: what cannot be read becomes the
default, and an unreadable file is set aside under another name instead of being overwritten.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal, get_args

ThemeName = Literal["system", "light", "dark"]
MAX_RECENT = 12
MIN_FONT_SIZE, MAX_FONT_SIZE = 9.0, 32.0


@dataclass(frozen=True, slots=True)
class RecentProject:
    """A project that was open before, and who coded in it here."""

    path: str
    title: str
    coder: str
    opened: str


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything the program remembers about its user."""

    theme: ThemeName = "system"
    font_size: float = 13.0
    """Reading size in points."""
    labels_visible: bool = True
    """Whether the small type labels stand above entities."""
    bare_letters: bool = True
    """Whether single letters act (can be switched off, WCAG 2.1.4)."""
    tab_leaves_text: bool = False
    """Whether Tab moves the focus instead of going to the next suggestion."""
    suggest_on_open: bool = True
    pipeline: str = ""
    """Name of the wished language pipeline; empty = the best one."""
    user_name: str = ""
    last_folder: str = ""
    keys: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Keys rebound by the user: action id -> key sequences."""
    recent: tuple[RecentProject, ...] = ()
    window: str = ""
    """Window geometry as text (opaque here)."""
    panes: tuple[int, ...] = ()
    """Widths of the panes of the Code page."""


def load_settings(path: Path) -> Settings:
    """Read the settings; whatever is missing or unusable becomes the default."""
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return Settings()
    except (OSError, ValueError, RecursionError):
        _set_aside(path)
        return Settings()
    return settings_from(data) if isinstance(data, dict) else Settings()


def save_settings(path: Path, settings: Settings) -> bool:
    """Write the settings whole or not at all; returns whether it worked."""
    text = json.dumps(asdict(settings), ensure_ascii=False, indent=1)
    temporary = path.with_name(path.name + ".new")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        temporary.write_text(text, encoding="utf-8")
        temporary.replace(path)
    except OSError:
        return False
    return True


def settings_from(data: Mapping[str, Any]) -> Settings:
    """Settings from a JSON object, field by field."""
    found = {f.name: _READERS[f.name](data[f.name]) for f in fields(Settings) if f.name in data}
    return replace(Settings(), **{name: got for name, got in found.items() if got is not None})


def remember_project(settings: Settings, path: Path, *, title: str, coder: str) -> Settings:
    """Put a project on top of the recent ones."""
    entry = RecentProject(str(path), title, coder, datetime.now(UTC).isoformat(timespec="seconds"))
    others = tuple(r for r in settings.recent if r.path != entry.path)
    return replace(settings, recent=(entry, *others)[:MAX_RECENT], last_folder=str(path.parent))


def forget_project(settings: Settings, path: str) -> Settings:
    return replace(settings, recent=tuple(r for r in settings.recent if r.path != path))


def coder_of(settings: Settings, path: Path) -> str:
    """Who coded last in this project on this machine; empty if it was never open here."""
    return next((r.coder for r in settings.recent if r.path == str(path)), "")


def _set_aside(path: Path) -> None:
    try:
        path.replace(path.with_name(path.name + ".damaged"))
    except OSError:
        return


def _text(got: Any) -> str | None:
    return got if isinstance(got, str) else None


def _truth(got: Any) -> bool | None:
    return got if isinstance(got, bool) else None


def _theme(got: Any) -> Any:
    return got if got in get_args(ThemeName) else None


def _font_size(got: Any) -> float | None:
    if isinstance(got, bool) or not isinstance(got, int | float):
        return None
    return min(max(float(got), MIN_FONT_SIZE), MAX_FONT_SIZE)


def _keys(got: Any) -> dict[str, tuple[str, ...]] | None:
    if not isinstance(got, dict):
        return None
    return {
        name: tuple(key for key in keys if isinstance(key, str))
        for name, keys in got.items()
        if isinstance(name, str) and isinstance(keys, list | tuple)
    }


def _recent(got: Any) -> tuple[RecentProject, ...] | None:
    if not isinstance(got, list | tuple):
        return None
    rows = [r for r in got if isinstance(r, dict) and _text(r.get("path"))]
    return tuple(
        RecentProject(
            r["path"],
            _text(r.get("title")) or Path(r["path"]).stem,
            _text(r.get("coder")) or "",
            _text(r.get("opened")) or "",
        )
        for r in rows[:MAX_RECENT]
    )


def _numbers(got: Any) -> tuple[int, ...] | None:
    if not isinstance(got, list | tuple):
        return None
    return tuple(n for n in got if isinstance(n, int) and not isinstance(n, bool) and n >= 0)


_READERS: Mapping[str, Any] = {
    "theme": _theme,
    "font_size": _font_size,
    "labels_visible": _truth,
    "bare_letters": _truth,
    "tab_leaves_text": _truth,
    "suggest_on_open": _truth,
    "pipeline": _text,
    "user_name": _text,
    "last_folder": _text,
    "keys": _keys,
    "recent": _recent,
    "window": _text,
    "panes": _numbers,
}
