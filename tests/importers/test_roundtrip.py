"""A workbook edited by hand (openpyxl stands for the hand) and read back."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from shutil import copy2
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

from annotator.commands.actors import merge_actor, rename_actor
from annotator.commands.codes import delete_code, set_field, set_note
from annotator.commands.edits import apply_edits
from annotator.errors import ImportRefusedError, ProjectError
from annotator.importers.roundtrip import EditPlan, read_edits
from annotator.model import Annotation, Span, Value
from annotator.project import queries
from annotator.project.store import Store
from annotator.sample import build_sample
from exports.base import ExportOptions, no_progress
from exports.editing import EditLayout
from exports.excel import write_workbook
from tests.exports.study import Study, small_study

Edit = tuple[str, str, str, Any]
"""(sheet, uid of a code, column, new cell)."""


@pytest.fixture
def study(tmp_path: Path) -> Iterator[Study]:
    made = small_study(tmp_path)
    yield made
    made.store.close()


@pytest.fixture(scope="module")
def still(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Study]:
    """A study nobody changes, exported once."""
    made = small_study(tmp_path_factory.mktemp("still"))
    made.export("once.xlsx", sheets=("annotations_long", "wide"))
    yield made
    made.store.close()


def by_hand(path: Path, *edits: Edit) -> None:
    """Change cells and save."""
    workbook = load_workbook(path)
    for name, uid, column, cell in edits:
        sheet = workbook[name]
        header = [c.value for c in sheet[1]]
        row = next(r for r in sheet.iter_rows(min_row=2) if r[0].value == uid)
        row[header.index(column)].value = cell
    workbook.save(path)


def plan_of(study: Study, *edits: Edit, coder: str = "", **options: Any) -> EditPlan:
    """Export the sheets that are read back, edit, read back."""
    path = study.export(sheets=("annotations_long", "wide"), **options).path
    by_hand(path, *edits)
    return again(study, coder)


def again(study: Study, coder: str = "") -> EditPlan:
    """Read the workbook once more."""
    reader = study.store.reader
    layout = EditLayout(reader)
    return read_edits(study.folder / "out.xlsx", reader, layout, coder=coder or study.ann)


def apply(study: Study, plan: EditPlan) -> None:
    study.store.run("Apply", apply_edits, plan, coder=study.ann)


def code(study: Study, uid: str = "") -> Annotation:
    found = queries.annotation(study.store.reader, uid or study.event)
    assert found is not None
    return found


def edited(study: Study, column: str, cell: Any, sheet: str = "event_wide") -> Annotation:
    """The event after one of its cells was edited and applied."""
    plan = plan_of(study, (sheet, study.event, column, cell))
    assert plan.problems == ()
    apply(study, plan)
    return code(study)


def why_not(still: Study, *edits: Edit) -> str:
    """The only problem of the edits in a study that stays as it is."""
    copy2(still.folder / "once.xlsx", still.folder / "out.xlsx")
    by_hand(still.folder / "out.xlsx", *edits)
    (problem,) = again(still).problems
    return str(problem)


def why(study: Study, *edits: Edit) -> str:
    """The only problem of the edits."""
    (problem,) = plan_of(study, *edits).problems
    return str(problem)


# --- nothing was edited ---------------------------------------------------------------------


def test_a_workbook_nobody_edited_changes_nothing(study: Study) -> None:
    plan = plan_of(study)
    assert (plan.edits, plan.changes, plan.problems, plan.deleted, plan.ignored) == ((),) * 5


def test_the_sample_study_is_read_back_without_a_change(tmp_path: Path) -> None:
    build_sample(tmp_path / "s.annot")
    with Store.open(tmp_path / "s.annot") as store:
        chosen = ExportOptions(sheets=("annotations_long", "wide"))
        write_workbook(store.reader, tmp_path / "s.xlsx", chosen, no_progress)
        coder = queries.coders(store.reader)[0].uid
        plan = read_edits(tmp_path / "s.xlsx", store.reader, EditLayout(store.reader), coder=coder)
    assert (plan.edits, plan.problems, plan.deleted, plan.ignored) == ((),) * 4
    assert plan.rows > 1475


def test_a_code_with_every_kind_of_text_is_read_back_without_a_change(study: Study) -> None:
    for note in ("=1+1", "#N/A", "00123", "1E5", " a ", "a\nb", "x" * 40_000, "a\x07b", "😀", "-1"):
        study.code(study.talks, Span(0, 7), layer="claim", note=note,
                   fields={"aim": (Value(value=note.strip()),)})  # fmt: skip
    plan = plan_of(study)
    assert (plan.edits, plan.problems) == ((), ())


# --- what can be edited ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("column", "cell", "field", "value"),
    [
        ("event_type", "protest", "event_type", Value(code="protest", origin="import")),
        ("event_type_lbl", "PROTEST", "event_type", Value(code="protest", origin="import")),
        ("killed_min", 12, "killed_min", Value(value=12, origin="import")),
        ("killed_min", "12", "killed_min", Value(value=12, origin="import")),
        ("disputed", 1, "disputed", Value(value=True, origin="import")),
        ("disputed", True, "disputed", Value(value=True, origin="import")),
        ("recipient_miss", "na", "recipient", Value(missing="na", origin="import")),
        ("injured_min", 3, "injured_min", Value(value=3, origin="import")),
        ("reported_by_miss", "cbd", "reported_by", Value(missing="cbd", origin="import")),
        ("reported_by", "Port Selm Courier", "reported_by", None),
        ("reported_by_lbl", "ilse varga", "reported_by", None),
    ],
)
def test_an_edited_cell_becomes_a_value(
    study: Study, column: str, cell: Any, field: str, value: Value | None
) -> None:
    found = edited(study, column, cell).fields[field]
    assert value is None or found == (value,)


def test_a_date_typed_in_excel_is_a_date(study: Study) -> None:
    from datetime import date

    values = edited(study, "event_date", date(2025, 3, 12)).fields["event_date"]
    assert (values[0].value, values[0].attrs) == ("2025-03-12", {"precision": 1})


def test_a_month_typed_as_a_text_is_a_month(study: Study) -> None:
    values = edited(study, "event_date", "2025-02").fields["event_date"]
    assert (values[0].value, values[0].attrs) == ("2025-02", {"precision": 3})


def test_a_place_keeps_what_was_not_edited(study: Study) -> None:
    values = edited(study, "location_country", "ARV").fields["location"]
    assert (values[0].value, values[0].attrs) == (
        "Kestrel", {"country": "ARV", "lat": 51.5, "lon": -7},
    )  # fmt: skip


def test_several_values_are_split_at_their_joints(study: Study) -> None:
    values = edited(study, "context", "executive;election").fields["context"]
    assert [value.code for value in values] == ["executive", "election"]


def test_a_value_that_stays_in_a_list_keeps_its_mention(study: Study) -> None:
    values = edited(study, "actor", "Torvan aircraft").fields["actor"]
    assert values == code(study).fields["actor"]
    assert (values[0].start, values[0].actor) == (104, None)


def test_a_known_name_is_the_actor(study: Study) -> None:
    values = edited(study, "reported_by", "Ilse Varga").fields["reported_by"]
    assert [value.actor for value in values] == [study.varga]


def test_an_unknown_name_is_a_new_actor(study: Study) -> None:
    (value,) = edited(study, "reported_by_lbl", "Daan Okoro").fields["reported_by"]
    assert value.actor is not None
    assert queries.actor_names(study.store.reader)[value.actor] == "Daan Okoro"


def test_an_emptied_cell_empties_the_field(study: Study) -> None:
    assert "disputed" not in edited(study, "disputed", None).fields


def test_an_emptied_reason_empties_the_field(study: Study) -> None:
    assert "recipient" not in edited(study, "recipient_miss", None).fields


def test_a_value_takes_the_place_of_a_reason(study: Study) -> None:
    values = edited(study, "recipient", "Ilse Varga").fields["recipient"]
    assert [(value.actor, value.missing) for value in values] == [(study.varga, None)]


def test_a_value_typed_over_a_pre_filled_one_is_confirmed(study: Study) -> None:
    values = edited(study, "aux_mode", "negated").fields["aux_mode"]
    assert [(value.code, value.confirmed) for value in values] == [("negated", True)]


def test_memo_flag_and_certainty_can_be_edited(study: Study) -> None:
    edits: list[Edit] = [("event_wide", study.event, column, cell) for column, cell in
                         (("note", "new"), ("flagged", 0), ("certainty", None))]  # fmt: skip
    apply(study, plan_of(study, *edits))
    found = code(study)
    assert (found.note, found.flagged, found.certainty) == ("new", False, None)


def test_the_long_sheet_can_be_edited_as_well(study: Study) -> None:
    assert edited(study, "killed_min", 5, "annotations_long").fields["killed_min"][0].value == 5


def test_an_ordered_value_is_read_by_its_number(study: Study) -> None:
    apply(study, plan_of(study, ("stance_wide", study.stance, "position", 1)))
    assert code(study, study.stance).fields["position"][0].code == "support"


def test_a_link_is_read_by_the_id_of_a_code(study: Study) -> None:
    apply(study, plan_of(study, ("stance_wide", study.stance, "target_link", study.bens)))
    assert code(study, study.stance).fields["target_link"][0].link == study.bens


def test_what_follows_from_other_fields_is_computed_anew(study: Study) -> None:
    plan = plan_of(study, ("event_wide", study.event, "event_type", "protest"),
                   ("event_wide", study.event, "mode", None))  # fmt: skip
    apply(study, plan)
    assert code(study).fields["quad_class"][0].code == "material_conflict"


def test_a_sheet_may_be_sorted_and_its_columns_moved_or_deleted(study: Study) -> None:
    path = study.export().path
    workbook = load_workbook(path)
    rows = list(workbook["annotations_long"].values)
    keep = [rows[0].index(name) for name in ("note", "annotation_id", "layer")]
    slim = Workbook()
    sheet = slim.active
    assert sheet is not None
    sheet.title = "mine"
    for row in [rows[0], *reversed(rows[1:])]:
        cells = [row[n] for n in keep]
        sheet.append(["new", *cells[1:]] if row[0] == study.event else cells)
    slim.save(path)
    plan = again(study)
    assert [(c.sheet, c.column, c.after) for c in plan.changes] == [("mine", "note", "new")]


# --- what is listed -------------------------------------------------------------------------


def test_every_edited_cell_is_listed_with_before_and_after(study: Study) -> None:
    plan = plan_of(study, ("event_wide", study.event, "killed_min", 4))
    (change,) = plan.changes
    assert (change.sheet, change.row, change.column, change.before, change.after) == (
        "event_wide", 2, "killed_min", "0", "4",
    )  # fmt: skip


def test_a_deleted_row_is_told_and_the_code_stays(study: Study) -> None:
    path = study.export().path
    workbook = load_workbook(path)
    sheet = workbook["annotations_long"]
    row = next(r[0].row for r in sheet.iter_rows(min_row=2) if r[0].value == study.claim)
    for name in ("annotations_long", "claim_wide"):
        workbook[name].delete_rows(row if name == "annotations_long" else 2)
    workbook.save(path)
    plan = again(study)
    assert (plan.deleted, plan.edits) == ((study.claim,), ())


def test_codes_left_out_by_a_filter_are_not_deleted_rows(study: Study) -> None:
    assert plan_of(study, coders=("Ann",)).deleted == ()


def test_codes_made_after_the_export_are_not_deleted_rows(study: Study) -> None:
    study.export()
    study.store._conn.execute(
        "UPDATE annotation SET created = '2099-01-01T00:00:00.000Z' WHERE uid = ?", (study.bens,)
    )
    assert study.bens not in again(study).deleted


def test_columns_that_are_not_read_back_are_named(study: Study) -> None:
    plan = plan_of(study, ("event_wide", study.event, "article_title", "Other"))
    assert (plan.ignored, plan.edits, plan.problems) == (("article_title",), (), ())


# --- what is refused ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("column", "cell", "said"),
    [
        ("event_type", "battle", "is not in the list"),
        ("event_type_lbl", "BATTLE", "is not in the list"),
        ("killed_min", "many", "is not a whole number"),
        ("killed_min", 1.5, "is not a whole number"),
        ("event_date", "March", "is not a date"),
        ("event_date", "2025-02-30", "is not a date"),
        ("event_date_prec", 4, "exact to the day"),
        ("disputed", "perhaps", "neither yes nor no"),
        ("context", "military;dream", "is not in the list"),
        ("mode", "consult_visit", "does not go with"),
        ("recipient_miss", "unknown", "neither na nor cbd"),
        ("disputed_miss", "na", "both filled and marked"),
        ("actor", "0" * 32, "there is no actor"),
        ("actor_lbl", None, "only the label"),
        ("location_lat", 99, "no number of degrees"),
        ("reported_by_miss", "x", "neither na nor cbd"),
        ("start", 1, "cannot be changed"),
        ("quote", "other words", "cannot be changed"),
        ("layer", "claim", "cannot be changed"),
        ("note", "=A1", "a formula without a result"),
        ("killed_min", "#N/A", "an error instead of a value"),
        ("certainty", 9, "1, 2, 3 or empty"),
        ("flagged", "x", "1 or 0"),
        ("annotation_id", "0" * 32, "no such code"),
        ("annotation_id", None, "new codes cannot be added"),
    ],
)
def test_a_cell_that_does_not_fit_is_named(still: Study, column: str, cell: Any, said: str) -> None:
    problem = why_not(still, ("event_wide", still.event, column, cell))
    assert problem.startswith("event_wide, row 2")
    assert said in problem


def test_a_field_that_is_not_asked_for_is_refused(study: Study) -> None:
    study.store.run("x", set_field, study.event, "event_type", [Value(code="aid")], coder=study.ann)
    edits: Edit = ("event_wide", study.event, "injured_min", 3)
    assert "is not asked for this code" in why(study, edits)


def test_a_passage_of_a_field_cannot_be_edited(study: Study) -> None:
    uid = study.code(study.talks, Span(0, 7), layer="statement",
                     fields={"cue": (Value(value="said", start=33, end=37),)})  # fmt: skip
    assert "a passage cannot" in why(study, ("statement_wide", uid, "cue", "told"))


def test_a_link_to_nothing_is_refused(still: Study) -> None:
    edit: Edit = ("stance_wide", still.stance, "target_link", "1" * 32)
    assert "there is no code" in why_not(still, edit)


def test_value_and_label_that_disagree_are_refused(still: Study) -> None:
    plan = ("event_wide", still.event, "event_type", "aid")
    other = ("event_wide", still.event, "event_type_lbl", "PROTEST")
    assert "do not agree" in why_not(still, plan, other)


def test_two_sheets_that_disagree_are_refused(still: Study) -> None:
    one = ("event_wide", still.event, "killed_min", 1)
    other = ("annotations_long", still.event, "killed_min", 2)
    assert "two sheets" in why_not(still, one, other)


def test_two_sheets_that_agree_are_one_change(study: Study) -> None:
    one = ("event_wide", study.event, "killed_min", 1)
    other = ("annotations_long", study.event, "killed_min", 1)
    plan = plan_of(study, one, other)
    assert (len(plan.edits), len(plan.changes), plan.problems) == (1, 2, ())


def test_a_row_that_is_there_twice_is_refused(study: Study) -> None:
    path = study.export().path
    workbook = load_workbook(path)
    sheet = workbook["event_wide"]
    sheet.append([cell.value for cell in sheet[2]])
    workbook.save(path)
    assert "twice" in str(again(study).problems[0])


def test_a_cell_that_was_cut_is_not_taken_for_the_text(study: Study) -> None:
    uid = study.code(study.talks, Span(0, 7), layer="entity", note="x" * 40_000)
    edit: Edit = ("annotations_long", uid, "note", "y")
    assert "did not hold the whole text" in why(study, edit)


def test_codes_of_others_can_only_be_looked_at(still: Study) -> None:
    edit: Edit = ("annotations_long", still.bens, "note", "mine")
    assert "belongs to Ben" in why_not(still, edit)


# --- what the project did in the meantime ---------------------------------------------------


def later(study: Study, command: Callable[..., Any], *args: Any) -> None:
    """A change that is made well after the export."""
    study.store._conn.execute("DROP TRIGGER change_is_frozen")
    study.store._conn.execute(
        "UPDATE annotation SET updated = '2025-01-01T00:00:00.000Z', "
        "created = '2025-01-01T00:00:00.000Z'"
    )
    study.store._conn.execute(
        "UPDATE change SET after = json_set(after, '$.updated', '2025-01-01T00:00:00.000Z') "
        "WHERE \"table\" = 'annotation'"
    )
    study.export()
    study.store.run("Later", command, *args, coder=study.ann)


def test_what_only_the_project_changed_is_kept(study: Study) -> None:
    later(study, set_note, study.event, "from the program")
    plan = again(study)
    assert (plan.edits, plan.problems) == ((), ())


def test_another_cell_of_a_code_that_has_changed_can_still_be_edited(study: Study) -> None:
    later(study, set_note, study.event, "from the program")
    by_hand(study.folder / "out.xlsx", ("event_wide", study.event, "killed_min", 3))
    plan = again(study)
    assert plan.problems == ()
    apply(study, plan)
    assert code(study).note == "from the program"
    assert code(study).fields["killed_min"][0].value == 3


def test_a_cell_both_have_changed_is_a_conflict(study: Study) -> None:
    later(study, set_note, study.event, "from the program")
    by_hand(study.folder / "out.xlsx", ("event_wide", study.event, "note", "from the sheet"))
    assert "after the workbook was written" in str(again(study).problems[0])


def test_a_field_both_have_changed_is_a_conflict(study: Study) -> None:
    later(study, set_field, study.event, "killed_min", [Value(value=8)])
    by_hand(study.folder / "out.xlsx", ("event_wide", study.event, "killed_min", 3))
    assert "after the workbook was written" in str(again(study).problems[0])


def test_a_change_both_have_made_is_none(study: Study) -> None:
    later(study, set_field, study.event, "killed_min", [Value(value=8)])
    by_hand(study.folder / "out.xlsx", ("event_wide", study.event, "killed_min", 8))
    plan = again(study)
    assert (plan.edits, plan.problems) == ((), ())


def test_a_code_deleted_in_the_meantime_is_named(study: Study) -> None:
    study.export()
    study.store.run("Delete", delete_code, study.claim, coder=study.ann)
    assert "no such code" in str(again(study).problems[0])


def test_an_actor_renamed_in_the_meantime_is_the_same_actor(study: Study) -> None:
    study.export()
    study.store.run("Rename", rename_actor, study.varga, "I. Varga", coder=study.ann)
    plan = again(study)
    assert (plan.edits, plan.problems) == ((), ())


def test_an_actor_merged_in_the_meantime_is_the_same_actor(study: Study) -> None:
    from annotator.commands.actors import add_actor

    other = study.store.run("Add", add_actor, "Varga, I.", coder=study.ann).result
    study.export()
    study.store.run("Merge", merge_actor, study.varga, other, coder=study.ann)
    plan = again(study)
    assert (plan.edits, plan.problems) == ((), ())


def test_a_plan_that_is_out_of_date_is_not_applied(study: Study) -> None:
    plan = plan_of(study, ("event_wide", study.event, "killed_min", 3))
    study.store.run("Note", set_note, study.event, "other", coder=study.ann)
    with pytest.raises(ProjectError, match="in the meantime"):
        apply(study, plan)
    assert code(study).fields["killed_min"][0].value == 0


# --- applying -------------------------------------------------------------------------------


def test_all_edits_are_one_step_that_can_be_undone(study: Study) -> None:
    before = code(study), code(study, study.stance)
    plan = plan_of(study, ("event_wide", study.event, "killed_min", 3),
                   ("stance_wide", study.stance, "note", "new"))  # fmt: skip
    apply(study, plan)
    study.store.undo(study.ann)
    assert (code(study), code(study, study.stance)) == before


def test_nothing_is_applied_where_one_cell_does_not_fit(study: Study) -> None:
    plan = plan_of(study, ("event_wide", study.event, "killed_min", 3),
                   ("stance_wide", study.stance, "position", "x"))  # fmt: skip
    with pytest.raises(ProjectError, match="was not applied"):
        apply(study, plan)
    assert code(study).fields["killed_min"][0].value == 0


def test_an_applied_workbook_has_nothing_left_to_apply(study: Study) -> None:
    later(study, set_note, study.claim, "any other work")
    by_hand(study.folder / "out.xlsx", ("event_wide", study.event, "killed_min", 3))
    apply(study, again(study))
    plan = again(study)
    assert (plan.edits, plan.problems) == ((), ())


def test_an_applied_workbook_can_be_edited_further(study: Study) -> None:
    later(study, set_note, study.claim, "any other work")
    by_hand(study.folder / "out.xlsx", ("event_wide", study.event, "killed_min", 3))
    apply(study, again(study))
    by_hand(study.folder / "out.xlsx", ("event_wide", study.event, "note", "more"))
    apply(study, again(study))
    assert (code(study).note, code(study).fields["killed_min"][0].value) == ("more", 3)


# --- other files ----------------------------------------------------------------------------


def test_a_workbook_without_codes_is_refused(study: Study) -> None:
    Workbook().save(study.folder / "out.xlsx")
    with pytest.raises(ImportRefusedError):
        again(study)


def test_a_table_of_articles_is_refused(study: Study) -> None:
    book = Workbook()
    assert book.active is not None
    book.active.append(["title", "text"])
    book.save(study.folder / "out.xlsx")
    with pytest.raises(ImportRefusedError, match="annotation_id"):
        again(study)


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 cut short", b"plain text"])
def test_a_damaged_workbook_is_refused(study: Study, content: bytes) -> None:
    (study.folder / "out.xlsx").write_bytes(content)
    with pytest.raises(ImportRefusedError):
        again(study)


def test_a_missing_workbook_is_named(study: Study) -> None:
    with pytest.raises(ImportRefusedError, match="there is no such file"):
        again(study)


def test_a_workbook_of_another_project_is_named(study: Study, tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    other = small_study(tmp_path / "other")
    other.export().path.rename(study.folder / "out.xlsx")
    other.store.close()
    assert all("no such code" in str(problem) for problem in again(study).problems)
