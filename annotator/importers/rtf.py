"""RTF documents: a small reader for their text, tables and fields included.

Own rather than a library, because archives put page scans into RTF as raw bytes (\\binN), which
must be skipped by their length, and because the text must come out exactly: no marks for cells, no
lost characters of other code pages. Groups are handled with a stack, so nesting costs no recursion.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from annotator.errors import ImportRefusedError
from annotator.importers.base import Found, Importer, ImportOptions, Source
from annotator.importers.document import Document, found_in

_TOKEN = re.compile(
    rb"\\([a-zA-Z]{1,32})(-?\d{1,10})?[ ]?|\\'([0-9a-fA-F]{2})|\\([^a-zA-Z])|([{}])|([\r\n]+)"
    rb"|([^\\{}\r\n]+)|(.)",
    re.DOTALL,
)
_SIGNS = {
    b"par": "\n",
    b"line": "\n",
    b"sect": "\n",
    b"page": "\n",
    b"row": "\n",
    b"nestrow": "\n",
    b"cell": "\t",
    b"nestcell": "\t",
    b"tab": "\t",
    b"emdash": "—",
    b"endash": "–",
    b"emspace": "\u2003",
    b"enspace": "\u2002",
    b"qmspace": "\u2005",
    b"bullet": "•",
    b"lquote": "‘",
    b"rquote": "’",
    b"ldblquote": "“",
    b"rdblquote": "”",
    b"zwj": "\u200d",
    b"zwnj": "\u200c",
    b"zwbo": "\u200b",
    b"ltrmark": "\u200e",
    b"rtlmark": "\u200f",
}
_SYMBOLS = {b"~": "\u00a0", b"_": "\u2011", b"-": "\u00ad", b"\n": "\n", b"\r": "\n", b"\t": "\t"}
_LITERAL = (b"{", b"}", b"\\")
# Groups that hold no text of the document; any group that begins with \* is skipped as well.
_SKIPPED = frozenset(
    b"fonttbl colortbl stylesheet info pict object header headerl headerr headerf footer footerl "
    b"footerr footerf footnote annotation atnid atnauthor fldinst datafield themedata nonshppict "
    b"colorschememapping latentstyles listtable listoverridetable revtbl rsidtbl generator "
    b"xmlnstbl pntext pntxtb pntxta bkmkstart bkmkend tc xe txe rxe filetbl template "
    b"shpinst".split()
)
_CHARSETS = {
    0: "cp1252",
    2: "cp1252",
    77: "mac_roman",
    128: "cp932",
    129: "cp949",
    134: "gb18030",
    136: "cp950",
    161: "cp1253",
    162: "cp1254",
    163: "cp1258",
    177: "cp1255",
    178: "cp1256",
    186: "cp1257",
    204: "cp1251",
    222: "cp874",
    238: "cp1250",
}
_DEEPEST = 10_000


@dataclass(frozen=True, slots=True)
class _Group:
    """What holds inside a pair of braces."""

    skipped: bool = False
    hidden: bool = False
    font: int = -1
    fallback: int = 1
    """How many characters stand in for one Unicode character (\\ucN)."""


class _Reader:
    def __init__(self, data: bytes) -> None:
        self._data = data
        self._out: list[str] = []
        self._pending = bytearray()
        self._fonts: dict[int, str] = {}
        self._codepage = "cp1252"
        self._group = _Group()
        self._stack: list[_Group] = []
        self._in_fonts = False
        self._font = -1
        self._to_skip = 0
        self._high = 0

    def text(self) -> str:
        position = 0
        while (token := _TOKEN.match(self._data, position)) is not None:
            position = token.end()
            word, number, byte, symbol, brace, newline, run, _ = token.groups()
            if word == b"bin":
                position += max(0, int(number or 0))
            elif word is not None:
                self._control(word, None if number is None else int(number))
            elif byte is not None:
                self._byte(int(byte, 16))
            elif symbol is not None:
                self._symbol(symbol)
            elif brace is not None:
                self._brace(brace)
            elif run is not None and newline is None:
                self._run(run)
        self._flush()
        return "".join(self._out)

    def _brace(self, brace: bytes) -> None:
        self._flush()
        self._to_skip = 0
        if brace == b"{":
            if len(self._stack) >= _DEEPEST:
                raise RecursionError
            self._stack.append(self._group)
        elif self._stack:
            self._group = self._stack.pop()
            self._in_fonts = self._in_fonts and self._group.skipped

    def _symbol(self, symbol: bytes) -> None:
        if symbol == b"*":
            self._group = replace(self._group, skipped=True)
        elif symbol in _LITERAL:
            self._run(symbol)
        elif symbol in _SYMBOLS:
            self._write(_SYMBOLS[symbol])

    def _control(self, word: bytes, number: int | None) -> None:
        if word == b"u" and number is not None:
            self._unicode(number)
        elif word in _SIGNS:
            self._write(_SIGNS[word])
        elif word in _SKIPPED:
            self._in_fonts = word == b"fonttbl" or self._in_fonts
            self._group = replace(self._group, skipped=True)
        elif word == b"uc":
            self._group = replace(self._group, fallback=max(0, number or 0))
        elif word == b"v":
            self._flush()
            self._group = replace(self._group, hidden=number != 0)
        elif word == b"plain":
            self._flush()
            self._group = replace(self._group, hidden=False)
        elif word == b"f" and number is not None:
            self._flush()
            self._font = number
            self._group = replace(self._group, font=number)
        elif word == b"fcharset" and self._in_fonts:
            self._fonts[self._font] = _CHARSETS.get(number or 0, "")
        elif word == b"ansicpg" and number:
            self._codepage = _known(f"cp{number}") or self._codepage
        elif word == b"mac":
            self._codepage = "mac_roman"

    def _unicode(self, number: int) -> None:
        self._flush()
        code = number + 65536 if number < 0 else number
        self._to_skip = self._group.fallback
        if self._silent():
            return
        if 0xD800 <= code < 0xDC00:
            self._high = code
        elif 0xDC00 <= code < 0xE000 and self._high:
            self._out.append(chr(0x10000 + ((self._high - 0xD800) << 10) + code - 0xDC00))
            self._high = 0
        else:
            self._out.append(chr(code) if code < 0x110000 else "\ufffd")

    def _byte(self, value: int) -> None:
        if self._to_skip:
            self._to_skip -= 1
        elif not self._silent():
            self._pending.append(value)

    def _run(self, run: bytes) -> None:
        run, self._to_skip = run[self._to_skip :], max(0, self._to_skip - len(run))
        if not self._silent():
            self._pending += run

    def _write(self, text: str) -> None:
        self._flush()
        if self._to_skip:
            self._to_skip -= 1
        elif not self._silent():
            self._out.append(text)

    def _flush(self) -> None:
        if self._pending:
            codec = self._fonts.get(self._group.font) or self._codepage
            self._out.append(bytes(self._pending).decode(codec, "replace"))
            self._pending.clear()

    def _silent(self) -> bool:
        return self._group.skipped or self._group.hidden


def _known(codec: str) -> str | None:
    try:
        "".encode(codec)
    except LookupError:
        return "utf-8" if codec == "cp65001" else None
    return codec


def rtf_text(data: bytes) -> str:
    """Give the text of an RTF document."""
    return _Reader(data).text()


def parse_rtf(source: Source, options: ImportOptions) -> Iterator[Found]:
    """Read an RTF document."""
    data = source.load()
    if not data.lstrip().startswith(b"{\\rtf"):
        raise ImportRefusedError(f"{source.where}: this is not an RTF document.")
    lines = [line.rstrip("\t ") for line in rtf_text(data).split("\n")]
    return found_in(Document(lines, "\n".join(lines).strip("\n")), source, options)


RTF = Importer("rtf", "RTF document", (".rtf",), parse_rtf)
