"""The lock of a project where the disk is full."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from annotator.project.lock import ProjectLock


def test_a_full_disk_does_not_keep_the_lock_from_being_taken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(fd: int, data: bytes) -> int:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "write", full)
    lock = ProjectLock(tmp_path / "p.annot")
    lock.release()
    assert list(tmp_path.iterdir()) == []
