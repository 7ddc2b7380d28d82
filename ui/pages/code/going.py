"""Which article lies open, where in it the coder stands, and how long they have worked on it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from time import monotonic

from PySide6.QtCore import QObject, QTimer, Signal

from annotator.errors import ProjectError
from annotator.model import ArticleRow, Changes, Span
from annotator.project import queries
from ui.pages.code.desk import FEW, Desk
from ui.pages.code.finding import Finder
from ui.pages.code.forming import Forming
from ui.pages.code.panes import Panes
from ui.pages.code.showing import Showing
from ui.session import Session

IDLE_SECONDS = 60
"""A pause longer than this counts as a pause, not as work."""
KEEP_PLACE_MS = 4000


class Going(QObject):
    """Opens articles and keeps the place in them."""

    opened = Signal(str)

    def __init__(
        self,
        session: Session,
        desk: Desk,
        panes: Panes,
        showing: Showing,
        forming: Forming,
        finder: Finder,
    ) -> None:
        super().__init__(panes)
        self._session = session
        self._desk = desk
        self._panes = panes
        self._showing = showing
        self._forming = forming
        self._finder = finder
        self._seen_at = monotonic()
        self._seconds = 0.0
        self._place_timer = QTimer(self, interval=KEEP_PLACE_MS)
        self._place_timer.timeout.connect(self.keep_place)
        self._place_timer.start()

    @property
    def uid(self) -> str | None:
        return self._desk.article.uid if self._desk.article else None

    def open(self, uid: str, position: int | None = None) -> None:
        """Show an article, where the coder left it or at a position (code points)."""
        self._forming.leave()
        self.keep_place()
        try:
            self._desk.open(uid)
        except KeyError:
            return
        except ProjectError as error:
            self._session.failed.emit(str(error))
            return
        article, segments = self._desk.article, self._desk.segments
        assert article is not None and segments is not None
        self._finder.forget()
        self._panes.bar.ask("")
        self._panes.reader.show_article(article, segments, self._showing.looks.marks())
        self._panes.reader.set_read(self._desk.read)
        self._show_place(len(article.text), position)
        self._showing.cards()
        self._showing.hints()
        self._panes.articles.set_current(uid)
        self._seen_at, self._seconds = monotonic(), 0.0
        self.opened.emit(uid)

    def open_next(self) -> bool:
        """Go on with the next article that is not done; whether there is one."""
        uid = self._panes.articles.model.next_undone(self.uid)
        if uid is None or uid == self.uid:
            self.refresh_rows()
            return False
        self.open(uid)
        return True

    def step(self, step: int) -> None:
        """The next (1) or previous (-1) article of the list."""
        uid = self._panes.articles.model.neighbour(self.uid, step)
        if uid is not None:
            self.open(uid)
            self._panes.focus_text()

    def show_passage(self, uid: str, span: Span) -> None:
        """Open an article at a passage and select it."""
        if uid != self.uid:
            self.open(uid)
        if uid == self.uid:
            self._panes.reader.select(span)
            self._panes.reader.reveal(span)
            self._panes.focus_text()

    def show_articles(self) -> None:
        """Read the list again; with nothing open yet, open where work goes on."""
        rows = self.refresh_rows()
        self._panes.no_article.setVisible(not rows)
        if not rows:
            self._forming.leave()
            self._desk.clear()
            self._panes.reader.clear_article()
            self._showing.all()
        elif self.uid is None or self._panes.articles.model.article_row(self.uid) is None:
            self.open(_first_wanted(rows))

    def refresh_rows(self) -> Sequence[ArticleRow]:
        rows = queries.article_rows(self._session.reader, self._session.coder.uid)
        self._panes.articles.set_rows(rows)
        return rows

    def refresh_row(self, articles: Collection[str]) -> None:
        """Read the rows of these articles again; where they are many, the whole list."""
        reader, coder = self._session.reader, self._session.coder.uid
        if len(articles) <= FEW:
            rows = [r for a in articles for r in queries.article_rows(reader, coder, article=a)]
            if self._panes.articles.model.update_rows(rows):
                return
        self.refresh_rows()

    def show_undone(self, changes: Changes, make_current: Callable[[str], None]) -> None:
        """Show the place an undo or redo changed, in whichever article it lies."""
        if self.uid not in changes.articles:
            other = next(iter(sorted(changes.articles)), None)
            if other is None:
                return
            self.open(other)
        touched = [uid for table, uid in changes.rows if table == "annotation"]
        here = next((uid for uid in touched if self._desk.code(uid) is not None), None)
        back = here or self._desk.came_back
        if back is not None:
            make_current(back)
        elif self._desk.last_place is not None:
            self._panes.reader.place_caret(self._desk.last_place.start)
            self._panes.reader.reveal(self._desk.last_place)

    # --- place and time ------------------------------------------------------------------------

    def worked(self) -> None:
        """The coder did something: the time since the last time counts, unless it was a pause."""
        now = monotonic()
        pause = now - self._seen_at
        if pause < IDLE_SECONDS:
            self._seconds += pause
        self._seen_at = now

    def keep_place(self) -> None:
        """Save where the coder stands and the seconds of work since the last time."""
        assignment = self._desk.assignment
        if assignment is None or self._session.read_only or self._session.is_waiting:
            return
        seconds = round(self._seconds)
        place = self._panes.reader.scroll_position()
        if seconds == 0 and place == assignment.position:
            return
        self._seconds = 0.0
        self._session.keep_position(assignment.uid, place, seconds)

    def stop(self) -> None:
        """The project closes."""
        self._place_timer.stop()
        self.keep_place()

    def _show_place(self, length: int, position: int | None) -> None:
        known = self._desk.assignment.position if self._desk.assignment else 0
        place = min(known if position is None else position, length)
        if place:
            self._panes.reader.place_caret(place)
            self._panes.reader.scroll_back(place)


def _first_wanted(rows: Sequence[ArticleRow]) -> str:
    """Where work goes on: what was begun, else what is to do, else the first."""
    for state in ("in_progress", "todo"):
        for row in rows:
            if row.state == state:
                return row.uid
    return rows[0].uid
