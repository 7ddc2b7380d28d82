"""Enter, Tab, Ctrl+Enter, Esc: where the keyboard goes and how a form ends."""

from __future__ import annotations

from PySide6.QtWidgets import QApplication

from annotator.model import Value
from tests.ui.form.conftest import OpenForm
from tests.ui.form.world import annotation, news_layer

PREFILLED = (Value(code="own_words", origin="prefill", confirmed=False),)


def test_the_form_begins_at_the_first_empty_asked_field(open_form: OpenForm) -> None:
    desk = open_form("claim", claimant=(Value(value="residents"),))
    assert desk.at == "form"


def test_enter_skips_an_empty_field_and_does_not_ask_again(open_form: OpenForm) -> None:
    desk = open_form("claim")
    desk.press("Enter", "1")
    assert desk.at == "addressee"
    desk.press("Enter", "1", "1", "1")
    assert desk.at == "claim_kind"
    desk.press("Enter")
    assert desk.closed == [False]


def test_enter_goes_back_for_a_field_that_was_jumped_over(open_form: OpenForm) -> None:
    desk = open_form("claim", start=False)
    desk.form.focus_on("claim_kind")
    desk.press("1")
    assert desk.at == "claimant"


def test_after_the_empty_fields_enter_visits_unconfirmed_prefills(open_form: OpenForm) -> None:
    desk = open_form(
        "claim",
        claimant=(Value(value="residents", origin="prefill", confirmed=False),),
    )
    desk.press("1", "1", "1", "1", "1")
    assert desk.at == "claimant"
    desk.press("Enter")
    assert desk.form.fields()["claimant"][0].confirmed
    assert desk.closed == [False]


def test_a_folded_prefill_is_unfolded_to_be_confirmed(open_form: OpenForm) -> None:
    layer_code = next(iter(open_form("claim").form.layer.field("scope").codes)).key
    desk = open_form("claim", scope=(Value(code=layer_code, origin="prefill", confirmed=False),))
    desk.press("1", "1", "1", "1", "1", "1")
    assert desk.at == "scope"


def test_control_enter_confirms_every_prefill_at_once(open_form: OpenForm) -> None:
    desk = open_form(
        "claim",
        claimant=(Value(value="residents", origin="prefill", confirmed=False),),
        addressee=(Value(value="police", origin="prefill", confirmed=False),),
    )
    desk.press("Ctrl+Enter")
    assert desk.confirmed == 1
    assert desk.closed == [False]
    assert all(v.confirmed for values in desk.form.fields().values() for v in values)


def test_an_untouched_new_code_is_dropped(open_form: OpenForm) -> None:
    desk = open_form("claim")
    desk.press("Esc", "Esc")
    assert desk.closed == [True]


def test_a_touched_new_code_is_kept(open_form: OpenForm) -> None:
    desk = open_form("claim")
    desk.press("1", "Esc", "Esc")
    assert desk.closed == [False]


def test_an_old_code_is_never_dropped(open_form: OpenForm) -> None:
    desk = open_form("claim", fresh=False)
    desk.press("Esc", "Esc")
    assert desk.closed == [False]


def test_escape_closes_the_list_before_the_form(open_form: OpenForm) -> None:
    desk = open_form("claim")
    desk.press("Esc")
    assert desk.list_labels == []
    assert desk.closed == []


def test_tab_visits_every_field_and_leaves_at_the_end(open_form: OpenForm) -> None:
    desk = open_form("claim", start=False)
    left: list[bool] = []
    desk.form.left.connect(left.append)
    desk.form.focus_on("claimant")
    seen = [desk.at]
    for _ in range(20):
        desk.press("Tab")
        if left:
            break
        if seen[-1] != desk.at:
            seen.append(desk.at)
    core = [field.key for field in desk.form.layer.core_fields]
    assert seen == [*core, "certainty", "note"]
    assert left == [True]


