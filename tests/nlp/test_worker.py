"""The worker process: answers in order, cancels, restarts, and every end becomes a sentence."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from annotator.errors import CancelledError, PipelineError
from annotator.nlp import worker as module
from annotator.nlp.labels import LABELS
from annotator.nlp.pipelines import Pipeline, bundled_pipeline, folder_pipeline
from annotator.nlp.worker import SuggestWorker, batches
from tests.nlp.conftest import TEXT

posix = pytest.mark.skipif(sys.platform == "win32", reason="needs signals")


def articles(count: int, text: str = TEXT) -> Iterator[tuple[str, str]]:
    return ((f"a{i}", text) for i in range(count))


def quotes(worker: SuggestWorker, text: str) -> list[str]:
    [(_, drafts)] = worker.run([("a", text)])
    return [text[d.start : d.end] for d in drafts]


def wait_until(true: Callable[[], bool], seconds: float = 20) -> bool:
    end = time.monotonic() + seconds
    while not true() and time.monotonic() < end:
        time.sleep(0.02)
    return true()


def is_running(pid: int) -> bool:
    """False also for a process that ended and was not yet collected."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text(encoding="ascii")
    except OSError:
        return False
    return state.rpartition(")")[2].split()[0] != "Z"


def test_entities_come_back_as_drafts(worker: SuggestWorker) -> None:
    assert quotes(worker, TEXT)[:3] == ["Angela Merkel", "Barack Obama", "Berlin"]


def test_answers_keep_the_order_of_the_texts(
    worker: SuggestWorker, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "BATCH_TEXTS", 3)
    assert [uid for uid, _ in worker.run(articles(10))] == [f"a{i}" for i in range(10)]


def test_nothing_to_read_is_no_answer(worker: SuggestWorker) -> None:
    assert list(worker.run([])) == []


@pytest.mark.parametrize("text", ["", "   ", "\n\n", "北京举行会谈", "a" * 50_000])
def test_odd_text_is_read_without_harm(worker: SuggestWorker, text: str) -> None:
    assert quotes(worker, text) == []
    assert worker.failures == []


def test_text_the_pipeline_fails_on_is_named_and_the_rest_read(worker: SuggestWorker) -> None:
    found = dict(worker.run([("a", TEXT), ("b", "half a character: \ud800"), ("c", TEXT)]))
    assert [uid for uid, _ in worker.failures] == ["b"]
    assert found["b"] == []
    assert found["a"] == found["c"] != []


def test_abandoned_run_leaves_no_answers_for_the_next(worker: SuggestWorker) -> None:
    for _ in worker.run(articles(5)):
        break
    assert quotes(worker, "Nothing here.") == []


def test_texts_are_read_no_further_ahead_than_needed(
    worker: SuggestWorker, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "BATCH_TEXTS", 1)
    taken: list[str] = []

    def counted() -> Iterator[tuple[str, str]]:
        for item in articles(50):
            taken.append(item[0])
            yield item

    next(worker.run(counted()))
    assert len(taken) <= module.AHEAD + 1


def test_batches_end_at_either_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "BATCH_TEXTS", 3)
    monkeypatch.setattr(module, "BATCH_CHARS", 10)
    sizes = [1, 1, 1, 1, 9, 20, 1]
    found = [[len(t) for _, t in b] for b in batches(("a", "x" * n) for n in sizes)]
    assert found == [[1, 1, 1], [1, 9], [20], [1]]


def test_several_jobs_answer_in_order(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "BATCH_TEXTS", 2)
    with SuggestWorker(bundled_pipeline(), LABELS, jobs=2) as two:
        assert [uid for uid, _ in two.run(articles(9))] == [f"a{i}" for i in range(9)]
        assert len({child.pid for child in two._children}) == 2


