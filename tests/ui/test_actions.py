"""The table of actions: complete, without double keys, rebindable, and the source of everything."""

from __future__ import annotations

from collections import Counter

import pytest
from PySide6.QtGui import QKeySequence

from annotator.codebook.load import RESERVED_LETTERS, load_template, template_names
from ui.actions import (
    ACTIONS,
    MODE_NAMES,
    ActionRegistry,
    bound,
    conflicts,
    key_text,
    layer_actions,
)


@pytest.fixture
def registry(qapp: object) -> ActionRegistry:
    return ActionRegistry({})


def test_ids_are_unique() -> None:
    assert [i for i, n in Counter(a.id for a in ACTIONS).items() if n > 1] == []


@pytest.mark.parametrize("template", template_names())
def test_no_key_does_two_things_in_one_mode(template: str) -> None:
    assert conflicts([*layer_actions(load_template(template)), *ACTIONS]) == []


def test_keys_of_every_mode_leave_those_of_all_modes_alone() -> None:
    everywhere = {k for a in ACTIONS if a.mode == "all" for k in a.keys}
    others = {k for a in ACTIONS if a.mode != "all" for k in a.keys}
    assert everywhere & others == set()


@pytest.mark.parametrize("action", ACTIONS, ids=lambda a: a.id)
def test_every_key_is_one_qt_knows(action: object) -> None:
    for key in action.keys:  # type: ignore[attr-defined]
        sequence = QKeySequence.fromString(key)
        assert sequence.count() == 1, key
        assert sequence[0].key().value != 0, key  # type: ignore[index]


def test_letters_of_the_reading_mode_are_those_no_layer_may_have() -> None:
    letters = {k for a in ACTIONS if a.mode == "reading" for k in a.keys if len(k) == 1}
    assert {k for k in letters if k.isalpha()} == RESERVED_LETTERS


def test_every_mode_has_a_name() -> None:
    assert {a.mode for a in ACTIONS} <= set(MODE_NAMES)


def test_rebound_key_takes_the_place_of_the_old_one() -> None:
    specs = {s.id: s for s in bound(ACTIONS, {"code.flag": ("Ctrl+Shift+G",)})}
    assert specs["code.flag"].keys == ("Ctrl+Shift+G",)


def test_clash_of_rebound_keys_is_named() -> None:
    (said,) = conflicts(bound(ACTIONS, {"code.flag": ("G",)}))
    assert "Flag" in said
    assert "identical" in said


def test_action_without_a_handler_does_not_exist(registry: ActionRegistry) -> None:
    assert registry.spec("code.flag") is None
    assert not registry.trigger("code.flag")


def test_trigger_carries_out(registry: ActionRegistry) -> None:
    done: list[str] = []
    registry.register({"code.flag": lambda: done.append("flag")})
    assert registry.trigger("code.flag")
    assert done == ["flag"]


def test_disabled_action_does_nothing(registry: ActionRegistry) -> None:
    registry.register({"code.flag": lambda: 1 // 0}, enabled=lambda: False)
    assert not registry.trigger("code.flag")


def test_layers_share_one_handler(registry: ActionRegistry) -> None:
    got: list[str] = []
    registry.register_family("layer.", got.append, enabled=lambda: True)
    registry.set_codebook(load_template("news"))
    for letter, keys in sorted(registry.bindings("reading").items()):
        if letter.startswith("layer."):
            assert len(keys) == 1
            registry.trigger(letter)
    assert got == ["layer.claim", "layer.entity", "layer.event", "layer.stance", "layer.statement"]


def test_rebinding_reaches_the_bindings(registry: ActionRegistry) -> None:
    registry.register({"code.flag": lambda: None})
    registry.rebind({"code.flag": ("X",)})
    assert registry.bindings("reading") == {"code.flag": ("X",)}


def test_keys_are_shown_as_on_the_keyboard() -> None:
    assert key_text("Return") == "Enter"
    assert key_text("Left") == "←"
