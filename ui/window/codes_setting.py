"""Setting one field of many codes: the field, its new value, and what changes, before it does."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import QEvent, QObject, QSignalBlocker, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QHBoxLayout,
    QHeaderView,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from annotator.codebook.kinds import KINDS, MISSING_LABELS
from annotator.codebook.model import Codebook, Field
from annotator.model import Missing, Value
from annotator.project import queries
from annotator.project.queries import CodeHit
from ui.form.popup import Row
from ui.models.table import Column, TableModel
from ui.pages.parts import count_text, label, plain_table, rule_rows
from ui.session import Session
from ui.stylesheet import restyle
from ui.theme import Theme, reading_font
from ui.widgets.keys import is_enter
from ui.window.choosing import ChoosingField

WIDTH = 430
NOT_SET_HERE = ("link", "links", "span", "derived")
"""Kinds that belong to one place in one text."""
EMPTIED = "leave empty"
NOTHING = "–"


@dataclass(frozen=True, slots=True)
class Difference:
    """What setting the field does to one code."""

    annotation: str
    quote: str
    before: str
    after: str
    same: bool


def _after_text(difference: Difference) -> str:
    if not difference.after:
        return ""
    return "stays" if difference.same else f"→ {difference.after}"


def shared_fields(book: Codebook, layers: Sequence[str]) -> list[Field]:
    """The fields that every one of these layers has, with the codes they share."""
    found: list[Field] = []
    specs = [spec for key in dict.fromkeys(layers) if (spec := book.find_layer(key)) is not None]
    for field in specs[0].fields if specs else ():
        others = [spec.find_field(field.key) for spec in specs[1:]]
        if field.retired or field.kind in NOT_SET_HERE:
            continue
        if all(other is not None and other.kind == field.kind for other in others):
            shared = [c for c in field.codes if all(o and o.find_code(c.key) for o in others)]
            found.append(replace(field, codes=tuple(shared)) if others else field)
    return found


def read_fillers(field: Field, text: str, actors: Mapping[str, str]) -> tuple[Value, ...]:
    """What somebody typed as fillers; several are parted by semicolons.

    Args:
        actors: name in small letters -> uid, of the registry.

    Raises:
        ValueError: the text does not fit the field, as a plain sentence.
    """
    kind, wanted = KINDS[field.kind], text.strip()
    if wanted == EMPTIED:
        return ()
    for missing, name in MISSING_LABELS.items():
        if wanted.casefold() == name:
            return (Value(missing=_missing(missing), origin="manual"),)
    parts = [p.strip() for p in wanted.split(";")] if kind.multiple else [wanted]
    fillers = tuple(_filler(field, part, actors) for part in parts if part)
    if not fillers:
        raise ValueError(f"Choose a value, or “{EMPTIED}”.")
    wrong = kind.check(field, fillers)
    if wrong:
        raise ValueError(wrong[0])
    return fillers


def _filler(field: Field, text: str, actors: Mapping[str, str]) -> Value:
    kind = KINDS[field.kind]
    if kind.slot == "actor":
        known = actors.get(text.casefold())
        if known is not None:
            return Value(actor=known, origin="manual")
        return Value(value=text, attrs={"name": True}, origin="manual")
    return replace(kind.parse(field, text), origin="manual")


def _missing(key: str) -> Missing:
    return "na" if key == "na" else "cbd"


def _core(values: Sequence[Value]) -> list[Value]:
    """The fillers without where they came from."""
    return [Value(v.code, v.value, v.actor, v.link, v.missing) for v in values]


class SettingForm(QFrame):
    """Opens beside the list; Enter does it, Esc leaves it."""

    asked = Signal(object, object, list)
    """The `Field`, its new fillers, and the uids of the codes that change."""
    left = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "card")
        self.setAccessibleName("Set a field of the checked codes")
        self.setFixedWidth(WIDTH)
        self._session: Session | None = None
        self._hits: list[CodeHit] = []
        self._fields: list[Field] = []
        self._actors: dict[str, str] = {}
        self._fillers: tuple[Value, ...] | None = None
        self._head = label("", "heading")
        self.field = QComboBox()
        self.field.setAccessibleName("Field to set")
        self.field.setMinimumContentsLength(8)
        self.value = ChoosingField(theme)
        self.value.setAccessibleName("New value")
        self.value.setPlaceholderText("New value")
        self._problem = label("", "error", wrap=True)
        self.preview: TableModel[Difference] = TableModel(self._columns(), self)
        self._table = plain_table("What changes")
        self._table.setModel(self.preview)
        self._table.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.do = QPushButton("Set")
        self.do.setProperty("role", "primary")
        self._cancel = QPushButton("Cancel")
        self._build()
        self._bind()
        self.set_theme(theme)
        self.hide()

    @staticmethod
    def _columns() -> tuple[Column[Difference], ...]:
        return (
            Column("Code", lambda d: d.quote),
            Column("Before", lambda d: d.before),
            Column("After", _after_text),
        )

    def _build(self) -> None:
        header = self._table.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        choosers = QHBoxLayout()
        choosers.setSpacing(8)
        for part in (self.field, self.value):
            choosers.addWidget(part, 1)
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self._head, 1)
        for button in (self._cancel, self.do):
            head.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 11, 14, 11)
        column.setSpacing(7)
        column.addLayout(head)
        column.addLayout(choosers)
        for one, next_ in (
            (self.field, self.value),
            (self.value, self.do),
            (self.do, self._cancel),
        ):
            QWidget.setTabOrder(one, next_)
        column.addWidget(self._problem)
        column.addWidget(self._table, 1)

    def _bind(self) -> None:
        self.field.currentIndexChanged.connect(lambda _: self._offer_values())
        self.value.textChanged.connect(lambda _: self._look())
        self.value.entered.connect(self._do)
        self.do.clicked.connect(self._do)
        self._cancel.clicked.connect(self.left)
        self.field.installEventFilter(self)

    def set_theme(self, theme: Theme) -> None:
        rule_rows(self._table, theme)
        self._table.setFont(reading_font(13))
        self.value.set_theme(theme)

    def open(self, session: Session, hits: Sequence[CodeHit]) -> bool:
        """Ask for the field and value of these codes; False where they share no field."""
        fields = shared_fields(session.codebook, [hit.layer for hit in hits])
        if not fields:
            return False
        self._session, self._hits, self._fields = session, list(hits), fields
        self._actors = {name.casefold(): uid for uid, name in session.actor_names.items()}
        self._head.setText(f"Set a field of {count_text(len(hits), 'code')}")
        kept = self.field.currentData()
        with QSignalBlocker(self.field):
            self.field.clear()
            for field in fields:
                self.field.addItem(field.label, field.key)
            self.field.setCurrentIndex(max(0, self.field.findData(kept)))
        self._offer_values()
        self.show()
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        return True

    # --- inside --------------------------------------------------------------------------------

    def _field(self) -> Field:
        return self._fields[max(0, self.field.currentIndex())]

    def _offer_values(self) -> None:
        field = self._field()
        choices = [*self._choices(field), *MISSING_LABELS.values(), EMPTIED]
        self.value.set_choices([Row(text) for text in dict.fromkeys(choices)])
        self.value.clear()
        self._look()

    def _choices(self, field: Field) -> list[str]:
        assert self._session is not None
        kind = KINDS[field.kind]
        if field.kind == "boolean":
            return ["yes", "no"]
        listed = [code.label for code in field.codes if not code.retired]
        if kind.slot == "actor":
            return sorted(dict.fromkeys(self._session.actor_names.values()), key=str.casefold)
        if kind.slot == "code":
            return listed
        used = queries.open_values(self._session.reader, self._hits[0].layer, field.key)
        return list(dict.fromkeys([*listed, *(text for text, _ in used if text)]))

    def _look(self) -> None:
        """Show what would change, or why it cannot."""
        field, text = self._field(), self.value.text()
        self._fillers, said = None, ""
        if text.strip():
            try:
                self._fillers = read_fillers(field, text, self._actors)
            except ValueError as error:
                said = str(error)
        self._problem.setText(said)
        self._problem.setVisible(bool(said))
        self.value.setProperty("invalid", bool(said))
        restyle(self.value)
        differences = [self._difference(field, hit) for hit in self._hits]
        self.preview.set_rows(differences)
        changing = sum(not d.same for d in differences)
        self.do.setText(f"Set in {count_text(changing, 'code')}" if changing else "Set")
        self.do.setEnabled(bool(changing))

    def _difference(self, field: Field, hit: CodeHit) -> Difference:
        own, uid = self._own_field(hit, field), hit.annotation
        before = hit.fields.get(field.key, ())
        quote = " ".join(hit.quote.split()) or hit.title
        shown = self._shown(own, before)
        if self._fillers is None:
            return Difference(uid, quote, shown, "", same=True)
        same = _core(before) == _core(self._fillers) and all(v.confirmed for v in before)
        return Difference(uid, quote, shown, self._shown(own, self._fillers), same)

    def _own_field(self, hit: CodeHit, field: Field) -> Field:
        assert self._session is not None
        layer = self._session.codebook.find_layer(hit.layer)
        return (layer.find_field(field.key) if layer else None) or field

    def _shown(self, field: Field, values: Sequence[Value]) -> str:
        assert self._session is not None
        names, show = self._session.actor_names, KINDS[field.kind].show
        return "; ".join(show(field, v, lambda u: names.get(u, "?")) for v in values) or NOTHING

    def _do(self) -> None:
        if self._fillers is not None and self.do.isEnabled():
            changing = [d.annotation for d in self.preview.rows if not d.same]
            self.asked.emit(self._field(), self._fillers, changing)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress:
            assert isinstance(event, QKeyEvent)
            if is_enter(event):
                self.value.setFocus(Qt.FocusReason.TabFocusReason)
                return True
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
            return
        super().keyPressEvent(event)
