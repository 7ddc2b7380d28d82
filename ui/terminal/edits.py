"""apply: what was edited in an exported workbook, back into the project."""

from __future__ import annotations

import argparse
from dataclasses import asdict
from pathlib import Path

from annotator.errors import ProjectError
from annotator.importers.roundtrip import CellChange, EditPlan, read_edits
from annotator.model import Coder
from annotator.project import queries
from annotator.project.reader import Reader
from annotator.project.store import Store
from ui.terminal.output import as_json, count, note, say

_MOST_SHOWN = 40
_WIDEST = 40


def apply(options: argparse.Namespace) -> int:
    """annotator apply PROJECT WORKBOOK.xlsx [--coder NAME] [--dry-run] [--json]"""
    with Store.open(Path(options.project), read_only=options.dry_run) as store:
        coder = _coder(store.reader, options.coder)
        plan = _plan(store.reader, Path(options.workbook), coder)
        applied = bool(plan.edits) and not plan.problems and not options.dry_run
        if applied:
            _apply(store, plan, coder)
    if options.json:
        as_json(_as_data(plan, applied=applied))
    else:
        _tell(plan, applied=applied)
    if plan.problems:
        note(
            f"annotator: {plan.name}: {count(len(plan.problems), 'problem')}; nothing was changed. "
            "Mend the cells named above and try again."
        )
    return 1 if plan.problems else 0


def _plan(reader: Reader, workbook: Path, coder: Coder) -> EditPlan:
    from exports.editing import EditLayout

    return read_edits(workbook, reader, EditLayout(reader), coder=coder.uid)


def _apply(store: Store, plan: EditPlan, coder: Coder) -> None:
    """Back up, then write all of it as one step."""
    from annotator.commands.edits import apply_edits
    from annotator.paths import backup_folder
    from annotator.project.backups import folder_of, keep_backup

    keep_backup(store, folder_of(backup_folder(), store), reason="before-round-trip")
    store.run(f"Apply {plan.name}", apply_edits, plan, coder=coder.uid)


def _coder(reader: Reader, name: str | None) -> Coder:
    people = [coder for coder in queries.coders(reader) if coder.kind == "person"]
    named = ", ".join(coder.name for coder in people) or "none yet"
    if name is not None:
        found = queries.coder_named(reader, name)
        if found is None:
            raise ProjectError(f"There is no coder {name!r}.", f"The coders are: {named}.")
        return found
    if len(people) != 1:
        raise ProjectError("Say whose codes were edited.", f"Add --coder; the coders are: {named}.")
    return people[0]


def _as_data(plan: EditPlan, *, applied: bool) -> dict[str, object]:
    return {
        "workbook": plan.name,
        "applied": applied,
        "codes": len(plan.edits),
        "changes": [asdict(change) for change in plan.changes],
        "problems": [asdict(problem) for problem in plan.problems],
        "deleted": list(plan.deleted),
        "ignored": list(plan.ignored),
    }


def _tell(plan: EditPlan, *, applied: bool) -> None:
    for change in plan.changes[:_MOST_SHOWN]:
        say(_shown(change))
    if len(plan.changes) > _MOST_SHOWN:
        say(f"... and {len(plan.changes) - _MOST_SHOWN:,} more; --json lists all.")
    for problem in plan.problems:
        say(str(problem))
    if plan.deleted:
        note(f"note: {count(len(plan.deleted), 'row')} of the workbook are gone; codes are kept.")
    if plan.ignored:
        note(f"note: not read back: {', '.join(sorted(plan.ignored))}.")
    if plan.problems:
        return
    cells, codes = count(len(plan.changes), "cell"), count(len(plan.edits), "code")
    if not plan.edits:
        say(f"{plan.name} says what the project says; {count(plan.rows, 'row')} compared.")
    elif applied:
        say(f"Applied {cells} in {codes}, as one step that can be undone.")
    else:
        say(f"Would change {cells} in {codes}.")


def _shown(change: CellChange) -> str:
    before, after = _short(change.before), _short(change.after)
    return f"{change.sheet}, row {change.row}, {change.column}: {before} -> {after}"


def _short(text: str) -> str:
    flat = " ".join(text.split()) or "(empty)"
    return flat if len(flat) <= _WIDEST else f"{flat[: _WIDEST - 1]}…"
