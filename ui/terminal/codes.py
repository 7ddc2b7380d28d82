"""codes, add, export: what has been coded."""

from __future__ import annotations

import argparse
import contextlib
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from annotator.codebook.kinds import KINDS
from annotator.codebook.model import Codebook, Field
from annotator.commands.coders import add_coder
from annotator.commands.codes import NAME_MARK, add_code
from annotator.errors import ProjectError
from annotator.model import Coder, Fields, Span, Value, fields_to_json
from annotator.project import queries
from annotator.project.connection import holds_project
from annotator.project.reader import Reader
from annotator.project.step import Step
from annotator.project.store import Store
from ui.terminal.output import Progress, as_json, count, note, same_file, say, table

_QUOTE_WIDTH = 60


def codes(options: argparse.Namespace) -> int:
    """annotator codes PROJECT [--coder NAME] [--layer L] [--json]"""
    with Store.open(Path(options.project), read_only=True) as store:
        reader = store.reader
        coder = _known_coder(reader, options.coder).uid if options.coder else None
        book = queries.codebook(reader)
        if options.layer and book.find_layer(options.layer) is None:
            keys = ", ".join(layer.key for layer in book.layers)
            raise ProjectError(
                f"The codebook has no layer {options.layer!r}.", f"Its layers are: {keys}."
            )
        names = queries.actor_names(reader)
        records = _records(reader, coder, options.layer)
        if options.json:
            as_json([_as_data(record, names) for record in records])
            return 0
        rows = [_as_row(record, book, names) for record in records]
    say(table(rows) if rows else "No codes yet.")
    return 0


def _records(
    reader: Reader, coder: str | None, layer: str | None
) -> Iterator[queries.AnnotationRecord]:
    after = ""
    while page := queries.annotation_records(reader, after=after, coder=coder, layer=layer):
        yield from page
        after = page[-1].annotation.uid


def _as_data(record: queries.AnnotationRecord, names: dict[str, str]) -> dict[str, Any]:
    code = record.annotation
    fields = fields_to_json(code.fields)
    for values in fields.values():
        for value in values:
            if "actor" in value:
                value["name"] = names.get(value["actor"])
    return {
        "uid": code.uid,
        "article": code.article,
        "title": record.article_title,
        "coder": record.coder_name,
        "round": record.round_name,
        "layer": code.layer,
        "start": None if code.span is None else code.span.start,
        "end": None if code.span is None else code.span.end,
        "fragments": [[f.start, f.end] for f in code.fragments],
        "quote": code.quote,
        "fields": fields,
        "note": code.note,
        "certainty": code.certainty,
        "flagged": code.flagged,
        "state": code.state,
        "origin": code.origin,
        "codebook_version": code.codebook_version,
        "created": code.created,
        "updated": code.updated,
    }


def _as_row(
    record: queries.AnnotationRecord, book: Codebook, names: dict[str, str]
) -> tuple[str, ...]:
    code = record.annotation
    layer = book.find_layer(code.layer)
    shown = []
    for key, values in code.fields.items():
        field = layer.find_field(key) if layer else None
        if field is not None:
            kind = KINDS[field.kind]
            texts = (kind.show(field, v, lambda uid: names.get(uid, "?")) for v in values)
            shown.append(f"{key}={'; '.join(texts)}")
    place = "-" if code.span is None else f"{code.span.start}-{code.span.end}"
    quote = code.quote.replace("\n", " ")
    quote = quote if len(quote) <= _QUOTE_WIDTH else quote[: _QUOTE_WIDTH - 1] + "…"
    return (code.uid[:8], record.coder_name, code.layer, place, quote, ", ".join(shown))


def add(options: argparse.Namespace) -> int:
    """annotator add PROJECT --article A --layer L --start N --end N --coder NAME [--field k=v]"""
    with Store.open(Path(options.project)) as store:
        article = queries.find_article(store.reader, options.article)
        if article is None:
            raise ProjectError(
                f"There is no one article {options.article!r} in {store.path.name}.",
                "Name it by its title or the beginning of its uid.",
            )
        layer = queries.codebook(store.reader).find_layer(options.layer)
        fields = layer.fields if layer is not None else ()
        values = _fields(options.field, fields, options.layer) if layer is not None else {}
        if (options.start is None) != (options.end is None):
            raise ProjectError("--start and --end go together.", "Leave out both for the article.")
        span = None if options.start is None else Span(options.start, options.end)
        label = f"Add {layer.label.lower() if layer else options.layer}"
        given = partial(_add, article=article.uid, span=span, layer=options.layer, fields=values)
        coder = _coder(store, options.coder, given)
        uid = store.run(label, given, coder=coder.uid).result
        code = queries.annotation(store.reader, uid)
    assert code is not None
    if options.json:
        as_json({"uid": uid, "quote": code.quote, "state": code.state})
    else:
        say(f"{uid}  {code.quote.replace(chr(10), ' ')[:_QUOTE_WIDTH]}")
    return 0


