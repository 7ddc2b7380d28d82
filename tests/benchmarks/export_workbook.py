"""How long the workbook takes beside plain openpyxl, both sides alternating in one run.

    python -m tests.benchmarks.export_workbook [--rounds 7] [--sizes 10000,100000]

The floor is openpyxl write_only with lxml, unstyled, writing the same annotations_long rows with
25 columns that lie in memory already. Beside it: our sheet writer on the same rows (styles, frozen
header, filter, links), and the export from a project file: annotations_long alone, then the whole
workbook, which holds several times as many cells. Prints medians, ratios, memory and the exponent
over the sizes; the goal is at most 1.25 times the time and 1.5 times the memory.
"""

from __future__ import annotations

import argparse
import math
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from annotator.codebook.load import load_template
from annotator.commands.articles import import_articles
from annotator.commands.coders import add_coder
from annotator.commands.codes import add_code
from annotator.model import ArticleDraft, Span, Value
from annotator.project import queries
from annotator.project.step import Step
from annotator.project.store import Store
from exports.base import ExportOptions, no_progress
from exports.columns import Column, Row
from exports.excel import write_workbook
from exports.rows import BASE, RowContext, base_cells
from exports.sheets import Book, Sheet

CODES_PER_ARTICLE = 100
SENTENCE = "Negotiators would return to Port Selm within days, the ministry of Arvenia said. "
COLUMNS = BASE[:25]


