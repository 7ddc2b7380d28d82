"""Every sheet of the workbook, opened again and compared cell by cell."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from python_calamine import CalamineWorkbook

from annotator.codebook.load import load_template
from annotator.model import Span, Value
from annotator.project import queries
from annotator.project.store import Store
from annotator.sample import build_sample
from exports.base import ExportOptions, no_progress
from exports.columns import Cell
from exports.csv import write_csv
from exports.excel import write_workbook
from exports.rows import BASE
from tests.exports.study import Cells, Study, calamine_sheet, csv_rows, openpyxl_sheet

SHEETS = [
    "README", "annotations_long", "entity_wide", "event_wide", "stance_wide", "claim_wide",
    "statement_wide", "article_wide", "roles_long", "values_long", "actors", "documents",
    "doc_matrix", "codebook", "coders", "memos", "audit",
    "agreement_summary",
    "agreement_units",
    "agreement_spans",
    "disagreements",
]  # fmt: skip


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The sample study, exported as a workbook and as CSV. openpyxl is too slow to read it whole."""
    folder = tmp_path_factory.mktemp("sample")
    build_sample(folder / "sample.annot")
    with Store.open(folder / "sample.annot", read_only=True) as store:
        write_workbook(store.reader, folder / "sample.xlsx", ExportOptions(), no_progress)
        plain = ExportOptions(guard_formulas=False)
        write_csv(store.reader, folder / "csv", plain, no_progress)
    yield folder


def one(rows: list[Cells], **wanted: Any) -> Cells:
    """The only row with these cells."""
    (found,) = [row for row in rows if all(row[k] == v for k, v in wanted.items())]
    return found


def filled(row: Cells, *but: str) -> Cells:
    return {key: cell for key, cell in row.items() if cell is not None and key not in but}


# --- the sheets -----------------------------------------------------------------------------


def test_the_workbook_has_the_sheets_of_its_design(sample: Path) -> None:
    workbook = CalamineWorkbook.from_path(sample / "sample.xlsx")
    assert workbook.sheet_names == [*SHEETS, "lists"]


def test_every_sheet_has_its_header_frozen_and_a_filter_over_all_its_rows(study: Study) -> None:
    for sheet in filled_sheets(study):
        (table,) = sheet.tables.values()
        assert sheet.freeze_panes == "A2"
        assert table.ref == table.autoFilter.ref == sheet.dimensions
        assert not sheet.merged_cells.ranges


def filled_sheets(study: Study) -> list[Any]:
    """The sheets that hold more than a header."""
    workbook = load_workbook(study.export().path)
    return [sheet for sheet in workbook.worksheets[:-1] if sheet.max_row > 1]


def test_a_sheet_without_rows_has_a_header_and_a_filter(study: Study) -> None:
    sheet = load_workbook(study.export().path)["statement_wide"]
    assert (sheet.max_row, sheet.auto_filter.ref) == (1, sheet.dimensions)


def test_the_header_row_alone_is_bold(study: Study) -> None:
    for sheet in filled_sheets(study):
        assert all(cell.font.b for cell in sheet[1])
        assert not any(cell.font.b for cell in sheet[2])


def test_a_study_of_one_coder_has_no_agreement_sheets(study: Study) -> None:
    names = CalamineWorkbook.from_path(study.export().path).sheet_names
    assert not any(name.startswith(("agreement", "disagreements")) for name in names)


def test_names_of_columns_are_short_plain_and_unique(sample: Path) -> None:
    workbook = CalamineWorkbook.from_path(sample / "sample.xlsx")
    for title in SHEETS:
        names = workbook.get_sheet_by_name(title).to_python(nrows=1)[0]
        assert all(n.isascii() and len(n) <= 32 and " " not in n for n in names)
        assert len({n.casefold() for n in names}) == len(names)


def test_two_programs_read_the_same_cells(study: Study) -> None:
    workbook = load_workbook(study.export().path, read_only=True)
    other = CalamineWorkbook.from_path(study.folder / "out.xlsx")
    for name in workbook.sheetnames:
        theirs = other.get_sheet_by_name(name).to_python()
        for row, seen in zip(workbook[name].iter_rows(values_only=True), theirs, strict=True):
            padded = [*row, *[None] * (len(seen) - len(row))]
            assert [plain(c) for c in padded] == [plain(c) for c in seen]


