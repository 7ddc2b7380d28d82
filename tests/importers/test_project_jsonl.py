"""A project exported as JSON lines and brought back is the same project."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotator.codebook.load import load_template
from annotator.commands.actors import add_actor, add_alias, merge_actor
from annotator.commands.articles import import_articles, set_article_note, set_project_note
from annotator.commands.assignments import add_round, assign, finish
from annotator.commands.coders import add_coder
from annotator.commands.codes import add_code, set_field
from annotator.commands.reading import mark_read
from annotator.commands.restore import restore_project
from annotator.commands.suggestions import accept, reject
from annotator.errors import ImportRefusedError, ProjectError
from annotator.importers.project_jsonl import LINES, open_project_file
from annotator.model import ArticleDraft, Span, SuggestionDraft, Value
from annotator.project import queries
from annotator.project.check import check
from annotator.project.queries import archive
from annotator.project.step import Step, new_uid
from annotator.project.store import Store
from annotator.sample import build_sample
from exports.base import ExportOptions, no_progress
from exports.jsonl import write_jsonl
from tests.exports.study import Study, small_study
from tests.helpers import new_store, with_article, with_coder

Line = dict[str, Any]
HELP = Path(__file__).parents[2] / "resources" / "help" / "jsonl.md"


def export(store: Store, name: str = "out.jsonl", **options: Any) -> Path:
    path = store.path.with_name(name)
    write_jsonl(store.reader, path, ExportOptions(**options), no_progress)
    return path


def bring(path: Path, name: str = "new.annot") -> Store:
    """A new project of the file."""
    data = open_project_file(path)
    store = Store.create(path.with_name(name), codebook=data.head.codebook)
    try:
        store.run("Bring in", restore_project, data, coder=None)
    except BaseException:
        store.close()
        raise
    return store


def lines(path: Path) -> list[Line]:
    """The lines, without the time of the export."""
    found = [json.loads(line) for line in path.read_text("utf-8").split("\n")[:-1]]
    found[0].pop("exported")
    return found


def round_trip(store: Store) -> None:
    first = export(store)
    with bring(first) as other:
        again = export(other, "again.jsonl")
        assert lines(again) == lines(first)
        assert rows(other) == rows(store)
        assert check(other.reader) == []


def rows(store: Store) -> dict[str, Any]:
    """Every row of every table that must survive; numbers of texts may differ."""
    found: dict[str, Any] = {table: list(archive.stored_rows(store.reader, table))
                             for table in archive.ARCHIVED}  # fmt: skip
    found["article"] = [
        tuple(r)
        for r in store.reader.all(
            "SELECT a.uid, a.title, t.sha256, t.body, a.body_start, a.date, a.source, a.author, "
            "a.url, a.language, a.metadata, a.segmenter, a.ord, a.added, a.note "
            "FROM article a JOIN text t ON t.id = a.text ORDER BY a.uid"
        )
    ]
    for table in ("project", "layer", "field", "code", "annotation", "value"):
        order = "annotation, field, ord" if table == "value" else "uid"
        found[table] = [
            tuple(r) for r in store.reader.all(f"SELECT * FROM {table} ORDER BY {order}")
        ]
    return found


# --- random projects ------------------------------------------------------------------------

TEXTS = [
    "Harbour talks.\n\nEnd.",
    'Über 👩‍👩‍👧 reden; "so".',
    "停火谈判。开始了。",
    "سلام عليكم. نعم.",
]
NAMES = st.text(min_size=1, max_size=8).filter(lambda name: bool(name.split()))
WORDS = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
NUMBERS = st.tuples(*[st.integers(0, 5)] * 3)
STEPS = st.lists(st.tuples(st.integers(0, 11), NUMBERS, WORDS), max_size=14)


class Hand:
    """Does random things to a project, the way a team would."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.coders = [with_coder(store, "Ann"), with_coder(store, "Ben")]
        self.articles = [with_article(store, TEXTS[0], title="One")]
        self.codes: list[tuple[str, str]] = []
        self.actors: list[str] = []
        self.acts: Sequence[Callable[[Any, Any, Any, str], None]] = (
            self.article, self.actor, self.alias, self.merge, self.event, self.whole, self.link,
            self.read, self.done, self.suggest, self.round, self.notes,
        )  # fmt: skip

    def do(self, steps: list[tuple[int, tuple[int, int, int], str]]) -> None:
        for act, (a, b, c), word in steps:
            self.acts[act](a, b, c, word)

    def run(self, command: Callable[..., Any], *args: Any, coder: int = 0, **more: Any) -> Any:
        who = self.coders[coder % len(self.coders)]
        return self.store.run(command.__name__, command, *args, coder=who, **more).result

    def article(self, a: int, b: int, c: int, word: str) -> None:
        draft = ArticleDraft(f"{a} {word}", f"{TEXTS[b % 4]} {word}", source=word or None,
                             metadata={"k": word, "n": c}, title_is_mapped=b % 2 == 0)  # fmt: skip
        self.articles += self.run(import_articles, [draft])

    def actor(self, a: int, b: int, c: int, word: str) -> None:
        attrs = {"roles": [{"x": b}]} if c else None
        self.actors.append(
            self.run(add_actor, f"Actor {word}", coder=a, attrs=attrs, approved=b > 2)
        )

    def alias(self, a: int, b: int, c: int, word: str) -> None:
        if self.actors and word.split():
            self.run(add_alias, self.actors[a % len(self.actors)], word)

    def merge(self, a: int, b: int, c: int, word: str) -> None:
        one, other = (a % max(1, len(self.actors)), b % max(1, len(self.actors)))
        if one > other and not is_merged(self.store, self.actors[other]):
            self.run(merge_actor, self.actors[other], self.actors[one])

    def event(self, a: int, b: int, c: int, word: str) -> None:
        article = self.articles[a % len(self.articles)]
        who = Value(actor=self.actors[b % len(self.actors)]) if self.actors else Value(value="x")
        fields = {
            "event_type": (Value(code="assault", confirmed=b > 1),),
            "actor": (who, Value(value=word or "them", start=0, end=1, attrs={"number": c})),
            "recipient": (Value(missing="cbd"),),
            "event_date": (Value(value="2025-03", attrs={"precision": 3}),),
            "location": (Value(value="Kestrel", attrs={"lat": 1.5, "country": word}),),
            "killed_min": (Value(value=c),),
        }
        more = (Span(8, 9),) if c % 2 else ()
        code = self.run(add_code, article, Span(a % 5, a % 5 + 2), layer="event", fields=fields,
                        fragments=more, note=word, certainty=b % 4 or None, flagged=c > 3,
                        coder=b)  # fmt: skip
        self.codes.append((code, article))

    def whole(self, a: int, b: int, c: int, word: str) -> None:
        fields = {"eligible": (Value(value=bool(b % 2)),)}
        self.run(add_code, self.articles[a % len(self.articles)], None, layer="article", coder=c,
                 fields=fields)  # fmt: skip

    def link(self, a: int, b: int, c: int, word: str) -> None:
        if self.codes:
            target, article = self.codes[a % len(self.codes)]
            code = self.run(add_code, article, Span(0, 3), layer="stance", coder=b)
            self.run(set_field, code, "target_link", [Value(link=target)], coder=b)

    def read(self, a: int, b: int, c: int, word: str) -> None:
        self.run(mark_read, self.articles[a % len(self.articles)], Span(b, b + 3), coder=c)

    def done(self, a: int, b: int, c: int, word: str) -> None:
        self.run(finish, self.articles[a % len(self.articles)], coder=b)

    def suggest(self, a: int, b: int, c: int, word: str) -> None:
        article = self.articles[a % len(self.articles)]
        draft = SuggestionDraft("entity", b, b + 2, {"type": (Value(code="org"),)}, 0.5)
        self.store.save_suggestions(article, [draft], pipeline="p", version="1")
        for one in queries.open_suggestions(self.store.reader, article, self.coders[c % 2]):
            self.run(accept if a % 2 else reject, one, coder=c)

    def round(self, a: int, b: int, c: int, word: str) -> None:
        uid = self.run(add_round, f"Round {new_uid()[:4]} {word}", kind="pilot", blind=a > 2)
        who = self.coders[b % 2]
        self.run(lambda step: assign(step, self.articles, coder=who, round=uid))
        self.store.save_position(self.first_assignment(), a, 60 * b)

    def first_assignment(self) -> str:
        return queries.assignments_of(self.store.reader)[0].uid

    def notes(self, a: int, b: int, c: int, word: str) -> None:
        self.run(set_article_note, self.articles[a % len(self.articles)], word)
        self.run(set_project_note, word)
        self.run(adjudicate, [code for code, _ in self.codes], coder=b)


