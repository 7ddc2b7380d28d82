"""Going from code to code, widening what is selected, and letting go."""

from __future__ import annotations

from annotator.commands import codes
from annotator.model import Annotation, Span
from annotator.text import snap
from ui.pages.code.bench import Bench


class Moving:
    """The keys J, K, W, Shift+W and Esc."""

    def __init__(self, bench: Bench) -> None:
        self._bench = bench
        self._anchor: int | None = None
        self._step: tuple[str, int] | None = None

    def next(self) -> None:
        self._go(1)

    def previous(self) -> None:
        self._go(-1)

    def widen(self) -> None:
        """To the next larger unit: token, clause, quotation, sentence, paragraph."""
        self._resize(wider=True)

    def narrow(self) -> None:
        """Back to the next smaller unit around where widening began."""
        self._resize(wider=False)

    def leave(self) -> None:
        """Clear the selection, then the current item."""
        bench = self._bench
        selected = bench.text.selection()
        if selected is not None and selected != bench.desk.current_span:
            bench.place_caret(bench.text.caret())
        elif bench.desk.current is not None or selected is not None:
            bench.make_current(None)
            bench.place_caret(bench.text.caret())

    def forget_anchor(self) -> None:
        """The caret was moved: the next widening begins there."""
        self._anchor = None
        self._step = None

    def _go(self, step: int) -> None:
        bench = self._bench
        found = bench.desk.next_code(bench.text.caret(), step)
        if found is None:
            bench.note("There are no codes in this article yet.")
        else:
            bench.make_current(found.uid)

    def _resize(self, *, wider: bool) -> None:
        desk, text = self._bench.desk, self._bench.text
        if desk.article is None or desk.segments is None:
            return
        caret = text.caret()
        now = text.selection()
        if now is None:
            self._anchor = caret
            first = snap.default_span(desk.article.text, desk.segments, caret, "token")
            if first is not None and wider:
                self._take(first)
            return
        if self._anchor is None or not now.start <= self._anchor <= now.end:
            self._anchor = now.start
        if wider:
            other = snap.widen(desk.article.text, desk.segments, now)
        else:
            other = snap.narrow(desk.article.text, desk.segments, now, self._anchor)
        if other != now:
            self._take(other)

    def _take(self, span: Span) -> None:
        """Select it; the current code, where it was what was selected, moves along."""
        anchor = self._anchor
        code = self._bench.desk.current_code
        if code is not None and code.span is not None and code.span == self._bench.text.selection():
            self._move_code(code, span)
        self._bench.text.select(span)
        self._anchor = anchor

    def _move_code(self, code: Annotation, span: Span) -> None:
        session = self._bench.session
        into = self._step[1] if self._step and self._step[0] == code.uid else None
        session.run("Change passage", codes.set_span, code.uid, span, into=into)
        self._step = (code.uid, session.last_step)
