"""Beside the table of the Agreement page: the chosen number pair by pair, over time, by value,
and how it depends on the overlap asked of matching passages.
"""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QLabel, QScrollArea, QVBoxLayout, QWidget

from annotator.agreement.results import AgreementResults, AgreementRow, Confusion
from ui.pages.agreement_plots import Cell, HeatMap, Line, LineChart, agreement_colour
from ui.pages.parts import card, label
from ui.theme import Theme, blend

WIDTH = 400
MOST_CATEGORIES = 9
"""More values than this make no readable confusion matrix here; the report holds all."""


class SidePanel(QScrollArea):
    """Cards with plots of one row."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setFixedWidth(WIDTH)
        inside = QWidget()
        self._column = QVBoxLayout(inside)
        self._column.setContentsMargins(0, 0, 4, 0)
        self._column.setSpacing(12)
        self.pairs = HeatMap(theme, "Pairs")
        self.confusion = HeatMap(theme, "Confusion")
        self.drift = LineChart(theme, "Drift")
        self.curve = LineChart(theme, "Threshold curve")
        self._name = ""
        self._heads: dict[str, QLabel] = {}
        self._boxes: dict[str, QFrame] = {}
        self._notes = label("", "muted", wrap=True)
        self._add("notes", self._notes)
        for name, plot in (
            ("pairs", self.pairs),
            ("drift", self.drift),
            ("confusion", self.confusion),
            ("curve", self.curve),
        ):
            self._add(name, plot)
        self._column.addStretch(1)
        self.setWidget(inside)

    def _add(self, name: str, part: QWidget) -> None:
        box, column = card(name.capitalize())
        self._heads[name] = label(name.capitalize(), "heading", wrap=True)
        self._boxes[name] = box
        column.addWidget(self._heads[name])
        column.addWidget(part)
        self._column.addWidget(box)

    def set_theme(self, theme: Theme) -> None:
        self.theme = theme
        for plot in (self.pairs, self.confusion, self.drift, self.curve):
            plot.set_theme(theme)

    def show_row(self, results: AgreementResults, row: AgreementRow | None, name: str = "") -> None:
        """Show the plots of a row, under its name; those it has nothing for are hidden."""
        self._name = name
        for box in self._boxes.values():
            box.setVisible(row is not None)
        if row is None:
            return
        self._show_notes(row)
        self._show_pairs(results, row)
        self._show_drift(row)
        self._show_confusion(results, row)
        self._show_curve(results, row)

    def _show_notes(self, row: AgreementRow) -> None:
        self._heads["notes"].setText(self._name)
        unit = f"Unit: {row.unit}." if row.unit else ""
        lines = [part for part in (row.reason, unit, row.interval) if part]
        lines += [f"{w.code}: {w.text}" for w in row.warnings]
        lines += [f"{d.name}: {number(d.value)}" for d in row.details]
        if row.plan.exploratory:
            lines.insert(0, "Exploratory: not part of the frozen plan.")
        self._notes.setText("\n".join(lines))

    def _show_pairs(self, results: AgreementResults, row: AgreementRow) -> None:
        self._boxes["pairs"].setVisible(bool(row.pairs))
        if not row.pairs:
            return
        self._heads["pairs"].setText(f"Pairs · {self._name}")
        uids = [c.uid for c in results.coders]
        names = [c.name for c in results.coders]
        known = {frozenset((p.a, p.b)): p for p in row.pairs}
        cells = []
        for a in uids:
            line = []
            for b in uids:
                pair = known.get(frozenset((a, b))) if a != b else None
                value = pair.value if pair else None
                text = number(value) if a != b else "–"
                tip = f"{pair.units:g} units" if pair else ""
                line.append(Cell(text, agreement_colour(self.theme, value), tip))
            cells.append(line)
        self.pairs.show_cells(names, names, cells)

    def _show_drift(self, row: AgreementRow) -> None:
        self._boxes["drift"].setVisible(bool(row.drift))
        if row.drift:
            self._heads["drift"].setText(f"Drift · {self._name} by week of finishing")
            points = tuple((p.week, p.value) for p in row.drift)
            self.drift.show_lines([Line("", self.theme.accent, points)])

    def _show_confusion(self, results: AgreementResults, row: AgreementRow) -> None:
        found = row.confusions[0] if row.confusions else None
        fits = found is not None and len(found.categories) <= MOST_CATEGORIES
        self._boxes["confusion"].setVisible(fits)
        if found is None or not fits:
            return
        who = ""
        if found.a is not None and found.b is not None:
            a, b = results.name_of(found.a), results.name_of(found.b)
            who = f" ({a} rows, {b} columns)"
        self._heads["confusion"].setText(f"Confusion · {self._name}{who}")
        self.confusion.show_cells(found.categories, found.categories, self._counts(found))

    def _counts(self, found: Confusion) -> list[list[Cell]]:
        most = max((c for line in found.counts for c in line), default=0) or 1
        cells = []
        for m, line in enumerate(found.counts):
            row = []
            for n, count in enumerate(line):
                tone = self.theme.ok if m == n else self.theme.warn
                share = 0.08 + 0.3 * count / most if count else 0.0
                colour = blend(tone, self.theme.card, share) if count else ""
                row.append(Cell(f"{count:g}", colour))
            cells.append(row)
        return cells

    def _show_curve(self, results: AgreementResults, row: AgreementRow) -> None:
        found = next((c for c in results.curves if c.layer == row.layer), None)
        self._boxes["curve"].setVisible(found is not None)
        if found is None:
            return
        self._heads["curve"].setText(f"By overlap asked · {row.layer}")
        lines = [
            Line(
                "F1", self.theme.accent, tuple((f"{p.threshold:.1f}", p.f1) for p in found.points)
            ),
            Line(
                "coverage",
                self.theme.muted,
                tuple((f"{p.threshold:.1f}", p.coverage) for p in found.points),
            ),
        ]
        if any(p.alpha is not None for p in found.points):
            alpha = tuple((f"{p.threshold:.1f}", p.alpha) for p in found.points)
            lines.append(Line(f"α {found.field or ''}".strip(), self.theme.ok, alpha))
        self.curve.show_lines(lines)


def number(value: float | None) -> str:
    """A coefficient as it is printed: two digits, a dash where undefined."""
    return "–" if value is None else f"{value:.2f}".replace("-", "−")
