"""Quotations: what stands between quotation marks, also over several paragraphs.

One mark can open in one language and close in another (“ closes in German, » opens in German and
closes in French), so a mark is read by what is open and by what stands beside it. A quotation over
several paragraphs opens anew in each ("running quotes"); it is one quotation.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from annotator.model import Span

_MARK = re.compile("[\"“”„‟«»「」『』‘’‚\n]|(?<!\\w)'(?=\\w)|(?<=[\\w.,!?…])'(?!\\w)")
_CLOSERS = {
    "“": "”",
    "„": "“”",
    "‟": "”",
    "”": "”",
    "«": "»",
    "»": "«",
    "「": "」",
    "『": "』",
    "‘": "’",
    "‚": "‘’",
    '"': '"',
    "'": "'",
}
_MIRRORED = "\"”»'"
_SINGLE = "'‘’‚"


@dataclass
class _Open:
    mark: str
    start: int
    paragraph: int


@dataclass
class _Scan:
    text: str
    paragraph: int = 0
    stack: list[_Open] = field(default_factory=list)
    found: list[Span] = field(default_factory=list)

    def newline(self, position: int) -> None:
        """End what does not run on: the next paragraph must open with the same mark again."""
        self.paragraph += 1
        rest = _first_visible(self.text, position)
        kept = [o for o in self.stack[:1] if rest == o.mark and o.mark not in _SINGLE]
        self.stack = kept

    def mark(self, position: int, mark: str) -> None:
        for depth in range(len(self.stack) - 1, -1, -1):
            if self._closes(self.stack[depth], position, mark):
                opened = self.stack[depth]
                del self.stack[depth:]
                self._keep(opened.start, position)
                return
        if self._runs_on(position, mark):
            self.stack[0].paragraph = self.paragraph
        elif self._opens(position, mark):
            self.stack.append(_Open(mark, position + 1, self.paragraph))

    def _closes(self, opened: _Open, position: int, mark: str) -> bool:
        if mark not in _CLOSERS[opened.mark]:
            return False
        if mark in '"”' and opened.mark == mark:
            return not self._runs_on(position, mark)
        if mark in "’'":  # an apostrophe closes nothing
            return not self.text[position + 1 : position + 2].isalnum()
        return True

    def _runs_on(self, position: int, mark: str) -> bool:
        """Tell whether this mark opens a further paragraph of the quotation already open."""
        return (
            len(self.stack) == 1
            and self.stack[0].mark == mark
            and self.stack[0].paragraph < self.paragraph
            and not self.text[self.text.rfind("\n", 0, position) + 1 : position].strip()
        )

    def _opens(self, position: int, mark: str) -> bool:
        if mark in "」』’":
            return False
        if mark in _MIRRORED:
            before = self.text[position - 1 : position] if position else ""
            after = self.text[position + 1 : position + 2]
            return not before.isalnum() and bool(after.strip())
        return True

    def _keep(self, start: int, end: int) -> None:
        while start < end and self.text[start].isspace():
            start += 1
        while start < end and self.text[end - 1].isspace():
            end -= 1
        if start < end:
            self.found.append(Span(start, end))


def quotations(text: str) -> tuple[Span, ...]:
    """Give the content of every quotation, without its marks, outer ones before inner ones."""
    scan = _Scan(text)
    for match in _MARK.finditer(text):
        if match[0] == "\n":
            scan.newline(match.end())
        else:
            scan.mark(match.start(), match[0])
    return tuple(sorted(scan.found, key=lambda s: (s.start, -s.end)))


def quotation_at(found: tuple[Span, ...], position: int) -> Span | None:
    """Give the innermost of `found` that covers `position`."""
    covering = [s for s in found if s.start <= position < s.end]
    return min(covering, key=len, default=None)


def _first_visible(text: str, position: int) -> str:
    while position < len(text) and text[position].isspace():
        position += 1
    return text[position : position + 1]