def plain(cell: Any) -> Any:
    """One form for what the two programs give in two."""
    if cell is None or cell == "":
        return None
    if isinstance(cell, datetime):
        return cell.replace(microsecond=0)
    return datetime(cell.year, cell.month, cell.day) if isinstance(cell, date) else cell


def test_the_csv_twins_hold_the_same_cells(sample: Path) -> None:
    for name in SHEETS[1:]:
        rows = calamine_sheet(sample / "sample.xlsx", name)
        for row, twin in zip(rows, csv_rows(sample / "csv" / f"{name}.csv"), strict=True):
            cut = str(row.get("truncated") or "").split(";")
            assert {k: text(v) for k, v in row.items() if k not in (*cut, "truncated")} == {
                k: number(v) for k, v in twin.items() if k not in (*cut, "truncated")
            }


def text(cell: Cell) -> str:
    if isinstance(cell, datetime):
        return f"{cell.isoformat()}Z"
    return "" if cell is None else number(str(cell))


def number(word: str) -> str:
    return word.removesuffix(".0").replace("T00:00:00Z", "")


def test_every_code_has_one_row(sample: Path) -> None:
    rows = calamine_sheet(sample / "sample.xlsx", "annotations_long")
    with Store.open(sample / "sample.annot", read_only=True) as store:
        assert len(rows) == queries.annotation_count(store.reader)
    assert len({row["annotation_id"] for row in rows}) == len(rows)


def test_every_quote_is_what_stands_at_its_place(sample: Path) -> None:
    documents = calamine_sheet(sample / "sample.xlsx", "documents")
    texts = {row["article_id"]: row["text"] for row in documents}
    for row in calamine_sheet(sample / "sample.xlsx", "annotations_long"):
        if row["start"] is not None and row["fragments"] is None:
            assert texts[row["article_id"]][int(row["start"]) : int(row["end"])] == row["quote"]


def test_the_codebook_sheet_names_every_field_and_code(sample: Path) -> None:
    rows = calamine_sheet(sample / "sample.xlsx", "codebook")
    found = {(r["layer"], r["field"], r["code"]) for r in rows}
    for layer in load_template("news").layers:
        for field in layer.fields:
            assert {
                (layer.key, field.key, c) for c in (None, *(c.key for c in field.codes))
            } <= found


# --- one code -------------------------------------------------------------------------------


def test_the_row_of_a_code_cell_by_cell(study: Study) -> None:
    row = one(study.sheet("annotations_long"), annotation_id=study.event)
    assert filled(row, "created_at", "updated_at") == {
        "annotation_id": study.event,
        "project": "study",
        "article_id": study.talks,
        "source": "Port Selm Courier",
        "article_date": datetime(2025, 3, 14),
        "article_title": "Harbour talks resume",
        "coder": "Ann",
        "round": "Main coding",
        "assignment_state": "done",
        "in_final": 1,
        "layer": "event",
        "codebook_version": 1,
        "start": 104,
        "end": 152,
        "quote": "Torvan aircraft bombed a rail depot near Kestrel",
        "sentence_no": 3,
        "paragraph_no": 2,
        "state": "complete",
        "certainty": 2,
        "flagged": 1,
        "note": "see map; p. 3",
        "origin": "manual",
        "event_type": "assault",
        "event_type_lbl": "ASSAULT",
        "mode": "assault_aerial",
        "mode_lbl": "aerial",
        "actor": f"Torvan aircraft;{study.varga}",
        "actor_lbl": "Torvan aircraft;Ilse Varga",
        "recipient_miss": "cbd",
        "event_date": datetime(2025, 3, 13),
        "event_date_prec": 1,
        "location": "Kestrel",
        "location_country": "TOR",
        "location_lat": 51.5,
        "location_lon": -7,
        "context": "military;executive",
        "context_lbl": "military;executive",
        "disputed": 0,
        "killed_min": 0,
        "intensity": -10,
        "quad_class": "material_conflict",
        "quad_class_lbl": "material conflict",
    }


