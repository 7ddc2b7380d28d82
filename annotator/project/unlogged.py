"""Writing rows that are never logged, as they stood in another project: only for bringing one back.

Commands write through `step.put`; frozen versions of the codebook and stored agreement runs are
append-only there and would get new times and identities.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from annotator.project.step import Step


@dataclass(frozen=True, slots=True)
class FrozenCodebook:
    """A version of the codebook as it was frozen; `body` is its JSON text."""

    version: int
    sha256: str
    body: str
    frozen_at: str


@dataclass(frozen=True, slots=True)
class AgreementRun:
    """A stored agreement run; `settings`, `units` and `results` are JSON texts."""

    uid: str
    settings: str
    seed: int
    step: int
    units: str
    results: str
    at: str


def replace_codebook_versions(step: Step, versions: Sequence[FrozenCodebook]) -> None:
    """Let these be the frozen versions of a project in which nobody has coded yet."""
    conn = step._conn
    conn.execute("DELETE FROM codebook")
    conn.executemany(
        "INSERT INTO codebook (version, sha256, body, frozen_at) VALUES (?, ?, ?, ?)",
        [(one.version, one.sha256, one.body, one.frozen_at) for one in versions],
    )


def bring_agreement_run(step: Step, run: AgreementRun) -> None:
    """Store an agreement run under the identity it had."""
    step._conn.execute(
        "INSERT INTO agreement_run (uid, settings, seed, step, units, results, at) "
        "VALUES (?, ?, ?, ?, ?, ?, ?)",
        (run.uid, run.settings, run.seed, run.step, run.units, run.results, run.at),
    )
