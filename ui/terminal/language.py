"""suggest, models: what the machine proposes, and with what."""

from __future__ import annotations

import argparse
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from annotator.errors import PipelineError
from annotator.model import SuggestionDraft
from annotator.nlp.labels import entity_types_of
from annotator.nlp.pipelines import (
    Pipeline,
    better_pipeline,
    choose_pipeline,
    installed_pipelines,
)
from annotator.nlp.worker import SuggestWorker
from annotator.project import queries
from annotator.project.reader import Reader
from annotator.project.store import Store
from ui.terminal.output import Progress, as_json, count, note, say, table

_BATCH = 50
"""Articles whose suggestions are saved in one transaction."""


def suggest(options: argparse.Namespace) -> int:
    """annotator suggest PROJECT [--model NAME|PATH] [--jobs N] [--again]"""
    with Store.open(Path(options.project)) as store:
        layer = queries.codebook(store.reader).find_layer("entity")
        if layer is None:
            raise PipelineError(
                "The codebook of this project has no layer “entity”.",
                "Suggestions need one; see the template “news”.",
            )
        types = entity_types_of(layer)
        again = options.again or bool(options.model)
        todo = queries.unsuggested_articles(store.reader, again=again)
        groups, skipped = _by_pipeline(store.reader, todo, options.model, options.trust)
        done = found = 0
        progress = Progress("Suggesting")
        for pipeline, uids in groups.items():
            with SuggestWorker(pipeline, types, options.jobs) as worker:
                for batch in _batches(worker, store.reader, uids):
                    store.save_many_suggestions(
                        batch, pipeline=pipeline.name, version=pipeline.version
                    )
                    done += len(batch)
                    found += sum(len(drafts) for _, drafts in batch)
                    progress(done, len(todo))
                for uid, why in worker.failures:
                    note(f"annotator: {queries.article(store.reader, uid).title}: {why}")
        progress.end()
    for reason, number in skipped.items():
        note(f"annotator: {count(number, 'article')} left out. {reason}")
    names = [pipeline.label for pipeline in groups]
    if options.json:
        as_json({"articles": done, "suggestions": found, "pipelines": names})
    else:
        by = f" by {', '.join(names)}" if done else ""
        say(f"{count(found, 'suggestion')} in {count(done, 'article')}{by}.")
    return 1 if skipped and not done else 0


def _by_pipeline(
    reader: Reader, uids: list[str], name: str | None, trust: bool
) -> tuple[dict[Pipeline, list[str]], dict[str, int]]:
    """Articles per pipeline that reads their language, and reasons why others are left out."""
    groups: defaultdict[Pipeline, list[str]] = defaultdict(list)
    skipped: defaultdict[str, int] = defaultdict(int)
    chosen: dict[str | None, Pipeline | str] = {}
    for uid in uids:
        language = queries.article(reader, uid).language if not name else None
        if language not in chosen:
            try:
                chosen[language] = choose_pipeline(language, name, trusted=trust)
            except PipelineError as error:
                if name:
                    raise
                chosen[language] = str(error)
        pipeline = chosen[language]
        if isinstance(pipeline, str):
            skipped[pipeline] += 1
        else:
            groups[pipeline].append(uid)
    return groups, skipped


def _batches(
    worker: SuggestWorker, reader: Reader, uids: list[str]
) -> Iterator[list[tuple[str, list[SuggestionDraft]]]]:
    texts = ((uid, queries.article(reader, uid).text) for uid in uids)
    batch: list[tuple[str, list[SuggestionDraft]]] = []
    for answer in worker.run(texts):
        batch.append(answer)
        if len(batch) >= _BATCH:
            yield batch
            batch = []
    if batch:
        yield batch


def models(options: argparse.Namespace) -> int:
    """annotator models"""
    pipelines = installed_pipelines()
    used = {p.language: p for p in reversed(pipelines)}
    used = {language: choose_pipeline(language) for language in used if language != "xx"}
    if options.json:
        as_json(
            [
                {
                    "name": p.name,
                    "version": p.version,
                    "language": p.language,
                    "source": p.source,
                    "parser": p.has_parser,
                    "used": used.get(p.language) == p,
                }
                for p in pipelines
            ]
        )
        return 0
    rows = [
        (
            "→" if used.get(p.language) == p else " ",
            p.name,
            p.version,
            p.language,
            "comes with Annotator" if p.source == "bundled" else "installed",
        )
        for p in pipelines
    ]
    say(table(rows))
    say("")
    say("→ is used for articles in its language.")
    for pipeline in used.values():
        better = better_pipeline(pipeline)
        if better:
            say(f"A better one for {pipeline.language!r}: {better}")
    return 0
