"""How much there is to export: counted once in the background, then added up at every choice.

Codes that agree in layer, coder, round, final set and date are one line of the census, so that a
project of a hundred thousand codes is a few hundred lines, and the preview follows each click.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from annotator.errors import CancelledError
from annotator.project import queries
from annotator.project.reader import Reader
from annotator.project.store import Store
from exports.base import ExportOptions
from exports.selection import Selection, select
from ui.tasks import Cancelled

PAGE = 500


@dataclass(frozen=True, slots=True)
class Group:
    """What a code is chosen by."""

    layer: str
    coder: str
    round_name: str
    in_final: bool
    date: str | None


@dataclass(frozen=True, slots=True)
class Census:
    """What there is in a project."""

    codes: Mapping[Group, int] = field(default_factory=dict)
    dates: Mapping[str | None, int] = field(default_factory=dict)
    """Date of articles -> how many."""
    actors: int = 0


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the preview: a sheet, a file or a kind of line, with its rows."""

    name: str
    rows: int | None
    """None where it is known only when it is written."""
    about: str = ""


def take_census(path: Path, cancelled: Cancelled) -> Census:
    """Count the codes and articles of a project, through a second opening for reading."""
    with Store.open(path, read_only=True) as store:
        return count(store.reader, cancelled)


def count(reader: Reader, cancelled: Cancelled) -> Census:
    """Count codes and articles.

    Raises:
        CancelledError: nobody waits for it any more.
    """
    codes: Counter[Group] = Counter()
    after = ""
    while page := queries.annotation_records(reader, after=after, limit=PAGE):
        if cancelled():
            raise CancelledError
        for r in page:
            code = r.annotation
            codes[Group(code.layer, code.coder, r.round_name, r.in_final, r.article_date)] += 1
        after = page[-1].annotation.uid
    return Census(codes, _dates(reader, cancelled), len(queries.actors(reader)))


def _dates(reader: Reader, cancelled: Cancelled) -> Counter[str | None]:
    dates: Counter[str | None] = Counter()
    place = -1
    while page := queries.documents(reader, after=place, limit=PAGE):
        if cancelled():
            raise CancelledError
        dates.update(document.date for document in page)
        place = page[-1].ord
    return dates


def preview(reader: Reader, census: Census, format_: str, options: ExportOptions) -> list[Line]:
    """What an export with these options will hold.

    Raises:
        ProjectError: an option the project does not know.
    """
    selection = select(reader, options)
    kept = {group: n for group, n in census.codes.items() if _keeps(selection, group)}
    articles = sum(n for date, n in census.dates.items() if selection.has_date(date))
    coders = queries.coders(reader)
    people = sum(1 for c in coders if selection.coders is None or c.uid in selection.coders)
    codes = sum(kept.values())
    if format_ in ("xlsx", "csv"):
        return _tables(selection, kept, articles, people, census.actors)
    return [
        Line("annotation", codes, "codes with their fields"),
        Line("article", articles, "with text" if options.with_text else "without text"),
        Line("coder", people),
        Line("actor", census.actors, "the registry of actors"),
    ]


def _tables(
    selection: Selection, kept: Mapping[Group, int], articles: int, people: int, actors: int
) -> list[Line]:
    lines = [Line("annotations_long", sum(kept.values()), "one row per code")]
    for layer in selection.layers:
        rows = sum(
            n
            for group, n in kept.items()
            if group.layer == layer.key and (group.in_final or selection.options.wide_all)
        )
        which = "all codes" if selection.options.wide_all else "the final set"
        lines.append(Line(f"{layer.key}_wide", rows, f"{layer.label}: {which}"))
    text = "with text" if selection.options.with_text else "without text"
    lines += [
        Line("documents", articles, f"one row per article, {text}"),
        Line("doc_matrix", articles, "articles by codes, counts of the final set"),
        Line("actors", actors, "the registry of actors"),
        Line("coders", people, "who coded how much"),
        Line("roles_long", None, "actors in their roles"),
        Line("values_long", None, "fields that take several values"),
        Line("codebook", None, "definitions of everything"),
        Line("memos", None, "notes on codes and articles"),
    ]
    if selection.options.with_audit:
        lines.append(Line("audit", None, "every logged change"))
    return lines


def _keeps(selection: Selection, group: Group) -> bool:
    keys = selection.layer_keys
    return (
        (keys is None or group.layer in keys)
        and (selection.coders is None or group.coder in selection.coders)
        and (selection.rounds is None or group.round_name in selection.rounds)
        and (group.in_final or not selection.options.final_only)
        and selection.has_date(group.date)
    )
