"""Codebook files: good ones are read, broken ones refused with every problem and its place."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from annotator.codebook.check import check_codebook, free_letters
from annotator.codebook.load import (
    FREE_KEYS,
    RESERVED_KEYS,
    RESERVED_LETTERS,
    load_codebook,
    load_template,
    parse_codebook,
    template_names,
)
from annotator.codebook.model import Code, Field, Layer
from annotator.errors import CodebookError

GOOD = """
name = "small"
title = "A small one"

[[layer]]
key = "event"
label = "Event"
letter = "E"
colour = "#b24c12"
mark_field = "kind_of"

  [[layer.field]]
  key = "kind_of"
  label = "Kind"
  kind = "category"
  required = true
    [[layer.field.code]]
    key = "words"
    label = "words"
    number = 1
    [[layer.field.code]]
    key = "deeds"
    label = "deeds"
    number = 2

  [[layer.field]]
  key = "detail"
  label = "Detail"
  kind = "category"
  depends_on = "kind_of"
    [[layer.field.code]]
    key = "shout"
    label = "shout"
    parent = "words"

  [[layer.field]]
  key = "remark"
  label = "Remark"
  kind = "text"
  show_if = { field = "kind_of", is_in = ["deeds"] }

[[layer]]
key = "stance"
label = "Stance"
letter = "S"
colour = "#7a3fa0"
"""

SHARED_LIST = """
  [[layer.field]]
  key = "b"
  label = "B"
  kind = "open"
  codes_from = "event.kind_of"
"""

BREAKS = [
    # (what is written, what replaces it, the problem with its place)
    ('title = "A small one"', "", "codebook: `title` is missing."),
    ('name = "small"', 'name = "small"\nautor = "x"', "codebook: `autor` is not known here."),
    ('key = "event"', 'key = "Event"', "layer Event: the key “Event” must be small letters"),
    ('letter = "E"', 'letter = "A"', "layer event: the letter A is a key of the reading pane"),
    ('letter = "S"', 'letter = "E"', "layer stance: the letter E is used by another layer too"),
    ('letter = "S"', 'letter = "SS"', "layer stance: the letter “SS” is not one of A-Z; free"),
    ('colour = "#b24c12"', 'colour = "red"', "layer event: colour “red” is not of the form"),
    ('colour = "#7a3fa0"', 'line = "wavy"', "layer stance: line “wavy” is not one of fill"),
    ('colour = "#7a3fa0"', "", "layer stance: `colour` is missing."),
    ('mark_field = "kind_of"', 'mark_field = "kin"', "layer event: mark_field names the field kin"),
    ('mark_field = "kind_of"', 'mark_field = "remark"', "has no codes to label a mark with"),
    ('mark_field = "kind_of"', 'match = "iou(5)"', "layer event: “iou(5)” is no match rule"),
    ('mark_field = "kind_of"', 'match = "same_article(x)"', "match names the field x, which does"),
    ('kind = "text"', 'kind = "txet"', "layer event, field remark: there is no kind “txet”"),
    ('key = "remark"', 'key = "note"', "field note: the key “note” is the name of a table"),
    ('key = "remark"', 'key = "detail"', "layer event: field detail occurs 2 times."),
    ('key = "remark"', 'key = "x_miss"', "the key “x_miss” ends like a column of the workbook"),
    ("required = true", 'required = "yes"', "`required` must be true or false, not a text."),
    ("number = 2", "number = 1", "layer event, field kind_of: number 1 occurs 2 times."),
    ("number = 2", "", "field kind_of: some codes have numbers, but not deeds."),
    ("number = 2", "numbr = 2", "code deeds: `numbr` is not known here. Did you mean `number`?"),
    ('key = "deeds"', 'key = "words"', "layer event, field kind_of: code words occurs 2 times."),
    ('label = "deeds"', 'label = "Words"', "field kind_of: the label “words” occurs 2 times."),
    ('label = "deeds"', "", "layer event, field kind_of, code deeds: `label` is missing."),
    ('parent = "words"', 'parent = "cries"', "code shout: its parent cries is no code of kind_of."),
    ('depends_on = "kind_of"', 'depends_on = "remark"', "depends_on names remark, which has no"),
    ('depends_on = "kind_of"', 'depends_on = "gone"', "depends_on names gone, which is no other"),
    ('is_in = ["deeds"]', 'is_in = ["dreams"]', "show_if asks for “dreams”, which kind_of does"),
    ('field = "kind_of", is', 'field = "gone", is', "show_if names gone, which is no other field"),
    ('is_in = ["deeds"]', "is_in = []", "field remark: show_if lists no value"),
    ('kind = "text"', 'kind = "ordinal"', "a field of kind ordinal needs codes."),
    ('kind = "text"', 'kind = "derived"', "field remark: “None” is no rule"),
    ('kind = "text"', 'kind = "text"\nderive = "a.b"', "`derive` belongs to fields of kind"),
    ('kind = "text"', 'kind = "text"\nmetric = "best"', "there is no metric “best”"),
    ('kind = "text"', 'kind = "text"\nmaximum = 2', "`maximum` is a number from 1 on"),
    ('kind = "text"', 'kind = "open"\ncodes_from = "a.b"', "codes_from names a.b, where no codes"),
]


@pytest.mark.parametrize(("old", "new", "problem"), BREAKS)
def test_a_broken_codebook_names_the_problem(old: str, new: str, problem: str) -> None:
    assert old in GOOD
    with pytest.raises(CodebookError) as caught:
        parse_codebook(GOOD.replace(old, new, 1), "small.toml")
    assert any(problem in found for found in caught.value.problems), caught.value.problems


def test_twenty_mistakes_are_all_listed_at_once() -> None:
    chosen = [0, 1, 3, 5, 6, 9, 13, 17, 18, 22, 24, 27]
    text, expected = GOOD, []
    for n in chosen:
        old, new, problem = BREAKS[n]
        assert old in text, old
        text = text.replace(old, new, 1)
        expected.append(problem)
    text += """
  [[layer.field]]
  key = "position"
  label = "Position"
  kind = "ordinal"
  core = "no"
    [[layer.field.code]]
    key = "9th"
    label = "ninth"
    [[layer.field.code]]
    key = "tenth"
    parent = "ninth"

