"""How quick the reading pane is, beside a plain text widget showing the same text.

Run `python -m tests.benchmarks.reader_speed` (add `--quick` to leave out ten megabytes). Both sides
take turns in one process: ours opens an article with its marks to the first painted frame, theirs
is `QPlainTextEdit.setPlainText` and its first paint. Then frames of scrolling and jumping. Prints
median and 95th percentile in milliseconds, processor time beside wall time, the ratio, and the
exponent of cost over size. Never fails: a number to read.
"""

from __future__ import annotations

import argparse
import math
import os
import random
import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("QT_LOGGING_RULES", "qt.qpa.*=false")

from PySide6.QtWidgets import QApplication, QPlainTextEdit

from annotator.model import Article
from annotator.text.segment import Segments, segment
from ui.reader.marks import LineKind, Mark
from ui.reader.view import ReaderView
from ui.theme import LIGHT, apply, load_fonts

CASES = (
    (5_000, 100),
    (100_000, 1_000),
    (1_000_000, 10_000),
    (1_000_000, 50_000),
    (10_000_000, 100_000),
)
GOALS = (2.0, 2.0, 2.0, 3.0, 2.0)
SIZE = (1000, 800)
LINES: tuple[LineKind, ...] = ("fill", "solid", "dotted", "long")
COLOURS = ("#cfe3fa", "#b24c12", "#7a3fa0", "#1f7a6d")


@dataclass
class Times:
    """Seconds of several runs, wall and processor."""

    wall: list[float]
    cpu: list[float]

    def text(self) -> str:
        return (
            f"median {_ms(self.wall, 0.5):7.1f}  p95 {_ms(self.wall, 0.95):7.1f}"
            f"  cpu {_ms(self.cpu, 0.5):7.1f}"
        )


def _ms(values: Sequence[float], share: float) -> float:
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, math.ceil(share * len(ordered)) - 1)] * 1000


def _timed(times: Times, work: Callable[[], None]) -> None:
    wall, cpu = time.perf_counter(), time.process_time()
    work()
    times.wall.append(time.perf_counter() - wall)
    times.cpu.append(time.process_time() - cpu)


def made_text(size: int) -> str:
    """Paragraphs of invented words, a blank line between every other pair."""
    dice = random.Random(1)
    words = ["".join(dice.choices("abcdefghijklmnop", k=dice.randint(2, 9))) for _ in range(8000)]
    parts: list[str] = []
    length = 0
    while length < size:
        part = " ".join(dice.choices(words, k=dice.randint(30, 90))).capitalize() + "."
        parts += [part, ""] if len(parts) % 3 else [part]
        length += len(part) + 2
    return "\n".join(parts)[:size]


def made_marks(size: int, count: int) -> list[Mark]:
    dice = random.Random(2)
    marks = []
    for number, start in enumerate(sorted(dice.randrange(size - 130) for _ in range(count))):
        kind = number % 4
        length = dice.randint(4, 20) if kind < 2 else dice.randint(30, 120)
        role = "suggestion" if number % 7 == 0 else "code"
        colour = COLOURS[kind]
        mark = Mark(
            f"{number:032x}", LINES[kind], role, start, start + length,
            line=LINES[kind], colour=colour, ink="#565c66", label="GPE" if kind == 0 else "",
        )  # fmt: skip
        marks.append(mark)
    return marks


def made_article(text: str) -> Article:
    return Article(
        "0" * 32, "", 1, text, 0, "2025-03-14", "The Northern Courier",
        None, None, "en", {}, 1,
    )  # fmt: skip


