"""One layer of the codebook as a sheet to read: rich text built from the codebook, nothing else.

A page of rich text, because people copy from it, print it and read it from top to bottom, and
because five hundred values in it cost a fraction of five hundred widgets.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from annotator.codebook.model import Code, Condition, Field, Layer
from ui.theme import Theme, layer_colour

KIND_WORDS: Mapping[str, str] = {
    "category": "one of a list",
    "categories": "several of a list",
    "ordinal": "one step of a scale",
    "integer": "whole number",
    "number": "number",
    "boolean": "yes or no",
    "date": "date",
    "actor": "actor",
    "actors": "actors",
    "place": "place",
    "text": "text",
    "span": "passage",
    "link": "link to a code",
    "links": "links to codes",
    "open": "list that grows",
    "derived": "computed",
}
"""What each kind of field holds, as people say it."""

LINE_WORDS: Mapping[str, str] = {
    "fill": "soft fill behind the words",
    "solid": "solid underline",
    "dotted": "dotted underline",
    "long": "thin underline, bar in the margin",
    "none": "no line",
}

Uses = Callable[[str], Mapping[str, int]]
"""Field key -> code key -> how often it was used."""


def wanted_words(text: str) -> tuple[str, ...]:
    """The words of a search, folded."""
    return tuple(text.casefold().split())


def _has(words: Sequence[str], *texts: str) -> bool:
    whole = "\n".join(texts).casefold()
    return all(word in whole for word in words)


def code_has(code: Code, words: Sequence[str]) -> bool:
    """Whether every word stands somewhere in the value."""
    return _has(
        words, code.key, code.label, str(code.number if code.number is not None else ""),
        code.definition, code.include, code.exclude, code.example, code.pole_plus, code.pole_minus,
    )  # fmt: skip


def field_has(field: Field, words: Sequence[str]) -> bool:
    """Whether every word stands in what is said about the field itself."""
    return _has(words, field.key, field.label, field.definition, field.help)


def hits(layer: Layer, words: Sequence[str]) -> list[tuple[Field, tuple[Code, ...]]]:
    """The fields that match, each with the values to show; all of them where nothing is searched.

    A field that matches by itself keeps all its values.
    """
    found = []
    for field in layer.fields:
        if not words or field_has(field, words):
            found.append((field, field.codes))
            continue
        codes = tuple(code for code in field.codes if code_has(code, words))
        if codes:
            found.append((field, codes))
    return found


@dataclass(frozen=True, slots=True)
class Sheet:
    """Builds the page of one layer in the colours of a theme."""

    layer: Layer
    theme: Theme
    uses: Uses
    words: tuple[str, ...] = ()

    def html(self) -> str:
        """The whole page."""
        parts = [self._head()]
        found = hits(self.layer, self.words)
        parts += [self._field(field, codes) for field, codes in found]
        if not found:
            what = "No field or value of this layer has these words."
            parts.append(f'<p style="color:{self.theme.muted}">{what}</p>')
        return f'<body style="color:{self.theme.ink}">{"".join(parts)}</body>'

    def _head(self) -> str:
        layer, theme = self.layer, self.theme
        colour = layer_colour(theme, layer)
        facts = [
            f"Key {layer.letter}" if layer.letter else "",
            "whole article" if layer.level == "article" else f"codes a {layer.default_span}",
            LINE_WORDS[layer.line] if layer.level == "span" else "",
            "may have several passages" if layer.fragments else "",
            f"units matched by {layer.match}",
            "retired" if layer.retired else "",
        ]
        rule = self._line("Unit", layer.rule) if layer.rule else ""
        return (
            f'<p style="margin-bottom:2px"><span style="font-size:21px; font-weight:600; '
            f'color:{colour}">{self._mark(layer.label)}</span> {self._key(layer.key)}</p>'
            f'<p style="margin-top:0; margin-bottom:8px; color:{theme.muted}; font-size:12px">'
            f"{' · '.join(html.escape(f) for f in facts if f)}</p>"
            f'<p style="margin-top:0; margin-bottom:4px; font-size:14px">'
            f"{self._mark(layer.definition)}</p>{rule}"
        )

    def _field(self, field: Field, codes: Sequence[Code]) -> str:
        theme = self.theme
        facts = [
            KIND_WORDS[field.kind],
            "required" if field.required else "",
            self._condition("required if", field.required_if),
            "asked first" if field.core else "",
            "counted in agreement" if field.reliability else "",
            self._condition("asked only if", field.show_if),
            f"at most {field.maximum}" if field.maximum else "",
            "pre-filled" if field.pre_fill else "",
            "retired" if field.retired else "",
        ]
        about = f'<p style="margin-top:3px; margin-bottom:3px">{self._mark(field.definition)}</p>'
        hint = self._line("Hint", field.help) if field.help else ""
        return (
            f'<a name="{html.escape(field.key)}"></a>'
            f'<table width="100%" cellspacing="0" cellpadding="0" style="margin-top:20px">'
            f'<tr><td style="border-top:1px solid {theme.line}; padding-top:10px">'
            f'<span style="font-size:15px; font-weight:600">{self._mark(field.label)}</span> '
            f"{self._key(field.key)} "
            f'<span style="color:{theme.muted}; font-size:12px">&nbsp; '
            f"{' · '.join(html.escape(f) for f in facts if f)}</span></td></tr></table>"
            f"{about if field.definition else ''}{hint}{self._codes(field, codes)}"
        )

    def _condition(self, lead: str, condition: Condition | None) -> str:
        if condition is None:
            return ""
        other = self.layer.find_field(condition.field)
        label = other.label if other else condition.field
        values = [_value_word(other, key) for key in condition.is_in]
        return f"{lead} {label} is {' or '.join(values)}"

    def _codes(self, field: Field, codes: Sequence[Code]) -> str:
        if not codes:
            return ""
        uses = self.uses(field.key)
        rows = "".join(self._rows(field, codes, uses))
        return (
            '<table width="100%" cellspacing="0" cellpadding="5" style="margin-top:6px">'
            f"{rows}</table>"
        )

    def _rows(self, field: Field, codes: Sequence[Code], uses: Mapping[str, int]) -> Iterator[str]:
        above = self.layer.find_field(field.depends_on) if field.depends_on else field
        own = {code.key for code in field.codes}
        last: str | None = None
        for code in codes:
            parent = code.parent
            if parent != last and parent is not None and (field.depends_on or parent in own):
                found = above.find_code(parent) if above else None
                yield self._group(above, found.label if found else parent, bool(field.depends_on))
            last = parent
            yield self._row(code, uses.get(code.key, 0))

    def _group(self, above: Field | None, parent: str, depends: bool) -> str:
        text = f"{above.label}: {parent}" if depends and above else parent
        return (
            f'<tr><td colspan="4" style="padding-top:12px; color:{self.theme.muted}; '
            f'font-size:12px; font-weight:600">{self._mark(text)}</td></tr>'
        )

    def _row(self, code: Code, uses: int) -> str:
        theme = self.theme
        edge = f"border-top:1px solid {theme.line}"
        number = "" if code.number is None else str(code.number)
        retired = f' <i style="color:{theme.warn}">retired</i>' if code.retired else ""
        return (
            f'<tr><td width="44" align="right" style="{edge}; white-space:nowrap; '
            f'color:{theme.muted}">{self._mark(number)}</td>'
            f'<td width="25%" style="{edge}"><b style="font-weight:600">{self._mark(code.label)}'
            f"</b>{retired}<br>{self._key(code.key)}</td>"
            f'<td style="{edge}">{self._about(code)}</td>'
            f'<td width="62" align="right" style="{edge}; color:{theme.muted}">'
            f"{f'{uses:,} ×' if uses else ''}</td></tr>"
        )

    def _about(self, code: Code) -> str:
        lines = [self._mark(code.definition)] if code.definition else []
        lines += [
            self._labelled(name, text)
            for name, text in (
                ("Include", code.include),
                ("Exclude", code.exclude),
                ("Pole +", code.pole_plus),
                ("Pole −", code.pole_minus),
            )
            if text
        ]
        if code.example:
            lines.append(
                f"<span style=\"font-family:'Noto Serif'; font-style:italic; font-size:13px; "
                f'color:{self.theme.muted}">{self._mark(code.example)}</span>'
            )
        return "<br>".join(lines)

    def _labelled(self, name: str, text: str) -> str:
        return f'<span style="color:{self.theme.muted}">{name}:</span> {self._mark(text)}'

    def _line(self, name: str, text: str) -> str:
        line = self._labelled(name, text)
        return f'<p style="margin-top:0; margin-bottom:4px">{line}</p>'

    def _key(self, key: str) -> str:
        return (
            f'<span style="color:{self.theme.muted}; font-size:11.5px; font-weight:400">'
            f"{self._mark(key)}</span>"
        )

    def _mark(self, text: str) -> str:
        """The text as HTML, the searched words on a ground of their own."""
        if not self.words:
            return html.escape(text)
        pattern = "|".join(re.escape(word) for word in sorted(self.words, key=len, reverse=True))
        pieces = re.split(f"({pattern})", text, flags=re.IGNORECASE)
        ground = self.theme.participant
        return "".join(
            f'<span style="background-color:{ground}">{html.escape(piece)}</span>'
            if number % 2
            else html.escape(piece)
            for number, piece in enumerate(pieces)
        )


def _value_word(field: Field | None, key: str) -> str:
    if key == "":
        return "empty"
    if field is not None and field.kind == "boolean":
        return {"true": "yes", "false": "no"}.get(key, key)
    found = field.find_code(key) if field else None
    return f"“{found.label}”" if found else f"“{key}”"
