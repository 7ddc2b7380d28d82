"""Work on an article: beginning, finishing, reopening, handing out."""

from __future__ import annotations

from collections.abc import Sequence

from annotator.model import RoundKind
from annotator.project import queries
from annotator.project.queries import lookups
from annotator.project.step import Step, new_uid


def begin(step: Step, article: str, *, round: str | None = None) -> str:
    """The coder's assignment to the article, made (in the main round) or set in progress."""
    coder = step.require_coder()
    found = queries.assignment_of(step.reader, article, coder, round)
    if found is not None:
        if found.state == "todo":
            step.put("assignment", found.uid, state="in_progress")
        return found.uid
    return _assign(
        step,
        article,
        coder,
        round or queries.main_round(step.reader).uid,
        state="in_progress",
    )


def finish(step: Step, article: str, *, round: str | None = None) -> None:
    """Say that the article is coded: what is not coded now is not there."""
    uid = begin(step, article, round=round)
    step.put("assignment", uid, state="done", finished_at=step.at)


def reopen(step: Step, article: str, *, round: str | None = None) -> None:
    """Take a finished article up again."""
    uid = begin(step, article, round=round)
    step.put("assignment", uid, state="in_progress", finished_at=None)


def add_round(
    step: Step,
    name: str,
    *,
    kind: RoundKind,
    blind: bool = False,
    suggestions: bool = True,
    pre_fill: bool = True,
) -> str:
    """Open a further round; its uid. Rounds are listed before the main round."""
    uid = new_uid()
    first = lookups.first_round_place(step.reader)
    step.put(
        "round",
        uid,
        name=name,
        kind=kind,
        codebook_version=queries.project_info(step.reader).codebook_version,
        blind=int(blind),
        suggestions=int(suggestions),
        pre_fill=int(pre_fill),
        ord=first - 1,
    )
    return uid


def assign(step: Step, articles: Sequence[str], *, coder: str, round: str) -> list[str]:
    """Hand articles to a coder in a round (uids); the assignments' uids."""
    uids = []
    for article in articles:
        found = queries.assignment_of(step.reader, article, coder, round)
        uids.append(found.uid if found else _assign(step, article, coder, round, state="todo"))
    return uids


def _assign(step: Step, article: str, coder: str, round: str, *, state: str) -> str:
    uid = new_uid()
    book = step.reader.lasting("codebook", queries.codebook)
    step.put(
        "assignment",
        uid,
        article=article,
        coder=coder,
        round=round,
        layers=[layer.key for layer in book.layers if not layer.retired],
        state=state,
    )
    return uid
