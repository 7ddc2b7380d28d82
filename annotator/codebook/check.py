"""What makes a codebook unusable: names that clash, references into nothing, empty lists.

Works on a `Codebook`, so the loader of TOML files and the codebook page report the same problems.
Every check returns sentences that begin with the place ("layer event, field mode: ...").
"""

from __future__ import annotations

import re
import string
from collections import Counter
from collections.abc import Iterable, Iterator

from annotator.codebook import derive
from annotator.codebook.kinds import KINDS, METRICS
from annotator.codebook.model import (
    DEFAULT_SPANS,
    LEVELS,
    LINES,
    NOT_FILLED,
    Code,
    Codebook,
    Condition,
    Field,
    Layer,
    MatchRule,
)

RESERVED_LETTERS = frozenset("ABFGJKMW")
"""Keys of the reading mode that are not layer letters."""

MOST_CORE_FIELDS = 7

_RESERVED = """
    text article article_text segment coder round assignment annotation value actor alias layer
    field code codebook reading suggestion decision adjudication agreement_run step change id
    uid key ord order spec sha256 body title body_start date source author url language metadata
    segmenter version kind token sentence paragraph start end name colour role codebook_version
    blind suggestions pre_fill draw layers state position active_seconds finished_at fragments
    fields unit_uid quote note certainty flagged origin created updated link missing confirmed
    country attrs merged_into proposed_by approved frozen_at score pipeline label verdict
    members cause reason adjudicator settings seed units results at undoes seq table before
    after rowid oid _rowid_ added bulk final_rule parent project spans suggested undoable
"""

RESERVED_KEYS = frozenset(_RESERVED.split())
"""Names of tables and columns of a project: a key equal to one would be ambiguous in a script."""

FREE_KEYS = frozenset({"actor", "position", "article"})
"""Reserved names that codebooks may use all the same: the terms of the field (an event's actor, a
stance's position, the layer of whole articles), and in no view beside a column of that name."""

REFUSED_ENDINGS = ("_lbl", "_miss")
"""Endings of the columns that exports put beside a field."""

_KEY = re.compile(r"[a-z][a-z0-9_]{0,31}")
_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")
_TWO_LEVELS = ("category", "categories", "open")
_CONDITION_KINDS = ("category", "categories", "ordinal", "boolean", "open")


def check_codebook(codebook: Codebook) -> list[str]:
    """Every problem of the codebook, in reading order; empty if it can be used."""
    problems = [] if codebook.name else ["codebook: `name` is missing."]
    if not codebook.layers:
        problems.append("codebook: there is no layer.")
    problems += _duplicates("codebook", "layer", [layer.key for layer in codebook.layers])
    for layer in codebook.layers:
        problems += [f"layer {layer.key or '?'}: {p}" for p in _layer_problems(codebook, layer)]
        for field in layer.fields:
            place = f"layer {layer.key or '?'}, field {field.key or '?'}"
            problems += [f"{place}{p}" for p in _field_problems(layer, field)]
    return problems


def key_problems(key: str, *, reserved: bool = True) -> Iterator[str]:
    """Why a key cannot be used. Keys of codes may be reserved names, as they name no column."""
    if not _KEY.fullmatch(key):
        yield (
            f"the key “{key}” must be small letters, digits and _, begin with a letter, "
            "and have at most 32 characters."
        )
    elif reserved and key in RESERVED_KEYS - FREE_KEYS:
        yield f"the key “{key}” is the name of a table or column of the project; choose another."
    elif reserved and key.endswith(REFUSED_ENDINGS):
        yield f"the key “{key}” ends like a column of the workbook; choose another."


def free_letters(taken: Iterable[str]) -> list[str]:
    """Letters a new layer may use."""
    used = RESERVED_LETTERS | {letter.upper() for letter in taken}
    return [letter for letter in string.ascii_uppercase if letter not in used]


def _duplicates(place: str, what: str, keys: Iterable[str]) -> list[str]:
    counts = Counter(key for key in keys if key)
    return [f"{place}: {what} {key} occurs {n} times." for key, n in counts.items() if n > 1]