def make_project(path: Path, codes: int) -> None:
    """A project with so many event codes, by its own commands."""
    with Store.create(path, codebook=load_template("news"), title="Benchmark") as store:
        coder = store.run("Add coder", add_coder, "Ann", coder=None).result
        drafts = [
            ArticleDraft(f"Harbour talks {n}", f"{n}. {SENTENCE * 60}", date="2025-03-14")
            for n in range(max(1, codes // CODES_PER_ARTICLE))
        ]
        articles = store.run("Import", import_articles, drafts, coder=coder).result
        store.run("Code", _code_all, articles, codes, coder=coder)


def _code_all(step: Step, articles: list[str], codes: int) -> None:
    fields = {
        "event_type": (Value(code="coerce"),),
        "actor": (Value(value="ministry of Arvenia"),),
        "location": (Value(value="Port Selm"),),
    }
    for n in range(codes):
        start = 10 + (n % CODES_PER_ARTICLE) * 40
        span = Span(start, start + 48)
        add_code(step, articles[n // CODES_PER_ARTICLE % len(articles)], span, layer="event",
                 fields=fields)  # fmt: skip


def rows_of(project: Path) -> list[Row]:
    """The base rows of every code, 25 columns each."""
    rows: list[Row] = []
    with Store.open(project, read_only=True) as store:
        context, after = RowContext("Benchmark"), ""
        while page := queries.annotation_records(store.reader, after=after):
            rows += [base_cells(record, context)[: len(COLUMNS)] for record in page]
            after = page[-1].annotation.uid
    return rows


def plain_openpyxl(rows: list[Row], out: Path) -> None:
    from openpyxl import Workbook

    workbook = Workbook(write_only=True)
    sheet = workbook.create_sheet("annotations_long")
    sheet.append([column.name for column in COLUMNS])
    for row in rows:
        sheet.append(row)
    workbook.save(out)


def our_sheet(rows: list[Row], out: Path) -> None:
    book = Book()
    columns: tuple[Column, ...] = COLUMNS
    sheet = Sheet(book, "annotations_long", columns, link=5)
    for row in rows:
        sheet.append(row, target=2)
    sheet.close()
    book.save(str(out))


def export(project: Path, out: Path, options: ExportOptions) -> None:
    with Store.open(project, read_only=True) as store:
        write_workbook(store.reader, out, options, no_progress)


ONE_SHEET = ExportOptions(
    sheets=("annotations_long",), fields=("event_type",), with_text=False, with_audit=False
)
WHOLE = ExportOptions()


@dataclass(frozen=True)
class Side:
    name: str
    run: Callable[[], None]


def measure(sides: list[Side], rounds: int) -> dict[str, tuple[float, float]]:
    """Median wall and CPU seconds of each side; the sides take turns."""
    wall: dict[str, list[float]] = {side.name: [] for side in sides}
    cpu: dict[str, list[float]] = {side.name: [] for side in sides}
    for _ in range(rounds):
        for side in sides:
            began, cpu_began = time.perf_counter(), time.process_time()
            side.run()
            wall[side.name].append(time.perf_counter() - began)
            cpu[side.name].append(time.process_time() - cpu_began)
    return {name: (statistics.median(wall[name]), statistics.median(cpu[name])) for name in wall}


def peak_memory(kind: str, project: Path, folder: Path) -> float:
    """Megabytes at the peak, in a process of its own."""
    command = [sys.executable, "-m", "tests.benchmarks.export_workbook", "--peak", kind]
    command += ["--project", str(project), "--out", str(folder / "peak.xlsx")]
    done = subprocess.run(command, capture_output=True, text=True, check=True, env=os.environ)
    return float(done.stdout.split()[-1])


def _print_peak(kind: str, project: Path, out: Path) -> None:
    if kind == "plain":
        _plain_streamed(project, out)
    else:
        export(project, out, ONE_SHEET if kind == "sheet" else WHOLE)
    print(_peak_megabytes())


def _peak_megabytes() -> float:
    """Largest resident memory of this process; getrusage would include its parent's on Linux."""
    status = Path("/proc/self/status")
    if status.exists():
        line = next(li for li in status.read_text().splitlines() if li.startswith("VmHWM"))
        return int(line.split()[1]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _plain_streamed(project: Path, out: Path) -> None:
    """The floor for memory: rows read page by page and given to plain openpyxl."""
    from openpyxl import Workbook

    workbook = Workbook(write_only=True)
    sheet = workbook.create_sheet("annotations_long")
    with Store.open(project, read_only=True) as store:
        context, after = RowContext("Benchmark"), ""
        while page := queries.annotation_records(store.reader, after=after):
            for record in page:
                sheet.append(base_cells(record, context)[: len(COLUMNS)])
            after = page[-1].annotation.uid
    workbook.save(out)


def compare(codes: int, rounds: int, folder: Path) -> dict[str, float]:
    """Print one size; medians of CPU seconds by side."""
    project = folder / f"p{codes}.annot"
    make_project(project, codes)
    rows, out = rows_of(project), folder / "out.xlsx"
    sides = [
        Side("plain openpyxl", lambda: plain_openpyxl(rows, out)),
        Side("our sheet", lambda: our_sheet(rows, out)),
        Side("export, one sheet", lambda: export(project, out, ONE_SHEET)),
        Side("export, whole workbook", lambda: export(project, out, WHOLE)),
    ]
    medians = measure(sides, rounds)
    floor = medians["plain openpyxl"][0]
    print(f"\n{codes} codes x {len(COLUMNS)} columns, median of {rounds}:")
    for name, (wall, cpu) in medians.items():
        print(f"  {name:<24} {wall:8.2f} s wall {cpu:8.2f} s CPU   {wall / floor:5.2f}x")
    peaks = {kind: peak_memory(kind, project, folder) for kind in ("plain", "sheet", "whole")}
    for kind, peak in peaks.items():
        print(f"  memory, {kind:<16} {peak:8.1f} MB              {peak / peaks['plain']:5.2f}x")
    return {name: cpu for name, (_, cpu) in medians.items()}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, help="else 7 for 10,000 codes, 3 for more")
    parser.add_argument("--sizes", default="10000,100000")
    parser.add_argument("--peak", help=argparse.SUPPRESS)
    parser.add_argument("--project", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--out", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.peak:
        _print_peak(options.peak, options.project, options.out)
        return
    sizes = [int(size) for size in options.sizes.split(",")]
    results = {}
    with tempfile.TemporaryDirectory() as name:
        for size in sizes:
            rounds = options.rounds or (7 if size <= 10_000 else 3)
            results[size] = compare(size, rounds, Path(name))
    if len(sizes) > 1:
        low, high = sizes[0], sizes[-1]
        for side in results[low]:
            grown = math.log(results[high][side] / results[low][side]) / math.log(high / low)
            print(f"exponent (CPU), {side}: {grown:.2f}")


if __name__ == "__main__":
    main()
