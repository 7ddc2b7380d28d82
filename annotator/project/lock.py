"""One writing program per project file: an operating-system lock that names its holder.

The lock dies with its process, so a crash never leaves a project locked; the file beside the
project (`NAME.annot.lock`) says who holds it. The first byte is the locked one, the rest is read by
others while the lock is held, also on Windows, where a locked byte cannot be read.
"""

from __future__ import annotations

import contextlib
import getpass
import json
import os
import platform
import sys
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from annotator.errors import LockedError, ReadOnlyError


@dataclass(frozen=True, slots=True)
class Holder:
    """Who holds the lock: machine, user name and the local time since when."""

    host: str
    user: str
    since: str

    def __str__(self) -> str:
        return f"{self.user} on {self.host} since {self.since}"


class ProjectLock:
    """The lock of one project; acquired by the constructor, released by `release`.

    Raises:
        LockedError: another program holds it; names the holder.
        ReadOnlyError: the folder does not let us write the lock file.
    """

    def __init__(self, project: Path) -> None:
        self.path = lock_path(project)
        self.was_stale = self.path.exists()
        while True:
            self._fd = self._open(project)
            try:
                _lock(self._fd)
            except OSError as error:
                os.close(self._fd)
                holder = read_holder(project)
                who = f" by {holder}" if holder else ""
                raise LockedError(
                    f"{project.name} is being written{who}.",
                    "Close it there first; until then it can be opened for reading only.",
                ) from error
            if self._is_the_file_on_disk():
                break
            os.close(self._fd)  # its former holder removed the file between our open and lock
        self._write_holder()

    def _open(self, project: Path) -> int:
        try:
            return os.open(self.path, os.O_RDWR | os.O_CREAT, 0o666)
        except OSError as error:
            raise ReadOnlyError(
                f"{project.name}: the folder {project.parent} cannot be written to.",
                "Copy the project to a folder of your own, or open it for reading only.",
            ) from error

    def _is_the_file_on_disk(self) -> bool:
        try:
            return os.path.samestat(os.fstat(self._fd), self.path.stat())
        except OSError:
            return False

    def _write_holder(self) -> None:
        now = datetime.now().astimezone().strftime("%Y-%m-%d %H:%M")
        who = {"host": platform.node(), "user": _user(), "since": now}
        with contextlib.suppress(OSError):  # the lock holds also where a full disk keeps no name
            os.ftruncate(self._fd, 0)
            os.lseek(self._fd, 0, os.SEEK_SET)
            os.write(self._fd, b" " + json.dumps(who).encode())

    def release(self) -> None:
        """Give the lock back and remove the file; calling it twice does no harm."""
        if self._fd < 0:
            return
        if sys.platform != "win32":  # removed while held: nobody can lock a file about to go
            with contextlib.suppress(OSError):
                self.path.unlink()
        _unlock(self._fd)
        os.close(self._fd)
        self._fd = -1
        if sys.platform == "win32":
            with contextlib.suppress(OSError):
                self.path.unlink()


def lock_path(project: Path) -> Path:
    return project.with_name(project.name + ".lock")


def read_holder(project: Path) -> Holder | None:
    """Who wrote the lock file; None where nothing can be read from it."""
    try:
        with lock_path(project).open("rb", buffering=0) as file:
            file.seek(1)
            data = json.loads(file.read(10_000))
        return Holder(str(data["host"]), str(data["user"]), str(data["since"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _user() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return "somebody"


if sys.platform == "win32":
    import msvcrt

    def _lock(fd: int) -> None:
        os.lseek(fd, 0, os.SEEK_SET)
        msvcrt.locking(fd, msvcrt.LK_NBLCK, 1)

    def _unlock(fd: int) -> None:
        os.lseek(fd, 0, os.SEEK_SET)
        msvcrt.locking(fd, msvcrt.LK_UNLCK, 1)
else:
    import fcntl

    def _lock(fd: int) -> None:
        fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)

    def _unlock(fd: int) -> None:
        fcntl.flock(fd, fcntl.LOCK_UN)
