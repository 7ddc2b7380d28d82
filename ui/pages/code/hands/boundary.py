"""Boundary mode: move the ends of the current code, then keep or restore; one step in all."""

from __future__ import annotations

from annotator.commands import codes
from annotator.model import Span
from annotator.text import snap
from ui.pages.code.bench import Bench


class Boundary:
    """The keys of the mode that B opens: arrows, Tab, Enter, Esc."""

    def __init__(self, bench: Bench) -> None:
        self._bench = bench
        self._code: str | None = None
        self._before: Span | None = None
        self._now: Span | None = None
        self._moves_end = True

    @property
    def is_on(self) -> bool:
        return self._code is not None

    def begin(self) -> None:
        """Take hold of the end of the current code."""
        desk = self._bench.desk
        code = desk.current_code
        if code is None:
            item = desk.item_at(self._bench.text.caret())
            code = desk.code(item.uid) if item else None
        if code is None or code.span is None:
            self._bench.note("Go to the code whose ends you want to move.")
            return
        self._bench.make_current(code.uid)
        self._code, self._before, self._now = code.uid, code.span, code.span
        self._moves_end = True
        self._say()

    def left(self) -> None:
        self._move(-1, exact=False)

    def right(self) -> None:
        self._move(1, exact=False)

    def left_exact(self) -> None:
        self._move(-1, exact=True)

    def right_exact(self) -> None:
        self._move(1, exact=True)

    def other_end(self) -> None:
        """Take hold of the other end."""
        self._moves_end = not self._moves_end
        self._say()

    def keep(self) -> None:
        """Write the new passage, in one step, and leave the mode."""
        code, span, before = self._code, self._now, self._before
        self.stop()
        if code is None or span is None:
            return
        if span != before:
            self._bench.session.run("Move ends", codes.set_span, code, span)
        self._bench.make_current(code)

    def restore(self) -> None:
        """Leave the mode as if nothing had happened."""
        code = self._code
        self.stop()
        if code is not None:
            self._bench.make_current(code)

    def stop(self) -> None:
        """Leave the mode without touching anything."""
        self._code, self._before, self._now = None, None, None

    def _move(self, step: int, *, exact: bool) -> None:
        if self._now is None:
            return
        start, end = self._now.start, self._now.end
        if self._moves_end:
            end = self._character(end, step) if exact else self._token_end(end, step)
        else:
            start = self._character(start, step) if exact else self._token_start(start, step)
        if start < end:
            self._now = Span(start, end)
            self._bench.text.select(self._now)
            self._say()

    def _character(self, position: int, step: int) -> int:
        article = self._bench.desk.article
        return min(max(position + step, 0), len(article.text) if article else 0)

    def _token_end(self, position: int, step: int) -> int:
        segments = self._bench.desk.segments
        if segments is None:
            return position
        if step > 0:
            found = next((t for t in _from(segments.tokens, position) if t.end > position), None)
        else:
            before = [t for t in _before(segments.tokens, position) if t.end < position]
            found = before[-1] if before else None
        return found.end if found else position

    def _token_start(self, position: int, step: int) -> int:
        segments = self._bench.desk.segments
        if segments is None:
            return position
        found = (snap.next_token if step > 0 else snap.prev_token)(segments, position)
        return found.start if found else position

    def _say(self) -> None:
        end = "end" if self._moves_end else "start"
        self._bench.ask(
            f"Moving the {end}: ← → by words, Shift by characters, Tab the other end, "
            "Enter keeps, Esc restores."
        )


def _from(tokens: tuple[Span, ...], position: int) -> tuple[Span, ...]:
    from bisect import bisect_left

    return tokens[max(0, bisect_left(tokens, Span(position, position)) - 1) :][:4]


def _before(tokens: tuple[Span, ...], position: int) -> tuple[Span, ...]:
    from bisect import bisect_left

    at = bisect_left(tokens, Span(position, position))
    return tokens[max(0, at - 3) : at + 1]
