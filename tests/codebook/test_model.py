"""Codebooks turn into plain data and back without loss."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotator.codebook.load import load_template
from annotator.codebook.model import Code, Codebook, Condition, Field, Layer, MatchRule

keys = st.from_regex(r"[a-z][a-z0-9_]{0,8}", fullmatch=True)
texts = st.text(max_size=20)
conditions = st.none() | st.builds(
    Condition, field=keys, is_in=st.lists(texts, max_size=3).map(tuple)
)
codes = st.builds(
    Code,
    key=keys,
    label=texts,
    number=st.none() | st.integers(-9, 999),
    definition=texts,
    example=texts,
    parent=st.none() | keys,
    retired=st.booleans(),
    uid=texts,
    attrs=st.dictionaries(keys, texts, max_size=2),
)
fields = st.builds(
    Field,
    key=keys,
    label=texts,
    kind=st.sampled_from(["category", "text", "actors"]),
    required=st.booleans(),
    codes=st.lists(codes, max_size=3).map(tuple),
    depends_on=st.none() | keys,
    show_if=conditions,
    required_if=conditions,
    maximum=st.none() | st.integers(1, 9),
    uid=texts,
)
layers = st.builds(
    Layer,
    key=keys,
    label=texts,
    letter=st.sampled_from(["", "E"]),
    colour=texts,
    colour_dark=texts,
    line=st.sampled_from(["fill", "none"]),
    level=st.sampled_from(["span", "article"]),
    default_span=st.sampled_from(["token", "sentence"]),
    match=texts,
    fragments=st.booleans(),
    fields=st.lists(fields, max_size=3).map(tuple),
    mark_field=st.none() | keys,
    uid=texts,
)
codebooks = st.builds(
    Codebook,
    name=keys,
    title=texts,
    layers=st.lists(layers, max_size=3).map(tuple),
    version=st.integers(1, 9),
    source=texts,
)

few = settings(max_examples=40, deadline=None)


@few
@given(codebooks)
def test_codebook_survives_json(codebook: Codebook) -> None:
    assert Codebook.from_json(json.loads(json.dumps(codebook.to_json()))) == codebook


@few
@given(fields)
def test_field_survives_json_without_its_codes(field: Field) -> None:
    data = field.to_json()
    assert "codes" not in data
    assert Field.from_json(json.loads(json.dumps(data)), field.codes) == field


@few
@given(codebooks)
def test_fingerprint_ignores_uids(codebook: Codebook) -> None:
    assert codebook.sha256() == codebook.without_uids().sha256()


def test_fingerprint_sees_a_changed_label() -> None:
    code = Code("a", "A")
    one = _codebook(Field("f", "F", "category", codes=(code,)))
    two = _codebook(Field("f", "F", "category", codes=(Code("a", "B"),)))
    assert one.sha256() != two.sha256()


def test_unknown_entries_of_a_newer_program_are_left_out() -> None:
    assert Code.from_json({"key": "a", "label": "A", "shape": "round"}) == Code("a", "A")


def test_missing_layer_and_field_raise_key_error() -> None:
    news = load_template("news")
    with pytest.raises(KeyError):
        news.layer("nothing")
    with pytest.raises(KeyError):
        news.layer("event").field("nothing")


def test_retired_fields_are_in_neither_half_of_the_form() -> None:
    layer = _codebook(Field("f", "F", "text", core=True, retired=True)).layers[0]
    assert not layer.core_fields and not layer.more_fields


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("iou(.5)", MatchRule("iou", threshold=0.5)),
        ("iou( 0.75 )", MatchRule("iou", threshold=0.75)),
        ("same_sentence", MatchRule("same_sentence")),
        ("same_article(claimant, form)", MatchRule("same_article", keys=("claimant", "form"))),
        ("given", MatchRule("given")),
    ],
)
def test_match_rules_are_read(text: str, rule: MatchRule) -> None:
    assert MatchRule.parse(text) == rule


@pytest.mark.parametrize("text", ["", "iou", "iou(2)", "iou(.5", "same_article()", "sentence)"])
def test_broken_match_rules_are_refused(text: str) -> None:
    with pytest.raises(ValueError, match="no match rule"):
        MatchRule.parse(text)


def _codebook(field: Field) -> Codebook:
    layer = Layer(
        "event", "Event", "E", "#000000", "#ffffff", "solid", "span", "token", "given", False,
        (field,), None,
    )  # fmt: skip
    return Codebook("a", "A", (layer,))
