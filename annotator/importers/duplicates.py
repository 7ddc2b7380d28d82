"""Articles that come twice: the same text, or nearly the same (agency copy, later editions).

The same: equal after blanks, case and punctuation are set aside. Nearly the same: shared runs of
five words, estimated by MinHash and found through bands of it, so that ten thousand articles need
no hundred million comparisons; each pair found is then checked on its real runs of words.
"""

from __future__ import annotations

import hashlib
import re
import zlib
from collections import defaultdict
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, Literal, TypeVar

if TYPE_CHECKING:
    from numpy import ndarray

Key = TypeVar("Key", bound=Hashable)

_RUN = 5
_HASHES, _BANDS = 64, 16
_ROWS = _HASHES // _BANDS
_STEP = 0x9E3779B97F4A7C15
_LARGEST_BUCKET = 200
_NEARLY_EQUAL = 0.95
_WORD = re.compile(r"\w+")
_HAN = re.compile(r"([\u3040-\u30ff\u3400-\u9fff])")


@dataclass(frozen=True, slots=True)
class Twins(Generic[Key]):
    """Two articles with the same or nearly the same text; `first` came first."""

    first: Key
    second: Key
    kind: Literal["same", "near"]
    similarity: float
    """Shared runs of words among all (Jaccard), 1.0 for the same text."""


class _Hashes(dict[str, int]):
    """Hashes of words, each computed once."""

    def __missing__(self, word: str) -> int:
        self[word] = value = zlib.crc32(word.encode("utf-8", "replace"))
        return value


def fingerprint(text: str) -> str:
    """Give the same digits for texts that differ in blanks, case and punctuation only."""
    return _fingerprint(_words(text))


def _fingerprint(words: Sequence[str]) -> str:
    return hashlib.sha256(" ".join(words).encode("utf-8", "replace")).hexdigest()


def find_duplicates(
    texts: Iterable[tuple[Key, str]], *, threshold: float = 0.7
) -> list[Twins[Key]]:
    """List pairs of texts that are the same or share at least `threshold` of their runs of words.

    A text is listed once: with the first that is nearly equal, else with the most similar.
    """
    keys: list[Key] = []
    runs: list[ndarray] = []
    by_print: dict[str, int] = {}
    known = _Hashes()
    found: list[Twins[Key]] = []
    for key, text in texts:
        words = _words(text)
        mark = _fingerprint(words)
        if mark in by_print:
            found.append(Twins(keys[by_print[mark]], key, "same", 1.0))
            continue
        by_print[mark] = len(keys)
        keys.append(key)
        runs.append(_runs(words, known))
    near = _near(runs, threshold)
    found += [Twins(keys[a], keys[b], "near", round(s, 3)) for b, (a, s) in sorted(near.items())]
    return found


def _words(text: str) -> list[str]:
    folded = text.casefold()
    return _WORD.findall(folded if folded.isascii() else _HAN.sub(r" \1 ", folded))


def _runs(words: Sequence[str], known: _Hashes) -> ndarray:
    """Hash every run of five words, sorted, each once; a shorter text is one run."""
    import numpy as np

    hashes = np.array([known[word] for word in words], dtype=np.uint64)
    count = max(1, len(words) - _RUN + 1)
    runs = np.zeros(count, dtype=np.uint64)
    for place in range(min(_RUN, len(words))):
        runs = runs * np.uint64(_STEP) + hashes[place : place + count]  # wraps around, as hashes do
    return np.unique((runs * np.uint64(_STEP)) >> np.uint64(32))


def _near(runs: Sequence[ndarray], threshold: float) -> dict[int, tuple[int, float]]:
    """Map each text to the earlier one that is most like it, where one passes the threshold."""
    buckets: dict[tuple[int, bytes], list[int]] = defaultdict(list)
    best: dict[int, tuple[int, float]] = {}
    signatures = _signatures(runs)
    for number, own in enumerate(runs):
        candidates: set[int] = set()
        for band in range(_BANDS):
            part = signatures[number, band * _ROWS : (band + 1) * _ROWS].tobytes()
            bucket = buckets[band, part]
            candidates.update(bucket)
            if len(bucket) < _LARGEST_BUCKET:
                bucket.append(number)
        for other in sorted(candidates):
            similarity = _jaccard(own, runs[other])
            if similarity >= threshold and similarity > best.get(number, (0, 0.0))[1]:
                best[number] = (other, similarity)
                if similarity > _NEARLY_EQUAL:
                    break
    return best


def _jaccard(a: ndarray, b: ndarray) -> float:
    import numpy as np

    shared = len(np.intersect1d(a, b, assume_unique=True))
    return shared / (len(a) + len(b) - shared) if shared else 0.0


def _signatures(runs: Sequence[ndarray]) -> ndarray:
    """Give the MinHash of every set: 64 minima under fixed multiply-and-shift hashes."""
    import numpy as np

    random = np.random.default_rng(20240101)  # fixed: the same articles give the same pairs
    factors = random.integers(1, 1 << 63, size=(_HASHES, 1), dtype=np.uint64) | np.uint64(1)
    signatures = np.zeros((len(runs), _HASHES), dtype=np.uint32)
    for number, own in enumerate(runs):
        signatures[number] = ((factors * own) >> np.uint64(32)).min(axis=1)
    return signatures
