"""Codes that were found, as a table: check boxes on one's own, what each says at a glance."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from PySide6.QtCore import QPointF, Qt, Signal
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap

from annotator.codebook.model import Codebook
from annotator.project.queries import CodeHit
from ui.cards.summary import Name, summary_chips
from ui.models.table import Column, Index, TableModel
from ui.theme import Theme, layer_colour, reading_font

ARTICLE, LAYER, QUOTE, VALUES, CODER, STATE = range(6)
QUOTE_PIXELS = 14
WHOLE = "whole article"
NOT_OWN = "Only {name} can change this code: it cannot be checked."
NO_WRITING = "The project is open for reading only: nothing can be checked."


def values_text(hit: CodeHit, book: Codebook, actor_name: Name) -> str:
    """The asked fields in one line, as on the card of the code."""
    layer = book.find_layer(hit.layer)
    if layer is None:
        return ""
    parts: list[str] = []
    for chip in summary_chips(layer, hit.fields, actor_name, lambda _: ""):
        joint = f" {chip.joint} " if chip.joint else ", "
        parts.append((joint if parts else "") + chip.text)
    return "".join(parts)


def state_text(hit: CodeHit) -> str:
    """`complete`, `incomplete`, with a flag where it has one."""
    word = "incomplete" if hit.state == "draft" else "complete"
    return f"⚑ {word}" if hit.flagged else word


class FoundCodesModel(TableModel[CodeHit]):
    """Knows which rows are checked; they stay so while the list is read again."""

    checks_changed = Signal()

    def __init__(self, parent: Any = None) -> None:
        columns: tuple[Column[CodeHit], ...] = (
            Column("Article", lambda h: h.title),
            Column("Layer", self._layer_text),
            Column("Quote", lambda h: " ".join(h.quote.split()) or WHOLE),
            Column("Values", lambda h: values_text(h, self._book, self._actor_name)),
            Column("Coder", lambda h: h.coder_name),
            Column("State", state_text),
        )
        super().__init__(columns, parent)
        self._book = Codebook("", "", ())
        self._names: dict[str, str] = {}
        self._owner = ""
        self._read_only = False
        self._theme: Theme | None = None
        self._dots: dict[str, QIcon] = {}
        self._checked: set[str] = set()

    def set_look(self, theme: Theme) -> None:
        self._theme, self._dots = theme, {}
        self._tell([Qt.ItemDataRole.DecorationRole, Qt.ItemDataRole.ForegroundRole])

    def show_hits(
        self,
        hits: Sequence[CodeHit],
        *,
        book: Codebook,
        names: dict[str, str],
        owner: str,
        read_only: bool,
    ) -> None:
        """Show other codes. `names` of actors; `owner` is the coder whose codes can be checked."""
        self._book, self._names, self._dots = book, names, {}
        self._owner, self._read_only = owner, read_only
        kept = {h.annotation for h in hits if self.may_check(h)} & self._checked
        changed, self._checked = kept != self._checked, kept
        self.set_rows(hits)
        if changed:
            self.checks_changed.emit()

    def forget(self) -> None:
        """Another project: nothing is found or checked any more."""
        self._checked = set()
        self.set_rows([])
        self.checks_changed.emit()

    # --- checks --------------------------------------------------------------------------------

    def may_check(self, hit: CodeHit) -> bool:
        """Whether it is the coder's own code in a project that can be written."""
        return hit.coder == self._owner and not self._read_only

    def checked(self) -> list[CodeHit]:
        """The checked codes, in the order of the list."""
        return [hit for hit in self._rows if hit.annotation in self._checked]

    def is_checked(self, row: int) -> bool:
        return self._rows[row].annotation in self._checked

    def toggle(self, row: int) -> bool:
        """Check a row or take the check away; says whether it can be checked."""
        hit = self._rows[row]
        if not self.may_check(hit):
            return False
        self._checked ^= {hit.annotation}
        self._tell([Qt.ItemDataRole.CheckStateRole], row)
        self.checks_changed.emit()
        return True

    def toggle_all(self) -> int:
        """Check all that can be checked; where all are, none. How many are checked now."""
        own = {hit.annotation for hit in self._rows if self.may_check(hit)}
        self._checked = set() if own == self._checked else own
        self._tell([Qt.ItemDataRole.CheckStateRole])
        self.checks_changed.emit()
        return len(self._checked)

    def why_not(self, row: int) -> str:
        """Why a row cannot be checked; empty where it can."""
        hit = self._rows[row]
        if self.may_check(hit):
            return ""
        return NO_WRITING if self._read_only else NOT_OWN.format(name=hit.coder_name)

    def row_of(self, annotation: str) -> int:
        """Number of the row of a code; -1 where it is not in the list."""
        return next((n for n, h in enumerate(self._rows) if h.annotation == annotation), -1)

    # --- Qt ------------------------------------------------------------------------------------

    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = super().flags(index)
        if index.isValid() and index.column() == ARTICLE and self.may_check(self.row(index.row())):
            flags |= Qt.ItemFlag.ItemIsUserCheckable
        return flags

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        if role != Qt.ItemDataRole.CheckStateRole or not index.isValid():
            return False
        wanted = Qt.CheckState(value) == Qt.CheckState.Checked
        if wanted == self.is_checked(index.row()):
            return False
        return self.toggle(index.row())

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or index.row() >= len(self._rows):
            return None
        hit, column = self._rows[index.row()], index.column()
        if role == Qt.ItemDataRole.CheckStateRole:
            return self._check_state(hit) if column == ARTICLE else None
        if role == Qt.ItemDataRole.DecorationRole:
            return self._dot(hit.layer) if column == LAYER else None
        if role == Qt.ItemDataRole.FontRole:
            return reading_font(QUOTE_PIXELS) if column == QUOTE else None
        if role == Qt.ItemDataRole.ForegroundRole:
            return self._ink(hit, column)
        if role == Qt.ItemDataRole.ToolTipRole:
            return self._tip(index)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return ", ".join(c.text(hit) for c in self._columns) if column == ARTICLE else None
        return super().data(index, role)

    def _check_state(self, hit: CodeHit) -> Qt.CheckState | None:
        if not self.may_check(hit):
            return None
        checked = hit.annotation in self._checked
        return Qt.CheckState.Checked if checked else Qt.CheckState.Unchecked

    def _tip(self, index: Index) -> str | None:
        hit = self._rows[index.row()]
        if index.column() == ARTICLE and (why := self.why_not(index.row())):
            return why
        if index.column() == STATE:
            return f"{state_text(hit)} · {hit.round}" + (f"\n{hit.note}" if hit.note else "")
        return self._columns[index.column()].text(hit) or None

    def _ink(self, hit: CodeHit, column: int) -> QColor | None:
        theme = self._theme
        if theme is None:
            return None
        if column == STATE:
            return QColor(theme.warn if hit.state == "draft" else theme.muted)
        if column == CODER or (column == ARTICLE and not self.may_check(hit)):
            return QColor(theme.muted)
        return None

    def _dot(self, layer: str) -> QIcon | None:
        """A disc in the layer's colour."""
        spec = self._book.find_layer(layer)
        if spec is None or self._theme is None:
            return None
        if layer not in self._dots:
            picture = QPixmap(32, 32)
            picture.setDevicePixelRatio(2)
            picture.fill(Qt.GlobalColor.transparent)
            painter = QPainter(picture)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(layer_colour(self._theme, spec)))
            painter.drawEllipse(QPointF(8, 8), 4, 4)
            painter.end()
            self._dots[layer] = QIcon(picture)
        return self._dots[layer]

    def _layer_text(self, hit: CodeHit) -> str:
        layer = self._book.find_layer(hit.layer)
        return layer.label if layer else hit.layer

    def _actor_name(self, uid: str) -> str:
        return self._names.get(uid, "?")

    def _tell(self, roles: Iterable[int], row: int | None = None) -> None:
        if self._rows:
            first, last = (row, row) if row is not None else (0, len(self._rows) - 1)
            self.dataChanged.emit(self.index(first, ARTICLE), self.index(last, STATE), list(roles))
