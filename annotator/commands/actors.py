"""The actor registry: proposing, naming, merging and splitting actors."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from annotator.errors import ProjectError
from annotator.project import queries
from annotator.project.queries import lookups
from annotator.project.step import Step, new_uid


def ensure_actor(
    step: Step, name: str, *, kind: str | None = None, country: str | None = None
) -> str:
    """Uid of the actor with this name or alias; proposed by the coder where there is none.

    Raises:
        ProjectError: the name is empty.
    """
    clean = " ".join(name.split())
    if not clean:
        raise ProjectError("An actor needs a name.")
    return queries.find_actor(step.reader, clean) or add_actor(
        step, clean, kind=kind, country=country
    )


def add_actor(
    step: Step,
    name: str,
    *,
    kind: str | None = None,
    country: str | None = None,
    attrs: Mapping[str, Any] | None = None,
    approved: bool = False,
) -> str:
    """Add an actor to the registry; its uid."""
    uid = new_uid()
    step.put(
        "actor",
        uid,
        name=name,
        kind=kind,
        country=country,
        attrs=dict(attrs or {}),
        proposed_by=step.coder,
        approved=int(approved),
    )
    return uid


def edit_actor(
    step: Step, actor: str, *, kind: str | None, country: str | None, approved: bool | None = None
) -> None:
    """Set kind and country of an actor, and whether the team has approved it."""
    _actor(step, actor)
    columns: dict[str, Any] = {"kind": kind, "country": country}
    if approved is not None:
        columns["approved"] = int(approved)
    step.put("actor", actor, **columns)


def rename_actor(step: Step, actor: str, name: str) -> None:
    """Give an actor another name; the old one stays as an alias.

    Raises:
        ProjectError: the name is empty or belongs to another actor.
    """
    clean = " ".join(name.split())
    if not clean:
        raise ProjectError("An actor needs a name.")
    old = _actor(step, actor)["name"]
    holder = queries.find_actor(step.reader, clean)
    if holder is not None and holder != actor:
        raise ProjectError(f"There is an actor “{clean}” already.", "Merge the two instead.")
    if clean != old:
        step.put("actor", actor, name=clean)
        add_alias(step, actor, old)


def add_alias(step: Step, actor: str, name: str) -> str:
    """Add another name of an actor; the alias' uid."""
    clean = " ".join(name.split())
    found = lookups.alias_rows(step.reader, actor, clean)
    if found:
        return found[0]
    uid = new_uid()
    step.put("alias", uid, actor=actor, name=clean)
    return uid


def remove_alias(step: Step, actor: str, name: str) -> None:
    """Take a name of an actor away."""
    for alias in lookups.alias_rows(step.reader, actor, name):
        step.drop("alias", alias)


def merge_actor(step: Step, actor: str, into: str) -> None:
    """Let one actor stand for another. No coding is rewritten; `split_actor` takes it back.

    Raises:
        ProjectError: both are the same actor already.
    """
    target = lookups.resolved_actor(step.reader, into)
    own = lookups.resolved_actor(step.reader, actor)
    if target is None or own is None:
        raise ProjectError("This actor is no longer there.")
    if target == own:
        raise ProjectError("These two are the same actor already.")
    step.put("actor", actor, merged_into=target)


def split_actor(step: Step, actor: str) -> None:
    """Let a merged actor stand for itself again."""
    _actor(step, actor)
    step.put("actor", actor, merged_into=None)


def delete_actor(step: Step, actor: str) -> None:
    """Delete an actor that no code uses.

    Raises:
        ProjectError: codes use it.
    """
    name = _actor(step, actor)["name"]
    uses = lookups.actor_uses(step.reader, actor)
    if uses:
        raise ProjectError(f"“{name}” stands in {uses} codes and is kept.", "Merge it instead.")
    for alias in lookups.alias_rows(step.reader, actor):
        step.drop("alias", alias)
    step.drop("actor", actor)


def _actor(step: Step, uid: str) -> dict[str, Any]:
    row = step.row("actor", uid)
    if row is None:
        raise ProjectError("This actor is no longer there.")
    return row
