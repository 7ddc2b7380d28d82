"""Misuse and bad luck on the command line: one clear line, exit 1, and nothing changed."""

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
def project(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    path = tmp_path / "p.annot"
    assert main(["new", str(path), "--coder", "A"]) == 0
    (tmp_path / "talks.txt").write_text(TEXT, "utf-8")
    assert main(["import", str(path), str(tmp_path / "talks.txt")]) == 0
    capsys.readouterr()
    return path


def refused(capsys: pytest.CaptureFixture[str], *arguments: object) -> str:
    """Run a command that must fail; its one line on stderr."""
    assert main([str(a) for a in arguments]) == 1
    lines = capsys.readouterr().err.strip().splitlines()
    assert len(lines) == 1, lines
    return lines[0]


@pytest.mark.parametrize("form", ["xlsx", "jsonl"])
def test_an_export_never_replaces_the_project(
    project: Path, capsys: pytest.CaptureFixture[str], form: str
) -> None:
    before = project.read_bytes()
    line = refused(capsys, "export", project, project, "--format", form)
    assert "cannot replace the project itself" in line
    assert project.read_bytes() == before


def test_an_export_never_replaces_another_project(
    project: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    other = tmp_path / "other.annot"
    main(["new", str(other)])
    before = other.read_bytes()
    capsys.readouterr()
    assert "was kept" in refused(capsys, "export", project, other, "--format", "xlsx")
    assert other.read_bytes() == before


def test_a_backup_replaces_an_older_one_of_the_same_project(project: Path, tmp_path: Path) -> None:
    target = tmp_path / "b.annot"
    assert main(["backup", str(project), str(target)]) == 0
    assert main(["backup", str(project), str(target)]) == 0


@pytest.mark.parametrize("kind", ["project", "text"])
def test_a_backup_replaces_nothing_else(
    project: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], kind: str
) -> None:
    target = tmp_path / "other.annot"
    if kind == "project":
        main(["new", str(target)])
    else:
        target.write_text("my notes", "utf-8")
    before = target.read_bytes()
    capsys.readouterr()
    assert "was kept" in refused(capsys, "backup", project, target)
    assert target.read_bytes() == before


def test_a_backup_leaves_neighbours_alone(project: Path, tmp_path: Path) -> None:
    (tmp_path / "b.annot.new").write_text("mine", "utf-8")
    assert main(["backup", str(project), str(tmp_path / "b.annot")]) == 0
    assert (tmp_path / "b.annot.new").read_text("utf-8") == "mine"


def test_backup_prints_json(
    project: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["backup", str(project), str(tmp_path / "b.annot"), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["backup"].endswith("b.annot")


@pytest.mark.parametrize("name", ["", ".", "/"])
def test_a_project_needs_a_name(capsys: pytest.CaptureFixture[str], name: str) -> None:
    assert "no name for a project" in refused(capsys, "new", name)


@pytest.mark.parametrize("name", ["", "  "])
def test_a_coder_without_a_name_leaves_no_project_behind(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    assert "needs a name" in refused(capsys, "new", tmp_path / "n.annot", "--coder", name)
    assert list(tmp_path.iterdir()) == []


def test_a_missing_codebook_is_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    line = refused(capsys, "new", tmp_path / "n.annot", "--codebook", tmp_path / "none.toml")
    assert "none.toml" in line


def test_a_code_that_fails_adds_no_coder(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = project.read_bytes()
    place = ("--article", "Harbour talks resume", "--layer", "event", "--start", "5", "--end", "1")
    assert "does not lie inside" in refused(capsys, "add", project, *place, "--coder", "Z")
    assert project.read_bytes() == before


def test_a_new_coder_and_a_code_are_two_steps(project: Path) -> None:
    place = ["--article", "Harbour talks resume", "--layer", "event", "--start", "0", "--end", "7"]
    assert main(["add", str(project), *place, "--coder", "Z"]) == 0
    with Store.open(project) as store:
        uid = store.reader.value("SELECT uid FROM coder WHERE name = 'Z'")
        labels = [r[0] for r in store.reader.all("SELECT label FROM step ORDER BY id DESC LIMIT 2")]
        assert labels == ["Add event", "Add coder"]
        assert store.undo_label(uid) == "Add event"


def test_halves_of_characters_in_metadata_are_replaced(project: Path, tmp_path: Path) -> None:
    line = (
        '{"text": "some text", "title": "a\\ud800", "author": "x\\ud800\\u0000", "k\\ud800": "v"}'
    )
    (tmp_path / "s.jsonl").write_text(line, "utf-8")
    assert main(["import", str(project), str(tmp_path / "s.jsonl")]) == 0
    with Store.open(project) as store:
        author = store.reader.value("SELECT author FROM article WHERE author IS NOT NULL")
    assert author == "x\ufffd\ufffd"


@pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="names are always text there")
def test_a_file_name_that_is_no_text_is_imported(project: Path, tmp_path: Path) -> None:
    name = os.fsencode(tmp_path) + b"/\xff\xfe.txt"
    with open(name, "wb") as file:  # noqa: PTH123 - the name has no text form
        file.write(b"Some text.")
    assert main(["import", str(project), os.fsdecode(name), "--json"]) == 0


@pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="names are always text there")
def test_a_coder_name_that_is_no_text_is_refused(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert "no text" in refused(capsys, "codes", project, "--coder", os.fsdecode(b"\xff"))


@pytest.mark.parametrize("encoding", ["undefined", "base64", "none-such"])
def test_an_encoding_that_is_none_is_named(
    project: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], encoding: str
) -> None:
    line = refused(capsys, "import", project, tmp_path / "talks.txt", "--encoding", encoding)
    assert encoding in line


def test_a_table_without_rows_is_refused_with_words(
    project: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "head.csv").write_text("title,text\n", "utf-8")
    assert "no rows" in refused(capsys, "import", project, tmp_path / "head.csv")


def test_an_empty_name_is_not_the_current_folder(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert "needs a name" in refused(capsys, "import", project, "")


@pytest.mark.skipif(sys.platform == "win32", reason="there are no pipes in folders")
def test_a_pipe_is_refused_at_once(
    project: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    assert "pipe.txt" in refused(capsys, "import", project, tmp_path / "pipe.txt")


def test_a_folder_with_the_project_in_it_imports_quietly(
    project: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "b.txt").write_text("Another text.", "utf-8")
    assert main(["import", str(project), str(tmp_path)]) == 0
    assert ".annot" not in capsys.readouterr().err


def test_a_folder_named_by_a_dot_is_named_in_messages(
    project: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    folder = tmp_path / "texts"
    folder.mkdir()
    (folder / "empty.txt").write_bytes(b"")
    monkeypatch.chdir(folder)
    assert "texts/empty.txt" in refused(capsys, "import", project, ".")


def test_a_guessed_encoding_is_told(
    project: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "old.txt").write_bytes("Café “Torvan” à la carte".encode("cp1252"))
    assert main(["import", str(project), str(tmp_path / "old.txt"), "--json"]) == 0
    assert "cp1252" in json.loads(capsys.readouterr().out)["notices"][0]["what"]


@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() == 0, reason="root may go anywhere")
@pytest.mark.parametrize("command", [["check"], ["new"], ["codes"]])
def test_a_folder_that_may_not_be_entered_is_one_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], command: list[str]
) -> None:
    closed = tmp_path / "closed"
    closed.mkdir(mode=0)
    refused(capsys, *command, closed / "p.annot")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_output_that_cannot_be_written_is_one_line() -> None:
    with Path("/dev/full").open("w", encoding="utf-8") as full:
        done = subprocess.run(
            [sys.executable, "-m", "ui", "models"],
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
    assert done.returncode == 1
    assert len(done.stderr.strip().splitlines()) == 1, done.stderr


@pytest.mark.parametrize(
    ("layer", "given", "word"),
    [
        ("claim", "responds_to=nothing", "no code"),
        ("statement", "cue=3-99999999", "does not lie inside"),
    ],
)
def test_a_code_points_to_nothing_that_is_not_there(
    project: Path, capsys: pytest.CaptureFixture[str], layer: str, given: str, word: str
) -> None:
    before = project.read_bytes()
    place = ("--article", "Harbour talks resume", "--layer", layer, "--start", "0", "--end", "7")
    assert word in refused(capsys, "add", project, *place, "--coder", "A", "--field", given)
    assert project.read_bytes() == before
