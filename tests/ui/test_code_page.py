"""Keys that make codes, pressed in the real window and looked up in the database."""

from __future__ import annotations

import pytest

from tests.ui.workplace import Workplace

LETTERS = {"N": "entity", "E": "event", "S": "stance", "C": "claim", "Q": "statement"}


def test_opens_with_keyboard_in_the_text(window: Workplace) -> None:
    assert window.has_text_focus()
    assert window.mode == "READING"


@pytest.mark.parametrize(("letter", "layer"), LETTERS.items())
def test_letter_codes_the_selection(window: Workplace, letter: str, layer: str) -> None:
    window.select("rail depot")
    window.press(letter)
    assert window.quotes(layer) == ["rail depot"]
    assert window.form_is_open
    assert window.mode == "FORM"


@pytest.mark.parametrize(
    ("letter", "layer", "quote"),
    [
        ("N", "entity", "bombed"),
        ("E", "event", "bombed"),
        ("S", "stance", "Torvan aircraft bombed a rail depot near Kestrel."),
        ("C", "claim", "Torvan aircraft bombed a rail depot near Kestrel."),
        ("Q", "statement", "Torvan aircraft bombed a rail depot near Kestrel."),
    ],
)
def test_letter_without_selection_codes_default_span(
    window: Workplace, letter: str, layer: str, quote: str
) -> None:
    window.put_caret("bombed")
    window.press(letter)
    assert window.quotes(layer) == [quote]


def test_letter_of_its_layer_accepts_current_suggestion(window: Workplace) -> None:
    window.press("Tab", "N")
    assert [(c.quote, c.origin) for c in window.codes()] == [("Ilse Varga", "accepted")]
    assert "Ilse Varga" not in window.suggested_words()[:1]


def test_letter_of_other_layer_codes_words_of_current_suggestion(window: Workplace) -> None:
    window.press("Tab", "E")
    assert window.quotes("event") == ["Ilse Varga"]
    assert len(window.suggestions()) == 7


def test_lower_case_letters_act_too(window: Workplace) -> None:
    window.select("bombed")
    window.press("e")
    assert window.quotes("event") == ["bombed"]


def test_button_of_a_layer_codes_the_selection(window: Workplace) -> None:
    window.select("bombed")
    window.page.bar.action_wanted.emit("layer.event")
    assert window.quotes("event") == ["bombed"]


def test_article_layer_has_one_code_for_the_article(window: Workplace) -> None:
    window.page.bar.action_wanted.emit("layer.article")
    window.type("1")
    window.leave_form()
    window.page.bar.action_wanted.emit("layer.article")
    window.leave_form()
    assert [c.span for c in window.codes("article")] == [None]


# suggestions


def test_tab_walks_the_suggestions_and_goes_round(window: Workplace) -> None:
    seen = []
    for _ in range(8):
        window.press("Tab")
        seen.append(window.current)
    assert seen[:3] == ["Ilse Varga", "Monday", "Port Selm"]
    assert seen[7] == "Ilse Varga"


def test_shift_tab_walks_back(window: Workplace) -> None:
    window.press("Tab", "Tab", "Tab", "Shift+Tab")
    assert window.current == "Monday"


def test_tab_starts_from_the_caret(window: Workplace) -> None:
    window.put_caret("near Kestrel")
    window.press("Tab")
    assert window.current == "Kestrel"


def test_enter_accepts_and_goes_on(window: Workplace) -> None:
    window.press("Tab", "Return")
    assert window.quotes("entity") == ["Ilse Varga"]
    assert window.current == "Monday"


def test_enter_on_a_suggestion_under_the_caret_accepts_it(window: Workplace) -> None:
    window.put_caret("Kestrel")
    window.press("Return")
    assert window.quotes("entity") == ["Kestrel"]


def test_shift_enter_accepts_and_opens(window: Workplace) -> None:
    window.press("Tab", "Shift+Return")
    assert window.quotes("entity") == ["Ilse Varga"]
    assert window.form_is_open


def test_backspace_rejects_and_goes_on(window: Workplace) -> None:
    window.press("Tab", "Backspace")
    assert window.quotes() == []
    assert len(window.suggestions()) == 6
    assert window.current == "Monday"


def test_digit_accepts_with_another_type_and_goes_on(window: Workplace) -> None:
    window.press("Tab", "2")
    (code,) = window.codes("entity")
    assert (code.fields["type"][0].code, code.origin) == ("org", "edited")
    assert window.current == "Monday"


