"""Heights of many blocks: change one, sum up to one, find the block at a height.

An article of ten megabytes has tens of thousands of paragraphs, and only those on the screen have
a measured height. The rest is estimated, so heights change all the time; sums are kept per chunk.
"""

from __future__ import annotations

from collections.abc import Iterable

_CHUNK = 256


class Heights:
    """A list of heights with quick prefix sums."""

    def __init__(self, heights: Iterable[float]) -> None:
        self._heights = list(heights)
        count = len(self._heights)
        self._sums = [sum(self._heights[i : i + _CHUNK]) for i in range(0, count, _CHUNK)]
        self._total = sum(self._sums)

    def __len__(self) -> int:
        return len(self._heights)

    def __getitem__(self, index: int) -> float:
        return self._heights[index]

    @property
    def total(self) -> float:
        return self._total

    def change(self, index: int, height: float) -> float:
        """Set one height; return by how much it grew."""
        grown = height - self._heights[index]
        self._heights[index] = height
        self._sums[index // _CHUNK] += grown
        self._total += grown
        return grown

    def top(self, index: int) -> float:
        """The sum of all heights before `index`."""
        chunk = index // _CHUNK
        return sum(self._sums[:chunk]) + sum(self._heights[chunk * _CHUNK : index])

    def at(self, y: float) -> int:
        """The index whose stretch holds `y`; the first or last one outside."""
        above, chunk = 0.0, 0
        while chunk < len(self._sums) - 1 and above + self._sums[chunk] <= y:
            above += self._sums[chunk]
            chunk += 1
        index = chunk * _CHUNK
        last = min(len(self._heights), index + _CHUNK) - 1
        while index < last and above + self._heights[index] <= y:
            above += self._heights[index]
            index += 1
        return max(index, 0)
