"""annotator agreement, on the sample study."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from annotator.project import queries
from annotator.project.store import Store
from annotator.sample import build_sample
from ui.cli import main


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("sample") / "sample.annot"
    build_sample(path)
    return path


def test_the_reliability_round_is_compared_by_default(
    sample: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["agreement", str(sample), "--json"]) == 0
    data = json.loads(capsys.readouterr().out)
    assert data["round"] == "Reliability sample" and len(data["coders"]) == 3


def test_every_number_of_the_sample_has_a_value_or_a_reason(
    sample: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["agreement", str(sample), "--json"])
    rows = json.loads(capsys.readouterr().out)["rows"]
    assert rows and all((row["value"] is None) == bool(row["reason"]) for row in rows)


def test_the_numbers_are_listed(sample: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["agreement", str(sample)]) == 0
    out = capsys.readouterr().out
    assert "|u-alpha" in out and "event: Event type" in out


def test_two_of_three_coders(sample: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with Store.open(sample, read_only=True) as store:
        names = [c.name for c in queries.coders(store.reader) if c.kind == "person"][:2]
    assert main(["agreement", str(sample), "--coders", ",".join(names), "--json"]) == 0
    data = json.loads(capsys.readouterr().out)
    assert [coder["name"] for coder in data["coders"]] == names


def test_one_coder_is_an_explanation(sample: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with Store.open(sample, read_only=True) as store:
        name = next(c.name for c in queries.coders(store.reader) if c.kind == "person")
    assert main(["agreement", str(sample), "--coders", name]) == 0
    assert "needs two coders" in capsys.readouterr().out


def test_a_round_of_one_coder_is_an_explanation(
    sample: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with Store.open(sample, read_only=True) as store:
        main_round = queries.main_round(store.reader).name
    assert main(["agreement", str(sample), "--round", main_round, "--json"]) == 0
    data = json.loads(capsys.readouterr().out)
    assert data["rows"] == [] and "two coders" in data["reason"]


def test_an_unknown_round_names_those_there_are(
    sample: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["agreement", str(sample), "--round", "none"]) == 1
    assert "Reliability sample" in capsys.readouterr().err


def test_an_unknown_coder_names_those_there_are(
    sample: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["agreement", str(sample), "--coders", "Nobody"]) == 1
    assert "The coders are" in capsys.readouterr().err


@pytest.mark.parametrize("name", ["r.md", "r.docx", "r.xlsx"])
def test_a_report_is_written(sample: Path, tmp_path: Path, name: str) -> None:
    assert main(["agreement", str(sample), "--report", str(tmp_path / name)]) == 0
    assert (tmp_path / name).stat().st_size > 1000


def test_units_and_scripts_are_written(sample: Path, tmp_path: Path) -> None:
    assert main(["agreement", str(sample), "--units", str(tmp_path / "units")]) == 0
    assert (tmp_path / "units" / "recompute_agreement.R").exists()


def test_only_finished_work_of_the_round_is_in_the_snapshot(sample: Path) -> None:
    with Store.open(sample, read_only=True) as store:
        snapshot = queries.agreement_snapshot(store.reader)
    assert {a.state for a in snapshot.assignments} == {"done"}
    assert {a.round for a in snapshot.assignments} == {snapshot.round.uid}
    done = {a.uid for a in snapshot.assignments}
    assert {code.assignment for code in snapshot.annotations} <= done


def test_equal_snapshots_give_equal_numbers(
    sample: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["agreement", str(sample), "--json"])
    first = capsys.readouterr().out
    main(["agreement", str(sample), "--json"])
    assert capsys.readouterr().out == first
