"""What was exported last, per project: a small file beside the settings, read tolerantly."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

from annotator.paths import config_folder

MOST = 50
"""Projects remembered."""


def memory_file() -> Path:
    return config_folder() / "exports.json"


def recall(project: Path) -> dict[str, Any]:
    """The choices made last for this project; empty where nothing is known."""
    found = _read().get(str(project.resolve()))
    return found if isinstance(found, dict) else {}


def remember(project: Path, choices: dict[str, Any]) -> None:
    """Keep the choices; where that is not possible, they are let go."""
    kept = _read()
    key = str(project.resolve())
    kept.pop(key, None)
    kept[key] = choices
    file = memory_file()
    temporary = file.with_name(file.name + ".new")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        text = json.dumps(dict(list(kept.items())[-MOST:]), ensure_ascii=False, indent=1)
        temporary.write_text(text, encoding="utf-8")
        os.replace(temporary, file)  # noqa: PTH105
    except OSError:
        return


def _read() -> dict[str, Any]:
    try:
        data = json.loads(memory_file().read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return {}
    return data if isinstance(data, dict) else {}
