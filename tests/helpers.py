"""Small projects for tests."""

from __future__ import annotations

from pathlib import Path

from annotator.codebook.load import load_template
from annotator.commands.articles import import_articles
from annotator.commands.coders import add_coder
from annotator.model import ArticleDraft
from annotator.project.store import Store

TEXT = (
    "Harbour talks resume\n\n"
    "Ilse Varga said on Monday that negotiators would return to Port Selm within days. "
    "Torvan aircraft bombed a rail depot near Kestrel.\n\n"
    "“We will never accept a truce that freezes the line,” Daan Okoro told reporters."
)


def new_store(folder: Path, *, name: str = "study.annot") -> Store:
    """A project with the news codebook and nothing else."""
    return Store.create(folder / name, codebook=load_template("news"))


def with_article(store: Store, text: str = TEXT, *, title: str = "Harbour talks resume") -> str:
    """Import one article; its uid."""
    draft = ArticleDraft(title=title, text=text)
    return str(store.run("Import", import_articles, [draft], coder=None).result[0])


def with_coder(store: Store, name: str = "Coder A") -> str:
    """Add a coder; the uid."""
    return str(store.run("Add coder", add_coder, name, coder=None).result)
