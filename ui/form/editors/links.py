"""Links to other codes of the article: the claim a claim responds to, the target of a stance."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from annotator.codebook.model import Field
from annotator.model import Value
from ui.form.context import LinkChoice
from ui.form.editors.base import Host
from ui.form.editors.type_ahead import TypeAheadEditor
from ui.form.popup import Row


class LinkEditor(TypeAheadEditor):
    """One code of this article, or several, found by their words."""

    def __init__(self, field: Field, host: Host, parent: QWidget | None = None) -> None:
        self.as_chips = field.kind == "links"
        super().__init__(field, host, parent)

    def rows(self, text: str) -> Sequence[Row]:
        wanted = text.casefold()
        found = [c for c in self._choices() if wanted in f"{c.title} {c.quote}".casefold()]
        return [
            Row(
                choice.quote,
                Value(link=choice.uid),
                key=str(n) if n <= 9 else "",
                note=choice.title,
                colour=choice.colour,
                checked=any(value.link == choice.uid for value in self.values),
            )
            for n, choice in enumerate(found, start=1)
        ]

    def text_of(self, value: Value) -> str:
        if value.link is None:
            return super().text_of(value)
        quote = next((c.quote for c in self._choices() if c.uid == value.link), "")
        return f"“{quote}”" if quote else "a code of another article"

    def _choices(self) -> Sequence[LinkChoice]:
        return self.host.context.links(self.host.layer.key)
