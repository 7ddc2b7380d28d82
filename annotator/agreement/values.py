"""What a coder's fillers of a field are worth in a comparison, and how they read.

Single values are compared by key, actors by the actor they stand for now, links by the unit the
linked code was matched into. Sets are `frozenset`. For nominal fields "not applicable" and "cannot
be determined" are values; ordered fields are compared on substantive values only. Never touched is
missing, for sets too: "nothing applies" is said by a value, and fields nobody touched would count
as agreement. A field that the form did not show is missing, since nobody was asked.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from typing import Literal

from annotator.agreement.plan import ORDERED, SETS, PlanRow
from annotator.codebook.complete import visible
from annotator.codebook.kinds import KINDS, MISSING_LABELS
from annotator.codebook.model import Field, Layer
from annotator.model import Annotation, Value

MissingWhy = Literal["", "absent", "hidden", "na", "cbd"]
MARKS = {"na": "(na)", "cbd": "(cbd)"}


@dataclass(frozen=True, slots=True)
class Reading:
    value: Hashable | None
    missing: MissingWhy = ""


@dataclass(frozen=True, slots=True)
class Registry:
    """What values refer to: actors as they stand now, linked codes as they were matched."""

    actor_of: Mapping[str, str]
    actor_names: Mapping[str, str]
    links: Mapping[str, str]


class FieldReader:
    """Reads one field of codes for one row of the plan."""

    def __init__(self, layer: Layer, row: PlanRow, registry: Registry) -> None:
        assert row.field is not None
        self.field: Field = layer.field(row.field)
        self._layer, self._row, self._registry = layer, row, registry
        self._recode = dict(row.recode)
        self.ordered = row.metric in ORDERED
        self.as_set = KINDS[self.field.kind].multiple or row.metric in SETS
        self._rank = _ranks(self.field)
        self._labels = {c.key: c.label for c in self.field.codes}
        if self.field.depends_on is not None:
            above = layer.field(self.field.depends_on)
            self._above = {c.key: c.label for c in above.codes}
        else:
            self._above = {}
        self._parents = {c.key: c.parent for c in self.field.codes}
        self._read: dict[str, Reading] = {}

    def declared(self) -> tuple[Hashable, ...] | None:
        """The list of categories of the scheme; None for open kinds and sets."""
        if self.field.kind == "boolean":
            return (False, True)
        if self.as_set or self.field.kind not in ("category", "ordinal"):
            return None
        if self.field.depends_on is not None or self._row.what in ("joint", "top"):
            return None
        keys = [self._recode.get(c.key, c.key) for c in self.field.codes if not c.retired]
        distinct = list(dict.fromkeys(keys))
        return tuple(self._rank[key] for key in distinct) if self.ordered else tuple(distinct)

    def read(self, code: Annotation) -> Reading:
        """The comparable value of a code, or why it has none."""
        known = self._read.get(code.uid)
        if known is None:
            known = self._read[code.uid] = self._read_anew(code)
        return known

    def _read_anew(self, code: Annotation) -> Reading:
        if not self._is_shown(code):
            return Reading(None, "hidden")
        values = [v for v in code.fields.get(self.field.key, ()) if v.confirmed]
        marks = [v.missing for v in values if v.missing]
        found = [x for v in values if not v.missing and (x := self._one(v, code)) is not None]
        if self.ordered:
            return Reading(found[0]) if found else Reading(None, marks[0] if marks else "absent")
        every = [*found, *(MARKS[mark] for mark in marks)]
        if not every:
            return Reading(None, "absent")  # never touched is not coded, not an empty set
        return Reading(frozenset(every) if self.as_set else every[0])

    def parent(self, code: Annotation) -> Hashable | None:
        """The value of the field this one depends on, or that decides whether it is asked."""
        key = self.field.depends_on
        if key is None:
            return None
        values = code.fields.get(key, ())
        return frozenset(v.code for v in values if v.confirmed and v.code) or None

    def _is_shown(self, code: Annotation) -> bool:
        if self.field.show_if is None:
            return True
        return any(f.key == self.field.key for f in visible(self._layer, code.fields))

    def _one(self, value: Value, code: Annotation) -> Hashable | None:
        if value.code is not None:
            return self._coded(value.code, code)
        if value.actor is not None:
            return self._registry.actor_of.get(value.actor, value.actor)
        if value.link is not None:
            return self._registry.links.get(value.link, value.link)
        plain = value.value
        if isinstance(plain, str):
            folded = " ".join(plain.split()).casefold()
            return self._recode.get(folded, folded)
        if self.ordered and plain is not None:
            return float(plain)
        return plain

    def _coded(self, key: str, code: Annotation) -> Hashable:
        key = self._recode.get(key, key)
        if self.ordered:
            return self._rank.get(key)
        if self._row.what == "top":
            return self._parents.get(key) or key
        if self.field.depends_on is None:
            return key
        above = self._parents.get(key)
        if above is None:
            values = code.fields.get(self.field.depends_on, ())
            above = next((v.code for v in values if v.code), None)
        return f"{above}.{key}" if above else key

    def text(self, value: Hashable | None) -> str | None:
        """A value for people."""
        if value is None:
            return None
        if isinstance(value, tuple):
            return " · ".join(self._above.get(str(v)) or self.text(v) or "-" for v in value)
        if isinstance(value, frozenset):
            return "; ".join(sorted(self.text(v) or "" for v in value)) or "(none)"
        if isinstance(value, bool):
            return "yes" if value else "no"
        if isinstance(value, float):
            named = next((key for key, rank in self._rank.items() if rank == value), None)
            return f"{value:g}" if named is None else self._labels[named]
        return self._word(str(value))

    def _word(self, word: str) -> str:
        for mark, shown in MARKS.items():
            if word == shown:
                return MISSING_LABELS[mark]
        names = self._registry.actor_names
        if word in names:
            return names[word]
        if word in self._labels:
            return self._labels[word]
        above, _, below = word.rpartition(".")
        if above in self._above and below in self._labels:
            return f"{self._above[above]}: {self._labels[below]}"
        return word

    def plain(self, value: Hashable | None) -> str | None:
        """A value for tables that are computed on: keys, numbers, sets joined by `;`."""
        if value is None:
            return None
        if isinstance(value, tuple):
            return "|".join(self.plain(v) or "" for v in value)
        if isinstance(value, frozenset):
            return ";".join(sorted(self.plain(v) or "" for v in value))
        if isinstance(value, bool):
            return "true" if value else "false"
        return f"{value:g}" if isinstance(value, float) else str(value)


def _ranks(field: Field) -> dict[str, float]:
    """Numbers of the codes where all have one, else their places in the list."""
    numbers = [code.number for code in field.codes]
    if any(number is None for number in numbers):
        return {code.key: float(n) for n, code in enumerate(field.codes, 1)}
    return {code.key: float(code.number or 0) for code in field.codes}
