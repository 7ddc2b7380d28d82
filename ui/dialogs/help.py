"""The user guide in a window of its own: chapters at the left, the chosen one beside them."""

from __future__ import annotations

from importlib.resources import files

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QTextBrowser,
    QWidget,
)

from annotator.errors import ProjectError

GUIDE_SIZE = (940, 680)
CHAPTERS_WIDTH = 220
FIRST = ("index", "first-steps", "coding")
"""Chapters a newcomer reads in this order; the rest follow by title."""


class HelpDialog(QDialog):
    """Reads the chapters that come with the program; needs no network."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("User guide")
        self.resize(*GUIDE_SIZE)
        self._build()
        self._fill()

    def _build(self) -> None:
        self.chapters = QListWidget()
        self.chapters.setProperty("role", "plain")
        self.chapters.setFixedWidth(CHAPTERS_WIDTH)
        self.chapters.setAccessibleName("Chapters")
        self.chapters.currentItemChanged.connect(lambda item, _: self._show(item))
        self.text = QTextBrowser()
        self.text.setAccessibleName("Chapter")
        self.text.setOpenLinks(False)
        self.text.document().setDocumentMargin(18)
        self.text.anchorClicked.connect(self._follow)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 12, 12, 12)
        row.addWidget(self.chapters)
        row.addWidget(self.text, 1)

    def _fill(self) -> None:
        for key, text in chapters().items():
            item = QListWidgetItem(title_of(text) or key)
            item.setData(Qt.ItemDataRole.UserRole, key)
            self.chapters.addItem(item)
        self.chapters.setCurrentRow(0)

    def show_chapter(self, key: str) -> bool:
        """Turn to a chapter; whether there is one of that name."""
        for row in range(self.chapters.count()):
            if self.chapters.item(row).data(Qt.ItemDataRole.UserRole) == key:
                self.chapters.setCurrentRow(row)
                return True
        return False

    def _show(self, item: QListWidgetItem | None) -> None:
        if item is not None:
            self.text.setMarkdown(chapters()[item.data(Qt.ItemDataRole.UserRole)])

    def _follow(self, url: QUrl) -> None:
        """Links between chapters stay here; others open in the browser."""
        if url.scheme():
            QDesktopServices.openUrl(url)
        elif not self.show_chapter(url.path().removesuffix(".md").rpartition("/")[2]):
            self.text.scrollToAnchor(url.fragment())


def chapters() -> dict[str, str]:
    """Key of a chapter -> its markdown; in the order of reading."""
    found = {
        entry.name.removesuffix(".md"): entry.read_text("utf-8")
        for entry in files("resources.help").iterdir()
        if entry.name.endswith(".md")
    }
    if not found:
        raise ProjectError("The user guide is missing.", "Install the program anew.")
    order = {key: place for place, key in enumerate(FIRST)}
    places = ((order.get(key, len(order)), title_of(text), key) for key, text in found.items())
    return {key: found[key] for _, _, key in sorted(places)}


def title_of(text: str) -> str:
    """The first heading."""
    lines = (line for line in text.splitlines() if line.startswith("#"))
    return next(lines, "").lstrip("# ").strip()
