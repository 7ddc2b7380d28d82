"""Kind of field -> its control. The same keys as the core's table of kinds; a test asserts it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from annotator.codebook.model import Field
from ui.form.editors.actors import ActorEditor, PlaceEditor
from ui.form.editors.base import Editor, Host
from ui.form.editors.choices import code_editor
from ui.form.editors.derived import DerivedEditor
from ui.form.editors.links import LinkEditor
from ui.form.editors.open_list import OpenEditor
from ui.form.editors.segments import boolean_editor
from ui.form.editors.spans import SpanEditor
from ui.form.editors.typed import DateEditor, NumberEditor, TextEditor

EDITORS: dict[str, Callable[[Field, Host, QWidget | None], Editor]] = {
    "category": code_editor,
    "categories": code_editor,
    "ordinal": code_editor,
    "integer": NumberEditor,
    "number": NumberEditor,
    "boolean": boolean_editor,
    "date": DateEditor,
    "actor": ActorEditor,
    "actors": ActorEditor,
    "place": PlaceEditor,
    "text": TextEditor,
    "span": SpanEditor,
    "link": LinkEditor,
    "links": LinkEditor,
    "open": OpenEditor,
    "derived": DerivedEditor,
}
