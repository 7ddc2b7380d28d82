"""JSON lines: one object per line, one article per object, as scrapers and corpora give them.

A .json file with one list of objects is read as well. Keys are matched like the headers of a
table. A line that is no object is refused by its number; the others come in.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from annotator.errors import ImportRefusedError
from annotator.importers import rows
from annotator.importers.base import Found, Importer, ImportOptions, Refusal, Source
from annotator.importers.columns import map_columns
from annotator.importers.rows import Row
from annotator.importers.text import read_text

_NO_OBJECT = "this is no object."
_MOST_KEYS = 500

Parsed = dict[str, Any] | str
"""An object, or why there is none."""


def parse_jsonl(source: Source, options: ImportOptions) -> Iterator[Found]:
    """Read JSON lines, or a list of objects."""
    text, _ = read_text(source, options)
    objects: dict[int, dict[str, Any]] = {}
    for number, parsed in _objects(text.removeprefix("\ufeff"), source):
        if isinstance(parsed, str):
            yield Refusal(f"{source.where}, line {number}", parsed)
        else:
            objects[number] = parsed
    if any(str(o.get("format", "")).startswith("annotator-") for o in objects.values()):
        raise ImportRefusedError(
            f"{source.where}: this is a whole exported project, not a list of articles."
        )
    yield from _articles(objects, options, source.where)


def _objects(text: str, source: Source) -> Iterator[tuple[int, Parsed]]:
    if text.lstrip().startswith("[") or source.suffix == ".json":
        whole = _parsed(text)
        if isinstance(whole, str) and source.suffix == ".json":
            raise ImportRefusedError(f"{source.where}: {whole}")
        if not isinstance(whole, str):
            listed = whole if isinstance(whole, list) else [whole]
            for number, value in enumerate(listed, 1):
                yield number, value if isinstance(value, dict) else _NO_OBJECT
            return
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip():
            value = _parsed(line)
            yield number, value if isinstance(value, dict | str) else _NO_OBJECT


def _parsed(text: str) -> Any:
    """Parse JSON; a sentence where that fails (a bare JSON string gives one too)."""
    try:
        value = json.loads(text)
    except RecursionError:
        return "it is nested too deeply."
    except ValueError as error:
        return f"this is not JSON ({str(error).partition(':')[0].lower()})."
    return _NO_OBJECT if isinstance(value, str) else value


def _articles(
    objects: dict[int, dict[str, Any]], options: ImportOptions, where: str
) -> Iterator[Found]:
    keys = tuple(dict.fromkeys(key for o in objects.values() for key in o))
    if not keys:
        return
    if len(keys) > _MOST_KEYS:
        options.note(where, f"it has {len(keys):,} keys; the first {_MOST_KEYS} are kept.")
    headers = keys[:_MOST_KEYS]
    column = headers[map_columns(headers, options.columns, where)["text"]]
    table = [Row(0, headers)]
    for number, given in objects.items():
        if not isinstance(given.get(column, ""), str | None):
            yield Refusal(f"{where}, line {number}", f"“{column}” holds no text.")
        else:
            table.append(Row(number, tuple(_shown(given.get(key)) for key in headers)))
    yield from rows.articles(table, options, where, unit="line")


def _shown(value: Any) -> str:
    if value is None:
        return ""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


JSONL = Importer("jsonl", "JSON lines", (".jsonl", ".ndjson", ".json"), parse_jsonl)
