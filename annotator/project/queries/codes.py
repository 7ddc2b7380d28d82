"""Finding codes: by words, layer, field = value, coder, round and state, in reading order.

Values are found through the indexed `value` table. Words are found in the quote, the memo, the
fillers (by the labels of the codebook, too) and the names of actors.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass

from annotator.codebook.kinds import MISSING_LABELS
from annotator.codebook.model import Codebook, Field, Layer
from annotator.model import CodeState, Fields, Span, fields_from_json
from annotator.project.queries.codebooks import codebook
from annotator.project.queries.search import terms
from annotator.project.reader import Reader

EMPTY, NOT_APPLICABLE, CANNOT_TELL = "(empty)", "(na)", "(cbd)"
"""Values to look for that are no fillers: never touched, and the two missing states."""
_MISSING = {NOT_APPLICABLE: "na", CANNOT_TELL: "cbd"}


@dataclass(frozen=True, slots=True)
class CodeQuery:
    """What to look for; everything left out does not narrow the search."""

    text: str = ""
    """Words that all occur in quote, memo, values or names of actors; “quoted” for a phrase."""
    layer: str | None = None
    field: str | None = None
    """Key of a field that is filled, or filled with `value`."""
    value: str | None = None
    """Key of a code, text, number, `true` or `false`, uid of an actor, or one of the constants."""
    coder: str | None = None
    round: str | None = None
    flagged: bool = False
    """Flagged codes only."""
    incomplete: bool = False
    """Incomplete codes only."""
    articles: tuple[str, ...] | None = None
    viewer: str | None = None
    """Uid of a coder who must not see the work of others in blind rounds."""


@dataclass(frozen=True, slots=True)
class CodeHit:
    """A code that was found, with the names its line in a list needs."""

    annotation: str
    article: str
    title: str
    span: Span | None
    quote: str
    layer: str
    coder: str
    coder_name: str
    round: str
    """Name of the round."""
    state: CodeState
    flagged: bool
    note: str
    fields: Fields


@dataclass(frozen=True, slots=True)
class UsedValue:
    """What stands in a field of the codes, and in how many of them."""

    value: str
    """As in `CodeQuery.value`."""
    label: str
    count: int


_FIND = """
SELECT n.uid, n.article, a.title, n.start, n."end", n.quote, n.layer, n.coder,
       c.name AS coder_name, r.name AS round_name, n.state, n.flagged, n.note, n.fields
FROM (
  SELECT n.uid AS uid FROM annotation n JOIN article a ON a.uid = n.article
  JOIN coder c ON c.uid = n.coder JOIN assignment s ON s.uid = n.assignment
  JOIN round r ON r.uid = s.round
  WHERE {where} ORDER BY {order} LIMIT ?) f
JOIN annotation n ON n.uid = f.uid JOIN article a ON a.uid = n.article
JOIN coder c ON c.uid = n.coder JOIN assignment s ON s.uid = n.assignment
JOIN round r ON r.uid = s.round
ORDER BY {order}"""
_ORDER = 'a.ord, n.start IS NOT NULL, n.start, n."end" DESC, c.name, n.created, n.uid'


def find_codes(reader: Reader, wanted: CodeQuery, *, limit: int = 2000) -> list[CodeHit]:
    """The codes that fit, in the order of the articles and then of the text."""
    where = _Where()
    for column, value in (
        ("n.layer", wanted.layer),
        ("n.coder", wanted.coder),
        ("s.round", wanted.round),
    ):
        if value is not None:
            where.add(f"{column} = ?", value)
    if wanted.flagged:
        where.add("n.flagged = 1")
    if wanted.incomplete:
        where.add("n.state = 'draft'")
    if wanted.articles is not None:
        where.add("n.article IN (SELECT value FROM json_each(?))", json.dumps(wanted.articles))
    if wanted.viewer is not None:
        where.add("(r.blind = 0 OR n.coder = ?)", wanted.viewer)
    _add_value(where, wanted)
    for term in terms(wanted.text):
        _add_term(where, reader, term)
    rows = reader.all(_FIND.format(where=where.sql, order=_ORDER), (*where.values, limit))
    return [_hit(row) for row in rows]


def used_values(
    reader: Reader,
    layer: str | None,
    field: str,
    *,
    viewer: str | None = None,
    limit: int = 300,
) -> list[UsedValue]:
    """What the codes hold in a field, most used first, under the labels people know.

    Args:
        viewer: as in `CodeQuery`.
    """
    rows = reader.all(
        "SELECT u.code, u.value, r.actor, r.name, u.missing, sum(u.uses) AS uses FROM ("
        "SELECT v.code, CASE WHEN v.start IS NULL OR v.value <> '' THEN v.value END AS value, "
        "v.actor, v.missing, count(DISTINCT v.annotation) AS uses "
        "FROM value v JOIN annotation n ON n.uid = v.annotation "
        "JOIN assignment s ON s.uid = n.assignment JOIN round o ON o.uid = s.round "
        "WHERE v.field = ?1 AND v.link IS NULL AND (?2 IS NULL OR n.layer = ?2) "
        "AND (?4 IS NULL OR o.blind = 0 OR n.coder = ?4) "
        "GROUP BY 1, 2, 3, 4) u LEFT JOIN actor_resolved r ON r.uid = u.actor "
        "GROUP BY 1, 2, 3, 4, 5 ORDER BY uses DESC, 4, 2, 1 LIMIT ?3",
        (field, layer, limit, viewer),
    )
    book: Codebook = reader.lasting("codebook", codebook)
    fields = _fields_called(book, layer, field)
    labels = {code.key: code.label for f in fields for code in f.codes}
    is_truth = any(f.kind == "boolean" for f in fields)
    found = [_used(row, labels, is_truth=is_truth) for row in rows]
    return [used for used in found if used is not None]


# --- putting the question together ----------------------------------------------------------


class _Where:
    """Conditions that must all hold, and the values they ask for."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self.values: list[object] = []

    def add(self, sql: str, *values: object) -> None:
        self._parts.append(sql)
        self.values += values

    @property
    def sql(self) -> str:
        return " AND ".join(self._parts) or "1"


