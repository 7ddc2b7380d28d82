"""Making a project of the sample study, with the commands a coder's work goes through."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from annotator.codebook.load import load_template
from annotator.commands.actors import add_actor, add_alias
from annotator.commands.articles import import_articles
from annotator.commands.assignments import add_round, assign, finish
from annotator.commands.coders import add_coder
from annotator.commands.codes import add_code, set_field
from annotator.commands.reading import mark_read
from annotator.commands.suggestions import accept, reject
from annotator.errors import ProjectError
from annotator.model import Article, Fields, Span, Suggestion, Value
from annotator.paths import data_folder
from annotator.project import queries
from annotator.project.step import Step
from annotator.project.store import SUFFIX, Store
from annotator.sample.model import SampleCode, SampleRound, SampleStudy, SampleWork
from annotator.sample.read import sample_study

COPY_NAME = f"Sample study{SUFFIX}"
MINUTES_IN_PROGRESS = 6

Time = tuple[str, int]
"""An assignment and the seconds its coder worked on it."""


def sample_copy() -> Path:
    """The user's own copy of the sample study, built the first time it is asked for.

    Raises:
        ProjectError: the folder for the program's data cannot be written to.
    """
    path = data_folder() / COPY_NAME
    if not path.exists():
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise ProjectError(
                f"The sample study cannot be put into {path.parent}: {error.strerror}.",
                "Set ANNOTATOR_HOME to a folder you can write to.",
            ) from error
        build_sample(path)
    return path


def build_sample(path: Path) -> None:
    """Make a new project of the sample study at `path`.

    Raises:
        ProjectError: the file exists, its folder does not, or the study is inconsistent.
    """
    study = sample_study()
    codebook = load_template(study.codebook)
    with Store.create(path, codebook=codebook, title=study.title) as store:
        uids = store.run("Import the sample articles", _import, study, coder=None).result
        made = study.suggestions
        store.save_many_suggestions(
            [(uids[key], drafts) for key, drafts in made.drafts.items()],
            pipeline=made.pipeline,
            version=made.version,
        )
        times = store.run("Build the sample study", _build, study, uids, coder=None).result
        for assignment, seconds in times:
            store.save_position(assignment, 0, seconds)


def _import(step: Step, study: SampleStudy) -> dict[str, str]:
    uids = import_articles(step, [article.prepared for article in study.articles])
    return dict(zip((article.key for article in study.articles), uids, strict=True))


def _build(step: Step, study: SampleStudy, uids: Mapping[str, str]) -> list[Time]:
    """Write actors, people, rounds and codings; how long each piece of work took."""
    _add_actors(step, study)
    coders = {c.name: add_coder(step, c.name, role=c.role) for c in study.coders}
    rounds = {r.name: _round_of(step, r) for r in study.rounds}
    times: list[Time] = []
    for work in study.work:
        with _acting(step, coders[work.coder]):
            times += _do_work(step, study, work, uids, rounds[work.round])
    return times


@contextmanager
def _acting(step: Step, coder: str) -> Iterator[None]:
    """Let a coder act within a step that belongs to nobody.

    The whole study is one such step, so that no coder's first Undo takes the sample apart.
    """
    before, step.coder = step.coder, coder
    try:
        yield
    finally:
        step.coder = before


def _add_actors(step: Step, study: SampleStudy) -> None:
    for actor in study.actors:
        uid = add_actor(
            step,
            actor.name,
            kind=actor.kind,
            country=actor.country,
            attrs={"roles": [dict(role) for role in actor.roles]} if actor.roles else None,
            approved=True,
        )
        for alias in actor.aliases:
            add_alias(step, uid, alias)


def _round_of(step: Step, wanted: SampleRound) -> str:
    """The project's own main round, or a new one of another kind."""
    if wanted.kind == "main":
        return queries.main_round(step.reader).uid
    return add_round(
        step, wanted.name, kind=wanted.kind, blind=wanted.blind, pre_fill=wanted.pre_fill
    )