[[layer]]
key = "body"
label = "Body"
letter = "7"
level = "page"
colour = "#12"
default_span = "word"
"""
    expected += [
        "layer stance, field position: `core` must be true or false, not a text.",
        "layer stance, field position, code 9th: the key “9th” must be small letters",
        "code tenth: a field of kind ordinal has one level, so no code has a parent.",
        "layer stance, field position, code tenth: `label` is missing.",
        "layer stance, field position: a field of kind ordinal needs a number on every code.",
        "layer body: the key “body” is the name of a table or column",
        "layer body: the letter “7” is not one of A-Z",
        "layer body: level “page” is not one of span, article.",
        "layer body: colour “#12” is not of the form #rrggbb.",
        "layer body: default_span “word” is not one of token, sentence, quotation.",
    ]
    with pytest.raises(CodebookError) as caught:
        parse_codebook(text, "small.toml")
    found = caught.value.problems
    missing = [part for part in expected if not any(part in problem for problem in found)]
    assert len(expected) >= 20 and missing == []


def test_the_message_names_the_file_and_counts() -> None:
    with pytest.raises(CodebookError) as caught:
        parse_codebook(GOOD.replace('letter = "E"', 'letter = "B"'), "small.toml")
    assert str(caught.value).startswith("small.toml: 1 problem in the codebook.")


def test_a_taken_letter_comes_with_free_ones() -> None:
    with pytest.raises(CodebookError) as caught:
        parse_codebook(GOOD.replace('letter = "S"', 'letter = "E"'), "small.toml")
    offered = re.findall(r"free letters: ([A-Z ]+)\.", str(caught.value))[0].split()
    assert offered and not {"E", *RESERVED_LETTERS} & set(offered)


def test_free_letters_leave_out_reserved_and_taken_ones() -> None:
    assert not {"N", "E", *RESERVED_LETTERS} & set(free_letters(["N", "E"]))


def test_text_that_is_no_toml_is_refused_with_its_line() -> None:
    with pytest.raises(CodebookError, match="line 2"):
        parse_codebook("a = 1\nb = = 2", "x.toml")


@pytest.mark.parametrize("text", ["", "layer = 3", "layer = [3]", "[layer]\nkey = 'a'"])
def test_a_file_without_layers_is_refused(text: str) -> None:
    with pytest.raises(CodebookError):
        parse_codebook(text, "x.toml")


def test_a_missing_file_is_one_clear_problem(tmp_path: Path) -> None:
    with pytest.raises(CodebookError, match="cannot be opened"):
        load_codebook(tmp_path / "none.toml")


def test_a_file_in_another_encoding_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "latin.toml"
    path.write_bytes('title = "Geländer"'.encode("latin-1"))
    with pytest.raises(CodebookError, match="UTF-8"):
        load_codebook(path)


def test_a_byte_order_mark_is_no_mistake(tmp_path: Path) -> None:
    path = tmp_path / "bom.toml"
    path.write_bytes(b"\xef\xbb\xbf" + GOOD.encode())
    assert load_codebook(path).name == "small"


def test_defaults_fill_what_is_left_out() -> None:
    stance = parse_codebook(GOOD, "small.toml").layer("stance")
    assert (stance.line, stance.level, stance.match) == ("solid", "span", "iou(.5)")
    assert stance.colour_dark == stance.colour


def test_a_list_can_be_shared_between_fields() -> None:
    text = GOOD + SHARED_LIST
    codebook = parse_codebook(text, "small.toml")
    source = codebook.layer("event").field("kind_of")
    assert codebook.layer("stance").field("b").codes == source.codes


def test_alternatives_count_once_among_the_core_fields() -> None:
    stance = load_template("news").layer("stance")
    assert len(stance.core_fields) > 7 and not check_codebook(load_template("news"))


def test_an_unknown_template_names_those_there_are() -> None:
    with pytest.raises(CodebookError, match="news, blank"):
        load_template("gnus")


@pytest.mark.parametrize("name", template_names())
def test_templates_have_no_problem(name: str) -> None:
    assert check_codebook(load_template(name)) == []


@pytest.mark.parametrize("name", template_names())
def test_every_template_has_an_article_layer_with_eligible(name: str) -> None:
    layer = load_template(name).layer("article")
    assert layer.level == "article" and layer.letter == "" and layer.field("eligible").required


def _news_layers() -> tuple[Layer, ...]:
    return load_template("news").layers


def _news_codes() -> list[tuple[Field, Code]]:
    return [(f, code) for layer in _news_layers() for f in layer.fields for code in f.codes]


def test_every_news_code_is_numbered_defined_bounded_and_shown() -> None:
    lacking = [
        f"{field.key}.{code.key}"
        for field, code in _news_codes()
        if code.number is None
        or not (code.definition and code.include and code.exclude and code.example)
    ]
    assert lacking == []


def test_every_news_layer_has_a_unit_rule() -> None:
    assert all(layer.rule and layer.definition for layer in _news_layers())


def test_every_news_field_is_explained() -> None:
    assert all(field.definition for layer in _news_layers() for field in layer.fields)


def test_every_news_issue_has_two_poles() -> None:
    codes = load_template("news").layer("claim").field("issue").codes
    assert all(code.pole_plus and code.pole_minus for code in codes)


def test_news_letters_and_layers_are_those_of_the_keyboard() -> None:
    letters = {layer.key: layer.letter for layer in _news_layers()}
    assert letters == {
        "entity": "N", "event": "E", "stance": "S", "claim": "C", "statement": "Q", "article": "",
    }  # fmt: skip


EVENT_TYPES = """
agree consult support concede cooperate aid retreat request accuse reject threaten protest sanction
mobilize coerce assault
"""
ENTITY_TYPES = "person org gpe loc norp fac event date money other"


def _code_keys(layer: str, field: str) -> list[str]:
    return [code.key for code in load_template("news").layer(layer).field(field).codes]


def test_news_event_types_are_the_sixteen_in_order() -> None:
    assert _code_keys("event", "event_type") == EVENT_TYPES.split()


def test_news_entity_types_are_in_the_order_of_their_keys() -> None:
    assert _code_keys("entity", "type") == ENTITY_TYPES.split()


def test_news_contexts_are_complete() -> None:
    assert len(load_template("news").layer("event").field("context").codes) == 37


def test_reserved_keys_allow_only_the_terms_of_the_field() -> None:
    assert FREE_KEYS < RESERVED_KEYS
    used = {layer.key for layer in _news_layers()} | {
        field.key for layer in _news_layers() for field in layer.fields
    }
    assert used & RESERVED_KEYS == FREE_KEYS
