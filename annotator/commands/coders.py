"""The people who code."""

from __future__ import annotations

from annotator.errors import ProjectError
from annotator.model import CoderKind, CoderRole
from annotator.project import queries
from annotator.project.step import Step, new_uid

COLOURS = ("#2f5d8a", "#b24c12", "#1f7a6d", "#7a3fa0", "#8a6d1f", "#a03f5c", "#4f6b2f", "#5f646b")
"""Given to coders in turn."""


def add_coder(
    step: Step, name: str, *, role: CoderRole = "coder", kind: CoderKind = "person"
) -> str:
    """Add a coder; the uid.

    Raises:
        ProjectError: the name is empty or taken.
    """
    clean = _free_name(step, name)
    count = len(queries.coders(step.reader))
    uid = new_uid()
    step.put("coder", uid, name=clean, colour=COLOURS[count % len(COLOURS)], kind=kind, role=role)
    return uid


def rename_coder(step: Step, coder: str, name: str) -> None:
    """Give a coder another name."""
    step.put("coder", coder, name=_free_name(step, name, but=coder))


def _free_name(step: Step, name: str, but: str | None = None) -> str:
    clean = " ".join(name.split())
    if not clean:
        raise ProjectError("A coder needs a name.")
    holder = queries.coder_named(step.reader, clean)
    if holder is not None and holder.uid != but:
        raise ProjectError(f"There is a coder “{holder.name}” already.", "Choose another name.")
    return clean
