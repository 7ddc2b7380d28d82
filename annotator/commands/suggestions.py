"""Deciding on what the machine proposes. Every decision keeps pipeline and version."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from annotator.commands.codes import add_code
from annotator.model import Fields, Suggestion, Verdict
from annotator.project.step import Step, new_uid


def accept(
    step: Step,
    suggestion: Suggestion,
    *,
    fields: Fields | None = None,
    bulk: bool = False,
    round: str | None = None,
) -> str:
    """Make a suggestion the coder's code, with other fields where given; the code's uid.

    Args:
        bulk: accepted together with others, without having been on the screen.
    """
    edited = fields is not None and dict(fields) != dict(suggestion.fields)
    _decide(step, suggestion, "edited" if edited else "accepted", bulk=bulk)
    return add_code(
        step,
        suggestion.article,
        suggestion.span,
        layer=suggestion.layer,
        fields=suggestion.fields if fields is None else fields,
        origin="edited" if edited else "accepted",
        round=round,
    )


def accept_many(
    step: Step,
    suggestions: Sequence[Suggestion],
    *,
    unseen: Collection[str] = (),
    round: str | None = None,
) -> list[str]:
    """Accept suggestions as one step; the codes' uids.

    Args:
        unseen: uids of those that were not on the screen; recorded as such.
    """
    return [accept(step, s, bulk=s.uid in unseen, round=round) for s in suggestions]


def reject(step: Step, suggestion: Suggestion) -> None:
    """Say no for this coder; a later run of the pipeline does not bring it back."""
    _decide(step, suggestion, "rejected", bulk=False)


def _decide(step: Step, suggestion: Suggestion, verdict: Verdict, *, bulk: bool) -> None:
    step.put(
        "decision",
        new_uid(),
        article=suggestion.article,
        layer=suggestion.layer,
        start=suggestion.span.start,
        end=suggestion.span.end,
        label=label_of(suggestion),
        coder=step.require_coder(),
        verdict=verdict,
        pipeline=suggestion.pipeline,
        version=suggestion.version,
        bulk=int(bulk),
    )


def label_of(suggestion: Suggestion) -> str:
    """What was proposed, as one word: the first code of its fields."""
    codes = (v.code for values in suggestion.fields.values() for v in values if v.code)
    return next(codes, "")
