"""What commands print: results on stdout, messages and progress on stderr."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any, TextIO


def say(text: str) -> None:
    """A result, on stdout."""
    print(text)


def note(text: str) -> None:
    """Something to know that is no result, on stderr."""
    print(text, file=sys.stderr)


def as_json(data: Any) -> None:
    """A machine-readable result, on stdout."""
    json.dump(data, sys.stdout, ensure_ascii=False, indent=1)
    print()


def same_file(one: Path, other: Path) -> bool:
    """Whether both names lead to one file that exists."""
    try:
        return one.samefile(other)
    except OSError:
        return False


def count(number: int, one: str, many: str | None = None) -> str:
    """ "1 article", "12 articles"."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def table(rows: Sequence[Sequence[str]]) -> str:
    """Rows with their columns aligned, two blanks between them."""
    if not rows:
        return ""
    widths = [max(len(row[n]) for row in rows) for n in range(len(rows[0]))]
    lines = ("  ".join(c.ljust(w) for c, w in zip(r, widths, strict=True)).rstrip() for r in rows)
    return "\n".join(lines)


class Progress:
    """A bar on a terminal with the time left; silent where stderr is no terminal."""

    def __init__(self, what: str, stream: TextIO | None = None) -> None:
        self._what = what
        self._stream = stream or sys.stderr
        self._shown = self._stream.isatty()
        self._began = time.monotonic()
        self._drawn = 0.0

    def __call__(self, done: int, total: int) -> None:
        now = time.monotonic()
        if not self._shown or (now - self._drawn < 0.1 and done < total):
            return
        self._drawn = now
        share = done / total if total else 1.0
        bar = "█" * round(share * 24)
        left = (now - self._began) * (1 - share) / share if share > 0.02 else 0.0
        rest = f" · {left:.0f} s left" if left >= 1 else ""
        self._stream.write(f"\r\x1b[K{self._what} {bar:░<24} {done:,}/{total:,}{rest}")
        self._stream.flush()

    def end(self) -> None:
        """Take the bar away."""
        if self._shown:
            self._stream.write("\r\x1b[K")
            self._stream.flush()
