"""open, demo, and the bare program: what needs a screen, and what to do without one."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

from annotator.errors import ProjectError
from ui.terminal.output import say

WITHOUT_SCREEN = "new, import, suggest, models, codes, add, export, agreement, check, backup"


def start(options: argparse.Namespace) -> int:
    """annotator"""
    del options
    require_screen()
    from ui.app import run_app

    return run_app(None, None)


def open_project(options: argparse.Namespace) -> int:
    """annotator open PROJECT [--coder NAME]"""
    path = Path(options.project)
    from annotator.project.connection import inspect_header

    inspect_header(path)
    require_screen()
    from ui.app import run_app

    return run_app(path, options.coder)


def demo(options: argparse.Namespace) -> int:
    """annotator demo [--screenshots DIR]"""
    if options.screenshots:
        return _screenshots(Path(options.screenshots))
    require_screen()
    from annotator.sample import sample_copy
    from ui.app import run_app

    return run_app(sample_copy(), "Coder A")


def _screenshots(folder: Path) -> int:
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    from ui.screenshots import render_all

    pictures = render_all(folder)
    say(f"Drew {len(pictures)} pictures in {folder}.")
    return 0


def has_screen() -> bool:
    """Whether a window can be shown: always outside Linux, else by the display variables."""
    if sys.platform in ("win32", "darwin"):
        return True
    named = os.environ.get("QT_QPA_PLATFORM", "")
    if named and named.split(":")[0] not in ("xcb", "wayland"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def require_screen() -> None:
    """Raises ProjectError naming what works without a screen."""
    if not has_screen():
        raise ProjectError(
            "There is no screen to open a window on;",
            f"without one these work: {WITHOUT_SCREEN} and demo --screenshots FOLDER.",
        )
