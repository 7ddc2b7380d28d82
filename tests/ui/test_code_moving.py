"""Keys that move: caret, codes, ends, sentences, articles, panes; and undo, which shows its place."""

from __future__ import annotations

from annotator.model import Span
from annotator.project import queries
from tests.ui.workplace import SECOND_TITLE, TITLE, Workplace, places
from ui.models.articles import Role


def test_arrow_moves_by_token_and_shift_extends(window: Workplace) -> None:
    window.put_caret("rail depot")
    window.press("Right", "Shift+Right")
    assert window.selected == "depot"


def test_ctrl_arrow_moves_by_sentence(window: Workplace) -> None:
    window.put_caret("Ilse Varga said")
    window.press("Ctrl+Right")
    assert window.article.text[window.page.reader.caret() :].startswith("Torvan aircraft")


def test_w_widens_and_shift_w_narrows(window: Workplace) -> None:
    window.put_caret("truce")
    seen = []
    for key in ("W", "W", "W", "W"):
        window.press(key)
        seen.append(window.selected)
    assert seen[0] == "truce"
    assert "We will never accept a truce that freezes the line" in seen[-1]
    assert [len(s) for s in seen] == sorted(len(s) for s in seen)
    for _ in range(4):
        window.press("Shift+W")
    assert window.selected == "truce"


def test_w_moves_the_current_code_along_in_one_step(window: Workplace) -> None:
    window.select("truce")
    window.press("E", "1")
    window.leave_form()
    window.press("W", "W")
    widened = window.quotes("event")
    assert widened != ["truce"]
    window.press("Ctrl+Z")
    assert window.quotes("event") == ["truce"]


def test_j_and_k_walk_the_codes(window: Workplace) -> None:
    window.press("A")
    window.put_caret("Harbour")
    window.press("J", "J")
    assert window.current == "Monday"
    window.press("K", "K")
    assert window.current == "Daan Okoro" or window.current == "Port Selm"


def test_what_the_caret_leaves_is_current_no_longer(window: Workplace) -> None:
    window.press("Tab")
    window.page.reader.place_caret(len(window.article.text) - 5)
    window.press("Backspace")
    assert window.current == ""
    assert len(window.suggestions()) == 7


def test_what_another_selection_leaves_is_current_no_longer(window: Workplace) -> None:
    window.press("Tab", "Return", "K")
    window.page.reader.select(places(window.article.text, "rail depot")[0])
    window.press("Del")
    assert [c.quote for c in window.codes()] == ["Ilse Varga"]


def test_widened_code_stays_current(window: Workplace) -> None:
    window.select("bombed")
    window.press("E")
    window.type("assault")
    window.press("Return", "Ctrl+Return", "W", "W")
    assert window.page.desk.current_code is not None
    assert window.current == window.selected != "bombed"


def test_escape_clears_selection_then_current_item(window: Workplace) -> None:
    window.press("Tab")
    span = window.page.desk.suggestions[0].span
    window.page.reader.select(Span(span.start + len("Ilse "), span.end))
    window.press("Esc")
    assert window.selected == ""
    assert window.current == "Ilse Varga"
    window.press("Esc")
    assert window.page.desk.current is None


# boundary mode


def test_boundary_moves_the_end_and_keeps_it_in_one_step(window: Workplace) -> None:
    window.select("rail")
    window.press("N", "6")
    window.leave_form()
    window.press("B")
    assert window.mode == "BOUNDARY"
    window.press("Right", "Right", "Left", "Return")
    assert window.quotes("entity") == ["rail depot"]
    assert window.mode == "READING"
    window.press("Ctrl+Z")
    assert window.quotes("entity") == ["rail"]


def test_boundary_moves_the_other_end(window: Workplace) -> None:
    window.select("depot")
    window.press("N", "6")
    window.leave_form()
    window.press("B", "Tab", "Left", "Return")
    assert window.quotes("entity") == ["rail depot"]


def test_boundary_moves_by_character(window: Workplace) -> None:
    window.select("depot")
    window.press("N", "6")
    window.leave_form()
    window.press("B", "Shift+Left", "Shift+Left", "Return")
    assert window.quotes("entity") == ["dep"]


def test_boundary_escape_restores(window: Workplace) -> None:
    window.select("depot")
    window.press("N", "6")
    window.leave_form()
    window.press("B", "Left", "Right", "Right", "Esc")
    assert window.quotes("entity") == ["depot"]
    assert window.selected == "depot"
    assert window.mode == "READING"


def test_undo_in_boundary_mode_leaves_the_mode(window: Workplace) -> None:
    window.select("depot")
    window.press("N", "6")
    window.leave_form()
    window.press("B", "Right", "Ctrl+Z")
    assert window.mode == "READING"
    window.press("Return", "Esc")
    assert window.note == "" or "no longer" not in window.note


# reading and finishing


def test_space_marks_sentence_read_and_goes_on(window: Workplace) -> None:
    span = window.put_caret("Ilse Varga said")
    window.press("Space")
    assignment = queries.assignment_of(window.reader, window.article.uid, window.coder)
    assert assignment is not None
    (read,) = queries.read_spans(window.reader, assignment.uid)
    assert read.start == span.start
    assert window.article.text[window.page.reader.caret() :].startswith("Torvan")


def test_shift_space_goes_back_and_unmarks(window: Workplace) -> None:
    window.put_caret("Ilse Varga said")
    window.press("Space", "Shift+Space")
    assignment = queries.assignment_of(window.reader, window.article.uid, window.coder)
    assert assignment is not None
    assert queries.read_spans(window.reader, assignment.uid) == []
    assert window.article.text[window.page.reader.caret() :].startswith("Ilse Varga said")