def _add_value(where: _Where, wanted: CodeQuery) -> None:
    """The field is filled, with the value where one is asked for."""
    if wanted.field is None and wanted.value is None:
        return
    field = "v.field = ?" if wanted.field is not None else "1"
    of_field = () if wanted.field is None else (wanted.field,)
    if wanted.value == EMPTY:
        where.add(
            f"NOT EXISTS (SELECT 1 FROM value v WHERE v.annotation = n.uid AND {field})", *of_field
        )
        return
    test, values = _test_of(wanted.value)
    where.add(f"n.uid IN (SELECT v.annotation FROM value v WHERE {field} AND {test})",
              *of_field, *values)  # fmt: skip


def _test_of(value: str | None) -> tuple[str, tuple[object, ...]]:
    if value is None:
        return "1", ()
    if value in _MISSING:
        return "v.missing = ?", (_MISSING[value],)
    tests = ["v.code = ?", "v.value = ?", _SAME_ACTOR]
    values: list[object] = [value, value, value]
    number = {"true": 1, "false": 0}.get(value, _number(value))
    if number is not None:
        tests.append("v.value = ?")
        values.append(number)
    return f"({' OR '.join(tests)})", tuple(values)


_SAME_ACTOR = (
    "v.actor IN (SELECT r.uid FROM actor_resolved r WHERE r.actor = "
    "(SELECT o.actor FROM actor_resolved o WHERE o.uid = ?))"
)


def _number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None


_IN_VALUES = """n.uid IN (
  SELECT v.annotation FROM value v WHERE typeof(v.value) = 'text' AND ({value})
  UNION ALL SELECT v.annotation FROM value v WHERE v.actor IN (
    SELECT r.uid FROM actor_resolved r WHERE {name} OR r.actor IN (
      SELECT q.actor FROM alias l JOIN actor_resolved q ON q.uid = l.actor WHERE {alias}))
  UNION ALL SELECT v.annotation FROM json_each(?) j
    JOIN value v ON v.field = json_extract(j.value, '$[1]')
      AND v.code = json_extract(j.value, '$[2]')
    JOIN annotation m ON m.uid = v.annotation AND m.layer = json_extract(j.value, '$[0]'))"""


def _add_term(where: _Where, reader: Reader, term: str) -> None:
    """One word, wherever the code holds it."""
    patterns = [f"%{_escaped(form)}%" for form in _forms(term)]

    def like(column: str) -> str:
        return " OR ".join([f"{column} LIKE ? ESCAPE '\\'"] * len(patterns))

    inside = _IN_VALUES.format(value=like("v.value"), name=like("r.name"), alias=like("l.name"))
    where.add(
        f"({like('n.quote')} OR {like('n.note')} OR {inside})",
        *(patterns * 5),
        json.dumps(_codes_called(reader.lasting("codebook", codebook), term)),
    )


def _forms(term: str) -> list[str]:
    """Ways to write a word that the database, which folds ASCII letters only, takes as others."""
    if term.isascii():
        return [term]
    return list(dict.fromkeys((term, term.lower(), term.upper(), term.title())))


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


def _codes_called(book: Codebook, term: str) -> list[tuple[str, str, str]]:
    """Layer, field and key of the codes whose label holds the word."""
    folded = term.casefold()
    return [
        (layer.key, field.key, code.key)
        for layer in book.layers
        for field in layer.fields
        for code in field.codes
        if folded in code.label.casefold() or folded in code.key
    ]


# --- reading the answer ---------------------------------------------------------------------


def _hit(row: sqlite3.Row) -> CodeHit:
    return CodeHit(
        annotation=row["uid"],
        article=row["article"],
        title=row["title"],
        span=None if row["start"] is None else Span(row["start"], row["end"]),
        quote=row["quote"],
        layer=row["layer"],
        coder=row["coder"],
        coder_name=row["coder_name"],
        round=row["round_name"],
        state=row["state"],
        flagged=bool(row["flagged"]),
        note=row["note"],
        fields=fields_from_json(json.loads(row["fields"])),
    )


def _fields_called(book: Codebook, layer: str | None, key: str) -> list[Field]:
    layers: Sequence[Layer] = [la for la in book.layers if layer in (None, la.key)]
    return [field for la in layers if (field := la.find_field(key)) is not None]


def _used(row: sqlite3.Row, labels: dict[str, str], *, is_truth: bool) -> UsedValue | None:
    code, value, actor, name, missing, uses = row
    if missing is not None:
        constant = NOT_APPLICABLE if missing == "na" else CANNOT_TELL
        return UsedValue(constant, MISSING_LABELS[missing], uses)
    if code is not None:
        return UsedValue(code, labels.get(code, code), uses)
    if actor is not None:
        return UsedValue(actor, name, uses)
    if value is None:
        return None
    if is_truth:
        return UsedValue("true" if value else "false", "yes" if value else "no", uses)
    return UsedValue(str(value), str(value), uses)
