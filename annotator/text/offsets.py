"""Code points <-> UTF-16 units: everything but Qt and some exchange formats counts code points."""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left

_ASTRAL = re.compile("[\U00010000-\U0010ffff]")


def utf16_length(text: str) -> int:
    """Count the UTF-16 units of a text, as Qt and Excel do."""
    if text.isascii():
        return len(text)
    return len(text) + sum(1 for _ in _ASTRAL.finditer(text))


class Utf16Map:
    """Both directions for one text: a plain copy for text inside the BMP, else a binary search."""

    def __init__(self, text: str) -> None:
        astral = () if text.isascii() else (m.start() for m in _ASTRAL.finditer(text))
        self._points = array("q", astral)
        self._units = array("q", (p + i for i, p in enumerate(self._points)))
        self.length = len(text)
        self.utf16_length = len(text) + len(self._points)

    def to_utf16(self, code_point: int) -> int:
        """Convert an offset; ValueError where it lies outside the text."""
        if not 0 <= code_point <= self.length:
            raise ValueError(f"code point {code_point} lies outside 0 to {self.length}")
        return code_point + bisect_left(self._points, code_point)

    def to_code_point(self, unit: int) -> int:
        """Convert an offset; the middle of a surrogate pair gives the start of its character."""
        if not 0 <= unit <= self.utf16_length:
            raise ValueError(f"UTF-16 unit {unit} lies outside 0 to {self.utf16_length}")
        return unit - bisect_left(self._units, unit)
