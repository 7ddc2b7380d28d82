"""Sentences read with nothing to code: evidence of absence."""

from __future__ import annotations

from annotator.commands.assignments import begin
from annotator.model import Span
from annotator.project.queries import lookups
from annotator.project.step import Step, new_uid


def mark_read(step: Step, article: str, span: Span, *, round: str | None = None) -> None:
    """Say that this sentence was read."""
    assignment = begin(step, article, round=round)
    if not lookups.reading_at(step.reader, assignment, span, exact=True):
        step.put("reading", new_uid(), assignment=assignment, start=span.start, end=span.end)


def unmark_read(step: Step, article: str, span: Span, *, round: str | None = None) -> None:
    """Take back that passages overlapping this one were read."""
    assignment = begin(step, article, round=round)
    for mark in lookups.reading_at(step.reader, assignment, span, exact=False):
        step.drop("reading", mark)