def _fields(
    given: Sequence[str], known: Sequence[Field], layer: str
) -> dict[str, tuple[Value, ...]]:
    by_key = {field.key: field for field in known}
    values: dict[str, tuple[Value, ...]] = {}
    for item in given:
        key, equals, text = item.partition("=")
        if not equals:
            raise ProjectError(f"--field {item!r} has no value.", "Write --field key=value.")
        field = by_key.get(key)
        if field is None:
            raise ProjectError(
                f"The layer {layer} has no field {key!r}.",
                f"Its fields are: {', '.join(by_key)}.",
            )
        values[key] = (*values.get(key, ()), _value(field, text))
    return values


def _value(field: Field, text: str) -> Value:
    if text in ("na", "cbd") and field.find_code(text) is None:
        return Value(missing="na" if text == "na" else "cbd")
    kind = KINDS[field.kind]
    try:
        value = kind.parse(field, text)
    except ValueError as error:
        raise ProjectError(f"--field {field.key}={text}: {error}") from None
    if kind.slot == "actor" and value.value is not None:
        return Value(value=value.value, attrs={**value.attrs, NAME_MARK: True})
    return value


def _add(step: Step, article: str, span: Span | None, layer: str, fields: Fields) -> str:
    return add_code(step, article, span, layer=layer, fields=fields)


class _RehearsedError(Exception):
    """The rehearsal went well; raised so that nothing of it is kept."""


def _rehearse(step: Step, name: str, command: Callable[[Step], str]) -> None:
    step.coder = add_coder(step, name)
    command(step)
    raise _RehearsedError


def _coder(store: Store, name: str, command: Callable[[Step], str]) -> Coder:
    """The coder of this name, new where the command would go well: a failed one adds nobody."""
    coder = queries.coder_named(store.reader, name)
    if coder is not None:
        return coder
    with contextlib.suppress(_RehearsedError):
        store.run("Rehearse", _rehearse, name, command, coder=None)
    store.run("Add coder", add_coder, name, coder=None)
    note(f"{name} is a new coder of this project.")
    return _known_coder(store.reader, name)


def _known_coder(reader: Reader, name: str) -> Coder:
    coder = queries.coder_named(reader, name)
    if coder is None:
        names = ", ".join(c.name for c in queries.coders(reader)) or "none yet"
        raise ProjectError(f"There is no coder {name!r}.", f"The coders are: {names}.")
    return coder


def export(options: argparse.Namespace) -> int:
    """annotator export PROJECT OUT [--format xlsx|csv|jsonl] [--without-text]"""
    from exports.base import EXPORTERS, ExportOptions

    path = Path(options.out)
    key = options.format or path.suffix.lstrip(".").lower()
    exporter = EXPORTERS.get(key)
    if exporter is None:
        known = ", ".join(EXPORTERS)
        raise ProjectError(
            f"There is no export format {key!r}." if key else f"{path} does not name a format.",
            f"Add --format; the formats are: {known}.",
        )
    if same_file(path, Path(options.project)):
        raise ProjectError("An export cannot replace the project itself.", "Choose another name.")
    if holds_project(path):
        raise ProjectError(f"{path} is an Annotator project and was kept.", "Choose another name.")
    with Store.open(Path(options.project), read_only=True) as store, store.snapshot() as reader:
        wanted = ExportOptions(with_text=not options.without_text)
        progress = Progress("Exporting")
        try:
            report = exporter.write(reader, path, wanted, progress)
        finally:
            progress.end()
    if options.json:
        as_json({"path": str(report.path), "rows": report.sheets, "warnings": report.warnings})
    else:
        say(f"Wrote {report.path} ({count(sum(report.sheets.values()), 'row')}).")
        for warning in report.warnings:
            note(f"note: {warning}")
    return 0
