"""Applying what was edited in a workbook: one step, all of it or nothing."""

from __future__ import annotations

from annotator.commands.codes import set_certainty, set_fields, set_flag, set_note
from annotator.errors import ProjectError
from annotator.importers.roundtrip import CodeEdit, EditPlan
from annotator.project import queries
from annotator.project.step import Step


def apply_edits(step: Step, plan: EditPlan) -> int:
    """Write every change of the plan; how many codes were changed.

    Only the acting coder's own codes can be changed, whatever the coder's role: what others coded
    is their evidence. A lead who wants it otherwise asks them, or adjudicates.

    Raises:
        ProjectError: the plan has problems, or a code was changed after the plan was made.
    """
    if plan.problems:
        first, more = plan.problems[0], len(plan.problems) - 1
        others = f" (and {more} more)" if more else ""
        raise ProjectError(f"{plan.name} was not applied: {first}{others}")
    for edit in plan.edits:
        _apply(step, edit, plan.name)
    return len(plan.edits)


def _apply(step: Step, edit: CodeEdit, name: str) -> None:
    code = queries.annotation(step.reader, edit.annotation)
    if code is None or code.updated != edit.updated:
        raise ProjectError(
            f"{name} was not applied: the project was changed in the meantime.", "Read it again."
        )
    if edit.fields:
        set_fields(step, edit.annotation, edit.fields)
    if edit.note is not None:
        set_note(step, edit.annotation, edit.note)
    if edit.flagged is not None:
        set_flag(step, edit.annotation, edit.flagged)
    if edit.certainty is not None:
        set_certainty(step, edit.annotation, edit.certainty[0])
