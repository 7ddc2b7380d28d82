"""Metadata from file names: "{date}_{source}_{title}" reads "2010-01-11_Guardian_Talks fail.txt".

Names in braces that are parts of an article (title, date, source, author, language) fill these;
any other name is kept as metadata. What the file itself says goes first, except for the title of
a text without one.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from annotator.errors import ImportRefusedError
from annotator.importers.base import DateOrder
from annotator.importers.dates import read_date
from annotator.model import ArticleDraft

_HOLE = re.compile(r"\{([A-Za-z][A-Za-z0-9_ ]*)\}")
_PARTS = ("source", "author", "language", "url")


def compile_pattern(pattern: str) -> re.Pattern[str]:
    """Make a regular expression of a pattern.

    Raises:
        ImportRefusedError: there is nothing in braces, a name occurs twice, or two touch.
    """
    names = _HOLE.findall(pattern)
    if not names or len(set(names)) < len(names) or "}{" in pattern:
        raise ImportRefusedError(
            f"The pattern for file names {pattern!r} cannot be used.",
            "Write for example {date}_{source}_{title}: each name once, with a sign between.",
        )
    parts = _HOLE.split(pattern)
    last = len(parts) - 2
    out = ""
    for number, part in enumerate(parts):
        if number % 2 == 0:
            out += re.escape(part)
        else:
            out += "(.+)" if number == last else "(.+?)"
    return re.compile(out + r"\Z")


def read_name(stem: str, pattern: str) -> dict[str, str] | None:
    """Read the name of a file (without its suffix); None where it does not fit the pattern."""
    found = compile_pattern(pattern).match(stem)
    if found is None:
        return None
    names = _HOLE.findall(pattern)
    return {name: value.strip() for name, value in zip(names, found.groups(), strict=True)}


def with_name_facts(
    draft: ArticleDraft, facts: Mapping[str, str], order: DateOrder
) -> ArticleDraft:
    """Fill what the article lacks from the name of its file."""
    changes: dict[str, Any] = {}
    metadata = dict(draft.metadata)
    for name, value in facts.items():
        if name == "title":
            if not draft.title_is_mapped:
                changes["title"] = " ".join(value.replace("_", " ").split())
        elif name == "date":
            date = read_date(value.replace("_", " "), order) or read_date(value, order)
            if date is None:
                metadata.setdefault("date as given", value)
            elif draft.date is None:
                changes["date"] = date
        elif name in _PARTS:
            if getattr(draft, name) is None:
                changes[name] = value.replace("_", " ") if name != "url" else value
        else:
            metadata.setdefault(name, value)
    return replace(draft, **changes, metadata=metadata)