def is_merged(store: Store, actor: str) -> bool:
    return actor not in {one.uid for one in queries.actors(store.reader)}


def adjudicate(step: Step, members: list[str]) -> None:
    step.put("adjudication", new_uid(), annotation=members[0] if members else None,
             members=members, verdict="kept", reason="r", adjudicator=step.require_coder(),
             at=step.at)  # fmt: skip


@settings(max_examples=12, deadline=None)
@given(STEPS)
def test_a_random_project_comes_back_equal(
    steps: list[tuple[int, tuple[int, int, int], str]],
) -> None:
    with tempfile.TemporaryDirectory() as folder, new_store(Path(folder)) as store:
        Hand(store).do(steps)
        round_trip(store)


def test_a_project_with_everything_comes_back_equal(tmp_path: Path) -> None:
    steps = [(act, (n, n + 1, n + 2), "wörd") for n in range(4) for act in range(12)]
    with new_store(tmp_path) as store:
        Hand(store).do(steps)
        store.run("Run", lambda step: step.add_agreement_run(
            settings="{}", seed=7, units="[]", results="[1]"), coder=None)  # fmt: skip
        round_trip(store)


def test_the_sample_study_comes_back_equal(tmp_path: Path) -> None:
    build_sample(tmp_path / "sample.annot")
    with Store.open(tmp_path / "sample.annot") as store:
        round_trip(store)


