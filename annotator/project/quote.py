"""The quote every code stores as a check of its offsets."""

from __future__ import annotations

from collections.abc import Sequence

from annotator.model import Span

GAP = " … "
"""Stands between the passages of a discontinuous code."""


def quote_of(text: str, passages: Sequence[Span]) -> str:
    """The text under the passages, in order of place."""
    return GAP.join(text[p.start : p.end] for p in sorted(passages))
