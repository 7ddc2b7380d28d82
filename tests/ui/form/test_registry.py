"""Every kind of field has a control."""

from __future__ import annotations

import pytest

from annotator.codebook.kinds import KINDS
from annotator.codebook.load import load_template
from tests.ui.form.conftest import OpenForm
from ui.form.editors.registry import EDITORS


def test_editors_have_the_same_keys_as_the_kinds() -> None:
    assert list(EDITORS) == list(KINDS)


@pytest.mark.parametrize("layer", [layer.key for layer in load_template("news").layers])
def test_every_layer_of_the_template_opens_and_unfolds(open_form: OpenForm, layer: str) -> None:
    desk = open_form(layer)
    for field in desk.form.layer.fields:
        desk.form.focus_on(field.key)
    assert desk.values == []
