"""Key to committed code, undo, redo and search, beside one bare commit (synchronous FULL).

Run: python -m tests.benchmarks.commit_speed [--sizes 10000,100000,1000000]
Prints median and p95 of both sides, taken alternately in one run, the ratio of the medians, and
the exponent of the cost over the sizes (0: the size of the project does not matter).
"""

from __future__ import annotations

import argparse
import math
import sqlite3
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from annotator.commands.codes import add_code
from annotator.model import Span
from annotator.project import queries
from annotator.project.connection import connect
from annotator.project.store import Store
from tests.benchmarks.projects import big_project

ROUNDS = 40


def timed(function: Callable[[], object]) -> float:
    """Wall milliseconds of one call."""
    start = time.perf_counter()
    function()
    return (time.perf_counter() - start) * 1000


def bare(folder: Path) -> sqlite3.Connection:
    """A database of one table, opened as a project is."""
    conn = connect(folder / "bare.db", create=True)
    conn.execute("CREATE TABLE IF NOT EXISTS t (uid TEXT PRIMARY KEY, body TEXT)")
    return conn


def one_commit(conn: sqlite3.Connection, nth: int) -> None:
    conn.execute("BEGIN IMMEDIATE")
    conn.execute("INSERT INTO t VALUES (?, ?)", (f"{time.time_ns()}-{nth}", "x" * 400))
    conn.execute("COMMIT")


def measure(store: Store, folder: Path) -> dict[str, list[float]]:
    """Milliseconds per call of every action, alternating with the bare commit."""
    coder = queries.coders(store.reader)[0].uid
    uids = queries.article_uids(store.reader)
    conn = bare(folder)
    found: dict[str, list[float]] = {k: [] for k in ("bare", "code", "undo", "redo", "search")}
    for nth in range(ROUNDS):
        article = uids[nth * 37 % len(uids)]
        found["bare"].append(timed(lambda n=nth: one_commit(conn, n)))
        found["code"].append(
            timed(
                lambda a=article: store.run(
                    "Code", add_code, a, Span(3, 9), layer="event", coder=coder
                )
            )
        )
        found["undo"].append(timed(lambda: store.undo(coder)))
        found["redo"].append(timed(lambda: store.redo(coder)))
        found["search"].append(timed(lambda: queries.search_texts(store.reader, "harkel")))
    conn.close()
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", default="10000,100000,1000000")
    sizes = [int(s) for s in parser.parse_args().sizes.split(",")]
    medians: dict[str, list[float]] = {}
    for size in sizes:
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            store = big_project(folder / "p.annot", articles=max(200, size // 100), codes=size)
            found = measure(store, folder)
            store.close()
        base = statistics.median(found["bare"])
        print(f"{size:,} codes")
        for key, values in found.items():
            values.sort()
            median = statistics.median(values)
            medians.setdefault(key, []).append(median)
            p95 = values[int(len(values) * 0.95)]
            print(
                f"  {key:7} median {median:7.2f} ms  p95 {p95:7.2f} ms  ratio {median / base:5.2f}"
            )
    if len(sizes) > 1:
        span = math.log(sizes[-1] / sizes[0])
        for key, values in medians.items():
            print(f"exponent of {key:7} {math.log(values[-1] / values[0]) / span:+.2f}")


if __name__ == "__main__":
    main()
