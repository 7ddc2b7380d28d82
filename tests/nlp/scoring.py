"""Exact span and label scores, with the convention of the gold data.

A leading "the" and a trailing "'s" are not part of an entity: they are cut off on both sides
before comparing.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

Mark = tuple[int, int, str]
"""Start, end, label."""


@dataclass
class Score:
    """Counts of right, wrong and missed marks by label."""

    right: Counter[str] = field(default_factory=Counter)
    wrong: Counter[str] = field(default_factory=Counter)
    missed: Counter[str] = field(default_factory=Counter)

    def add(self, text: str, gold: Iterable[Mark], found: Iterable[Mark]) -> None:
        wanted = {trimmed(text, mark) for mark in gold}
        got = {trimmed(text, mark) for mark in found}
        self.right.update(label for *_, label in wanted & got)
        self.wrong.update(label for *_, label in got - wanted)
        self.missed.update(label for *_, label in wanted - got)

    @property
    def precision(self) -> float:
        return self.right.total() / max(1, self.right.total() + self.wrong.total())

    @property
    def recall(self) -> float:
        return self.right.total() / max(1, self.right.total() + self.missed.total())

    @property
    def f(self) -> float:
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


def trimmed(text: str, mark: Mark) -> Mark:
    start, end, label = mark
    if text[start:end].lower().startswith("the "):
        start += 4
    if text[start:end].endswith(("'s", "’s")):
        end -= 2
    return start, end, label


def located(text: str, gold: Iterable[tuple[str, int, str]]) -> list[Mark]:
    """(quote, n-th occurrence as a whole word, label) -> positions."""
    marks = []
    for quote, nth, label in gold:
        found = list(re.finditer(rf"(?<!\w){re.escape(quote)}(?!\w)", text))
        start = found[nth - 1].start()
        marks.append((start, start + len(quote), label))
    return marks
