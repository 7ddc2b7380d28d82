"""What a look before importing lists: articles, those that are nearly the same, refusals, notes."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt, Signal

from annotator.commands.articles import PreparedArticle
from annotator.importers.registry import Notice, Refusal
from ui.importing import Twin
from ui.models.table import Column, Index, TableModel


def article_columns() -> tuple[Column[PreparedArticle], ...]:
    """Columns of the articles that would come in."""
    return (
        Column("Title", lambda a: a.title),
        Column("Date", lambda a: a.draft.date or ""),
        Column("Source", lambda a: a.draft.source or ""),
        Column("Characters", lambda a: f"{len(a.text):,}", number=True),
        Column("From", lambda a: a.draft.where),
    )


def refusal_columns() -> tuple[Column[Refusal], ...]:
    """Columns of what cannot come in."""
    return (Column("Where", lambda r: r.where), Column("Why", lambda r: r.why))


def notice_columns() -> tuple[Column[Notice], ...]:
    """Columns of what was guessed."""
    return (Column("Where", lambda n: n.where), Column("What was decided", lambda n: n.what))


class TwinModel(TableModel[Twin]):
    """Articles that are nearly the same as others, each with a check: does it come in?"""

    changed = Signal()

    def __init__(self, parent: Any = None) -> None:
        columns: tuple[Column[Twin], ...] = (
            Column("Bring in", self._title),
            Column("is nearly the same as", lambda t: t.other),
            Column("which is", lambda t: "in the project" if t.stored else "coming in too"),
            Column("Shared", lambda t: f"{t.similarity:.0%}", number=True),
        )
        super().__init__(columns, parent)
        self._titles: tuple[str, ...] = ()
        self._left_out: set[int] = set()

    def show_twins(self, twins: tuple[Twin, ...], titles: tuple[str, ...]) -> None:
        """Show these; the very same texts are left out unless somebody checks them."""
        self._titles = titles
        self._left_out = {twin.article for twin in twins if twin.kind == "same"}
        self.set_rows(twins)

    @property
    def left_out(self) -> frozenset[int]:
        """Places of the articles that are not to come in."""
        return frozenset(self._left_out)

    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = super().flags(index)
        if index.isValid() and index.column() == 0:
            flags |= Qt.ItemFlag.ItemIsUserCheckable
        return flags

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role == Qt.ItemDataRole.CheckStateRole and index.isValid():
            if index.column() != 0:
                return None
            out = self.row(index.row()).article in self._left_out
            return Qt.CheckState.Unchecked if out else Qt.CheckState.Checked
        return super().data(index, role)

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        if role != Qt.ItemDataRole.CheckStateRole or not index.isValid() or index.column() != 0:
            return False
        article = self.row(index.row()).article
        if Qt.CheckState(value) == Qt.CheckState.Checked:
            self._left_out.discard(article)
        else:
            self._left_out.add(article)
        self.dataChanged.emit(index, index, [Qt.ItemDataRole.CheckStateRole])
        self.changed.emit()
        return True

    def check_all(self, checked: bool) -> None:
        """Bring all in, or none."""
        for row in range(self.rowCount()):
            state = Qt.CheckState.Checked if checked else Qt.CheckState.Unchecked
            self.setData(self.index(row, 0), state, Qt.ItemDataRole.CheckStateRole)

    def _title(self, twin: Twin) -> str:
        return self._titles[twin.article] if twin.article < len(self._titles) else ""
