"""What a codebook is: layers, their fields, the codes of a field. Frozen, without files or SQL.

The plain form (`to_json`) names only what differs from the default, so that stored specifications
stay short and a default added by a newer version applies to older codebooks too. A layer, field
or code turns into plain data without its children, because the project keeps them in tables of
their own; `Codebook.to_json` nests everything.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import MISSING, dataclass, fields, replace
from dataclasses import field as attribute
from functools import cache
from typing import Any, Literal, Self

Line = Literal["fill", "solid", "dotted", "long", "double", "none"]
Level = Literal["span", "article"]
DefaultSpan = Literal["token", "sentence", "quotation"]

LINES: tuple[Line, ...] = ("fill", "solid", "dotted", "long", "double", "none")
LEVELS: tuple[Level, ...] = ("span", "article")
DEFAULT_SPANS: tuple[DefaultSpan, ...] = ("token", "sentence", "quotation")

NOT_FILLED = ""
"""In a condition: the field asked for holds nothing."""


class _Part:
    """Plain data and back for the frozen dataclasses of this module."""

    __slots__ = ()
    _children: tuple[str, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """Everything that differs from its default, without the children."""
        out: dict[str, Any] = {}
        for f in fields(self):  # type: ignore[arg-type]
            if f.name in self._children:
                continue
            value = getattr(self, f.name)
            default = f.default_factory() if f.default_factory is not MISSING else f.default
            if value != default:
                out[f.name] = _plain(value)
        return out


def _plain(value: Any) -> Any:
    if isinstance(value, Condition):
        return {"field": value.field, "is_in": list(value.is_in)}
    if isinstance(value, Mapping):
        return dict(value)
    return value


@cache
def _names(cls: type) -> frozenset[str]:
    return frozenset(f.name for f in fields(cls))


def _known(cls: type, data: Mapping[str, Any]) -> dict[str, Any]:
    names = _names(cls)
    return {key: value for key, value in data.items() if key in names}


@dataclass(frozen=True, slots=True)
class Condition:
    """The field is shown only where another field of the layer holds one of these values."""

    field: str
    is_in: tuple[str, ...]
    """Code keys; a boolean as `true` or `false`; an empty text where the field is not filled."""

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        return cls(field=data["field"], is_in=tuple(data["is_in"]))


@dataclass(frozen=True, slots=True)
class Code(_Part):
    """One value of a closed (or the seed of an open) list."""

    key: str
    label: str
    number: int | None = None
    definition: str = ""
    include: str = ""
    exclude: str = ""
    example: str = ""
    parent: str | None = None
    """Key of the code above it: of the same field (two levels), or of the field it depends on."""
    retired: bool = False
    uid: str = ""
    pole_plus: str = ""
    pole_minus: str = ""
    attrs: Mapping[str, str] = attribute(default_factory=dict)
    """What derived fields read, e.g. the quad class of an event type."""

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        return cls(**_known(cls, data))


@dataclass(frozen=True, slots=True)
class Field(_Part):
    """One question asked about a code."""

    key: str
    label: str
    kind: str
    required: bool = False
    core: bool = False
    reliability: bool = False
    codes: tuple[Code, ...] = ()
    depends_on: str | None = None
    """A field of the layer whose code is the `parent` of the codes offered here."""
    show_if: Condition | None = None
    required_if: Condition | None = None
    """Required only where this holds; `required` asks always."""
    definition: str = ""
    help: str = ""
    pre_fill: bool = False
    derive: str | None = None
    """Name of the rule that computes a field of kind `derived`."""
    maximum: int | None = None
    """Most fillers of a field that takes several."""
    retired: bool = False
    uid: str = ""
    metric: str | None = None
    """Agreement metric in place of the kind's own."""

    _children = ("codes",)

    @classmethod
    def from_json(cls, data: Mapping[str, Any], codes: Sequence[Code] = ()) -> Self:
        known = _known(cls, data)
        for name in ("show_if", "required_if"):
            if known.get(name) is not None:
                known[name] = Condition.from_json(known[name])
        known["codes"] = tuple(codes)
        return cls(**known)

    def find_code(self, key: str | None) -> Code | None:
        """The code with this key, retired ones included."""
        return next((code for code in self.codes if code.key == key), None)


