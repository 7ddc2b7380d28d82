"""Reading the sample study: files of `resources/sample`, every quote found in its article.

Codings name passages by their words and the how-manyth time these stand in the text, so that
people can read and correct them; offsets are computed here.
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from importlib.resources import files
from typing import Any

from annotator.commands.articles import prepare
from annotator.commands.codes import NAME_MARK
from annotator.errors import ProjectError
from annotator.model import ArticleDraft, Span, SuggestionDraft, Value
from annotator.sample.model import (
    SampleActor,
    SampleArticle,
    SampleCode,
    SampleCoder,
    SampleRound,
    SampleStudy,
    SampleSuggestions,
    SampleWork,
)

FOLDER = "resources.sample"
SUGGESTIONS = "suggestions.jsonl"
Line = tuple[dict[str, Any], str]
"""A line of a file of JSON lines, and its place for messages."""


def sample_study() -> SampleStudy:
    """Read the sample study from the program's resources.

    Raises:
        ProjectError: a file is malformed or a quote does not stand in its article; names file
            and line.
    """
    plan = tomllib.loads(_read("study.toml"))
    articles = sample_articles()
    texts = {article.key: article.text for article in articles}
    return SampleStudy(
        title=plan["title"],
        codebook=plan["codebook"],
        articles=articles,
        actors=tuple(_actor(data) for data in tomllib.loads(_read("actors.toml"))["actor"]),
        coders=tuple(_coder(data, texts) for data in plan["coder"]),
        rounds=tuple(_round(data) for data in plan["round"]),
        work=tuple(_work(data) for data in plan["work"]),
        suggestions=_suggestions(texts),
    )


def sample_articles() -> tuple[SampleArticle, ...]:
    """The articles alone."""
    return tuple(_article(line, where) for line, where in _lines("articles.jsonl"))


def find_quote(text: str, quote: str, occurrence: int = 1) -> Span | None:
    """Where a quote stands for the n-th time (counted from 1); None where it does not."""
    start = -1
    for _ in range(occurrence):
        start = text.find(quote, start + 1)
        if start < 0:
            return None
    return Span(start, start + len(quote)) if quote else None


def read_codes(lines: Iterable[Line], texts: Mapping[str, str]) -> Iterator[SampleCode]:
    """The codes of a codings file with every quote found.

    Args:
        texts: article key -> text.

    Raises:
        ProjectError: a quote or an article is not there; names file and line.
    """
    for data, where in lines:
        text = texts.get(data["article"])
        if text is None:
            raise ProjectError(f"{where}: there is no article {data['article']!r}.")
        yield SampleCode(
            article=data["article"],
            layer=data["layer"],
            id=data.get("id"),
            span=_span(data, text, where) if "quote" in data else None,
            fragments=tuple(_span(part, text, where) for part in data.get("fragments", ())),
            fields={
                key: tuple(_value(filler, text, where) for filler in fillers)
                for key, fillers in data["fields"].items()
            },
            note=data.get("note", ""),
            certainty=data.get("certainty"),
            flagged=data.get("flagged", False),
            state=data.get("state", "complete"),
            where=where,
        )


def _read(name: str) -> str:
    return files(FOLDER).joinpath(*name.split("/")).read_text(encoding="utf-8")


def _lines(name: str) -> Iterator[Line]:
    for number, line in enumerate(_read(name).split("\n"), start=1):
        where = f"{name}, line {number}"
        if not line.strip():
            continue
        try:
            yield json.loads(line), where
        except json.JSONDecodeError as error:
            raise ProjectError(f"{where}: {error}.") from error


def _article(data: Mapping[str, Any], where: str) -> SampleArticle:
    draft = ArticleDraft(
        title=data["title"],
        text=data["text"],
        date=data["date"],
        source=data["source"],
        author=data["author"],
        language=data["language"],
        where=where,
        title_is_mapped=True,
    )
    return SampleArticle(data["key"], prepare(draft))


def _actor(data: Mapping[str, Any]) -> SampleActor:
    return SampleActor(
        name=data["name"],
        kind=data["kind"],
        country=data.get("country"),
        aliases=tuple(data.get("aliases", ())),
        roles=tuple(data.get("roles", ())),
    )


def _coder(data: Mapping[str, Any], texts: Mapping[str, str]) -> SampleCoder:
    codes = tuple(read_codes(_lines(f"codings/{data['codings']}"), texts))
    return SampleCoder(data["name"], data.get("role", "coder"), codes)


def _round(data: Mapping[str, Any]) -> SampleRound:
    return SampleRound(
        data["name"], data["kind"], data.get("blind", False), data.get("pre_fill", True)
    )


def _work(data: Mapping[str, Any]) -> SampleWork:
    done = tuple(data.get("done", ()))
    return SampleWork(
        coder=data["coder"],
        round=data["round"],
        done=done,
        in_progress=tuple(data.get("in_progress", ())),
        todo=tuple(data.get("todo", ())),
        minutes=dict(zip(done, data.get("minutes", ()), strict=False)),
    )


def _suggestions(texts: Mapping[str, str]) -> SampleSuggestions:
    lines = _lines(SUGGESTIONS)
    head, _ = next(lines)
    drafts: dict[str, list[SuggestionDraft]] = {key: [] for key in texts}
    for data, where in lines:
        span = _span(data, texts[data["article"]], where)
        fields = {"type": (Value(code=data["type"]),)}
        drafts[data["article"]].append(SuggestionDraft("entity", span.start, span.end, fields))
    found = {key: tuple(of_article) for key, of_article in drafts.items()}
    return SampleSuggestions(head["pipeline"], head["version"], found)


def _span(data: Mapping[str, Any], text: str, where: str) -> Span:
    quote, occurrence = data["quote"], data.get("occurrence", 1)
    span = find_quote(text, quote, occurrence)
    if span is None:
        times = "" if occurrence == 1 else f" {occurrence} times"
        raise ProjectError(f"{where}: “{quote}” does not stand in the article{times}.")
    return span


def _value(data: Mapping[str, Any], text: str, where: str) -> Value:
    """A filler: a stored value, or an actor by `name` or as `generic`, with its mention quoted."""
    value = Value.from_json(data)
    if "name" in data:
        value = replace(value, value=data["name"], attrs={**value.attrs, NAME_MARK: True})
    elif "generic" in data:
        value = replace(value, value=data["generic"])
    if "quote" in data:
        mention = _span(data, text, where)
        value = replace(value, start=mention.start, end=mention.end)
    return replace(value, origin=value.origin or "manual")
