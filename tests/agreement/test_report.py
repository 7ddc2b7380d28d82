"""The report, and that the exported units give the same numbers elsewhere."""

from __future__ import annotations

import csv
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from annotator.agreement import report
from annotator.agreement.overview import compute
from annotator.agreement.results import AgreementResults
from annotator.agreement.scripts import PYTHON_FILE, R_FILE
from annotator.agreement.unit_tables import UNIT_COLUMNS, UNITS_FILE, column_names
from annotator.errors import ProjectError
from exports.agreement import SHEETS, agreement_tables
from exports.report import BIBTEX_FILE, write_report, write_units
from tests.agreement.studies import Study


def three_coders() -> Study:
    """Every kind of row: ties, sets, ordered values, gaps, misses, a coder who left one out."""
    study = Study(4, "ABC", unfinished=[("C", 3)])
    for n in range(4):
        study.both(n, 0, 6, type="protest", form="march", people=["police", "rebels"], size="small")
        study.both(n, 50, 60, type="attack", form="bomb", people=["rebels"], armed=n > 1)
        study.both(n, 70, 76, type="attack", people=[], size="large", armed=True)
    study.code("A", 0, 100, 110, type="protest", form="march", size="middle", people=["x", "y"])
    study.code("B", 0, 101, 110, type="attack", form="bomb", size="large", people=["x"])
    study.code("C", 0, 100, 106, type="protest", form="other", size="small")
    study.code("A", 1, 100, 110, (120, 130), type="attack", armed=False)
    study.code("B", 1, 100, 112, type="attack", armed=True)
    study.code("A", 2, 140, 150, type="attack").code("A", 2, 140, 150, type="protest")
    study.code("B", 2, 140, 150, type="attack").code("B", 2, 140, 150, type="protest")
    return study


@pytest.fixture(scope="module")
def results() -> AgreementResults:
    return compute(three_coders().snapshot())


def recomputed(command: list[str]) -> dict[str, float | None]:
    done = subprocess.run(command, capture_output=True, text=True, check=False, encoding="utf-8")
    assert done.returncode == 0, done.stderr
    pairs = (line.rsplit(",", 1) for line in done.stdout.splitlines())
    return {key: None if value == "NA" else float(value) for key, value in pairs}


def compare(found: dict[str, float | None], results: AgreementResults) -> None:
    assert results.rows
    for row in results.rows:
        got = found[row.key]
        assert (got is None) == (row.value is None), row.key
        assert got is None or got == pytest.approx(row.value, abs=1e-6), row.key


def test_the_python_script_gives_every_number_again(
    results: AgreementResults, tmp_path: Path
) -> None:
    write_units(results, tmp_path)
    compare(recomputed([sys.executable, str(tmp_path / PYTHON_FILE), str(tmp_path)]), results)


@pytest.mark.skipif(shutil.which("Rscript") is None, reason="R is not installed")
def test_the_r_script_gives_every_number_again(results: AgreementResults, tmp_path: Path) -> None:
    write_units(results, tmp_path)
    compare(recomputed(["Rscript", str(tmp_path / R_FILE), str(tmp_path)]), results)


def test_units_have_one_column_per_coder(results: AgreementResults, tmp_path: Path) -> None:
    write_units(results, tmp_path)
    with (tmp_path / UNITS_FILE).open(encoding="utf-8", newline="") as file:
        header = next(csv.reader(file))
    assert header == [*UNIT_COLUMNS, "coder_a", "coder_b", "coder_c"]


def test_coders_of_one_name_get_columns_of_their_own() -> None:
    assert column_names(["Ana", "ana", "unit", "李"]) == ["ana", "ana_2", "unit_2", "coder"]


def test_the_paragraph_says_how_the_numbers_came_about(results: AgreementResults) -> None:
    text = report.methods(results)
    for part in ("3 coders", "4 of 20 articles", "Krippendorff's alpha", "jackknife", "seed 2025"):
        assert part in text


def test_undefined_numbers_are_reported_with_their_reason(results: AgreementResults) -> None:
    empty = compute(Study(2).snapshot())
    assert "not reported: " in report.markdown(empty)
    assert "nan" not in report.markdown(results).lower().replace("annan", "")


def test_without_results_the_report_is_the_reason() -> None:
    assert "needs two coders" in report.markdown(compute(Study(1, "A").snapshot()))


def test_references_are_those_of_the_coefficients_used(results: AgreementResults) -> None:
    assert all(
        key in report.bibtex(results) for key in ("hayes2007", "krippendorff2016", "gwet2008")
    )
    assert report.bibtex(compute(Study(2).snapshot())) == ""


def test_the_markdown_table_has_a_line_per_number(results: AgreementResults) -> None:
    lines = [line for line in report.markdown(results).splitlines() if line.startswith("| ")]
    assert len(lines) == len(results.rows) + 2


@pytest.mark.parametrize(
    ("value", "text"), [(0.834, ".83"), (-0.05, "-.05"), (1.0, "1.00"), (0.999, "1.00"), (None, "")]
)
def test_figures_are_printed_as_journals_do(value: float | None, text: str) -> None:
    assert report.figure(value) == text


def test_the_word_report_is_well_formed(results: AgreementResults, tmp_path: Path) -> None:
    from lxml import etree

    write_report(results, tmp_path / "r.docx")
    with zipfile.ZipFile(tmp_path / "r.docx") as package:
        for name in package.namelist():
            etree.fromstring(package.read(name))
        text = package.read("word/document.xml").decode("utf-8")
    assert "Agreement: Test study" in text and text.count("<w:tr>") == len(results.rows) + 1


def test_the_excel_report_opens_with_all_sheets(results: AgreementResults, tmp_path: Path) -> None:
    from openpyxl import load_workbook

    write_report(results, tmp_path / "r.xlsx")
    book = load_workbook(tmp_path / "r.xlsx")
    assert [name for name in book.sheetnames if name in SHEETS] == list(SHEETS)
    for table in agreement_tables(results):
        sheet = book[table.name]
        assert [cell.value for cell in sheet[1]] == [column.name for column in table.columns]
        assert sheet.max_row == len(table.rows) + 1


def test_columns_of_the_sheets_fit_their_rows(results: AgreementResults) -> None:
    for table in agreement_tables(results):
        assert {len(row) for row in table.rows} == {len(table.columns)}
        names = [column.name.casefold() for column in table.columns]
        assert len(set(names)) == len(names) and max(map(len, names)) <= 32


def test_disagreements_show_what_each_coder_has(results: AgreementResults) -> None:
    table = agreement_tables(results)[-1]
    kinds = {row[8] for row in table.rows}
    assert {"missed", "boundary", "category"} <= kinds and "agreed" not in kinds


def test_another_ending_is_refused(results: AgreementResults, tmp_path: Path) -> None:
    with pytest.raises(ProjectError, match=r"\.md, \.docx, \.xlsx"):
        write_report(results, tmp_path / "r.pdf")


def test_a_folder_that_is_not_there_is_named(results: AgreementResults, tmp_path: Path) -> None:
    with pytest.raises(ProjectError, match="no folder"):
        write_report(results, tmp_path / "none" / "r.md")


def test_references_are_written_beside_the_units(results: AgreementResults, tmp_path: Path) -> None:
    write_units(results, tmp_path / "new")
    assert "hayes2007" in (tmp_path / "new" / BIBTEX_FILE).read_text("utf-8")
