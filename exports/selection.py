"""Which codes and articles an export holds: the options, looked up in the project."""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from annotator.codebook.model import Codebook, Layer
from annotator.errors import ProjectError
from annotator.project import queries
from annotator.project.queries import AnnotationRecord, DocumentRecord, archive
from annotator.project.reader import Reader
from exports.base import ExportOptions, Progress
from exports.rows import exported_layers

PAGE = 500
"""Records read at a time: small enough that memory does not grow with the project."""

DAMAGE = (ValueError, KeyError, TypeError, IndexError, struct.error)
"""What reading a row raises that no command would have written."""


@dataclass(frozen=True, slots=True)
class Selection:
    """The part of a project that is exported."""

    options: ExportOptions
    codebook: Codebook
    layers: tuple[Layer, ...]
    coders: frozenset[str] | None
    """Uids; None = all."""
    rounds: frozenset[str] | None
    """Names; None = all."""
    damaged: dict[str, None] = field(default_factory=dict)
    """What could not be read, one sentence each: found while exporting, in order."""

    @property
    def layer_keys(self) -> frozenset[str] | None:
        return None if self.options.layers is None else frozenset(la.key for la in self.layers)

    @property
    def is_whole(self) -> bool:
        """Whether no code is left out."""
        options = self.options
        limits = (
            options.layers,
            options.coders,
            options.rounds,
            options.date_from,
            options.date_to,
        )
        return all(one is None for one in limits) and not options.final_only

    def has_date(self, date: str | None) -> bool:
        """Whether an article of this date is in the range; one without a date only if none is set.

        ISO texts compare by their common length, so `2025-03` includes every day of March.
        """
        low, high = self.options.date_from, self.options.date_to
        if low is None and high is None:
            return True
        if not date:
            return False
        return (low is None or date >= low[: len(date)]) and (
            high is None or date[: len(high)] <= high
        )

    def keeps(self, record: AnnotationRecord) -> bool:
        """Whether the code is exported."""
        code, keys = record.annotation, self.layer_keys
        return (
            (keys is None or code.layer in keys)
            and (self.coders is None or code.coder in self.coders)
            and (self.rounds is None or record.round_name in self.rounds)
            and (record.in_final or not self.options.final_only)
            and self.has_date(record.article_date)
        )


def select(reader: Reader, options: ExportOptions) -> Selection:
    """Look the options up in the project.

    Raises:
        ProjectError: a layer, coder, round or field it does not have, naming those it has.
    """
    codebook = queries.codebook(reader)
    _known("layer", options.layers, [[layer.key] for layer in codebook.layers])
    coders, rounds = queries.coders(reader), queries.rounds(reader)
    _known("coder", options.coders, [[c.name, c.uid] for c in coders])
    _known("round", options.rounds, [[r.name, r.uid] for r in rounds])
    layers = exported_layers(codebook, options.layers)
    _known(
        "field", options.fields, [[f.key, f"{la.key}.{f.key}"] for la in layers for f in la.fields]
    )
    chosen_coders, chosen_rounds = options.coders, options.rounds
    return Selection(
        options=options,
        codebook=codebook,
        layers=tuple(layers),
        coders=None
        if chosen_coders is None
        else frozenset(c.uid for c in coders if c.name in chosen_coders or c.uid in chosen_coders),
        rounds=None
        if chosen_rounds is None
        else frozenset(r.name for r in rounds if r.name in chosen_rounds or r.uid in chosen_rounds),
    )


def _known(what: str, wanted: Sequence[str] | None, there: Sequence[Sequence[str]]) -> None:
    names = {name for names in there for name in names}
    unknown = [name for name in wanted or () if name not in names]
    if unknown:
        listed = ", ".join(dict.fromkeys(names[0] for names in there)) or "none"
        raise ProjectError(f"There is no {what} “{unknown[0]}”.", f"There are: {listed}.")


