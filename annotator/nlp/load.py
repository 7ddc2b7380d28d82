"""Load a pipeline, in the worker process: the only place that calls `spacy.load`."""

from __future__ import annotations

import warnings
from pathlib import Path
from typing import TYPE_CHECKING

from annotator.nlp import guard
from annotator.nlp.components import CONSISTENCY, SENTENCES, register

if TYPE_CHECKING:
    from spacy.language import Language

_UNUSED = ("textcat", "textcat_multilabel", "lemmatizer", "trainable_lemmatizer", "entity_linker")
"""Components whose result no suggestion reads; left out where nothing else needs them."""


def load_pipeline(
    name: str, path: Path | None, *, language: str, source: str, trusted: bool
) -> Language:
    """Load a pipeline and add this program's own components to it.

    Raises whatever spaCy raises; the worker turns it into a sentence.
    """
    import spacy

    register()
    if not trusted:
        guard.refuse_side_effects()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        nlp = spacy.load(path if path is not None else name, exclude=list(_UNUSED))
    _add_components(nlp, language=language, bundled=source == "bundled")
    return nlp


def _add_components(nlp: Language, *, language: str, bundled: bool) -> None:
    """`news_sents` where no component sets sentences, `news_consistency` for the bundled one."""
    if bundled and SENTENCES not in nlp.pipe_names:
        nlp.add_pipe(SENTENCES)
    if language == "en" and bundled and CONSISTENCY not in nlp.pipe_names:
        nlp.add_pipe(CONSISTENCY)
