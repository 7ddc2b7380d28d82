"""new, check, backup: the project file itself."""

from __future__ import annotations

import argparse
from contextlib import ExitStack
from dataclasses import asdict
from pathlib import Path

from annotator.codebook.load import load_codebook, load_template, template_names
from annotator.codebook.model import Codebook
from annotator.commands.coders import add_coder
from annotator.errors import ProjectError
from annotator.project import queries
from annotator.project.store import SUFFIX, Store
from ui.terminal.output import as_json, count, note, same_file, say

DEFAULT_CODEBOOK = "news"


def new(options: argparse.Namespace) -> int:
    """annotator new PROJECT [--codebook NAME|FILE | --from FILE.jsonl] [--coder NAME]"""
    path = _named(options.project)
    if options.coder is not None and not options.coder.strip():
        raise ProjectError("A coder needs a name.", "Leave out --coder to add one later.")
    if options.source:
        return _new_from(path, options)
    codebook = _codebook(options.codebook or DEFAULT_CODEBOOK)
    with Store.create(path, codebook=codebook) as store:
        if options.coder:
            store.run("Add coder", add_coder, options.coder, role="lead", coder=None)
    if options.json:
        as_json({"project": str(path), "codebook": codebook.name, "coder": options.coder})
    else:
        say(f"Made {path} with the codebook “{codebook.title}”.")
    return 0


def _new_from(path: Path, options: argparse.Namespace) -> int:
    """Make a project of one that was exported as JSON lines; nothing remains where that fails."""
    from annotator.commands.restore import restore_project
    from annotator.importers.project_jsonl import open_project_file

    if options.codebook:
        raise ProjectError("A project made --from a file has the codebook of that file.")
    data = open_project_file(Path(options.source))
    with ExitStack() as undo:
        with Store.create(path, codebook=data.head.codebook) as store:
            undo.callback(path.unlink)
            found = store.run("Bring in a project", restore_project, data, coder=None).result
            if options.coder and queries.coder_named(store.reader, options.coder) is None:
                store.run("Add coder", add_coder, options.coder, role="lead", coder=None)
        undo.pop_all()
    if options.json:
        as_json({"project": str(path), "lines": found})
    else:
        codes, articles = found.get("annotation", 0), found.get("article", 0)
        say(f"Made {path} with {count(articles, 'article')} and {count(codes, 'code')}.")
    return 0


def check(options: argparse.Namespace) -> int:
    """annotator check PROJECT"""
    from annotator.project.check import check as check_project

    path = Path(options.project)
    with Store.open(path, read_only=True) as store:
        found = check_project(store.reader)
        articles = queries.article_count(store.reader)
        codes = queries.annotation_count(store.reader)
    if options.json:
        as_json({"project": str(path), "findings": [asdict(f) for f in found]})
    elif not found:
        say(f"{path.name} is sound: {count(articles, 'article')}, {count(codes, 'code')}.")
    for finding in found if not options.json else ():
        say(str(finding))
    if found:
        note(
            f"annotator: {path.name}: {count(len(found), 'problem')} found. "
            "Nothing was changed; restore a backup, or send the list above to your team."
        )
    return 1 if found else 0


def backup(options: argparse.Namespace) -> int:
    """annotator backup PROJECT OUT"""
    target = Path(options.out)
    if target.is_dir():
        target = target / Path(options.project).name
    if same_file(target, Path(options.project)):
        raise ProjectError("A backup cannot replace the project itself.", "Choose another name.")
    with Store.open(Path(options.project), read_only=True) as store:
        _check_replaced(target, queries.project_info(store.reader).uid)
        store.back_up(target)
    if options.json:
        as_json({"project": options.project, "backup": str(target)})
    else:
        say(f"Backed up to {target}; the copy was verified.")
    return 0


def _check_replaced(target: Path, project: str) -> None:
    """Let a backup replace an older one of the same project, and nothing else."""
    if not target.exists():
        return
    try:
        with Store.open(target, read_only=True) as other:
            if queries.project_info(other.reader).uid == project:
                return
    except ProjectError:
        pass
    raise ProjectError(
        f"{target} is no backup of this project and was kept.", "Choose another name."
    )


def _named(given: str) -> Path:
    path = Path(given)
    if not path.name:
        raise ProjectError(f"{given!r} is no name for a project.", "Write for example study.annot.")
    return path if path.suffix else path.with_name(path.name + SUFFIX)


def _codebook(given: str) -> Codebook:
    if given in template_names():
        return load_template(given)
    path = Path(given)
    if path.suffix or path.exists():
        return load_codebook(path)
    raise ProjectError(
        f"There is no codebook {given!r}.",
        f"Name a .toml file or a template: {', '.join(template_names())}.",
    )
