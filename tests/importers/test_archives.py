"""The guards of everything that is a zip inside."""

from __future__ import annotations

import io
import zipfile

import pytest

from annotator.errors import ImportRefusedError
from annotator.importers import archives
from annotator.importers.archives import open_archive, refuse_entities
from tests.importers.files import zipped


def test_member_is_read() -> None:
    archive = open_archive(zipped({"a.txt": "hello"}), "a.zip")
    assert archive.read("a.txt") == b"hello"
    assert "a.txt" in archive


def test_declared_size_is_capped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archives, "MOST_BYTES", 1000)
    with pytest.raises(ImportRefusedError, match="more than"):
        open_archive(zipped({"a.txt": "x" * 2000}), "a.zip")


def test_ratio_is_capped() -> None:
    data = zipped({"a.txt": b"\0" * (12 << 20)})
    with pytest.raises(ImportRefusedError, match="packed that tight"):
        open_archive(data, "a.zip")


def test_entries_are_capped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archives, "MOST_ENTRIES", 2)
    with pytest.raises(ImportRefusedError, match="3 entries"):
        open_archive(zipped({"a": "", "b": "", "c": ""}), "a.zip")


def test_bytes_are_counted_while_reading() -> None:
    archive = open_archive(zipped({"a.txt": "x" * 3000}), "a.zip")
    archive.left = 1000
    with pytest.raises(ImportRefusedError, match="unpack"):
        archive.read("a.txt")


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04broken", b"no zip at all"])
def test_damaged_archive_is_refused(data: bytes) -> None:
    with pytest.raises(ImportRefusedError, match="damaged"):
        open_archive(data, "a.zip")


def test_entry_without_a_name_is_passed_over() -> None:
    archive = open_archive(zipped({"a.txt": "x", "b.txt": "y"}), "a.zip")
    archive.file.infolist()[1].filename = ""
    assert archive.names == ["a.txt"]


def test_damaged_member_is_refused() -> None:
    data = bytearray(zipped({"a.txt": "hello hello hello"}))
    data[40] ^= 0xFF
    with pytest.raises(ImportRefusedError, match="damaged"):
        open_archive(bytes(data), "a.zip").read("a.txt")


def test_encrypted_member_is_refused() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as target:
        target.writestr("a.txt", "x")
    data = bytearray(out.getvalue())
    data[data.index(b"PK\x01\x02") + 8] |= 1
    with pytest.raises(ImportRefusedError, match="password"):
        open_archive(bytes(data), "a.zip").read("a.txt")


@pytest.mark.parametrize(
    "xml",
    [
        b'<!DOCTYPE x [<!ENTITY e "y">]><x/>',
        b'<?xml version="1.0"?>\n<!-- a > b --><!DOCTYPE x SYSTEM "http://127.0.0.1:9/"><x/>',
        '<?xml version="1.0"?><!DOCTYPE x><x/>'.encode("utf-16"),
    ],
)
def test_declared_entities_are_refused(xml: bytes) -> None:
    with pytest.raises(ImportRefusedError, match="entities"):
        refuse_entities(xml, "a.docx")


def test_plain_xml_passes() -> None:
    refuse_entities(b'<?xml version="1.0"?><x>text</x>', "a.docx")
