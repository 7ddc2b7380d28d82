"""What a computation of agreement returns: frozen, complete, free of numpy and of the project.

Everything a page, a report or an export shows of agreement is in `AgreementResults`; a number that
is undefined is None and has its reason beside it. Shares and coefficients are fractions, never per
cent; coders are uids here and get their names from `coders`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from annotator.agreement.plan import Plan, PlanRow
from annotator.model import Span

Status = Literal["good", "tentative", "low", "undefined"]
PassageKind = Literal["missed", "boundary", "category", "role", "attribute", "agreed"]


@dataclass(frozen=True, slots=True)
class CoderName:
    uid: str
    name: str
    articles: int
    """Articles the coder has finished within what is compared."""


@dataclass(frozen=True, slots=True)
class CoderValue:
    """What one coder made of a unit."""

    coder: str
    name: str
    value: str | None
    """Shown text; None where the coder has no value or no code."""
    annotation: str | None
    """Uid of the code; None where the coder passed by."""
    spans: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Passage:
    """A unit behind a number."""

    article: str
    title: str
    span: Span | None
    quote: str
    values: tuple[CoderValue, ...]
    kind: PassageKind
    contribution: float
    """Its share of the row's whole disagreement; 0 where the coders agree."""


@dataclass(frozen=True, slots=True)
class PairCell:
    """The number for two coders alone."""

    a: str
    b: str
    value: float | None
    percent: float | None
    units: float


@dataclass(frozen=True, slots=True)
class Confusion:
    """Values of one coder (rows) by those of another (columns); pooled where both are None."""

    a: str | None
    b: str | None
    categories: tuple[str, ...]
    counts: tuple[tuple[float, ...], ...]


@dataclass(frozen=True, slots=True)
class CategoryRow:
    """One value against all others: its own alpha after splitting into it and the rest."""

    category: str
    uses: float
    prevalence: float
    alpha: float | None
    specific: float | None
    """Of its uses, the share on which the other coders agree (positive specific agreement)."""


@dataclass(frozen=True, slots=True)
class DriftPoint:
    """The number on the articles whose coding was finished in one week."""

    week: str
    """ISO week, 2025-W07."""
    value: float | None
    articles: int


@dataclass(frozen=True, slots=True)
class CurvePoint:
    threshold: float
    f1: float | None
    coverage: float | None
    alpha: float | None


@dataclass(frozen=True, slots=True)
class ThresholdCurve:
    """How the numbers of a layer depend on the overlap asked of two matching passages."""

    layer: str
    field: str | None
    """The field whose alpha the points give."""
    points: tuple[CurvePoint, ...]


@dataclass(frozen=True, slots=True)
class AgreementWarning:
    code: str
    """W1 to W14."""
    text: str


@dataclass(frozen=True, slots=True)
class Detail:
    """A further number of the same row, named."""

    name: str
    value: float | None


@dataclass(frozen=True, slots=True)
class UnitRow:
    """One unit with each coder's value, so that any number can be computed again elsewhere."""

    row: str
    """Key of the agreement row."""
    unit: str
    article: str
    title: str
    span: Span | None
    weight: float
    values: tuple[str | None, ...]
    """In the order of `AgreementResults.coders`; None is missing, empty an empty set."""
    used: bool
    why: str
    """Why the unit does not count."""


@dataclass(frozen=True, slots=True)
class SpanRow:
    """One coder's unit on the continuum of an article, after overlaps were cut."""

    row: str
    article: str
    length: int
    """Characters of the article."""
    coder: str
    start: int | None
    """None: the coder saw the article and coded nothing."""
    end: int | None
    value: str


@dataclass(frozen=True, slots=True)
class AgreementRow:
    """One number with everything needed to judge it."""

    key: str
    layer: str
    field: str | None
    label: str
    what: str
    coefficient: str
    """As printed: "|u-alpha", "F1", "alpha (ordinal)"."""
    plan: PlanRow
    unit: str
    """The unit in words."""
    value: float | None
    low: float | None
    high: float | None
    interval: str
    """How the interval was made, or why there is none."""
    below_667: float | None
    below_800: float | None
    percent: float | None
    ac1: float | None
    ac_name: str
    coverage: float | None
    end_to_end: float | None
    applicability: float | None
    """Percent agreement on whether an ordered field applies at all."""
    without_accepted: float | None
    """The number without units on which coders accepted the same suggestion unchanged."""
    units: float
    pairable: float
    coders: int
    articles: int
    missing: float
    """Units left out because fewer than two coders have a value."""
    tied: int
    """Units that could have been matched in several equally good ways."""
    status: Status
    reason: str
    warnings: tuple[AgreementWarning, ...]
    details: tuple[Detail, ...] = ()
    pairs: tuple[PairCell, ...] = ()
    without_coder: tuple[tuple[str, float | None], ...] = ()
    categories: tuple[CategoryRow, ...] = ()
    confusions: tuple[Confusion, ...] = ()
    drift: tuple[DriftPoint, ...] = ()
    passages: tuple[Passage, ...] = ()


@dataclass(frozen=True, slots=True)
class AgreementResults:
    """Everything computed from one snapshot."""

    project: str
    title: str
    revision: int
    """The last step of the project that the snapshot holds."""
    round: str
    round_kind: str
    other_rounds: tuple[str, ...]
    drawn: str
    """How the articles were drawn, in words."""
    codebook: str
    codebook_version: int
    coders: tuple[CoderName, ...]
    articles: int
    """Articles that two or more coders have finished."""
    articles_total: int
    """Articles of the project."""
    plan: Plan
    seed: int
    replicates: int
    rows: tuple[AgreementRow, ...]
    curves: tuple[ThresholdCurve, ...] = ()
    units: tuple[UnitRow, ...] = ()
    spans: tuple[SpanRow, ...] = ()
    reason: str = ""
    """Why there are no rows."""

    def row(self, key: str) -> AgreementRow:
        """The row with this key. Raises KeyError."""
        for row in self.rows:
            if row.key == key:
                return row
        raise KeyError(key)

    def name_of(self, coder: str) -> str:
        """The coder's name. Raises KeyError."""
        for known in self.coders:
            if known.uid == coder:
                return known.name
        raise KeyError(coder)
