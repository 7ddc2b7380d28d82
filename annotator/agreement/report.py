"""The reliability section of a paper, written from the results: text, table, references."""

from __future__ import annotations

from collections.abc import Sequence

from annotator import __version__
from annotator.agreement.results import AgreementResults, AgreementRow

HEADER = (
    "Variable", "Coefficient", "Value", "95 % interval", "Percent", "AC", "Coverage", "Units",
    "Coders", "Missing", "Status",
)  # fmt: skip

_REFERENCES: dict[str, str] = {
    "alpha": """@book{krippendorff2019,
  author = {Krippendorff, Klaus}, title = {Content Analysis: An Introduction to Its Methodology},
  edition = {4}, publisher = {SAGE}, year = {2019}}
@article{hayes2007,
  author = {Hayes, Andrew F. and Krippendorff, Klaus},
  title = {Answering the Call for a Standard Reliability Measure for Coding Data},
  journal = {Communication Methods and Measures}, volume = {1}, number = {1}, pages = {77--89},
  year = {2007}}""",
    "|u-alpha": """@article{krippendorff2016,
  author = {Krippendorff, Klaus and Mathet, Yann and Bouvry, Stéphane and Widlöcher, Antoine},
  title = {On the Reliability of Unitizing Textual Continua: Further Developments},
  journal = {Quality \\& Quantity}, volume = {50}, pages = {2347--2364}, year = {2016}}""",
    "AC": """@article{gwet2008,
  author = {Gwet, Kilem Li},
  title = {Computing Inter-Rater Reliability and Its Variance in the Presence of High Agreement},
  journal = {British Journal of Mathematical and Statistical Psychology}, volume = {61},
  pages = {29--48}, year = {2008}}""",
    "masi": """@inproceedings{passonneau2006,
  author = {Passonneau, Rebecca},
  title = {Measuring Agreement on Set-Valued Items ({MASI}) for Semantic and Pragmatic Annotation},
  booktitle = {Proceedings of LREC 2006}, year = {2006}}""",
}


def methods(results: AgreementResults) -> str:
    """The methods paragraph, to be edited."""
    if results.reason:
        return results.reason
    sentences = [_who(results)]
    alphas = [row for row in results.rows if row.coefficient.startswith("alpha")]
    if alphas:
        metrics = ", ".join(dict.fromkeys(row.plan.metric for row in alphas))
        sentences.append(
            "Agreement for the variables was computed with Krippendorff's alpha "
            f"(metric by level of measurement: {metrics}; Hayes & Krippendorff 2007) on units "
            "matched across coders, blind to their labels, by maximum-weight assignment."
        )
    sentences += _places(results)
    sentences += [_variable(row) for row in alphas if row.what == "field"]
    sentences.append(_intervals(results))
    if results.other_rounds:
        listed = ", ".join(results.other_rounds)
        sentences.append(f"Other rounds of the study, not part of these numbers: {listed}.")
    sentences.append(
        "Disagreements were adjudicated by ... after agreement was computed. "
        f"Software: Annotator {__version__}, project revision {results.revision}, codebook "
        f"“{results.codebook}” version {results.codebook_version}, seed {results.seed}."
    )
    return " ".join(sentences)


def _who(results: AgreementResults) -> str:
    share = results.articles / results.articles_total if results.articles_total else 0.0
    drawn = results.drawn or "..."
    return (
        f"{len(results.coders)} coders independently coded {results.articles} of "
        f"{results.articles_total} articles ({share:.0%}, drawn by {drawn}) in the round "
        f"“{results.round}”."
    )


def _places(results: AgreementResults) -> list[str]:
    """Per layer where its codes stand and how many were found by both."""
    out = []
    for row in results.rows:
        if row.what == "where" and row.value is not None:
            cu = next((d.value for d in row.details if d.name == "cu-alpha"), None)
            more = f", cu-alpha = {figure(cu)}" if cu is not None else ""
            out.append(
                f"Span identification of the layer {row.layer}: |u-alpha = {figure(row.value)}"
                f"{_bounds(row)}{more} (Krippendorff et al. 2016)."
            )
        elif row.what == "found" and row.value is not None:
            out.append(
                f"F1 = {figure(row.value)}{_bounds(row)} with {row.unit}"
                f" (coverage {share(row.coverage)})."
            )
    return out


def _variable(row: AgreementRow) -> str:
    name = f"{row.layer}: {row.label}"
    if row.value is None:
        return f"For {name} the coefficient is not reported ({row.reason})."
    ac = f", {row.ac_name} {figure(row.ac1)}" if row.ac1 is not None else ""
    return (
        f"{name}: alpha = {figure(row.value)}{_bounds(row)}, percent agreement "
        f"{share(row.percent)}{ac}, {row.units:g} units, {row.missing:g} missing."
    )


def _bounds(row: AgreementRow) -> str:
    if row.low is None:
        return ""
    return f", 95 % CI [{figure(row.low)}, {figure(row.high)}]"


def _intervals(results: AgreementResults) -> str:
    ways = list(dict.fromkeys(row.interval for row in results.rows if row.low is not None))
    if not ways:
        return "Intervals could not be computed."
    return f"Confidence intervals: {'; '.join(ways)}."


def table(results: AgreementResults) -> list[tuple[str, ...]]:
    """The rows of the printed table, without the header."""
    return [
        (
            f"{row.layer}: {row.label}" + (" (exploratory)" if row.plan.exploratory else ""),
            row.coefficient,
            figure(row.value) if row.value is not None else f"not reported: {row.reason}",
            "" if row.low is None else f"[{figure(row.low)}, {figure(row.high)}]",
            share(row.percent),
            f"{figure(row.ac1)} ({row.ac_name})" if row.ac1 is not None else "",
            share(row.coverage),
            f"{row.units:g}",
            str(row.coders),
            f"{row.missing:g}",
            row.status,
        )
        for row in results.rows
    ]


def notes(results: AgreementResults) -> list[str]:
    """The warnings of all rows, one line per row that has any."""
    return [
        f"{row.layer}: {row.label}: " + " ".join(f"{w.code} {w.text}" for w in row.warnings)
        for row in results.rows
        if row.warnings
    ]


def markdown(results: AgreementResults) -> str:
    """The whole report."""
    parts = [f"# Agreement: {results.title}", methods(results)]
    if results.rows:
        parts.append(_markdown_table(HEADER, table(results)))
        if listed := notes(results):
            parts += ["## Notes", "\n".join(f"- {line}" for line in listed)]
        parts += ["## References", f"```bibtex\n{bibtex(results)}\n```"]
    return "\n\n".join(parts) + "\n"


def _markdown_table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [header, ["---"] * len(header), *rows]
    return "\n".join(
        "| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |" for line in lines
    )


def bibtex(results: AgreementResults) -> str:
    """References of the coefficients that were used."""
    used = {row.coefficient.split(" ")[0] for row in results.rows if row.value is not None}
    if any(row.ac1 is not None for row in results.rows):
        used.add("AC")
    if any(row.plan.metric == "masi" and row.value is not None for row in results.rows):
        used.add("masi")
    return "\n".join(text for key, text in _REFERENCES.items() if key in used)


def figure(value: float | None) -> str:
    """A coefficient as journals print it: .83, -.05, 1.00."""
    if value is None:
        return ""
    text = f"{value:.2f}"
    return text.replace("0.", ".", 1) if abs(float(text)) < 1 else text


def share(value: float | None) -> str:
    return "" if value is None else f"{value:.0%}"
