"""All identical mentions: the same words elsewhere in the article get the same code."""

from __future__ import annotations

from annotator.commands import codes, suggestions
from annotator.model import Fields, Span, Suggestion
from annotator.project.step import Step
from ui.pages.code.bench import Bench


class Identical:
    """The key G: the first press says how many there are, the second codes them."""

    def __init__(self, bench: Bench) -> None:
        self._bench = bench
        self._asked: str | None = None

    def forget_question(self) -> None:
        """Another key was pressed: a second press no longer counts."""
        self._asked = None

    def code_all(self) -> None:
        """Code every other place of the current item's words with its layer and type."""
        desk = self._bench.desk
        thing = desk.current_code or desk.current_suggestion
        article = desk.article
        if thing is None or thing.span is None or article is None:
            self._bench.note("Go to a code or a suggestion first; G codes its words everywhere.")
            return
        quote = article.text[thing.span.start : thing.span.end]
        layer = desk.layer(thing.layer)
        label = layer.label.lower() if layer else "code"
        taken = {c.span for c in desk.codes if c.layer == thing.layer}
        others = [s for s in desk.same_text(quote) if s not in taken and s != thing.span]
        is_open = desk.current_suggestion is not None
        count = len(others) + is_open
        if not count:
            self._bench.note(f"“{_short(quote)}” stands nowhere else uncoded.")
            return
        if self._asked != thing.uid:
            self._asked = thing.uid
            self._bench.ask(
                f"“{_short(quote)}” stands {_times(len(others))} more as yet uncoded. "
                f"Press G again to code {'them' if count > 1 else 'it'} as {label}."
            )
            return
        self._asked = None
        current = desk.current_suggestion
        waiting = {s.span: s for s in desk.suggestions if s.layer == thing.layer}
        chosen = [current] if current else []
        chosen += [waiting[s] for s in others if s in waiting]
        bare = [s for s in others if s not in waiting]
        self._bench.session.run(
            f"Code {count} identical mentions",
            code_identical,
            article.uid,
            thing.layer,
            dict(thing.fields),
            chosen,
            bare,
        )
        self._bench.ask("")
        self._bench.note(f"{count} mentions of “{_short(quote)}” coded. Undo takes all back.")


def code_identical(
    step: Step,
    article: str,
    layer: str,
    fields: Fields,
    chosen: list[Suggestion],
    bare: list[Span],
) -> int:
    """Accept these suggestions and code these passages alike, as one step; how many."""
    for suggestion in chosen:
        suggestions.accept(step, suggestion, fields=fields)
    for span in bare:
        codes.add_code(step, article, span, layer=layer, fields=fields)
    return len(chosen) + len(bare)


def _short(text: str) -> str:
    return text if len(text) <= 40 else text[:39] + "…"


def _times(count: int) -> str:
    return "once" if count == 1 else f"{count} times"
