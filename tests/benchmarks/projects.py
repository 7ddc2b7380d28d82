"""Large projects for the benchmarks, filled in bulk."""

from __future__ import annotations

import json
import random
from pathlib import Path

from annotator.codebook.load import load_template
from annotator.commands.articles import import_articles
from annotator.commands.coders import add_coder
from annotator.model import ArticleDraft
from annotator.project import queries
from annotator.project.step import new_uid, now
from annotator.project.store import Store

_SYLLABLES = [
    "ba",
    "ce",
    "di",
    "fo",
    "gu",
    "har",
    "kel",
    "lor",
    "mi",
    "nan",
    "or",
    "pel",
    "quen",
    "ris",
    "sta",
    "tor",
    "ul",
    "var",
    "wen",
    "yor",
]


def words(rng: random.Random, count: int) -> str:
    """Sentences of made-up words."""
    out = []
    for nth in range(count):
        word = "".join(rng.choices(_SYLLABLES, k=rng.randint(1, 3)))
        out.append(word.capitalize() if nth % 14 == 0 else word + ("." if nth % 14 == 13 else ""))
    return " ".join(out)


def big_project(path: Path, *, articles: int, codes: int, length: int = 300) -> Store:
    """An open project with this many articles of `length` words and codes of one coder."""
    rng = random.Random(7)
    store = Store.create(path, codebook=load_template("news"))
    coder = store.run("Add coder", add_coder, "A", coder=None).result
    drafts = [ArticleDraft(title=f"Article {n}", text=words(rng, length)) for n in range(articles)]
    uids = store.run("Import", import_articles, drafts, coder=None).result
    _fill(store, uids, coder, codes, rng)
    return store


def _fill(store: Store, uids: list[str], coder: str, codes: int, rng: random.Random) -> None:
    conn = store._conn
    main = queries.main_round(store.reader).uid
    layers = json.dumps([layer.key for layer in queries.codebook(store.reader).layers])
    work = {uid: new_uid() for uid in uids}
    texts = {uid: queries.article(store.reader, uid).text for uid in uids[:50]}
    text = min(texts.values(), key=len)
    at = now()
    conn.execute("BEGIN")
    conn.executemany(
        "INSERT INTO assignment (uid, article, coder, round, layers, state) VALUES (?,?,?,?,?,?)",
        [(work[uid], uid, coder, main, layers, "in_progress") for uid in uids],
    )
    fields = json.dumps({"event_type": [{"code": "assault"}], "mode": [{"code": "aerial"}]})

    def rows() -> object:
        for nth in range(codes):
            uid = uids[nth % len(uids)]
            start = rng.randrange(len(text) - 40)
            end = start + rng.randint(3, 30)
            yield (
                new_uid(), work[uid], uid, coder, "event", start, end, fields, text[start:end],
                "complete", 1, at, at,
            )  # fmt: skip

    conn.executemany(
        'INSERT INTO annotation (uid, assignment, article, coder, layer, start, "end", fields, '
        "quote, state, codebook_version, created, updated) VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?)",
        rows(),
    )
    conn.execute("COMMIT")
