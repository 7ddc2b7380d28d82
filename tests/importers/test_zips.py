"""Archives of articles."""

from __future__ import annotations

from annotator.importers.base import ImportOptions, Refusal
from annotator.importers.registry import IMPORTERS
from annotator.model import ArticleDraft
from tests.importers.files import MAKERS, read, refused, zipped


def test_every_format_inside_an_archive() -> None:
    files = {f"news/{name}": make("Some words.") for name, make in MAKERS.items()}
    found = read("a.zip", zipped(files))
    assert len(found) == len(MAKERS) == len(IMPORTERS) - 1
    assert {f.text.strip() for f in found if isinstance(f, ArticleDraft)} == {"Some words."}
    assert found[0].where.startswith("a.zip/news/a.")


def test_names_that_point_elsewhere_are_only_names() -> None:
    files = {"../../up.txt": "x", "/tmp/abs.txt": "y", "C:\\drive.txt": "z", "..\\back.txt": "w"}
    found = read("a.zip", zipped(files))
    assert sorted(f.text for f in found if isinstance(f, ArticleDraft)) == ["w", "x", "y", "z"]


def test_bad_member_does_not_keep_out_the_good_one() -> None:
    found = read(
        "a.zip", zipped({"a.docx": "no zip", "b.txt": "good", "c.zip": "x", "d.exe": "MZ"})
    )
    assert [isinstance(f, Refusal) for f in found] == [True, False, True, True]


def test_leftovers_of_systems_are_passed_over() -> None:
    files = {"__MACOSX/._a.txt": "x", ".DS_Store": "x", "a.txt": "good"}
    assert [f.where for f in read("a.zip", zipped(files))] == ["a.zip/a.txt"]


def test_empty_archive_is_refused() -> None:
    assert "no file" in refused("a.zip", zipped({}))


def test_names_in_an_archive_give_metadata() -> None:
    options = ImportOptions(file_name="{date}_{title}")
    (got,) = read("a.zip", zipped({"2010-01-11_Talks fail.txt": "Body."}), options)
    assert isinstance(got, ArticleDraft)
    assert (got.date, got.title) == ("2010-01-11", "Talks fail")
