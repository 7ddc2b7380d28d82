"""The sample study itself: its texts are ours, its codings fit the codebook and the texts."""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise

import pytest

from annotator.codebook.complete import problems, visible
from annotator.codebook.load import load_template
from annotator.errors import ProjectError
from annotator.model import Span
from annotator.sample import SampleCode, SampleStudy, sample_study
from annotator.sample.read import find_quote, read_codes

CODEBOOK = load_template("news")

REAL_PLACES = frozenset(
    """
Afghanistan Africa America Argentina Asia Australia Austria Belarus Belgium Brazil Britain Bulgaria
Canada Chile China Colombia Crimea Croatia Cuba Cyprus Denmark Egypt England Estonia Europe Finland
France Gaza Georgia Germany Greece Hungary Iceland India Indonesia Iran Iraq Ireland Israel Italy
Japan Kazakhstan Kenya Korea Kosovo Latvia Lebanon Libya Lithuania Mexico Moldova Morocco
Netherlands Nigeria Norway Pakistan Palestine Poland Portugal Qatar Romania Russia Scotland Serbia
Slovakia Slovenia Somalia Spain Sudan Sweden Switzerland Syria Taiwan Thailand Turkey Türkiye
Ukraine Venezuela Vietnam Yemen Zimbabwe Moscow Kyiv London Paris Berlin Washington Brussels Geneva
Istanbul Ankara Beijing Jerusalem NATO EU UN OSCE European Russian Ukrainian American German French
British Turkish Israeli Palestinian Chinese
""".split()  # noqa: SIM905
)


@pytest.fixture(scope="module")
def study() -> SampleStudy:
    return sample_study()


def all_codes(study: SampleStudy) -> list[SampleCode]:
    return [code for coder in study.coders for code in coder.codes]


def test_ten_articles_have_keys_of_their_own(study: SampleStudy) -> None:
    assert len({article.key for article in study.articles}) == len(study.articles) == 10


def test_articles_are_of_200_to_600_words(study: SampleStudy) -> None:
    words = {a.key: len(a.prepared.draft.text.split()) for a in study.articles}
    assert all(200 <= count <= 600 for count in words.values()), words


def test_articles_begin_with_their_title(study: SampleStudy) -> None:
    assert all(a.text.startswith(a.prepared.title + "\n\n") for a in study.articles)


def test_articles_name_no_real_place(study: SampleStudy) -> None:
    words = {
        word
        for article in study.articles
        for word in re.findall(r"\w+", f"{article.text} {article.prepared.draft.source}")
    }
    assert words.isdisjoint(REAL_PLACES)


def test_articles_hold_scripts_and_signs_that_break_programs(study: SampleStudy) -> None:
    everything = "".join(article.text for article in study.articles)
    assert all(sign in everything for sign in ("👩‍👩‍👧", "🕊️", "ليلى حدّون", "Łukáč", "“", "’"))


def test_every_code_fits_the_codebook(study: SampleStudy) -> None:
    for code in all_codes(study):
        left = problems(CODEBOOK.layer(code.layer), code.fields)
        assert code.state == ("draft" if left else "complete"), f"{code.where}: {left}"


def test_no_code_fills_a_hidden_field(study: SampleStudy) -> None:
    for code in all_codes(study):
        layer = CODEBOOK.layer(code.layer)
        shown = {field.key for field in visible(layer, code.fields)}
        assert set(code.fields) <= shown, code.where


def test_finished_articles_hold_complete_codes_only(study: SampleStudy) -> None:
    for work in study.work:
        codes = study.coder(work.coder).codes
        assert all(c.state == "complete" for c in codes if c.article in work.done)


def test_the_article_in_progress_holds_one_draft(study: SampleStudy) -> None:
    drafts = [code for code in all_codes(study) if code.state == "draft"]
    assert [code.article for code in drafts] == ["harbour-talks"]


def test_every_named_actor_is_in_the_registry(study: SampleStudy) -> None:
    known = {actor.name for actor in study.actors}
    for code in all_codes(study):
        for values in code.fields.values():
            named = {value.value for value in values if value.attrs.get("name")}
            assert named <= known, code.where


def test_no_name_stands_for_two_actors(study: SampleStudy) -> None:
    names = Counter(n.casefold() for a in study.actors for n in (a.name, *a.aliases))
    assert [name for name, times in names.items() if times > 1] == []


