"""The project made of the sample study: everything arrives, quickly and the same each time."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from annotator.errors import ProjectError, UndoRefusedError
from annotator.model import Annotation, Article, Coder
from annotator.paths import HOME_VARIABLE
from annotator.project import queries
from annotator.project.store import Store
from annotator.sample import SampleStudy, build_sample, sample_copy, sample_study
from annotator.sample import build as build_module


@pytest.fixture(scope="module")
def study() -> SampleStudy:
    return sample_study()


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    path = tmp_path_factory.mktemp("sample") / "sample.annot"
    build_sample(path)
    with Store.open(path) as opened:
        yield opened


def coder(store: Store, name: str) -> Coder:
    found = queries.coder_named(store.reader, name)
    assert found is not None
    return found


def article(store: Store, study: SampleStudy, key: str) -> Article:
    found = queries.find_article(store.reader, study.article(key).prepared.title)
    assert found is not None
    return found


def codes(store: Store, study: SampleStudy, key: str, name: str = "Coder A") -> list[Annotation]:
    uid = article(store, study, key).uid
    return queries.annotations_of(store.reader, uid, coder(store, name).uid)


def test_all_codes_arrive(store: Store, study: SampleStudy) -> None:
    assert queries.annotation_count(store.reader) == sum(len(c.codes) for c in study.coders)


def test_stored_passages_are_those_of_the_study(store: Store, study: SampleStudy) -> None:
    for person in study.coders:
        for key in {code.article for code in person.codes}:
            wanted = sorted(
                (c.layer, str(c.span), c.state) for c in person.codes if c.article == key
            )
            stored = codes(store, study, key, person.name)
            assert sorted((c.layer, str(c.span), c.state) for c in stored) == wanted


def test_quotes_equal_the_text(store: Store, study: SampleStudy) -> None:
    for key in ("parliament-protest", "dunmar-corridor"):
        text = article(store, study, key).text
        for code in codes(store, study, key):
            if code.span and not code.fragments:
                assert code.quote == text[code.span.start : code.span.end]


def test_actors_are_registry_entries(store: Store, study: SampleStudy) -> None:
    names = queries.actor_names(store.reader)
    bombed = next(c for c in codes(store, study, "harbour-talks") if c.quote == "bombed")
    assert names[str(bombed.fields["actor"][0].actor)] == "Torvan armed forces"


def test_coding_adds_no_actor_to_the_registry(store: Store, study: SampleStudy) -> None:
    assert len(queries.actors(store.reader)) == len(study.actors)


def test_links_point_at_stored_codes(store: Store, study: SampleStudy) -> None:
    stances = [c for c in codes(store, study, "border-drone") if "target_link" in c.fields]
    linked = [
        queries.annotation(store.reader, str(c.fields["target_link"][0].link)) for c in stances
    ]
    assert {target.layer for target in linked if target} == {"event"}


def test_the_article_in_progress_offers_the_rest_of_its_entities(
    store: Store, study: SampleStudy
) -> None:
    uid = article(store, study, "harbour-talks").uid
    assert len(queries.open_suggestions(store.reader, uid, coder(store, "Coder A").uid)) > 20


def test_finished_articles_leave_no_suggestion_open(store: Store, study: SampleStudy) -> None:
    for work in study.work:
        for key in work.done:
            uid = article(store, study, key).uid
            who = coder(store, work.coder).uid
            assert queries.open_suggestions(store.reader, uid, who) == []


def test_suggestions_need_no_pipeline(store: Store) -> None:
    assert queries.unsuggested_articles(store.reader) == []


def test_entities_taken_from_suggestions_say_so(store: Store, study: SampleStudy) -> None:
    origins = {c.origin for c in codes(store, study, "port-levy") if c.layer == "entity"}
    assert origins == {"accepted", "edited", "manual"}


def test_states_follow_the_plan(store: Store, study: SampleStudy) -> None:
    for work in study.work:
        rows = queries.article_rows(store.reader, coder(store, work.coder).uid, round=work.round)
        states = {row.title: row.state for row in rows}
        for state, keys in (
            ("done", work.done),
            ("in_progress", work.in_progress),
            ("todo", work.todo),
        ):
            for key in keys:
                assert states[study.article(key).prepared.title] == state


def test_every_sentence_of_finished_work_is_coded_or_read(store: Store, study: SampleStudy) -> None:
    found = article(store, study, "sanctions")
    who = coder(store, "Coder B")
    assignment = queries.assignment_of(store.reader, found.uid, who.uid)
    assert assignment is not None
    read = set(queries.read_spans(store.reader, assignment.uid))
    spans = [c.span for c in codes(store, study, "sanctions", "Coder B") if c.layer != "entity"]
    for sentence in queries.segments(store.reader, found).sentences:
        assert sentence in read or any(s and s.overlaps(sentence) for s in spans)


def test_nobody_can_undo_the_sample(store: Store) -> None:
    assert [store.undo_label(c.uid) for c in queries.coders(store.reader)] == [None] * 3
    with pytest.raises(UndoRefusedError):
        store.undo(coder(store, "Coder A").uid)


def test_building_twice_gives_equal_content(store: Store, tmp_path: Path) -> None:
    build_sample(tmp_path / "again.annot")
    with Store.open(tmp_path / "again.annot") as again:
        assert content(again) == content(store)


def content(store: Store) -> list[Any]:
    """Every code with uids replaced by what they stand for."""
    reader = store.reader
    names = queries.actor_names(reader)
    found: list[Any] = []
    for person in queries.coders(reader):
        for uid in queries.article_uids(reader):
            for code in queries.annotations_of(reader, uid, person.uid):
                fields = {
                    key: [replace(v, actor=names.get(v.actor or ""), link=None) for v in values]
                    for key, values in code.fields.items()
                }
                found.append(
                    (person.name, queries.article(reader, uid).title, code.layer, code.span,
                     code.quote, str(sorted(fields.items())), code.note, code.origin, code.state)
                )  # fmt: skip
    return sorted(found, key=str)


def test_building_is_quick(tmp_path: Path) -> None:
    start = time.process_time()
    build_sample(tmp_path / "quick.annot")
    assert time.process_time() - start < 3.0


def test_an_existing_file_is_kept(tmp_path: Path) -> None:
    (tmp_path / "mine.annot").write_text("mine")
    with pytest.raises(ProjectError, match="exists already"):
        build_sample(tmp_path / "mine.annot")
    assert (tmp_path / "mine.annot").read_text() == "mine"


def test_the_users_copy_is_built_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(HOME_VARIABLE, str(tmp_path / "home"))
    built: list[Path] = []

    def build(path: Path) -> None:
        built.append(path)
        path.touch()

    monkeypatch.setattr(build_module, "build_sample", build)
    assert sample_copy() == sample_copy() == tmp_path / "home" / "Sample study.annot"
    assert len(built) == 1