# --- what is written ------------------------------------------------------------------------


@pytest.fixture
def study(tmp_path: Path) -> Any:
    made = small_study(tmp_path)
    yield made
    made.store.close()


def of(path: Path, kind: str) -> list[Line]:
    return [line for line in lines(path) if line["type"] == kind]


def test_types_of_lines_come_in_the_order_of_the_format(study: Study) -> None:
    order = ["header", *LINES]
    kinds = [line["type"] for line in lines(export(study.store))]
    assert kinds == sorted(kinds, key=order.index)


def test_every_line_is_one_object_in_utf8(study: Study) -> None:
    raw = export(study.store).read_bytes()
    assert raw.endswith(b"\n") and b"\r" not in raw and "“We".encode() in raw


def test_a_code_names_its_coder_round_and_article(study: Study) -> None:
    (line,) = [one for one in of(export(study.store), "annotation") if one["uid"] == study.bens]
    assert (line["coder"], line["round"], line["article_title"]) == (
        "Ben", "Pilot", "Harbour talks resume",
    )  # fmt: skip


def test_the_help_explains_every_key(study: Study) -> None:
    page = HELP.read_text("utf-8")
    said = set(page.replace("`", " ` ").split())
    for kind, keys in LINES.items():
        assert {kind, *(key.name for key in keys)} <= said


def test_an_export_of_one_coder_can_be_brought_back(study: Study) -> None:
    with bring(export(study.store, coders=("Ann",))) as store:
        assert [one.name for one in queries.coders(store.reader)] == ["Ann"]
        assert queries.annotation_count(store.reader) == 4


def test_an_export_of_one_round_can_be_brought_back(study: Study) -> None:
    with bring(export(study.store, rounds=("Pilot",))) as store:
        kinds = [one.kind for one in queries.rounds(store.reader)]
        assert sorted(kinds) == ["main", "pilot"]


def test_an_export_of_some_dates_can_be_brought_back(study: Study) -> None:
    with bring(export(study.store, date_from="2025-04-01")) as store:
        assert queries.article_uids(store.reader) == [study.other]


def test_an_export_of_one_layer_can_be_brought_back(study: Study) -> None:
    with bring(export(study.store, layers=("event",))) as store:
        assert queries.annotation_count(store.reader) == 2


# --- what is refused ------------------------------------------------------------------------


def damaged(study: Study, change: Callable[[list[Line]], None]) -> Path:
    path = export(study.store)
    data = [json.loads(line) for line in path.read_text("utf-8").split("\n")[:-1]]
    change(data)
    path.write_text("".join(json.dumps(line) + "\n" for line in data), "utf-8")
    return path


