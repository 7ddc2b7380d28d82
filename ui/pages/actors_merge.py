"""The question before actors are merged: what becomes of whom, in one sentence."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from annotator.model import Actor
from ui.pages.parts import count_text, label

MOST_NAMES = 4


class MergeBar(QFrame):
    """Stands above the table while somebody decides; Enter merges, Esc does not."""

    merge_wanted = Signal(list, str)
    """(uids of the others, uid of the one that stays)."""
    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._actors: tuple[Actor, ...] = ()
        self._build()
        self._bind()
        self.hide()

    def _build(self) -> None:
        self.setProperty("role", "card")
        self.setAccessibleName("Merge actors")
        self.into = QComboBox()
        self.into.setAccessibleName("The actor that stays")
        self.into.setMinimumWidth(220)
        self.sentence = label("", "muted", wrap=True)
        self.merge = QPushButton("Merge")
        self.merge.setProperty("role", "primary")
        self.cancel = QPushButton("Cancel")
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(label("Merge into", "heading"))
        row.addWidget(self.into)
        row.addStretch(1)
        row.addWidget(self.merge)
        row.addWidget(self.cancel)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 10, 12, 12)
        column.setSpacing(6)
        column.addLayout(row)
        column.addWidget(self.sentence)

    def _bind(self) -> None:
        self.into.currentIndexChanged.connect(lambda _: self._say())
        self.merge.clicked.connect(self._on_merge)
        self.cancel.clicked.connect(self._leave)

    def ask(self, actors: Sequence[Actor]) -> None:
        """Ask about these; the most used one is proposed to stay."""
        self._actors = tuple(sorted(actors, key=lambda a: (-a.uses, a.name.casefold())))
        self.into.blockSignals(True)
        self.into.clear()
        for actor in self._actors:
            self.into.addItem(f"{actor.name}  ·  {actor.uses:,} ×", actor.uid)
        self.into.blockSignals(False)
        self._say()
        self.show()
        self.merge.setFocus(Qt.FocusReason.OtherFocusReason)

    def _say(self) -> None:
        stays = self._actors[max(0, self.into.currentIndex())]
        others = [actor for actor in self._actors if actor is not stays]
        self.sentence.setText(preview(stays, others))
        self.merge.setAccessibleDescription(self.sentence.text())

    def _on_merge(self) -> None:
        stays = str(self.into.currentData())
        others = [actor.uid for actor in self._actors if actor.uid != stays]
        self.hide()
        self.merge_wanted.emit(others, stays)

    def _leave(self) -> None:
        self.hide()
        self.closed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self._leave()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.isAutoRepeat():
            self._on_merge()
        else:
            super().keyPressEvent(event)


def preview(stays: Actor, others: Sequence[Actor]) -> str:
    """What merging will do."""
    names = [f"“{actor.name}”" for actor in others[:MOST_NAMES]]
    if len(others) > MOST_NAMES:
        names.append(f"{len(others) - MOST_NAMES} more")
    listed = names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
    become = "becomes another name" if len(others) == 1 else "become other names"
    uses = sum(actor.uses for actor in others)
    moved = (
        f"{count_text(uses, 'use')} then {'counts' if uses == 1 else 'count'} for it, "
        f"{stays.uses + uses:,} in all"
        if uses
        else "no use of it changes"
    )
    return (
        f"{listed} {become} of “{stays.name}”; {moved}. No coding is rewritten. Undo takes it back."
    )
