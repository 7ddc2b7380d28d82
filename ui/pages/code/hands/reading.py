"""Sentences read, articles finished: what nobody coded was seen, not skipped."""

from __future__ import annotations

from annotator.commands import assignments, reading
from annotator.model import Span
from annotator.text import snap
from ui.pages.code.bench import Bench


class Reading:
    """The keys Space, Shift+Space and Ctrl+Shift+Enter."""

    def __init__(self, bench: Bench) -> None:
        self._bench = bench
        self._asked = ""

    def next(self) -> None:
        """Mark the sentence at the caret as read and go to the next one."""
        desk, caret = self._bench.desk, self._bench.text.caret()
        if desk.article is None or desk.segments is None:
            return
        sentence = desk.sentence_at(caret) or snap.next_sentence(desk.segments, caret)
        if sentence is None:
            return
        if sentence not in desk.read:
            self._bench.session.run("Read", reading.mark_read, desk.article.uid, sentence)
        following = snap.next_sentence(desk.segments, sentence.start)
        if following is not None:
            self._go(following)
        else:
            self._bench.note("That was the last sentence.")

    def back(self) -> None:
        """Go to the sentence before and take its mark away."""
        desk = self._bench.desk
        if desk.article is None or desk.segments is None:
            return
        sentence = desk.sentence_at(self._bench.text.caret())
        start = sentence.start if sentence else self._bench.text.caret()
        before = snap.prev_sentence(desk.segments, start)
        if before is None:
            before = sentence
        if before is None:
            return
        if before in desk.read:
            self._bench.session.run("Unread", reading.unmark_read, desk.article.uid, before)
        self._go(before)

    def finish(self) -> None:
        """Finish the article; where something is open, say so first and wait for a second press."""
        desk = self._bench.desk
        if desk.article is None:
            return
        if desk.is_done:
            self._bench.open_next_article()
            return
        open_work = self.open_work()
        if open_work and self._asked != desk.article.uid:
            self._asked = desk.article.uid
            self._bench.ask(
                f"Not yet done: {open_work}. Press the same keys again to finish it nevertheless."
            )
            return
        self._asked = ""
        self._bench.ask("")
        self._bench.session.run(
            "Finish article",
            assignments.finish,
            desk.article.uid,
            then=lambda _: self._bench.open_next_article(),
        )

    def reopen(self) -> None:
        """Go on coding a finished article."""
        desk = self._bench.desk
        if desk.article is None or not desk.is_done:
            self._bench.note("This article is not finished.")
            return
        self._bench.session.run("Reopen article", assignments.reopen, desk.article.uid)

    def open_work(self) -> str:
        """What is unread, incomplete or undecided, in words; empty where nothing is."""
        desk = self._bench.desk
        parts = [
            _count(len(desk.unread()), "sentence unread", "sentences unread"),
            _count(len(desk.incomplete()), "code incomplete", "codes incomplete"),
            _count(len(desk.unconfirmed()), "pre-fill unconfirmed", "pre-fills unconfirmed"),
            _count(len(desk.suggestions), "suggestion undecided", "suggestions undecided"),
        ]
        return ", ".join(p for p in parts if p)

    def forget_question(self) -> None:
        """Another key was pressed: a second press no longer counts."""
        self._asked = ""

    def _go(self, sentence: Span) -> None:
        self._bench.make_current(None)
        self._bench.place_caret(sentence.start)
        self._bench.text.reveal(sentence)


def _count(number: int, one: str, many: str) -> str:
    return f"{number} {one if number == 1 else many}" if number else ""
