"""What a reader must know beside a number: the warnings W1 to W14.

Each has one trigger and one sentence. They follow the numbers of the row; they never change them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import combinations

from annotator.agreement.comparison import Comparison
from annotator.agreement.results import (
    AgreementWarning,
    CategoryRow,
    Confusion,
    PairCell,
)

FEW_UNITS = 30
FEW_USES = 5
DOMINANT = 0.90
HIGH_PERCENT, LOW_ALPHA = 0.85, 0.40
BIAS = 0.20
BIAS_UNITS = 20
LOW_COVERAGE = 0.70
FEW_ARTICLES, SOME_ARTICLES = 10, 30
LARGE_SHARE = 0.40
DEVIATION = 0.05

METRIC_NAMES = {
    "ordinal": "Krippendorff's ordinal metric (not Gwet's ordinal weights)",
    "masi": "the MASI distance of Passonneau (2006)",
    "jaccard": "the Jaccard distance",
}


def few_units(pairable: float, categories: Sequence[CategoryRow]) -> list[AgreementWarning]:
    out = []
    if 0 < pairable < FEW_UNITS:
        text = f"Only {pairable:g} pairable units; the number rests on little."
        out.append(AgreementWarning("W1", text))
    rare = [row.category for row in categories if 0 < row.uses < FEW_USES]
    if rare:
        shown = ", ".join(rare[:4]) + (f" and {len(rare) - 4} more" if len(rare) > 4 else "")
        text = f"Used fewer than {FEW_USES} times in the compared units: {shown}."
        out.append(AgreementWarning("W1", text))
    return out


def no_variation(reason: str) -> list[AgreementWarning]:
    if "no variation" not in reason:
        return []
    return [AgreementWarning("W2", "All coders used one value only: nothing can be corrected.")]


def prevalence(
    value: float | None, percent: float | None, categories: Sequence[CategoryRow]
) -> list[AgreementWarning]:
    largest = max(categories, key=lambda row: row.prevalence, default=None)
    dominant = largest is not None and len(categories) > 1 and largest.prevalence > DOMINANT
    paradox = percent is not None and value is not None
    if paradox and percent is not None and value is not None:
        paradox = percent >= HIGH_PERCENT and value < LOW_ALPHA
    if not dominant and not paradox:
        return []
    name = f"“{largest.category}” is {largest.prevalence:.0%} of all values. " if largest else ""
    text = "Read the specific agreement and AC1 beside alpha; do not change the coefficient now."
    return [AgreementWarning("W3", name + text)]


def bias(confusions: Iterable[Confusion], names: dict[str, str]) -> list[AgreementWarning]:
    """Pairs of coders who use a category to very different degrees."""
    out = []
    for table in confusions:
        total = sum(map(sum, table.counts))
        if table.a is None or table.b is None or total < BIAS_UNITS:
            continue
        rows = [sum(row) / total for row in table.counts]
        columns = [sum(column) / total for column in zip(*table.counts, strict=True)]
        apart, n = max((abs(r - c), n) for n, (r, c) in enumerate(zip(rows, columns, strict=True)))
        if apart >= BIAS:
            text = (
                f"{names[table.a]} and {names[table.b]} use “{table.categories[n]}” to different "
                f"degrees ({rows[n]:.0%} and {columns[n]:.0%})."
            )
            out.append(AgreementWarning("W4", text))
    return out


def left_out(missing: float, units: float) -> list[AgreementWarning]:
    if missing <= 0:
        return []
    share = missing / (missing + units)
    text = (
        f"{missing:g} units ({share:.0%}) have a value from fewer than two coders and are left out."
    )
    return [AgreementWarning("W5", text)]


def low_coverage(coverage: float | None) -> list[AgreementWarning]:
    if coverage is None or coverage >= LOW_COVERAGE:
        return []
    text = f"Computed on matched units only, which are {coverage:.0%} of all."
    return [AgreementWarning("W6", text)]


def near_threshold(
    low: float | None, high: float | None, threshold: float
) -> list[AgreementWarning]:
    if low is None or high is None or not low < threshold <= high:
        return []
    return [AgreementWarning("W7", f"The interval includes the threshold {threshold:g}.")]


def few_articles(per_article: Sequence[float]) -> list[AgreementWarning]:
    """Args: how many units each compared article holds."""
    n, total = len(per_article), sum(per_article)
    out = []
    if n < FEW_ARTICLES:
        text = f"Only {n} articles: the interval is a jackknife and rough."
        out.append(AgreementWarning("W8", text))
    elif n < SOME_ARTICLES:
        out.append(AgreementWarning("W8", f"Only {n} articles: the interval is likely too narrow."))
    if n > 1 and total and max(per_article) / total > LARGE_SHARE:
        share = max(per_article) / total
        out.append(AgreementWarning("W8", f"One article holds {share:.0%} of the units."))
    return out


def cut_overlaps(cut: int) -> list[AgreementWarning]:
    if not cut:
        return []
    text = f"{cut} codes overlap another of the same coder; the shared characters count once."
    return [AgreementWarning("W9", text)]


def strangers(pairs: Iterable[PairCell], names: dict[str, str]) -> list[AgreementWarning]:
    apart = [f"{names[cell.a]} and {names[cell.b]}" for cell in pairs if not cell.units]
    if not apart:
        return []
    return [AgreementWarning("W10", f"Without a common unit: {'; '.join(apart)}.")]


def dependent(comparison: Comparison, layer: str) -> list[AgreementWarning]:
    """Codes that began as the same suggestion, or came from outside."""
    works = comparison.works(layer)
    codes = [u.code for work in works for units in work.coders.values() for u in units]
    origins = Counter(code.origin for code in codes)
    taken = origins["accepted"] + origins["edited"]
    out = []
    if taken:
        text = (
            f"{taken / len(codes):.0%} of the codes began as a suggestion that all coders were "
            "shown: they are not independent."
        )
        out.append(AgreementWarning("W11", text))
    if origins["imported"]:
        text = f"{origins['imported'] / len(codes):.0%} of the codes were imported."
        out.append(AgreementWarning("W11", text))
    return out


def versions(comparison: Comparison, layer: str) -> list[AgreementWarning]:
    works = comparison.works(layer)
    used = sorted(
        {u.code.codebook_version for w in works for units in w.coders.values() for u in units}
    )
    if len(used) < 2:
        return []
    text = f"Coded with several versions of the codebook: {', '.join(map(str, used))}."
    return [AgreementWarning("W12", text)]


def metric_named(metric: str) -> list[AgreementWarning]:
    if metric not in METRIC_NAMES:
        return []
    return [AgreementWarning("W13", f"Computed with {METRIC_NAMES[metric]}.")]


def averaged(per_article: Sequence[float], pooled: float | None) -> list[AgreementWarning]:
    if pooled is None or len(per_article) < 2:
        return []
    mean = sum(per_article) / len(per_article)
    if abs(mean - pooled) <= DEVIATION:
        return []
    text = f"The mean of the articles' own numbers is {mean:.2f}; the pooled one counts."
    return [AgreementWarning("W14", text)]


def version_conflict(comparison: Comparison, layer: str) -> str:
    """Why codings made with different versions of a layer cannot be compared; empty if they can."""
    used: dict[str, set[int]] = {}
    for work in comparison.works(layer):
        for coder, units in work.coders.items():
            used.setdefault(coder, set()).update(u.code.codebook_version for u in units)
    apart = [(a, b) for a, b in combinations(used, 2) if used[a] and used[b]]
    for a, b in apart:
        if used[a].isdisjoint(used[b]) and not _same_layer(comparison, layer, used[a] | used[b]):
            says = [
                f"{comparison.names[c]} version {', '.join(map(str, sorted(used[c])))}"
                for c in (a, b)
            ]
            return (
                f"The coders used different versions of the codebook ({'; '.join(says)}), between "
                "which this layer was changed."
            )
    return ""


def _same_layer(comparison: Comparison, key: str, wanted: set[int]) -> bool:
    snapshot = comparison.snapshot
    books = dict(snapshot.codebooks)
    books.setdefault(snapshot.codebook.version, snapshot.codebook)
    found = set()
    for version in wanted:
        book = books.get(version)
        layer = book.without_uids().find_layer(key) if book else None
        found.add(repr(layer) if layer else f"unknown {version}")
    return len(found) == 1
