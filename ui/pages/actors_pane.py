"""What stands in the registry about the chosen actor, or what several chosen ones share."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from PySide6.QtCore import QEvent, QObject, QStringListModel, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QCheckBox,
    QComboBox,
    QFormLayout,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QListView,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from annotator.model import Actor
from ui.models.actors import KIND_WORDS, kind_text
from ui.pages.parts import card, count_text, label

PANE_WIDTH = 320


class ActorPane(QFrame):
    """Reports wishes; writes nothing."""

    name_set = Signal(str)
    kind_set = Signal(str)
    country_set = Signal(str)
    approved_set = Signal(bool)
    alias_added = Signal(str)
    alias_split = Signal(str)
    alias_removed = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._chosen: tuple[Actor, ...] = ()
        self._may_write = True
        self._build()
        self._bind()
        self.show_actors((), may_write=False)

    def _build(self) -> None:
        self.setFixedWidth(PANE_WIDTH)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        box, column = card("The chosen actor")
        outer.addWidget(box)
        self.heading = label("", "title", wrap=True)
        self.facts = label("", "muted", wrap=True)
        column.addWidget(self.heading)
        column.addWidget(self.facts)
        self.body = QWidget()
        column.addWidget(self.body, 1)
        column.addStretch(0)
        inner = QVBoxLayout(self.body)
        inner.setContentsMargins(0, 4, 0, 0)
        inner.setSpacing(8)
        inner.addLayout(self._build_form())
        self.one = QWidget()
        inner.addWidget(self.one, 1)
        self._build_aliases()

    def _build_form(self) -> QFormLayout:
        self.name = QLineEdit()
        self.name.setAccessibleName("Name")
        self.kind = QComboBox()
        self.kind.setEditable(True)
        self.kind.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.kind.setAccessibleName("Kind")
        self.kind.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self.country = QLineEdit()
        self.country.setAccessibleName("Country")
        self.country.setPlaceholderText("for example FRA")
        self.approved = QCheckBox("Approved by the team")
        self.form = form = QFormLayout()
        form.setContentsMargins(0, 0, 0, 0)
        form.setSpacing(7)
        form.setLabelAlignment(Qt.AlignmentFlag.AlignLeft)
        for text, field in (("Name", self.name), ("Kind", self.kind), ("Country", self.country)):
            form.addRow(label(text, "muted"), field)
        form.addRow(self.approved)
        return form

    def _build_aliases(self) -> None:
        inner = QVBoxLayout(self.one)
        inner.setContentsMargins(0, 6, 0, 0)
        inner.setSpacing(6)
        inner.addWidget(label("Also known as", "heading"))
        self.alias_model = QStringListModel(self)
        self.aliases = QListView()
        self.aliases.setModel(self.alias_model)
        self.aliases.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.aliases.setAccessibleName("Other names")
        self.aliases.setUniformItemSizes(True)
        inner.addWidget(self.aliases, 1)
        self.split = QPushButton("Split off")
        self.split.setToolTip("Let this name stand for an actor of its own (Enter)")
        self.forget = QPushButton("Remove")
        self.forget.setToolTip("Forget this name (Delete)")
        row = QHBoxLayout()
        row.setSpacing(6)
        row.addWidget(self.split)
        row.addWidget(self.forget)
        row.addStretch(1)
        inner.addLayout(row)
        self.new_alias = QLineEdit()
        self.new_alias.setPlaceholderText("Another name, then Enter")
        self.new_alias.setAccessibleName("Add another name")
        inner.addWidget(self.new_alias)

    def _bind(self) -> None:
        self.name.editingFinished.connect(self._on_name)
        self.kind.activated.connect(lambda _: self._on_kind())
        edit = self.kind.lineEdit()
        assert edit is not None
        edit.editingFinished.connect(self._on_kind)
        self.country.editingFinished.connect(self._on_country)
        self.approved.clicked.connect(self.approved_set)
        self.new_alias.returnPressed.connect(self._on_new_alias)
        self.split.clicked.connect(self._on_split)
        self.forget.clicked.connect(self._on_forget)
        self.aliases.installEventFilter(self)
        self.aliases.selectionModel().currentChanged.connect(lambda *_: self._enable())

    def set_kinds(self, used: Iterable[str]) -> None:
        """Offer these kinds besides the known ones."""
        kinds = dict.fromkeys(("", *KIND_WORDS, *sorted(used)))
        if [self.kind.itemData(n) for n in range(self.kind.count())] == list(kinds):
            return
        self.kind.blockSignals(True)
        self.kind.clear()
        for kind in kinds:
            self.kind.addItem(kind_text(kind), kind)
        self.kind.blockSignals(False)

    def show_actors(self, chosen: Sequence[Actor], *, may_write: bool) -> None:
        """Show one actor, or what several share."""
        self._chosen, self._may_write = tuple(chosen), may_write
        self.body.setVisible(bool(chosen))
        self.one.setVisible(len(chosen) == 1)
        self.form.setRowVisible(self.name, len(chosen) == 1)
        if not chosen:
            self.heading.setText("No actor chosen")
            self.facts.setText("Choose an actor to see its other names and to change it.")
            return
        first = chosen[0]
        alone = len(chosen) == 1
        self.heading.setText(first.name if alone else count_text(len(chosen), "actor"))
        self.facts.setText(_facts(first) if alone else _shared_facts(chosen))
        self._set(self.name, first.name)
        self._set_kind(_same(a.kind or "" for a in chosen))
        self._set(self.country, _same(a.country or "" for a in chosen))
        self.approved.setChecked(all(a.approved for a in chosen))
        if self.alias_model.stringList() != list(first.aliases):
            self.alias_model.setStringList(list(first.aliases))
        self.new_alias.clear()
        self._enable()

    def _set(self, field: QLineEdit, text: str) -> None:
        if field.text() != text:
            field.setText(text)
        field.setCursorPosition(0)

    def _set_kind(self, kind: str) -> None:
        self.kind.setCurrentIndex(self.kind.findData(kind))
        edit = self.kind.lineEdit()
        assert edit is not None
        edit.setText(kind_text(kind))
        edit.setCursorPosition(0)

    def _enable(self) -> None:
        for part in (self.name, self.kind, self.country, self.approved, self.new_alias):
            part.setEnabled(self._may_write)
        at_alias = self._may_write and self.aliases.currentIndex().isValid()
        self.split.setEnabled(at_alias)
        self.forget.setEnabled(at_alias)

    def _on_name(self) -> None:
        name = " ".join(self.name.text().split())
        if len(self._chosen) == 1 and name != self._chosen[0].name:
            self.name_set.emit(name)

    def _on_kind(self) -> None:
        edit = self.kind.lineEdit()
        assert edit is not None
        kind = clean_kind(edit.text())
        if self._chosen and kind != _same(a.kind or "" for a in self._chosen):
            self.kind_set.emit(kind)

    def _on_country(self) -> None:
        country = " ".join(self.country.text().split())
        if self._chosen and country != _same(a.country or "" for a in self._chosen):
            self.country_set.emit(country)

    def _on_new_alias(self) -> None:
        name = self.new_alias.text().strip()
        if name:
            self.alias_added.emit(name)

    def _on_split(self) -> None:
        if name := self._alias():
            self.alias_split.emit(name)

    def _on_forget(self) -> None:
        if name := self._alias():
            self.alias_removed.emit(name)

    def _alias(self) -> str:
        """The name that is chosen in the list, where it may be changed."""
        index = self.aliases.currentIndex()
        return str(index.data()) if index.isValid() and self._may_write else ""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if event.isAutoRepeat():
                return super().eventFilter(watched, event)
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._on_split()
                return True
            if event.key() == Qt.Key.Key_Delete:
                self._on_forget()
                return True
        return super().eventFilter(watched, event)


def clean_kind(text: str) -> str:
    """A kind as it is stored: `gov`, `GOV government` and `Government` are all GOV."""
    words = text.split()
    if not words:
        return ""
    if words[0].upper() in KIND_WORDS:
        return words[0].upper()
    plain = " ".join(words)
    return next((k for k, word in KIND_WORDS.items() if word == plain.casefold()), plain)


def _same(values: Iterable[str]) -> str:
    """The value all share; empty where they differ."""
    found = set(values)
    return found.pop() if len(found) == 1 else ""


def _facts(actor: Actor) -> str:
    roles = [str(role.get("title", "")) for role in actor.attrs.get("roles", ()) if role]
    uses = f"stands in {count_text(actor.uses, 'role')}" if actor.uses else "not used yet"
    return "\n".join(part for part in (uses, ", ".join(r for r in roles if r)) if part)


def _shared_facts(chosen: Sequence[Actor]) -> str:
    uses = sum(actor.uses for actor in chosen)
    return f"together in {count_text(uses, 'role')}. What you set counts for all of them."
