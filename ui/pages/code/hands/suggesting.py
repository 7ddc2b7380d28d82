"""Going through what the machine proposes: next, accept, reject, accept many."""

from __future__ import annotations

from annotator.commands import suggestions
from annotator.model import Span, Suggestion
from ui.pages.code.bench import Bench


class Suggesting:
    """The keys Tab, Enter, Shift+Enter, Backspace, A and Shift+A."""

    def __init__(self, bench: Bench) -> None:
        self._bench = bench
        self._asked: tuple[str, int] | None = None

    def next(self) -> None:
        self._go(1)

    def previous(self) -> None:
        self._go(-1)

    def enter(self) -> None:
        """Accept the current suggestion and go on; open the current code."""
        bench = self._bench
        item = bench.desk.current or bench.desk.item_at(bench.text.caret())
        if item is None:
            bench.note("Nothing is current here. Tab goes to the next suggestion, J to a code.")
        elif item.role == "code":
            bench.make_current(item.uid)
            bench.open_form(item.uid)
        else:
            self._accept(bench.desk.suggestion(item.uid))

    def accept_and_open(self) -> None:
        """Accept the current suggestion and open its form."""
        suggestion = self._bench.desk.current_suggestion
        if suggestion is None:
            self.enter()
            return

        def open_form(uid: str) -> None:
            self._bench.make_current(uid)
            self._bench.open_form(uid)

        self._bench.session.run(
            f"Accept {self._name(suggestion)}", suggestions.accept, suggestion, then=open_form
        )

    def reject(self) -> None:
        """Reject the current suggestion and go on."""
        suggestion = self._bench.desk.current_suggestion
        if suggestion is None:
            self._bench.note("No suggestion is current. Tab goes to the next one.")
            return
        self._bench.session.run(
            f"Reject {self._name(suggestion)}",
            suggestions.reject,
            suggestion,
            then=lambda _: self._go_on(suggestion.span),
        )

    def accept_on_screen(self) -> None:
        """Accept every entity that is fully visible, in one step."""
        self._accept_all(self.on_screen(), unseen=0)

    def accept_in_article(self) -> None:
        """Accept every entity of the article; the first press says how many."""
        found = self._entities(self._bench.desk.suggestions)
        seen = {s.uid for s in self.on_screen()}
        unseen = sum(s.uid not in seen for s in found)
        article = self._bench.desk.article
        if not found or article is None:
            self._bench.note("There are no open suggestions in this article.")
            return
        if unseen and self._asked != (article.uid, len(found)):
            self._asked = (article.uid, len(found))
            self._bench.ask(
                f"{_many(len(found))} in the article, {unseen} of them not on screen. "
                "Press Shift+A again to accept them all."
            )
            return
        self._accept_all(found, unseen=unseen)

    def forget_question(self) -> None:
        """Another key was pressed: a second press no longer counts."""
        self._asked = None

    def on_screen(self) -> list[Suggestion]:
        """Entity suggestions that are fully visible."""
        visible = self._bench.text.visible_span()
        return self._entities(self._bench.desk.suggestions_in(visible))

    def _accept_all(self, found: list[Suggestion], *, unseen: int) -> None:
        self._asked = None
        if not found:
            self._bench.note("No open suggestion is fully on screen.")
            return
        label = f"Accept {_many(len(found))}" + (f" ({unseen} unseen)" if unseen else "")
        last = found[-1].span

        def go_on(_: object) -> None:
            self._bench.note(f"{_many(len(found))} accepted. Undo takes all of them back.")
            self._go_on(last)

        self._bench.session.run(label, suggestions.accept_many, found, then=go_on)

    def _accept(self, suggestion: Suggestion | None) -> None:
        if suggestion is None:
            return
        self._bench.session.run(
            f"Accept {self._name(suggestion)}",
            suggestions.accept,
            suggestion,
            then=lambda _: self._go_on(suggestion.span),
        )

    def _go(self, step: int) -> None:
        bench = self._bench
        found = bench.desk.next_suggestion(bench.text.caret(), step)
        if found is None:
            bench.note("There are no open suggestions in this article.")
        else:
            bench.make_current(found.uid)

    def _go_on(self, span: Span) -> None:
        """To the next suggestion after a passage; the caret stays behind it if none is left."""
        following = self._bench.desk.suggestion_from(span.start)
        if following is not None:
            self._bench.make_current(following.uid)
        else:
            self._bench.make_current(None)
            self._bench.place_caret(span.end)

    def _entities(self, found: list[Suggestion]) -> list[Suggestion]:
        desk = self._bench.desk
        return [s for s in found if (layer := desk.layer(s.layer)) and layer.line == "fill"]

    def _name(self, suggestion: Suggestion) -> str:
        layer = self._bench.desk.layer(suggestion.layer)
        return layer.label.lower() if layer else "suggestion"


def _many(number: int) -> str:
    return f"{number} suggestion{'s' if number != 1 else ''}"
