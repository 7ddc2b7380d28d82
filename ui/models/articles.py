"""The list of articles as a model: a section per round with its progress, filtered as one types."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import IntEnum
from itertools import groupby
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt

from annotator.model import ArticleRow

Index = QModelIndex | QPersistentModelIndex

STATE_WORDS = {"todo": "to do", "in_progress": "in progress", "done": "done"}


class Role(IntEnum):
    """What the delegate asks for."""

    ROW = Qt.ItemDataRole.UserRole + 1
    """The `ArticleRow`, or None for a section."""
    SECTION = Qt.ItemDataRole.UserRole + 2
    """The `Section`, or None for an article."""
    UID = Qt.ItemDataRole.UserRole + 3


@dataclass(frozen=True, slots=True)
class Section:
    """The heading above the articles of one round."""

    name: str
    done: int
    total: int

    @property
    def text(self) -> str:
        return f"{self.name} · {self.done} of {self.total} done"


class ArticleListModel(QAbstractListModel):
    """Articles of one coder, grouped by round in the order of the query."""

    def __init__(self, parent: Any = None) -> None:
        super().__init__(parent)
        self._rows: list[ArticleRow] = []
        self._keys: list[str] = []
        self._places: dict[tuple[str, str], int] = {}
        self._totals: dict[str, list[int]] = {}
        """Round -> articles done, articles."""
        self._wanted = ""
        self._shown: list[ArticleRow | Section] = []

    def set_rows(self, rows: Sequence[ArticleRow]) -> None:
        """Show these; where only contents differ, no row moves and nothing loses its place."""
        same = [(r.uid, r.round) for r in rows] == [(r.uid, r.round) for r in self._rows]
        if same:
            self._rows = list(rows)
            self._replace_in_place()
            return
        self.beginResetModel()
        self._rows = list(rows)
        self._places = {(r.uid, r.round): n for n, r in enumerate(rows)}
        self._keys = [f"{r.title}\n{r.source or ''}\n{r.date or ''}".casefold() for r in rows]
        self._shown = self._filtered()
        self.endResetModel()

    def update_rows(self, rows: Sequence[ArticleRow]) -> bool:
        """Take over new contents of a few articles; False where one is not in the list."""
        places = [self._places.get((row.uid, row.round)) for row in rows]
        if None in places:
            return False
        for place, row in zip(places, rows, strict=True):
            self._update(int(place or 0), row)
        return True

    def _update(self, place: int, row: ArticleRow) -> None:
        old = self._rows[place]
        if old == row:
            return  # keep the very row that is shown: it is found by identity
        self._rows[place] = row
        counted = self._totals[row.round]
        counted[0] += (row.state == "done") - (old.state == "done")
        if (row.state == "done") != (old.state == "done"):
            fresh = Section(row.round, *counted)
            self._replace(lambda s: isinstance(s, Section) and s.name == fresh.name, fresh)
        self._replace(lambda s: s is old, row)

    def _replace(
        self, found: Callable[[ArticleRow | Section], bool], new: ArticleRow | Section
    ) -> None:
        at = next((n for n, shown in enumerate(self._shown) if found(shown)), -1)
        if at >= 0:
            self._shown[at] = new
            self.dataChanged.emit(self.index(at), self.index(at))

    def set_filter(self, text: str) -> None:
        """Show the articles whose title, source or date contain every word."""
        wanted = text.casefold().strip()
        if wanted == self._wanted:
            return
        self.beginResetModel()
        self._wanted = wanted
        self._shown = self._filtered()
        self.endResetModel()

    @property
    def total(self) -> int:
        return len(self._rows)

    @property
    def uids(self) -> list[str]:
        """Every article shown, in order."""
        return [r.uid for r in self._shown if isinstance(r, ArticleRow)]

    def row_of(self, uid: str) -> int:
        """Row of an article, -1 where it is not shown."""
        for number, shown in enumerate(self._shown):
            if isinstance(shown, ArticleRow) and shown.uid == uid:
                return number
        return -1

    def article_row(self, uid: str) -> ArticleRow | None:
        """What is known of an article, also of one the filter hides."""
        return next((r for r in self._rows if r.uid == uid), None)

    def neighbour(self, uid: str | None, step: int) -> str | None:
        """The article shown after (1) or before (-1) another one."""
        uids = self.uids
        if not uids:
            return None
        if uid not in uids:
            return uids[0]
        place = uids.index(uid) + step
        return uids[place] if 0 <= place < len(uids) else None

    def next_undone(self, uid: str | None) -> str | None:
        """The next article that is not done, going round once."""
        uids = self.uids
        start = uids.index(uid) + 1 if uid in uids else 0
        states = {r.uid: r.state for r in self._rows}
        for candidate in (*uids[start:], *uids[: max(0, start - 1)]):
            if states[candidate] != "done":
                return candidate
        return None

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        return 0 if parent.isValid() else len(self._shown)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or not 0 <= index.row() < len(self._shown):
            return None
        shown = self._shown[index.row()]
        if isinstance(shown, Section):
            return self._section_data(shown, role)
        return self._row_data(shown, role)

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        if isinstance(self._shown[index.row()], Section):
            return Qt.ItemFlag.ItemNeverHasChildren
        return (
            Qt.ItemFlag.ItemIsEnabled
            | Qt.ItemFlag.ItemIsSelectable
            | Qt.ItemFlag.ItemNeverHasChildren
        )

    def _section_data(self, section: Section, role: int) -> Any:
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return section.text
        return section if role == Role.SECTION else None

    def _row_data(self, row: ArticleRow, role: int) -> Any:
        if role == Qt.ItemDataRole.DisplayRole:
            return row.title
        if role == Qt.ItemDataRole.ToolTipRole:
            return "\n".join(part for part in (row.title, row.source, row.date) if part)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{row.title}, {status_line(row)}"
        if role == Role.ROW:
            return row
        return row.uid if role == Role.UID else None

    def _filtered(self) -> list[ArticleRow | Section]:
        words = self._wanted.split()
        rows = [
            row
            for row, key in zip(self._rows, self._keys, strict=True)
            if all(word in key for word in words)
        ]
        return list(self._with_sections(rows))

    def _with_sections(self, rows: Iterable[ArticleRow]) -> Iterable[ArticleRow | Section]:
        self._totals = {}
        for row in self._rows:
            counted = self._totals.setdefault(row.round, [0, 0])
            counted[0] += row.state == "done"
            counted[1] += 1
        for name, group in groupby(rows, key=lambda r: r.round):
            yield Section(name, *self._totals[name])
            yield from group

    def _replace_in_place(self) -> None:
        shown = self._filtered()
        pairs = enumerate(zip(shown, self._shown, strict=True))
        changed = [n for n, (new, old) in pairs if new != old]
        self._shown = shown
        if changed:
            self.dataChanged.emit(self.index(changed[0]), self.index(changed[-1]))


def status_line(row: ArticleRow) -> str:
    """State, codes, minutes: the second line of an article."""
    parts = [STATE_WORDS[row.state]]
    if row.codes:
        parts.append(f"{row.codes} code{'s' if row.codes != 1 else ''}")
    if row.active_seconds >= 60:
        parts.append(f"{row.active_seconds // 60} min")
    if row.flagged:
        parts.append(f"{row.flagged} flagged")
    return "  ".join(parts)
