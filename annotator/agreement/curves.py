"""How the numbers of a layer depend on the overlap that is asked of two matching passages."""

from __future__ import annotations

from annotator.agreement.comparison import Comparison
from annotator.agreement.frames import CurveMatch, curve_matches
from annotator.agreement.plan import field_row, metric_of
from annotator.agreement.results import CurvePoint, ThresholdCurve
from annotator.agreement.tables import RatingTable


def threshold_curve(comparison: Comparison, layer: str) -> ThresholdCurve:
    """F1, coverage and alpha of the mark's field, matched anew by `iou(t)` at every threshold."""
    key = _leading_field(comparison, layer)
    points = [
        CurvePoint(
            match.threshold,
            match.f1,
            match.coverage,
            None if key is None else _alpha(comparison, layer, key, match),
        )
        for match in curve_matches(comparison.works(layer))
    ]
    return ThresholdCurve(layer, key, tuple(points))


def _leading_field(comparison: Comparison, layer: str) -> str | None:
    """The field that labels the mark, else the first planned one."""
    found = comparison.layer(layer)
    planned = [f.key for f in found.fields if f.reliability and metric_of(f) != "none"]
    if found.mark_field in planned:
        return found.mark_field
    return planned[0] if planned else None


def _alpha(comparison: Comparison, layer: str, key: str, match: CurveMatch) -> float | None:
    found = comparison.layer(layer)
    row = field_row(found, found.field(key))
    reader = comparison.reader(row)
    units = []
    for cluster in match.clusters:
        values = {coder: reader.read(unit.code).value for coder, unit in cluster}
        units.append([values.get(coder) for coder in comparison.coders])
    table = RatingTable.of(
        units,
        [1.0] * len(units),
        [0] * len(units),
        n_documents=1,
        metric=row.metric,
        coders=comparison.coders,
    )
    return table.estimate.value
