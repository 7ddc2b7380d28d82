"""What is to be computed, fixed before any number is seen.

The codebook decides: per layer where its codes stand and whether they are found, per field marked
for reliability a coefficient by the kind of the field, on units matched by the layer's rule.
Whatever is added later carries `exploratory` and is labelled so wherever it shows.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from annotator.codebook.kinds import KINDS
from annotator.codebook.model import Codebook, Field, Layer, MatchRule

What = Literal["where", "found", "field", "top", "joint", "whole", "presence"]
SegmentUnit = Literal["article", "paragraph", "sentence", "token"]

ORDERED = ("ordinal", "interval", "ratio")
SETS = ("jaccard", "masi")
KEYS_MATCH = "iou(.5)"
"""How units are matched for the fields that a `same_article` rule compares itself: on the pairs of
that rule they are always equal."""


@dataclass(frozen=True, slots=True)
class PlanRow:
    """One variable: what is compared, how, on which units."""

    key: str
    layer: str
    field: str | None
    what: What
    label: str
    metric: str
    """Of alpha; empty where the row is no alpha."""
    match: str
    """The match rule of the codebook, or the segment that is a unit."""
    threshold: float = 0.80
    """What the study demands of the number."""
    exploratory: bool = False
    code: str | None = None
    """For `presence`: only codes whose `field` holds this."""
    recode: tuple[tuple[str, str], ...] = ()
    """Codes taken together for this row, (from, to); the data stay as they are."""


@dataclass(frozen=True, slots=True)
class Plan:
    rows: tuple[PlanRow, ...]
    codebook_version: int

    def with_row(self, row: PlanRow) -> Plan:
        """The plan and one exploratory row; one with the same key is replaced."""
        kept = tuple(known for known in self.rows if known.key != row.key)
        return replace(self, rows=(*kept, replace(row, exploratory=True)))

    def with_recode(self, key: str, recode: dict[str, str]) -> Plan:
        """Compare a field after taking codes together, as an exploratory row beside its own."""
        row = next(row for row in self.rows if row.key == key)
        label = f"{row.label} (recoded)"
        pairs = tuple(sorted(recode.items()))
        return self.with_row(replace(row, key=f"{key}:recoded", label=label, recode=pairs))

    def with_match(self, layer: str, rule: str) -> Plan:
        """Match the codes of a layer by another rule; what rests on it becomes exploratory."""
        return replace(
            self,
            rows=tuple(
                replace(row, match=rule, exploratory=True)
                if row.layer == layer and row.what not in ("where", "presence")
                else row
                for row in self.rows
            ),
        )

    def only(self, *layers: str) -> Plan:
        return replace(self, rows=tuple(row for row in self.rows if row.layer in layers))


def plan_of(codebook: Codebook) -> Plan:
    """The reliability plan of a codebook: retired layers and fields left out."""
    rows = [row for layer in codebook.layers if not layer.retired for row in _layer_rows(layer)]
    return Plan(tuple(rows), codebook.version)


def field_row(layer: Layer, field: Field, what: What = "field") -> PlanRow:
    """The row of one field, as the codebook's metric and match rule have it."""
    rule = layer.match_rule
    is_key = rule.kind == "same_article" and field.key in rule.keys
    tails = {"top": ":top", "joint": ":joint"}
    label = field.label
    if what == "top":
        label = f"{field.label}, upper level"
    elif what == "joint" and field.depends_on:
        label = f"{layer.field(field.depends_on).label} and {field.label}"
    return PlanRow(
        key=f"{layer.key}.{field.key}{tails.get(what, '')}",
        layer=layer.key,
        field=field.key,
        what=what,
        label=label,
        metric=metric_of(field),
        match=KEYS_MATCH if is_key else layer.match,
    )


def presence_row(
    layer: Layer, unit: SegmentUnit, *, field: str | None = None, code: str | None = None
) -> PlanRow:
    """Whether a segment holds a code of the layer at all, as yes or no."""
    chosen = f":{field}={code}" if field and code else ""
    return PlanRow(
        key=f"{layer.key}:{unit}{chosen}",
        layer=layer.key,
        field=field if code else None,
        what="presence",
        label=f"{chosen[1:] or layer.label} in the {unit}",
        metric="nominal",
        match=unit,
        exploratory=True,
        code=code,
    )


def metric_of(field: Field) -> str:
    """The codebook's metric for the field, else that of its kind."""
    return field.metric or KINDS[field.kind].metric


def match_words(match: str) -> str:
    """A match rule as a reader of a report understands it."""
    try:
        rule = MatchRule.parse(match)
    except ValueError:
        return match
    if rule.kind == "iou":
        return f"codes whose passages overlap by {rule.threshold or 0:.0%} of both together"
    if rule.kind == "same_sentence":
        return "codes that begin in the same sentence, closest passages first"
    if rule.kind == "same_article":
        return f"codes in the same article with equal {', '.join(rule.keys)}"
    return "units given beforehand"


def _layer_rows(layer: Layer) -> list[PlanRow]:
    rows: list[PlanRow] = []
    asked = [f for f in layer.fields if f.reliability and not f.retired and metric_of(f) != "none"]
    if layer.level == "span":
        rows.append(_layer_row(layer, "where", "Where"))
        rows.append(_layer_row(layer, "found", "Found"))
    for field in asked:
        rows.append(field_row(layer, field))
        if any(code.parent for code in field.codes):
            rows.append(field_row(layer, field, "joint" if field.depends_on else "top"))
    if layer.level == "span" and asked:
        rows.append(_layer_row(layer, "whole", "Found, with all fields equal"))
    return rows


def _layer_row(layer: Layer, what: What, label: str) -> PlanRow:
    return PlanRow(f"{layer.key}:{what}", layer.key, None, what, label, "", layer.match)
