"""Labels of pipelines become types of the codebook at hand."""

from __future__ import annotations

from annotator.codebook.model import Code, Field, Layer
from annotator.nlp.labels import LABELS, entity_types_of


def entity_layer(*codes: Code, field: str = "type") -> Layer:
    return Layer(
        key="entity", label="Entity", letter="N", colour="#666666", colour_dark="#999999",
        line="fill", level="span", default_span="token", match="iou(.5)", fragments=False,
        fields=(Field(field, "Type", "category", codes=codes),), mark_field=field,
    )  # fmt: skip


def test_only_types_of_the_codebook_are_suggested() -> None:
    types = entity_types_of(entity_layer(Code("person", "Person"), Code("gpe", "Place")))
    assert set(types.values()) == {"person", "gpe"}


def test_other_pipelines_labels_map_to_the_same_types() -> None:
    types = entity_types_of(entity_layer(Code("person", "Person"), Code("org", "Organisation")))
    assert types["PERSON"] == types["PER"] == types["persName"] == types["PRS"] == "person"
    assert types["ORG"] == types["orgName"] == "org"


def test_retired_type_is_not_suggested() -> None:
    types = entity_types_of(entity_layer(Code("person", "Person", retired=True)))
    assert types == {}


def test_label_equal_to_a_code_of_the_codebook_maps_to_it() -> None:
    types = entity_types_of(entity_layer(Code("weapon", "Weapon")))
    assert types["WEAPON"] == types["weapon"] == "weapon"


def test_layer_without_type_field_gets_no_suggestions() -> None:
    assert entity_types_of(entity_layer(Code("person", "Person"), field="sort")) == {}


def test_numbers_are_not_entities() -> None:
    assert LABELS.keys().isdisjoint({"CARDINAL", "ORDINAL", "PERCENT", "QUANTITY", "TIME"})