def _do_work(
    step: Step, study: SampleStudy, work: SampleWork, uids: Mapping[str, str], round: str
) -> list[Time]:
    """Let the acting coder do what the plan says they have done."""
    keys = (*work.done, *work.in_progress, *work.todo)
    handed_out = assign(step, [uids[key] for key in keys], coder=step.require_coder(), round=round)
    assignments = dict(zip(keys, handed_out, strict=True))
    codes = study.coder(work.coder).codes
    times: list[Time] = []
    for key in (*work.done, *work.in_progress):
        article = queries.article(step.reader, uids[key])
        own = [code for code in codes if code.article == key]
        left = _code(step, article, own, round)
        _reject_passed(step, left, own, whole=key in work.done)
        if key in work.done:
            _complete(step, article, own, round)
        minutes = work.minutes.get(key, MINUTES_IN_PROGRESS)
        times.append((assignments[key], 60 * minutes))
    return times


def _code(
    step: Step, article: Article, codes: Sequence[SampleCode], round: str
) -> list[Suggestion]:
    """Write the codes, entities from their suggestions; the suggestions nobody took up."""
    coder = step.require_coder()
    proposed = {s.span: s for s in queries.open_suggestions(step.reader, article.uid, coder)}
    made: dict[str, str] = {}
    for code in codes:
        suggestion = _taken(proposed, code)
        if suggestion is None:
            uid = _add(step, article.uid, code, round)
        else:
            fields = _changed(code.fields, suggestion)
            uid = accept(step, suggestion, fields=fields, round=round)
        if code.id:
            made[code.id] = uid
    for code in codes:
        _link(step, code, made)
    return list(proposed.values())


def _taken(proposed: dict[Span, Suggestion], code: SampleCode) -> Suggestion | None:
    if code.span is None or code.layer != "entity":
        return None
    return proposed.pop(code.span, None)


def _changed(fields: Fields, suggestion: Suggestion) -> Fields | None:
    """The coder's fields with what was proposed kept as proposed; None where nothing else is."""
    merged = {**fields}
    for key, values in suggestion.fields.items():
        if _codes(fields.get(key, ())) == _codes(values):
            merged[key] = values
    return None if merged == dict(suggestion.fields) else merged


def _codes(values: Sequence[Value]) -> list[str | None]:
    return [value.code for value in values]


def _add(step: Step, article: str, code: SampleCode, round: str) -> str:
    without_links = {key: v for key, v in code.fields.items() if not _has_links(v)}
    try:
        return add_code(
            step,
            article,
            code.span,
            layer=code.layer,
            fields=without_links,
            fragments=code.fragments,
            note=code.note,
            certainty=code.certainty,
            flagged=code.flagged,
            round=round,
        )
    except ProjectError as error:
        raise ProjectError(f"{code.where}: {error.what}", error.todo) from error


def _link(step: Step, code: SampleCode, made: Mapping[str, str]) -> None:
    """Set the links of a code to others of its article, now that all of them exist."""
    for key, values in code.fields.items():
        if _has_links(values):
            missing = [v.link for v in values if v.link not in made]
            if missing or code.id is None:
                raise ProjectError(f"{code.where}: {key} links to {missing}, which is not there.")
            linked = [replace(value, link=made[str(value.link)]) for value in values]
            set_field(step, made[code.id], key, linked)


def _has_links(values: Sequence[Value]) -> bool:
    return any(value.link for value in values)


def _reject_passed(
    step: Step, left: Sequence[Suggestion], codes: Sequence[SampleCode], *, whole: bool
) -> None:
    """Reject what the coder passed without taking it up: all, or up to the last code."""
    passed = max(code.span.end for code in codes if code.span)
    for suggestion in left:
        if whole or suggestion.span.end <= passed:
            reject(step, suggestion)


def _complete(step: Step, article: Article, codes: Sequence[SampleCode], round: str) -> None:
    """Mark sentences that hold no code as read, and finish."""
    coded = [code.span for code in codes if code.span and code.layer != "entity"]
    for sentence in queries.segments(step.reader, article).sentences:
        if not any(sentence.overlaps(span) for span in coded):
            mark_read(step, article.uid, sentence, round=round)
    finish(step, article.uid, round=round)