def test_the_wide_row_of_a_code_says_the_same(study: Study) -> None:
    path = study.export().path
    long = one(openpyxl_sheet(path, "annotations_long"), annotation_id=study.event)
    wide = one(openpyxl_sheet(path, "event_wide"), annotation_id=study.event)
    assert filled(wide) == filled(long)


def test_times_are_real_times_in_utc(study: Study) -> None:
    row = one(study.sheet("annotations_long"), annotation_id=study.event)
    code = queries.annotation(study.store.reader, study.event)
    assert code is not None
    assert f"{row['created_at']:%Y-%m-%dT%H:%M:%S}" == code.created[:19]


def test_what_is_not_confirmed_is_blank(study: Study) -> None:
    row = one(study.sheet("event_wide"), annotation_id=study.event)
    assert (row["aux_mode"], row["aux_mode_lbl"], row["aux_mode_miss"]) == (None, None, None)


def test_what_is_not_asked_for_says_na(study: Study) -> None:
    row = one(study.sheet("annotations_long"), annotation_id=study.bens)
    assert (row["killed_min"], row["killed_min_miss"]) == (None, "na")


def test_an_ordered_value_is_its_number_beside_its_label(study: Study) -> None:
    row = one(study.sheet("stance_wide"), annotation_id=study.stance)
    assert (row["position"], row["position_lbl"]) == (-2, "strongly against")


def test_a_link_is_the_id_of_the_other_code(study: Study) -> None:
    assert one(study.sheet("stance_wide"))["target_link"] == study.event


def test_a_code_of_the_whole_article_has_no_place(study: Study) -> None:
    row = one(study.sheet("article_wide"), annotation_id=study.whole)
    assert (row["start"], row["end"], row["quote"], row["sentence_no"]) == (None,) * 4
    assert row["eligible"] == 1


def test_fragments_are_listed(study: Study) -> None:
    spans = (Span(0, 7), Span(22, 26))
    uid = study.code(study.talks, spans[0], layer="event", fragments=spans[1:])
    row = one(study.sheet("annotations_long"), annotation_id=uid)
    assert (row["start"], row["end"], row["fragments"], row["quote"]) == (
        0, 7, "0-7;22-26", "Harbour … Ilse",
    )  # fmt: skip


def test_a_title_leads_to_the_row_of_its_article(study: Study) -> None:
    sheet = load_workbook(study.export().path)["annotations_long"]
    row = next(r[0].row for r in sheet.iter_rows(min_row=2) if r[2].value == study.other)
    assert sheet[f"F{row}"].hyperlink.location == "documents!A3"


# --- the other tables -----------------------------------------------------------------------


def test_every_filler_of_a_role_has_a_row(study: Study) -> None:
    rows = [r for r in study.sheet("roles_long") if r["annotation_id"] == study.event]
    assert [(r["role"], r["role_order"], r["actor_id"], r["actor_name"], r["mention"], r["miss"])
            for r in rows] == [
        ("actor", 1, None, "Torvan aircraft", "Torvan aircraft", None),
        ("actor", 2, study.varga, "Ilse Varga", None, None),
        ("recipient", 1, None, None, None, "cbd"),
    ]  # fmt: skip


def test_every_value_of_several_has_a_row(study: Study) -> None:
    rows = [r for r in study.sheet("values_long") if r["annotation_id"] == study.claim]
    assert [(r["field"], r["value_order"], r["code"], r["code_number"], r["code_lbl"])
            for r in rows] == [
        ("issue", 1, "ceasefire", 11, "ceasefire"), ("issue", 2, "territory", 12, "territory"),
    ]  # fmt: skip


def test_documents_without_codes_are_there(study: Study) -> None:
    rows = study.sheet("documents")
    assert [(r["title"], r["n_codes"], r["finished"], r["coders"]) for r in rows] == [
        ("Harbour talks resume", 5, 1, "Ann;Ben"), ("Second", 1, 0, "Ben"), ("Third", 0, 0, None),
    ]  # fmt: skip


def test_metadata_of_articles_have_columns(study: Study) -> None:
    assert [r["meta_desk"] for r in study.sheet("documents")] == ["Foreign", None, None]


def test_the_matrix_counts_the_final_set(study: Study) -> None:
    row = study.sheet("doc_matrix")[0]
    assert (row["n_event"], row["event_assault"], row["event_aid"]) == (1, 1, 0)
    assert (row["n_event_01"], row["event_assault_01"], row["event_aid_01"]) == (1, 1, 0)


