"""The form on the Code page: opening, closing, dropping, filling roles, and one step per visit."""

from __future__ import annotations

from PySide6.QtCore import QPoint

from annotator.project import queries
from tests.ui.workplace import PIPELINE, TEXT, Workplace, suggested


def test_untouched_new_code_is_dropped(window: Workplace) -> None:
    window.select("bombed")
    window.press("E")
    window.leave_form()
    assert window.codes() == []
    assert window.has_text_focus()


def test_dropping_an_untouched_code_keeps_its_place_selected(window: Workplace) -> None:
    window.select("bombed")
    window.press("E")
    window.leave_form()
    assert window.selected == "bombed"


def test_dropping_an_untouched_code_leaves_nothing_to_undo_but_what_was_before(
    window: Workplace,
) -> None:
    window.press("Tab", "Return")
    window.select("bombed")
    window.press("E")
    window.leave_form()
    window.press("Ctrl+Z")
    assert window.note == "Undone: Accept entity"
    assert window.codes() == []


def test_going_to_another_article_drops_an_untouched_code(window: Workplace) -> None:
    first = window.article.uid
    window.select("bombed")
    window.press("E", "Alt+Down")
    assert queries.annotations_of(window.reader, first, window.coder) == []


def test_closing_the_project_drops_an_untouched_code(window: Workplace) -> None:
    from annotator.project.store import Store

    window.select("bombed")
    window.press("E")
    first, coder = window.article.uid, window.coder
    window.window.close_project()
    with Store.open(window.path) as store:
        assert queries.annotations_of(store.reader, first, coder) == []


def test_coding_again_from_the_text_drops_the_untouched_code(window: Workplace) -> None:
    window.select("bombed")
    window.press("E", "Shift+F6")
    window.select("rail depot")
    window.press("N", "6")
    window.leave_form()
    assert window.quotes() == ["rail depot"]


def test_closing_returns_to_the_text_with_the_span_selected(window: Workplace) -> None:
    window.select("bombed")
    window.press("E", "1")
    window.leave_form()
    assert window.has_text_focus()
    assert window.selected == "bombed"
    assert window.current == "bombed"


def test_closing_by_enter_returns_to_the_text_with_the_span_selected(window: Workplace) -> None:
    window.select("bombed")
    window.press("E", "1")
    for _ in range(12):
        if window.form_is_open:
            window.press("Return")
    assert window.has_text_focus()
    assert window.selected == "bombed"


def test_incomplete_code_is_saved_and_marked(window: Workplace) -> None:
    window.select("bombed")
    window.press("C")
    window.type("Varga")
    window.press("Return")
    window.leave_form()
    (code,) = window.codes("claim")
    assert code.state == "draft"
    assert [m.incomplete for m in window.page.looks.marks() if m.uid == code.uid] == [True]


def test_enter_reopens_the_form_of_the_current_code(window: Workplace) -> None:
    window.select("bombed")
    window.press("E", "1")
    window.leave_form()
    window.press("Return")
    assert window.form_is_open
    window.press("Esc")
    assert window.quotes("event") == ["bombed"]


def test_ctrl_enter_confirms_and_closes(window: Workplace) -> None:
    window.select("bombed")
    window.press("E", "1", "Ctrl+Return")
    assert not window.form_is_open
    assert window.has_text_focus()


def test_clicking_a_card_opens_its_form(window: Workplace) -> None:
    window.select("bombed")
    window.press("E", "1")
    window.leave_form()
    (code,) = window.codes("event")
    window.page.cards.card_clicked.emit(code.uid)
    assert window.page.cards.open_uid == code.uid


def test_digit_in_an_empty_actor_field_takes_the_articles_actor(window: Workplace) -> None:
    window.select("bombed")
    window.press("E", "1")
    window.page.cards.form.focus_on("actor")
    window.press("1")
    window.leave_form()
    (code,) = window.codes("event")
    names = queries.actor_names(window.reader)
    assert names[str(code.fields["actor"][0].actor)] == "Ilse Varga"


def test_click_on_an_entity_fills_the_role_that_has_the_focus(window: Workplace) -> None:
    window.select("bombed")
    window.press("E", "1")
    window.page.cards.form.focus_on("recipient")
    window.click("Kestrel")
    (code,) = window.codes("event")
    (value,) = code.fields["recipient"]
    assert queries.actor_names(window.reader)[str(value.actor)] == "Kestrel"
    assert (value.start, value.end) == (TEXT.index("Kestrel"), TEXT.index("Kestrel") + 7)
    assert window.mode == "FORM"


