"""The command line as a user meets it: results, one clear line where something is wrong."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from annotator.project.store import Store
from tests.helpers import TEXT
from ui.cli import main


@pytest.fixture
def project(tmp_path: Path) -> Path:
    path = tmp_path / "p.annot"
    assert main(["new", str(path), "--coder", "A"]) == 0
    return path


@pytest.fixture
def with_text(project: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    (tmp_path / "talks.txt").write_text(TEXT, "utf-8")
    assert main(["import", str(project), str(tmp_path / "talks.txt")]) == 0
    capsys.readouterr()
    return project


def one_line(capsys: pytest.CaptureFixture[str]) -> str:
    """The one line on stderr."""
    lines = capsys.readouterr().err.strip().splitlines()
    assert len(lines) == 1, lines
    return lines[0]


def test_new_adds_the_ending_where_it_is_left_out(tmp_path: Path) -> None:
    assert main(["new", str(tmp_path / "study")]) == 0
    assert (tmp_path / "study.annot").exists()


def test_new_refuses_an_existing_file(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["new", str(project)]) == 1
    assert "exists already" in one_line(capsys)


def test_new_takes_a_codebook_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    book = tmp_path / "book.toml"
    book.write_text("title = 3", "utf-8")
    assert main(["new", str(tmp_path / "p.annot"), "--codebook", str(book)]) == 1
    assert "book.toml" in capsys.readouterr().err
    assert not (tmp_path / "p.annot").exists()


def test_import_says_how_many_came_in(
    project: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "a.txt").write_text("One text.", "utf-8")
    capsys.readouterr()
    assert main(["import", str(project), str(tmp_path / "a.txt")]) == 0
    assert capsys.readouterr().out.strip() == "Imported 1 article."


def test_importing_the_same_text_again_changes_nothing(with_text: Path, tmp_path: Path) -> None:
    assert main(["import", str(with_text), str(tmp_path / "talks.txt")]) == 0
    with Store.open(with_text) as store:
        assert store.reader.value("SELECT count(*) FROM article") == 1


@pytest.mark.parametrize(
    ("name", "content", "word"),
    [
        ("empty.txt", b"", "empty"),
        ("blank.txt", b" \n \n", "text"),
        ("photo.txt", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes(200), "photo.txt"),
    ],
)
def test_import_refuses_what_is_no_text(
    project: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    name: str,
    content: bytes,
    word: str,
) -> None:
    (tmp_path / name).write_bytes(content)
    before = project.read_bytes()
    capsys.readouterr()
    assert main(["import", str(project), str(tmp_path / name)]) == 1
    line = one_line(capsys)
    assert name in line and word in line
    assert project.read_bytes() == before


def test_import_names_a_missing_file(
    project: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    capsys.readouterr()
    assert main(["import", str(project), str(tmp_path / "none.txt")]) == 1
    assert "none.txt" in one_line(capsys)


def test_import_of_a_dry_run_writes_nothing(project: Path, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("One text.", "utf-8")
    before = project.read_bytes()
    assert main(["import", str(project), str(tmp_path / "a.txt"), "--dry-run"]) == 0
    assert project.read_bytes() == before


def test_add_codes_a_passage_with_fields(
    with_text: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    start = TEXT.index("bombed")
    code = main(
        ["add", str(with_text), "--article", "Harbour talks resume", "--layer", "event",
         "--start", str(start), "--end", str(start + 6), "--coder", "A",
         "--field", "event_type=assault", "--field", "actor=Torvan aircraft", "--json"]
    )  # fmt: skip
    assert code == 0
    assert json.loads(capsys.readouterr().out)["quote"] == "bombed"


def test_codes_lists_what_was_added(with_text: Path, capsys: pytest.CaptureFixture[str]) -> None:
    test_add_codes_a_passage_with_fields(with_text, capsys)
    assert main(["codes", str(with_text), "--json"]) == 0
    (code,) = json.loads(capsys.readouterr().out)
    assert (code["layer"], code["coder"], code["quote"]) == ("event", "A", "bombed")
    assert code["fields"]["actor"][0]["name"] == "Torvan aircraft"


@pytest.mark.parametrize(
    ("extra", "word"),
    [
        (["--layer", "events"], "events"),
        (["--start", "5", "--end", "99999"], "does not lie inside"),
        (["--start", "9", "--end", "3"], "does not lie inside"),
        (["--field", "event_type=war"], "event_type=war"),
        (["--field", "colour=red"], "colour"),
        (["--article", "No such title"], "No such title"),
    ],
)
def test_add_names_what_is_wrong(
    with_text: Path, capsys: pytest.CaptureFixture[str], extra: list[str], word: str
) -> None:
    given = {"--article": "Harbour talks resume", "--layer": "event", "--start": "0", "--end": "7"}
    given |= dict(zip(extra[::2], extra[1::2], strict=True))
    flat = [item for pair in given.items() for item in pair]
    before = with_text.read_bytes()
    assert main(["add", str(with_text), "--coder", "A", *flat]) == 1
    assert word in one_line(capsys)
    assert with_text.read_bytes() == before


def test_check_of_a_sound_project_says_so(
    with_text: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["check", str(with_text)]) == 0
    assert "is sound: 1 article, 0 codes" in capsys.readouterr().out


def test_backup_refuses_to_replace_the_project(
    with_text: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["backup", str(with_text), str(with_text)]) == 1
    assert "cannot replace the project itself" in one_line(capsys)


def test_export_names_the_formats(
    with_text: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["export", str(with_text), str(tmp_path / "out.pptx")]) == 1
    line = one_line(capsys)
    assert "xlsx" in line and "jsonl" in line


def test_a_locked_project_is_named_with_its_holder(
    with_text: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "b.txt").write_text("Another text.", "utf-8")
    with Store.open(with_text):
        assert main(["import", str(with_text), str(tmp_path / "b.txt")]) == 1
    assert "is being written by" in one_line(capsys)


@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() == 0, reason="root may write anywhere")
def test_a_read_only_folder_is_named(
    with_text: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    tmp_path.chmod(0o500)
    try:
        assert main(["import", str(with_text), str(tmp_path / "talks.txt")]) == 1
        assert "cannot be written" in one_line(capsys)
    finally:
        tmp_path.chmod(0o700)


@pytest.mark.parametrize(
    "command", [["import", "x.txt"], ["codes"], ["check"], ["suggest"], ["open"]]
)
def test_a_missing_project_is_one_clear_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], command: list[str]
) -> None:
    missing = tmp_path / "none.annot"
    assert main([command[0], str(missing), *command[1:]]) == 1
    assert "There is no project" in one_line(capsys)


def test_wrong_usage_exits_with_two() -> None:
    with pytest.raises(SystemExit) as stop:
        main(["import"])
    assert stop.value.code == 2


@pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="there is always a screen")
@pytest.mark.parametrize("command", [[], ["demo"]])
def test_without_a_screen_one_sentence_names_what_works(command: list[str]) -> None:
    clean = {
        k: v
        for k, v in os.environ.items()
        if k not in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    }
    done = subprocess.run(
        [sys.executable, "-m", "ui", *command],
        capture_output=True,
        text=True,
        check=False,
        env=clean,
    )
    assert done.returncode == 1
    assert "There is no screen" in done.stderr and "export" in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1


def test_the_command_line_imports_no_qt(tmp_path: Path) -> None:
    code = (
        "import sys; from ui.cli import main; main(['new', sys.argv[1]]); "
        "print(sorted(m for m in sys.modules if m in ('PySide6', 'spacy', 'openpyxl')))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path / "p.annot")],
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.strip().endswith("[]")
