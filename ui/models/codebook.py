"""A codebook as a tree: layers, below them fields, below them values."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QColor, QFont, QStandardItem, QStandardItemModel

from annotator.codebook.model import Code, Codebook, Field, Layer
from ui.theme import Theme, layer_colour

PART_ROLE = Qt.ItemDataRole.UserRole + 1
"""The `Layer`, `Field` or `Code` itself."""
WORDS_ROLE = Qt.ItemDataRole.UserRole + 2
"""Everything that is searched."""
HEADINGS = ("Name", "Key", "Kind", "Number")


def codebook_model(
    book: Codebook, theme: Theme, parent: QObject | None = None
) -> QStandardItemModel:
    """The tree of a codebook, retired parts included and named so."""
    model = QStandardItemModel(parent)
    model.setHorizontalHeaderLabels(list(HEADINGS))
    for layer in book.layers:
        item = _row(model.invisibleRootItem(), layer, layer.letter or "article", "")
        item.setForeground(QColor(layer_colour(theme, layer)))
        bold = item.font()
        bold.setWeight(QFont.Weight.DemiBold)
        item.setFont(bold)
        for field in layer.fields:
            _add_field(item, field)
    return model


def _add_field(above: QStandardItem, field: Field) -> None:
    kind = field.kind + (" *" if field.required else "")
    item = _row(above, field, kind, "")
    for code in field.codes:
        _row(item, code, "", "" if code.number is None else str(code.number))


def _row(above: QStandardItem, part: Layer | Field | Code, kind: str, number: str) -> QStandardItem:
    name = f"{part.label} (retired)" if part.retired else part.label
    items = [QStandardItem(text) for text in (name, part.key, kind, number)]
    for item in items:
        item.setEditable(False)
        item.setData(_words(part), WORDS_ROLE)
    items[0].setData(part, PART_ROLE)
    items[0].setToolTip(part.definition)
    above.appendRow(items)
    return items[0]


def _words(part: Layer | Field | Code) -> str:
    words = [part.label, part.key, part.definition]
    if isinstance(part, Code):
        words += [part.include, part.exclude, part.example]
    elif isinstance(part, Field):
        words.append(part.help)
    else:
        words.append(part.rule)
    return "\n".join(w for w in words if w)
