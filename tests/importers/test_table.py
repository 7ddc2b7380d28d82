"""CSV and TSV files: delimiters, headers, odd rows."""

from __future__ import annotations

from pathlib import Path

import pytest

from annotator.importers.base import Found, ImportOptions, Notice, Refusal, source_of
from annotator.importers.table import TABLE, preview_table
from annotator.model import ArticleDraft


def read(path: Path, text: str, options: ImportOptions | None = None) -> list[Found]:
    path.write_bytes(text.encode("utf-8"))
    return list(TABLE.read(path, options))


def test_columns_by_their_usual_names(tmp_path: Path) -> None:
    text = (
        "Headline,Full Text,Pub-Date,Newspaper,byline,URL,Page\nT,Body,11 Jan 2010,Post,Ann,u,7\n"
    )
    (got,) = read(tmp_path / "a.csv", text)
    assert got == ArticleDraft(
        title="T",
        text="Body",
        date="2010-01-11",
        source="Post",
        author="Ann",
        url="u",
        metadata={"Page": "7"},
        where="a.csv, row 2",
        title_is_mapped=True,
    )


@pytest.mark.parametrize(
    "header",
    ["Titel;Volltext;Datum", "titre;texte;date", "título;contenido;fecha", "标题;正文;日期"],
)
def test_headers_in_other_languages(tmp_path: Path, header: str) -> None:
    (got,) = read(tmp_path / "a.csv", f"{header}\nA;B, c;2010-01-02\n")
    assert isinstance(got, ArticleDraft)
    assert (got.title, got.text, got.date) == ("A", "B, c", "2010-01-02")


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_delimiter_is_found(tmp_path: Path, delimiter: str) -> None:
    rows = [["title", "text"], ["A", '"One, two; three|four\tfive\nsix"']]
    text = "\n".join(delimiter.join(row) for row in rows)
    (got,) = read(tmp_path / "a.csv", text)
    assert isinstance(got, ArticleDraft)
    assert got.text == "One, two; three|four\tfive\nsix"


def test_declared_delimiter(tmp_path: Path) -> None:
    (got,) = read(tmp_path / "a.csv", "sep=;\r\ntitle;text\r\nA;B\r\n")
    assert isinstance(got, ArticleDraft)
    assert got.text == "B"


def test_chosen_columns(tmp_path: Path) -> None:
    options = ImportOptions(columns={"title": "h", "text": "b"})
    (got,) = read(tmp_path / "a.csv", "h,b,text\nA,B,C\n", options)
    assert isinstance(got, ArticleDraft)
    assert (got.title, got.text, dict(got.metadata)) == ("A", "B", {"text": "C"})


def test_missing_text_column_lists_the_columns(tmp_path: Path) -> None:
    (got,) = read(tmp_path / "a.csv", "a,b\n1,2\n")
    assert isinstance(got, Refusal)
    assert "The columns are: a, b." in got.why


def test_missing_chosen_column_is_named(tmp_path: Path) -> None:
    (got,) = read(tmp_path / "a.csv", "a,text\n1,2\n", ImportOptions(columns={"text": "nope"}))
    assert isinstance(got, Refusal)
    assert "no column 'nope'" in got.why


def test_row_without_text_is_refused_by_number(tmp_path: Path) -> None:
    got = read(tmp_path / "a.csv", "title,text\nA,x\n,\nB,  \nC,y\n")
    assert [g.where for g in got] == ["a.csv, row 2", "a.csv, row 4", "a.csv, row 5"]
    assert isinstance(got[1], Refusal)


def test_row_with_too_many_cells_is_refused(tmp_path: Path) -> None:
    got = read(tmp_path / "a.csv", "title,text\nA,x\nB,one, two\n")
    assert isinstance(got[1], Refusal)
    assert "3 cells" in got[1].why


def test_very_long_cell(tmp_path: Path) -> None:
    (got,) = read(tmp_path / "a.csv", "title,text\nA," + "x" * 300_000 + "\n")
    assert isinstance(got, ArticleDraft)
    assert len(got.text) == 300_000


def test_date_order_by_the_evidence_of_the_column(tmp_path: Path) -> None:
    notices: list[Notice] = []
    options = ImportOptions(on_notice=notices.append)
    text = "text,date\na,03/04/2010\nb,25/03/2010\n"
    got = read(tmp_path / "a.csv", text, options)
    assert [g.date for g in got if isinstance(g, ArticleDraft)] == ["2010-04-03", "2010-03-25"]
    assert notices[0].what == "Dates are read as day/month/year (because of 25/03/2010)."


def test_ambiguous_date_is_kept_as_given(tmp_path: Path) -> None:
    (got,) = read(tmp_path / "a.csv", "text,date\na,03/04/2010\n")
    assert isinstance(got, ArticleDraft)
    assert got.date is None
    assert got.metadata == {"date as given": "03/04/2010"}


def test_chosen_date_order(tmp_path: Path) -> None:
    (got,) = read(tmp_path / "a.csv", "text,date\na,03/04/2010\n", ImportOptions(date_order="mdy"))
    assert isinstance(got, ArticleDraft)
    assert got.date == "2010-03-04"


def test_headers_that_occur_twice_are_both_kept(tmp_path: Path) -> None:
    (got,) = read(tmp_path / "a.csv", "text,tag,tag,\nx,1,2,3\n")
    assert isinstance(got, ArticleDraft)
    assert got.metadata == {"tag": "1", "tag (3)": "2", "column 4": "3"}


def test_empty_table_is_refused(tmp_path: Path) -> None:
    options = ImportOptions(delimiter=",")
    assert read(tmp_path / "a.csv", "\n,,\n", options)[0] == Refusal("a.csv", "the table is empty.")


def test_preview_shows_what_would_be_read(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("Titel;Text;x\nA;B;C\nD;E;F\n", "utf-8")
    got = preview_table(source_of(path), ImportOptions())
    assert got.headers == ("Titel", "Text", "x")
    assert got.mapping == {"title": "Titel", "text": "Text"}
    assert got.count == 2


@pytest.mark.shared
def test_formulas_stay_text(shared: Path) -> None:
    got = list(TABLE.read(shared / "samples/hostile/12_formula_titles.csv"))
    texts = [g.text for g in got if isinstance(g, ArticleDraft)]
    assert len(texts) == len(got) == 18
    assert texts[4:6] == ["\t=1+1", "\r=1+1"]
    assert texts[-3:] == ["00123", "1E5", "2024-01-02"]
