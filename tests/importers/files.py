"""Small files of every format, made by the tests themselves."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from xml.sax.saxutils import escape

from annotator.importers.base import Found, ImportOptions, Refusal, Source
from annotator.importers.registry import read_source
from annotator.model import ArticleDraft

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def source(name: str, data: bytes) -> Source:
    return Source(name, name, lambda: data)


def read(name: str, data: bytes, options: ImportOptions | None = None) -> list[Found]:
    return list(read_source(source(name, data), "auto", options or ImportOptions()))


def read_one(name: str, data: bytes, options: ImportOptions | None = None) -> ArticleDraft:
    (found,) = read(name, data, options)
    assert isinstance(found, ArticleDraft), found
    return found


def refused(name: str, data: bytes, options: ImportOptions | None = None) -> str:
    (found,) = read(name, data, options)
    assert isinstance(found, Refusal), found
    return found.why


def zipped(members: Mapping[str, bytes | str]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name, data in members.items():
            target.writestr(name, data)
    return out.getvalue()


def docx(body: str, *, head: str = "", **members: str) -> bytes:
    document = (
        f'<?xml version="1.0"?>{head}<w:document xmlns:w="{W}"><w:body>{body}</w:body></w:document>'
    )
    return zipped({"word/document.xml": document, **members})


def docx_of(paragraphs: Sequence[str]) -> bytes:
    return docx("".join(f"<w:p><w:r><w:t>{escape(p)}</w:t></w:r></w:p>" for p in paragraphs))


def xlsx(rows: str, **members: str) -> bytes:
    """Make a workbook of one sheet from the XML of its rows; strings go inline."""
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006"
    return zipped(
        {
            "[Content_Types].xml": f'<Types xmlns="{package}/content-types">'
            '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.'
            'relationships+xml"/><Default Extension="xml" ContentType="application/xml"/></Types>',
            "_rels/.rels": f'<Relationships xmlns="{package}/relationships"><Relationship Id="r1" '
            f'Type="{relations}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
            "xl/workbook.xml": f'<workbook xmlns="{main}" xmlns:r="{relations}"><sheets>'
            '<sheet name="articles" sheetId="1" r:id="r1"/></sheets></workbook>',
            "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{package}/relationships">'
            f'<Relationship Id="r1" Type="{relations}/worksheet" Target="worksheets/sheet1.xml"/>'
            "</Relationships>",
            "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{main}">{rows}</worksheet>',
            **members,
        }
    )


def row(number: int, cells: Mapping[str, str]) -> str:
    inner = "".join(
        f'<c r="{column}{number}" t="inlineStr"><is><t xml:space="preserve">{escape(text)}</t></is></c>'
        for column, text in cells.items()
    )
    return f'<row r="{number}">{inner}</row>'


def sheet(*rows: Mapping[str, str]) -> str:
    return f"<sheetData>{''.join(row(n, cells) for n, cells in enumerate(rows, 1))}</sheetData>"


def pdf(*pages: Sequence[str]) -> bytes:
    """Make a PDF with one line of Helvetica under the other."""
    objects = ["<< /Type /Catalog /Pages 2 0 R >>", ""]
    kids = []
    for lines in pages:
        text = "".join(f"({_pdf_text(line)}) Tj T*\n" for line in lines)
        stream = f"BT /F1 10 Tf 14 TL 50 780 Td\n{text}ET"
        kids.append(len(objects) + 1)
        objects.append(
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 "
            "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >> "
            f">> >> /Contents {len(objects) + 2} 0 R >>"
        )
        objects.append(f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream")
    objects[1] = (
        f"<< /Type /Pages /Kids [{' '.join(f'{k} 0 R' for k in kids)}] /Count {len(kids)} >>"
    )
    out = "%PDF-1.4\n"
    places = []
    for number, content in enumerate(objects, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n{content}\nendobj\n"
    start = len(out)
    out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n"
    out += "".join(f"{place:010d} 00000 n \n" for place in places)
    out += f"trailer << /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF"
    return out.encode("cp1252")


def _pdf_text(line: str) -> str:
    return line.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")


def write_all(folder: Path, files: Mapping[str, bytes]) -> None:
    for name, data in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)


Maker = Callable[[str], bytes]
MAKERS: dict[str, Maker] = {
    "a.txt": lambda text: text.encode(),
    "a.md": lambda text: text.encode(),
    "a.csv": lambda text: f"text\n{text}\n".encode(),
    "a.xlsx": lambda text: xlsx(sheet({"A": "text"}, {"A": text})),
    "a.docx": lambda text: docx_of([text]),
    "a.pdf": lambda text: pdf([text]),
    "a.html": lambda text: f"<p>{escape(text)}</p>".encode(),
    "a.jsonl": lambda text: json.dumps({"text": text}).encode(),
    "a.rtf": lambda text: b"{\\rtf1 " + text.encode() + b"}",
}
"""One small file of every format that holds one text."""
