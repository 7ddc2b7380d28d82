"""One article of an archive's export, before it becomes a draft."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from annotator.importers.base import Found, Refusal
from annotator.importers.dates import read_date
from annotator.model import ArticleDraft

_LANGUAGES = {
    "english": "en",
    "german": "de",
    "deutsch": "de",
    "french": "fr",
    "français": "fr",
    "spanish": "es",
    "español": "es",
    "italian": "it",
    "italiano": "it",
    "portuguese": "pt",
    "português": "pt",
    "dutch": "nl",
    "russian": "ru",
    "arabic": "ar",
    "chinese": "zh",
    "japanese": "ja",
    "polish": "pl",
    "turkish": "tr",
    "englisch": "en",
    "anglais": "en",
    "inglés": "en",
}


@dataclass
class Record:
    """What an archive prints about an article; `labels` are its own names for the rest."""

    title: str = ""
    body: list[str] = field(default_factory=list)
    date: str = ""
    source: str = ""
    author: str = ""
    url: str = ""
    language: str = ""
    labels: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Articles:
    """The articles of one export and a sentence that says so."""

    found: tuple[Found, ...]
    notice: str


def as_articles(records: Sequence[Record], archive: str, where: str) -> Articles:
    """Make drafts; an article without a text is refused by its number."""
    found = tuple(_found(record, n, archive, where) for n, record in enumerate(records, 1))
    plural = "article" if len(records) == 1 else "articles"
    return Articles(found, f"an export of {archive} with {len(records)} {plural}.")


def _found(record: Record, number: int, archive: str, where: str) -> Found:
    place = f"{where}, article {number}"
    text = "\n\n".join(p.strip() for p in record.body if p.strip())
    title = " ".join(record.title.split())
    if not text:
        named = f" (“{title[:80]}”)" if title else ""
        return Refusal(place, f"there is no text in it{named}.")
    date = read_date(record.date)
    labels = {name: value for name, value in record.labels.items() if value}
    if record.date and date is None:
        labels["date as given"] = " ".join(record.date.split())
    return ArticleDraft(
        title=title or text.partition("\n")[0][:200],
        text=text,
        date=date,
        source=_clean(record.source),
        author=_clean(re.sub(r"^(?:by|par|von|por)\s+", "", record.author, flags=re.IGNORECASE)),
        url=_clean(record.url),
        language=_LANGUAGES.get(_first_word(record.language)),
        metadata={"archive": archive, **labels},
        where=place,
        title_is_mapped=bool(title),
    )


def _clean(text: str) -> str | None:
    return " ".join(text.split()) or None


def _first_word(text: str) -> str:
    return re.split(r"[\W_]+", text.strip().casefold())[0] if text.strip() else ""


def unwrapped(lines: Iterable[str]) -> list[str]:
    """Make paragraphs of lines that were wrapped at a fixed width: a blank line ends one."""
    paragraphs: list[str] = []
    block: list[str] = []
    for line in [*lines, ""]:
        if line.strip():
            block.append(line.strip())
        elif block:
            paragraphs.append(" ".join(block))
            block = []
    return paragraphs
