"""Agreement beside its goals: alpha, bootstrap, matching, and a whole round of four coders.

Run: python -m tests.benchmarks.agreement_speed [--rounds 7]
Prints median and p95 of wall and CPU seconds for each, and the exponent of the cost of a whole
round over its size. The `krippendorff` package is measured alongside where it is installed.
"""

from __future__ import annotations

import argparse
import importlib.util
import math
import random
import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import numpy as np

from annotator.agreement.coefficients import krippendorff_alpha
from annotator.agreement.matching import match_units
from annotator.agreement.overview import compute
from annotator.agreement.ratings import encode
from annotator.agreement.resampling import bootstrap_sums
from annotator.agreement.sums import AlphaSums
from annotator.agreement.units import Snapshot
from tests.agreement.studies import Study

TYPES = {"protest": ("march", "other"), "attack": ("bomb",)}


def study(articles: int, coders: int, codes: int, seed: int = 1) -> Snapshot:
    """Coders who find most of the same events and mostly say the same about them."""
    chance = random.Random(seed)
    made = Study(articles, "ABCDEF"[:coders])
    for article in range(articles):
        for _ in range(codes):
            start, size = chance.randrange(150), chance.randrange(5, 30)
            kind = chance.choice(list(TYPES))
            people = chance.sample(["police", "army", "rebels", "students"], 2)
            for coder in made.coders:
                if chance.random() < 0.85:
                    shift = chance.choice((0, 0, 0, 1, 2))
                    said = kind if chance.random() < 0.9 else chance.choice(list(TYPES))
                    made.code(
                        coder, article, start + shift, start + shift + size, type=said,
                        form=chance.choice(TYPES[said]), people=people[: chance.randrange(1, 3)],
                        size=chance.choice(("small", "middle", "large")),
                    )  # fmt: skip
    return made.snapshot()


def ratings(units: int, coders: int, *, missing: bool) -> np.ndarray:  # type: ignore[type-arg]
    chance = np.random.default_rng(1)
    truth = chance.integers(0, 5, (units, 1))
    noise = chance.integers(0, 5, (units, coders))
    table = np.where(chance.random((units, coders)) < 0.8, truth, noise)
    if not missing:
        return table
    table = table.astype(float)
    table[chance.random(table.shape) < 0.1] = np.nan
    return table


def measure(name: str, function: Callable[[], object], rounds: int, goal: str) -> float:
    """Print and return the median wall seconds."""
    wall, cpu = [], []
    for _ in range(rounds):
        with timed(wall, cpu):
            function()
    wall.sort()
    p95 = wall[min(len(wall) - 1, math.ceil(0.95 * len(wall)) - 1)]
    median = statistics.median(wall)
    print(
        f"{name:<48} median {median:7.3f} s  p95 {p95:7.3f} s  "
        f"CPU {statistics.median(cpu):7.3f} s  goal {goal}"
    )
    return median


@contextmanager
def timed(wall: list[float], cpu: list[float]) -> Iterator[None]:
    began, used = time.perf_counter(), time.process_time()
    yield
    wall.append(time.perf_counter() - began)
    cpu.append(time.process_time() - used)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=7)
    rounds = parser.parse_args().rounds

    million = ratings(1_000_000, 5, missing=False)
    ours = measure(
        "alpha nominal, 1 M units x 5 coders",
        lambda: krippendorff_alpha(million),  # type: ignore[arg-type]
        rounds,
        "0.1 of the package",
    )
    if importlib.util.find_spec("krippendorff"):
        import krippendorff

        theirs = measure(
            "  the krippendorff package",
            lambda: krippendorff.alpha(million.T, level_of_measurement="nominal"),
            rounds,
            "-",
        )
        print(f"  ratio {ours / theirs:.3f}")

    some = encode(ratings(100_000, 3, missing=True))
    sums = AlphaSums(some, documents=np.arange(100_000) // 200, n_documents=500)
    measure(
        "bootstrap 2,000 over 500 articles, 100k units",
        lambda: bootstrap_sums(sums, seed=1),
        rounds,
        "1 s",
    )

    chance = random.Random(1)
    spans = [
        [
            [(p, p + chance.randrange(5, 60)) for p in (chance.randrange(4000) for _ in range(40))]
            for _ in range(3)
        ]
        for _ in range(500)
    ]
    measure(
        "match 500 articles x 3 coders x 40 codes",
        lambda: [match_units(d[i], d[j]) for d in spans for i, j in ((0, 1), (0, 2), (1, 2))],
        rounds,
        "1 s",
    )

    sizes, times = [5, 20, 80], []
    for articles in sizes:
        snapshot = study(articles, 4, 12)
        name = f"whole round, {articles} articles x 4 coders, {len(snapshot.annotations):,} codes"
        goal = "1 s" if articles == 20 else "-"
        times.append(measure(name, lambda s=snapshot: compute(s), rounds, goal))  # type: ignore[misc]
    exponent = math.log(times[-1] / times[0]) / math.log(sizes[-1] / sizes[0])
    print(f"exponent of a whole round over its size: {exponent:.2f}")


if __name__ == "__main__":
    main()
