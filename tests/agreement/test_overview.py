"""The rows of a computation: numbers by hand, what is missing, what is undefined, and why."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from annotator.agreement.overview import compute
from annotator.agreement.plan import plan_of, presence_row
from annotator.agreement.results import AgreementResults, AgreementRow
from annotator.errors import CancelledError
from annotator.model import Value
from tests.agreement.studies import Study, book

KINDS = ("protest", "attack")


def run(study: Study, **changes: Any) -> AgreementResults:
    return compute(study.snapshot(**changes), replicates=200)


def row(study: Study, key: str, **changes: Any) -> AgreementRow:
    return run(study, **changes).row(key)


def mixed() -> Study:
    """Four articles; the coders differ in one kind and one of them misses one event."""
    study = Study(4)
    for n in range(4):
        study.both(n, 0, 6, type="protest", form="march", people=["police"], size="small")
        study.both(n, 50, 60, type="attack", form="bomb", people=["rebels"], armed=True)
    study.code("A", 0, 100, 110, type="protest", form="march")
    study.code("B", 0, 100, 110, type="attack", form="bomb")
    study.code("A", 1, 100, 110, type="attack")
    return study


def test_f1_counts_found_units() -> None:
    assert row(mixed(), "event:found").value == pytest.approx(2 * 9 / 19)


def test_alpha_of_matched_units_by_hand() -> None:
    """Nine pairs, one unequal: n = 18, nine values of each kind."""
    found = row(mixed(), "event.type")
    assert found.value == pytest.approx(1 - (2 / 18) / (2 * 81 / (18 * 17)))
    assert found.units == 9


def test_percent_agreement_stands_beside_alpha() -> None:
    assert row(mixed(), "event.type").percent == pytest.approx(8 / 9)


def test_end_to_end_counts_what_was_found_and_coded_alike() -> None:
    assert row(mixed(), "event.type").end_to_end == pytest.approx(2 * 8 / 19)


def test_coverage_is_the_share_of_matched_units() -> None:
    assert row(mixed(), "event.type").coverage == pytest.approx(18 / 19)


def test_a_dependent_field_counts_where_the_parents_agree() -> None:
    found = row(mixed(), "event.form")
    assert (found.units, found.value) == (8, 1)


def test_parent_and_child_together_count_everywhere() -> None:
    found = row(mixed(), "event.form:joint")
    assert found.units == 9 and found.value is not None and found.value < 1


def test_a_field_nobody_was_asked_about_is_missing() -> None:
    found = row(mixed(), "event.armed")
    assert (found.units, found.missing) == (4, 5)
    assert found.value is None and "no variation" in found.reason


def test_an_untouched_set_is_missing_not_empty() -> None:
    before = row(mixed(), "event.people")
    study = mixed()
    study.code("A", 2, 100, 110, type="attack", people=["rebels"])
    study.code("B", 2, 100, 110, type="attack")
    study.both(2, 130, 140, type="attack")
    found = row(study, "event.people")
    assert (found.units, found.missing) == (before.units, before.missing + 2)


def test_what_nobody_answered_does_not_count_as_equal() -> None:
    study = Study(2).both(0, 0, 6, type="attack", people=["rebels"]).both(1, 0, 6, type="attack")
    assert row(study, "event.people").end_to_end == 0.5


def test_an_untouched_single_value_is_missing() -> None:
    study = Study(2).both(0, 0, 6, type="protest").both(1, 0, 6, type="attack")
    study.code("A", 0, 20, 30, type="protest").code("B", 0, 20, 30)
    assert (row(study, "event.type").units, row(study, "event.type").missing) == (2, 1)


def test_cannot_be_determined_is_a_value_of_a_nominal_field() -> None:
    study = Study(2).both(0, 0, 6, type="cbd").both(1, 0, 6, type="attack")
    assert row(study, "event.type").value == 1


def test_an_ordered_field_is_compared_on_substantive_values() -> None:
    study = Study(2).both(0, 0, 6, size="small").both(1, 0, 6, size="large")
    study.code("A", 0, 20, 30, size="small").code("B", 0, 20, 30, size="cbd")
    found = row(study, "event.size")
    assert (found.units, found.missing, found.applicability) == (2, 1, pytest.approx(2 / 3))


def test_unconfirmed_values_do_not_count() -> None:
    study = Study(2).both(0, 0, 6, type="protest").both(1, 0, 6, type="attack")
    study.code("A", 0, 20, 30, type="protest")
    study.code("B", 0, 20, 30, type=Value(code="protest", confirmed=False))
    assert row(study, "event.type").units == 2


def test_merged_actors_agree() -> None:
    study = Study(2)
    for n in range(2):
        study.code("A", n, 0, 6, people=Value(actor=f"x{n}"))
        study.code("B", n, 0, 6, people=Value(actor=f"y{n}"))
    apart = row(study, "event.people").value
    merged = {"x0": "x0", "y0": "x0", "x1": "x1", "y1": "x1"}
    assert row(study, "event.people", actor_of=merged).value == 1
    assert apart == 0


def test_an_article_in_which_a_coder_found_nothing_counts() -> None:
    study = Study(3).both(0, 0, 6).code("A", 1, 0, 6)
    assert row(study, "event:found").value == pytest.approx(2 / 3)


def test_an_unfinished_article_does_not_count() -> None:
    study = Study(3, unfinished=[("B", 1)]).both(0, 0, 6).both(2, 0, 6).code("A", 1, 0, 6)
    found = row(study, "event:found")
    assert (found.value, found.articles) == (1, 2)


def test_labels_do_not_move_the_where_row() -> None:
    same, other = Study(2), Study(2)
    for n in range(2):
        same.both(n, 0, 6, type="attack")
        other.code("A", n, 0, 6, type="attack").code("B", n, 0, 6, type="protest")
    assert row(same, "event:where").value == row(other, "event:where").value == 1


def test_whole_frames_need_every_field_equal() -> None:
    assert row(mixed(), "event:whole").value == pytest.approx(2 * 8 / 19)


def test_without_suggestions_taken_over_by_both() -> None:
    study = mixed()
    study.code("A", 3, 100, 110, origin="accepted", type="attack")
    study.code("B", 3, 100, 110, origin="accepted", type="attack")
    found = row(study, "event:found")
    assert found.value == pytest.approx(20 / 21)
    assert found.without_accepted == pytest.approx(18 / 19)


# --- explanations in place of numbers ---------------------------------------------------------


def test_one_coder_is_explained() -> None:
    results = run(Study(2, "A").both(0, 0, 6))
    assert results.rows == () and "needs two coders" in results.reason


def test_nobody_finished_is_explained() -> None:
    study = Study(1, unfinished=[("A", 0), ("B", 0)])
    assert "finished" in run(study).reason


def test_no_common_article_is_explained() -> None:
    study = Study(2, unfinished=[("A", 0), ("B", 1)])
    assert "no article in common" in run(study).reason


def test_one_category_is_explained() -> None:
    study = Study(2).both(0, 0, 6, type="attack").both(1, 0, 6, type="attack")
    found = row(study, "event.type")
    assert (found.value, found.status) == (None, "undefined")
    assert "no variation" in found.reason and "W2" in [w.code for w in found.warnings]


def test_a_layer_without_codes_is_explained() -> None:
    assert "nobody coded anything" in row(Study(2), "event:found").reason


def test_different_versions_of_a_layer_are_explained() -> None:
    changed = book()
    layer = replace(changed.layers[0], rule="another unit rule")
    newer = replace(changed, version=2, layers=(layer,))
    study = Study(2)
    for n in range(2):
        study.code("A", n, 0, 6, type=KINDS[n], version=1)
        study.code("B", n, 0, 6, type=KINDS[n], version=2)
    found = row(study, "event.type", codebooks={1: book(), 2: newer})
    assert found.value is None and "different versions of the codebook" in found.reason


def test_versions_that_left_a_layer_alone_can_be_compared() -> None:
    study = Study(2)
    for n in range(2):
        study.code("A", n, 0, 6, type=KINDS[n], version=1)
        study.code("B", n, 0, 6, type=KINDS[n], version=2)
    newer = replace(book(), version=2)
    assert row(study, "event.type", codebooks={1: book(), 2: newer}).value == 1


def test_every_undefined_row_says_why() -> None:
    for study in (Study(2), Study(2).both(0, 0, 6), mixed()):
        for found in run(study).rows:
            assert found.value is not None or found.reason


# --- what stands beside a number --------------------------------------------------------------


def test_pairs_of_three_coders() -> None:
    study = Study(3, "ABC")
    for n in range(3):
        study.both(n, 0, 6, type=KINDS[n % 2])
    assert {(cell.a, cell.b) for cell in row(study, "event.type").pairs} == {
        ("A", "B"), ("A", "C"), ("B", "C"),
    }  # fmt: skip


def test_leaving_out_the_odd_coder_helps() -> None:
    study = Study(4, "ABC")
    for n in range(4):
        study.code("A", n, 0, 6, type=KINDS[n % 2]).code("B", n, 0, 6, type=KINDS[n % 2])
        study.code("C", n, 0, 6, type="attack")
    assert dict(row(study, "event.type").without_coder)["C"] == 1


def test_confusion_of_a_pair_counts_units() -> None:
    tables = row(mixed(), "event.type").confusions
    pair = next(t for t in tables if t.a == "A")
    assert sum(map(sum, pair.counts)) == 9 and "Protest" in pair.categories


def test_passages_come_by_contribution_and_sum_to_one() -> None:
    passages = row(mixed(), "event.type").passages
    shares = [p.contribution for p in passages]
    assert shares == sorted(shares, reverse=True) and sum(shares) == pytest.approx(1)


def test_the_first_passage_shows_both_coders() -> None:
    first = row(mixed(), "event.type").passages[0]
    assert first.kind == "category"
    assert [(v.name, v.value) for v in first.values] == [
        ("Coder A", "Protest"), ("Coder B", "Attack"),
    ]  # fmt: skip


def test_a_missed_unit_is_a_passage_of_the_found_row() -> None:
    first = row(mixed(), "event:found").passages[0]
    assert first.kind == "missed" and first.values[1].value is None


def test_shifted_bounds_are_passages_of_the_where_row() -> None:
    study = Study(2).both(0, 0, 6).code("A", 1, 0, 10).code("B", 1, 2, 10)
    first = row(study, "event:where").passages[0]
    assert (first.kind, first.contribution) == ("boundary", 1)


def test_categories_have_their_own_alpha() -> None:
    found = row(mixed(), "event.type")
    assert [c.alpha for c in found.categories] == pytest.approx([found.value] * 2)


def test_weeks_follow_the_finishing_of_articles() -> None:
    assert [p.week for p in row(mixed(), "event:found").drift] == [
        "2025-W09", "2025-W10", "2025-W11", "2025-W12",
    ]  # fmt: skip


def test_recoding_leaves_the_data_alone() -> None:
    plan = plan_of(book()).with_recode("event.size", {"middle": "small"})
    study = Study(2).both(0, 0, 6, size="large")
    study.code("A", 1, 0, 6, size="small").code("B", 1, 0, 6, size="middle")
    results = compute(study.snapshot(), plan=plan)
    assert results.row("event.size:recoded").value == 1
    assert results.row("event.size").value != 1
    assert results.row("event.size:recoded").plan.exploratory


def test_presence_per_sentence_is_exploratory() -> None:
    layer = book().layers[0]
    plan = plan_of(book()).with_row(presence_row(layer, "sentence", field="type", code="attack"))
    found = compute(mixed().snapshot(), plan=plan).row("event:sentence:type=attack")
    assert found.plan.exploratory and found.units == 16


def test_progress_runs_to_the_end() -> None:
    seen: list[tuple[int, int]] = []
    compute(mixed().snapshot(), progress=lambda done, total: seen.append((done, total)))
    assert seen[-1][0] == seen[-1][1] > 0


def test_cancelling_stops() -> None:
    with pytest.raises(CancelledError):
        compute(mixed().snapshot(), cancelled=lambda: True)


def test_thousands_of_overlaps_are_explained() -> None:
    study = Study(1)
    for n in range(450):
        study.both(0, n % 3, 60)
    with pytest.raises(Exception, match="overlap one another"):
        run(study)


# --- laws -------------------------------------------------------------------------------------

coded = st.lists(
    st.tuples(
        st.sampled_from("ABC"), st.integers(0, 2), st.integers(0, 12), st.integers(1, 4),
        st.sampled_from(KINDS), st.sampled_from(["small", "middle", "large", "na"]),
    ),
    max_size=25,
)  # fmt: skip
relaxed = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def study_of(codes: Any, coders: str = "ABC") -> Study:
    study = Study(3, coders)
    for coder, article, place, size, kind, how in codes:
        study.code(coder, article, 10 * place, 10 * (place + size), type=kind, size=how)
    return study


def numbers(results: AgreementResults) -> dict[str, float | None]:
    return {found.key: found.value for found in results.rows}


@given(coded, st.randoms(use_true_random=False))
@relaxed
def test_the_order_of_everything_changes_nothing(codes: Any, chance: Any) -> None:
    first = study_of(codes).snapshot()
    turned = replace(
        first,
        annotations=tuple(chance.sample(first.annotations, len(first.annotations))),
        assignments=first.assignments[::-1],
        articles=first.articles[::-1],
    )
    one, two = (numbers(compute(s, replicates=50)) for s in (first, turned))
    assert all(
        a is two[key] is None or (a is not None and math.isclose(a, two[key] or 0, abs_tol=1e-9))
        for key, a in one.items()
    )


@given(coded)
@relaxed
def test_equal_coders_agree_perfectly(codes: Any) -> None:
    alone = [(a, p, s, k, h) for coder, a, p, s, k, h in codes if coder == "A"]
    doubled = [("AB"[n], *code) for code in dict.fromkeys(alone) for n in (0, 1)]
    for found in run(study_of(doubled, "AB")).rows:
        if found.tied == 0:
            assert found.value is None or found.value == pytest.approx(1)


@given(coded)
@relaxed
def test_no_number_is_nan_or_without_reason(codes: Any) -> None:
    for found in run(study_of(codes)).rows:
        for value in (found.value, found.low, found.high, found.ac1, found.percent):
            assert value is None or math.isfinite(value)
        assert (found.value is None) == bool(found.reason)


@given(coded)
@relaxed
def test_equal_seeds_give_equal_results(codes: Any) -> None:
    snapshot = study_of(codes).snapshot()
    assert compute(snapshot, replicates=50) == compute(snapshot, replicates=50)