def test_worn_process_is_replaced_without_losing_an_answer(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(module, "BATCH_TEXTS", 2)
    with SuggestWorker(bundled_pipeline(), LABELS, renew_after=4) as worker:
        pids = set()
        uids = []
        for uid, _ in worker.run(articles(7)):
            uids.append(uid)
            pids.add(worker._children[0].pid)
    assert uids == [f"a{i}" for i in range(7)]
    assert len(pids - {None}) == 2


def test_cancel_from_another_thread_ends_the_run_soon() -> None:
    with SuggestWorker(bundled_pipeline(), LABELS) as worker:
        run = worker.run(articles(100_000, TEXT * 20))
        next(run)
        threading.Timer(0.2, worker.cancel).start()
        start = time.monotonic()
        with pytest.raises(CancelledError):
            list(run)
        assert time.monotonic() - start < 10


def test_cancelled_worker_stays_cancelled() -> None:
    with SuggestWorker(bundled_pipeline(), LABELS) as worker:
        worker.cancel()
        with pytest.raises(CancelledError):
            list(worker.run(articles(1)))


@posix
def test_killed_process_becomes_a_sentence_about_memory() -> None:
    with SuggestWorker(bundled_pipeline(), LABELS) as worker:
        run = worker.run(articles(1_000, TEXT * 5))
        next(run)
        os.kill(worker._children[0].pid or 0, signal.SIGKILL)
        with pytest.raises(PipelineError, match="memory ran out"):
            list(run)
        assert worker.reading is not None
        assert quotes(worker, TEXT), "the next run starts a new process"


@posix
def test_crashed_process_becomes_a_sentence() -> None:
    with SuggestWorker(bundled_pipeline(), LABELS) as worker:
        run = worker.run(articles(1_000, TEXT * 5))
        next(run)
        os.kill(worker._children[0].pid or 0, signal.SIGSEGV)
        with pytest.raises(PipelineError, match=r"crashed \(SIGSEGV\)"):
            list(run)


@posix
def test_hanging_process_becomes_a_sentence() -> None:
    with SuggestWorker(bundled_pipeline(), LABELS, patience=0.5) as worker:
        worker.start()
        pid = worker._children[0].pid or 0
        os.kill(pid, signal.SIGSTOP)
        with pytest.raises(PipelineError, match="stopped answering"):
            list(worker.run(articles(3)))
        assert wait_until(lambda: not is_running(pid))


@posix
def test_process_ends_when_the_program_is_killed() -> None:
    code = (
        "import time; from annotator.nlp.worker import SuggestWorker;"
        "from annotator.nlp.pipelines import bundled_pipeline;"
        "w = SuggestWorker(bundled_pipeline(), {}); w.start();"
        "print(w._children[0].pid, flush=True); time.sleep(60)"
    )
    program = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE)
    assert program.stdout
    with program:
        pid = int(program.stdout.readline())
        program.kill()
    assert wait_until(lambda: not is_running(pid))


def test_close_ends_the_process_and_its_threads() -> None:
    worker = SuggestWorker(bundled_pipeline(), LABELS)
    worker.start()
    pid = worker._children[0].pid or 0
    threads = worker._children[0]._threads
    worker.close()
    worker.close()
    assert not any(thread.is_alive() for thread in threads)
    assert not Path("/proc").exists() or not is_running(pid)


def test_working_folder_cannot_slip_in_modules(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "json.py").write_text("raise SystemExit(3)", encoding="utf-8")
    (tmp_path / "spacy.py").write_text("raise SystemExit(3)", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    with SuggestWorker(bundled_pipeline(), LABELS) as worker:
        assert quotes(worker, TEXT)


def broken(pipeline_folder: Path) -> Pipeline:
    (pipeline_folder / "ner" / "model").write_bytes(b"\x81nothing")
    return folder_pipeline(pipeline_folder)


def test_pipeline_that_cannot_be_loaded_becomes_a_sentence(pipeline_folder: Path) -> None:
    with (
        SuggestWorker(broken(pipeline_folder), LABELS) as worker,
        pytest.raises(PipelineError, match=r"cannot be loaded: .*Coding works"),
    ):
        worker.start()


def test_vanished_package_says_how_to_install_it() -> None:
    gone = replace(bundled_pipeline(), name="en_core_web_lg", path=None, source="installed")
    with (
        SuggestWorker(gone, LABELS) as worker,
        pytest.raises(PipelineError, match="spacy download en_core_web_lg"),
    ):
        worker.start()


def test_own_folder_is_loaded(pipeline_folder: Path) -> None:
    with SuggestWorker(folder_pipeline(pipeline_folder), LABELS) as worker:
        assert "Angela Merkel" in quotes(worker, TEXT)


def test_installed_package_is_loaded(
    pipeline_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = tmp_path / "en_news_sm_open"
    package.mkdir()
    pipeline_folder.rename(package / "en_news_sm_open-0.1.0")
    meta = (package / "en_news_sm_open-0.1.0" / "meta.json").read_text(encoding="utf-8")
    (package / "meta.json").write_text(meta, encoding="utf-8")
    (package / "__init__.py").write_text(
        "from spacy.util import load_model_from_init_py\n"
        "def load(**options):\n    return load_model_from_init_py(__file__, **options)\n",
        encoding="utf-8",
    )
    info = tmp_path / "en_news_sm_open-0.1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Name: en_news_sm_open\nVersion: 0.1.0\n", encoding="utf-8")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    pipeline = replace(
        bundled_pipeline(), name="en_news_sm_open", path=None, source="installed", trusted=True
    )
    with SuggestWorker(pipeline, LABELS) as worker:
        assert "Angela Merkel" in quotes(worker, TEXT)
