"""Everything hostile at once: no crash, no hang, no network, a sentence for each file."""

from __future__ import annotations

import socket
import time
import tracemalloc
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.importers.registry import Refusal, read_paths
from annotator.model import ArticleDraft
from tests.importers.files import MAKERS, read


@pytest.mark.shared
def test_folder_of_hostile_files(shared: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_network(*args: Any) -> None:
        raise AssertionError("an importer opened a connection")

    monkeypatch.setattr(socket.socket, "connect", no_network)
    begin = time.process_time()
    tracemalloc.start()
    found = list(read_paths([shared / "samples/hostile"]))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert time.process_time() - begin < 30
    assert peak < 300_000_000
    assert found
    for item in found:
        if isinstance(item, Refusal):
            assert item.why.endswith((".", ")")) and "\n" not in item.why, item
        else:
            assert isinstance(item, ArticleDraft)
            assert "root:" not in item.text


@given(st.sampled_from(sorted(MAKERS)), st.data())
def test_damaged_files_never_raise(name: str, data: st.DataObject) -> None:
    """Flip, cut and insert bytes in a good file of every format."""
    good = bytearray(MAKERS[name]("Some words of text. And more."))
    for _ in range(data.draw(st.integers(1, 4))):
        place = data.draw(st.integers(0, max(0, len(good) - 1)))
        good[place : place + data.draw(st.integers(0, 3))] = data.draw(st.binary(max_size=4))
    for found in read(name, bytes(good)):
        assert isinstance(found, ArticleDraft | Refusal)