def opening(
    app: QApplication, article: Article, segments: Segments, marks: list[Mark], runs: int
) -> tuple[Times, Times]:
    """Ours and theirs in turn, each on a widget that is already on the screen."""
    ours, theirs = Times([], []), Times([], [])
    view, plain = ReaderView(), QPlainTextEdit()
    for widget in (view, plain):
        widget.resize(*SIZE)
        widget.show()
    app.processEvents()

    def open_ours() -> None:
        view.show_article(article, segments, marks)
        view.viewport().repaint()

    def open_theirs() -> None:
        plain.setPlainText(article.text)
        plain.viewport().repaint()

    open_ours()
    open_theirs()
    for _ in range(runs):
        _emptied(app, view, plain)
        _timed(ours, open_ours)
        _emptied(app, view, plain)
        _timed(theirs, open_theirs)
    view.close()
    plain.close()
    return ours, theirs


def _emptied(app: QApplication, view: ReaderView, plain: QPlainTextEdit) -> None:
    view.clear_article()
    plain.clear()
    for _ in range(3):
        app.processEvents()


def frames(app: QApplication, article: Article, segments: Segments, marks: list[Mark]) -> None:
    """Scroll by lines and by wheel steps, then jump anywhere; a repaint after each."""
    view, plain = ReaderView(), QPlainTextEdit()
    for widget in (view, plain):
        widget.resize(*SIZE)
        widget.show()
    view.show_article(article, segments, marks)
    plain.setPlainText(article.text)
    app.processEvents()
    dice = random.Random(3)
    for name, widget, step in (("ours", view, 90), ("plain", plain, 3)):
        bar = widget.verticalScrollBar()
        down, up, jumps = Times([], []), Times([], []), Times([], [])
        bar.setValue(bar.maximum() // 2)
        widget.viewport().repaint()

        def go(to: int, widget: ReaderView | QPlainTextEdit = widget) -> None:
            widget.verticalScrollBar().setValue(to)
            widget.viewport().repaint()

        for _ in range(60):
            _timed(down, lambda: go(bar.value() + step))  # noqa: B023
        for _ in range(60):
            _timed(up, lambda: go(bar.value() - 2 * step))  # noqa: B023
        for _ in range(40):
            to = dice.randrange(max(1, bar.maximum()))
            _timed(jumps, lambda: go(to))  # noqa: B023
        print(
            f"    {name:6s} down p95 {_ms(down.wall, 0.95):5.1f}  up p95 {_ms(up.wall, 0.95):5.1f}"
            f"  jump p95 {_ms(jumps.wall, 0.95):5.1f} worst {max(jumps.wall) * 1000:5.1f}"
        )
    one = Times([], [])
    for _ in range(7):
        _timed(one, lambda: (view.set_marks(marks), view.viewport().repaint()))  # type: ignore[func-returns-value]
    print(f"    one mark more, repainted: {one.text()}")
    view.close()
    plain.close()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="leave out ten megabytes")
    parser.add_argument("--runs", type=int, default=9)
    options = parser.parse_args()
    app = QApplication.instance() or QApplication([])
    assert isinstance(app, QApplication)
    load_fonts()
    apply(app, LIGHT)
    medians: list[tuple[int, float]] = []
    for (size, count), goal in zip(CASES, GOALS, strict=True):
        if options.quick and size > 1_000_000:
            continue
        text = made_text(size)
        segments, marks = segment(text[:1000]), made_marks(size, count)
        article = made_article(text)
        runs = 3 if size > 1_000_000 else max(7, options.runs)
        ours, theirs = opening(app, article, segments, marks, runs)
        ratio = statistics.median(ours.wall) / statistics.median(theirs.wall)
        cpu = statistics.median(ours.cpu) / max(1e-6, statistics.median(theirs.cpu))
        print(f"{size:>10,} characters, {count:>7,} marks")
        print(f"    ours   {ours.text()}\n    plain  {theirs.text()}")
        print(f"    ratio  {ratio:.2f} (cpu {cpu:.2f}), goal <= {goal:g}")
        medians.append((size, statistics.median(ours.wall)))
        if size >= 1_000_000:
            frames(app, article, segments, marks)
    (small, first), (large, last) = medians[1], medians[-1]
    print(f"exponent over size: {math.log(last / first) / math.log(large / small):.2f}")


if __name__ == "__main__":
    main()
