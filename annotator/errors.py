"""Errors a user can act on. Everything else is a bug and reaches the exception hook.

A `ProjectError` carries two sentences: what happened, and what the user can do. Both faces of the
program print `str(error)`: one line, no traceback.
"""

from __future__ import annotations

from collections.abc import Sequence


class ProjectError(Exception):
    """Something the user can act on.

    Args:
        what: what happened, naming the file, line or field.
        todo: what the user can do about it; may be empty where `what` already says so.
    """

    def __init__(self, what: str, todo: str = "") -> None:
        self.what = what.rstrip()
        self.todo = todo.strip()
        super().__init__(f"{self.what} {self.todo}".strip())


class LockedError(ProjectError):
    """The project is being written by another program."""


class ReadOnlyError(ProjectError):
    """A write was asked of a project that is open for reading only."""


class BusyError(ProjectError):
    """Another process holds the database's write lock at this moment; the same call may succeed."""


class NewerProjectError(ProjectError):
    """The project was made by a newer version of the program."""


class DamagedProjectError(ProjectError):
    """The file is not an intact project."""


class UndoRefusedError(ProjectError):
    """The step cannot be undone because a later step changed the same thing."""


class CodebookError(ProjectError):
    """A codebook that cannot be used; lists every problem found at once."""

    def __init__(self, where: str, problems: Sequence[str]) -> None:
        self.problems = tuple(problems)
        n = len(self.problems)
        head = f"{where}: {n} problem{'s' if n != 1 else ''} in the codebook."
        if n == 1:
            super().__init__(f"{head} {self.problems[0][:1].upper()}{self.problems[0][1:]}")
        else:
            super().__init__(head + "".join(f"\n  - {p}" for p in self.problems))


class ImportRefusedError(ProjectError):
    """A file that cannot be imported, with the reason and what to do."""


class PipelineError(ProjectError):
    """A language pipeline that cannot be loaded or crashed while running."""


class CancelledError(Exception):
    """The user cancelled a long task; nothing was kept of it."""
