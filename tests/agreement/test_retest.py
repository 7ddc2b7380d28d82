"""One coder at two times."""

from __future__ import annotations

from dataclasses import replace

from annotator.agreement.overview import compute
from annotator.agreement.retest import retest
from annotator.agreement.units import Snapshot
from tests.agreement.studies import Study


def round_of(name: str, *kinds: str) -> Snapshot:
    study = Study(len(kinds))
    for n, kind in enumerate(kinds):
        study.both(n, 0, 6, type=kind)
    made = study.snapshot()
    return replace(
        made,
        assignments=tuple(replace(a, uid=f"{name}{a.uid}") for a in made.assignments),
        annotations=tuple(
            replace(a, uid=f"{name}{a.uid}", assignment=f"{name}{a.assignment}")
            for a in made.annotations
        ),
    )


def test_a_coder_is_compared_with_themselves() -> None:
    both = retest(round_of("x", "attack", "protest"), round_of("y", "attack", "protest"), "A")
    results = compute(both)
    assert [c.name for c in results.coders] == ["Coder A, first time", "Coder A, second time"]
    assert results.row("event.type").value == 1


def test_a_changed_mind_lowers_the_number() -> None:
    first, second = round_of("x", "attack", "protest"), round_of("y", "attack", "attack")
    value = compute(retest(first, second, "A")).row("event.type").value
    assert value is not None and value < 1


def test_without_a_common_article_there_is_an_explanation() -> None:
    first, second = round_of("x", "attack"), round_of("y", "attack", "attack")
    later = replace(second, assignments=tuple(a for a in second.assignments if a.article == "a1"))
    assert "no article in common" in compute(retest(first, later, "A")).reason
