"""Frames: what is written comes back; anything else is refused."""

from __future__ import annotations

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.nlp.protocol import BrokenStreamError, read_message, write_message


@given(st.lists(st.text()))
def test_message_comes_back_as_written(texts: list[str]) -> None:
    stream = io.BytesIO()
    write_message(stream, ["batch", texts])
    stream.seek(0)
    assert read_message(stream) == ["batch", texts]


def test_end_of_stream_is_none() -> None:
    assert read_message(io.BytesIO(b"")) is None


@pytest.mark.parametrize(
    "stream",
    [b"\0\0", b"\0\0\0\x09[1", b"\xff\xff\xff\xff", b"\0\0\0\x02{}", b"\0\0\0\x02[]", b"Warn: no"],
    ids=["half head", "half body", "too long", "object", "empty list", "printed text"],
)
def test_broken_stream_is_refused(stream: bytes) -> None:
    with pytest.raises(BrokenStreamError):
        read_message(io.BytesIO(stream))
