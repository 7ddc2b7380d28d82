"""Components this program adds to a spaCy pipeline; registered in the worker process only."""

from __future__ import annotations

CONSISTENCY = "news_consistency"
SENTENCES = "news_sents"


def register() -> None:
    """Make the components known to spaCy under their names."""
    from spacy.language import Language

    from annotator.nlp.components.consistency import make_consistent
    from annotator.nlp.components.sentences import mark_sentences

    Language.component(CONSISTENCY, func=make_consistent)
    Language.component(SENTENCES, func=mark_sentences, assigns=["token.is_sent_start"])
