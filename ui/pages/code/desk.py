"""What lies open on the Code page: the article, its codes and suggestions, the current item.

Without widgets, so that every key can be tested against it. It reads through queries and learns
from `Changes` what to read again: one code at a time where a step touched a few.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from typing import Literal

from annotator.codebook.model import Layer
from annotator.model import Annotation, Article, Assignment, Changes, Span, Suggestion
from annotator.project import queries
from annotator.text.segment import Segments
from ui.session import Session

FEW = 60
"""Up to so many touched codes are read one by one."""


@dataclass(frozen=True, slots=True)
class Item:
    """What the keys act on: a code or a suggestion."""

    role: Literal["code", "suggestion"]
    uid: str


class Desk:
    """The open article of one coder."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.article: Article | None = None
        self.segments: Segments | None = None
        self.assignment: Assignment | None = None
        self.codes: list[Annotation] = []
        """In reading order, those of the whole article first."""
        self.suggestions: list[Suggestion] = []
        self.read: list[Span] = []
        self.current: Item | None = None
        self.recent_code: str | None = None
        """The code that was current last: for fragments and "same code again"."""
        self._by_uid: dict[str, Annotation] = {}
        self._suggested: dict[str, Suggestion] = {}

    def open(self, uid: str) -> None:
        """Lay another article on the desk. Raises KeyError where there is none."""
        reader = self.session.reader
        self.article = queries.article(reader, uid)
        self.segments = queries.segments(reader, self.article)
        self.current, self.recent_code = None, None
        self.reload()

    def clear(self) -> None:
        """Take everything off."""
        self.article, self.segments, self.assignment, self.current = None, None, None, None
        self.recent_code = None
        self.read = []
        self._set_codes([])
        self._set_suggestions([])

    def reload(self) -> None:
        """Read codes, suggestions and sentences read again."""
        if self.article is None:
            return
        reader, coder = self.session.reader, self.session.coder.uid
        self.assignment = queries.assignment_of(reader, self.article.uid, coder)
        self._set_codes(
            queries.annotations_of(
                reader,
                self.article.uid,
                coder,
                round=self.assignment.round if self.assignment else None,
            )
        )
        self.reload_suggestions()
        self._reload_read()
        self._drop_lost_current()

    def reload_suggestions(self) -> None:
        """Read the open suggestions again, keeping the current item."""
        if self.article is None:
            return
        reader, coder = self.session.reader, self.session.coder.uid
        self._set_suggestions(queries.open_suggestions(reader, self.article.uid, coder))

    def refresh(self, changes: Changes) -> bool:
        """Take over what a step wrote; whether anything shown has changed."""
        if self.article is None or self.article.uid not in changes.articles:
            return False
        touched = [uid for table, uid in changes.rows if table == "annotation"]
        if changes.touches("assignment"):
            self.assignment = queries.assignment_of(
                self.session.reader, self.article.uid, self.session.coder.uid
            )
        if len(touched) > FEW:
            self.reload()
            return True
        before = len(self.codes)
        for uid in touched:
            self._refresh_code(uid)
        if changes.touches("decision") or before != len(self.codes):
            self.reload_suggestions()
        if changes.touches("reading"):
            self._reload_read()
        self._drop_lost_current()
        return True

    # what is where

    def code(self, uid: str) -> Annotation | None:
        return self._by_uid.get(uid)

    def suggestion(self, uid: str) -> Suggestion | None:
        return self._suggested.get(uid)

    @property
    def current_code(self) -> Annotation | None:
        return self.code(self.current.uid) if self.current and self.current.role == "code" else None

    @property
    def current_suggestion(self) -> Suggestion | None:
        if self.current is None or self.current.role != "suggestion":
            return None
        return self.suggestion(self.current.uid)

    @property
    def current_span(self) -> Span | None:
        """Where the current item stands; None for a code of the whole article."""
        thing = self.current_code or self.current_suggestion
        return thing.span if thing is not None else None

    def set_current(self, uid: str | None) -> None:
        """Make a code or suggestion the current item; unknown uids clear it."""
        if uid in self._by_uid:
            self.current = Item("code", str(uid))
            self.recent_code = uid
        elif uid in self._suggested:
            self.current = Item("suggestion", str(uid))
        else:
            self.current = None

    def item_at(self, position: int) -> Item | None:
        """The shortest code around a position, else the suggestion there."""
        if self.current_span is not None and _around(self.current_span, position):
            return self.current
        codes = [c for c in self.codes if any(_around(p, position) for p in c.passages())]
        if codes:
            return Item("code", min(codes, key=_length).uid)
        found = next((s for s in self.suggestions if _around(s.span, position)), None)
        return None if found is None else Item("suggestion", found.uid)

    def layer(self, key: str) -> Layer | None:
        return self.session.codebook.find_layer(key)

    def codes_with_text(self) -> list[Annotation]:
        """Codes that stand on a passage, in reading order."""
        return [c for c in self.codes if c.span is not None]

    def next_suggestion(self, caret: int, step: int) -> Suggestion | None:
        """The suggestion after (1) or before (-1) the current one or the caret; goes round."""
        if not self.suggestions:
            return None
        now = self.current_suggestion
        if now is not None:
            place = self.suggestions.index(now) + step
        else:
            span = self.current_span
            at = caret if span is None else span.start
            starts = [s.span.start for s in self.suggestions]
            place = bisect_left(starts, at) if step > 0 else bisect_left(starts, at) - 1
        return self.suggestions[place % len(self.suggestions)]

    def suggestion_from(self, position: int) -> Suggestion | None:
        """The first suggestion at or after a position; goes round."""
        if not self.suggestions:
            return None
        starts = [s.span.start for s in self.suggestions]
        return self.suggestions[bisect_left(starts, position) % len(self.suggestions)]

    def suggestions_in(self, span: Span) -> list[Suggestion]:
        """Suggestions that lie wholly in a passage."""
        return [s for s in self.suggestions if span.contains(s.span)]

    def next_code(self, caret: int, step: int) -> Annotation | None:
        """The code after or before the current one, through stacks, else from the caret."""
        codes = self.codes
        if not codes:
            return None
        now = self.current_code
        if now is not None:
            return codes[(codes.index(now) + step) % len(codes)]
        starts = [-1 if c.span is None else c.span.start for c in codes]
        span = self.current_span
        at = caret if span is None else span.start
        place = bisect_left(starts, at) if step > 0 else bisect_right(starts, at) - 1
        return codes[place % len(codes)]

    def sentence_at(self, position: int) -> Span | None:
        return self.segments.sentence_at(position) if self.segments else None

    def unread(self) -> list[Span]:
        """Sentences nobody has marked as read, those with a code counting as read."""
        if self.segments is None:
            return []
        seen = {s.start for s in self.read}
        for code in self.codes_with_text():
            for passage in code.passages():
                sentence = self.segments.sentence_at(passage.start)
                if sentence is not None:
                    seen.add(sentence.start)
        return [s for s in self.segments.sentences if s.start not in seen]

    def incomplete(self) -> list[Annotation]:
        return [c for c in self.codes if c.state == "draft"]

    def same_text(self, quote: str) -> list[Span]:
        """Every place, on token borders, where the article says the same words."""
        if self.article is None or self.segments is None or not quote:
            return []
        starts = {t.start for t in self.segments.tokens}
        ends = {t.end for t in self.segments.tokens}
        found, text, at = [], self.article.text, self.article.text.find(quote)
        while at >= 0:
            if at in starts and at + len(quote) in ends:
                found.append(Span(at, at + len(quote)))
            at = text.find(quote, at + len(quote))
        return found

    # keeping up

    def _set_codes(self, codes: list[Annotation]) -> None:
        self.codes = codes
        self._by_uid = {c.uid: c for c in codes}

    def _set_suggestions(self, suggestions: list[Suggestion]) -> None:
        self.suggestions = suggestions
        self._suggested = {s.uid: s for s in suggestions}

    def _reload_read(self) -> None:
        reader = self.session.reader
        self.read = queries.read_spans(reader, self.assignment.uid) if self.assignment else []

    def _refresh_code(self, uid: str) -> None:
        fresh = queries.annotation(self.session.reader, uid)
        old = self._by_uid.pop(uid, None)
        if old is not None:
            self.codes.remove(old)
        if fresh is None or self.article is None:
            return
        if fresh.article != self.article.uid or fresh.coder != self.session.coder.uid:
            return
        if self.assignment is not None and fresh.assignment != self.assignment.uid:
            return
        self._by_uid[uid] = fresh
        place = bisect_left([_order(c) for c in self.codes], _order(fresh))
        self.codes.insert(place, fresh)

    def _drop_lost_current(self) -> None:
        if self.current is not None:
            self.set_current(self.current.uid)


def _order(code: Annotation) -> tuple[bool, int, int, str, str]:
    start, end = (code.span.start, code.span.end) if code.span else (-1, 0)
    return code.span is not None, start, -end, code.created, code.uid


def _around(span: Span, position: int) -> bool:
    return span.start <= position <= span.end


def _length(code: Annotation) -> int:
    return sum(len(p) for p in code.passages())
