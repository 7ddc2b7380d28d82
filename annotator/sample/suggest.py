"""Making `resources/sample/suggestions.jsonl` anew, after the bundled pipeline has changed.

The demonstration opens with its entities highlighted, without waiting for a language pipeline;
what the bundled one finds is therefore stored beside the articles. Run from the project's folder:

    python -m annotator.sample.suggest
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path

from annotator.codebook.load import load_template
from annotator.nlp.labels import TYPE_FIELD, entity_types_of
from annotator.nlp.pipelines import Pipeline, bundled_pipeline
from annotator.nlp.worker import SuggestWorker
from annotator.sample.read import SUGGESTIONS, sample_articles

TARGET = Path(__file__).resolve().parents[2] / "resources" / "sample" / SUGGESTIONS


def suggest_lines() -> Iterator[str]:
    """The lines of the file: first the pipeline, then one entity each."""
    pipeline = bundled_pipeline()
    yield _json({"pipeline": pipeline.name, "version": pipeline.version})
    texts = {article.key: article.text for article in sample_articles()}
    for key, found in _run(pipeline, texts):
        for start, end, kind in found:
            quote = texts[key][start:end]
            nth = _occurrence(texts[key], quote, start)
            yield _json({"article": key, "quote": quote, "occurrence": nth, "type": kind})


def _run(
    pipeline: Pipeline, texts: Mapping[str, str]
) -> Iterator[tuple[str, list[tuple[int, int, str | None]]]]:
    types = entity_types_of(load_template("news").layer("entity"))
    with SuggestWorker(pipeline, types) as worker:
        for key, drafts in worker.run(texts.items()):
            yield key, [(d.start, d.end, d.fields[TYPE_FIELD][0].code) for d in drafts]


def _occurrence(text: str, quote: str, start: int) -> int:
    """The how-manyth time the quote stands at `start`, counted as `find_quote` counts."""
    nth, at = 0, -1
    while at < start:
        at = text.find(quote, at + 1)
        nth += 1
    return nth


def _json(data: Mapping[str, object]) -> str:
    return json.dumps(data, ensure_ascii=False)


if __name__ == "__main__":
    TARGET.write_text("".join(f"{line}\n" for line in suggest_lines()), encoding="utf-8")