# --- layers ---------------------------------------------------------------------------------


def _layer_problems(codebook: Codebook, layer: Layer) -> Iterator[str]:
    if layer.key:
        yield from key_problems(layer.key)
    if not layer.label:
        yield "`label` is missing."
    yield from _letter_problems(codebook, layer)
    for name in ("colour", "colour_dark"):
        if not _COLOUR.fullmatch(getattr(layer, name)):
            yield f"{name} “{getattr(layer, name)}” is not of the form #rrggbb."
    for name, allowed in (("line", LINES), ("level", LEVELS), ("default_span", DEFAULT_SPANS)):
        if getattr(layer, name) not in allowed:
            yield f"{name} “{getattr(layer, name)}” is not one of {', '.join(allowed)}."
    yield from _match_problems(layer)
    yield from _mark_problems(layer)
    if (shown := _most_shown(layer)) > MOST_CORE_FIELDS:
        yield f"{shown} core fields at once; the form shows at most {MOST_CORE_FIELDS}."
    yield from (
        problem.removeprefix(": ")
        for problem in _duplicates("", "field", [field.key for field in layer.fields])
    )


def _letter_problems(codebook: Codebook, layer: Layer) -> Iterator[str]:
    if layer.level == "article":
        if layer.letter:
            yield f"a layer of whole articles has no letter, but “{layer.letter}” is given."
        return
    others = [other.letter for other in codebook.layers if other is not layer]
    free = f"free letters: {' '.join(free_letters([layer.letter, *others]))}."
    if not re.fullmatch("[A-Z]", layer.letter):
        yield f"the letter “{layer.letter}” is not one of A-Z; {free}"
    elif layer.letter in RESERVED_LETTERS:
        yield f"the letter {layer.letter} is a key of the reading pane; {free}"
    elif layer.letter in others and not layer.retired:
        yield f"the letter {layer.letter} is used by another layer too; {free}"


def _match_problems(layer: Layer) -> Iterator[str]:
    try:
        rule = MatchRule.parse(layer.match)
    except ValueError as error:
        yield f"{error}."
        return
    for key in rule.keys:
        if layer.find_field(key) is None:
            yield f"match names the field {key}, which does not exist."


def _mark_problems(layer: Layer) -> Iterator[str]:
    if layer.mark_field is None:
        return
    field = layer.find_field(layer.mark_field)
    if field is None:
        yield f"mark_field names the field {layer.mark_field}, which does not exist."
    elif not field.codes:
        yield f"mark_field names {layer.mark_field}, which has no codes to label a mark with."


def _most_shown(layer: Layer) -> int:
    """How many core fields can be shown at the same time; alternatives count once."""
    by_value: dict[str, Counter[str]] = {}
    always = 0
    for field in layer.core_fields:
        if field.show_if is None:
            always += 1
        else:
            by_value.setdefault(field.show_if.field, Counter()).update(set(field.show_if.is_in))
    return always + sum(max(counts.values(), default=0) for counts in by_value.values())


# --- fields ---------------------------------------------------------------------------------


def _field_problems(layer: Layer, field: Field) -> Iterator[str]:
    yield from (f": {problem}" for problem in _own_problems(field))
    yield from (f": {problem}" for problem in _reference_problems(layer, field))
    for code in field.codes:
        place = f", code {code.key or '?'}"
        yield from (f"{place}: {problem}" for problem in _code_problems(layer, field, code))
    yield from _list_problems(field)


def _own_problems(field: Field) -> Iterator[str]:
    if field.key:
        yield from key_problems(field.key)
    if not field.label:
        yield "`label` is missing."
    kind = KINDS.get(field.kind)
    if kind is None:
        if field.kind:
            yield f"there is no kind “{field.kind}”; the kinds are {', '.join(KINDS)}."
        return
    if kind.has_codes and not any(not code.retired for code in field.codes):
        yield f"a field of kind {field.kind} needs codes."
    if field.codes and not (kind.has_codes or field.kind in ("open", "derived")):
        yield f"a field of kind {field.kind} takes no codes."
    if field.metric is not None and field.metric not in METRICS:
        yield f"there is no metric “{field.metric}”; the metrics are {', '.join(METRICS)}."
    if field.maximum is not None and (not kind.multiple or field.maximum < 1):
        yield "`maximum` is a number from 1 on, for fields that take several values."
    if field.kind == "derived" and field.required:
        yield "a computed field cannot be required."


