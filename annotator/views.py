"""What was open in which project, per coder: page in front, article, place. Conveniences only.

Kept beside the settings, tolerant to damage: a lost file costs nothing but the place.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

MOST = 50
"""Projects remembered."""


def save_view(
    file: Path, project: Path, coder: str, front: str, states: Mapping[str, Mapping[str, Any]]
) -> None:
    """Remember the state of the pages (plain JSON values)."""
    views = _read(file)
    key = _key(project, coder)
    views.pop(key, None)
    views[key] = {"front": front, "states": {k: dict(v) for k, v in states.items()}}
    kept = dict(list(views.items())[-MOST:])
    temporary = file.with_name(file.name + ".new")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        temporary.write_text(json.dumps(kept, ensure_ascii=False), encoding="utf-8")
        temporary.replace(file)
    except OSError:
        return


def load_view(file: Path, project: Path, coder: str) -> tuple[str, dict[str, dict[str, Any]]]:
    """(key of the page in front, page key -> its state); empty where nothing is known."""
    view = _read(file).get(_key(project, coder))
    if not isinstance(view, dict):
        return "", {}
    states = view.get("states")
    known = states if isinstance(states, dict) else {}
    return str(view.get("front", "")), {k: v for k, v in known.items() if isinstance(v, dict)}


def _key(project: Path, coder: str) -> str:
    return f"{project.resolve()}\n{coder}"


def _read(file: Path) -> dict[str, Any]:
    try:
        data = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return {}
    return data if isinstance(data, dict) else {}
