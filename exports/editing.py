"""What the workbook would say about a code now: the other side of reading an edited one back."""

from __future__ import annotations

from annotator.importers.roundtrip import FieldCells, RowCells
from annotator.project import queries
from annotator.project.queries import AnnotationRecord
from annotator.project.reader import Reader
from exports.cells import as_read_back
from exports.rows import BASE, CodeCells, RowContext


class EditLayout:
    """The columns of each layer, and the cells of a code as a program reads them back."""

    def __init__(self, reader: Reader) -> None:
        layers = queries.codebook(reader).layers
        title = queries.project_info(reader).title
        self._cells = CodeCells(layers, RowContext(title, queries.actor_names(reader)))
        self._names = {
            layer.key: [column.name for column in self._cells.layers[layer.key].columns]
            for layer in layers
        }
        self._fields = {layer.key: self._laid_out(layer.key) for layer in layers}

    def fields_of(self, layer: str) -> tuple[FieldCells, ...]:
        """The fields of a layer with the names of their columns; none for an unknown layer."""
        return self._fields.get(layer, ())

    def cells_of(self, record: AnnotationRecord) -> RowCells:
        """The cells of a code by the names of their columns."""
        base, own = self._cells.of(record)
        names = [*(column.name for column in BASE), *self._names.get(record.annotation.layer, ())]
        read = [as_read_back(cell) for cell in (*base, *own)]
        texts = {name: text for name, (text, _) in zip(names, read, strict=True)}
        partial = [name for name, (_, whole) in zip(names, read, strict=True) if not whole]
        return RowCells(texts, frozenset(partial))

    def _laid_out(self, layer: str) -> tuple[FieldCells, ...]:
        names = iter(self._names[layer])
        return tuple(
            FieldCells(fc.field, {ending: next(names) for ending, _ in fc.endings})
            for fc in self._cells.layers[layer].fields
        )
