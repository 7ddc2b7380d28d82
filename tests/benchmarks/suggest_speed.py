"""Words per second of the suggestion worker beside `nlp.pipe` alone, with the same pipeline.

    python -m tests.benchmarks.suggest_speed [--articles 300] [--rounds 7]
    python -m tests.benchmarks.suggest_speed --memory 100000

Both sides run alternately in one run, each in one process of its own, loaded before the clock
starts. The goal is a ratio of at least 0.9, and memory that stays flat over 100,000 articles (the
second form prints the worker's memory as it goes, with words that never repeat, which is what
makes spaCy's string store grow). Prints numbers; never fails on them.
"""

from __future__ import annotations

import argparse
import random
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator

from annotator.nlp.child import Child
from annotator.nlp.labels import LABELS
from annotator.nlp.pipelines import bundled_pipeline
from annotator.nlp.worker import SuggestWorker

NAMES = ("Ana Belmar", "Tomas Rell", "Ministry of Trade", "Ostrava", "Kenya", "French", "UNICEF")
VERBS = ("said", "rejected", "welcomed", "discussed", "postponed", "announced")
NOUNS = ("talks", "the ceasefire", "a new law", "sanctions", "the vote", "the budget", "protests")
DAYS = ("on Monday", "last week", "in May 2019", "after two days")

ALONE = """
import sys, time, json
from annotator.nlp.load import load_pipeline
from annotator.nlp.pipelines import bundled_pipeline
from annotator.nlp.protocol import read_message
p = bundled_pipeline()
nlp = load_pipeline(p.name, p.path, language=p.language, source=p.source, trusted=p.trusted)
print("ready", flush=True)
while (message := read_message(sys.stdin.buffer)) is not None:
    start = time.perf_counter()
    found = sum(len(doc.ents) for doc in nlp.pipe(message))
    print(time.perf_counter() - start, found, flush=True)
"""
"""nlp.pipe over all texts at once, in a process that does nothing else."""


def article(number: int, words: int = 500, *, new_words: bool = False) -> str:
    """An invented news article of about `words` words in paragraphs."""
    chance = random.Random(number)
    lines: list[str] = []
    count = 0
    while count < words:
        name, verb, noun, day = map(chance.choice, (NAMES, VERBS, NOUNS, DAYS))
        extra = f" near Q{number}x{count}" if new_words else ""
        lines.append(f"{name} {verb} {noun} with {chance.choice(NAMES)}{extra} {day}.")
        count += len(lines[-1].split())
    return "\n\n".join(" ".join(lines[i : i + 4]) for i in range(0, len(lines), 4))


def compare(articles: int, rounds: int) -> None:
    """Run both sides alternately and print their words per second."""
    texts = [article(i) for i in range(articles)]
    words = sum(len(text.split()) for text in texts)
    alone = subprocess.Popen(
        [sys.executable, "-c", ALONE], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    with alone, SuggestWorker(bundled_pipeline(), LABELS) as worker:
        assert alone.stdout and alone.stdin
        alone.stdout.readline()
        worker.start()
        rates = [
            (words / _alone(alone, texts), words / _worker(worker, texts)) for _ in range(rounds)
        ]
        alone.stdin.close()
    for name, column in (("nlp.pipe alone", 0), ("worker", 1)):
        speeds = sorted(rate[column] for rate in rates)
        print(f"{name:15s} median {statistics.median(speeds):8.0f} words/s  worst {speeds[0]:8.0f}")
    ratios = sorted(worker_rate / alone_rate for alone_rate, worker_rate in rates)
    print(
        f"ratio           median {statistics.median(ratios):8.2f}          worst {ratios[0]:8.2f}"
    )


def _alone(process: subprocess.Popen[bytes], texts: list[str]) -> float:
    import json
    import struct

    assert process.stdin and process.stdout
    body = json.dumps(texts).encode("ascii")
    process.stdin.write(struct.pack(">I", len(body)) + body)
    process.stdin.flush()
    return float(process.stdout.readline().split()[0])


def _worker(worker: SuggestWorker, texts: list[str]) -> float:
    start = time.perf_counter()
    for _ in worker.run((str(i), text) for i, text in enumerate(texts)):
        pass
    return time.perf_counter() - start


def memory(articles: int) -> None:
    """Print the worker's growth while it reads articles full of words never seen before."""

    def texts() -> Iterator[tuple[str, str]]:
        for i in range(articles):
            yield str(i), article(i, 120, new_words=True)

    with SuggestWorker(bundled_pipeline(), LABELS) as worker:
        child: Child = worker._children[0]
        step = max(1, articles // 20)
        for i, _ in enumerate(worker.run(texts())):
            if i % step == 0:
                print(f"{i:8d} articles  growth {child.growth / 1e6:7.1f} MB", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--articles", type=int, default=300)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--memory", type=int, metavar="ARTICLES")
    options = parser.parse_args()
    if options.memory:
        memory(options.memory)
    else:
        compare(options.articles, options.rounds)


if __name__ == "__main__":
    main()
