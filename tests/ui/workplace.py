"""A window at work: a small project, and hands that press real keys and click real pixels."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from annotator.commands.coders import add_coder
from annotator.model import Annotation, Article, Span, Suggestion, SuggestionDraft, Value
from annotator.project import queries
from annotator.project.reader import Reader
from annotator.project.store import Store
from tests.helpers import new_store, with_article
from ui.main_window import MainWindow
from ui.pages.code.page import CodePage

TITLE = "Harbour talks resume"
TEXT = (
    "Harbour talks resume\n\n"
    "Ilse Varga said on Monday that negotiators would return to Port Selm within days. "
    "Torvan aircraft bombed a rail depot near Kestrel. "
    "Ilse Varga called the raid a disgrace.\n\n"
    "“We will never accept a truce that freezes the line,” Daan Okoro told reporters. "
    "The council of Port Selm met behind closed doors.\n\n"
    "Nothing else was said that night."
)
SECOND_TITLE = "Dockers walk out"
SECOND_TEXT = (
    "Dockers walk out\n\n"
    "Dockers in Port Selm walked out on Tuesday. Daan Okoro asked them to return.\n\n"
    + "\n\n".join(
        f"Paragraph {n} tells what happened on pier {n}, at length and in plain words, so that "
        f"the page is longer than the window. Ilse Varga came by on foot."
        for n in range(1, 30)
    )
)
ENTITIES = (
    ("Ilse Varga", 0, "person"),
    ("Monday", 0, "date"),
    ("Port Selm", 0, "gpe"),
    ("Kestrel", 0, "gpe"),
    ("Ilse Varga", 1, "person"),
    ("Daan Okoro", 0, "person"),
    ("Port Selm", 1, "gpe"),
)
"""(words, which of them, type) suggested in the first article."""
PIPELINE = {"pipeline": "by hand", "version": "1"}


def make_project(folder: Path, *, texts: Sequence[tuple[str, str]] | None = None) -> Path:
    """A project with coder A, articles, and suggestions that need no language pipeline."""
    with new_store(folder) as store:
        store.run("Add coder", add_coder, "A", coder=None)
        for title, text in texts if texts is not None else _two():
            uid = with_article(store, text, title=title)
            store.save_suggestions(uid, suggested(text), **PIPELINE)
        return store.path


def suggested(text: str) -> list[SuggestionDraft]:
    """The entities above, where the text names them."""
    drafts = []
    for words, nth, kind in ENTITIES:
        found = places(text, words)
        if nth < len(found):
            span = found[nth]
            fields = {"type": (Value(code=kind),)}
            drafts.append(SuggestionDraft("entity", span.start, span.end, fields))
    return drafts


def places(text: str, words: str) -> list[Span]:
    """Everywhere some words stand."""
    found, at = [], text.find(words)
    while at >= 0:
        found.append(Span(at, at + len(words)))
        at = text.find(words, at + 1)
    return found


def _two() -> list[tuple[str, str]]:
    return [(TITLE, TEXT), (SECOND_TITLE, SECOND_TEXT)]


@dataclass
class Workplace:
    """A window with a project open, and what a coder does there."""

    window: MainWindow
    path: Path

    @property
    def page(self) -> CodePage:
        page = self.window.pages["code"]
        assert isinstance(page, CodePage)
        return page

    @property
    def store(self) -> Store:
        assert self.window.session is not None
        return self.window.session.store

    @property
    def reader(self) -> Reader:
        return self.store.reader

    @property
    def coder(self) -> str:
        assert self.window.session is not None
        return self.window.session.coder.uid

    @property
    def article(self) -> Article:
        article = self.page.desk.article
        assert article is not None
        return article

    # what a coder does

    def press(self, *keys: str) -> None:
        """Press keys one after the other, written as in the menus ("Shift+W", "Return")."""
        for key in keys:
            name = key.replace("Shift+Tab", "Shift+Backtab")  # what keyboards send for it
            pressed = QKeySequence.fromString(name)[0]  # type: ignore[index]
            target = QApplication.activePopupWidget() or self.window
            QTest.keyClick(target.windowHandle(), pressed.key(), pressed.keyboardModifiers())

    def type(self, text: str) -> None:
        """Type letters, as into a field."""
        for letter in text:
            QTest.keyClick(self.window.windowHandle(), letter)

    def put_caret(self, words: str, nth: int = 0) -> Span:
        """Put the caret before some words; where they stand."""
        span = places(self.article.text, words)[nth]
        self.page.make_current(None)
        self.page.place_caret(span.start)
        return span

    def select(self, words: str, nth: int = 0) -> Span:
        """Select words with the mouse's result; where they stand."""
        span = self.put_caret(words, nth)
        self.page.reader.select(span)
        return span

    def click(self, words: str, nth: int = 0) -> None:
        """Click into the middle of some words."""
        span = places(self.article.text, words)[nth]
        self.page.reader.reveal(span)
        place: QPoint = self.page.reader.rects_of(span)[0].center().toPoint()
        button, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
        QTest.mouseClick(self.page.reader.viewport(), button, none, place)

    def leave_form(self) -> None:
        """Esc: the list of choices, where one is open, then the form."""
        for _ in range(3):
            if self.form_is_open:
                self.press("Esc")
        assert not self.form_is_open

    # what is there afterwards

    def codes(self, layer: str | None = None) -> list[Annotation]:
        """The coder's codes of the open article, as the database has them."""
        found = queries.annotations_of(self.reader, self.article.uid, self.coder)
        return [c for c in found if layer in (None, c.layer)]

    def quotes(self, layer: str | None = None) -> list[str]:
        return [c.quote for c in self.codes(layer)]

    def suggestions(self) -> list[Suggestion]:
        return queries.open_suggestions(self.reader, self.article.uid, self.coder)

    def suggested_words(self) -> list[str]:
        return [self.article.text[s.span.start : s.span.end] for s in self.suggestions()]

    @property
    def selected(self) -> str:
        span = self.page.reader.selection()
        return self.article.text[span.start : span.end] if span else ""

    @property
    def current(self) -> str:
        """The words of the current item."""
        span = self.page.desk.current_span
        return self.article.text[span.start : span.end] if span else ""

    @property
    def mode(self) -> str:
        return self.window.status.mode

    @property
    def note(self) -> str:
        return self.window.toast.text if self.window.toast.isVisible() else ""

    @property
    def form_is_open(self) -> bool:
        return bool(self.page.cards.open_uid)

    def has_text_focus(self) -> bool:
        return self.page.reader.hasFocus()


Opened = Callable[..., Workplace]
