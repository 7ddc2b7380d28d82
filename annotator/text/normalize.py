"""Text as it is stored: normalised once at import, frozen from then on.

Qt, spaCy, SQLite and the exchange formats each treat some characters in their own way (a leading
BOM vanishes in Qt, NUL ends a string in SQLite, noncharacters become paragraph breaks). What they
would disagree about is settled here, before the first offset is taken. Canonical forms (NFC, NFD)
are left alone: changing them would move every offset a source file carries.
"""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left, bisect_right
from dataclasses import dataclass

REPLACEMENT = "�"

_BOM = "\ufeff"
_NEWLINE = re.compile("\r\n|[\r\x85\u2028\u2029]")
_NONCHARACTERS = "\ufdd0-\ufdef" + "".join(
    chr(plane << 16 | low) for plane in range(17) for low in (0xFFFE, 0xFFFF)
)
_UNSTORABLE = re.compile(f"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff{_NONCHARACTERS}]")


class SourceMap:
    """Offsets of the stored text <-> offsets of the raw text it was made from, in code points.

    Args:
        removed: how many characters were dropped at the beginning (byte order marks).
        pairs: offsets, in the stored text, of the newlines that were CR LF in the raw text.
        length: length of the stored text.
    """

    def __init__(self, removed: int, pairs: array[int], length: int) -> None:
        self._removed = removed
        self._pairs = pairs
        self._length = length
        self._pair_ends = array("q", (p + i + 2 + removed for i, p in enumerate(pairs)))

    @property
    def is_identity(self) -> bool:
        return not self._removed and not self._pairs

    def to_source(self, offset: int) -> int:
        """Give the raw offset of a stored one. Offsets outside the text raise ValueError."""
        self._check(offset, self._length, "text")
        return offset + self._removed + bisect_left(self._pairs, offset)

    def to_text(self, offset: int) -> int:
        """Give the stored offset of a raw one; between CR and LF it is that of the newline."""
        self._check(offset, self._length + self._removed + len(self._pairs), "source")
        passed = bisect_right(self._pair_ends, offset)
        position = offset - self._removed - passed
        inside = passed < len(self._pairs) and offset == self._pair_ends[passed] - 1
        return max(0, position - inside)

    @staticmethod
    def _check(offset: int, length: int, what: str) -> None:
        if not 0 <= offset <= length:
            raise ValueError(f"offset {offset} lies outside the {what} (0 to {length})")


@dataclass(frozen=True, slots=True)
class Normalized:
    """A text ready to be stored."""

    text: str
    source_map: SourceMap
    replaced: int
    """How many characters could not be stored and became U+FFFD."""


def normalize(raw: str) -> Normalized:
    """Make the text that is stored; applying it to its own result changes nothing.

    Leading byte order marks go; CR LF, CR, NEL, LS and PS become one newline each; NUL and the
    other C0 controls except newline and tab, lone surrogates and noncharacters become U+FFFD.
    """
    body = raw.lstrip(_BOM)
    removed = len(raw) - len(body)
    pairs = array("q")
    if "\r\n" in body:
        pairs = array("q", (m.start() - i for i, m in enumerate(re.finditer("\r\n", body))))
    text = _NEWLINE.sub("\n", body)
    text, replaced = _UNSTORABLE.subn(REPLACEMENT, text)
    return Normalized(text, SourceMap(removed, pairs, len(text)), replaced)