def first(data: list[Line], kind: str) -> Line:
    return next(line for line in data if line["type"] == kind)


def put(kind: str, /, **keys: Any) -> Callable[[list[Line]], None]:
    return lambda data: first(data, kind).update(keys)


def take(kind: str, key: str) -> Callable[[list[Line]], None]:
    return lambda data: first(data, kind).pop(key) and None


def double(kind: str) -> Callable[[list[Line]], None]:
    return lambda data: data.append(first(data, kind))


def remove(kind: str) -> Callable[[list[Line]], None]:
    return lambda data: data.remove(first(data, kind))


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (put("article", text="Other text."), "fingerprint"),
        (put("article", sha256="00"), "fingerprint"),
        (take("article", "text"), "without the texts"),
        (take("article", "uid"), "“uid” is missing"),
        (put("article", order="1"), "“order” cannot be"),
        (put("article", order=True), "“order” cannot be"),
        (put("article", order=10**30), "“order” cannot be"),
        (put("article", text="\ud800"), "no project can hold"),
        (put("coder", kind="robot"), "“kind” cannot be"),
        (put("annotation", start=5, end=2), "inside the text"),
        (put("annotation", start=-1, end=2), "inside the text"),
        (put("annotation", start=0, end=10**6), "inside the text"),
        (put("annotation", layer="dream"), "no layer"),
        (put("annotation", fields={"x": [{"colour": 1}]}), "“fields”"),
        (put("annotation", fields={"x": 1}), "“fields”"),
        (put("annotation", fragments=[[1, "b"]]), "passages"),
        (put("annotation", assignment="nobody"), "there is no assignment"),
        (put("actor", merged_into="nobody"), "there is no actor"),
        (put("header", format="other"), "is no project exported"),
        (put("header", format_version=99), "newer version"),
        (put("header", codebook={"name": "x"}), "codebook cannot be read"),
        (take("header", "project"), "“project” is missing"),
        (double("coder"), "there before"),
        (remove("coder"), "there is no coder"),
        (remove("article"), "there is no article"),
        (remove("header"), "is no project exported"),
        (lambda data: data.append({"type": "dream"}), "no type of line"),
        (lambda data: data.append({}), "no type of line"),
    ],
)
def test_what_does_not_fit_is_refused(
    study: Study, change: Callable[[list[Line]], None], why: str
) -> None:
    with pytest.raises(ImportRefusedError, match=why):
        bring(damaged(study, change)).close()


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "is no project exported"),
        (b"\x89PNG\xff\xfe", "UTF-8"),
        (b"[" * 100_000, "nested too deeply|not JSON"),
        (b'{"type": NaN}', "not JSON"),
        (b"[1]", "no object"),
        (b'{"text": "an article"}', "is no project exported"),
    ],
)
def test_another_file_is_refused(tmp_path: Path, content: bytes, why: str) -> None:
    (tmp_path / "a.jsonl").write_bytes(content)
    with pytest.raises(ImportRefusedError, match=why):
        open_project_file(tmp_path / "a.jsonl")


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(ImportRefusedError, match="there is no such file"):
        open_project_file(tmp_path / "a.jsonl")


def test_nothing_comes_in_where_a_line_is_refused(study: Study) -> None:
    path = damaged(study, double("annotation"))
    data = open_project_file(path)
    with Store.create(study.folder / "new.annot", codebook=load_template("news")) as store:
        with pytest.raises(ImportRefusedError):
            store.run("Bring in", restore_project, data, coder=None)
        assert queries.article_count(store.reader) == 0
        assert len(queries.rounds(store.reader)) == 1


def test_a_project_in_use_is_left_alone(study: Study) -> None:
    data = open_project_file(export(study.store))
    with pytest.raises(ProjectError, match="only be brought into a new one"):
        study.store.run("Bring in", restore_project, data, coder=None)


def test_coding_goes_on_in_what_was_brought_back(study: Study) -> None:
    with bring(export(study.store)) as store:
        coder = store.run("Add", add_coder, "Cleo", coder=None).result
        store.run("Code", add_code, study.talks, Span(0, 7), layer="event", coder=coder)
        store.undo(coder)
        assert queries.annotation_count(store.reader) == 6
