"""The open project as the window knows it: store, coder, `run`, and what changed.

Every write of the app goes through `Session.run`; every view learns from `changed` what to read
again. Where another process holds the file for a moment, commands wait in line and are tried again
by a timer, in their order, none lost and none doubled; a refusal becomes a banner, never a modal
surprise.
"""

from __future__ import annotations

import logging
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer, Signal

from annotator.codebook.model import Codebook
from annotator.commands import codes
from annotator.errors import BusyError, ProjectError, ReadOnlyError, UndoRefusedError
from annotator.model import Changes, Coder
from annotator.project import queries

if TYPE_CHECKING:
    from annotator.project.reader import Reader
    from annotator.project.store import Store

RETRY_MS = 250

log = logging.getLogger(__name__)

Then = Callable[[Any], None]


@dataclass(frozen=True)
class _Call:
    """A write that is done now or waits for its turn."""

    do: Callable[[], Changes]
    then: Then | None
    label: str
    travelled: bool = False
    """An undo or a redo: the place is shown afterwards."""


class Session(QObject):
    """One coder at work in one project."""

    changed = Signal(object)
    """`Changes` of a committed step."""
    undone = Signal(object)
    """`Changes` of an undo or redo: show the place. Comes after `changed`."""
    failed = Signal(str)
    """A request was refused; nothing was written."""
    save_failed = Signal(str)
    """The file could not be written; `retry` tries again, `give_up` drops what waits."""
    busy = Signal(bool)
    """Another process holds the file; what was done waits here."""
    saved = Signal()
    coder_changing = Signal()
    """Another coder takes over: finish what the present one has begun."""
    coder_changed = Signal(object)

    def __init__(self, store: Store, coder: Coder, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.store = store
        self._coder = coder
        self._codebook: Codebook | None = None
        self._actor_names: dict[str, str] | None = None
        self._waiting: deque[_Call] = deque()
        self._timer = QTimer(self)
        self._timer.setInterval(RETRY_MS)
        self._timer.timeout.connect(self.retry)
        self.last_step = 0
        """Row id of the step the last successful `run` wrote; 0 where it wrote nothing."""

    @property
    def reader(self) -> Reader:
        return self.store.reader

    @property
    def coder(self) -> Coder:
        return self._coder

    @property
    def codebook(self) -> Codebook:
        if self._codebook is None:
            self._codebook = queries.codebook(self.reader)
        return self._codebook

    @property
    def actor_names(self) -> dict[str, str]:
        if self._actor_names is None:
            self._actor_names = queries.actor_names(self.reader)
        return self._actor_names

    @property
    def read_only(self) -> bool:
        return self.store.read_only

    @property
    def is_waiting(self) -> bool:
        """Whether something done is not yet in the file."""
        return bool(self._waiting)

    def set_coder(self, coder: Coder) -> None:
        """Go on as another coder; everything shown is read again."""
        self.coder_changing.emit()
        self._coder = coder
        self.coder_changed.emit(coder)

    def run(
        self,
        label: str,
        command: Callable[..., Any],
        *args: Any,
        into: int | None = None,
        then: Then | None = None,
        **options: Any,
    ) -> Any:
        """Run a command as one committed step and return its result.

        Returns None where it was refused or has to wait; `then` is called with the result as soon
        as there is one.
        """
        coder = self._coder.uid

        def do() -> Changes:
            return self.store.run(label, command, *args, coder=coder, into=into, **options)

        changes = self._attempt(_Call(do, then, label))
        return None if changes is None else changes.result

    def undo(self) -> Changes | None:
        """Undo the coder's last step; refuses with a reason where a later step stands on it."""
        return self._travel(self.store.undo, self.undo_label)

    def redo(self) -> Changes | None:
        """Do again what the coder's last undo took back."""
        return self._travel(self.store.redo, self.redo_label)

    @property
    def undo_label(self) -> str | None:
        """Name of the step that undo takes back; empty where it cannot be told at this moment."""
        return self._label(self.store.undo_label)

    @property
    def redo_label(self) -> str | None:
        return self._label(self.store.redo_label)

    def drop_fresh(self, label: str, annotation: str, step: int) -> None:
        """Take back a code that was just made (by `step`) and left untouched."""
        if self.last_step == step and self.undo_label is not None:
            coder = self._coder.uid
            self._attempt(_Call(lambda: self.store.undo(coder), None, label))
        else:
            self.run(label, codes.delete_code, annotation)

    def keep_position(self, assignment: str, position: int, seconds: int) -> None:
        """Save where the coder stands; where that cannot be written now, it is let go."""
        try:
            self.store.save_position(assignment, position, seconds)
        except ProjectError:
            log.info("the place in the article was not saved this time")

    def retry(self) -> None:
        """Try what waits, in order; stop at the first that still cannot be written."""
        while self._waiting:
            call = self._waiting[0]
            try:
                changes = call.do()
            except BusyError:
                return
            except ProjectError as error:
                self._refuse(call, error)
                return
            self._waiting.popleft()
            self._finish(call, changes)
        self._stop_waiting()

    def give_up(self) -> None:
        """Drop what waits: it will not be in the file."""
        self._waiting.clear()
        self._stop_waiting()

    def close(self) -> None:
        self._timer.stop()
        self.store.close()

    def _travel(self, way: Callable[[str], Changes], label: str | None) -> Changes | None:
        if label is None:
            return None
        coder = self._coder.uid
        return self._attempt(_Call(lambda: way(coder), None, label, travelled=True))

    def _label(self, ask: Callable[[str], str | None]) -> str | None:
        if self.read_only:
            return None
        if self._waiting:
            return self._waiting[-1].label
        try:
            return ask(self._coder.uid)
        except BusyError:
            return ""

    def _attempt(self, call: _Call) -> Changes | None:
        if self._waiting:
            self._waiting.append(call)
            return None
        try:
            changes = call.do()
        except BusyError:
            self._wait(call)
            return None
        except ProjectError as error:
            self._refuse(call, error)
            return None
        self._finish(call, changes)
        return changes

    def _finish(self, call: _Call, changes: Changes) -> None:
        self.last_step = changes.step
        self._forget(changes)
        self.changed.emit(changes)
        self.saved.emit()
        if call.then is not None:
            call.then(changes.result)
        if call.travelled:
            self.undone.emit(changes)

    def _refuse(self, call: _Call, error: ProjectError) -> None:
        if not self._is_about_saving(error):
            if call in self._waiting:
                self._waiting.remove(call)
            self.failed.emit(str(error))
            return
        self._timer.stop()
        if call not in self._waiting:
            self._waiting.append(call)
        self.save_failed.emit(str(error))

    def _is_about_saving(self, error: ProjectError) -> bool:
        """Whether the file could not be written, in contrast to a request that was refused."""
        if isinstance(error, UndoRefusedError | ReadOnlyError):
            return False
        return error.__cause__ is not None or not self.store.path.exists()

    def _wait(self, call: _Call) -> None:
        self._waiting.append(call)
        self._timer.start()
        self.busy.emit(True)

    def _stop_waiting(self) -> None:
        self._timer.stop()
        self.busy.emit(False)

    def _forget(self, changes: Changes) -> None:
        if changes.touches("layer", "field", "code", "codebook"):
            self._codebook = None
        if changes.touches("actor", "alias"):
            self._actor_names = None
