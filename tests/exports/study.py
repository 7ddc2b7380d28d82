"""A small coded project whose every cell is known, and eyes to read what was exported."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path
from typing import Any

from annotator.commands.actors import add_actor
from annotator.commands.articles import import_articles
from annotator.commands.assignments import add_round, finish
from annotator.commands.codes import add_code
from annotator.model import ArticleDraft, Span, Value
from annotator.project.store import Store
from exports.base import EXPORTERS, ExportOptions, ExportReport, no_progress
from tests.helpers import TEXT, new_store, with_coder

Cells = dict[str, Any]


@dataclass(frozen=True)
class Study:
    """Two coders, two rounds, three articles: one coded by both, one by Ben, one by nobody."""

    store: Store
    talks: str
    other: str
    ann: str
    ben: str
    varga: str
    event: str
    stance: str
    claim: str
    whole: str
    bens: str
    pilot: str

    @property
    def folder(self) -> Path:
        return self.store.path.parent

    def code(self, article: str, span: Span | None, coder: str = "", **given: Any) -> str:
        """Add a code; its uid."""
        changes = self.store.run("Code", add_code, article, span, coder=coder or self.ann, **given)
        return str(changes.result)

    def export(self, name: str = "out.xlsx", **options: Any) -> ExportReport:
        """Write the project in the format the name says."""
        path = self.folder / name
        exporter = EXPORTERS[path.suffix.lstrip(".") or "csv"]
        return exporter.write(self.store.reader, path, ExportOptions(**options), no_progress)

    def sheet(self, name: str, **options: Any) -> list[Cells]:
        """Export this sheet (all for the README), and read it back by openpyxl."""
        if name != "README" and "sheets" not in options:
            options["sheets"] = ("wide" if name.endswith("_wide") else name,)
        return openpyxl_sheet(self.export(**options).path, name)


def small_study(folder: Path) -> Study:
    """Make the project; close its store when done."""
    store = new_store(folder)
    ann, ben = with_coder(store, "Ann"), with_coder(store, "Ben")
    drafts = [
        ArticleDraft("Harbour talks resume", TEXT, date="2025-03-14", source="Port Selm Courier",
                     metadata={"desk": "Foreign"}),
        ArticleDraft("Second", "Second article. Nothing happened.", date="2025-04"),
        ArticleDraft("Third", "Third article, read by nobody."),
    ]  # fmt: skip
    talks, other, _ = store.run("Import", import_articles, drafts, coder=None).result
    varga = str(
        store.run("Actor", add_actor, "Ilse Varga", kind="person", country="ARV", coder=ann).result
    )
    pilot = store.run("Round", add_round, "Pilot", kind="pilot", coder=None).result
    study = Study(store, talks, other, ann, ben, varga, "", "", "", "", "", pilot)
    bomb = span_of("Torvan aircraft bombed a rail depot near Kestrel")
    event = study.code(
        talks,
        bomb,
        layer="event",
        note="see map; p. 3",
        certainty=2,
        flagged=True,
        fields={
            "event_type": (Value(code="assault"),),
            "mode": (Value(code="assault_aerial"),),
            "actor": (Value(value="Torvan aircraft", start=bomb.start, end=bomb.start + 15),
                      Value(actor=varga)),
            "recipient": (Value(missing="cbd"),),
            "event_date": (Value(value="2025-03-13", attrs={"precision": 1}),),
            "location": (Value(value="Kestrel", attrs={"country": "TOR", "lat": 51.5, "lon": -7}),),
            "disputed": (Value(value=False),),
            "killed_min": (Value(value=0),),
            "context": (Value(code="military"), Value(code="executive")),
            "aux_mode": (Value(code="actual", confirmed=False),),
        },
    )  # fmt: skip
    stance = study.code(
        talks,
        span_of("never accept a truce that freezes the line"),
        layer="stance",
        fields={
            "holder": (Value(value="Daan Okoro"),),
            "target_type": (Value(code="event"),),
            "target_link": (Value(link=event),),
            "position": (Value(code="strongly_against"),),
            "intensity": (Value(code="strong"),),
        },
    )
    claim = study.code(
        talks,
        span_of("never accept a truce"),
        layer="claim",
        fields={"issue": (Value(code="ceasefire"), Value(code="territory"))},
    )
    whole = study.code(talks, None, layer="article", fields={"eligible": (Value(value=True),)})
    bens = study.code(talks, bomb, ben, layer="event", fields={"event_type": (Value(code="aid"),)},
                      round=pilot)  # fmt: skip
    study.code(other, Span(0, 6), ben, layer="entity", fields={"type": (Value(code="org"),)})
    store.run("Finish", finish, talks, coder=ann)
    return Study(store, talks, other, ann, ben, varga, event, stance, claim, whole, bens, pilot)


def span_of(words: str) -> Span:
    """Where the words stand in the article."""
    start = TEXT.index(words)
    return Span(start, start + len(words))


def openpyxl_sheet(path: Path, name: str) -> list[Cells]:
    """The rows of a sheet by the names of their columns, as openpyxl reads them."""
    from openpyxl import load_workbook

    workbook = load_workbook(path, read_only=True)
    try:
        rows = list(workbook[name].iter_rows(values_only=True))
    finally:
        workbook.close()
    header = [str(cell) for cell in rows[0]]
    return [dict(zip_longest(header, row)) for row in rows[1:]]


def calamine_sheet(path: Path, name: str) -> list[Cells]:
    """The same, as calamine reads them; empty cells are None here too."""
    from python_calamine import CalamineWorkbook

    rows = CalamineWorkbook.from_path(path).get_sheet_by_name(name).to_python()
    header = [str(cell) for cell in rows[0]]
    return [
        {key: None if cell == "" else cell for key, cell in zip(header, row, strict=True)}
        for row in rows[1:]
    ]


def csv_rows(path: Path) -> Iterator[dict[str, str]]:
    """The rows of a CSV file."""
    csv.field_size_limit(10_000_000)
    with path.open(encoding="utf-8-sig", newline="") as file:
        yield from csv.DictReader(file)
