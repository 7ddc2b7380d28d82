"""The registry of actors as a table whose cells can be written in."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QSortFilterProxyModel, Qt, Signal

from annotator.model import Actor
from ui.models.table import ROW_ROLE, SORT_ROLE, Column, Index, TableModel

NAME, KIND, COUNTRY, ALIASES, USES, APPROVED = range(6)
WRITABLE = (NAME, KIND, COUNTRY)

KIND_WORDS = {
    "GOV": "government", "MIL": "military", "LEG": "legislature", "JUD": "judiciary",
    "PTY": "party", "OPP": "opposition", "COP": "police", "SPY": "intelligence",
    "PRM": "paramilitary", "REB": "rebels", "UAF": "unidentified armed force",
    "CVL": "civilians", "BUS": "business", "CRM": "criminals", "JRN": "media",
    "REF": "refugees", "REL": "religious body", "SOC": "social group", "LAB": "labour",
    "EDU": "education", "MED": "health", "ELI": "elites", "PRE": "pressure group",
    "IGO": "intergovernmental", "NGO": "non-governmental", "UNK": "unknown",
}  # fmt: skip
"""Sectors of the event layer. The field takes any other word as well."""


def kind_text(kind: str | None) -> str:
    """A kind with its word: `GOV government`."""
    word = KIND_WORDS.get(kind or "")
    return f"{kind} {word}" if word else kind or ""


def _columns() -> tuple[Column[Actor], ...]:
    return (
        Column("Name", lambda a: a.name),
        Column("Kind", lambda a: kind_text(a.kind), tip="Sector of the actor"),
        Column("Country", lambda a: a.country or ""),
        Column("Also known as", lambda a: ", ".join(a.aliases)),
        Column(
            "Uses", lambda a: f"{a.uses:,}" if a.uses else "–", sort=lambda a: a.uses, number=True,
            tip="How often it stands in a role of a code",
        ),
        Column(
            "Approved", lambda a: "approved" if a.approved else "proposed",
            sort=lambda a: int(a.approved), tip="Whether the team has agreed on it",
        ),
    )  # fmt: skip


class ActorTableModel(TableModel[Actor]):
    """Reports what somebody wrote into a cell; the page makes a step of it."""

    edited = Signal(object, int, str)
    """(actor, column, text)."""

    def __init__(self, parent: Any = None) -> None:
        super().__init__(_columns(), parent)
        self.may_write = True

    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = super().flags(index)
        if self.may_write and index.isValid() and index.column() in WRITABLE:
            flags |= Qt.ItemFlag.ItemIsEditable
        return flags

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role == Qt.ItemDataRole.EditRole and index.isValid():
            actor = self.row(index.row())
            return (actor.name, actor.kind or "", actor.country or "")[index.column()] if (
                index.column() in WRITABLE
            ) else super().data(index)  # fmt: skip
        return super().data(index, role)

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        if role != Qt.ItemDataRole.EditRole or not index.isValid() or not self.may_write:
            return False
        text = " ".join(str(value).split())
        if text == self.data(index, Qt.ItemDataRole.EditRole):
            return False
        self.edited.emit(self.row(index.row()), index.column(), text)
        return True


class ActorFilter(QSortFilterProxyModel):
    """Sorted as asked; shows the actors that contain every word, and only the unused if wished."""

    def __init__(self, parent: Any = None) -> None:
        super().__init__(parent)
        self._words: tuple[str, ...] = ()
        self._only = ""
        self.setSortRole(SORT_ROLE)
        self.setDynamicSortFilter(True)

    def set_wanted(self, text: str, only: str = "") -> None:
        """Show actors with these words; `only` is empty, `unused`, `proposed` or `unclear`."""
        self._words, self._only = tuple(text.casefold().split()), only
        self.invalidate()

    def filterAcceptsRow(self, row: int, parent: Index) -> bool:
        actor = self.sourceModel().index(row, 0, parent).data(ROW_ROLE)
        if not _is_asked_for(actor, self._only):
            return False
        whole = "\n".join((actor.name, kind_text(actor.kind), actor.country or "", *actor.aliases))
        folded = whole.casefold()
        return all(word in folded for word in self._words)

    def lessThan(self, left: Index, right: Index) -> bool:
        first, second = left.data(SORT_ROLE), right.data(SORT_ROLE)
        if first == second:
            return bool(left.data(ROW_ROLE).name.casefold() < right.data(ROW_ROLE).name.casefold())
        return bool(first < second)


def _is_asked_for(actor: Actor, only: str) -> bool:
    if only == "unused":
        return actor.uses == 0
    if only == "proposed":
        return not actor.approved
    return only != "unclear" or not (actor.kind and actor.country)
