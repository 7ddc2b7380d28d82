"""What a filter leaves in and what it leaves out."""

from __future__ import annotations

from typing import Any

import pytest

from annotator.errors import ProjectError
from annotator.project.queries import project_info
from exports.base import ExportOptions
from exports.selection import FINAL_RULES, final_rule_text, select
from tests.exports.study import Study, openpyxl_sheet


def ids(study: Study, sheet: str = "annotations_long", **options: Any) -> set[str]:
    return {row["annotation_id"] for row in study.sheet(sheet, **options)}


def test_without_a_filter_all_codes_are_there(study: Study) -> None:
    rows = study.sheet("annotations_long")
    assert len(rows) == 6


def test_layers_are_chosen_by_key(study: Study) -> None:
    path = study.export(layers=("event",)).path
    assert {r["layer"] for r in openpyxl_sheet(path, "annotations_long")} == {"event"}


def test_a_layer_that_was_not_chosen_has_no_sheet(study: Study) -> None:
    assert "stance_wide" not in study.export(layers=("event",)).sheets


def test_coders_are_chosen_by_name(study: Study) -> None:
    assert study.bens not in ids(study, coders=("Ann",))


def test_coders_are_chosen_by_uid(study: Study) -> None:
    assert ids(study, layers=("event",), coders=(study.ben,)) == {study.bens}


def test_rounds_are_chosen_by_name(study: Study) -> None:
    assert ids(study, rounds=("Pilot",)) == {study.bens}


def test_rounds_are_chosen_by_uid(study: Study) -> None:
    assert ids(study, rounds=(study.pilot,)) == {study.bens}


@pytest.mark.parametrize(
    ("low", "high", "titles"),
    [
        ("2025-03-14", "2025-03-14", ["Harbour talks resume"]),
        ("2025-03-15", None, ["Second"]),
        (None, "2025-03", ["Harbour talks resume"]),
        ("2025", "2025", ["Harbour talks resume", "Second"]),
        ("2026-01-01", None, []),
    ],
)
def test_articles_are_chosen_by_their_date(
    study: Study, low: str | None, high: str | None, titles: list[str]
) -> None:
    rows = study.sheet("documents", date_from=low, date_to=high)
    assert [row["title"] for row in rows] == titles


def test_codes_of_articles_outside_the_dates_are_left_out(study: Study) -> None:
    rows = study.sheet("annotations_long", date_from="2025-04-01")
    assert {row["article_title"] for row in rows} == {"Second"}


def test_wide_sheets_hold_the_final_set(study: Study) -> None:
    assert ids(study, "event_wide") == {study.event}


def test_wide_sheets_hold_everything_on_demand(study: Study) -> None:
    assert ids(study, "event_wide", wide_all=True) == {study.event, study.bens}


def test_the_long_sheet_marks_the_final_set(study: Study) -> None:
    rows = study.sheet("annotations_long")
    assert {r["annotation_id"] for r in rows if not r["in_final"]} == {study.bens}


def test_everything_but_the_final_set_can_be_left_out(study: Study) -> None:
    assert study.bens not in ids(study, final_only=True)


def test_fields_are_chosen_by_key(study: Study) -> None:
    (row,) = study.sheet("stance_wide", fields=("stance.position",))
    assert "position" in row and "holder" not in row


def test_texts_can_be_left_out(study: Study) -> None:
    assert "text" not in study.sheet("documents", with_text=False)[0]


def test_sheets_are_chosen_by_name(study: Study) -> None:
    assert list(study.export(sheets=("codebook", "coders")).sheets) == [
        "README", "codebook", "coders",
    ]  # fmt: skip


def test_the_audit_trail_can_be_left_out(study: Study) -> None:
    assert "audit" not in study.export(with_audit=False).sheets


@pytest.mark.parametrize(
    "options",
    [{"layers": ("x",)}, {"coders": ("x",)}, {"rounds": ("x",)}, {"fields": ("x",)},
     {"sheets": ("x",)}],
)  # fmt: skip
def test_what_the_project_does_not_have_is_named(study: Study, options: dict[str, Any]) -> None:
    with pytest.raises(ProjectError, match=r"There is no .*“x”"):
        study.export(**options)


def test_a_refused_option_writes_no_file(study: Study) -> None:
    with pytest.raises(ProjectError):
        study.export(layers=("x",))
    assert not (study.folder / "out.xlsx").exists()


def test_every_rule_of_a_project_is_said_in_words(study: Study) -> None:
    rule = project_info(study.store.reader).final_rule
    assert rule in FINAL_RULES
    assert "Ann" in final_rule_text(f"coder:{study.ann}", {study.ann: "Ann"})


def test_uids_are_looked_up_once(study: Study) -> None:
    chosen = select(study.store.reader, ExportOptions(coders=("Ann", study.ann)))
    assert chosen.coders == {study.ann}
