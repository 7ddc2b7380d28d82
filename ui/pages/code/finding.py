"""Finding words in the open article: hits, and going from one to the next."""

from __future__ import annotations

from bisect import bisect_left

from annotator.model import Span


class Hits:
    """The places where the searched words stand; upper and lower case alike."""

    def __init__(self) -> None:
        self.words = ""
        self.spans: list[Span] = []
        self.place = -1

    def search(self, text: str, words: str) -> None:
        """Find all places of `words` in `text`."""
        self.words = words
        self.spans = _places(text, words) if words.strip() else []
        self.place = -1

    def step(self, caret: int, step: int) -> Span | None:
        """The next (1) or previous (-1) hit, going round; the first one from the caret."""
        if not self.spans:
            return None
        if self.place < 0:
            at = bisect_left(self.spans, Span(caret, caret))
            self.place = at % len(self.spans) if step > 0 else (at - 1) % len(self.spans)
        else:
            self.place = (self.place + step) % len(self.spans)
        return self.spans[self.place]


def _places(text: str, words: str) -> list[Span]:
    low, wanted = text.lower(), words.lower()
    if len(low) != len(text) or len(wanted) != len(words):
        low, wanted = text, words  # a letter whose small form is longer would shift all offsets
    found, at = [], low.find(wanted)
    while at >= 0:
        found.append(Span(at, at + len(wanted)))
        at = low.find(wanted, at + len(wanted))
    return found