def test_shift_tab_leaves_at_the_beginning(open_form: OpenForm) -> None:
    desk = open_form("claim")
    left: list[bool] = []
    desk.form.left.connect(left.append)
    desk.press("Shift+Tab")
    assert left == [False]


def test_enter_on_more_unfolds_and_goes_to_the_first_further_field(open_form: OpenForm) -> None:
    desk = open_form("claim", start=False)
    desk.form.focus_on("claim_kind")
    desk.press("Tab", "Enter")
    assert desk.at == desk.form.layer.more_fields[0].key


def test_a_field_hidden_by_its_condition_is_not_shown(open_form: OpenForm) -> None:
    desk = open_form("stance", start=False)
    desk.form.focus_on("target_type")
    desk.press("1")
    chosen = desk.code_of("target_type")
    shown = {
        key
        for key in ("target_actor", "target_issue", "target_link")
        if (editor := desk.form.editor(key)) is not None and editor.isVisible()
    }
    assert chosen == "actor"
    assert shown == {"target_actor"}


def test_control_d_takes_the_previous_codes_value(open_form: OpenForm) -> None:
    desk = open_form("claim")
    desk.world.previous["claimant"] = (Value(actor="b" * 32, start=3, end=9),)
    desk.press("Ctrl+D")
    assert desk.shown("claimant") == ["Daan Okoro"]


def test_closing_reports_what_is_typed(open_form: OpenForm) -> None:
    desk = open_form("claim", start=False)
    desk.form.focus_on("aim")
    desk.type("that talks go on")
    desk.press("Esc")
    assert desk.values == [("aim", (Value(value="that talks go on", origin="manual"),), True)]
    assert desk.closed == [False]


def test_keys_of_the_form_do_not_reach_the_windows_shortcuts(open_form: OpenForm) -> None:
    from PySide6.QtGui import QAction, QKeySequence

    desk = open_form("claim", start=False)
    fired: list[str] = []
    for key in ("E", "1", "Tab", "Return", "Ctrl+D", "Ctrl+Return", "Space", "-"):
        action = QAction(desk.window)
        action.setShortcut(QKeySequence(key))
        action.triggered.connect(lambda _=False, key=key: fired.append(key))
        desk.window.addAction(action)
    desk.form.focus_on("position")
    desk.press("e", "1", "Tab", "Enter", "Ctrl+D", "Space", "-", "Ctrl+Enter")
    QApplication.processEvents()
    assert fired == []


def test_undo_belongs_to_the_window_and_comes_after_what_is_typed(open_form: OpenForm) -> None:
    from PySide6.QtGui import QAction, QKeySequence

    desk = open_form("claim", start=False)
    order: list[str] = []
    desk.form.value_changed.connect(lambda *_: order.append("typed"))
    action = QAction(desk.window)
    action.setShortcut(QKeySequence("Ctrl+Z"))
    action.triggered.connect(lambda: order.append("undo"))
    desk.window.addAction(action)
    desk.form.focus_on("aim")
    desk.type("abc")
    desk.press("Ctrl+Z")
    assert order == ["typed", "undo"]


def test_letters_typed_for_one_code_never_reach_the_next(open_form: OpenForm) -> None:
    desk = open_form("claim")
    desk.type("zzz")
    desk.form.load(annotation("claim"), news_layer("claim"), desk.world)
    desk.form.focus_first()
    before = len(desk.values)
    desk.press("Tab")
    assert len(desk.values) == before
    assert desk.form.fields() == {}


def test_a_refused_date_is_gone_in_the_next_code(open_form: OpenForm) -> None:
    desk = open_form("event", start=False)
    desk.form.focus_on("event_date")
    desk.type("someday")
    desk.form.load(annotation("event"), news_layer("event"), desk.world)
    desk.form.focus_on("event_date")
    desk.press("Tab")
    editor = desk.form.editor("event_date")
    assert editor is not None
    assert (editor.error, desk.values) == ("", [])
