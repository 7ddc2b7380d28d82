"""Finding codes, and the lines in which a coded actor or value stands."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

import pytest

from annotator.commands import actors, assignments, codes
from annotator.model import Fields, Span, Value
from annotator.project import queries
from annotator.project.queries import CodeQuery
from annotator.project.store import Store
from tests.helpers import TEXT, new_store, with_article, with_coder

SECOND = "Ärzte strike\n\nÄrzte in Port Selm met Varga on Tuesday. Nobody objected to a 5% rise."


def _name(name: str, *, at: int | None = None) -> tuple[Value, ...]:
    end = None if at is None else at + len(name)
    return (Value(value=name, attrs={"name": True}, start=at, end=end),)


@dataclass
class Study:
    """Two coders, two articles, five codes."""

    store: Store
    first: str
    second: str
    a: str
    b: str

    def code(self, words: str, layer: str, fields: Fields, *, by: str = "", **more: object) -> str:
        article, text = (self.first, TEXT) if words in TEXT else (self.second, SECOND)
        at = text.index(words)
        span = Span(at, at + len(words))
        run = self.store.run
        return str(
            run("Code", codes.add_code, article, span, layer=layer, fields=fields,
                coder=by or self.a, **more).result
        )  # fmt: skip

    def find(self, **wanted: object) -> list[str]:
        """Quotes of what is found."""
        query = CodeQuery(**wanted)  # type: ignore[arg-type]
        return [hit.quote for hit in queries.find_codes(self.store.reader, query)]

    def lines(self, what: str, **options: object) -> list[tuple[str, str, str]]:
        found = queries.contexts(self.store.reader, what, **options)  # type: ignore[arg-type]
        return [(c.left, c.word, c.right) for c in found]


@pytest.fixture
def study(tmp_path: Path) -> Iterator[Study]:
    with new_store(tmp_path) as store:
        made = Study(
            store,
            with_article(store),
            with_article(store, SECOND, title="Ärzte strike"),
            with_coder(store, "A"),
            with_coder(store, "B"),
        )
        person = {"type": (Value(code="person"),)}
        made.code("Ilse Varga", "entity", {**person, "actor": _name("Ilse Varga")})
        bombed = {"event_type": (Value(code="assault"),), "actor": _name("Torvan aircraft")}
        made.code("bombed", "event", bombed, flagged=True)
        said = {"claimant": _name("Daan Okoro"), "checkable": (Value(value=True),)}
        made.code("We will never accept", "claim", said, note="ask the editor")
        made.code("Port Selm met", "event", {"actor": _name("Ilse Varga")}, by=made.b)
        made.code("Ärzte in", "entity", {"type": (Value(missing="cbd"),)})
        yield made


def test_everything_is_found_in_reading_order(study: Study) -> None:
    assert study.find() == [
        "Ilse Varga", "bombed", "We will never accept", "Ärzte in", "Port Selm met",
    ]  # fmt: skip


def test_a_hit_names_article_coder_round_and_state(study: Study) -> None:
    (hit,) = queries.find_codes(study.store.reader, CodeQuery(text="bombed"))
    assert (hit.title, hit.coder_name, hit.round) == ("Harbour talks resume", "A", "Main coding")
    assert (hit.layer, hit.state, hit.flagged) == ("event", "complete", True)
    assert hit.fields["event_type"] == (Value(code="assault"),)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("BOMBED", ["bombed"]),
        ("editor", ["We will never accept"]),
        ("torvan", ["bombed"]),
        ("Person", ["Ilse Varga"]),
        ("ärzte", ["Ärzte in"]),
        ("ÄRZTE", ["Ärzte in"]),
        ("never editor", ["We will never accept"]),
        ("never bombed", []),
        ("“accept never”", []),
        ("ll_never", []),
        ("torv%aft", []),
    ],
)
def test_words_are_found_in_quote_memo_labels_and_actors(
    study: Study, text: str, found: list[str]
) -> None:
    assert study.find(text=text) == found


def test_an_actor_is_found_by_an_alias(study: Study) -> None:
    uid = queries.find_actor(study.store.reader, "Torvan aircraft")
    study.store.run("Alias", actors.add_alias, uid, "the air arm", coder=study.a)
    assert study.find(text="air arm") == ["bombed"]


def test_a_layer_narrows(study: Study) -> None:
    assert study.find(layer="event") == ["bombed", "Port Selm met"]


def test_a_field_alone_means_that_it_is_filled(study: Study) -> None:
    assert study.find(layer="event", field="event_type") == ["bombed"]


def test_an_empty_field_can_be_asked_for(study: Study) -> None:
    assert study.find(layer="event", field="event_type", value=queries.EMPTY) == ["Port Selm met"]


def test_a_missing_state_can_be_asked_for(study: Study) -> None:
    assert study.find(field="type", value=queries.CANNOT_TELL) == ["Ärzte in"]


def test_a_code_of_a_list_is_found(study: Study) -> None:
    assert study.find(field="event_type", value="assault") == ["bombed"]


def test_yes_is_found_as_true(study: Study) -> None:
    assert study.find(field="checkable", value="true") == ["We will never accept"]
    assert study.find(field="checkable", value="false") == []


def test_a_number_is_found_by_its_digits(study: Study) -> None:
    study.code("rail depot", "event", {"killed_min": (Value(value=7),)})
    assert study.find(field="killed_min", value="7") == ["rail depot"]


def test_an_actor_is_found_in_any_field_after_a_merge(study: Study) -> None:
    reader = study.store.reader
    varga, okoro = (queries.find_actor(reader, n) for n in ("Ilse Varga", "Daan Okoro"))
    study.store.run("Merge", actors.merge_actor, okoro, varga, coder=study.a)
    expected = ["Ilse Varga", "We will never accept", "Port Selm met"]
    assert study.find(value=varga) == expected
    assert study.find(value=okoro) == expected


def test_coder_flag_state_and_articles_narrow(study: Study) -> None:
    assert study.find(coder=study.b) == ["Port Selm met"]
    assert study.find(flagged=True) == ["bombed"]
    assert "Ilse Varga" not in study.find(incomplete=True)
    assert study.find(articles=(study.second,)) == ["Ärzte in", "Port Selm met"]
    assert study.find(articles=()) == []


def test_a_round_narrows(study: Study) -> None:
    pilot = study.store.run("Add", assignments.add_round, "Pilot", kind="pilot", coder=study.a)
    study.code("Torvan", "event", {}, round=pilot.result)
    assert study.find(round=pilot.result) == ["Torvan"]


def test_others_codes_of_a_blind_round_stay_hidden(study: Study) -> None:
    blind = study.store.run(
        "Add", assignments.add_round, "Test", kind="reliability", blind=True, coder=study.a
    ).result
    study.code("Torvan", "event", {"actor": _name("Torvan aircraft")}, by=study.b, round=blind)
    assert "Torvan" not in study.find(viewer=study.a)
    assert "Torvan" in study.find(viewer=study.b)
    reader = study.store.reader
    uid = queries.find_actor(reader, "Torvan aircraft")
    assert len(study.lines(uid, viewer=study.a)) == 1
    (used,) = (v for v in queries.used_values(reader, "event", "actor", viewer=study.a)
               if v.value == uid)  # fmt: skip
    (word,) = (k for k in queries.keywords(reader, viewer=study.a) if k.value == uid)
    assert (used.count, word.uses) == (1, 1)


def test_no_more_than_the_limit_are_found(study: Study) -> None:
    assert len(queries.find_codes(study.store.reader, CodeQuery(), limit=2)) == 2


def test_used_values_carry_the_labels_people_know(study: Study) -> None:
    reader = study.store.reader
    types = {(v.value, v.label, v.count) for v in queries.used_values(reader, "entity", "type")}
    assert types == {
        ("person", "Person", 1), (queries.CANNOT_TELL, "cannot be determined", 1),
    }  # fmt: skip
    (actor,) = queries.used_values(reader, "claim", "claimant")
    assert actor.label == "Daan Okoro"
    assert [v.value for v in queries.used_values(reader, "claim", "checkable")] == ["true"]


def test_a_mention_is_the_line_of_its_value(study: Study) -> None:
    at = TEXT.index("Kestrel")
    study.code("rail depot", "event", {"recipient": _name("Kestrel", at=at)})
    uid = queries.find_actor(study.store.reader, "Kestrel")
    ((left, word, right),) = study.lines(uid)
    assert word == "Kestrel"
    assert left.endswith("a rail depot near ")
    assert right.startswith(".")


def test_without_a_mention_the_name_is_looked_for_in_the_coded_sentence(study: Study) -> None:
    uid = queries.find_actor(study.store.reader, "Torvan aircraft")
    ((_, word, right),) = study.lines(uid)
    assert (word, right[:8]) == ("Torvan aircraft", " bombed ")


def test_where_the_name_does_not_stand_the_coded_passage_is_the_line(study: Study) -> None:
    uid = queries.find_actor(study.store.reader, "Ilse Varga")
    assert [word for _, word, _ in study.lines(uid)] == ["Ilse Varga", "Port Selm met"]


def test_an_alias_counts_as_the_name(study: Study) -> None:
    uid = queries.find_actor(study.store.reader, "Ilse Varga")
    study.store.run("Alias", actors.add_alias, uid, "Varga", coder=study.a)
    assert [word for _, word, _ in study.lines(uid)] == ["Ilse Varga", "Varga"]


def test_a_name_inside_a_longer_word_is_no_place(study: Study) -> None:
    study.code("negotiators", "event", {"actor": _name("gotia")})
    uid = queries.find_actor(study.store.reader, "gotia")
    assert [word for _, word, _ in study.lines(uid)] == ["negotiators"]


def test_a_code_is_shown_where_it_stands(study: Study) -> None:
    assert [word for _, word, _ in study.lines("assault")] == ["bombed"]


def test_the_same_place_is_one_line(study: Study) -> None:
    study.code("Ilse Varga said", "event", {"actor": _name("Ilse Varga")}, by=study.b)
    uid = queries.find_actor(study.store.reader, "Ilse Varga")
    assert len(study.lines(uid)) == 2


def test_line_breaks_are_spaces(study: Study) -> None:
    uid = queries.find_actor(study.store.reader, "Ilse Varga")
    assert all("\n" not in "".join(line) for line in study.lines(uid))


def test_words_among_many_codes_are_found_without_a_wait(study: Study) -> None:
    def fill(step: object) -> None:
        for n in range(3000):
            at = n % 100
            codes.add_code(
                step, study.first, Span(at, at + 9), layer="event",
                fields={"event_type": (Value(code="assault"),)},
            )  # fmt: skip

    study.store.run("Fill", fill, coder=study.a)
    begun = perf_counter()
    study.find(text="varga assault", layer="event")
    assert perf_counter() - begun < 1.0


def test_keywords_are_actors_first_then_codes_and_texts(study: Study) -> None:
    found = [(k.label, k.where, k.uses) for k in queries.keywords(study.store.reader)]
    assert found[0] == ("Ilse Varga", "", 2)
    assert ("Person", "Entity: Type", 1) in found
    assert all(where for _, where, _ in found[3:])
