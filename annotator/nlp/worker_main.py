"""The process spaCy lives in: text in, tuples out. Started by `worker.py`, never imported by it.

It ends when its input closes, so it never outlives the program, however that ended: a thread reads
the input and leaves the process at its end even while a batch is being parsed. Everything a
library prints goes to the error stream; the output belongs to the protocol.
"""

from __future__ import annotations

import os
import queue
import signal
import sys
import threading
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from annotator.nlp.memory import resident_memory
from annotator.nlp.protocol import BrokenStreamError, Message, read_message, write_message

if TYPE_CHECKING:
    from spacy.language import Language

Inbox = queue.SimpleQueue[Message]


def main() -> None:
    """Serve one parent until it closes the pipe."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C is the parent's to handle
    output = _claim_output()
    inbox: Inbox = queue.SimpleQueue()
    threading.Thread(target=_read_input, args=(sys.stdin.buffer, inbox), daemon=True).start()
    kind, order = inbox.get()
    assert kind == "load"
    try:
        nlp = _load(order["pipeline"])
    except Exception as error:
        write_message(output, ["error", _in_one_line(error)])
        return
    write_message(output, ["ready", {"memory": resident_memory()}])
    _serve(nlp, order["labels"], order["pipeline"]["language"], inbox, output)


def _claim_output() -> BinaryIO:
    """The real standard output for the protocol; prints go to standard error from now on."""
    output = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    return output


def _read_input(stream: BinaryIO, inbox: Inbox) -> None:
    try:
        while (message := read_message(stream)) is not None:
            inbox.put(message)
    except BrokenStreamError:
        pass
    os._exit(0)


def _load(order: Mapping[str, Any]) -> Language:
    from annotator.nlp.load import load_pipeline

    return load_pipeline(
        order["name"],
        Path(order["path"]) if order["path"] else None,
        language=order["language"],
        source=order["source"],
        trusted=order["trusted"],
    )


def _serve(
    nlp: Language, labels: Mapping[str, str], language: str, inbox: Inbox, output: BinaryIO
) -> None:
    while True:
        _, texts = inbox.get()
        for answer in answers(nlp, texts, labels, language):
            write_message(output, answer)
        write_message(output, ["done", resident_memory()])


def answers(
    nlp: Language, texts: list[str], labels: Mapping[str, str], language: str
) -> Iterator[Message]:
    """One answer per text, in order. What spaCy remembers of a batch is forgotten after it.

    A text that makes the pipeline raise loses its own answer only: the rest of the batch is read
    one by one.
    """
    from annotator.nlp.suggest import read

    given = 0
    with nlp.memory_zone():
        try:
            for found in read(nlp, texts, labels, language):
                yield ["result", found]
                given += 1
        except Exception:
            for text in texts[given:]:
                yield _alone(nlp, text, labels, language)


def _alone(nlp: Language, text: str, labels: Mapping[str, str], language: str) -> Message:
    from annotator.nlp.suggest import read

    try:
        return ["result", *read(nlp, [text], labels, language)]
    except Exception as error:
        return ["unread", _in_one_line(error)]


def _in_one_line(error: BaseException) -> str:
    text = " ".join(str(error).split()) or type(error).__name__
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"


_LONGEST = 300
