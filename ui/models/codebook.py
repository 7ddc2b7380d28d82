"""The outline of a codebook: layers, and under each the fields that match a search."""

from __future__ import annotations

from collections.abc import Sequence
from enum import IntEnum

from PySide6.QtCore import Qt
from PySide6.QtGui import QStandardItem, QStandardItemModel

from annotator.codebook.model import Code, Codebook, Field, Layer


class Role(IntEnum):
    """What the delegate and the page ask for."""

    LAYER = Qt.ItemDataRole.UserRole + 1
    """Key of the layer a row belongs to."""
    FIELD = Qt.ItemDataRole.UserRole + 2
    """Key of the field; empty for a layer."""
    NOTE = Qt.ItemDataRole.UserRole + 3
    """What stands at the right: numbers of fields, values or hits."""


Found = Sequence[tuple[Field, tuple[Code, ...]]]


class OutlineModel(QStandardItemModel):
    """Layers with their fields, for a tree."""

    def show_codebook(self, codebook: Codebook, found: Sequence[Found], searching: bool) -> None:
        """Show every layer with what was found in it."""
        self.clear()
        for layer, fields in zip(codebook.layers, found, strict=True):
            row = self._layer_row(layer, fields, searching)
            for field, codes in fields:
                row.appendRow(self._field_row(layer, field, codes))
            self.appendRow(row)

    def _layer_row(self, layer: Layer, found: Found, searching: bool) -> QStandardItem:
        number = sum(max(1, len(codes)) for _, codes in found) if searching else len(found)
        word = "hit" if searching else "field"
        row = _row(layer.label, layer.key, "", f"{number:,}")
        said = f"{layer.label}, {number} {word}{'s' if number != 1 else ''}"
        if layer.letter:
            said += f", key {layer.letter}"
        row.setData(said, Qt.ItemDataRole.AccessibleTextRole)
        row.setToolTip(layer.definition)
        return row

    def _field_row(self, layer: Layer, field: Field, codes: Sequence[Code]) -> QStandardItem:
        row = _row(field.label, layer.key, field.key, f"{len(codes):,}" if codes else "")
        row.setToolTip(field.definition)
        values = f", {len(codes)} values" if codes else ""
        row.setData(f"{field.label}{values}", Qt.ItemDataRole.AccessibleTextRole)
        return row


def _row(text: str, layer: str, field: str, note: str) -> QStandardItem:
    row = QStandardItem(text)
    row.setEditable(False)
    row.setData(layer, Role.LAYER)
    row.setData(field, Role.FIELD)
    row.setData(note, Role.NOTE)
    return row
