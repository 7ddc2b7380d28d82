"""The agreement report as a file: Markdown, Word, Excel, and the units with their scripts.

The Word file is written here part by part: it needs paragraphs, headings and one table, for which a
library would be a dependency more.
"""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path
from xml.sax.saxutils import escape

from annotator.agreement import report
from annotator.agreement.results import AgreementResults
from annotator.agreement.scripts import script_files
from annotator.agreement.unit_tables import csv_files
from annotator.errors import ProjectError
from exports.agreement import agreement_tables
from exports.base import ExportReport, atomic_write, cannot_write

BIBTEX_FILE = "agreement.bib"


def write_report(results: AgreementResults, path: Path) -> ExportReport:
    """Write the report in the format the name ends in: .md, .docx or .xlsx.

    Raises:
        ProjectError: another ending, or a place that cannot be written to.
    """
    write = WRITERS.get(path.suffix.lower())
    if write is None:
        raise ProjectError(
            f"{path.name} does not end in a format of the report.",
            f"End its name in one of: {', '.join(WRITERS)}.",
        )
    with atomic_write(path) as temporary:
        return ExportReport(path, write(results, temporary))


def write_units(results: AgreementResults, folder: Path) -> ExportReport:
    """Write the units, references, and the R and Python scripts that compute the numbers again.

    Raises:
        ProjectError: a place that cannot be written to.
    """
    files = {**csv_files(results), **script_files(), BIBTEX_FILE: report.bibtex(results) + "\n"}
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise cannot_write(folder, error) from error
    for name, text in files.items():
        with atomic_write(folder / name) as temporary:
            temporary.write_text(text, "utf-8", newline="\n")
    return ExportReport(folder, {name: text.count("\n") for name, text in files.items()})


def _markdown(results: AgreementResults, path: Path) -> dict[str, int]:
    path.write_text(report.markdown(results), "utf-8")
    return {"rows": len(results.rows)}


def _workbook(results: AgreementResults, path: Path) -> dict[str, int]:
    """The agreement sheets alone, in the workbook's own form."""
    from exports.sheets import Book, Sheet

    book = Book()
    sheets = []
    try:
        for table in agreement_tables(results):
            sheet = Sheet(book, table.name, table.columns)
            for row in table.rows:
                sheet.append(row)
            sheets.append(sheet)
        for sheet in sheets:
            sheet.close()
        book.save(str(path))
    finally:
        book.discard()
    return {sheet.name: sheet.rows for sheet in sheets}


def _word(results: AgreementResults, path: Path) -> dict[str, int]:
    body = [_paragraph(f"Agreement: {results.title}", "Heading1")]
    body.append(_paragraph(report.methods(results)))
    if results.rows:
        body.append(_table([report.HEADER, *report.table(results)]))
        body.append(_paragraph("Notes", "Heading2"))
        body += [_paragraph(line) for line in report.notes(results)]
        body.append(_paragraph("References", "Heading2"))
        body += [_paragraph(line) for line in report.bibtex(results).splitlines()]
    parts = {**_WORD_PARTS, "word/document.xml": _DOCUMENT.format(body="".join(body))}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for name, text in parts.items():
            package.writestr(name, _HEAD + text)
    return {"rows": len(results.rows)}


def _paragraph(text: str, style: str = "") -> str:
    kind = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    return f"<w:p>{kind}{_run(text)}</w:p>"


def _run(text: str, *, bold: bool = False) -> str:
    look = "<w:rPr><w:b/></w:rPr>" if bold else ""
    return f'<w:r>{look}<w:t xml:space="preserve">{escape(_printable(text))}</w:t></w:r>'


def _printable(text: str) -> str:
    """Without the control characters XML cannot hold."""
    return "".join(c for c in text if c >= " " or c in "\t\n")


def _table(rows: Sequence[Sequence[str]]) -> str:
    lines = []
    for n, row in enumerate(rows):
        head = "<w:trPr><w:tblHeader/></w:trPr>" if n == 0 else ""
        cells = "".join(
            f'<w:tc><w:tcPr><w:tcW w:w="0" w:type="auto"/></w:tcPr>'
            f"<w:p>{_run(cell, bold=n == 0)}</w:p></w:tc>"
            for cell in row
        )
        lines.append(f"<w:tr>{head}{cells}</w:tr>")
    grid = "".join("<w:gridCol/>" for _ in rows[0])
    look = (
        '<w:tblPr><w:tblStyle w:val="TableGrid"/><w:tblW w:w="5000" w:type="pct"/></w:tblPr>'
        f"<w:tblGrid>{grid}</w:tblGrid>"
    )
    return f"<w:tbl>{look}{''.join(lines)}</w:tbl>"


_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_DOCUMENT = (
    f"<w:document {_W}><w:body>{{body}}<w:sectPr>"
    '<w:pgSz w:w="16838" w:h="11906" w:orient="landscape"/>'
    '<w:pgMar w:top="1134" w:right="1134" w:bottom="1134" w:left="1134" '
    'w:header="567" w:footer="567" w:gutter="0"/></w:sectPr></w:body></w:document>'
)


def _style(key: str, name: str, size: int) -> str:
    return (
        f'<w:style w:type="paragraph" w:styleId="{key}"><w:name w:val="{name}"/>'
        f'<w:rPr><w:b/><w:sz w:val="{size}"/></w:rPr></w:style>'
    )


_BORDERS = "".join(
    f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="auto"/>'
    for side in ("top", "left", "bottom", "right", "insideH", "insideV")
)

_WORD_PARTS = {
    "[Content_Types].xml": (
        f'<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/word/document.xml" ContentType="{_TYPE}.document.main+xml"/>'
        f'<Override PartName="/word/styles.xml" ContentType="{_TYPE}.styles+xml"/></Types>'
    ),
    "_rels/.rels": (
        f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1" '
        f'Type="{_OFFICE}/officeDocument" Target="word/document.xml"/></Relationships>'
    ),
    "word/_rels/document.xml.rels": (
        f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1" '
        f'Type="{_OFFICE}/styles" Target="styles.xml"/></Relationships>'
    ),
    "word/styles.xml": (
        f"<w:styles {_W}><w:docDefaults><w:rPrDefault><w:rPr>"
        '<w:rFonts w:ascii="Calibri" w:hAnsi="Calibri" w:cs="Calibri"/><w:sz w:val="20"/>'
        "</w:rPr></w:rPrDefault></w:docDefaults>"
        + _style("Heading1", "heading 1", 32)
        + _style("Heading2", "heading 2", 26)
        + '<w:style w:type="table" w:styleId="TableGrid"><w:name w:val="Table Grid"/>'
        f"<w:tblPr><w:tblBorders>{_BORDERS}</w:tblBorders></w:tblPr></w:style></w:styles>"
    ),
}

WRITERS: dict[str, Callable[[AgreementResults, Path], dict[str, int]]] = {
    ".md": _markdown,
    ".docx": _word,
    ".xlsx": _workbook,
}