def test_finishing_asks_once_and_opens_the_next(window: Workplace) -> None:
    first = window.article.uid
    window.press("Ctrl+Shift+Return")
    assert "unread" in window.page.bar.asked()
    assert "7 suggestions undecided" in window.page.bar.asked()
    window.press("Ctrl+Shift+Return")
    done = queries.assignment_of(window.reader, first, window.coder)
    assert done is not None and done.state == "done"
    assert window.article.title == SECOND_TITLE
    assert window.page.bar.asked() == ""


def test_finished_article_says_so_in_list_and_bar(window: Workplace) -> None:
    first = window.article.uid
    window.press("Tab", "Return", "F6", "Shift+F6")
    window.press("Ctrl+Shift+Return", "Ctrl+Shift+Return", "Alt+Up")
    model = window.page.articles.model
    assert model.index(model.row_of(first)).data(Role.ROW).state == "done"
    assert window.page.bar.hints()[0] == ("", "✓ finished")


def test_a_key_between_takes_the_question_of_finishing_back(window: Workplace) -> None:
    window.press("Ctrl+Shift+Return", "Right")
    window.press("Tab", "Ctrl+Shift+Return")
    assert queries.assignment_of(window.reader, window.article.uid, window.coder) is None


def test_undo_of_finishing_comes_back_to_the_article(window: Workplace) -> None:
    first = window.article.uid
    window.press("Ctrl+Shift+Return", "Ctrl+Shift+Return", "Ctrl+Z")
    assert window.article.uid == first
    assignment = queries.assignment_of(window.reader, first, window.coder)
    assert assignment is None or assignment.state != "done"


def test_alt_arrows_go_through_the_articles(window: Workplace) -> None:
    window.press("Alt+Down")
    assert window.article.title == SECOND_TITLE
    assert window.has_text_focus()
    window.press("Alt+Up")
    assert window.article.title == TITLE


def test_ctrl_page_keys_go_through_the_articles(window: Workplace) -> None:
    window.press("Ctrl+PgDown")
    assert window.article.title == SECOND_TITLE
    window.press("Ctrl+PgUp")
    assert window.article.title == TITLE


# panes


def test_f6_goes_round_the_panes_and_names_the_mode(window: Workplace) -> None:
    seen = []
    for _ in range(3):
        window.press("F6")
        seen.append(window.mode)
    assert seen == ["LIST", "LIST", "READING"]


def test_ctrl_j_and_shift_f6_go_back_and_forth(window: Workplace) -> None:
    window.press("Ctrl+J", "Shift+F6")
    assert window.has_text_focus()


def test_f6_reaches_the_open_form_and_back(window: Workplace) -> None:
    window.select("bombed")
    window.press("E", "Shift+F6")
    assert window.has_text_focus()
    window.press("F6")
    assert window.mode == "FORM"


def test_escape_in_the_article_list_goes_back_to_the_text(window: Workplace) -> None:
    window.press("Shift+F6", "Esc")
    assert window.has_text_focus()


def test_f6_opens_the_folded_list(window: Workplace) -> None:
    window.window.resize(1150, 800)
    window.press("Shift+F6")
    assert window.page.articles.list.hasFocus()


def test_enter_in_the_article_list_opens_the_article(window: Workplace) -> None:
    window.press("Shift+F6", "Down", "Return")
    assert window.article.title == SECOND_TITLE
    assert window.has_text_focus()


# finding


def test_find_here_walks_the_hits(window: Workplace) -> None:
    window.press("Ctrl+F")
    window.type("ilse varga")
    assert window.selected == "Ilse Varga"
    first = window.page.reader.selection()
    window.press("Return")
    assert window.selected == "Ilse Varga"
    assert window.page.reader.selection() != first
    window.press("Esc", "F3")
    assert window.page.reader.selection() == first
    assert window.has_text_focus()


def test_filter_finds_articles(window: Workplace) -> None:
    window.press("Shift+F6", "Ctrl+F")
    window.type("dockers")
    assert [
        window.page.articles.model.article_row(u).title for u in window.page.articles.model.uids
    ] == [  # type: ignore[union-attr]
        SECOND_TITLE
    ]
    window.press("Return")
    assert window.article.title == SECOND_TITLE


# undo and redo


def test_undo_and_redo_name_the_step_and_show_its_place(window: Workplace) -> None:
    window.select("Kestrel")
    window.press("N", "3")
    window.leave_form()
    window.put_caret("Nothing else")
    window.press("Ctrl+Z")
    assert "Undone" in window.note
    window.press("Ctrl+Z")
    assert window.note == "Undone: Code entity"
    assert window.codes() == []
    assert window.article.text[window.page.reader.caret() :].startswith("Kestrel")
    window.press("Ctrl+Shift+Z")
    assert window.note == "Done again: Code entity"
    assert window.current == "Kestrel"
    assert window.quotes() == ["Kestrel"]


def test_undo_of_a_deletion_makes_the_code_current(window: Workplace) -> None:
    window.select("Kestrel")
    window.press("N", "3")
    window.leave_form()
    window.press("Del")
    window.put_caret("Harbour")
    window.press("Ctrl+Z")
    assert window.current == "Kestrel"


def test_undo_reaches_into_another_article(window: Workplace) -> None:
    window.select("Kestrel")
    window.press("N", "3")
    window.leave_form()
    window.press("Alt+Down", "Ctrl+Z")
    assert window.article.title == TITLE


def test_undo_of_reading_shows_the_sentence(window: Workplace) -> None:
    window.put_caret("Torvan aircraft")
    window.press("Space")
    window.put_caret("Nothing else")
    window.press("Ctrl+Z")
    assert window.article.text[window.page.reader.caret() :].startswith("Torvan aircraft")
