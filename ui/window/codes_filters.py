"""The choosers that narrow a search for codes: layer, field, value, coder, round, state."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QHBoxLayout, QPushButton, QWidget

from annotator.codebook.kinds import KINDS
from annotator.codebook.model import Codebook
from annotator.project import queries
from annotator.project.queries import CodeQuery
from ui.session import Session

LEADS = ("lead", "supervisor")
"""Roles that see the work of others in blind rounds."""
NARROW, WIDE = 92, 190
Choice = tuple[str, str | None]
"""(label, data) of an item."""


class CodeFilters(QWidget):
    """A row of choosers; `query` is what they say together."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session: Session | None = None
        self.article_of: Callable[[], str | None] = lambda: None
        """Says which article is open."""
        self.layer = _chooser("Layer")
        self.field = _chooser("Field")
        self.value = _chooser("Value")
        self.coder = _chooser("Coder")
        self.round = _chooser("Round")
        self.here = QCheckBox("This article")
        self.flagged = QCheckBox("Flagged")
        self.incomplete = QCheckBox("Incomplete")
        self._clear = QPushButton("Clear")
        self._clear.setProperty("role", "link")
        self._clear.clicked.connect(self.clear)
        self._build()
        self._bind()

    def _build(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        for part in (*self._combos(), *self._boxes(), self._clear):
            row.addWidget(part)
        row.addStretch(1)
        self._clear.hide()

    def _bind(self) -> None:
        self.layer.currentIndexChanged.connect(self._on_layer)
        self.field.currentIndexChanged.connect(self._on_field)
        for combo in (self.value, self.coder, self.round):
            combo.currentIndexChanged.connect(lambda _: self._tell())
        for box in self._boxes():
            box.toggled.connect(lambda _: self._tell())

    def _combos(self) -> tuple[QComboBox, ...]:
        return (self.layer, self.field, self.value, self.coder, self.round)

    def _boxes(self) -> tuple[QCheckBox, ...]:
        return (self.here, self.flagged, self.incomplete)

    # --- what is asked -------------------------------------------------------------------------

    def query(self, text: str) -> CodeQuery:
        """The question these choices and some words make."""
        here = self.article_of() if self.here.isChecked() else None
        return CodeQuery(
            text=text,
            layer=self.layer.currentData(),
            field=self.field.currentData(),
            value=self.value.currentData(),
            coder=self.coder.currentData(),
            round=self.round.currentData(),
            flagged=self.flagged.isChecked(),
            incomplete=self.incomplete.isChecked(),
            articles=None if here is None else (here,),
            viewer=viewer_of(self._session) if self._session else None,
        )

    def clear(self) -> None:
        """Look for every code again."""
        with QSignalBlocker(self):
            for box in self._boxes():
                box.setChecked(False)
            for combo in self._combos():
                combo.setCurrentIndex(0)
        self._tell()

    # --- what can be chosen --------------------------------------------------------------------

    def set_session(self, session: Session | None) -> None:
        """Another project: nothing is chosen any more."""
        self._session = session
        with QSignalBlocker(self):
            self.clear()
        if session is not None:
            self.refresh()

    def refresh(self) -> None:
        """Offer what the codebook, the people and the codes hold now; what is chosen stays."""
        session = self._session
        if session is None:
            return
        with QSignalBlocker(self):
            layers = [(la.label, la.key) for la in session.codebook.layers if not la.retired]
            _fill(self.layer, "All layers", layers)
            self._fill_fields()
            coders = [(c.name, c.uid) for c in queries.coders(session.reader)]
            rounds = [(r.name, r.uid) for r in queries.rounds(session.reader)]
            _fill(self.coder, "All coders", coders)
            _fill(self.round, "All rounds", rounds)
        self.coder.setVisible(len(coders) > 1)
        self.round.setVisible(len(rounds) > 1)

    def _fill_fields(self) -> None:
        assert self._session is not None
        fields = _fields_of(self._session.codebook, self.layer.currentData())
        _fill(self.field, "Any field", fields)
        self._fill_values()

    def _fill_values(self) -> None:
        field = self.field.currentData()
        self.value.setEnabled(field is not None)
        if self._session is None or field is None:
            _fill(self.value, "Any value", [])
            return
        used = queries.used_values(
            self._session.reader,
            self.layer.currentData(),
            field,
            viewer=viewer_of(self._session),
        )
        values: list[Choice] = [(f"{u.label}  ({u.count:,})", u.value) for u in used]
        _fill(self.value, "Any value", [*values, ("left empty", queries.EMPTY)])

    def _on_layer(self) -> None:
        if self._session is not None:
            with QSignalBlocker(self):
                self._fill_fields()
        self._tell()

    def _on_field(self) -> None:
        with QSignalBlocker(self):
            self._fill_values()
        self._tell()

    def _tell(self) -> None:
        chosen = any(c.currentIndex() > 0 for c in self._combos())
        self._clear.setVisible(chosen or any(b.isChecked() for b in self._boxes()))
        self.changed.emit()


def viewer_of(session: Session) -> str | None:
    """Whose eyes the blind rounds are kept from; None for those who lead."""
    return None if session.coder.role in LEADS else session.coder.uid


def _fields_of(book: Codebook, layer: str | None) -> list[Choice]:
    """Fields of a layer, or those of all layers, each key once."""
    found: dict[str, str] = {}
    for spec in book.layers:
        if layer in (None, spec.key) and not spec.retired:
            for field in spec.fields:
                if not field.retired and KINDS[field.kind].slot != "link":
                    found.setdefault(field.key, field.label)
    return [(label, key) for key, label in found.items()]


def _chooser(name: str) -> QComboBox:
    combo = QComboBox()
    combo.setAccessibleName(name)
    combo.setMaxVisibleItems(18)
    combo.setMinimumWidth(NARROW)
    combo.setMaximumWidth(WIDE)
    combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    combo.setMinimumContentsLength(10)
    return combo


def _fill(combo: QComboBox, anything: str, choices: Sequence[Choice]) -> None:
    """Offer choices after the one that does not narrow; what was chosen stays where it can."""
    chosen = combo.currentData()
    with QSignalBlocker(combo):
        combo.clear()
        combo.addItem(anything, None)
        for text, data in choices:
            combo.addItem(text, data)
        combo.setCurrentIndex(max(0, combo.findData(chosen) if chosen is not None else 0))
    combo.update()
