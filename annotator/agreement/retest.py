"""Intra-coder agreement: one coder at two times, as if they were two coders."""

from __future__ import annotations

from dataclasses import replace

from annotator.agreement.units import Snapshot
from annotator.model import Coder


def retest(first: Snapshot, second: Snapshot, coder: str) -> Snapshot:
    """What a coder (uid) finished in two rounds, to be given to `compute`.

    Codebook and round are those of `second`.
    """
    articles = {article.uid: article for article in (*first.articles, *second.articles)}
    earlier, later = _as(first, coder, "first time"), _as(second, coder, "second time")
    return replace(
        second,
        coders=(*earlier.coders, *later.coders),
        articles=tuple(articles.values()),
        assignments=(*earlier.assignments, *later.assignments),
        annotations=(*earlier.annotations, *later.annotations),
        codebooks={**first.codebooks, **second.codebooks},
    )


def _as(snapshot: Snapshot, coder: str, when: str) -> Snapshot:
    """The coder's work alone, under a name of its own."""
    uid = f"{coder} {when}"
    return replace(
        snapshot,
        coders=tuple(
            Coder(uid, f"{c.name}, {when}", c.colour, c.kind, c.role)
            for c in snapshot.coders
            if c.uid == coder
        ),
        assignments=tuple(replace(a, coder=uid) for a in snapshot.assignments if a.coder == coder),
        annotations=tuple(replace(a, coder=uid) for a in snapshot.annotations if a.coder == coder),
    )
