"""Suggestions from a process of their own: the program's side.

spaCy runs in children of this program, one by default. A child that crashes, runs out of memory or
stops answering becomes a `PipelineError`; the window never waits on it. Batches are bounded by
characters and at most two per child are on their way, so memory stays flat however many articles
there are and a child never waits for work. Texts leave as strings and come back as numbers and
keys; only the program writes to the project.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from itertools import cycle
from types import TracebackType
from typing import Self

from annotator.errors import CancelledError
from annotator.model import SuggestionDraft
from annotator.nlp.child import Child, ChildCancelledError
from annotator.nlp.pipelines import Pipeline
from annotator.nlp.suggest import draft

Item = tuple[str, str]
"""Uid and text of an article."""
Sent = tuple[Child, list[Item]]
"""A batch on its way, and to whom."""

BATCH_TEXTS = 128
BATCH_CHARS = 200_000
"""A batch ends at either limit; a longer text is a batch of its own."""
AHEAD = 2
"""Batches on their way per child: one being parsed, one waiting."""
RENEW_AFTER = 25_000
"""Texts after which a child is replaced: some libraries keep a little of every text."""
RENEW_GROWTH = 1 << 30
"""Bytes a child may grow beyond its size after loading before it is replaced."""


class SuggestWorker:
    """Runs a language pipeline in `jobs` processes. A context manager; use from one thread.

    Args:
        pipeline: what to load.
        entity_types: label of the pipeline -> key of an entity type (`labels.entity_types_of`).
        jobs: processes; each loads the pipeline and needs its memory.
        patience: seconds without any answer, beyond what a batch may need, before a child counts
            as hanging.
    """

    def __init__(
        self,
        pipeline: Pipeline,
        entity_types: Mapping[str, str],
        jobs: int = 1,
        *,
        patience: float = 120.0,
        renew_after: int = RENEW_AFTER,
    ) -> None:
        if jobs < 1:
            raise ValueError("jobs must be 1 or more")
        self.pipeline = pipeline
        self.failures: list[tuple[str, str]] = []
        """Uid and reason of every text of the last run the pipeline could not read."""
        self.reading: str | None = None
        """Uid of the text whose answer is awaited; after an error, the one it happened at."""
        self._cancelled = threading.Event()
        self._renew_after = renew_after
        self._children = [
            Child(pipeline, dict(entity_types), self._cancelled, patience=patience, share=jobs)
            for _ in range(jobs)
        ]

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def start(self) -> None:
        """Load the pipeline now rather than with the first text.

        Raises:
            PipelineError: it cannot be loaded.
            CancelledError: `cancel` was called.
        """
        try:
            for child in self._children:
                child.start()
        except ChildCancelledError:
            self._stop()
            raise CancelledError from None

    def run(self, texts: Iterable[Item]) -> Iterator[tuple[str, list[SuggestionDraft]]]:
        """Suggestions for each (uid, text), in order, as they are found.

        `texts` is read as far ahead as the children need. A text the pipeline fails on yields an
        empty list and is named in `failures`.

        Raises:
            PipelineError: the pipeline cannot be loaded, a child crashed or hangs.
            CancelledError: `cancel` was called.
        """
        self.failures = []
        finished = False
        try:
            yield from self._run(texts)
            finished, self.reading = True, None
        except ChildCancelledError:
            raise CancelledError from None
        finally:
            if not finished:  # answers nobody will read are still on their way
                self._stop()

    def _run(self, texts: Iterable[Item]) -> Iterator[tuple[str, list[SuggestionDraft]]]:
        pending: deque[Sent] = deque()
        for child, batch in zip(cycle(self._children), batches(texts), strict=False):
            if self._is_worn(child):
                while any(other is child for other, _ in pending):
                    yield from self._answers(*pending.popleft())
                child.stop()
            child.send([text for _, text in batch])
            pending.append((child, batch))
            if len(pending) >= AHEAD * len(self._children):
                yield from self._answers(*pending.popleft())
        while pending:
            yield from self._answers(*pending.popleft())

    def cancel(self) -> None:
        """Stop at once, from any thread; the run raises `CancelledError`. Cannot be taken back."""
        self._cancelled.set()
        for child in self._children:
            child.kill()

    def close(self) -> None:
        """End the processes. Safe to call twice."""
        self._stop()

    def _answers(
        self, child: Child, batch: list[Item]
    ) -> Iterator[tuple[str, list[SuggestionDraft]]]:
        answers = child.answers(len(batch), sum(len(text) for _, text in batch))
        self.reading = batch[0][0]
        for (uid, _), answer in zip(batch, answers, strict=True):
            self.reading = uid
            if isinstance(answer, str):
                self.failures.append((uid, answer))
                yield uid, []
            else:
                yield uid, [draft(entity) for entity in answer]

    def _is_worn(self, child: Child) -> bool:
        return child.texts_read >= self._renew_after or child.growth > RENEW_GROWTH

    def _stop(self) -> None:
        for child in self._children:
            child.stop()


def batches(texts: Iterable[Item]) -> Iterator[list[Item]]:
    """Group texts so that no batch grows beyond the limits; each text is in one batch."""
    batch: list[Item] = []
    size = 0
    for item in texts:
        if batch and (len(batch) >= BATCH_TEXTS or size + len(item[1]) > BATCH_CHARS):
            yield batch
            batch, size = [], 0
        batch.append(item)
        size += len(item[1])
    if batch:
        yield batch