def test_digit_changes_type_of_current_code(window: Workplace) -> None:
    window.press("Tab", "Return")
    window.press("J", "3")
    assert [c.fields["type"][0].code for c in window.codes("entity")] == ["gpe"]


def test_digit_codes_the_selection_as_entity(window: Workplace) -> None:
    window.select("rail depot")
    window.press("6")
    (code,) = window.codes("entity")
    assert (code.quote, code.fields["type"][0].code) == ("rail depot", "fac")
    assert not window.form_is_open


def test_a_accepts_all_on_screen_in_one_step(window: Workplace) -> None:
    window.press("A")
    assert len(window.codes("entity")) == 7
    window.press("Ctrl+Z")
    assert window.codes() == []


def test_shift_a_says_how_many_first_and_then_accepts(window: Workplace) -> None:
    window.page.open_article(window.page.articles.model.uids[1])
    window.window.resize(1440, 300)
    window.page.reader.scroll_back(len(window.article.text))
    window.press("Shift+A")
    assert window.codes() == []
    assert "4 suggestions" in window.page.bar.asked()
    window.press("Shift+A")
    assert len(window.codes("entity")) == 4


def test_another_key_between_takes_the_question_of_shift_a_back(window: Workplace) -> None:
    window.page.open_article(window.page.articles.model.uids[1])
    window.window.resize(1440, 300)
    window.page.reader.scroll_back(len(window.article.text))
    window.press("Shift+A", "J", "Shift+A")
    assert window.codes() == []


# changing codes


def test_delete_removes_current_code(window: Workplace) -> None:
    window.press("Tab", "Return", "J", "Del")
    assert window.codes() == []


def test_ctrl_backspace_removes_current_code(window: Workplace) -> None:
    window.press("Tab", "Return", "J", "Ctrl+Backspace")
    assert window.codes() == []


def test_delete_without_code_says_so(window: Workplace) -> None:
    window.put_caret("bombed")
    window.press("Del")
    assert "No code is current" in window.note


def test_memo_opens_the_form_in_its_memo(window: Workplace) -> None:
    window.press("Tab", "Return", "J", "M")
    window.type("odd one")
    window.press("Esc")
    assert [c.note for c in window.codes()] == ["odd one"]
    assert window.has_text_focus()


def test_flag_toggles(window: Workplace) -> None:
    window.press("Tab", "Return", "J", "F")
    assert [c.flagged for c in window.codes()] == [True]
    window.press("F")
    assert [c.flagged for c in window.codes()] == [False]


def test_identical_mentions_are_counted_first_then_coded(window: Workplace) -> None:
    window.press("Tab", "Return", "K", "G")
    assert window.quotes() == ["Ilse Varga"]
    assert "once" in window.page.bar.asked()
    window.press("G")
    assert window.quotes("entity") == ["Ilse Varga", "Ilse Varga"]
    assert {c.fields["type"][0].code for c in window.codes()} == {"person"}


def test_identical_mentions_are_one_step(window: Workplace) -> None:
    window.press("Tab", "G", "G")
    assert len(window.codes()) == 2
    window.press("Ctrl+Z")
    assert window.codes() == []


def test_another_key_between_takes_the_question_of_g_back(window: Workplace) -> None:
    window.press("Tab", "Return", "K", "G", "F", "G")
    assert window.quotes() == ["Ilse Varga"]


def test_same_code_again_copies_values(window: Workplace) -> None:
    window.select("bombed")
    window.press("E", "1")
    window.leave_form()
    window.select("met")
    window.press("Ctrl+D")
    codes = window.codes("event")
    assert [c.quote for c in codes] == ["bombed", "met"]
    assert codes[0].fields["event_type"] == codes[1].fields["event_type"]


def test_fragment_is_added_to_the_code_that_was_current(window: Workplace) -> None:
    window.select("never accept a truce")
    window.press("C")
    window.type("Okoro")
    window.press("Return")
    window.leave_form()
    window.select("freezes the line")
    window.press("Shift+B")
    (code,) = window.codes("claim")
    assert [window.article.text[p.start : p.end] for p in code.passages()] == [
        "never accept a truce",
        "freezes the line",
    ]


def test_stacked_codes_of_one_layer_are_kept_apart(window: Workplace) -> None:
    for _ in range(3):
        window.select("bombed")
        window.press("E", "1")
        window.leave_form()
    assert window.quotes("event") == ["bombed"] * 3
    window.leave_form()
    window.put_caret("Torvan")
    seen = set()
    for _ in range(3):
        window.press("J")
        seen.add(window.page.desk.current.uid)  # type: ignore[union-attr]
    assert len(seen) == 3