def _reference_problems(layer: Layer, field: Field) -> Iterator[str]:
    if field.depends_on is not None:
        upper = layer.find_field(field.depends_on)
        if upper is None or upper is field:
            yield f"depends_on names {field.depends_on}, which is no other field of the layer."
        elif not upper.codes:
            yield f"depends_on names {field.depends_on}, which has no codes."
    yield from _condition_problems(layer, field, "show_if", field.show_if)
    yield from _condition_problems(layer, field, "required_if", field.required_if)
    if field.kind == "derived":
        yield from _derive_problems(layer, field)
    elif field.derive is not None:
        yield "`derive` belongs to fields of kind derived."


def _condition_problems(
    layer: Layer, field: Field, name: str, condition: Condition | None
) -> Iterator[str]:
    if condition is None:
        return
    asked = layer.find_field(condition.field)
    if asked is None or asked is field:
        yield f"{name} names {condition.field}, which is no other field of the layer."
        return
    if asked.kind not in _CONDITION_KINDS:
        yield f"{name} cannot ask {asked.key}, a field of kind {asked.kind}."
        return
    known = {"true", "false"} if asked.kind == "boolean" else {code.key for code in asked.codes}
    for value in condition.is_in:
        if value not in known and value != NOT_FILLED:
            yield f"{name} asks for “{value}”, which {asked.key} does not have."
    if not condition.is_in:
        yield f"{name} lists no value, so it never holds."


def _derive_problems(layer: Layer, field: Field) -> Iterator[str]:
    try:
        pairs = derive.sources(field)
    except ValueError as error:
        yield f"{error}."
        return
    for source, attribute in pairs:
        found = layer.find_field(source)
        if found is None:
            yield f"derive names the field {source}, which does not exist."
        elif not any(attribute in code.attrs for code in found.codes):
            yield f"derive reads the attribute {attribute}, which no code of {source} has."


# --- codes ----------------------------------------------------------------------------------


def _code_problems(layer: Layer, field: Field, code: Code) -> Iterator[str]:
    if code.key:
        yield from key_problems(code.key, reserved=False)
    if not code.label:
        yield "`label` is missing."
    if code.parent is None:
        return
    if field.depends_on is not None:
        upper = layer.find_field(field.depends_on)
        if upper is not None and upper.find_code(code.parent) is None:
            yield f"its parent {code.parent} is no code of {field.depends_on}."
    elif field.kind not in _TWO_LEVELS:
        yield f"a field of kind {field.kind} has one level, so no code has a parent."
    elif (above := field.find_code(code.parent)) is None or above is code:
        yield f"its parent {code.parent} is no other code of the field."
    elif above.parent is not None:
        yield f"its parent {code.parent} has a parent too; there are two levels at most."


def _list_problems(field: Field) -> Iterator[str]:
    yield from _duplicates("", "code", [code.key for code in field.codes])
    numbers = [str(code.number) for code in field.codes if code.number is not None]
    yield from _duplicates("", "number", numbers)
    if 0 < len(numbers) < len(field.codes):
        bare = [code.key for code in field.codes if code.number is None]
        yield f": some codes have numbers, but not {', '.join(bare)}."
    if field.kind == "ordinal" and field.codes and not numbers:
        yield ": a field of kind ordinal needs a number on every code."
    labels = [
        f"{code.parent or ''}/{code.label.casefold()}" for code in field.codes if not code.retired
    ]
    for label, n in Counter(labels).items():
        if n > 1 and not label.endswith("/"):
            yield f": the label “{label.partition('/')[2]}” occurs {n} times."
