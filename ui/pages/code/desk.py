"""What lies open on the Code page: the article, its codes and suggestions, the current item.

Without widgets, so that every key can be tested against it. It reads through queries and learns
from `Changes` what to read again: one code at a time where a step touched a few.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field
from typing import Literal

from annotator.codebook.model import Layer
from annotator.model import Annotation, Article, Assignment, Changes, Span, Suggestion, Value
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


@dataclass(frozen=True, slots=True)
class _Work:
    """What a coder has done in an article, and what is proposed to them."""

    assignment: Assignment | None = None
    codes: list[Annotation] = field(default_factory=list)
    suggestions: list[Suggestion] = field(default_factory=list)
    read: list[Span] = field(default_factory=list)


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
        self.last_place: Span | None = None
        """Where the last step that was taken over changed something."""
        self.came_back: str | None = None
        """A suggestion that the last step made open again."""
        self._by_uid: dict[str, Annotation] = {}
        self._suggested: dict[str, Suggestion] = {}

    def open(self, uid: str) -> None:
        """Lay another article on the desk; where that fails, what lies there stays.

        Raises:
            KeyError: there is no such article.
            ProjectError: the file cannot be read at this moment.
        """
        article = queries.article(self.session.reader, uid)
        segments = queries.segments(self.session.reader, article)
        work = self._work_on(article)
        self.article, self.segments = article, segments
        self.current, self.recent_code = None, None
        self.last_place, self.came_back = None, None
        self._take(work)

    def clear(self) -> None:
        """Take everything off."""
        self.article, self.segments, self.current = None, None, None
        self.recent_code = None
        self._take(_Work())

    def reload(self) -> None:
        """Read codes, suggestions and sentences read again."""
        if self.article is not None:
            self._take(self._work_on(self.article))
            self._drop_lost_current()

    def _work_on(self, article: Article) -> _Work:
        reader, coder = self.session.reader, self.session.coder.uid
        assignment = queries.assignment_of(reader, article.uid, coder)
        in_round = assignment.round if assignment else None
        return _Work(
            assignment,
            queries.annotations_of(reader, article.uid, coder, round=in_round),
            queries.open_suggestions(reader, article.uid, coder),
            queries.read_spans(reader, assignment.uid) if assignment else [],
        )

    def _take(self, work: _Work) -> None:
        self.assignment, self.read = work.assignment, work.read
        self._set_codes(work.codes)
        self._set_suggestions(work.suggestions)

    def reload_suggestions(self) -> None:
        """Read the open suggestions again, keeping the current item: a new run of the pipeline
        that proposes the same passage anew does not take it away."""
        if self.article is None:
            return
        reader, coder = self.session.reader, self.session.coder.uid
        now = self.current_suggestion
        self._set_suggestions(queries.open_suggestions(reader, self.article.uid, coder))
        if now is not None and now.uid not in self._suggested:
            alike = (s for s in self.suggestions if (s.layer, s.span) == (now.layer, now.span))
            same = next(alike, None)
            self.set_current(same.uid if same else None)

    def refresh(self, changes: Changes) -> bool:
        """Take over what a step wrote; whether anything shown has changed."""
        if self.article is None or self.article.uid not in changes.articles:
            return False
        touched = [uid for table, uid in changes.rows if table == "annotation"]
        codes, read, open_before = dict(self._by_uid), set(self.read), set(self._suggested)
        if changes.touches("assignment"):
            self.assignment = queries.assignment_of(
                self.session.reader, self.article.uid, self.session.coder.uid
            )
        if len(touched) > FEW:
            self.reload()
        else:
            for uid in touched:
                self._refresh_code(uid)
            if changes.touches("decision") or len(codes) != len(self.codes):
                self.reload_suggestions()
            if changes.touches("reading"):
                self._reload_read()
            self._drop_lost_current()
        self._remember_place([codes.get(u) or self.code(u) for u in touched], read)
        back = [s.uid for s in self.suggestions if s.uid not in open_before]
        self.came_back = back[0] if changes.touches("decision") and back else None
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

    def current_touches(self, chosen: Span | None, caret: int) -> bool:
        """Whether the selection, or the caret where nothing is selected, is at the current item."""
        code, suggestion = self.current_code, self.current_suggestion
        passages = code.passages() if code else (suggestion.span,) if suggestion else ()
        if chosen is not None:
            return any(p.overlaps(chosen) for p in passages)
        return any(_around(p, caret) for p in passages)

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

    @property
    def is_done(self) -> bool:
        """Whether the coder has finished the article."""
        return self.assignment is not None and self.assignment.state == "done"

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

    def unconfirmed(self) -> list[Value]:
        """Pre-filled values that nobody has passed yet."""
        return [
            value
            for code in self.codes
            for values in code.fields.values()
            for value in values
            if not value.confirmed
        ]

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

    def _remember_place(self, touched: list[Annotation | None], read: set[Span]) -> None:
        places = [code.span for code in touched if code is not None and code.span is not None]
        places += read.symmetric_difference(self.read)
        self.last_place = min(places, default=None)

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
