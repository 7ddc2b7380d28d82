"""A whole project as JSON lines: what each type of line holds, and reading such a file back.

`LINES` is the one description of the format: the export writes by it, this module reads by it, and
`resources/help/jsonl.md` explains it. A line that does not fit stops the reading with its number,
as half a project is worse than none.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, get_args

from annotator.codebook.model import Codebook
from annotator.errors import ImportRefusedError
from annotator.importers.base import reason
from annotator.model import (
    AssignmentState,
    CoderKind,
    CoderRole,
    CodeState,
    Origin,
    RoundKind,
    Verdict,
    fields_from_json,
    fields_to_json,
)

FORMAT = "annotator-jsonl"
FORMAT_VERSION = 1
LONGEST_LINE = 256 * 1024 * 1024
"""Characters; an article is one line."""
_MOST_DEEP_INT = 2**63


class _Required:
    """Marks a key every line of its type has."""


REQUIRED: Final = _Required()


@dataclass(frozen=True, slots=True)
class Key:
    """One key of a line, and the column of the table that holds it."""

    name: str
    kind: type
    default: Any = REQUIRED
    """Left out of the line where the column holds this; None = the column may be empty."""
    column: str = ""
    choices: tuple[str, ...] = ()
    refers: str = ""
    """The type of line whose `uid` this is."""

    @property
    def stored_as(self) -> str:
        return self.column or self.name


_UID = Key("uid", str)
_ARTICLE = Key("article", str, refers="article")
_CODER = Key("coder_uid", str, column="coder", refers="coder")
_ASSIGNMENT = Key("assignment", str, refers="assignment")
_PLACE = (Key("start", int), Key("end", int))

LINES: Mapping[str, tuple[Key, ...]] = {
    "article": (
        _UID,
        Key("title", str),
        Key("date", str, None),
        Key("source", str, None),
        Key("author", str, None),
        Key("url", str, None),
        Key("language", str, None),
        Key("metadata", dict, {}),
        Key("note", str, ""),
        Key("order", int, column="ord"),
        Key("body_start", int, 0),
        Key("segmenter", int),
        Key("added", str),
    ),
    "coder": (
        _UID,
        Key("name", str),
        Key("colour", str),
        Key("kind", str, choices=get_args(CoderKind)),
        Key("role", str, choices=get_args(CoderRole)),
    ),
    "actor": (
        _UID,
        Key("name", str),
        Key("kind", str, None),
        Key("country", str, None),
        Key("attrs", dict, {}),
        Key("merged_into", str, None, refers="actor"),
        Key("proposed_by", str, None, refers="coder"),
        Key("approved", bool, False),
    ),
    "alias": (_UID, Key("actor", str, refers="actor"), Key("name", str)),
    "round": (
        _UID,
        Key("name", str),
        Key("kind", str, choices=get_args(RoundKind)),
        Key("codebook_version", int),
        Key("blind", bool, False),
        Key("suggestions", bool, True),
        Key("pre_fill", bool, True),
        Key("draw", dict, {}),
        Key("order", int, 0, column="ord"),
    ),
    "assignment": (
        _UID,
        _ARTICLE,
        _CODER,
        Key("round_uid", str, column="round", refers="round"),
        Key("layers", list, []),
        Key("state", str, choices=get_args(AssignmentState)),
        Key("position", int, 0),
        Key("active_seconds", int, 0),
        Key("finished_at", str, None),
    ),
    "reading": (_UID, _ASSIGNMENT, *_PLACE),
    "decision": (
        _UID,
        _ARTICLE,
        Key("layer", str),
        *_PLACE,
        Key("label", str),
        _CODER,
        Key("verdict", str, choices=get_args(Verdict)),
        Key("pipeline", str),
        Key("version", str),
        Key("bulk", bool, False),
    ),
    "annotation": (
        _UID,
        _ASSIGNMENT,
        _ARTICLE,
        _CODER,
        Key("layer", str),
        Key("start", int, None),
        Key("end", int, None),
        Key("fragments", list, []),
        Key("quote", str, ""),
        Key("fields", dict, {}),
        Key("unit_uid", str, None),
        Key("note", str, ""),
        Key("certainty", int, None),
        Key("flagged", bool, False),
        Key("state", str, choices=get_args(CodeState)),
        Key("origin", str, choices=get_args(Origin)),
        Key("codebook_version", int),
        Key("created", str),
        Key("updated", str),
    ),
    "adjudication": (
        _UID,
        Key("annotation", str, None, refers="annotation"),
        Key("members", list, []),
        Key("verdict", str),
        Key("cause", str, None),
        Key("reason", str, ""),
        Key("adjudicator", str, refers="coder"),
        Key("at", str),
    ),
    "agreement_run": (
        _UID,
        Key("settings", str),
        Key("seed", int),
        Key("step", int),
        Key("units", str),
        Key("results", str),
        Key("at", str),
    ),
}
"""Types of lines after the header, in the order they stand, and the keys that are read back."""

TEXT_KEYS = (Key("sha256", str), Key("text", str, None))
"""Further keys of an article, kept in a table of their own."""


def line_of(kind: str, row: Mapping[str, Any]) -> dict[str, Any]:
    """The line for a stored row: what is as usual is left out."""
    line: dict[str, Any] = {"type": kind}
    for key in LINES[kind]:
        value = row[key.stored_as]
        if key.kind is bool:
            value = bool(value)
        if isinstance(key.default, _Required) or value != key.default:
            line[key.name] = value
    return line


# --- reading --------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class FrozenVersion:
    """A frozen version of the codebook."""

    version: int
    sha256: str
    frozen_at: str
    codebook: Mapping[str, Any]
    """As JSON data, unchanged."""


@dataclass(frozen=True, slots=True)
class ProjectHead:
    """The first line: the project and its codebook."""

    uid: str
    title: str
    created: str
    final_rule: str
    settings: Mapping[str, Any]
    codebook: Codebook
    versions: tuple[FrozenVersion, ...]


@dataclass(frozen=True, slots=True)
class ProjectRow:
    """One line after the header, as the columns of a row."""

    where: str
    """"study.jsonl, line 12"."""
    kind: str
    uid: str
    columns: Mapping[str, Any]
    text: str = ""
    sha256: str = ""


@dataclass(frozen=True, slots=True)
class ProjectFile:
    """An exported project; its rows are read one at a time."""

    path: Path
    head: ProjectHead

    def rows(self) -> Iterator[ProjectRow]:
        """Every line after the header.

        Raises:
            ImportRefusedError: a line does not fit, naming it.
        """
        for where, data in _objects(self.path):
            if data.get("type") != "header":
                yield _row(where, data)


def open_project_file(path: Path) -> ProjectFile:
    """Read the header of an exported project.

    Raises:
        ImportRefusedError: there is no such file, it is none, or a newer program wrote it.
    """
    for where, data in _objects(path):
        if data.get("type") != "header" or data.get("format") != FORMAT:
            break
        version = data.get("format_version")
        if not isinstance(version, int) or version > FORMAT_VERSION:
            raise ImportRefusedError(
                f"{where}: the file was written by a newer version of the program.",
                "Install the newest version.",
            )
        return ProjectFile(path, _head(where, data))
    raise ImportRefusedError(
        f"{path.name} is no project exported as JSON lines.",
        "Export one: annotator export PROJECT NAME.jsonl",
    )


def _objects(path: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    try:
        with path.open(encoding="utf-8-sig") as file:
            number = 0
            while line := file.readline(LONGEST_LINE):
                number += 1
                if line.strip():
                    where = f"{path.name}, line {number}"
                    yield where, _object(where, line)
    except UnicodeDecodeError as error:
        raise ImportRefusedError(f"{path.name} is not written in UTF-8.") from error
    except OSError as error:
        raise ImportRefusedError(f"{path}: {reason(error)}") from error


def _object(where: str, line: str) -> dict[str, Any]:
    try:
        data = json.loads(line, parse_constant=_no_number)
    except RecursionError as error:
        raise ImportRefusedError(f"{where}: it is nested too deeply.") from error
    except ValueError as error:
        raise ImportRefusedError(f"{where}: this is not JSON.") from error
    if not isinstance(data, dict):
        raise ImportRefusedError(f"{where}: this is no object.")
    return data


def _no_number(word: str) -> Any:
    raise ValueError(word)


_PROJECT = (
    _UID,
    Key("title", str),
    Key("created", str),
    Key("final_rule", str),
    Key("settings", dict, {}),
)
_VERSION = (Key("sha256", str), Key("frozen_at", str), Key("codebook", dict))


def _head(where: str, data: Mapping[str, Any]) -> ProjectHead:
    project = _columns(where, _PROJECT, _part(where, data, "project"))
    versions = _part(where, data, "codebook_versions")
    try:
        return ProjectHead(
            uid=project["uid"],
            title=project["title"],
            created=project["created"],
            final_rule=project["final_rule"],
            settings=project["settings"],
            codebook=Codebook.from_json(_part(where, data, "codebook")),
            versions=tuple(
                FrozenVersion(
                    int(number), **_columns(where, _VERSION, _part(where, versions, number))
                )
                for number in versions
            ),
        )
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise ImportRefusedError(f"{where}: the codebook cannot be read ({error}).") from error


def _part(where: str, data: Mapping[str, Any], key: str) -> dict[str, Any]:
    part = data.get(key)
    if not isinstance(part, dict):
        raise ImportRefusedError(f"{where}: “{key}” is missing.")
    return part


def _row(where: str, data: Mapping[str, Any]) -> ProjectRow:
    kind = data.get("type")
    if not isinstance(kind, str) or kind not in LINES:
        raise ImportRefusedError(f"{where}: there is no type of line {kind!r}.")
    columns = _columns(where, LINES[kind], data)
    uid = columns.pop("uid")
    if kind == "annotation":
        _check_fields(where, columns)
    if kind != "article":
        return ProjectRow(where, kind, uid, columns)
    text = _columns(where, TEXT_KEYS, data)
    if text["text"] is None:
        raise ImportRefusedError(
            f"{where}: the file was exported without the texts of the articles.",
            "Export the project again with them.",
        )
    return ProjectRow(where, kind, uid, columns, text["text"], text["sha256"])


def _columns(where: str, keys: tuple[Key, ...], data: Mapping[str, Any]) -> dict[str, Any]:
    return {key.stored_as: _value(where, key, data) for key in keys}


def _value(where: str, key: Key, data: Mapping[str, Any]) -> Any:
    value = data.get(key.name, key.default)
    if isinstance(value, _Required):
        raise ImportRefusedError(f"{where}: “{key.name}” is missing.")
    if value is None and key.default is None:
        return None
    fits = isinstance(value, key.kind) and isinstance(value, bool) == (key.kind is bool)
    if fits and key.kind is int:
        fits = -_MOST_DEEP_INT <= value < _MOST_DEEP_INT
    if not fits or (key.choices and value not in key.choices):
        raise ImportRefusedError(f"{where}: “{key.name}” cannot be {_shown(value)}.")
    return int(value) if key.kind is bool else value


def _shown(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 60 else f"{text[:60]}…"


def _check_fields(where: str, columns: Mapping[str, Any]) -> None:
    """Fields must be exactly what the program itself would store."""
    given = columns["fields"]
    try:
        same = fields_to_json(fields_from_json(given)) == given
    except (TypeError, ValueError, AttributeError):
        same = False
    if not same:
        raise ImportRefusedError(f"{where}: “fields” are not as the program writes them.")
