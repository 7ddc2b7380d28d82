"""Scripts that compute every number again from the exported tables, without this program.

They are written from the formulas, not from our code: a number that both agree on was computed
twice. Each prints one line per row, `row,value`, with NA where the coefficient is undefined.
"""

from __future__ import annotations

PYTHON_FILE = "recompute_agreement.py"
R_FILE = "recompute_agreement.R"

PYTHON = r'''"""Recompute agreement from agreement_units.csv and agreement_spans.csv.

Usage: python recompute_agreement.py [FOLDER]     (Python 3.9 or newer, nothing else)
"""

import csv
import sys
from collections import defaultdict
from itertools import combinations, permutations
from pathlib import Path

FIXED = 11  # columns before those of the coders


def read(path):
    with open(path, newline="", encoding="utf-8") as file:
        lines = list(csv.reader(file))
    return lines[0], lines[1:]


def distances(metric, margins):
    """The distance of two values; the ordinal one depends on how often each value was used."""
    if metric == "nominal":
        return lambda a, b: float(a != b)
    if metric == "interval":
        return lambda a, b: (float(a) - float(b)) ** 2
    if metric == "ratio":
        return lambda a, b: ((float(a) - float(b)) / ((float(a) + float(b)) or 1)) ** 2
    if metric == "ordinal":
        place, below = {}, 0.0
        for value in sorted(margins, key=float):
            place[value] = below + margins[value] / 2
            below += margins[value]
        return lambda a, b: (place[a] - place[b]) ** 2

    def sets(a, b):
        a, b = {x for x in a.split(";") if x}, {x for x in b.split(";") if x}
        if a == b:
            return 0.0
        jaccard = len(a & b) / len(a | b)
        if metric == "jaccard":
            return 1 - jaccard
        return 1 - jaccard * (2 / 3 if a <= b or b <= a else 1 / 3 if a & b else 0)

    return sets


def alpha(units, metric):
    """Krippendorff's alpha of weighted units [(weight, values), ...]."""
    units = [(w, [v for v in values if v != "NA"]) for w, values in units]
    units = [(w, values) for w, values in units if len(values) > 1]
    margins = defaultdict(float)
    for w, values in units:
        for value in values:
            margins[value] += w
    n, d = sum(margins.values()), distances(metric, margins)
    if len(margins) < 2:
        return None
    observed = sum(
        w * sum(d(a, b) for a, b in permutations(values, 2)) / (len(values) - 1)
        for w, values in units
    ) / n
    expected = sum(
        margins[a] * margins[b] * d(a, b) for a, b in permutations(margins, 2)
    ) / (n * (n - 1))
    return 1 - observed / expected if expected else None


def f1(units):
    """F1 over all pairs of coders; an empty cell: the coder passed by."""
    both = total = 0.0
    for w, values in units:
        for a, b in combinations(values, 2):
            if "NA" not in (a, b):
                total += w * ((a != "") + (b != ""))
                both += w * 2 * (a != "" and a == b)
    return both / total if total else None


def u_alpha(documents):
    """|u-alpha: units against gaps. documents: [(length, [[(start, end), ...] per coder])]."""
    o00 = l0 = l1 = s0 = s1 = 0.0
    for length, coders in documents:
        m = len(coders)
        if m < 2:
            continue
        gaps = []
        for units in coders:
            at, own = 0, []
            for start, end in sorted(units):
                if start > at:
                    own.append((at, start))
                at = end
                l1 += end - start
                s1 += (end - start) ** 2
            if at < length:
                own.append((at, length))
            gaps.append(own)
            l0 += sum(end - start for start, end in own)
            s0 += sum(end - start for start, end in own)
        for i, j in permutations(range(m), 2):
            for a in gaps[i]:
                for b in gaps[j]:
                    o00 += max(0, min(a[1], b[1]) - max(a[0], b[0])) / (m - 1)
    total = l0 + l1
    scale = total / (total**2 - s0 - s1) if total else 0
    expected = l0 * l1 * scale
    return 1 - (l0 - o00) / expected if expected else None


def main():
    folder = Path(sys.argv[1] if len(sys.argv) > 1 else ".")
    _, lines = read(folder / "agreement_units.csv")
    rows, kind = defaultdict(list), {}
    for line in lines:
        kind[line[0]] = (line[1], line[2])
        if line[9] == "1":
            rows[line[0]].append((float(line[8]), line[FIXED:]))
    _, lines = read(folder / "agreement_spans.csv")
    spans = defaultdict(lambda: defaultdict(lambda: defaultdict(list)))
    for row, article, length, coder, start, end, _ in lines:
        own = spans[row][article, int(length)][coder]
        if start:
            own.append((int(start), int(end)))
    found = {}
    for row, (what, metric) in kind.items():
        found[row] = f1(rows[row]) if what in ("found", "whole") else alpha(rows[row], metric)
    for row, articles in spans.items():
        found[row] = u_alpha([(n, list(c.values())) for (_, n), c in articles.items()])
    for row in sorted(found):
        print(f"{row},{'NA' if found[row] is None else format(found[row], '.9f')}")


main()
'''