def selected_records(
    reader: Reader, selection: Selection, progress: Progress
) -> Iterator[AnnotationRecord]:
    """Every exported code in reading order; articles whose codes are damaged are passed over."""
    total, done = queries.annotation_count(reader), 0
    progress(0, total)
    for page in _record_pages(reader, selection):
        yield from (record for record in page if selection.keeps(record))
        done += len(page)
        progress(min(done, total), total)


def _record_pages(reader: Reader, selection: Selection) -> Iterator[list[AnnotationRecord]]:
    after = ""
    while True:
        try:
            page = queries.annotation_records(reader, after=after, limit=PAGE)
        except DAMAGE:
            yield from _records_by_article(reader, selection, after)
            return
        if not page:
            return
        yield page
        after = page[-1].annotation.uid


def _records_by_article(
    reader: Reader, selection: Selection, after: str
) -> Iterator[list[AnnotationRecord]]:
    """The articles after this code one by one, so that only what is damaged is left out."""
    code = queries.annotation(reader, after) if after else None
    left = code is None
    for article, code_of_it, title in archive.coded_places(reader):
        if left:
            try:
                yield queries.annotation_records(reader, after=after, limit=1)
            except DAMAGE:
                selection.damaged[f"The codes of “{title}” are damaged and were left out."] = None
        left = left or (code is not None and article == code.article)
        after = code_of_it


def selected_documents(reader: Reader, selection: Selection) -> Iterator[DocumentRecord]:
    """Every exported article, coded or not, in the order they came in; damaged ones left out."""
    after = -1
    while True:
        try:
            page = queries.documents(reader, after=after, limit=PAGE)
        except DAMAGE:
            page = _documents_one_by_one(reader, selection, after)
        if not page:
            return
        yield from (document for document in page if selection.has_date(document.date))
        after = page[-1].ord


def _documents_one_by_one(reader: Reader, selection: Selection, after: int) -> list[DocumentRecord]:
    """The rest of the articles, without those that are damaged."""
    found: list[DocumentRecord] = []
    for place, title in archive.article_places(reader):
        if place > after:
            try:
                found += queries.documents(reader, after=place - 1, limit=1)
            except DAMAGE:
                selection.damaged[f"The article “{title}” is damaged and was left out."] = None
    return found


def article_texts(reader: Reader) -> Callable[[str, int, int], str]:
    """Reads passages of articles; keeps the latest text, as codes come article by article."""
    latest: dict[str, str] = {}

    def passage(article: str, start: int, end: int) -> str:
        if article not in latest:
            latest.clear()
            latest[article] = queries.article(reader, article).text
        return latest[article][start:end]

    return passage


FINAL_RULES = {
    "sole_coding": (
        "the adjudicated set if it is complete, else the sole finished coding of the main round, "
        "else the sole coding that was begun there; never a union"
    ),
}


def final_rule_text(rule: str, coder_names: dict[str, str]) -> str:
    """The rule by which the final set is chosen, in words."""
    if rule.startswith("coder:"):
        name = coder_names.get(rule.removeprefix("coder:"), "a coder who is no longer there")
        return (
            "the adjudicated set if it is complete, else the sole finished coding of the main "
            f"round, else the finished coding of {name}; never a union"
        )
    return FINAL_RULES.get(
        rule,
        "the adjudicated set if it is complete, else the sole finished coding of the main round; "
        "never a union",
    )


def filter_lines(selection: Selection) -> list[tuple[str, str]]:
    """What was filtered, for people: (filter, setting)."""
    options = selection.options
    dates = f"{options.date_from or 'the first'} to {options.date_to or 'the last'}"
    everyone = "all"
    return [
        ("layers", ", ".join(options.layers) if options.layers is not None else everyone),
        ("coders", ", ".join(options.coders) if options.coders is not None else everyone),
        ("rounds", ", ".join(options.rounds) if options.rounds is not None else everyone),
        ("fields", ", ".join(options.fields) if options.fields is not None else everyone),
        (
            "article dates",
            dates if options.date_from is not None or options.date_to is not None else everyone,
        ),
        ("codes", "the final set only" if options.final_only else everyone),
        ("wide sheets", "all codes" if options.wide_all else "the final set only"),
        ("article texts", "included" if options.with_text else "left out"),
    ]
