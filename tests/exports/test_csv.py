"""CSV twins: the mark Excel looks for, formulas guarded, all files or none."""

from __future__ import annotations

from pathlib import Path

import pytest

from annotator.errors import CancelledError, ProjectError
from annotator.model import Span
from exports.base import EXPORTERS, ExportOptions
from tests.exports.study import Study, csv_rows


def note_of(study: Study, note: str, **options: bool) -> str:
    """The cell of a code's memo."""
    uid = study.code(study.talks, Span(0, 7), layer="entity", note=note)
    folder = study.export("csv", **options).path
    rows = csv_rows(folder / "annotations_long.csv")
    return next(row["note"] for row in rows if row["annotation_id"] == uid)


def test_every_file_begins_with_the_mark(study: Study) -> None:
    for path in study.export("csv").path.glob("*.csv"):
        assert path.read_bytes().startswith(b"\xef\xbb\xbf")


def test_lines_end_as_the_standard_says(study: Study) -> None:
    first = (study.export("csv").path / "coders.csv").read_bytes().split(b"\n")[0]
    assert first.endswith(b"\r")


@pytest.mark.parametrize("note", ["=1+1", "+1", "-5 degrees", "@x", "\tx"])
def test_a_text_like_a_formula_gets_an_apostrophe(study: Study, note: str) -> None:
    assert note_of(study, note) == f"'{note}"


def test_the_apostrophe_can_be_switched_off(study: Study) -> None:
    assert note_of(study, "-5 degrees", guard_formulas=False) == "-5 degrees"


def test_guarded_texts_are_counted(study: Study) -> None:
    study.code(study.talks, Span(0, 7), layer="entity", note="=1")
    assert any("apostrophe" in warning for warning in study.export("csv").warnings)


def test_a_number_below_zero_is_not_guarded(study: Study) -> None:
    (row,) = csv_rows(study.export("csv").path / "stance_wide.csv")
    assert row["position"] == "-2"


def test_nothing_is_cut(study: Study) -> None:
    assert note_of(study, "x" * 200_000) == "x" * 200_000


def test_lines_and_quotes_in_a_text_survive(study: Study) -> None:
    assert note_of(study, 'a "b",\nc') == 'a "b",\nc'


def test_the_workbook_writes_its_twins_beside_itself(study: Study) -> None:
    study.export("out.xlsx", csv_twin=True)
    assert (study.folder / "out_csv" / "annotations_long.csv").exists()


def test_a_file_in_the_way_is_refused(study: Study) -> None:
    (study.folder / "csv").write_text("mine")
    with pytest.raises(ProjectError, match="is a file"):
        study.export("csv")
    assert (study.folder / "csv").read_text() == "mine"


def test_a_cancelled_export_leaves_the_old_files(study: Study) -> None:
    folder = study.export("csv").path
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    with pytest.raises(CancelledError):
        EXPORTERS["csv"].write(study.store.reader, folder, ExportOptions(), cancel)
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before


def test_a_cancelled_first_export_leaves_no_folder(study: Study, tmp_path: Path) -> None:
    with pytest.raises(CancelledError):
        EXPORTERS["csv"].write(study.store.reader, tmp_path / "new", ExportOptions(), cancel)
    assert not (tmp_path / "new").exists()


def cancel(done: int, total: int) -> None:
    raise CancelledError
