"""Undo, redo and the log, against snapshots of the whole database."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from annotator.commands import actors, assignments, codes, reading, suggestions
from annotator.errors import ProjectError, UndoRefusedError
from annotator.model import Span, SuggestionDraft, Value
from annotator.project import queries
from annotator.project.check import check
from annotator.project.step import LOGGED_TABLES, UNLOGGED_COLUMNS
from annotator.project.store import Store
from tests.helpers import TEXT, new_store, with_article, with_coder

Snapshot = dict[str, list[tuple[object, ...]]]


def snapshot(store: Store) -> Snapshot:
    """Every logged row and the value table, without the columns that are not logged."""
    found: Snapshot = {}
    for table in (*sorted(LOGGED_TABLES), "value"):
        rows = store.reader.all(f'SELECT * FROM "{table}"')
        skip = UNLOGGED_COLUMNS.get(table, frozenset())
        found[table] = sorted(
            (tuple(r[k] for k in r.keys() if k not in skip) for r in rows), key=repr
        )
    return found


def test_undo_restores_the_state_before_the_step(tmp_path: Path) -> None:
    with new_store(tmp_path) as store:
        article, coder = with_article(store), with_coder(store)
        before = snapshot(store)
        store.run("Code", codes.add_code, article, Span(0, 7), layer="event", coder=coder)
        store.undo(coder)
        assert snapshot(store) == before


def test_redo_restores_the_state_after_the_step(tmp_path: Path) -> None:
    with new_store(tmp_path) as store:
        article, coder = with_article(store), with_coder(store)
        store.run("Code", codes.add_code, article, Span(0, 7), layer="event", coder=coder)
        after = snapshot(store)
        store.undo(coder)
        store.redo(coder)
        assert snapshot(store) == after


def test_undo_survives_reopening(tmp_path: Path) -> None:
    with new_store(tmp_path) as store:
        article, coder = with_article(store), with_coder(store)
        before = snapshot(store)
        store.run("Code", codes.add_code, article, Span(0, 7), layer="event", coder=coder)
    with Store.open(tmp_path / "study.annot") as store:
        store.undo(coder)
        assert snapshot(store) == before


def test_undo_names_the_step_it_takes_back(tmp_path: Path) -> None:
    with new_store(tmp_path) as store:
        article, coder = with_article(store), with_coder(store)
        store.run("Add event", codes.add_code, article, Span(0, 7), layer="event", coder=coder)
        assert store.undo_label(coder) == "Add event"
        store.undo(coder)
        assert (store.undo_label(coder), store.redo_label(coder)) == (None, "Add event")


def test_undo_restores_two_linked_deleted_codes(tmp_path: Path) -> None:
    with new_store(tmp_path) as store:
        article, coder = with_article(store), with_coder(store)
        run = lambda *a, **k: store.run("step", *a, coder=coder, **k)  # noqa: E731
        one = run(codes.add_code, article, Span(0, 7), layer="claim").result
        link = {"responds_to": (Value(link=one),)}
        two = run(codes.add_code, article, Span(8, 13), layer="claim", fields=link).result
        before = snapshot(store)
        run(codes.delete_codes, [one, two])
        store.undo(coder)
        assert snapshot(store) == before


def test_undo_is_refused_where_another_coder_built_on_it(tmp_path: Path) -> None:
    with new_store(tmp_path) as store:
        a, b = with_coder(store, "A"), with_coder(store, "B")
        actor = store.run("Add actor", actors.ensure_actor, "Varga", coder=a).result
        store.run("Rename actor", actors.rename_actor, actor, "Ilse Varga", coder=b)
        with pytest.raises(UndoRefusedError, match="Rename actor"):
            store.undo(a)


def test_undo_takes_back_only_ones_own_steps(tmp_path: Path) -> None:
    with new_store(tmp_path) as store:
        article, a, b = with_article(store), with_coder(store, "A"), with_coder(store, "B")
        store.run("A codes", codes.add_code, article, Span(0, 7), layer="event", coder=a)
        store.run("B codes", codes.add_code, article, Span(0, 7), layer="event", coder=b)
        store.undo(a)
        assert queries.annotations_of(store.reader, article, a) == []
        assert len(queries.annotations_of(store.reader, article, b)) == 1


def test_undo_keeps_an_actor_another_coder_uses_by_now(tmp_path: Path) -> None:
    with new_store(tmp_path) as store:
        article, a, b = with_article(store), with_coder(store, "A"), with_coder(store, "B")
        fields = {"actor": (Value(value="Torvan aircraft", attrs={"name": True}),)}
        span = Span(0, 7)
        for coder in (a, b):
            store.run(
                "Code", codes.add_code, article, span, layer="event", fields=fields, coder=coder
            )
        store.undo(a)
        assert check(store.reader) == []


def test_typing_in_one_field_is_one_step(tmp_path: Path) -> None:
    with new_store(tmp_path) as store:
        article, coder = with_article(store), with_coder(store)
        uid = store.run("Code", codes.add_code, article, Span(0, 7), layer="event", coder=coder)
        first = store.run("Memo", codes.set_note, uid.result, "a", coder=coder)
        store.run("Memo", codes.set_note, uid.result, "ab", coder=coder, into=first.step)
        store.undo(coder)
        code = queries.annotation(store.reader, uid.result)
        assert code is not None and code.note == ""


def test_a_failed_command_leaves_nothing(tmp_path: Path) -> None:
    with new_store(tmp_path) as store:
        article, coder = with_article(store), with_coder(store)
        before = snapshot(store)
        with pytest.raises(ProjectError, match="does not lie inside"):
            store.run("Code", codes.add_code, article, Span(0, 9999), layer="event", coder=coder)
        assert snapshot(store) == before


def test_the_log_cannot_be_rewritten(tmp_path: Path) -> None:
    with new_store(tmp_path) as store:
        with_coder(store)
        with pytest.raises(ProjectError, match="append-only"):
            store.run(
                "Forge",
                lambda step: step._conn.execute("UPDATE change SET after = NULL"),
                coder=None,
            )


SPANS = st.sampled_from([Span(0, 7), Span(8, 13), Span(22, 31), Span(22, 60), Span(100, 120)])
WHO = st.sampled_from(["A", "B"])
FILL = st.sampled_from(
    [
        ("event", "event_type", (Value(code="assault"),)),
        ("event", "event_type", (Value(code="agree"),)),
        ("event", "actor", (Value(value="Torvan aircraft", attrs={"name": True}),)),
        ("event", "actor", (Value(missing="cbd"),)),
        ("event", "actor", ()),
        ("stance", "position", (Value(code="support"),)),
    ]
)


class TwoCoders(RuleBasedStateMachine):
    """Two coders code, undo, redo and reopen; the database always equals the model's snapshots.

    The model keeps, per coder, the snapshots of their own rows before and after every step.
    """

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.undone: dict[str, list[tuple[Snapshot, Snapshot]]] = {"A": [], "B": []}
        self.done: dict[str, list[tuple[Snapshot, Snapshot]]] = {"A": [], "B": []}

    @initialize()
    def make(self) -> None:
        self.store = new_store(Path(self.folder.name))
        self.article = with_article(self.store)
        self.coder = {name: with_coder(self.store, name) for name in ("A", "B")}
        self.store.save_suggestions(
            self.article,
            [
                SuggestionDraft("entity", 22, 32, {"type": (Value(code="person"),)}),
                SuggestionDraft("entity", 36, 45, {"type": (Value(code="date"),)}),
            ],
            pipeline="test",
            version="1",
        )

    def own(self, name: str) -> Snapshot:
        uid = self.coder[name]
        reader = self.store.reader
        return {
            table: [
                tuple(r) for r in reader.all(f"SELECT {cols} FROM {table} WHERE {who} ORDER BY uid", (uid,))
            ]
            for table, cols, who in (
                ("annotation", "*", "coder = ?"),
                ("decision", "*", "coder = ?"),
                ("assignment", "uid, state, finished_at, layers", "coder = ?"),
                ("reading", "*", "assignment IN (SELECT uid FROM assignment WHERE coder = ?)"),
            )
        }  # fmt: skip

    def act(self, name: str, label: str, command: object, *args: object, **kw: object) -> None:
        before = self.own(name)
        changes = self.store.run(label, command, *args, coder=self.coder[name], **kw)  # type: ignore[arg-type]
        if changes.step:
            self.done[name].append((before, self.own(name)))
            self.undone[name].clear()

    def codes_of(self, name: str) -> list[str]:
        found = queries.annotations_of(self.store.reader, self.article, self.coder[name])
        return [code.uid for code in found]

    @rule(name=WHO, span=SPANS, layer=st.sampled_from(["event", "stance", "claim", "entity"]))
    def code(self, name: str, span: Span, layer: str) -> None:
        self.act(name, "code", codes.add_code, self.article, span, layer=layer)

    @rule(name=WHO, fill=FILL, nth=st.integers(0, 5))
    def fill(self, name: str, fill: tuple[str, str, tuple[Value, ...]], nth: int) -> None:
        layer, field, values = fill
        fitting = [
            c.uid
            for c in queries.annotations_of(self.store.reader, self.article, self.coder[name])
            if c.layer == layer
        ]
        if fitting and (layer, field) != ("stance", "position"):
            uid = fitting[nth % len(fitting)]
            self.act(name, "fill", codes.set_field, uid, field, values)

    @rule(name=WHO, nth=st.integers(0, 5), flagged=st.booleans())
    def flag(self, name: str, nth: int, flagged: bool) -> None:
        if found := self.codes_of(name):
            self.act(name, "flag", codes.set_flag, found[nth % len(found)], flagged)

    @rule(name=WHO, nth=st.integers(0, 5), span=SPANS)
    def move(self, name: str, nth: int, span: Span) -> None:
        if found := self.codes_of(name):
            self.act(name, "move", codes.set_span, found[nth % len(found)], span)

    @rule(name=WHO, nth=st.integers(0, 5))
    def delete(self, name: str, nth: int) -> None:
        if found := self.codes_of(name):
            self.act(name, "delete", codes.delete_code, found[nth % len(found)])

    @rule(name=WHO, accept=st.booleans())
    def decide(self, name: str, accept: bool) -> None:
        found = queries.open_suggestions(self.store.reader, self.article, self.coder[name])
        if found:
            command = suggestions.accept if accept else suggestions.reject
            self.act(name, "decide", command, found[0])

    @rule(name=WHO, span=SPANS)
    def read(self, name: str, span: Span) -> None:
        self.act(name, "read", reading.mark_read, self.article, span)

    @rule(name=WHO)
    def finish(self, name: str) -> None:
        self.act(name, "finish", assignments.finish, self.article)

    @precondition(lambda self: self.done["A"] or self.done["B"])
    @rule(name=WHO)
    def undo(self, name: str) -> None:
        if not self.done[name]:
            return
        try:
            self.store.undo(self.coder[name])
        except UndoRefusedError:
            return  # an actor the other coder uses by now
        before, after = self.done[name].pop()
        assert self.own(name) == before
        self.undone[name].append((before, after))

    @rule(name=WHO)
    def redo(self, name: str) -> None:
        if not self.undone[name]:
            assert self.store.redo_label(self.coder[name]) is None
            return
        self.store.redo(self.coder[name])
        before, after = self.undone[name].pop()
        assert self.own(name) == after
        self.done[name].append((before, after))

    @rule()
    def reopen(self) -> None:
        path = self.store.path
        self.store.close()
        self.store = Store.open(path)

    @invariant()
    def quotes_equal_the_text(self) -> None:
        if hasattr(self, "store"):
            for row in self.store.reader.all('SELECT start, "end", quote FROM annotation'):
                assert TEXT[row["start"] : row["end"]] == row["quote"]

    def teardown(self) -> None:
        if hasattr(self, "store"):
            try:
                assert check(self.store.reader) == []
            finally:
                self.store.close()
        self.folder.cleanup()


TestTwoCoders = TwoCoders.TestCase
TestTwoCoders.settings = settings(
    max_examples=25,
    stateful_step_count=25,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
