"""Derived tables and named reads."""

from __future__ import annotations

from pathlib import Path

import pytest

from annotator.commands import actors, assignments, codes, suggestions
from annotator.model import Span, SuggestionDraft, Value
from annotator.project import queries
from annotator.project.store import Store
from tests.helpers import new_store, with_article, with_coder


@pytest.fixture
def store(tmp_path: Path) -> Store:
    with new_store(tmp_path) as opened:
        yield opened


def _name(name: str) -> tuple[Value, ...]:
    return (Value(value=name, attrs={"name": True}),)


def test_the_view_of_a_layer_has_a_column_per_field_over_finished_work(store: Store) -> None:
    article, coder = with_article(store), with_coder(store)
    fields = {"event_type": (Value(code="assault"),), "actor": _name("Torvan aircraft")}
    store.run(
        "Code", codes.add_code, article, Span(0, 7), layer="event", fields=fields, coder=coder
    )
    sql = "SELECT event_type, actor, quad_class FROM events"
    assert store.reader.all(sql) == []
    store.run("Finish", assignments.finish, article, coder=coder)
    (row,) = store.reader.all(sql)
    assert (row["event_type"], row["actor"]) == ("assault", "Torvan aircraft")
    assert row["quad_class"] is not None


def test_the_final_set_is_never_a_union_of_two_coders(store: Store) -> None:
    article, a, b = with_article(store), with_coder(store, "A"), with_coder(store, "B")
    for coder in (a, b):
        store.run("Code", codes.add_code, article, Span(0, 7), layer="event", coder=coder)
        store.run("Finish", assignments.finish, article, coder=coder)
    assert store.reader.all("SELECT * FROM final_events") == []


def test_the_adjudicated_set_wins_over_the_coders(store: Store) -> None:
    from annotator.commands.coders import add_coder

    article, a = with_article(store), with_coder(store, "A")
    gold = store.run("Add", add_coder, "Final", kind="adjudicated", coder=None).result
    for coder in (a, gold):
        store.run("Code", codes.add_code, article, Span(0, 7), layer="event", coder=coder)
        store.run("Finish", assignments.finish, article, coder=coder)
    assert [r["coder"] for r in store.reader.all("SELECT coder FROM final_events")] == ["Final"]


def test_a_rejected_suggestion_stays_away_after_a_new_run(store: Store) -> None:
    article, coder = with_article(store), with_coder(store)
    draft = SuggestionDraft("entity", 22, 32, {"type": (Value(code="person"),)})
    store.save_suggestions(article, [draft], pipeline="p", version="1")
    (first,) = queries.open_suggestions(store.reader, article, coder)
    store.run("Reject", suggestions.reject, first, coder=coder)
    store.save_suggestions(article, [draft], pipeline="p", version="2")
    assert queries.open_suggestions(store.reader, article, coder) == []


def test_a_suggestion_one_coder_rejected_is_open_for_another(store: Store) -> None:
    article, a, b = with_article(store), with_coder(store, "A"), with_coder(store, "B")
    draft = SuggestionDraft("entity", 22, 32, {"type": (Value(code="person"),)})
    store.save_suggestions(article, [draft], pipeline="p", version="1")
    (first,) = queries.open_suggestions(store.reader, article, a)
    store.run("Reject", suggestions.reject, first, coder=a)
    assert len(queries.open_suggestions(store.reader, article, b)) == 1


def test_merging_actors_rewrites_no_code_and_splitting_takes_it_back(store: Store) -> None:
    article, coder = with_article(store), with_coder(store)
    uid = store.run(
        "Code", codes.add_code, article, Span(0, 7), layer="event",
        fields={"actor": _name("Varga")}, coder=coder,
    ).result  # fmt: skip
    (value,) = queries.annotation(store.reader, uid).fields["actor"]  # type: ignore[union-attr]
    other = store.run("Add", actors.ensure_actor, "Ilse Varga", coder=coder).result
    store.run("Merge", actors.merge_actor, value.actor, other, coder=coder)
    assert queries.actor_names(store.reader)[value.actor] == "Ilse Varga"  # type: ignore[index]
    assert [a.name for a in queries.actors(store.reader)] == ["Ilse Varga"]
    store.run("Split", actors.split_actor, value.actor, coder=coder)
    assert queries.actor_names(store.reader)[value.actor] == "Varga"  # type: ignore[index]


def test_full_text_search_finds_beginnings_of_words(store: Store) -> None:
    with_article(store)
    (hit,) = queries.search_texts(store.reader, "bomb")
    assert "bombed" in hit.snippet


def test_full_text_search_finds_chinese(store: Store) -> None:
    with_article(store, "停火谈判在港口恢复。双方表示愿意交换俘虏。", title="停火")
    assert len(queries.search_texts(store.reader, "谈判")) == 1


def test_records_page_through_all_codes_once(store: Store) -> None:
    coder = with_coder(store)
    for nth in range(5):
        article = with_article(store, f"Article {nth}. Ilse Varga spoke.", title=f"No {nth}")
        for start in (0, 8):
            store.run(
                "Code", codes.add_code, article, Span(start, start + 5), layer="event", coder=coder
            )
    seen: list[str] = []
    after = ""
    while page := queries.annotation_records(store.reader, after=after, limit=3):
        seen += [r.annotation.uid for r in page]
        after = page[-1].annotation.uid
    assert len(seen) == len(set(seen)) == 10


def test_two_fillers_keep_their_order_in_the_value_table(store: Store) -> None:
    article, coder = with_article(store), with_coder(store)
    fields = {"actor": (*_name("Zeta"), *_name("Alpha"))}
    store.run(
        "Code", codes.add_code, article, Span(0, 7), layer="event", fields=fields, coder=coder
    )
    rows = store.reader.all(
        "SELECT r.name FROM value v JOIN actor_resolved r ON r.uid = v.actor ORDER BY v.ord"
    )
    assert [r["name"] for r in rows] == ["Zeta", "Alpha"]


def test_rows_of_one_article_are_those_of_the_whole_list(store: Store) -> None:
    other = with_article(store, "Something else entirely.", title="Other")
    article, coder = with_article(store), with_coder(store)
    for place in (other, article, article):
        store.run("Code", codes.add_code, place, Span(0, 7), layer="event", coder=coder)
    store.run("Finish", assignments.finish, article, coder=coder)
    rows = [r for r in queries.article_rows(store.reader, coder) if r.uid == article]
    assert queries.article_rows(store.reader, coder, article=article) == rows
    assert [(r.state, r.codes) for r in rows] == [("done", 2)]
