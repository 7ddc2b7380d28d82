"""One process in which a language pipeline runs: start it, talk to it, notice its end.

Two threads move bytes, so that neither a child that stopped reading nor one that stopped writing
can block the program; the caller waits on a queue in short ticks and gives up by itself. Ticks are
counted instead of clock time, so a laptop that slept has not used up the child's patience.
"""

from __future__ import annotations

import contextlib
import os
import queue
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import IO, Any, BinaryIO

import annotator
from annotator.errors import PipelineError
from annotator.nlp.pipelines import WITHOUT, Pipeline
from annotator.nlp.protocol import BrokenStreamError, Message, read_message, write_message

Answer = list[tuple[int, int, str]] | str
"""The entities of a text, or why it could not be read."""

TICK = 0.2
"""Seconds between two looks at whether the user cancelled."""
LOADING = 600.0
"""Seconds a pipeline may take to load; large ones from a slow disk take a minute."""
SLOWEST = 500
"""Code points a second; a transformer on an old laptop reads about twice as many."""

_START = (
    "import sys; sys.path.append(sys.argv[1]); from annotator.nlp.worker_main import main; main()"
)


class ChildCancelledError(Exception):
    """The user cancelled while the child was working."""


class Child:
    """A process with a loaded pipeline, started when it is first needed."""

    def __init__(
        self,
        pipeline: Pipeline,
        labels: Mapping[str, str],
        cancelled: threading.Event,
        *,
        patience: float,
        share: int = 1,
    ) -> None:
        self.texts_read = 0
        """Since the process was started."""
        self.growth = 0
        """Bytes of memory gained since the pipeline was loaded."""
        self._pipeline = pipeline
        self._labels = labels
        self._cancelled = cancelled
        self._patience = patience
        self._share = share
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def pid(self) -> int | None:
        return self._process.pid if self._process else None

    def start(self) -> None:
        """Start the process and load the pipeline, unless it runs.

        Raises:
            PipelineError: the pipeline cannot be loaded.
            ChildCancelledError: the user cancelled meanwhile.
        """
        if self._process is not None:
            return
        self._launch()
        self._outbox.put(["load", self._order()])
        kind, detail = self._next(LOADING, "while it was being loaded")
        if kind == "error":
            self.stop()
            raise self._unloadable(detail)
        self._loaded_size = int(detail["memory"])
        self.texts_read = self.growth = 0

    def send(self, texts: list[str]) -> None:
        """Hand over a batch without waiting for it."""
        self.start()
        self._outbox.put(["batch", texts])

    def answers(self, count: int, size: int) -> Iterator[Answer]:
        """The answers for the batch sent first: `count` texts of `size` code points together.

        Raises:
            PipelineError: the process crashed or hangs.
            ChildCancelledError: the user cancelled.
        """
        allowed = self._patience + size / SLOWEST
        for _ in range(count):
            kind, found = self._next(allowed, "while it was reading")
            yield str(found) if kind == "unread" else [(s, e, key) for s, e, key in found]
        _, memory = self._next(allowed, "while it was reading")
        self.texts_read += count
        self.growth = memory - self._loaded_size

    def kill(self) -> None:
        """End the process at once; whoever waits for an answer notices."""
        process = self._process
        if process is not None:
            with contextlib.suppress(OSError):
                process.kill()

    def stop(self) -> None:
        """End the process and free what belongs to it. Safe to call twice."""
        process, self._process = self._process, None
        if process is None:
            return
        process.kill()
        process.wait()
        self._outbox.put(None)
        for thread in self._threads:
            thread.join()
        self._errors.close()

    def _launch(self) -> None:
        if not sys.executable:
            raise PipelineError("Suggestions need a Python program to run in.", WITHOUT)
        self._errors: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115 (closed by stop)
        root = Path(annotator.__file__).parents[1]
        try:
            self._process = subprocess.Popen(
                [sys.executable, "-P", "-c", _START, str(root)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=self._errors,
                env=self._environment(),
                creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
            )
        except OSError as error:
            self._errors.close()
            raise PipelineError(f"Suggestions cannot be started: {error}.", WITHOUT) from error
        self._inbox: queue.SimpleQueue[Message | None] = queue.SimpleQueue()
        self._outbox: queue.SimpleQueue[Message | None] = queue.SimpleQueue()
        assert self._process.stdin and self._process.stdout
        self._threads = (
            _started(_write, self._process.stdin, self._outbox),
            _started(_read, self._process.stdout, self._inbox),
        )

    def _environment(self) -> dict[str, str]:
        """Several children share the cores rather than each using all of them."""
        environment = {**os.environ, "PYTHONIOENCODING": "utf-8"}
        if self._share > 1:
            threads = max(1, (os.cpu_count() or 1) // self._share)
            environment.setdefault("OMP_NUM_THREADS", str(threads))
        return environment

    def _order(self) -> dict[str, Any]:
        pipeline = self._pipeline
        return {
            "pipeline": {
                "name": pipeline.name,
                "path": str(pipeline.path) if pipeline.path else None,
                "language": pipeline.language,
                "source": pipeline.source,
                "trusted": pipeline.trusted,
            },
            "labels": dict(self._labels),
        }

    def _next(self, allowed: float, when: str) -> tuple[str, Any]:
        """The next message, waiting at most `allowed` seconds."""
        for _ in range(max(1, round(allowed / TICK))):
            if self._cancelled.is_set():
                raise ChildCancelledError
            try:
                message = self._inbox.get(timeout=TICK)
            except queue.Empty:
                continue
            if message is None:
                raise self._ended(when)
            return str(message[0]), message[1]
        self.stop()
        raise PipelineError(
            f"The language pipeline {self._pipeline.label} stopped answering {when}.",
            f"Try again, or choose another pipeline. {WITHOUT}",
        )

    def _ended(self, when: str) -> Exception:
        """What the end of the process means."""
        if self._cancelled.is_set():
            return ChildCancelledError()
        assert self._process
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(timeout=10)
        what = _reason(self._process.returncode, self._last_words())
        self.stop()
        return PipelineError(
            f"The language pipeline {self._pipeline.label} {what} {when}.",
            f"Nothing of your work is affected. Try again, or choose a smaller pipeline. {WITHOUT}",
        )

    def _last_words(self) -> str:
        """The last line the process wrote to its error stream."""
        size = self._errors.seek(0, os.SEEK_END)
        self._errors.seek(max(0, size - 2_000))
        lines = self._errors.read().decode("utf-8", "replace").strip().splitlines()
        return lines[-1].strip()[:200] if lines else ""

    def _unloadable(self, detail: str) -> PipelineError:
        source = self._pipeline.source
        todo = {
            "installed": f"Install it again: python -m spacy download {self._pipeline.name}.",
            "bundled": "Install the program again.",
            "folder": "Train or save it with the spaCy version installed here.",
        }[source]
        sentence = detail.rstrip(".")
        return PipelineError(
            f"The language pipeline {self._pipeline.label} cannot be loaded: {sentence}.",
            f"{todo} {WITHOUT}",
        )


def _started(target: Any, *arguments: Any) -> threading.Thread:
    thread = threading.Thread(target=target, args=arguments, daemon=True)
    thread.start()
    return thread


def _write(stream: BinaryIO, outbox: queue.SimpleQueue[Message | None]) -> None:
    """Send what is in the outbox until None; a dead child is noticed by the reading thread."""
    with contextlib.suppress(OSError):
        while (message := outbox.get()) is not None:
            write_message(stream, message)
    with contextlib.suppress(OSError):
        stream.close()


def _read(stream: BinaryIO, inbox: queue.SimpleQueue[Message | None]) -> None:
    """Put what arrives into the inbox; None at its end."""
    try:
        while (message := read_message(stream)) is not None:
            inbox.put(message)
    except (BrokenStreamError, OSError):
        pass
    inbox.put(None)
    stream.close()


def _reason(code: int | None, last_words: str) -> str:
    """What an exit code means, in words."""
    if code == -getattr(signal, "SIGKILL", 9):
        return "was ended by the system, most likely because memory ran out,"
    detail = last_words
    if code is not None and code < 0:
        with contextlib.suppress(ValueError):
            detail = signal.Signals(-code).name
    return f"crashed ({detail})" if detail else "crashed"