R = r"""# Recompute agreement from agreement_units.csv and agreement_spans.csv.
# Usage: Rscript recompute_agreement.R [FOLDER]     (base R, no packages)

args <- commandArgs(trailingOnly = TRUE)
folder <- if (length(args)) args[1] else "."
fixed <- 11  # columns before those of the coders

read <- function(name) {
  read.csv(file.path(folder, name), colClasses = "character", na.strings = "NA",
           check.names = FALSE, encoding = "UTF-8")
}

parts <- function(x) Filter(nzchar, strsplit(x, ";", fixed = TRUE)[[1]])

set_distance <- function(a, b, masi) {
  a <- parts(a); b <- parts(b)
  if (setequal(a, b)) return(0)
  shared <- length(intersect(a, b)); jaccard <- shared / length(union(a, b))
  if (!masi) return(1 - jaccard)
  nested <- shared == length(a) || shared == length(b)
  1 - jaccard * (if (nested) 2 / 3 else if (shared > 0) 1 / 3 else 0)
}

# Table of distances between the values in use; the ordinal one depends on how often they are used.
distances <- function(metric, margins) {
  values <- names(margins)
  if (metric == "nominal") return(outer(values, values, "!=") * 1)
  if (metric %in% c("masi", "jaccard")) {
    one <- Vectorize(function(a, b) set_distance(a, b, metric == "masi"))
    return(outer(values, values, one))
  }
  x <- as.numeric(values)
  if (metric == "ordinal") {
    by_size <- order(x)
    place <- cumsum(margins[by_size]) - margins[by_size] / 2
    x[by_size] <- place
    return(outer(x, x, "-")^2)
  }
  if (metric == "interval") return(outer(x, x, "-")^2)
  total <- outer(x, x, "+")
  ifelse(total == 0, 0, (outer(x, x, "-") / total)^2)
}

# Krippendorff's alpha of weighted units (rows of a matrix).
alpha <- function(units, weights, metric) {
  kept <- rowSums(!is.na(units)) > 1
  units <- units[kept, , drop = FALSE]; weights <- weights[kept]
  if (!nrow(units)) return(NA)
  present <- !is.na(units)
  cell <- units[present]
  values <- sort(unique(cell))
  code <- match(units, values); dim(code) <- dim(units)
  w <- matrix(weights, nrow(units), ncol(units))
  margins <- vapply(seq_along(values), function(k) sum(w[which(code == k)]), 0)
  # an empty name stands for the empty set
  names(margins) <- values
  if (length(values) < 2) return(NA)
  d <- distances(metric, margins)
  n <- sum(margins)
  observed <- 0
  for (u in seq_len(nrow(units))) {
    own <- code[u, present[u, ]]
    observed <- observed + weights[u] * sum(d[own, own]) / (length(own) - 1)
  }
  expected <- sum(outer(margins, margins) * d) / (n * (n - 1))
  if (expected == 0) NA else 1 - (observed / n) / expected
}

# F1 over all pairs of coders; an empty cell: the coder passed by.
f1 <- function(units, weights) {
  both <- 0; total <- 0
  if (ncol(units) > 1) for (pair in combn(ncol(units), 2, simplify = FALSE)) {
    a <- units[, pair[1]]; b <- units[, pair[2]]
    asked <- !is.na(a) & !is.na(b)
    a <- a[asked]; b <- b[asked]; w <- weights[asked]
    total <- total + sum(w * ((a != "") + (b != "")))
    both <- both + sum(2 * w * (a != "" & a == b))
  }
  if (total == 0) NA else both / total
}

# |u-alpha: units against gaps.
u_alpha <- function(spans) {
  o00 <- 0; l0 <- 0; l1 <- 0; s1 <- 0
  for (article in split(spans, spans$article_id)) {
    coders <- split(article, article$coder)
    m <- length(coders)
    if (m < 2) next
    size <- as.numeric(article$length[1])
    gap <- lapply(coders, function(own) {
      free <- rep(TRUE, size)
      for (k in which(!is.na(own$start) & nzchar(own$start)))
        free[(as.numeric(own$start[k]) + 1):as.numeric(own$end[k])] <- FALSE
      free
    })
    for (own in coders) {
      coded <- !is.na(own$start) & nzchar(own$start)
      lengths <- as.numeric(own$end[coded]) - as.numeric(own$start[coded])
      l1 <- l1 + sum(lengths); s1 <- s1 + sum(lengths^2)
    }
    l0 <- l0 + sum(unlist(lapply(gap, sum)))
    for (pair in combn(m, 2, simplify = FALSE))
      o00 <- o00 + 2 * sum(gap[[pair[1]]] & gap[[pair[2]]]) / (m - 1)
  }
  total <- l0 + l1
  expected <- l0 * l1 * total / (total^2 - l0 - s1)
  if (is.na(expected) || expected == 0) NA else 1 - (l0 - o00) / expected
}

units <- read("agreement_units.csv")
spans <- read("agreement_spans.csv")
found <- list()
for (row in unique(units$row)) {
  own <- units[units$row == row, ]
  what <- own$what[1]; metric <- own$metric[1]
  own <- own[own$used == "1", ]
  values <- as.matrix(own[, (fixed + 1):ncol(own), drop = FALSE])
  weights <- as.numeric(own$weight)
  found[[row]] <- if (what %in% c("found", "whole")) f1(values, weights)
    else alpha(values, weights, metric)
}
for (row in unique(spans$row)) found[[row]] <- u_alpha(spans[spans$row == row, ])
for (row in sort(names(found)))
  cat(row, ",", if (is.na(found[[row]])) "NA" else sprintf("%.9f", found[[row]]), "\n", sep = "")
"""


def script_files() -> dict[str, str]:
    """Both scripts as texts by file name."""
    return {PYTHON_FILE: PYTHON, R_FILE: R}
