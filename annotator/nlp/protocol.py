"""The wire between the program and the process spaCy lives in: length-prefixed JSON, nothing else.

JSON and not pickle: whatever a language pipeline does to its process, the program reads numbers
and strings only. A frame is four bytes of length (big-endian) and that many bytes of ASCII JSON.

Messages to the worker:
    ["load", {"pipeline": ..., "labels": {...}}]       once, first
    ["batch", [text, ...]]                              any number
Messages from the worker:
    ["ready", {"memory": bytes}]                        the pipeline is loaded
    ["result", [[start, end, entity type, score], ...]] one per text, in order
    ["unread", reason]                                  instead of a result: this text failed
    ["done", bytes]                                     after each batch: resident memory
    ["error", sentence]                                 loading failed; the worker ends
"""

from __future__ import annotations

import json
import struct
from typing import Any, BinaryIO

Message = list[Any]

_LENGTH = struct.Struct(">I")
MAX_FRAME = 1 << 30
"""Longest frame accepted, in bytes; more is a broken stream."""


class BrokenStreamError(Exception):
    """The other end stopped in the middle of a frame or sent something else."""


def write_message(stream: BinaryIO, message: Message) -> None:
    """Send one message and flush it."""
    body = json.dumps(message, separators=(",", ":")).encode("ascii")
    stream.write(_LENGTH.pack(len(body)) + body)
    stream.flush()


def read_message(stream: BinaryIO) -> Message | None:
    """Read one message; None at a clean end of the stream.

    Raises:
        BrokenStreamError: the stream ends inside a frame or holds no message.
    """
    head = stream.read(_LENGTH.size)
    if not head:
        return None
    if len(head) < _LENGTH.size:
        raise BrokenStreamError("the stream ends inside a frame")
    (length,) = _LENGTH.unpack(head)
    if length > MAX_FRAME:
        raise BrokenStreamError("the stream holds something other than messages")
    body = stream.read(length)
    if len(body) < length:
        raise BrokenStreamError("the stream ends inside a frame")
    try:
        message = json.loads(body)
    except ValueError as error:
        raise BrokenStreamError(str(error)) from error
    if not isinstance(message, list) or not message:
        raise BrokenStreamError("the stream holds something other than messages")
    return message
