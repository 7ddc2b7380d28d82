"""Matching of the codes of two and more coders."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from annotator.agreement.frames import (
    ArticleMatch,
    coverage,
    curve_matches,
    edges_by,
    match_article,
)
from annotator.agreement.matching import Counts, span_counts
from annotator.agreement.units import ArticleWork, Work, flat
from annotator.codebook.model import MatchRule
from tests.agreement.studies import Study


def work_of(study: Study) -> ArticleWork:
    return Work(study.snapshot()).layer("event")[0]


def matched(study: Study, rule: str = "iou(.5)", key: Any = str) -> ArticleMatch:
    return match_article(work_of(study), edges_by(MatchRule.parse(rule), key))


def groups(match: ArticleMatch) -> list[tuple[tuple[str, ...], float]]:
    return [(tuple(coder for coder, _ in c.members), c.weight) for c in match.clusters]


def test_overlapping_codes_of_two_coders_are_one_unit() -> None:
    study = Study(1).code("A", 0, 0, 10).code("B", 0, 2, 10).code("B", 0, 30, 40)
    assert groups(matched(study)) == [(("A", "B"), 1), (("B",), 1)]


def test_a_rule_by_sentence_pairs_codes_that_do_not_overlap() -> None:
    study = Study(1).code("A", 0, 0, 6).code("B", 0, 20, 25)
    assert groups(matched(study, "same_sentence")) == [(("A", "B"), 1)]


def test_codes_in_different_sentences_are_different_units() -> None:
    study = Study(1).code("A", 0, 0, 6).code("B", 0, 60, 66)
    assert len(groups(matched(study, "same_sentence"))) == 2


def test_within_a_sentence_overlap_decides() -> None:
    study = Study(1).code("A", 0, 0, 6).code("A", 0, 20, 25).code("B", 0, 20, 25)
    match = matched(study, "same_sentence")
    pair = next(c for c in match.clusters if c.matched)
    assert {unit.parts for _, unit in pair.members} == {((20, 25),)}


def test_equal_keys_pair_codes_anywhere_in_the_article() -> None:
    study = Study(1).code("A", 0, 0, 6, type="attack").code("B", 0, 90, 99, type="attack")
    key = lambda unit: unit.code.fields["type"][0].code  # noqa: E731
    assert groups(matched(study, "same_article(type)", key)) == [(("A", "B"), 1)]


def test_given_units_are_paired_by_their_uid() -> None:
    study = Study(1).code("A", 0, 0, 6, unit="u1").code("B", 0, 90, 99, unit="u1")
    assert groups(matched(study, "given")) == [(("A", "B"), 1)]


def test_codes_without_a_given_unit_stay_alone() -> None:
    study = Study(1).code("A", 0, 0, 6).code("B", 0, 0, 6)
    assert len(groups(matched(study, "given"))) == 2


def test_two_codes_on_one_passage_share_their_weight() -> None:
    study = Study(1)
    for kind in ("protest", "attack"):
        study.both(0, 0, 6, type=kind)
    match = matched(study)
    assert [weight for _, weight in groups(match)] == [0.5] * 4
    assert match.tied == 4


def test_weights_of_a_units_clusters_sum_to_one() -> None:
    study = Study(1).code("A", 0, 0, 6).code("B", 0, 0, 6).code("B", 0, 0, 6)
    total = sum(c.weight * len(c.members) for c in matched(study).clusters)
    assert total == pytest.approx(3)


def test_three_coders_form_one_cluster() -> None:
    study = Study(1, "ABC").both(0, 0, 10)
    assert groups(matched(study)) == [(("A", "B", "C"), 1)]


def test_a_cluster_holds_no_coder_twice() -> None:
    study = Study(1, "ABC").code("A", 0, 0, 10).code("B", 0, 0, 20).code("C", 0, 10, 20)
    study.code("C", 0, 0, 9)
    for names, _ in groups(matched(study)):
        assert len(set(names)) == len(names)


def test_coverage_counts_units_met_by_another_coder() -> None:
    study = Study(1).both(0, 0, 10).code("A", 0, 30, 40).code("B", 0, 50, 60)
    assert coverage([matched(study)]) == pytest.approx(0.5)


def test_coverage_of_nothing_is_undefined() -> None:
    assert coverage([matched(Study(1))]) is None


def test_the_curve_pairs_anew_at_every_threshold() -> None:
    """At .5 one valid pair; the heavier pairing of poor pairs must not hide it."""
    study = Study(1).code("A", 0, 0, 31).code("A", 0, 31, 41)
    study.code("B", 0, 9, 41).code("B", 0, 0, 9)
    points = {round(c.threshold, 1): c.f1 for c in curve_matches([work_of(study)])}
    assert (points[0.1], points[0.5], points[0.6]) == (1, 0.5, 0)


def test_the_curve_never_rises() -> None:
    study = Study(1).code("A", 0, 0, 10).code("B", 0, 3, 10).code("A", 0, 20, 30)
    study.code("B", 0, 20, 30)
    f1 = [c.f1 or 0 for c in curve_matches([work_of(study)])]
    assert f1 == sorted(f1, reverse=True)


def test_overlaps_of_one_coder_are_cut_and_counted() -> None:
    study = Study(1).code("A", 0, 0, 10).code("A", 0, 5, 15).code("B", 0, 0, 1)
    stretches, cut = flat(work_of(study).coders["A"], lambda _: "x")
    assert ([s[:2] for s in stretches], cut) == ([(0, 10), (10, 15)], 1)


@pytest.mark.shared
def test_the_staged_event_protocol_by_hand(shared: Path) -> None:
    cases = json.loads((shared / "oracles" / "agreement.json").read_text("utf-8"))
    case = next(c for c in cases if c["name"] == "event_roles_hand")
    study = Study(1)
    for coder, events in case["data"]["coders"].items():
        for event in events:
            study.code(coder, 0, *event["trigger"], note=[event["id"]])
    match = matched(study)
    named = [[unit.code.fields["note"][0].value for _, unit in c.members] for c in match.clusters]
    want = case["expected"]
    assert sorted(n for n in named if len(n) == 2) == want["matched_pairs"]
    assert [n[0] for n in named if len(n) == 1] == want["only_A"] + want["only_B"]
    by_id = {e["id"]: e for events in case["data"]["coders"].values() for e in events}
    for rule, key in (("exact", "role_f1_exact"), (0.5, "role_f1_iou_0.5")):
        total = Counts()
        for ids in named:
            sides = [
                [(*s, r) for r, spans in by_id[i]["roles"].items() for s in spans] for i in ids
            ]
            first = sides[0] if ids[0].startswith("E") else []
            second = sides[-1] if ids[-1].startswith("F") else []
            total += span_counts(first, second, match=rule, labelled=True)  # type: ignore[arg-type]
        assert total.f1 == pytest.approx(want[key])