def test_a_filled_role_is_lit_up_in_the_text(window: Workplace) -> None:
    window.select("bombed")
    window.press("E", "1")
    window.page.cards.form.focus_on("recipient")
    window.click("Kestrel")
    window.leave_form()
    lit = [(TEXT[s.start : s.end], role) for s, role in window.page.looks.participants()]
    assert ("Kestrel", "recipient") in lit


def test_click_on_a_mark_makes_it_current(window: Workplace) -> None:
    window.click("Kestrel")
    assert window.current == "Kestrel"
    assert window.has_text_focus()


def test_typing_a_memo_is_one_step(window: Workplace) -> None:
    window.press("Tab", "Return", "K", "M")
    window.type("first")
    window.leave_form()
    window.press("Ctrl+Z")
    assert window.note == "Undone: Memo"
    assert [c.note for c in window.codes()] == [""]


def test_undo_takes_back_one_field_at_a_time(window: Workplace) -> None:
    window.select("bombed")
    window.press("E", "1")
    window.page.cards.form.focus_on("actor")
    window.press("1")
    window.leave_form()
    window.press("Ctrl+Z")
    (code,) = window.codes("event")
    assert "actor" not in code.fields
    assert "event_type" in code.fields


def test_undo_of_the_open_code_closes_its_form(window: Workplace) -> None:
    window.select("bombed")
    window.press("E", "1", "Shift+F6", "Ctrl+Z", "Ctrl+Z")
    assert window.codes() == []
    assert not window.form_is_open
    assert window.has_text_focus()


def test_form_of_an_entity_stays_while_the_text_goes_on(window: Workplace) -> None:
    window.press("Tab", "Shift+Return", "Shift+F6", "Tab")
    assert window.current == "Monday"
    assert window.form_is_open


# safety


def test_arriving_suggestions_move_nothing(window: Workplace) -> None:
    window.page.open_article(window.page.articles.model.uids[1])
    window.put_caret("pier 20")
    window.select("pier 20")
    window.press("E", "1")
    before = _situation(window)
    drafts = suggested(window.article.text)[:1]
    window.store.save_suggestions(window.article.uid, drafts, **PIPELINE)
    window.page.suggestions_arrived({window.article.uid})
    assert _situation(window) == before
    assert len(window.page.desk.suggestions) == 1


def test_arriving_suggestions_keep_the_current_suggestion_where_it_is_still_proposed(
    window: Workplace,
) -> None:
    window.press("Tab", "Tab", "Tab")
    window.store.save_suggestions(window.article.uid, suggested(TEXT), **PIPELINE)
    window.page.suggestions_arrived({window.article.uid})
    assert window.current == "Port Selm"
    window.press("Return")
    assert window.quotes() == ["Port Selm"]


def test_held_down_letter_codes_once(window: Workplace) -> None:
    from PySide6.QtCore import QEvent, Qt
    from PySide6.QtGui import QKeyEvent
    from PySide6.QtWidgets import QApplication

    window.press("Tab")
    for repeat in (False, True, True):
        event = QKeyEvent(
            QEvent.Type.KeyPress, Qt.Key.Key_Return, Qt.KeyboardModifier.NoModifier, "\r", repeat
        )
        QApplication.sendEvent(window.page.reader, event)
    assert len(window.codes()) == 1


def test_bare_letters_can_be_switched_off(window: Workplace) -> None:
    window.window.actions_table.trigger("view.letters")
    window.select("bombed")
    window.press("E", "Shift+W", "Shift+A", "1")
    assert window.codes() == []
    assert window.selected == "bombed"
    window.window.actions_table.trigger("view.letters")
    window.press("E", "1")
    assert window.quotes("event") == ["bombed"]


def _situation(window: Workplace) -> tuple[object, ...]:
    from PySide6.QtWidgets import QApplication

    reader = window.page.reader
    return (
        QApplication.focusWidget(),
        reader.verticalScrollBar().value(),
        reader.selection(),
        reader.caret(),
        window.page.desk.current,
        window.page.cards.open_uid,
        reader.viewport().mapToGlobal(QPoint(0, 0)),
    )
