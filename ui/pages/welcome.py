"""The first page: the sample study, a new project, open, recent projects; files may be dropped."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from annotator.codebook.load import TEMPLATES
from annotator.settings import RecentProject, Settings

COLUMN_WIDTH = 380


class WelcomePage(QWidget):
    """Emits wishes; the window carries them out."""

    sample_wanted = Signal()
    open_wanted = Signal()
    recent_wanted = Signal(str)
    new_wanted = Signal(str, str)
    """Template or path of a codebook, name of the coder."""
    codebook_wanted = Signal()
    """The user wants to choose a codebook file of their own."""

    def __init__(self, settings: Settings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Welcome")
        self._build(settings)

    def _build(self, settings: Settings) -> None:
        title = QLabel("Annotator")
        title.setProperty("role", "title")
        title.setStyleSheet("font-size: 30px; font-weight: 600;")
        claim = QLabel("Code events, stances and claims in news articles.")
        claim.setProperty("role", "muted")
        claim.setStyleSheet("font-size: 14px;")
        columns = QHBoxLayout()
        columns.setSpacing(28)
        columns.addStretch(1)
        columns.addWidget(self._start_card())
        columns.addWidget(self._new_card(settings))
        columns.addStretch(1)
        inside = QWidget()
        page = QVBoxLayout(inside)
        page.setContentsMargins(30, 40, 30, 30)
        page.setSpacing(6)
        page.addStretch(1)
        page.addWidget(title, 0, Qt.AlignmentFlag.AlignHCenter)
        page.addWidget(claim, 0, Qt.AlignmentFlag.AlignHCenter)
        page.addSpacing(26)
        page.addLayout(columns)
        page.addStretch(2)
        area = QScrollArea()
        area.setWidget(inside)
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(area)
        self.set_recent(settings.recent)

    def _start_card(self) -> QFrame:
        card, column = _card("Have a look")
        self.sample = QPushButton("Open the sample study")
        self.sample.setProperty("role", "primary")
        self.sample.setToolTip("Ten articles about invented places, some of them coded")
        self.sample.clicked.connect(self.sample_wanted)
        column.addWidget(self.sample)
        self.open = QPushButton("Open a project …")
        self.open.clicked.connect(self.open_wanted)
        column.addWidget(self.open)
        column.addSpacing(10)
        head = QLabel("Recent projects")
        head.setProperty("role", "heading")
        column.addWidget(head)
        self._recent = QVBoxLayout()
        self._recent.setSpacing(2)
        column.addLayout(self._recent)
        column.addStretch(1)
        return card

    def _new_card(self, settings: Settings) -> QFrame:
        card, column = _card("New project")
        self.template = QComboBox()
        self.template.setAccessibleName("Codebook")
        for name, purpose in TEMPLATES.items():
            self.template.addItem(name.capitalize(), name)
            self.template.setItemData(
                self.template.count() - 1, purpose, Qt.ItemDataRole.ToolTipRole
            )
        self.template.currentIndexChanged.connect(lambda _: self._say_purpose())
        self._purpose = QLabel()
        self._purpose.setProperty("role", "muted")
        self._purpose.setWordWrap(True)
        self.name = QLineEdit(settings.user_name)
        self.name.setPlaceholderText("as it should stand in the exports")
        self.name.setAccessibleName("Your name")
        self.name.returnPressed.connect(self._on_new)
        own = QPushButton("Use a codebook file of my own …")
        own.setProperty("role", "link")
        own.clicked.connect(self.codebook_wanted)
        self.make = QPushButton("Make the project …")
        self.make.setProperty("role", "primary")
        self.make.clicked.connect(self._on_new)
        drop = QLabel("Then drop your articles on the window: text, Word, PDF, web pages, tables.")
        drop.setObjectName("dropzone")
        drop.setProperty("role", "muted")
        drop.setWordWrap(True)
        drop.setMargin(12)
        for text, part in (("Codebook", self.template), ("Your name", self.name)):
            label = QLabel(text)
            label.setProperty("role", "muted")
            label.setBuddy(part)
            column.addWidget(label)
            column.addWidget(part)
            if part is self.template:
                column.addWidget(self._purpose)
        self._say_purpose()
        column.addWidget(own, 0, Qt.AlignmentFlag.AlignLeft)
        column.addSpacing(4)
        column.addWidget(self.make)
        column.addWidget(drop)
        column.addStretch(1)
        return card

    def set_recent(self, recent: tuple[RecentProject, ...]) -> None:
        """Show the projects opened last."""
        while (item := self._recent.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        for project in recent[:6]:
            where = Path(project.path)
            button = QPushButton(project.title)
            button.setProperty("role", "link")
            button.setToolTip(str(where))
            button.setAccessibleName(f"Open {project.title}, {where}")
            button.clicked.connect(lambda _=False, p=project.path: self.recent_wanted.emit(p))
            button.setEnabled(where.exists())
            self._recent.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        if not recent:
            none = QLabel("None yet.")
            none.setProperty("role", "muted")
            self._recent.addWidget(none)

    def use_codebook(self, path: str) -> None:
        """Offer a codebook file beside the templates, chosen."""
        self.template.addItem(Path(path).name, path)
        self.template.setCurrentIndex(self.template.count() - 1)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.sample.setFocus(Qt.FocusReason.OtherFocusReason)

    def _say_purpose(self) -> None:
        self._purpose.setText(
            str(self.template.currentData(Qt.ItemDataRole.ToolTipRole) or "A file of your own")
        )

    def _on_new(self) -> None:
        self.new_wanted.emit(str(self.template.currentData()), self.name.text().strip())


def _card(heading: str) -> tuple[QFrame, QVBoxLayout]:
    card = QFrame()
    card.setProperty("role", "card")
    card.setFixedWidth(COLUMN_WIDTH)
    column = QVBoxLayout(card)
    column.setContentsMargins(22, 18, 22, 20)
    column.setSpacing(8)
    label = QLabel(heading)
    label.setProperty("role", "heading")
    label.setStyleSheet("font-size: 15px;")
    column.addWidget(label)
    return card, column
