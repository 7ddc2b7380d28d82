"""How the numbers of a layer depend on the overlap that is asked of two matching passages."""

from __future__ import annotations

from annotator.agreement.comparison import Comparison
from annotator.agreement.frames import shared_at
from annotator.agreement.plan import field_row, metric_of
from annotator.agreement.results import CurvePoint, ThresholdCurve
from annotator.agreement.tables import RatingTable


def threshold_curve(comparison: Comparison, layer: str) -> ThresholdCurve:
    """F1, coverage and alpha of the mark's field, matched anew by `iou(t)` at every threshold."""
    key = _leading_field(comparison, layer)
    points = []
    for threshold, f1, covered in shared_at(comparison.works(layer)):
        alpha = None if key is None else _alpha(comparison, layer, key, threshold)
        points.append(CurvePoint(threshold, f1, covered, alpha))
    return ThresholdCurve(layer, key, tuple(points))


def _leading_field(comparison: Comparison, layer: str) -> str | None:
    """The field that labels the mark, else the first planned one."""
    found = comparison.layer(layer)
    planned = [f.key for f in found.fields if f.reliability and metric_of(f) != "none"]
    if found.mark_field in planned:
        return found.mark_field
    return planned[0] if planned else None


def _alpha(comparison: Comparison, layer: str, key: str, threshold: float) -> float | None:
    found = comparison.layer(layer)
    row = field_row(found, found.field(key))
    reader = comparison.reader(row)
    units, weights = [], []
    for match in comparison.matches(layer, f"iou({threshold:g})"):
        for cluster in match.clusters:
            if cluster.matched:
                values = {c: reader.read(u.code).value for c, u in cluster.members}
                units.append([values.get(coder) for coder in comparison.coders])
                weights.append(cluster.weight)
    table = RatingTable.of(
        units,
        weights,
        [0] * len(units),
        n_documents=1,
        metric=row.metric,
        coders=comparison.coders,
    )
    return table.estimate.value
