"""The app's language work: suggestions in the background, from the worker process to the project.

The worker runs beside the window; only this object writes, on the GUI thread, a few articles at a
time. The open article is done first. What arrives never moves focus, scroll or the current item.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal

from annotator.errors import PipelineError, ProjectError
from annotator.model import SuggestionDraft
from annotator.nlp.labels import entity_types_of
from annotator.nlp.pipelines import Pipeline, choose_pipeline
from annotator.project import queries
from ui.session import Session
from ui.tasks import Cancelled, Progress, Task

Batch = list[tuple[str, list[SuggestionDraft]]]
BATCH = 20


class LanguageWork(QObject):
    """Suggests entities for the articles no pipeline has read yet."""

    progressed = Signal(str, int, int)
    arrived = Signal(object)
    """Uids of the articles that have new suggestions."""
    ended = Signal()
    failed = Signal(str)
    _batch = Signal(object, object)

    def __init__(self, session: Session, pipeline: str = "", parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._wished = pipeline
        self._task: Task | None = None
        self._is_closed = False
        self._batch.connect(self._on_batch)

    @property
    def is_running(self) -> bool:
        return self._task is not None and self._task.is_running

    def start(self, first: str | None = None, *, again: Sequence[str] = ()) -> bool:
        """Begin with what is not read yet (or these, `again`); whether there was anything."""
        if self.is_running or self._session.read_only:
            return False
        layer = self._session.codebook.find_layer("entity")
        todo = list(again) or queries.unsuggested_articles(self._session.reader)
        if layer is None or not todo:
            return False
        todo.sort(key=lambda uid: uid != first)
        types = entity_types_of(layer)
        groups, reasons = self._groups(todo)
        if not groups:
            self.failed.emit(reasons[0])
            return False
        texts = {uid: queries.article(self._session.reader, uid).text for uid in todo}

        def work(progress: Progress, cancelled: Cancelled) -> int:
            return self._suggest(groups, texts, types, progress, cancelled)

        self._task = Task(work, self)
        self._task.progressed.connect(
            lambda done, total, text: self.progressed.emit(text, done, total)
        )
        self._task.failed.connect(self.failed)
        self._task.ended.connect(self.ended)
        self._task.start()
        if reasons:
            self.failed.emit(reasons[0])
        return True

    def cancel(self) -> None:
        """Stop after the text being read; what arrived stays."""
        if self._task is not None:
            self._task.cancel()

    def close(self) -> None:
        """The project closes: what still comes from the worker is let go."""
        self._is_closed = True
        self.cancel()
        if self._task is not None and self._task.is_running:
            self._task.ended.connect(self.deleteLater)
        else:
            self.deleteLater()

    def _groups(self, uids: Sequence[str]) -> tuple[dict[Pipeline, list[str]], list[str]]:
        groups: defaultdict[Pipeline, list[str]] = defaultdict(list)
        reasons: dict[str, None] = {}
        for uid in uids:
            language = queries.article(self._session.reader, uid).language
            try:
                pipeline = choose_pipeline(language, self._wished or None)
            except PipelineError as error:
                reasons[f"{error} Coding works without suggestions."] = None
                continue
            groups[pipeline].append(uid)
        return groups, list(reasons)

    def _suggest(
        self,
        groups: dict[Pipeline, list[str]],
        texts: dict[str, str],
        types: dict[str, str],
        progress: Progress,
        cancelled: Cancelled,
    ) -> int:
        """In the background thread: read the answers of the worker, hand them over in batches."""
        from annotator.nlp.worker import SuggestWorker

        done, total = 0, sum(len(uids) for uids in groups.values())
        progress(0, total, _text(total))
        for pipeline, uids in groups.items():
            with SuggestWorker(pipeline, types) as worker:
                batch: Batch = []
                for answer in worker.run((uid, texts[uid]) for uid in uids):
                    batch.append(answer)
                    done += 1
                    if len(batch) >= (1 if done < 5 else BATCH):
                        self._batch.emit(pipeline, batch)
                        batch = []
                    progress(done, total, _text(total))
                    if cancelled():
                        break
                if batch:
                    self._batch.emit(pipeline, batch)
            if cancelled():
                break
        return done

    def _on_progress(self, done: int, total: int, text: str) -> None:
        self.progressed.emit(text, done, total)

    def _on_batch(self, pipeline: Pipeline, batch: Batch) -> None:
        if self._is_closed:
            return
        try:
            self._session.store.save_many_suggestions(
                batch, pipeline=pipeline.name, version=pipeline.version
            )
        except ProjectError as error:
            self.cancel()
            self.failed.emit(str(error))
            return
        self.arrived.emit({uid for uid, _ in batch})


def _text(total: int) -> str:
    return f"Pre-annotating {total:,} article{'s' if total != 1 else ''}"
