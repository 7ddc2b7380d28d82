"""Steps on several actors at once, put together from the commands of the registry."""

from __future__ import annotations

from collections.abc import Sequence

from annotator.commands import actors as commands
from annotator.errors import ProjectError
from annotator.model import Actor
from annotator.project.queries import actor_names, actors, find_actor, lookups
from annotator.project.reader import Reader
from annotator.project.step import Step


def merge_into(step: Step, others: Sequence[str], into: str) -> None:
    """Let several actors stand for one."""
    for uid in others:
        commands.merge_actor(step, uid, into)


def delete_unused(step: Step, uids: Sequence[str]) -> None:
    """Delete actors that no code uses, with those that were merged into them."""
    for uid in uids:
        for one in (*_merged_into(step.reader, uid), uid):
            commands.delete_actor(step, one)


def set_kind(step: Step, chosen: Sequence[Actor], kind: str | None) -> None:
    """Give several actors one kind."""
    for actor in chosen:
        commands.edit_actor(step, actor.uid, kind=kind, country=actor.country)


def set_country(step: Step, chosen: Sequence[Actor], country: str | None) -> None:
    """Give several actors one country."""
    for actor in chosen:
        commands.edit_actor(step, actor.uid, kind=actor.kind, country=country)


def set_approved(step: Step, chosen: Sequence[Actor], approved: bool) -> None:
    """Approve actors, or take that back."""
    for actor in chosen:
        commands.edit_actor(
            step, actor.uid, kind=actor.kind, country=actor.country, approved=approved
        )


def add_alias(step: Step, actor: str, name: str) -> None:
    """Add another name that no other actor goes by.

    Raises:
        ProjectError: the name is empty, or stands for another actor.
    """
    clean = " ".join(name.split())
    if not clean:
        raise ProjectError("Another name needs at least one letter.")
    holder = find_actor(step.reader, clean)
    if holder is not None and holder != actor:
        raise ProjectError(f"“{clean}” stands for another actor.", "Merge the two instead.")
    commands.add_alias(step, actor, clean)


def split_off(step: Step, actor: str, name: str) -> str:
    """Let an alias stand for itself: a merged actor as it was, any other name as a new actor.

    Raises:
        ProjectError: the actor is not known by this name any more.
    """
    merged = _merged_into(step.reader, actor)
    for uid in merged:
        row = step.row("actor", uid)
        if row is not None and row["name"] == name:
            commands.split_actor(step, uid)
            return uid
    for uid in (actor, *merged):
        if lookups.alias_rows(step.reader, uid, name):
            commands.remove_alias(step, uid, name)
            return commands.add_actor(step, name)
    raise ProjectError(f"“{name}” is no other name of this actor any more.")


def remove_alias(step: Step, actor: str, name: str) -> None:
    """Forget an alias; a name that came with a merged actor can only be split off.

    Raises:
        ProjectError: it is the name of a merged actor.
    """
    for uid in (actor, *_merged_into(step.reader, actor)):
        if lookups.alias_rows(step.reader, uid, name):
            commands.remove_alias(step, uid, name)
            return
    raise ProjectError(f"“{name}” was an actor of its own.", "Split it off instead.")


def _merged_into(reader: Reader, actor: str) -> list[str]:
    """Uids of the actors that stand for this one since they were merged."""
    own = {found.uid for found in actors(reader)}
    return [
        uid
        for uid in actor_names(reader)
        if uid not in own and lookups.resolved_actor(reader, uid) == actor
    ]
