"""From the labels of language pipelines to the entity types of a codebook.

Pipelines name the same thing differently: OntoNotes (English, Chinese) says PERSON and GPE, the
WikiNER ones (German, French, Spanish, ...) PER and LOC, Romanian LOC and DATETIME, Swedish PRS.
One table maps them all; a label that is missing here and is no code of the codebook is not
suggested.
"""

from __future__ import annotations

from collections.abc import Mapping

from annotator.codebook.model import Layer

LABELS: Mapping[str, str] = {
    # OntoNotes and the bundled pipeline
    "PERSON": "person",
    "ORG": "org",
    "GPE": "gpe",
    "LOC": "loc",
    "NORP": "norp",
    "FAC": "fac",
    "EVENT": "event",
    "DATE": "date",
    "MONEY": "money",
    "PRODUCT": "other",
    "WORK_OF_ART": "other",
    "LAW": "other",
    "LANGUAGE": "other",
    # WikiNER, CoNLL and the multilingual pipeline
    "PER": "person",
    "MISC": "other",
    # Romanian, Korean, Polish, Swedish, Norwegian, Danish, Japanese, Croatian, Slovenian
    "ORGANIZATION": "org",
    "NAT_REL_POL": "norp",
    "FACILITY": "fac",
    "DATETIME": "date",
    "PS": "person",
    "OG": "org",
    "LC": "loc",
    "DT": "date",
    "persName": "person",
    "orgName": "org",
    "placeName": "gpe",
    "geogName": "loc",
    "date": "date",
    "PRS": "person",
    "EVN": "event",
    "TME": "date",
    "WRK": "other",
    "OBJ": "other",
    "GPE_LOC": "gpe",
    "GPE_ORG": "gpe",
    "EVT": "event",
    "PROD": "other",
    "DRV": "norp",
    "DERIV_PER": "other",
    # frequent names in pipelines people train themselves
    "LOCATION": "loc",
    "COUNTRY": "gpe",
    "CITY": "gpe",
}
"""Label of a pipeline -> key of an entity type of the "news" codebook."""


TYPE_FIELD = "type"
"""Key of the entity layer's field that holds the type."""


def entity_types_of(layer: Layer) -> dict[str, str]:
    """Label of a pipeline -> code key, for the types this codebook's entity layer has.

    Besides the table, a label equal to a code's key in any case maps to that code, so a pipeline
    trained for this codebook needs no entry here. Empty for a layer without the field `type`.
    """
    field = layer.find_field(TYPE_FIELD)
    present = {code.key for code in field.codes if not code.retired} if field else set()
    out = {label: key for label, key in LABELS.items() if key in present}
    for key in present:
        out.update({key: key, key.upper(): key})
    return out
