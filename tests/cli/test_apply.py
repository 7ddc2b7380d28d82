"""`annotator apply` and `annotator new --from` as a user meets them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from annotator.paths import HOME_VARIABLE, backup_folder
from annotator.project import queries
from annotator.project.store import Store
from tests.exports.study import Study, small_study
from tests.importers.test_roundtrip import by_hand
from ui.cli import main


@pytest.fixture
def study(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Study]:
    """The small study, closed, with a workbook of it."""
    monkeypatch.setenv(HOME_VARIABLE, str(tmp_path / "home"))
    made = small_study(tmp_path)
    made.export()
    made.store.close()
    yield made


def run(study: Study, *more: str) -> int:
    project, book = study.folder / "study.annot", study.folder / "out.xlsx"
    return main(["apply", str(project), str(book), *more])


def killed(study: Study) -> object:
    with Store.open(study.folder / "study.annot", read_only=True) as store:
        code = queries.annotation(store.reader, study.event)
        assert code is not None
        return code.fields["killed_min"][0].value


def edit(study: Study, cell: object = 3) -> None:
    by_hand(study.folder / "out.xlsx", ("event_wide", study.event, "killed_min", cell))


def test_an_edited_workbook_is_applied(study: Study, capsys: pytest.CaptureFixture[str]) -> None:
    edit(study)
    assert run(study, "--coder", "Ann") == 0
    assert killed(study) == 3
    assert capsys.readouterr().out.splitlines() == [
        "event_wide, row 2, killed_min: 0 -> 3",
        "Applied 1 cell in 1 code, as one step that can be undone.",
    ]


def test_a_backup_is_made_before(study: Study) -> None:
    edit(study)
    run(study, "--coder", "Ann")
    assert [p.name.partition("Z ")[2] for p in backup_folder().rglob("*.annot")] == [
        "before-round-trip.annot"
    ]


def test_a_dry_run_changes_nothing(study: Study, capsys: pytest.CaptureFixture[str]) -> None:
    edit(study)
    assert run(study, "--coder", "Ann", "--dry-run") == 0
    assert "Would change 1 cell in 1 code." in capsys.readouterr().out
    assert killed(study) == 0
    assert not backup_folder().exists()


def test_a_problem_keeps_everything_as_it_was(
    study: Study, capsys: pytest.CaptureFixture[str]
) -> None:
    edit(study, "many")
    assert run(study, "--coder", "Ann") == 1
    said = capsys.readouterr()
    assert "event_wide, row 2, killed_min: " in said.out
    assert said.err.strip() == (
        "annotator: out.xlsx: 1 problem; nothing was changed. "
        "Mend the cells named above and try again."
    )
    assert killed(study) == 0


def test_a_workbook_nobody_edited_is_said_to_be_the_same(
    study: Study, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(study, "--coder", "Ann") == 0
    assert "says what the project says" in capsys.readouterr().out


def test_the_coder_must_be_named_where_there_are_several(
    study: Study, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(study) == 1
    assert "Add --coder; the coders are: Ann, Ben." in capsys.readouterr().err


def test_results_can_be_read_by_a_machine(study: Study, capsys: pytest.CaptureFixture[str]) -> None:
    edit(study)
    assert run(study, "--coder", "Ann", "--json") == 0
    data = json.loads(capsys.readouterr().out)
    assert data["applied"] is True
    assert data["changes"][0]["after"] == "3"


def test_a_missing_workbook_is_one_line(study: Study, capsys: pytest.CaptureFixture[str]) -> None:
    (study.folder / "out.xlsx").unlink()
    assert run(study, "--coder", "Ann") == 1
    assert capsys.readouterr().err.count("\n") == 1


# --- new --from -----------------------------------------------------------------------------


def test_a_project_is_made_of_an_export(study: Study, capsys: pytest.CaptureFixture[str]) -> None:
    old, lines, new = (str(study.folder / name) for name in ("study.annot", "a.jsonl", "new.annot"))
    assert main(["export", old, lines]) == 0
    assert main(["new", new, "--from", lines]) == 0
    assert f"Made {new} with 3 articles and 6 codes." in capsys.readouterr().out
    assert main(["export", new, str(study.folder / "b.jsonl")]) == 0
    first, again = ((study.folder / name).read_text("utf-8") for name in ("a.jsonl", "b.jsonl"))
    assert first.split("\n")[1:] == again.split("\n")[1:]


def test_nothing_remains_of_an_export_that_cannot_be_brought_in(
    study: Study, capsys: pytest.CaptureFixture[str]
) -> None:
    old, lines, new = (study.folder / name for name in ("study.annot", "a.jsonl", "new.annot"))
    main(["export", str(old), str(lines), "--without-text"])
    capsys.readouterr()
    assert main(["new", str(new), "--from", str(lines)]) == 1
    assert "without the texts" in capsys.readouterr().err
    assert not new.exists()


def test_a_file_and_a_codebook_cannot_both_be_given(study: Study) -> None:
    new = str(study.folder / "new.annot")
    assert main(["new", new, "--from", "a.jsonl", "--codebook", "news"]) == 1