def test_links_lead_to_codes_of_the_same_article_and_coder(study: SampleStudy) -> None:
    for coder in study.coders:
        there = {(code.article, code.id) for code in coder.codes if code.id}
        for code in coder.codes:
            links = {v.link for values in code.fields.values() for v in values if v.link}
            assert all((code.article, link) in there for link in links), code.where


def test_ids_are_unique_within_an_article_of_a_coder(study: SampleStudy) -> None:
    for coder in study.coders:
        ids = Counter((code.article, code.id) for code in coder.codes if code.id)
        assert max(ids.values()) == 1


def test_nobody_codes_the_same_thing_twice(study: SampleStudy) -> None:
    for coder in study.coders:
        seen = Counter(
            (c.article, c.layer, c.span, str(c.fields)) for c in coder.codes if c.layer != "article"
        )
        assert [key for key, times in seen.items() if times > 1] == []


def test_entities_do_not_overlap(study: SampleStudy) -> None:
    for coder in study.coders:
        for article in study.articles:
            spans = sorted(
                c.span
                for c in coder.codes
                if c.article == article.key and c.layer == "entity" and c.span
            )
            pairs = pairwise(spans)
            assert not [one for one, two in pairs if one.overlaps(two)], (coder.name, article.key)


def test_passages_begin_and_end_at_words(study: SampleStudy) -> None:
    for code in all_codes(study):
        text = study.article(code.article).text
        for span in (code.span, *code.fragments):
            if span is not None:
                assert not cuts_a_word(text, span), f"{code.where}: {text[span.start : span.end]}"


def cuts_a_word(text: str, span: Span) -> bool:
    before = text[span.start - 1 : span.start + 1] if span.start else ""
    after = text[span.end - 1 : span.end + 1]
    return any(len(pair) == 2 and pair.isalnum() for pair in (before, after))


def test_coders_work_on_the_same_six_articles(study: SampleStudy) -> None:
    samples = [set(work.done) for work in study.work if work.round == "Reliability sample"]
    assert len(samples) == 3
    assert all(len(sample) == 6 and sample == samples[0] for sample in samples)


def test_every_finished_article_is_coded_on_every_layer(study: SampleStudy) -> None:
    layers = {layer.key for layer in CODEBOOK.layers}
    for work in study.work:
        for key in work.done:
            codes = study.coder(work.coder).codes
            assert {c.layer for c in codes if c.article == key} == layers, (work.coder, key)


def test_coders_disagree_but_mostly_agree(study: SampleStudy) -> None:
    def events(name: str) -> set[tuple[str, Span | None, str | None]]:
        codes = [c for c in study.coder(name).codes if c.layer == "event"]
        return {(c.article, c.span, c.fields["event_type"][0].code) for c in codes}

    ours = {key for key in events("Coder A") if key[0] in study.work[0].done}
    for other in ("Coder B", "Coder C"):
        shared = len(ours & events(other))
        assert 0.5 < 2 * shared / (len(ours) + len(events(other))) < 0.9


def test_a_missing_quote_names_file_and_line() -> None:
    line = {"article": "a", "layer": "event", "quote": "vanished", "fields": {}}
    with pytest.raises(ProjectError, match=r"coder_x\.jsonl, line 7: “vanished” does not stand"):
        list(read_codes([(line, "coder_x.jsonl, line 7")], {"a": "Nothing of the kind."}))


def test_a_missing_mention_names_file_and_line() -> None:
    filler = {"name": "Nobody", "quote": "Nobody"}
    line = {"article": "a", "layer": "event", "quote": "kind", "fields": {"actor": [filler]}}
    with pytest.raises(ProjectError, match=r"coder_x\.jsonl, line 8: “Nobody” does not stand"):
        list(read_codes([(line, "coder_x.jsonl, line 8")], {"a": "Nothing of the kind."}))


def test_an_unknown_article_names_file_and_line() -> None:
    line = {"article": "b", "layer": "event", "quote": "kind", "fields": {}}
    with pytest.raises(ProjectError, match=r"line 9: there is no article 'b'"):
        list(read_codes([(line, "coder_x.jsonl, line 9")], {"a": "Nothing of the kind."}))


def test_find_quote_counts_from_one() -> None:
    assert find_quote("ab ab ab", "ab", 3) == Span(6, 8)


def test_find_quote_beyond_the_last_is_none() -> None:
    assert find_quote("ab ab", "ab", 3) is None


def test_find_quote_of_nothing_is_none() -> None:
    assert find_quote("ab", "") is None
