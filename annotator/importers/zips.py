"""Zips of articles: members are read in memory by their own format, never extracted.

Names inside are only shown, never used as paths, so "../" and absolute names can do no harm.
Zips inside zips are not opened.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from annotator.importers.archives import Archive, open_archive
from annotator.importers.base import Found, Importer, ImportOptions, Refusal, Source

ReadSource = Callable[[Source, str, ImportOptions], Iterator[Found]]


def zip_importer(
    read_source: ReadSource,
    is_article: Callable[[str], bool],
    order: Callable[[str], list[tuple[int, int, str]]],
) -> Importer:
    """Make the importer of zips, which hands every member back to the registry."""

    def parse(source: Source, options: ImportOptions) -> Iterator[Found]:
        archive = open_archive(source.load(), source.where)
        names = [name for name in archive.names if is_article(name)]
        if not names:
            yield Refusal(source.where, "there is no file to import in this archive.")
        for name in sorted(names, key=order):
            member = _member(archive, name, source.where)
            if member.suffix == ".zip":
                yield Refusal(member.where, "an archive inside an archive is not opened.")
            else:
                yield from read_source(member, "auto", options)

    return Importer("zip", "Archive of files (zip)", (".zip",), parse)


def _member(archive: Archive, name: str, where: str) -> Source:
    shown = name.replace("\\", "/")
    place = f"{where}/{shown}"

    def load() -> bytes:
        return Archive(archive.file, place, archive.left).read(name)

    return Source(shown.rpartition("/")[2] or shown, place, load)