@dataclass(frozen=True, slots=True)
class MatchRule:
    """How the units of two coders are paired before anything about them is compared."""

    kind: Literal["iou", "same_sentence", "same_article", "given"]
    threshold: float | None = None
    """Least overlap of characters (intersection over union), for `iou`."""
    keys: tuple[str, ...] = ()
    """Fields that must be equal, for `same_article`."""

    @classmethod
    def parse(cls, text: str) -> MatchRule:
        """Read `iou(.5)`, `same_sentence`, `same_article(a, b)` or `given`.

        Raises:
            ValueError: it is none of them; the message names the four forms.
        """
        name, _, rest = text.strip().partition("(")
        inside = rest.removesuffix(")").strip()
        closed = text.strip().endswith(")") == bool(rest)
        if closed and name == "iou" and (threshold := _share(inside)) is not None:
            return cls("iou", threshold=threshold)
        keys = tuple(key.strip() for key in inside.split(",") if key.strip())
        if closed and name == "same_article" and keys:
            return cls("same_article", keys=keys)
        if text.strip() == "same_sentence":
            return cls("same_sentence")
        if text.strip() == "given":
            return cls("given")
        raise ValueError(
            f"“{text}” is no match rule; write iou(.5), same_sentence, "
            "same_article(field, field) or given"
        )


def _share(text: str) -> float | None:
    try:
        value = float(text)
    except ValueError:
        return None
    return value if 0 < value <= 1 else None


@dataclass(frozen=True, slots=True)
class Layer(_Part):
    """One kind of code: entity, event, stance, claim, statement, article."""

    key: str
    label: str
    letter: str
    """The key that codes a passage; empty for layers of whole articles."""
    colour: str
    colour_dark: str
    line: Line
    level: Level
    default_span: DefaultSpan
    match: str
    fragments: bool
    fields: tuple[Field, ...]
    mark_field: str | None
    """The field whose code labels the mark in the text."""
    rule: str = ""
    """What counts as one unit; printed in the form."""
    definition: str = ""
    retired: bool = False
    uid: str = ""

    _children = ("fields",)

    @classmethod
    def from_json(cls, data: Mapping[str, Any], fields: Sequence[Field] = ()) -> Self:
        known = {"mark_field": None, **_known(cls, data), "fields": tuple(fields)}
        return cls(**known)

    def find_field(self, key: str) -> Field | None:
        return next((field for field in self.fields if field.key == key), None)

    def field(self, key: str) -> Field:
        """The field with this key, retired ones included. Raises KeyError."""
        found = self.find_field(key)
        if found is None:
            raise KeyError(f"{self.key}.{key}")
        return found

    @property
    def core_fields(self) -> tuple[Field, ...]:
        """Shown at once in the form; at most seven."""
        return tuple(field for field in self.fields if field.core and not field.retired)

    @property
    def more_fields(self) -> tuple[Field, ...]:
        """Folded in the form."""
        return tuple(field for field in self.fields if not field.core and not field.retired)

    @property
    def match_rule(self) -> MatchRule:
        return MatchRule.parse(self.match)


@dataclass(frozen=True, slots=True)
class Codebook(_Part):
    """A whole coding scheme."""

    name: str
    title: str
    layers: tuple[Layer, ...]
    version: int = 1
    description: str = ""
    licence: str = ""
    source: str = ""

    _children = ("layers",)

    def layer(self, key: str) -> Layer:
        """The layer with this key, retired ones included. Raises KeyError."""
        found = self.find_layer(key)
        if found is None:
            raise KeyError(key)
        return found

    def find_layer(self, key: str) -> Layer | None:
        return next((layer for layer in self.layers if layer.key == key), None)

    def to_json(self) -> dict[str, Any]:
        """The whole codebook as plain data; `from_json` gives an equal one back."""
        layers = [
            {
                **layer.to_json(),
                "fields": [
                    {**field.to_json(), "codes": [code.to_json() for code in field.codes]}
                    for field in layer.fields
                ],
            }
            for layer in self.layers
        ]
        return {**_Part.to_json(self), "layers": layers}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        layers = tuple(_layer_from_json(layer) for layer in data["layers"])
        return cls(**{**_known(cls, data), "layers": layers})

    def without_uids(self) -> Self:
        """The same scheme, freed of the identities of one project."""
        return replace(self, layers=tuple(_layer_without_uids(layer) for layer in self.layers))

    def sha256(self) -> str:
        """Fingerprint of the content: equal schemes of two projects have equal ones."""
        plain = self.without_uids().to_json()
        text = json.dumps(plain, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(text.encode("utf-8")).hexdigest()


def _layer_from_json(data: Mapping[str, Any]) -> Layer:
    found = [
        Field.from_json(field, [Code.from_json(code) for code in field.get("codes", ())])
        for field in data.get("fields", ())
    ]
    return Layer.from_json(data, found)


def _layer_without_uids(layer: Layer) -> Layer:
    bare = tuple(
        replace(field, uid="", codes=tuple(replace(code, uid="") for code in field.codes))
        for field in layer.fields
    )
    return replace(layer, uid="", fields=bare)
