"""import: articles from files into a project."""

from __future__ import annotations

import argparse
from dataclasses import dataclass
from pathlib import Path

from annotator.commands.articles import PreparedArticle, import_articles, prepare
from annotator.errors import ProjectError
from annotator.importers.base import Notice
from annotator.importers.registry import IMPORTERS, ImportOptions, Refusal, read_paths
from annotator.project import queries
from annotator.project.store import Store
from ui.terminal.output import Progress, as_json, count, note, say


def import_files(options: argparse.Namespace) -> int:
    """annotator import PROJECT FILE|FOLDER|GLOB... [--format auto] [--dry-run] [--json]

    Exit 1 where nothing came in; what was refused is listed either way. A text that is in the
    project already is left out unless --duplicates.
    """
    with Store.open(Path(options.project), read_only=options.dry_run) as store:
        known = {} if options.duplicates else queries.known_texts(store.reader)
        found = _read(options, known)
        prepared = found.prepared
        uids: list[str] = []
        if prepared and not options.dry_run:
            label = f"Import {count(len(prepared), 'article')}"
            uids = store.run(label, import_articles, prepared, coder=None).result
    _report(options, found, uids)
    return 0 if prepared or (found.twice and not found.refused) else 1


@dataclass(frozen=True, slots=True)
class _Reading:
    """What was found in the files."""

    prepared: list[PreparedArticle]
    twice: list[str]
    refused: list[Refusal]
    guessed: list[Notice]


def _read(options: argparse.Namespace, known: dict[str, str]) -> _Reading:
    if options.format != "auto" and options.format not in IMPORTERS:
        raise ProjectError(
            f"There is no import format {options.format!r}.",
            f"The formats are: auto, {', '.join(IMPORTERS)}.",
        )
    prepared: list[PreparedArticle] = []
    guessed: list[Notice] = []
    twice: list[str] = []
    refused: list[Refusal] = []
    progress = Progress("Reading")
    wanted = ImportOptions(encoding=options.encoding, on_notice=guessed.append)
    for item in read_paths(options.files, format=options.format, options=wanted):
        if isinstance(item, Refusal):
            refused.append(item)
            continue
        try:
            article = prepare(item)
        except ProjectError as error:
            refused.append(Refusal(item.where, error.what))
            continue
        if article.sha256 in known:
            twice.append(f"{item.where}: the same text as “{known[article.sha256]}”")
            continue
        if not options.duplicates:
            known[article.sha256] = article.title
        prepared.append(article)
        progress(len(prepared), len(prepared) + 1)
    progress.end()
    return _Reading(prepared, twice, refused, guessed)


def _report(options: argparse.Namespace, found: _Reading, uids: list[str]) -> None:
    prepared = found.prepared
    if options.json:
        as_json(
            {
                "articles": [
                    {
                        "uid": uid,
                        "title": article.title,
                        "characters": len(article.text),
                        "from": article.draft.where,
                    }
                    for uid, article in zip(uids or ("",) * len(prepared), prepared, strict=True)
                ],
                "duplicates": found.twice,
                "refused": [{"where": r.where, "why": r.why} for r in found.refused],
                "notices": [{"where": n.where, "what": n.what} for n in found.guessed],
                "dry_run": options.dry_run,
            }
        )
    elif prepared:
        verb = "Would import" if options.dry_run else "Imported"
        say(f"{verb} {count(len(prepared), 'article')}.")
    for line in found.twice:
        note(f"left out, in the project already: {line}")
    for refusal in found.refused:
        note(f"annotator: {_joined(refusal)}")
    for guess in found.guessed if prepared else ():
        note(f"note: {guess.where}: {guess.what}")
    cleaned = sum(article.replaced for article in prepared)
    if cleaned:
        note(f"{count(cleaned, 'unusable character was', 'unusable characters were')} replaced.")


def _joined(refusal: Refusal) -> str:
    line = (
        refusal.why if refusal.why.startswith(refusal.where) else f"{refusal.where}: {refusal.why}"
    )
    return " ".join(line.splitlines())
