"""Making, typing, copying, flagging and deleting codes."""

from __future__ import annotations

from annotator.codebook.model import Layer
from annotator.commands import codes, suggestions
from annotator.model import Annotation, Span, Value
from annotator.text.snap import default_span
from ui.actions import LAYER_PREFIX, TYPE_PREFIX
from ui.pages.code.bench import Bench, own_selection


class Coding:
    """The keys N E S C Q, 1-9, Delete, M, F, Ctrl+D and Shift+B."""

    def __init__(self, bench: Bench) -> None:
        self._bench = bench

    def code_layer(self, action: str) -> None:
        """Code the selection, else the current suggestion of the layer, else the default span."""
        bench, layer = self._bench, self._bench.session.codebook.layer(action[len(LAYER_PREFIX) :])
        suggestion = bench.desk.current_suggestion
        if suggestion is not None and suggestion.layer == layer.key and not own_selection(bench):
            bench.session.run(
                f"Accept {layer.label.lower()}", suggestions.accept, suggestion, then=self._open_new
            )
            return
        span = bench.text.selection() or self._default(layer)
        if span is None:
            bench.note("There is no word at the caret. Move it to the passage, or select one.")
            return
        self._add(layer, span)

    def code_article(self, layer: Layer) -> None:
        """Open the code of the whole article, making it where there is none yet."""
        desk = self._bench.desk
        found = next((c for c in desk.codes if c.layer == layer.key and c.span is None), None)
        if found is not None:
            self._bench.make_current(found.uid)
            self._bench.open_form(found.uid)
        elif desk.article is not None:
            self._add(layer, None)

    def set_type(self, action: str) -> None:
        """Give the current item the n-th type; a suggestion is accepted with it."""
        bench, number = self._bench, int(action[len(TYPE_PREFIX) :])
        suggestion = bench.desk.current_suggestion
        code = None if suggestion else self.current_code()
        chosen = own_selection(bench)
        if chosen is not None and suggestion is None:
            self._code_typed(chosen, number)
        elif suggestion is not None:
            self._accept_typed(number)
        elif code is not None:
            self._retype(code, number)
        else:
            bench.note("Select a passage, or go to an entity, to set its type.")

    def delete(self) -> None:
        """Delete the current code; Undo brings it back."""
        code = self.current_code()
        if code is None:
            self._bench.note("No code is current. Go to one with J or K.")
            return
        layer = self._label(code.layer)
        self._bench.session.run(f"Delete {layer}", codes.delete_code, code.uid)

    def memo(self) -> None:
        """Open the current code with the caret in its memo."""
        self._with_code(lambda code: self._bench.open_form(code.uid, "note"))

    def flag(self) -> None:
        """Flag the current code, or take the flag away."""

        def toggle(code: Annotation) -> None:
            label = "Remove flag" if code.flagged else "Flag"
            self._bench.session.run(label, codes.set_flag, code.uid, not code.flagged)

        self._with_code(toggle)

    def again(self) -> None:
        """Put the code made last, with all its values, on the selection or the default span."""
        bench = self._bench
        source = bench.desk.code(bench.desk.recent_code or "")
        layer = bench.desk.layer(source.layer) if source else None
        if source is None or layer is None:
            bench.note("There is no code yet to repeat.")
            return
        span = own_selection(bench) or self._default(layer)
        if span is None or span == source.span:
            bench.note("Select another passage for the same code.")
            return
        bench.session.run(
            f"Same {layer.label.lower()} again",
            codes.copy_code,
            source.uid,
            span,
            then=bench.make_current,
        )

    def fragment(self) -> None:
        """Add the selection to the code that was current last."""
        bench, chosen = self._bench, self._bench.text.selection()
        code = bench.desk.code(bench.desk.recent_code or "")
        layer = bench.desk.layer(code.layer) if code else None
        if code is None or code.span is None or layer is None or chosen is None:
            bench.note("Select a further passage of the code that was current last.")
        elif not layer.fragments:
            bench.note(f"{layer.label} codes have one passage only.")
        elif any(p.overlaps(chosen) for p in code.passages()):
            bench.note("The selection overlaps the code already.")
        else:
            bench.session.run(
                "Add fragment",
                codes.add_fragment,
                code.uid,
                chosen,
                then=lambda _: bench.make_current(code.uid, select=False),
            )

    def current_code(self) -> Annotation | None:
        """The current code, else the shortest one around the caret."""
        desk = self._bench.desk
        if desk.current is not None:
            return desk.current_code
        item = desk.item_at(self._bench.text.caret())
        return desk.code(item.uid) if item and item.role == "code" else None

    def _with_code(self, do: object) -> None:
        code = self.current_code()
        if code is None:
            self._bench.note("No code is current. Go to one with J or K.")
        elif callable(do):
            do(code)

    def _add(self, layer: Layer, span: Span | None) -> None:
        article = self._bench.desk.article
        if article is None:
            return
        self._bench.session.run(
            f"Code {layer.label.lower()}",
            codes.add_code,
            article.uid,
            span,
            layer=layer.key,
            then=self._open_new,
        )

    def _open_new(self, uid: str) -> None:
        self._bench.make_current(uid)
        self._bench.open_form(uid, fresh=True)

    def _default(self, layer: Layer) -> Span | None:
        desk = self._bench.desk
        if desk.article is None or desk.segments is None:
            return None
        caret = self._bench.text.caret()
        return default_span(desk.article.text, desk.segments, caret, layer.default_span)

    def _code_typed(self, span: Span, number: int) -> None:
        layer = next(
            (x for x in self._bench.session.codebook.layers if x.mark_field and not x.retired), None
        )
        article = self._bench.desk.article
        typed = self._type(layer, number) if layer else None
        if layer is None or typed is None or article is None:
            self._no_type(number)
            return
        self._bench.session.run(
            f"Code {layer.label.lower()}",
            codes.add_code,
            article.uid,
            span,
            layer=layer.key,
            fields={layer.mark_field: (typed,)},
            then=self._bench.make_current,
        )

    def _accept_typed(self, number: int) -> None:
        suggestion = self._bench.desk.current_suggestion
        layer = self._bench.desk.layer(suggestion.layer) if suggestion else None
        typed = self._type(layer, number) if layer else None
        if suggestion is None or layer is None or typed is None:
            self._no_type(number)
            return
        fields = {**suggestion.fields, str(layer.mark_field): (typed,)}
        end = suggestion.span.start + 1

        def go_on(_: object) -> None:
            following = self._bench.desk.suggestion_from(end)
            if following is not None:
                self._bench.make_current(following.uid)

        self._bench.session.run(
            "Accept with another type", suggestions.accept, suggestion, fields=fields, then=go_on
        )

    def _retype(self, code: Annotation, number: int) -> None:
        layer = self._bench.desk.layer(code.layer)
        typed = self._type(layer, number) if layer else None
        if layer is None or typed is None:
            self._no_type(number)
            return
        self._bench.session.run(
            "Change type", codes.set_field, code.uid, str(layer.mark_field), (typed,)
        )

    def _type(self, layer: Layer | None, number: int) -> Value | None:
        field = layer.find_field(layer.mark_field) if layer and layer.mark_field else None
        live = [c for c in field.codes if not c.retired] if field else []
        if not 1 <= number <= len(live):
            return None
        return Value(code=live[number - 1].key, origin="manual")

    def _no_type(self, number: int) -> None:
        self._bench.note(f"There is no type {number} for this.")

    def _label(self, key: str) -> str:
        layer = self._bench.desk.layer(key)
        return layer.label.lower() if layer else "code"
