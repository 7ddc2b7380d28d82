"""The rules of the house: imports run downward, SQL stays in its room, Qt's pinned release holds."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def test_imports_run_downward() -> None:
    done = subprocess.run(
        [sys.executable, "-c", "import sys; from importlinter.cli import lint_imports_command as c; sys.argv = ['lint-imports', '--no-cache']; c()"],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr


def test_sql_is_written_in_the_project_package_only() -> None:
    pattern = re.compile(r"""["'](SELECT|INSERT INTO|UPDATE|DELETE FROM) [\w"*]""")
    found = [
        str(path.relative_to(ROOT))
        for folder in ("annotator", "exports", "ui")
        for path in sorted((ROOT / folder).rglob("*.py"))
        if pattern.search(path.read_text("utf-8")) and "project" not in path.parts
    ]
    assert found == []


def test_void_calls_of_qt_lose_no_reference() -> None:
    code = (
        "import os; os.environ['QT_QPA_PLATFORM'] = 'offscreen'\n"
        "from PySide6.QtCore import QObject\n"
        "o = QObject()\n"
        "for n in range(50_000): o.setObjectName('x')\n"
        "print('alive')"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.stdout.strip() == "alive", done.stderr
