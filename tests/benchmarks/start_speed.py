"""Start to a usable window (a project of 1,000 articles open), beside a bare PySide6 window.

Run: python -m tests.benchmarks.start_speed [--articles 1000] [--rounds 7]
Both are started in turn as processes of their own; prints median and p95 of wall and CPU seconds
and of the peak memory, and the ratios of the medians.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.benchmarks.projects import big_project

BARE = """
from PySide6.QtWidgets import QApplication, QLabel, QMainWindow
app = QApplication([])
w = QMainWindow(); w.setCentralWidget(QLabel("Annotator")); w.resize(1440, 900); w.show()
app.processEvents(); w.grab()
"""
OURS = """
import sys
from pathlib import Path
from ui.app import make_app
app = make_app(["annotator"])
from ui.main_window import MainWindow
from annotator.settings import Settings
w = MainWindow(Settings(suggest_on_open=False)); w.resize(1440, 900); w.show()
w.open_project(Path(sys.argv[1]), "A")
app.processEvents(); w.grab()
heavy = {"spacy", "openpyxl", "numpy"} & set(sys.modules)
assert not heavy, heavy
w.close()
"""


def run(code: str, *arguments: str, home: str) -> tuple[float, float, float]:
    """Wall seconds, CPU seconds and peak memory (MB) of one process."""
    env = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "ANNOTATOR_HOME": home}
    start = time.perf_counter()
    process = subprocess.Popen([sys.executable, "-c", code, *arguments], env=env)
    _, status, used = os.wait4(process.pid, 0)
    wall = time.perf_counter() - start
    if status:
        raise SystemExit(f"the process ended with {status}")
    return wall, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=1000)
    parser.add_argument("--rounds", type=int, default=7)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        project = Path(name) / "p.annot"
        big_project(project, articles=options.articles, codes=options.articles * 20).close()
        bare, ours = [], []
        run(BARE, home=name)
        run(OURS, str(project), home=name)
        for _ in range(options.rounds):
            bare.append(run(BARE, home=name))
            ours.append(run(OURS, str(project), home=name))
    for nth, what in enumerate(("wall s", "CPU s", "memory MB")):
        a, b = sorted(r[nth] for r in bare), sorted(r[nth] for r in ours)
        ratio = statistics.median(b) / statistics.median(a)
        print(
            f"{what:10} bare {statistics.median(a):8.2f} (p95 {a[-1]:.2f})   "
            f"ours {statistics.median(b):8.2f} (p95 {b[-1]:.2f})   ratio {ratio:.2f}"
        )


if __name__ == "__main__":
    main()
