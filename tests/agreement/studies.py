"""A small invented study as a snapshot: articles, coders, codes in a few words each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from annotator.agreement.units import Snapshot, SnapshotArticle
from annotator.codebook.load import parse_codebook
from annotator.codebook.model import Codebook
from annotator.model import Annotation, Assignment, Coder, Round, Span, Value
from annotator.text.segment import segment

BOOK = """
name = "test"
title = "Test codebook"

[[layer]]
key = "event"
label = "Event"
letter = "E"
colour = "#b24c12"
colour_dark = "#e08a50"
line = "solid"
level = "span"
default_span = "token"
match = "iou(.5)"
fragments = true
mark_field = "type"

  [[layer.field]]
  key = "type"
  label = "Type"
  kind = "category"
  core = true
  reliability = true
    [[layer.field.code]]
    key = "protest"
    label = "Protest"
    [[layer.field.code]]
    key = "attack"
    label = "Attack"

  [[layer.field]]
  key = "form"
  label = "Form"
  kind = "category"
  reliability = true
  depends_on = "type"
    [[layer.field.code]]
    key = "march"
    label = "March"
    parent = "protest"
    [[layer.field.code]]
    key = "other"
    label = "Other"
    parent = "protest"
    [[layer.field.code]]
    key = "bomb"
    label = "Bomb"
    parent = "attack"

  [[layer.field]]
  key = "people"
  label = "People"
  kind = "actors"
  reliability = true

  [[layer.field]]
  key = "size"
  label = "Size"
  kind = "ordinal"
  reliability = true
    [[layer.field.code]]
    key = "small"
    label = "Small"
    number = 1
    [[layer.field.code]]
    key = "middle"
    label = "Middle"
    number = 2
    [[layer.field.code]]
    key = "large"
    label = "Large"
    number = 3

  [[layer.field]]
  key = "armed"
  label = "Armed"
  kind = "boolean"
  reliability = true
  show_if = { field = "type", is_in = ["attack"] }
"""
SENTENCE = "People marched through the old town and shouted. "

Fields = Mapping[str, Any]


def book() -> Codebook:
    return parse_codebook(BOOK, "test")


@dataclass
class Study:
    """Collects codes and becomes a snapshot."""

    articles: int = 3
    coders: Sequence[str] = ("A", "B")
    codebook: Codebook = field(default_factory=book)
    unfinished: Sequence[tuple[str, int]] = ()
    """(coder, article) that is not finished."""
    codes: list[Annotation] = field(default_factory=list)

    def code(
        self,
        coder: str,
        article: int,
        start: int,
        end: int,
        *more: tuple[int, int],
        origin: Any = "manual",
        version: int = 1,
        layer: str = "event",
        unit: str | None = None,
        **fields: Any,
    ) -> Study:
        """Add a code; fields as `type="protest"`, sets as lists of names."""
        uid = f"{coder}{article}.{len(self.codes)}"
        self.codes.append(
            Annotation(
                uid=uid,
                assignment=f"{coder}-{article}",
                article=f"a{article}",
                coder=coder,
                layer=layer,
                span=Span(start, end),
                fragments=tuple(Span(s, e) for s, e in more),
                fields={key: values(value) for key, value in fields.items()},
                quote=(SENTENCE * 4)[start:end],
                note="",
                certainty=None,
                flagged=False,
                state="complete",
                origin=origin,
                codebook_version=version,
                created="2025-03-01T10:00:00Z",
                updated="2025-03-01T10:00:00Z",
                unit_uid=unit,
            )
        )
        return self

    def both(self, article: int, start: int, end: int, **fields: Any) -> Study:
        """The same code by every coder."""
        for coder in self.coders:
            self.code(coder, article, start, end, **fields)
        return self

    def snapshot(self, **changes: Any) -> Snapshot:
        text = SENTENCE * 4
        articles = tuple(
            SnapshotArticle(f"a{n}", f"Article {n}", text, segment(text), f"2025-01-{n + 1:02d}")
            for n in range(self.articles)
        )
        done = [
            (coder, n)
            for n in range(self.articles)
            for coder in self.coders
            if (coder, n) not in self.unfinished
        ]
        assignments = tuple(
            Assignment(
                f"{coder}-{n}", f"a{n}", coder, "r", ("event",), "done", 0, 60,
                f"2025-03-{1 + 7 * n % 28:02d}T12:00:00Z",
            )
            for coder, n in done
        )  # fmt: skip
        made = {a.uid for a in assignments}
        finished = Snapshot(
            project="p",
            title="Test study",
            revision=7,
            round=Round("r", "Reliability", "reliability", 1, False, False, False),
            codebook=self.codebook,
            articles=articles,
            coders=tuple(
                Coder(c, f"Coder {c}", "#000000", "person", "coder")
                for c in self.coders
                if any(coder == c for coder, _ in done)
            ),
            assignments=assignments,
            annotations=tuple(c for c in self.codes if c.assignment in made),
            articles_total=20,
        )
        return replace(finished, **changes)


def values(given: Any) -> tuple[Value, ...]:
    """Fillers from plain Python: codes as texts, names as lists, `na`/`cbd` as missing."""
    if isinstance(given, Value):
        return (given,)
    if isinstance(given, list):
        return tuple(Value(value=name) for name in given)
    if given in ("na", "cbd"):
        return (Value(missing=given),)
    if isinstance(given, bool):
        return (Value(value=given),)
    return (Value(code=given),)
