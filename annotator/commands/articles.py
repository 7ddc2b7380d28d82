"""Bringing articles in, and taking out those nobody has coded."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from annotator.errors import ProjectError
from annotator.model import ArticleDraft
from annotator.project import queries
from annotator.project.queries import lookups
from annotator.project.step import Step, new_uid
from annotator.text.language import guess_language
from annotator.text.normalize import normalize
from annotator.text.segment import SEGMENTER_VERSION, segment


@dataclass(frozen=True, slots=True)
class PreparedArticle:
    """An article normalised and segmented, ready to be stored."""

    draft: ArticleDraft
    title: str
    text: str
    body_start: int
    sha256: str
    spans: bytes
    """Packed segments of the text."""
    language: str | None
    """As given, else as guessed from the text."""
    replaced: int
    """Characters no text may hold, replaced by U+FFFD."""


def prepare(draft: ArticleDraft) -> PreparedArticle:
    """Normalise and segment an article; needs no project, so it may run beside the window.

    With a mapped title the title becomes the first paragraph, unless the text begins with it.

    Raises:
        ProjectError: an article without any text, naming where it came from.
    """
    title = normalize(draft.title).text.replace("\n", " ").strip()
    body = normalize(draft.text)
    if not body.text.strip():
        raise ProjectError(f"{draft.where or title or 'An article'}: there is no text in it.")
    text, start = _with_title(title, body.text) if draft.title_is_mapped else (body.text, 0)
    return PreparedArticle(
        draft=draft,
        title=title or _first_line(text),
        text=text,
        body_start=start,
        sha256=hashlib.sha256(text.encode("utf-8")).hexdigest(),
        spans=segment(text).pack(),
        language=draft.language or guess_language(text),
        replaced=body.replaced,
    )


def import_articles(step: Step, drafts: Sequence[ArticleDraft | PreparedArticle]) -> list[str]:
    """Store articles, prepared or not; their uids. Their texts are frozen here.

    Raises:
        ProjectError: an article without any text, naming where it came from.
    """
    place = lookups.next_article_place(step.reader)
    return [
        _store(step, given if isinstance(given, PreparedArticle) else prepare(given), place + nth)
        for nth, given in enumerate(drafts)
    ]


def _store(step: Step, article: PreparedArticle, place: int) -> str:
    text_id = step.add_text(article.text, article.sha256)
    step.add_segments(text_id, SEGMENTER_VERSION, article.spans)
    draft = article.draft
    uid = new_uid()
    step.put(
        "article",
        uid,
        title=article.title,
        text=text_id,
        body_start=article.body_start,
        date=_clean(draft.date),
        source=_clean(draft.source),
        author=_clean(draft.author),
        url=_clean(draft.url),
        language=_clean(article.language),
        metadata=_clean(dict(draft.metadata)),
        segmenter=SEGMENTER_VERSION,
        ord=place,
        added=step.at,
    )
    return uid


def _clean(value: Any) -> Any:
    """What a file says about an article, without the characters no text may hold."""
    if isinstance(value, str):
        return normalize(value).text
    if isinstance(value, Mapping):
        return {_clean(str(key)): _clean(inner) for key, inner in value.items()}
    if isinstance(value, (list, tuple)):
        return [_clean(inner) for inner in value]
    return value


def _with_title(title: str, body: str) -> tuple[str, int]:
    if not title:
        return body, 0
    if _first_line(body) == title:
        start = body.index(title) + len(title)
        while start < len(body) and body[start].isspace():
            start += 1
        return body, start
    return f"{title}\n\n{body}", len(title) + 2


def _first_line(text: str) -> str:
    return next((line.strip() for line in text.split("\n") if line.strip()), "")


def set_article_note(step: Step, article: str, note: str) -> None:
    """Write the memo of an article."""
    step.put("article", article, note=note)


def set_project_note(step: Step, note: str) -> None:
    """Write the memo of the project."""
    uid = lookups.project_uid(step.reader)
    current = step.row("project", uid)
    assert current is not None
    step.put("project", uid, settings={**current["settings"], "note": note})


def delete_articles(step: Step, articles: Sequence[str]) -> int:
    """Take articles out of the project; how many. Their texts stay, so undo brings all back.

    Raises:
        ProjectError: somebody has coded one of them.
    """
    for uid in articles:
        coded = lookups.code_count(step.reader, uid)
        if coded:
            title = queries.article(step.reader, uid).title
            raise ProjectError(
                f"“{title}” has {coded} codes and is kept.", "Delete its codes first."
            )
        for table, row in lookups.rows_about(step.reader, uid):
            step.drop(table, row)
        step.drop("article", uid)
    return len(articles)
