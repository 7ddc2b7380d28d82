"""Guards for everything that is a zip inside: archives themselves, docx and xlsx.

A small zip can hold hundreds of gigabytes, thousands of entries, names that point out of the
folder, or a page of XML that expands without end. So members are read in memory only, never
extracted; the sizes an archive declares are checked before reading, and the bytes are counted
while reading, because the declaration may lie.
"""

from __future__ import annotations

import io
import re
import struct
import zipfile
from dataclasses import dataclass

from annotator.errors import ImportRefusedError

MOST_ENTRIES = 10_000
MOST_BYTES = 200 * 1024 * 1024
MOST_RATIO = 100
"""Uncompressed to compressed; XML of real documents stays below 40."""
_UNSUSPICIOUS = 10 * 1024 * 1024
_CHUNK = 1 << 20
_DAMAGE = (
    zipfile.BadZipFile,
    struct.error,
    ValueError,
    OSError,
    EOFError,
    LookupError,
    NotImplementedError,
    OverflowError,
)
"""What zipfile raises on damaged archives."""
_ENTITIES = re.compile(rb"<!(?:DOCTYPE|ENTITY)")


@dataclass
class Archive:
    """An opened zip that has passed the guards; `read` counts every byte against one budget."""

    file: zipfile.ZipFile
    where: str
    left: int = MOST_BYTES

    @property
    def names(self) -> list[str]:
        named = (info.filename for info in self.file.infolist())
        return [name for name in named if name and not name.endswith("/")]

    def __contains__(self, name: str) -> bool:
        return name in self.file.NameToInfo

    def read(self, name: str) -> bytes:
        """Read one member.

        Raises:
            ImportRefusedError: it is encrypted, damaged, or larger than what is left to read.
        """
        parts: list[bytes] = []
        try:
            if self.file.getinfo(name).flag_bits & 1:
                raise ImportRefusedError(f"{self.where}: it is protected by a password.")
            with self.file.open(name) as member:
                while chunk := member.read(_CHUNK):
                    self.left -= len(chunk)
                    if self.left < 0:
                        raise _too_large(self.where)
                    parts.append(chunk)
        except KeyError as error:
            raise ImportRefusedError(f"{self.where}: the part {name!r} is missing.") from error
        except (zipfile.BadZipFile, EOFError, OSError, NotImplementedError, ValueError) as error:
            raise _damaged(self.where) from error
        except Exception as error:  # zlib, bz2 and lzma each have an error of their own
            if isinstance(error, ImportRefusedError):
                raise
            raise _damaged(self.where) from error
        return b"".join(parts)

    def read_xml(self, name: str) -> bytes:
        """Read a member that is XML; one that declares entities is refused."""
        data = self.read(name)
        refuse_entities(data, self.where)
        return data


def open_archive(data: bytes, where: str) -> Archive:
    """Open a zip and check what it declares.

    Raises:
        ImportRefusedError: no zip, too many entries, too large, or packed suspiciously tight.
    """
    try:
        opened = zipfile.ZipFile(io.BytesIO(data))
    except _DAMAGE as error:
        raise _damaged(where) from error
    infos = opened.infolist()
    if len(infos) > MOST_ENTRIES:
        raise ImportRefusedError(
            f"{where}: the archive has {len(infos):,} entries; the most is {MOST_ENTRIES:,}."
        )
    size = sum(info.file_size for info in infos)
    if size > MOST_BYTES:
        raise _too_large(where)
    if size > _UNSUSPICIOUS and size > MOST_RATIO * max(1, len(data)):
        raise ImportRefusedError(
            f"{where}: {len(data) >> 10:,} kB would unpack to {size >> 20:,} MB; "
            "no real document is packed that tight."
        )
    return Archive(opened, where)


def refuse_entities(data: bytes, where: str) -> None:
    """Refuse XML that declares entities: Office never does, attacks do.

    Raises:
        ImportRefusedError: the beginning of the XML has a document type declaration.
    """
    head = data[: data.find(b">", data.find(b"?>") + 2) + 4096]
    if _ENTITIES.search(head) or _ENTITIES.search(head.replace(b"\x00", b"")):
        raise ImportRefusedError(f"{where}: its XML declares entities, which no document needs.")


def _too_large(where: str) -> ImportRefusedError:
    return ImportRefusedError(f"{where}: it would unpack to more than {MOST_BYTES >> 20} MB.")


def _damaged(where: str) -> ImportRefusedError:
    return ImportRefusedError(f"{where}: the file is damaged or not what its name says.")
