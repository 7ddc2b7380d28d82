"""Checking a project: reports first, repairs nothing."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass

from annotator.model import Span
from annotator.project.quote import quote_of
from annotator.project.reader import Reader


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is not as it must be."""

    kind: str
    """integrity, foreign key, text, span, quote, value, codebook."""
    where: str
    what: str

    def __str__(self) -> str:
        return f"{self.kind}: {self.where}: {self.what}"


def check(reader: Reader, *, limit: int = 200) -> list[Finding]:
    """Everything that is wrong with the project, at most `limit` findings per kind."""
    found = [
        Finding("integrity", "database", str(r[0]))
        for r in reader.all("PRAGMA integrity_check(50)")
        if r[0] != "ok"
    ]
    if found:
        return found
    found += [
        Finding("foreign key", r[0], f"row {r[1]} points to a missing {r[2]}")
        for r in reader.all("PRAGMA foreign_key_check")[:limit]
    ]
    for part in (_texts, _spans, _values, _codes):
        found += part(reader)[:limit]
    return found


def _texts(reader: Reader) -> list[Finding]:
    found = []
    for (text,) in reader.all("SELECT id FROM text"):
        row = reader.one("SELECT sha256, body FROM text WHERE id = ?", (text,))
        assert row is not None
        body: str = row["body"]
        if hashlib.sha256(body.encode("utf-8", "surrogatepass")).hexdigest() != row["sha256"]:
            found.append(Finding("text", f"text {text}", "differs from its fingerprint"))
    return found


def _spans(reader: Reader) -> list[Finding]:
    found = []
    for uid, title in reader.all("SELECT uid, title FROM article ORDER BY ord"):
        body: str = reader.value(
            "SELECT t.body FROM article a JOIN text t ON t.id = a.text WHERE a.uid = ?", (uid,)
        )
        rows = reader.all(
            'SELECT uid, start, "end", fragments, quote FROM annotation '
            "WHERE article = ? AND start IS NOT NULL",
            (uid,),
        )
        for row in rows:
            passages = [Span(row["start"], row["end"])]
            passages += [Span(s, e) for s, e in json.loads(row["fragments"])]
            where = f"code {row['uid'][:8]} in “{title}”"
            if any(not 0 <= p.start < p.end <= len(body) for p in passages):
                found.append(Finding("span", where, f"{row['start']}-{row['end']} leaves the text"))
            elif quote_of(body, passages) != row["quote"]:
                found.append(Finding("quote", where, "the stored quote differs from the text"))
    return found


def _values(reader: Reader) -> list[Finding]:
    rows = reader.all(
        "SELECT annotation, field FROM value WHERE annotation NOT IN (SELECT uid FROM annotation)"
    )
    found = [Finding("value", f"code {r[0][:8]}", f"field {r[1]} belongs to no code") for r in rows]
    missing = reader.all(
        "SELECT annotation, field, actor FROM value WHERE actor IS NOT NULL "
        "AND actor NOT IN (SELECT uid FROM actor)"
    )
    found += [
        Finding("value", f"code {r[0][:8]}", f"field {r[1]} names an unknown actor")
        for r in missing
    ]
    links = reader.all(
        "SELECT annotation, field FROM value WHERE link IS NOT NULL "
        "AND link NOT IN (SELECT uid FROM annotation)"
    )
    found += [
        Finding("value", f"code {r[0][:8]}", f"field {r[1]} links to a deleted code") for r in links
    ]
    count = reader.one(
        "SELECT (SELECT count(*) FROM value), (SELECT count(*) FROM annotation n, "
        "json_each(n.fields) f, json_each(f.value) v)"
    )
    assert count is not None
    if count[0] != count[1]:
        found.append(
            Finding("value", "value table", f"{count[0]} rows where the codes hold {count[1]}")
        )
    return found


def _codes(reader: Reader) -> list[Finding]:
    from annotator.project.queries.codebooks import codebook

    book = codebook(reader)
    layers = {layer.key for layer in book.layers}
    fields = {(layer.key, field.key) for layer in book.layers for field in layer.fields}
    found = []
    rows = reader.all("SELECT layer, count(*) FROM annotation GROUP BY layer")
    found += [
        Finding("codebook", f"layer {r[0]}", f"{r[1]} codes, but the codebook has no such layer")
        for r in rows
        if r[0] not in layers
    ]
    rows = reader.all(
        "SELECT n.layer, v.field, count(*) FROM value v JOIN annotation n ON n.uid = v.annotation "
        "GROUP BY n.layer, v.field"
    )
    found += [
        Finding("codebook", f"{r[0]}.{r[1]}", f"{r[2]} values, but the codebook has no such field")
        for r in rows
        if r[0] in layers and (r[0], r[1]) not in fields
    ]
    return found