def test_coders_say_how_much_they_did(study: Study) -> None:
    rows = study.sheet("coders")
    assert [(r["name"], r["documents_begun"], r["documents_finished"], r["annotations"])
            for r in rows] == [("Ann", 1, 1, 4), ("Ben", 2, 0, 2)]  # fmt: skip


def test_actors_have_their_uses(study: Study) -> None:
    row = one(study.sheet("actors"), actor_id=study.varga)
    assert (row["name"], row["type"], row["country"], row["uses"]) == (
        "Ilse Varga", "person", "ARV", 1,
    )  # fmt: skip


def test_memos_are_gathered(study: Study) -> None:
    row = one(study.sheet("memos"), about="code")
    assert (row["annotation_id"], row["memo"]) == (study.event, "see map; p. 3")


def test_the_audit_trail_has_every_change(study: Study) -> None:
    rows = study.sheet("audit")
    log = study.store.reader.value("SELECT count(*) FROM change")
    assert len(rows) == log
    assert [r["table"] for r in rows if r["uid"] == study.event] == ["annotation"]


# --- README ---------------------------------------------------------------------------------


def readme(study: Study, **options: Any) -> dict[str, Any]:
    rows = study.sheet("README", **options)
    return {row["item"]: row["value"] for row in rows if row["about"] != "sheets"}


def test_readme_says_what_project_and_codebook(study: Study) -> None:
    said = readme(study)
    assert (said["title"], said["codebook version"]) == ("study", 1)
    assert said["id"] == queries.project_info(study.store.reader).uid


def test_readme_says_the_rule_of_the_final_set(study: Study) -> None:
    assert "never a union" in readme(study)["rule"]


def test_readme_says_what_was_filtered(study: Study) -> None:
    said = readme(study, coders=("Ann",), rounds=("Pilot",), date_from="2025-01-01")
    assert (said["coders"], said["rounds"]) == ("Ann", "Pilot")
    assert said["article dates"] == "2025-01-01 to the last"


def test_readme_counts_the_rows_of_each_sheet(study: Study) -> None:
    rows = study.sheet("README")
    assert one(rows, item="annotations_long")["value"].startswith("6 rows")


def test_readme_says_which_cells_had_to_be_changed(study: Study) -> None:
    study.code(study.talks, Span(0, 7), layer="entity", note="=SUM(A1)")
    assert "formulas" in readme(study)["changed"]


def test_readme_explains_every_column_of_a_code(study: Study) -> None:
    said = readme(study)
    assert {c.name for c in BASE if c.note} <= set(said)


# --- texts of all kinds, through the whole path ---------------------------------------------

HOSTILE = [
    '=HYPERLINK("http://x")',
    "#N/A",
    "1E5",
    "00123",
    "👩‍👩‍👧 emoji",
    "停火",
    "سلام",
    "+1",
    "a;b",
]


@pytest.mark.parametrize("note", HOSTILE)
def test_a_memo_comes_out_as_it_was_typed(study: Study, note: str) -> None:
    uid = study.code(study.talks, Span(0, 7), layer="entity", note=note)
    path = study.export().path
    for read in (openpyxl_sheet, calamine_sheet):
        assert one(read(path, "annotations_long"), annotation_id=uid)["note"] == note


def test_a_long_memo_is_cut_visibly_and_the_next_row_is_not_marked(study: Study) -> None:
    long = study.code(study.talks, Span(0, 7), layer="entity", note="x" * 40_000)
    rows = study.sheet("annotations_long")
    marks = {r["annotation_id"]: r["truncated"] for r in rows}
    assert marks.pop(long) == "note"
    assert set(marks.values()) == {None}
    assert one(rows, annotation_id=long)["note"].endswith("… [cut]")


def test_a_long_whole_number_keeps_its_digits(study: Study) -> None:
    fields = {"event_type": (Value(code="assault"),), "killed_min": (Value(value=10**17 + 1),)}
    uid = study.code(study.talks, Span(0, 7), layer="event", fields=fields)
    row = one(study.sheet("annotations_long"), annotation_id=uid)
    assert row["killed_min"] == "100000000000000001"
